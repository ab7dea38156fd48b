// SPDX-License-Identifier: EUPL-1.2
// Each refusal of this room as status and message.
#pragma once

#include "development/career_paths.hpp"
#include "development/goal_service.hpp"
#include "development/talk_service.hpp"

#include <string>

namespace kc::development {

int status_of(TalkError error);
int status_of(GoalError error);
int status_of(CareerError error);
std::string message_key_of(TalkError error);
std::string message_key_of(GoalError error);
std::string message_key_of(CareerError error);

}  // namespace kc::development
