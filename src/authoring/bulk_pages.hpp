// SPDX-License-Identifier: EUPL-1.2
// The pages of a change to many offers: choose offers and property, give the value, look at every change, write.
#pragma once

#include "authoring/bulk_service.hpp"
#include "http/router.hpp"
#include "web/page.hpp"

namespace kc::authoring {

// /anbieter-bereich/sammelaenderung
void register_bulk_pages(http::Router& router, const web::Site& site, BulkService& bulk);

int status_of(BulkError error);
std::string message_key_of(BulkError error);  // "authoring.bulk.problem.nothing_chosen"

}  // namespace kc::authoring
