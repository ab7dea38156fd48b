// SPDX-License-Identifier: EUPL-1.2
// What the person's own wishes cost (F45): the best plan with them against the best plan without, by the optimiser.
#pragma once

#include "planning/difference.hpp"
#include "planning/planning_instance.hpp"

#include <memory>
#include <vector>

namespace kc::planning {

struct ChoiceCost {
    PlanChoice choice;
    Difference difference;    // the plan with all wishes minus the one without this wish
    bool impossible = false;  // the wishes contradict each other: there is no plan to compare
};

struct ChoiceCosts {
    std::shared_ptr<const PlanningCatalogue> catalogue;
    PersonChoices choices;
    ChoiceCost all;  // against the best plan without any wish; its `choice` means nothing
    std::vector<ChoiceCost> single;
};

}  // namespace kc::planning
