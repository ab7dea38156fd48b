// SPDX-License-Identifier: EUPL-1.2
// What machines ask: /healthz, /readyz, /metrics, static files, the OpenAPI document.
#pragma once

#include "http/metrics.hpp"
#include "http/router.hpp"
#include "storage/database.hpp"

#include <filesystem>
#include <functional>

namespace kc::app {

struct SystemState {
    storage::Database& database;
    http::Metrics& metrics;
    std::filesystem::path public_files;
    std::function<bool()> stopping;
};

void register_system_pages(http::Router& router, const SystemState& state);
void register_openapi(http::Router& router);  // last: it describes the routes that are there

}  // namespace kc::app
