// SPDX-License-Identifier: EUPL-1.2
// The routes about descriptions, for app/routes.cpp: the portal's entry, editor, preview, versions, release, the published standard, and
// /api/v1/provider/offers. Dates, venues and courses have their own (work_pages.hpp and others).
#pragma once

#include "authoring/service.hpp"
#include "catalogue/pages.hpp"
#include "http/router.hpp"
#include "web/page.hpp"

namespace kc::authoring {

// All outlive the router.
struct PageParts {
    const web::Site& site;
    AuthoringService& authoring;
    catalogue::PageSources sources;  // what learners' pages read from, for the preview
};

void register_portal_pages(http::Router& router, const PageParts& parts);    // /anbieter-bereich, …/angebote/neu, …/angebote/{id}
void register_editor_pages(http::Router& router, const PageParts& parts);    // …/angebote/{id}/bearbeiten/{section}, …/vorschau
void register_version_pages(http::Router& router, const PageParts& parts);   // …/angebote/{id}/versionen
void register_release_pages(http::Router& router, const PageParts& parts);   // /freigaben
void register_standard_pages(http::Router& router, const PageParts& parts);  // /standard-beschreibung, /api/v1/schemas/offer
void register_area_pages(http::Router& router, const PageParts& parts);      // /anbieter-bereich/termine, termine.csv
void register_offer_api(http::Router& router, const PageParts& parts);       // /api/v1/provider/offers

// All of the above.
void register_description_routes(http::Router& router, const PageParts& parts);

}  // namespace kc::authoring
