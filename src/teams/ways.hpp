// SPDX-License-Identifier: EUPL-1.2
// The ways from a start level to the level of a duty, found with the optimiser: the cheapest ones, and the same on other days (TP-09).
#pragma once

#include "planning/planning_instance.hpp"
#include "teams/coarse.hpp"
#include "teams/seat_plan.hpp"

namespace kc::teams {

inline constexpr int ways_per_level = 12;  // of one duty from one start level
inline constexpr HalfHours weekly_most{16};

// What is taken for everybody: the seat of the organisation, five working days, nothing out of anybody's profile.
struct WaysQuestion {
    const planning::PlanningCatalogue& catalogue;
    OrganisationId organisation;
    bool member = false;
    const LevelCounts& counts;  // for what an offer presupposes in other competences
};

std::vector<SeatWay> find_ways(const WaysQuestion& question, int duty, std::size_t competence, int start_level, int level, Date until);

// The offers the indices of a way refer to.
std::shared_ptr<const planning::optimizer::PreparedCatalogue> offers_of(const WaysQuestion& question);

// Days from the beginning to the end of the cheapest way from nothing, when nothing has to be waited for; absent: no offers lead there.
std::optional<int> lead_days(const WaysQuestion& question, std::size_t competence, int level);

}  // namespace kc::teams
