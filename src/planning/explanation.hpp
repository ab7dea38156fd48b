// SPDX-License-Identifier: EUPL-1.2
// Why a plan is as it is (LP-30 … LP-35): what each unit does, what would be next best, why a level stays open and what would close it,
// what one limit more would bring. Each statement is computed with the optimiser, none is guessed.
#pragma once

#include "planning/planner.hpp"

namespace kc::planning {

int level_of(const optimizer::Learner& learner, int competence);

// Fills explanations, open gaps and gains of `plan`, whose items stand in the order of `solved`.
void explain(const PlanningCatalogue& catalogue, const Instance& instance, const optimizer::Plan& solved, Detail detail, Plan& plan,
             optimizer::Workspace& workspace);

}  // namespace kc::planning
