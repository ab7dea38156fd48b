// SPDX-License-Identifier: EUPL-1.2
// The routes for what people do with what they found, for app/routes.cpp: comparison, watch list, saved searches, and what the office
// does with what nobody found. Each part keeps its bound templates alive inside its handlers.
#pragma once

#include "base/clock.hpp"
#include "catalogue/catalogue.hpp"
#include "competence/framework.hpp"
#include "discovery/digest.hpp"
#include "discovery/saved_search_service.hpp"
#include "discovery/synonym_list_service.hpp"
#include "discovery/true_cost.hpp"
#include "discovery/watch_list_service.hpp"
#include "http/router.hpp"
#include "web/page.hpp"

namespace kc::discovery {

// What the pages read from; outlives the router.
struct FollowUpSources {
    const web::Site& site;
    storage::Database& database;
    const Clock& clock;
    const catalogue::CatalogueSource& catalogue;
    const competence::FrameworkSource& framework;
    WatchList& watch_list;
    OfferSearch& offers;
    SavedSearches& saved_searches;
    Digests& digests;
    SynonymLists& synonym_lists;
    CostRates rates = {};
};

void register_comparison_pages(http::Router& router, const FollowUpSources& sources);    // /angebote/vergleich …, /api/v1/offers/comparison, public
void register_watch_list_pages(http::Router& router, const FollowUpSources& sources);    // /merkliste …, /api/v1/me/watched-offers
void register_saved_search_pages(http::Router& router, const FollowUpSources& sources);  // /gespeicherte-suchen …, /api/v1/me/saved-searches
void register_unsubscribe_pages(http::Router& router, const FollowUpSources& sources);   // /nachrichten/abbestellen/…, public
void register_demand_pages(http::Router& router, const FollowUpSources& sources);        // /bedarf …, /api/v1/demand
void register_synonym_list_pages(http::Router& router, const FollowUpSources& sources);  // /suche-woerter …

// All of the above.
void register_follow_up_pages(http::Router& router, const FollowUpSources& sources);

}  // namespace kc::discovery
