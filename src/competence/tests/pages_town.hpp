// SPDX-License-Identifier: EUPL-1.2
// The pages and the JSON interface of this room over the small town, as its page tests send requests to them.
#pragma once

#include "competence/pages.hpp"
#include "competence/personal_data.hpp"
#include "competence/tests/competence_town.hpp"
#include "competence/views.hpp"
#include "http/request_builder.hpp"

#include <doctest/doctest.h>

namespace kc::competence::test {

using http::Method;

inline bool contains(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

inline std::size_t count(std::string_view text, std::string_view part) {
    std::size_t found = 0;
    for (auto at = text.find(part); at != std::string_view::npos; at = text.find(part, at + part.size())) ++found;
    return found;
}

inline const web::Site& site() {
    static const web::Site site([] {
        web::SiteOptions options;
        options.rooms = std::string(KC_SOURCE_DIR) + "/src";
        options.secret = "test";
        options.navigation = {{"/profil", "competence.navigation.profile", {Role::learner}},
                              {"/kompetenzen", "competence.navigation.competences", {Role::learner}}};
        return options;
    }());
    return site;
}

using Fields = std::vector<std::pair<std::string, std::string>>;

struct Pages {
    Pages() {
        register_routes(router, site(), *town.service, *database,
                        {.placement_tests = [this] { return placement_tests; },
                         .confirmations = true,
                         .origin_title =
                             [](std::string_view origin, Language) {
                                 return origin == "interview:2026-1:team" ? std::string("Mit wem arbeiten Sie zusammen?") : std::string();
                             }});
    }

    http::Response get(std::string_view path, const Viewer& viewer, Language language = Language::de) {
        auto request = http::RequestBuilder(Method::get, path).viewer(viewer).language(language).build();
        return router.handle(request);
    }
    http::Response get(std::string_view path) { return get(path, town.clerk); }
    http::Response post(std::string_view path, const Fields& fields, const Viewer& viewer) {
        http::RequestBuilder builder(Method::post, path);
        for (const auto& [name, value] : fields) builder.form(name, value);
        auto request = builder.viewer(viewer).build();
        return router.handle(request);
    }
    http::Response post(std::string_view path, const Fields& fields) { return post(path, fields, town.clerk); }
    http::Response api(Method method, std::string_view path, std::string_view body, const Viewer& viewer) {
        auto request = http::RequestBuilder(method, path).body(body).viewer(viewer).build();
        return router.handle(request);
    }
    http::Response api(Method method, std::string_view path, std::string_view body = "{}") { return api(method, path, body, town.clerk); }

    static std::string location(const http::Response& response) { return std::string(response.headers.get("Location").value_or("")); }
    std::string role_id(std::string_view slug) const { return std::to_string(town.role(slug).value); }
    void choose_job() { REQUIRE(town.service->set_jobs(town.clerk, {town.role("citizen-service"), {}})); }
    static bool has_place(const http::Response& page, PlaceId place) {
        return contains(page.text(), fmt::format(R"(name="places" type="checkbox" value="{}" checked)", place.value));
    }
    Fields good_preferences() const {
        return {{"action", "save"},
                {"hours", "20,5"},
                {"weekly_hours", ""},
                {"budget", "250"},
                {"presence_days", "2"},
                {"until", "2026-12-31"},
                {"working_days", "0"},
                {"working_days", "2"},
                {"formats", "online"},
                {"formats", "on_site"},
                {"places", std::to_string(town.heidelberg.value)}};
    }

    std::unique_ptr<kc::test::TestDatabase> owner = kc::test::sqlite_database();
    storage::Database* database = &**owner;
    Town town{*database};
    http::Router router;
    std::vector<CompetenceId> placement_tests;  // what the room of the tests would answer
};

}  // namespace kc::competence::test
