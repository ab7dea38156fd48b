// SPDX-License-Identifier: EUPL-1.2
// /reflexion …: the routes of this room, for app/routes.cpp. There is no JSON interface on purpose (PR-04).
#pragma once

#include "consent/service.hpp"
#include "http/router.hpp"
#include "reflection/service.hpp"
#include "web/page.hpp"

namespace kc::reflection {

void register_routes(http::Router& router, const web::Site& site, ReflectionService& reflection, consent::ConsentService& consents);

}  // namespace kc::reflection
