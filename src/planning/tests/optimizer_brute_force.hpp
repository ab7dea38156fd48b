// SPDX-License-Identifier: EUPL-1.2
// Tries every set of units with every choice of dates and keeps the best plan the checker accepts.
// Only for tiny instances; it knows nothing of the search and judges validity by the checker alone.
#pragma once

#include <cstdint>
#include <optional>
#include <tuple>
#include <vector>

#include "planning/optimizer/checker.hpp"

namespace kc::planning::optimizer::test {

struct BestPlan {
    std::int64_t closure = 0;
    std::int64_t half_hours = 0;
    std::int64_t price_cents = 0;
    int differences = 0;
    int finish = 0;
    std::vector<PlannedUnit> items;
    auto key() const { return std::tuple(-closure, half_hours, price_cents, differences, finish); }
};

struct BruteForceAnswer {
    std::optional<BestPlan> best;   // none: the fixed and takeable mandatory units contradict each other
    std::vector<int> not_takeable;  // mandatory units that no plan contains
};

BruteForceAnswer brute_force(const Catalogue& catalogue, const Learner& learner);

// Whether some valid plan contains all these units (the fixed ones on their date), nothing else being asked for.
bool some_plan_contains(const Catalogue& catalogue, Learner learner, const std::vector<int>& units, const std::vector<PlannedUnit>& fixed);

}  // namespace kc::planning::optimizer::test
