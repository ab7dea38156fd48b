// SPDX-License-Identifier: EUPL-1.2
// How job descriptions speak: their headings, the words for levels, and what is no demand. Tables for people who know the language.
#pragma once

#include "extraction/cues.hpp"

#include <span>

namespace kc::extraction {

// What stands under a heading (EX-51).
enum class Section { unknown, tasks, requirements, desirable, ignored };

std::span<const CueRule> heading_rules();     // level: the Section
std::span<const CueRule> demand_cue_rules();  // level, limit; wish: desirable; denial: indispensable; aside: no demand

}  // namespace kc::extraction
