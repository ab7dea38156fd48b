// SPDX-License-Identifier: EUPL-1.2
// What rooms further right know about a profile and the competence map, handed to the rooms further left as plain functions.
#pragma once

#include "app/rooms.hpp"
#include "curation/demand_figures.hpp"

#include <functional>
#include <string>

namespace kc::app {

// The question of the interview behind "interview:2026-1:office-software"; empty for any other origin.
std::function<std::string(std::string_view origin, Language language)> origin_titles(const Interviewing& interviewing);

// How many public offers teach a competence, whatever the level.
std::function<std::int64_t(CompetenceId)> offers_teaching(const catalogue::CatalogueSource& catalogues);

// Gaps as counted at night, beside the offers of today.
curation::DemandSource demand_figures(const Rooms& rooms);

}  // namespace kc::app
