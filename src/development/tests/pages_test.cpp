// SPDX-License-Identifier: EUPL-1.2
#include "development/pages.hpp"
#include "development/tests/development_town.hpp"

#include "http/request_builder.hpp"

#include <doctest/doctest.h>

using namespace kc;
using namespace kc::development;
using namespace kc::development::test;
using http::Method;

namespace {

bool contains(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

const web::Site& site() {
    static const web::Site site([] {
        web::SiteOptions options;
        options.rooms = std::string(KC_SOURCE_DIR) + "/src";
        options.secret = "test";
        return options;
    }());
    return site;
}

using Fields = std::vector<std::pair<std::string, std::string>>;

struct Pages : DevelopmentTown {
    Pages() { register_routes(router, {site(), talks, goals, careers, profiles, curricula}); }

    http::Response get(std::string_view path, const Viewer& viewer, Language language = Language::de) {
        auto request = http::RequestBuilder(Method::get, path).viewer(viewer).language(language).build();
        return router.handle(request);
    }
    http::Response post(std::string_view path, const Viewer& viewer, const Fields& fields = {}) {
        http::RequestBuilder builder(Method::post, path);
        for (const auto& [name, value] : fields) builder.form(name, value);
        auto request = builder.viewer(viewer).build();
        return router.handle(request);
    }
    http::Response api(Method method, std::string_view path, const Viewer& viewer, std::string_view body = "{}") {
        auto request = http::RequestBuilder(method, path).body(body).viewer(viewer).build();
        return router.handle(request);
    }
    static std::string location(const http::Response& response) { return std::string(response.headers.get("Location").value_or("")); }
    std::string slug_of(CompetenceId id) const {
        const auto framework = frameworks.current();
        return framework->competence(*framework->index_of(id)).slug;
    }

    http::Router router;
};

}  // namespace

TEST_CASE("two people go from an invitation to a goal with two signatures by forms alone") {
    Pages pages;
    const auto& people = pages.town;
    auto page = pages.get("/mitarbeitergespraech", people.clerk);
    CHECK(page.status == 200);
    CHECK(contains(page.text(), "Mit wem möchten Sie sprechen?"));
    CHECK(contains(pages.get("/mitarbeitergespraech", people.clerk, Language::en).text(), "Development talk"));

    CHECK(pages.post("/mitarbeitergespraech", people.clerk, {{"als", "employee"}}).status == 422);
    CHECK(pages.post("/mitarbeitergespraech", people.clerk, {{"als", "employee"}, {"gegenueber", "1"}, {"tag", "2026-03-12"}}).status == 422);
    CHECK(pages.post("/mitarbeitergespraech", people.office).status == 403);
    const auto counterpart = std::to_string(people.supervisor.person.value);
    const auto started = pages.post("/mitarbeitergespraech", people.clerk, {{"als", "employee"}, {"gegenueber", counterpart}, {"tag", "12.3.2026"}});
    CHECK(started.status == 303);
    const auto preparation = pages.location(started);
    const auto talk = preparation.substr(0, preparation.rfind('/'));
    CHECK(pages.location(pages.get("/mitarbeitergespraech/vorbereitung", people.clerk)) == preparation);

    page = pages.get(preparation, people.clerk);
    CHECK(page.status == 200);
    CHECK(contains(page.text(), "Niemand sonst sieht diese Seite."));
    const auto own = *pages.profiles.find_own(people.clerk);
    const auto items = offered_to_employee(own, nullptr);
    REQUIRE_FALSE(items.empty());
    CHECK(pages.post(preparation, people.clerk, {{"gap", "gap:999999"}}).status == 422);
    CHECK(pages
              .post(preparation, people.clerk,
                    {{"achieved", "Umstellung geschafft"}, {"teilen_achieved", "1"}, {"wanted", "Heimlicher Wunsch"}, {"gap", key_of(items[0])}})
              .status == 303);
    page = pages.get(talk, people.supervisor);
    CHECK(contains(page.text(), "Umstellung geschafft"));
    CHECK(contains(page.text(), items[0].title));
    CHECK_FALSE(contains(page.text(), "Heimlicher Wunsch"));
    CHECK_FALSE(contains(pages.get(preparation, people.supervisor).text(), "Heimlicher Wunsch"));
    CHECK(contains(pages.get(preparation, people.clerk).text(), "Heimlicher Wunsch"));
    CHECK(pages.get(talk, pages.foreign_supervisor).status == 404);
    CHECK(pages.get(preparation, people.hr_decision_maker).status == 404);

    // The counterpart brings demands of a work.
    const auto& role = pages.frameworks.current()->role_profiles().front();
    page = pages.get(preparation + "?taetigkeit=" + role.slug, people.supervisor);
    CHECK(contains(page.text(), "name=\"demand\""));
    const auto demand = offered_to_counterpart(*pages.frameworks.current(), role, people.clerk.organisation, pages.today()).front();
    CHECK(pages.post(preparation, people.supervisor, {{"taetigkeit", role.slug}, {"demand", key_of(demand)}}).status == 303);
    CHECK(contains(pages.get(talk, people.clerk).text(), demand.title));

    // A goal, a counter-proposal, two signatures.
    const auto number = talk.substr(talk.rfind('/') + 1);
    page = pages.get("/ziele/neu?gespraech=" + number, people.supervisor);
    CHECK(page.status == 200);
    CHECK(contains(page.text(), "Vorschlagen und zustimmen"));
    const auto slug = pages.slug_of(pages.wanted());
    CHECK(pages.post("/ziele", people.supervisor, {{"gespraech", number}}).status == 422);
    CHECK(pages.post("/ziele", people.supervisor, {{"gespraech", number}, {"kompetenz", slug}, {"grund", "x"}, {"frist", "2026-09-01"}}).status ==
          422);
    CHECK(pages.post("/ziele", people.supervisor, {{"gespraech", number}, {"ziel", "Kasse"}, {"grund", "x"}, {"frist", "2026-03-01"}}).status == 422);
    const auto proposed =
        pages.post("/ziele", people.supervisor,
                   {{"gespraech", number}, {"kompetenz", slug}, {"stufe", "4"}, {"grund", "Neue <Aufgabe>"}, {"frist", "2026-09-01"}});
    CHECK(proposed.status == 303);
    const auto goal = pages.location(proposed);
    page = pages.get(goal, people.clerk);
    CHECK(contains(page.text(), "Zustimmen"));
    CHECK(contains(page.text(), "Neue &lt;Aufgabe&gt;"));
    CHECK_FALSE(contains(pages.get(goal, people.supervisor).text(), ">Zustimmen<"));
    CHECK(contains(pages.get("/ziele", people.clerk).text(), "Wartet auf Sie"));
    CHECK(pages.get(goal, people.hr_decision_maker).status == 404);
    CHECK(pages.get(goal + "/gegenvorschlag", people.clerk).status == 200);
    const Fields counter{{"fassung", "1"}, {"kompetenz", slug}, {"stufe", "3"}, {"grund", "Neue Aufgabe"}, {"frist", "2026-12-01"}};
    CHECK(pages.post(goal + "/gegenvorschlag", people.clerk, counter).status == 303);
    CHECK(pages.post(goal + "/gegenvorschlag", people.clerk, counter).status == 409);
    CHECK(pages.post(goal + "/zustimmung", people.supervisor, {{"fassung", "1"}}).status == 409);
    CHECK(pages.post(goal + "/zustimmung", people.supervisor, {{"fassung", "2"}}).status == 303);
    page = pages.get(goal, people.clerk);
    CHECK(contains(page.text(), "Zugestimmt: beschäftigte Person"));
    CHECK(contains(page.text(), "Fassung 1"));
    CHECK(pages.get(goal, people.hr_decision_maker).status == 200);
    CHECK_FALSE(contains(pages.get(goal, people.hr_decision_maker).text(), "Fassung 1"));
    CHECK(pages.get(goal, pages.foreign_supervisor).status == 404);
    CHECK(contains(pages.get("/ziele/team", people.hr_decision_maker).text(), people.clerk.display_name));
    CHECK(contains(pages.get("/ziele/team", people.supervisor).text(), goal));
    CHECK_FALSE(contains(pages.get("/ziele/team", pages.foreign_supervisor).text(), people.clerk.display_name));

    CHECK(pages.get(goal + "/ende", people.clerk).status == 200);
    CHECK(pages.post(goal + "/ende", people.clerk, {{"fassung", "2"}}).status == 303);
    CHECK(pages.post(goal + "/ablehnung", people.supervisor, {{"fassung", "3"}}).status == 303);
    CHECK(pages.post(goal + "/meldung", people.supervisor).status == 403);
    CHECK(pages.post(goal + "/meldung", people.clerk).status == 303);
    CHECK(pages.post(goal + "/noch-nicht", people.supervisor).status == 303);
    CHECK(pages.post(goal + "/meldung", people.clerk).status == 303);
    CHECK(pages.post(goal + "/bestaetigung", people.supervisor).status == 303);
    CHECK(contains(pages.get(goal, people.clerk).text(), "Erreicht"));
    CHECK(pages.post(goal + "/zustimmung", people.clerk, {}).status == 409);

    CHECK(pages.post(talk + "/stattgefunden", people.clerk).status == 303);
    CHECK(contains(pages.get(talk + "/abschluss", people.clerk).text(), "Mitarbeitergespräch abschließen?"));
    CHECK(pages.post(talk + "/abschluss", people.clerk).status == 303);
    CHECK_FALSE(contains(pages.get(talk, people.supervisor).text(), "Umstellung geschafft"));
    CHECK(pages.get(preparation, people.clerk).status == 409);
    CHECK(pages.get("/ziele/neu?gespraech=" + number, people.clerk).status == 409);
}

TEST_CASE("the preparation sheet can be read and printed without a talk, and by nobody else") {
    Pages pages;
    const auto page = pages.get("/mitarbeitergespraech/vorbereitung", pages.town.clerk);
    CHECK(page.status == 200);
    CHECK(contains(page.text(), "Es ist kein Mitarbeitergespräch offen."));
    CHECK(contains(page.text(), "Lücken"));
    CHECK(pages.get("/mitarbeitergespraech/vorbereitung", pages.foreign_supervisor).status == 303);
    CHECK(pages.get("/mitarbeitergespraech/vorbereitung", pages.town.office).status == 403);
    CHECK(pages.get("/mitarbeitergespraech/vorbereitung", pages.town.newcomer).status == 200);
}

TEST_CASE("an agreed goal stands in the gap view with its origin") {
    Pages pages;
    const auto competence = pages.wanted();
    (void)pages.agreed(pages.level_goal());
    const auto own = *pages.profiles.find_own(pages.town.clerk);
    const auto& standing = own.standings[*own.framework->index_of(competence)];
    CHECK(standing.missing() == 5);
    CHECK(standing.importance() == 5 * goal_weight);
    CHECK(site().messages().text(Language::de, "competence.demand_origin.agreed_goal") == "Vereinbartes Ziel");
}

TEST_CASE("career paths are compared by address, kept in private and chosen with one click") {
    Pages pages;
    const auto& people = pages.town;
    const auto own = *pages.profiles.find_own(people.clerk);
    std::vector<std::string> slugs;
    for (const auto& role : own.framework->role_profiles()) {
        if (role.published() && role.id != own.facts.jobs.present) slugs.push_back(role.slug);
    }
    auto page = pages.get("/karrierewege", people.clerk);
    CHECK(page.status == 200);
    CHECK(page.headers.get("Cache-Control") == "no-store");
    page = pages.get("/karrierewege?taetigkeit_1=" + slugs[0] + "&taetigkeit_2=" + slugs[1], people.clerk);
    CHECK(page.status == 200);
    CHECK(contains(page.text(), "id=\"weg-" + slugs[0] + "\""));
    CHECK(contains(page.text(), "Als künftige Tätigkeit wählen"));
    CHECK(contains(page.text(), "In den Grenzen Ihres Profils"));
    CHECK(pages.get("/karrierewege?taetigkeit_1=gibt-es-nicht", people.clerk).status == 422);
    CHECK(pages.get("/karrierewege", people.office).status == 403);
    CHECK(contains(pages.get("/karrierewege?taetigkeit_1=" + slugs[0], people.newcomer).text(), "üblichen Werten"));
    CHECK(pages.post("/karrierewege/merkliste", people.clerk, {{"taetigkeit", slugs[0]}}).status == 303);
    CHECK(contains(pages.get("/karrierewege", people.clerk).text(), "Ihre Merkliste"));
    CHECK(pages.post("/karrierewege/merkliste", people.clerk, {{"taetigkeit", "nichts"}}).status == 404);
    CHECK(pages.post("/karrierewege/merkliste", people.office, {{"taetigkeit", slugs[0]}}).status == 403);
    CHECK(pages.post("/karrierewege/merkliste/entfernung", people.clerk, {{"taetigkeit", slugs[0]}}).status == 303);
    CHECK(pages.post("/karrierewege/kuenftige-taetigkeit", people.clerk, {{"taetigkeit", slugs[1]}}).status == 303);
    CHECK(contains(pages.get("/karrierewege?taetigkeit_1=" + slugs[1], people.clerk).text(), "Ihre künftige Tätigkeit"));
    CHECK(pages.post("/karrierewege/kuenftige-taetigkeit", people.newcomer, {{"taetigkeit", slugs[1]}}).status == 409);
}

TEST_CASE("the JSON interface says the same as the pages") {
    Pages pages;
    const auto& people = pages.town;
    const auto talk = pages.talk();
    CHECK(contains(pages.api(Method::get, "/api/v1/me/development-talks", people.clerk).text(), "\"side\":\"employee\""));
    const auto body = fmt::format(R"({{"talk":{},"competence":"{}","level":3,"why":"Neue Aufgabe","deadline_on":"2026-09-01"}})", talk.value,
                                  pages.slug_of(pages.wanted()));
    const auto created = pages.api(Method::post, "/api/v1/me/goals", people.clerk, body);
    CHECK(created.status == 201);
    CHECK(pages.api(Method::post, "/api/v1/me/goals", people.clerk, R"({"talk":1})").status == 422);
    CHECK(pages.api(Method::post, "/api/v1/me/goals", people.office, body).status == 403);
    const auto id = std::to_string(pages.value("SELECT MAX(id) FROM goals"));
    CHECK(contains(pages.api(Method::get, "/api/v1/me/goals", people.clerk).text(), "\"waits_for_partner\":true"));
    CHECK_FALSE(contains(pages.api(Method::get, "/api/v1/goals", people.hr_decision_maker).text(), "Neue Aufgabe"));
    CHECK(pages.api(Method::post, "/api/v1/goals/" + id + "/acceptance", people.clerk, R"({"version":1})").status == 409);
    CHECK(pages.api(Method::post, "/api/v1/goals/" + id + "/acceptance", pages.foreign_supervisor, R"({"version":1})").status == 404);
    CHECK(pages.api(Method::post, "/api/v1/goals/" + id + "/acceptance", people.supervisor, R"({"version":1})").status == 204);
    CHECK(contains(pages.api(Method::get, "/api/v1/goals", people.hr_decision_maker).text(), "Neue Aufgabe"));
    CHECK_FALSE(contains(pages.api(Method::get, "/api/v1/goals", pages.foreign_supervisor).text(), "Neue Aufgabe"));
    CHECK(pages.api(Method::post, "/api/v1/goals/" + id + "/confirmation", people.supervisor).status == 409);
    CHECK(pages.api(Method::post, "/api/v1/goals/" + id + "/report", people.clerk).status == 204);
    CHECK(pages.api(Method::post, "/api/v1/goals/" + id + "/confirmation", people.supervisor).status == 204);
    CHECK(pages.api(Method::get, "/api/v1/me/goals", people.office).status == 403);
    const auto& role = pages.frameworks.current()->role_profiles().front();
    CHECK(contains(pages.api(Method::get, "/api/v1/me/career-paths?roles=" + role.slug, people.clerk).text(), "\"closed_percent\""));
    CHECK(pages.api(Method::get, "/api/v1/me/career-paths?roles=nichts", people.clerk).status == 404);
    CHECK(pages.api(Method::get, "/api/v1/me/career-paths", people.office).status == 403);
}

TEST_CASE("through the JSON interface a goal is countered, turned down, reopened and ended as on the pages") {
    Pages pages;
    const auto& people = pages.town;
    const auto competence = pages.slug_of(pages.wanted());
    const auto body =
        fmt::format(R"({{"talk":{},"competence":"{}","level":3,"why":"Neue Aufgabe","deadline_on":"2026-09-01"}})", pages.talk().value, competence);
    REQUIRE(pages.api(Method::post, "/api/v1/me/goals", people.clerk, body).status == 201);
    const auto goal = "/api/v1/goals/" + std::to_string(pages.value("SELECT MAX(id) FROM goals"));
    const auto other = [&](int version) {
        return fmt::format(R"({{"version":{},"competence":"{}","level":2,"why":"Eine Stufe genügt","deadline_on":"2026-10-01"}})", version,
                           competence);
    };
    CHECK(pages.api(Method::post, goal + "/versions", people.supervisor, R"({"version":1})").status == 422);
    CHECK(pages.api(Method::post, goal + "/versions", people.supervisor, other(7)).status == 409);
    CHECK(pages.api(Method::post, goal + "/versions", pages.foreign_supervisor, other(1)).status == 404);
    CHECK(pages.api(Method::post, goal + "/versions", people.supervisor, other(1)).status == 204);
    CHECK(pages.api(Method::post, goal + "/refusal", people.clerk, R"({"version":1})").status == 409);
    CHECK(pages.api(Method::post, goal + "/refusal", people.clerk, R"({})").status == 422);
    CHECK(pages.api(Method::post, goal + "/acceptance", people.clerk, R"({"version":2})").status == 204);
    CHECK(pages.api(Method::post, goal + "/report", people.clerk).status == 204);
    CHECK(pages.api(Method::post, goal + "/reopening", people.supervisor).status == 204);
    CHECK(pages.api(Method::post, goal + "/end", people.supervisor, R"({"version":2})").status == 204);
    CHECK(pages.api(Method::post, goal + "/refusal", people.clerk, R"({"version":3})").status == 204);
    CHECK(pages.api(Method::post, goal + "/end", people.clerk, R"({"version":3})").status == 204);
    CHECK(pages.api(Method::post, goal + "/acceptance", people.supervisor, R"({"version":4})").status == 204);
    CHECK(contains(pages.api(Method::get, "/api/v1/me/goals", people.clerk).text(), "\"ended\""));
}
