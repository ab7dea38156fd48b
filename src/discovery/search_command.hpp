// SPDX-License-Identifier: EUPL-1.2
// `kommunalcampus catalogue search`: the search of the pages, asked from the command line as a visitor would.
#pragma once

#include "discovery/finding.hpp"

#include <string>
#include <string_view>

namespace kc::discovery {

struct SearchCommand {
    std::string query;
    int limit = 10;
    bool json = false;
};

// What to print: one line per hit with title, provider, hours and price, or one JSON object.
std::string search_output(const OfferState& state, const SearchCommand& command, Date today);

}  // namespace kc::discovery
