// SPDX-License-Identifier: EUPL-1.2
// / and /uebersicht: the lean dashboard (R56–R59, F9), at most five cards, the next step first.
#pragma once

#include "base/clock.hpp"
#include "http/router.hpp"
#include "storage/database.hpp"
#include "web/page.hpp"

namespace kc::app {

struct Rooms;

struct DashboardParts {
    storage::Database& database;
    const Clock& clock;
    Rooms& rooms;
};

void register_dashboard_pages(http::Router& router, const web::Site& site, const DashboardParts& parts);

}  // namespace kc::app
