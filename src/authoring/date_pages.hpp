// SPDX-License-Identifier: EUPL-1.2
// The routes about tutorial dates, for the registration of this room.
#pragma once

#include "authoring/date_service.hpp"
#include "http/router.hpp"
#include "web/page.hpp"

namespace kc::authoring {

// /anbieter-bereich/angebote/{id}/termine …
void register_date_pages(http::Router& router, const web::Site& site, DateService& dates);
void register_date_series_pages(http::Router& router, const web::Site& site, DateService& dates);
// /api/v1/provider/offers/{id}/dates …
void register_date_api(http::Router& router, const web::Site& site, DateService& dates);

}  // namespace kc::authoring
