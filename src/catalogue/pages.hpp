// SPDX-License-Identifier: EUPL-1.2
// The routes of this room, for app/routes.cpp. Everything comes from the snapshots: no page of this room asks the database.
#pragma once

#include "base/clock.hpp"
#include "catalogue/catalogue.hpp"
#include "competence/framework.hpp"
#include "http/router.hpp"
#include "web/page.hpp"

namespace kc::catalogue {

struct OfferExtras;

// What the pages read from; outlives the router.
struct PageSources {
    const web::Site& site;
    const CatalogueSource& catalogue;
    const competence::FrameworkSource& framework;
    const Clock& clock;
    // What later rooms know about an offer for this viewer (offer_page.hpp); app connects them.
    std::function<OfferExtras(const http::Request& request, const LearningUnit& unit)> offer_extras = {};
};

void register_offer_page(http::Router& router, const PageSources& sources);         // /angebote/{slug}, public
void register_surrounding_pages(http::Router& router, const PageSources& sources);  // /anbieter/…, /module/…, /lernorte …, public
void register_api(http::Router& router, const PageSources& sources);                // /api/v1/units, modules, providers, venues

// All of the above, in surrounding_pages.cpp.
void register_routes(http::Router& router, const PageSources& sources);

}  // namespace kc::catalogue
