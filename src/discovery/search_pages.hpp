// SPDX-License-Identifier: EUPL-1.2
// The routes of searching and finding, for app/routes.cpp: /angebote with suggestions, and the same as JSON. All are public.
#pragma once

#include "base/clock.hpp"
#include "discovery/source.hpp"
#include "http/router.hpp"
#include "web/page.hpp"

#include <functional>

namespace kc::storage {
class Database;
}

namespace kc::discovery {

class WatchList;
struct SearchQuery;

// What the pages read from; outlives the router.
struct SearchSources {
    const web::Site& site;
    OfferSearch& offers;
    storage::Database& database;
    const Clock& clock;
    const WatchList& watch_list;
    // Told of searches that found nothing, without who searched (F42); not while somebody is still typing.
    std::function<void(const OfferState& state, const SearchQuery& query)> nothing_found = {};
};

inline constexpr std::string_view search_rate = "search";  // rate class of all of them

void register_search_pages(http::Router& router, const SearchSources& sources);  // /angebote, /angebote/vorschlaege
void register_search_api(http::Router& router, const SearchSources& sources);    // /api/v1/offers/search, /api/v1/offers/suggestions

}  // namespace kc::discovery
