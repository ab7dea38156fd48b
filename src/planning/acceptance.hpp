// SPDX-License-Identifier: EUPL-1.2
// When a proposal may take the place of the plan in force without asking (R116, LP-46 …). Pure.
#pragma once

#include "planning/planning_instance.hpp"

namespace kc::planning {

// By the person's own rule. Whatever is locked, has begun or begins before the days of notice are over stays as it is.
bool accepts_without_asking(const PlanSettings& settings, const Plan& in_force, const Plan& proposed, const PersonChoices& choices, Date today);

}  // namespace kc::planning
