// SPDX-License-Identifier: EUPL-1.2
// All routes of this room over the sample town, for tests that send requests and read pages.
#pragma once

#include "planning/pages.hpp"
#include "planning/tests/planning_town.hpp"

#include "http/request_builder.hpp"

#include <string>
#include <utility>
#include <vector>

namespace kc::planning::test {

using http::Method;
using Fields = std::vector<std::pair<std::string, std::string>>;

inline bool contains(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

inline const web::Site& site() {
    static const web::Site site([] {
        web::SiteOptions options;
        options.rooms = std::string(KC_SOURCE_DIR) + "/src";
        options.secret = "test";
        options.navigation = {{"/lehrplan", "planning.navigation", {Role::learner}}};
        return options;
    }());
    return site;
}

struct Pages : PlanningTown {
    explicit Pages(std::unique_ptr<kc::test::TestDatabase> database = kc::test::sqlite_database())
        : PlanningTown(std::move(database)),
          outbox(town.clock),
          news(town.database(), town.clock, consents, outbox, queue, site().messages(), "https://campus.example", "test") {
        register_routes(router, {.site = site(),
                                 .curricula = curricula,
                                 .profiles = profiles,
                                 .database = town.database(),
                                 .settings = settings,
                                 .feeds = feeds,
                                 .news = news,
                                 .public_url = "https://campus.example"});
    }

    http::Response get(std::string_view path, const Viewer& viewer, Language language = Language::de) {
        auto request = http::RequestBuilder(Method::get, path).viewer(viewer).language(language).build();
        return router.handle(request);
    }
    http::Response get(std::string_view path) { return get(path, town.clerk); }
    // Without signing in.
    http::Response visit(std::string_view path, std::string_view etag = {}) {
        http::RequestBuilder builder(Method::get, path);
        if (!etag.empty()) builder.header("If-None-Match", etag);
        auto request = builder.build();
        return router.handle(request);
    }
    http::Response post(std::string_view path, const Fields& fields, const Viewer& viewer) {
        http::RequestBuilder builder(Method::post, path);
        for (const auto& [name, value] : fields) builder.form(name, value);
        auto request = builder.viewer(viewer).build();
        return router.handle(request);
    }
    http::Response post(std::string_view path, const Fields& fields = {}) { return post(path, fields, town.clerk); }
    http::Response api(Method method, std::string_view path, std::string_view body = "{}") {
        auto request = http::RequestBuilder(method, path).body(body).viewer(town.clerk).build();
        return router.handle(request);
    }
    static std::string location(const http::Response& response) { return std::string(response.headers.get("Location").value_or("")); }
    static std::string unit_path(const CurriculumItem& item, std::string_view rest) {
        return "/lehrplan/einheiten/" + std::to_string(item.unit.value) + std::string(rest);
    }

    mail::Outbox outbox;
    PlanNews news;
    http::Router router;
};

}  // namespace kc::planning::test
