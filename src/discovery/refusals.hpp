// SPDX-License-Identifier: EUPL-1.2
// How a refused change is told: HTTP status and message, for pages and the JSON interface alike.
#pragma once

#include "discovery/watch_list_service.hpp"

#include <string>

namespace kc::discovery {

int status_of(WatchError error);
std::string message_key_of(WatchError error);  // "discovery.problem.list_full"

}  // namespace kc::discovery
