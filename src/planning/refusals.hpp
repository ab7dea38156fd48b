// SPDX-License-Identifier: EUPL-1.2
// How a refused change of a plan is told: HTTP status and message, for pages and the JSON interface alike.
#pragma once

#include "planning/service.hpp"
#include "planning/settings_service.hpp"

#include <string>

namespace kc::planning {

int status_of(CurriculumError error);
std::string message_key_of(CurriculumError error);  // "planning.problem.proposal_outdated"
int status_of(PlanSettingsError error);
std::string message_key_of(PlanSettingsError error);

}  // namespace kc::planning
