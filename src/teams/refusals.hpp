// SPDX-License-Identifier: EUPL-1.2
// How a refusal of this room is told: HTTP status and message, for pages and the JSON interface alike.
#pragma once

#include "teams/exit_service.hpp"

#include <string>

namespace kc::teams {

int status_of(TeamError error);
std::string message_key_of(TeamError error);  // "teams.refusal.group_too_small"
std::string message_key_of(ExitTableError error);

}  // namespace kc::teams
