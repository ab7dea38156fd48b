// SPDX-License-Identifier: EUPL-1.2
// A search that was cut off may find less than what the person has already. Then the plan she has stays, as long as it still can be kept.
#pragma once

#include "planning/optimizer/optimizer.hpp"
#include "planning/planning_instance.hpp"

#include <optional>

namespace kc::planning {

// The plan's units that are not completed, by the numbers of the instance. Nothing when one of its units or dates is offered no longer.
std::optional<std::vector<optimizer::PlannedUnit>> planned_units(const PlanningCatalogue& catalogue, const Question& question,
                                                                 const Instance& instance, const Plan& plan);

// The plan in force or the proposal, completed where that closes more, when it keeps every rule under the present offers and limits and is
// not worse than what was found. Not proven to be the best: with the bound of the search that was cut off.
std::optional<optimizer::Plan> find_known_plan_not_worse(const PlanningCatalogue& catalogue, const Question& question, const Instance& instance,
                                                         const optimizer::Plan& found, const optimizer::Limits& limits,
                                                         optimizer::Workspace& workspace);

}  // namespace kc::planning
