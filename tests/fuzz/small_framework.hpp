// SPDX-License-Identifier: EUPL-1.2
// A handful of competences and the project's own words: enough for what is read to refer to something.
#pragma once

#include "extraction/extraction.hpp"

namespace kc::fuzz {

const competence::CompetenceFramework& small_framework();
const extraction::Extractor& small_extractor();

// Each mention names letters of the text, never half of one.
void expect_mentions(std::string_view text, std::span<const extraction::Mention> mentions);

}  // namespace kc::fuzz
