// SPDX-License-Identifier: EUPL-1.2
// The routes about venues, for the registration of this room.
#pragma once

#include "authoring/venue_service.hpp"
#include "http/router.hpp"
#include "web/page.hpp"

namespace kc::authoring {

// /anbieter-bereich/lernorte …
void register_venue_pages(http::Router& router, const web::Site& site, VenueService& venues);
// /api/v1/provider/venues …
void register_venue_api(http::Router& router, const web::Site& site, VenueService& venues);

int status_of(VenueError error);
std::string message_key_of(VenueError error);  // "authoring.venues.problem.venue_not_found"

}  // namespace kc::authoring
