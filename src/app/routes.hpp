// SPDX-License-Identifier: EUPL-1.2
// The whole URL map: which room answers which addresses.
#pragma once

#include "base/clock.hpp"
#include "http/metrics.hpp"
#include "http/rate_limit.hpp"
#include "http/router.hpp"
#include "storage/database.hpp"
#include "web/page.hpp"

#include <filesystem>
#include <functional>

namespace kc::app {

struct Rooms;

struct RouteParts {
    const web::Site& site;
    Rooms& rooms;
    storage::Database& database;
    const Clock& clock;
    http::RateLimiter& limiter;
    http::Metrics& metrics;
    std::filesystem::path public_files;
    bool server_timing = false;
    std::function<bool()> stopping;
};

void add_routes(http::Router& router, const RouteParts& parts);

}  // namespace kc::app
