// SPDX-License-Identifier: EUPL-1.2
#include "discovery/refusals.hpp"

#include <fmt/format.h>

namespace kc::discovery {

namespace {

template <class Error> std::string key_of(Error error) { return fmt::format("discovery.problem.{}", boost::describe::enum_to_string(error, "")); }

}  // namespace

int status_of(WatchError error) {
    switch (error) {
        case WatchError::not_permitted: return 403;
        case WatchError::unit_not_found: return 404;
        case WatchError::list_full: return 409;
    }
    return 422;
}

std::string message_key_of(WatchError error) { return key_of(error); }

int status_of(SavedSearchError error) {
    switch (error) {
        case SavedSearchError::not_permitted: return 403;
        case SavedSearchError::search_not_found: return 404;
        case SavedSearchError::already_saved:
        case SavedSearchError::too_many_searches: return 409;
        case SavedSearchError::empty_search:
        case SavedSearchError::name_missing:
        case SavedSearchError::name_too_long:
        case SavedSearchError::too_wide: return 422;
    }
    return 422;
}

std::string message_key_of(SavedSearchError error) { return key_of(error); }

int status_of(SynonymListError error) {
    switch (error) {
        case SynonymListError::not_permitted: return 403;
        case SynonymListError::revision_not_found: return 404;
        case SynonymListError::outdated: return 409;
        case SynonymListError::unreadable:
        case SynonymListError::unchanged: return 422;
    }
    return 422;
}

std::string message_key_of(SynonymListError error) {
    return error == SynonymListError::not_permitted ? "discovery.problem.no_synonyms" : key_of(error);
}

}  // namespace kc::discovery
