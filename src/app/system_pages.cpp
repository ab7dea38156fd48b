// SPDX-License-Identifier: EUPL-1.2
#include "app/system_pages.hpp"

#include "app/openapi.hpp"
#include "base/version.hpp"

#include <fmt/format.h>

namespace kc::app {

namespace {

constexpr std::string_view year_long = "public, max-age=31536000, immutable";

http::Response asset(const std::filesystem::path& public_files, const http::Request& request) {
    const auto name = request.path_value("name").value_or("");
    // Every file is named by bin/build-assets; anything with a way up or a hidden part is none of them.
    if (name.empty() || name.find("..") != std::string_view::npos || name.find("/.") != std::string_view::npos || name.front() == '.' ||
        name.front() == '/' || name.find('\\') != std::string_view::npos) {
        return http::error(404);
    }
    const auto path = public_files / "assets" / std::filesystem::path(std::string(name));
    std::error_code problem;
    if (!std::filesystem::is_regular_file(path, problem)) return http::error(404);
    return http::file({.path = path, .cache_control = std::string(year_long)});
}

}  // namespace

void register_system_pages(http::Router& router, const SystemState& state) {
    const http::RouteOptions open{.is_public = true};
    router.add(http::Method::get, "/healthz", open, [](http::Request&) { return http::text(fmt::format("ok {}\n", program_version)); });
    router.add(http::Method::get, "/readyz", open, [state](http::Request&) {
        if (state.stopping()) return http::text("stopping\n", 503);
        state.database.read([](storage::Session& session) { return session.get<std::int64_t>("SELECT COUNT(*) FROM settings"); });
        return http::text("ready\n");
    });
    router.add(http::Method::get, "/metrics", open,
               [state](http::Request&) { return http::bytes(state.metrics.text(), "text/plain; version=0.0.4; charset=utf-8"); });
    router.add(http::Method::get, "/robots.txt", open, [](http::Request&) { return http::text("User-agent: *\nAllow: /angebote\nDisallow: /\n"); });
    router.add(http::Method::get, "/assets/{name:rest}", open,
               [files = state.public_files](http::Request& request) { return asset(files, request); });
    router.add(http::Method::get, "/favicon.ico", open, [files = state.public_files](http::Request&) {
        const auto icon = files / "favicon.ico";
        std::error_code problem;
        if (!std::filesystem::is_regular_file(icon, problem)) return http::no_content();
        return http::file({.path = icon, .cache_control = "public, max-age=86400"});
    });
}

void register_openapi(http::Router& router) {
    auto document = std::make_shared<const std::string>(openapi_document(router));
    router.add(http::Method::get, "/api/v1/openapi.json", {.is_public = true},
               [document](http::Request&) { return http::Response{.headers = {}, .body = document}.header("Content-Type", "application/json"); });
}

}  // namespace kc::app
