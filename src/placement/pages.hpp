// SPDX-License-Identifier: EUPL-1.2
// The routes of this room, for app/routes.cpp. Each part keeps its bound templates alive inside its handlers.
#pragma once

#include "http/router.hpp"
#include "placement/confirmation_service.hpp"
#include "placement/document_service.hpp"
#include "placement/item_service.hpp"
#include "placement/test_service.hpp"
#include "web/page.hpp"

namespace kc::placement {

// /kurz-pruefen …
void register_test_pages(http::Router& router, const web::Site& site, PlacementService& tests);
// /profil/nachweise …
void register_document_pages(http::Router& router, const web::Site& site, DocumentService& documents);
// /profil/bestaetigungen … and /bestaetigungen …
void register_confirmation_pages(http::Router& router, const web::Site& site, ConfirmationService& confirmations, DocumentService& documents);
// /api/v1/me/placement-tests, /api/v1/me/evidence-documents, /api/v1/me/confirmations, /api/v1/confirmations
void register_api(http::Router& router, const web::Site& site, PlacementService& tests, DocumentService& documents,
                  ConfirmationService& confirmations);

// All of the above.
void register_routes(http::Router& router, const web::Site& site, PlacementService& tests, DocumentService& documents,
                     ConfirmationService& confirmations);

// Apart from these: /pruefungsaufgaben … and /api/v1/placement-items …, for those who edit the framework
void register_item_pages(http::Router& router, const web::Site& site, ItemService& items);
void register_item_api(http::Router& router, const web::Site& site, ItemService& items);

}  // namespace kc::placement
