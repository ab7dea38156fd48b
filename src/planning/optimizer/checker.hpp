// SPDX-License-Identifier: EUPL-1.2
// Verifies a plan against every rule of the format, sharing no code with the search.
// Written for being read and believed; quick enough that every plan can be checked in production as well.
#pragma once

#include <string>
#include <vector>

#include "planning/optimizer/instance.hpp"

namespace kc::planning::optimizer {

struct ClaimedPlan {
    std::vector<PlannedUnit> items;
    std::int64_t closure = 0;
    std::int64_t half_hours = 0;
    std::int64_t price_cents = 0;
    std::vector<int> mandatory_not_taken;  // reported as impossible
};

struct Violation {
    int rule;          // number in the format; 0: the list of units or a reported sum is wrong
    std::string text;  // German, names units by their ids
};

// An empty list means: the plan keeps every rule and says the truth about itself. That it is the best one, and that a mandatory
// unit reported as impossible really is, only a search can tell.
std::vector<Violation> check_plan(const Catalogue& catalogue, const Learner& learner, const ClaimedPlan& claimed);

// The sums a plan really has.
struct TrueSums {
    std::int64_t closure = 0;
    std::int64_t half_hours = 0;
    std::int64_t price_cents = 0;
    std::int64_t presence_days = 0;
};
TrueSums sums_of(const Catalogue& catalogue, const Learner& learner, const std::vector<PlannedUnit>& items);

}  // namespace kc::planning::optimizer
