// SPDX-License-Identifier: EUPL-1.2
// The routes of this room, for app/routes.cpp.
#pragma once

#include "exchange/import_service.hpp"
#include "exchange/offer_writing.hpp"
#include "exchange/source_service.hpp"
#include "http/router.hpp"
#include "web/page.hpp"

namespace kc::exchange {

// All outlive the router.
struct PageParts {
    const web::Site& site;
    const Clock& clock;
    ImportService& imports;
    SourceService& sources;
    const catalogue::CatalogueSource& catalogue;
    const competence::FrameworkSource& framework;
    std::string base_address;  // "https://campus.example" for links in exports; without a slash at the end
};

void register_import_pages(http::Router& router, const PageParts& parts);  // /anbieter-bereich/importe
void register_source_pages(http::Router& router, const PageParts& parts);  // /anbieter-bereich/importe/quellen
void register_import_api(http::Router& router, const PageParts& parts);    // /api/v1/imports
void register_export_api(http::Router& router, const PageParts& parts);    // /api/v1/moochub/courses, …/amb, /angebote/{slug}/schema.json; public

// All of the above.
void register_routes(http::Router& router, const PageParts& parts);

// German and English words for a refusal, and its HTTP status.
std::string message_key_of(ImportError error);
int status_of(ImportError error);

}  // namespace kc::exchange
