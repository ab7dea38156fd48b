// SPDX-License-Identifier: EUPL-1.2
// How a refused change is told: HTTP status and message, for pages and the JSON interface alike.
#pragma once

#include "discovery/saved_search_service.hpp"
#include "discovery/synonym_list_service.hpp"
#include "discovery/watch_list_service.hpp"

#include <string>

namespace kc::discovery {

int status_of(WatchError error);
std::string message_key_of(WatchError error);  // "discovery.problem.list_full"
int status_of(SavedSearchError error);
std::string message_key_of(SavedSearchError error);
int status_of(SynonymListError error);
std::string message_key_of(SynonymListError error);

}  // namespace kc::discovery
