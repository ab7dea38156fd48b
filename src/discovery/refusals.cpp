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

}  // namespace kc::discovery
