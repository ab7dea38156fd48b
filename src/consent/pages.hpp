// SPDX-License-Identifier: EUPL-1.2
// /datenschutz/einwilligungen … and /api/v1/me/consents …: the routes of this room, for app/routes.cpp.
#pragma once

#include "consent/service.hpp"
#include "http/router.hpp"
#include "web/page.hpp"

namespace kc::consent {

// The objects must outlive the router.
void register_pages(http::Router& router, const web::Site& site, ConsentService& consents);
void register_api(http::Router& router, const web::Site& site, ConsentService& consents);
void register_routes(http::Router& router, const web::Site& site, ConsentService& consents);

}  // namespace kc::consent
