// SPDX-License-Identifier: EUPL-1.2
#include "teams/pages.hpp"
#include "teams/tests/team_town.hpp"

#include "http/request_builder.hpp"

#include <doctest/doctest.h>

using namespace kc;
using namespace kc::teams;
using namespace kc::teams::test;
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

struct Pages : TeamTown {
    Pages() { register_routes(router, {site(), plans, risks, exits, calls}); }

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
    http::Response api(Method method, std::string_view path, const Viewer& viewer, std::string_view body = "") {
        auto request = http::RequestBuilder(method, path).body(body).viewer(viewer).build();
        return router.handle(request);
    }
    static std::string location(const http::Response& response) { return std::string(response.headers.get("Location").value_or("")); }

    http::Router router;
};

}  // namespace

TEST_CASE("HR makes a plan by the form, opens it again, invites, and deletes it") {
    Pages pages;
    const auto slug = pages.taught();
    const auto department = pages.department("Kasse & Co", slug, std::vector<int>(12, 0));
    CHECK(pages.get("/teamplanung", pages.hr).status == 200);
    CHECK(contains(pages.get("/teamplanung", pages.hr, Language::en).text(), "Team planning"));
    auto page = pages.get("/teamplanung/neu?kompetenz=" + slug + "&stufe=2&frist=2027-01-31&gesetz=%3Cb%3E", pages.hr);
    CHECK(page.status == 200);
    CHECK(contains(page.text(), "Kasse &amp; Co (12 Personen)"));
    CHECK(contains(page.text(), "&lt;b&gt;"));
    CHECK(contains(page.text(), "2027-01-31"));

    const auto id = std::to_string(department.value);
    const Fields good{{"abteilung", id},   {"kompetenz_1", slug},     {"stufe_1", "2"},
                      {"personen_1", "3"}, {"frist_1", "2027-01-31"}, {"besetzung", "10"}};
    CHECK(pages.post("/teamplanung", pages.hr).status == 422);
    auto wrong = good;
    wrong[3].second = "99";
    CHECK(contains(pages.post("/teamplanung", pages.hr, wrong).text(), "Möglich sind 1 bis 12 Personen."));
    wrong = good;
    wrong[5].second = "13";
    CHECK(pages.post("/teamplanung", pages.hr, wrong).status == 422);
    CHECK(pages.post("/teamplanung", pages.town.clerk, good).status == 403);
    const auto made = pages.post("/teamplanung", pages.hr, good);
    REQUIRE(made.status == 303);
    const auto plan = pages.location(made);
    page = pages.get(plan, pages.hr);
    CHECK(page.status == 200);
    CHECK(contains(page.text(), "höchstens 2 abwesend am Tag"));
    CHECK(contains(page.text(), "Plätze je Angebot und Termin"));
    CHECK_FALSE(contains(page.text(), "Geheim"));  // nobody's name
    CHECK(contains(pages.get("/teamplanung", pages.hr).text(), "Kasse &amp; Co"));
    CHECK(pages.get(plan, pages.foreign_hr).status == 404);
    CHECK(pages.get(plan, pages.town.supervisor).status == 403);
    const auto table = pages.get(plan + "/plaetze.csv", pages.hr);
    CHECK(table.status == 200);
    CHECK(contains(table.text(), "Angebot;"));

    CHECK(pages.location(pages.post(plan + "/aufruf", pages.hr, {{"aufgabe", "0"}})) == "/teamplanung/aufrufe");
    CHECK(pages.post(plan + "/aufruf", pages.hr, {{"aufgabe", "0"}}).status == 409);
    CHECK(pages.post(plan + "/aufruf", pages.hr, {{"aufgabe", "x"}}).status == 404);
    const auto person = pages.viewer_of(pages.members.front());
    page = pages.get("/teamplanung/aufrufe", person);
    CHECK(contains(page.text(), "Ja, als Ziel vorschlagen"));
    CHECK_FALSE(contains(page.text(), "Einladungen Ihrer Verwaltung"));
    CHECK(contains(pages.get("/teamplanung/aufrufe", pages.hr).text(), "Einladung beenden"));
    const auto call = std::to_string(pages.value("SELECT MAX(id) FROM team_calls"));
    const auto accepted = pages.post("/teamplanung/aufrufe/" + call + "/zusage", person);
    CHECK(accepted.status == 303);
    CHECK(contains(pages.location(accepted), "/ziele/"));
    CHECK(contains(pages.get("/teamplanung/aufrufe", person).text(), "Zugesagt"));
    const auto other = pages.viewer_of(pages.members[1]);
    CHECK(pages.post("/teamplanung/aufrufe/" + call + "/absage", other).status == 303);
    CHECK_FALSE(contains(pages.get("/teamplanung/aufrufe", other).text(), "Ja, als Ziel vorschlagen"));
    CHECK(pages.post("/teamplanung/aufrufe/" + call + "/ende", other).status == 403);
    CHECK(pages.post("/teamplanung/aufrufe/" + call + "/ende", pages.hr).status == 303);
    CHECK(pages.get("/teamplanung/aufrufe", pages.town.system_operator).status == 403);

    CHECK(pages.get(plan + "/loeschung", pages.hr).status == 200);
    CHECK(pages.post(plan + "/loeschung", pages.foreign_hr).status == 404);
    CHECK(pages.post(plan + "/loeschung", pages.hr).status == 303);
    CHECK(pages.get(plan, pages.hr).status == 404);
}

TEST_CASE("a department that may not be asked about is named with the reason") {
    Pages pages;
    const auto slug = pages.taught();
    const auto small = pages.department("Kleines Amt", slug, {0, 0});
    CHECK(contains(pages.get("/teamplanung/neu", pages.hr).text(), "Kleines Amt: weniger als fünf Personen"));
    const auto refused = pages.post(
        "/teamplanung", pages.hr,
        {{"abteilung", std::to_string(small.value)}, {"kompetenz_1", slug}, {"stufe_1", "2"}, {"personen_1", "1"}, {"frist_1", "2027-01-31"}});
    CHECK(refused.status == 422);
    CHECK(contains(refused.text(), "weniger als fünf Beschäftigte"));
    CHECK(pages.get("/teamplanung/neu?verwaltung=999999", pages.hr).status == 403);
}

TEST_CASE("the risks are shown with deadlines, offers and a table") {
    Pages pages;
    pages.department("Kasse", pages.taught(), std::vector<int>(20, 5));
    const int year = static_cast<int>(pages.today().year());
    for (int i = 0; i < 8; ++i) REQUIRE(pages.exits.set(pages.hr, pages.members[static_cast<std::size_t>(i)], year + 1).has_value());
    const auto page = pages.get("/teamplanung/risiken", pages.hr);
    CHECK(page.status == 200);
    CHECK(contains(page.text(), "Kompetenzen nach Risiko"));
    CHECK(contains(page.text(), "Teamplan beginnen"));
    CHECK_FALSE(contains(page.text(), "Geheim"));
    CHECK(pages.get("/teamplanung/risiken", pages.hr, Language::en).status == 200);
    CHECK(pages.get("/teamplanung/risiken", pages.town.clerk).status == 403);
    const auto table = pages.get("/teamplanung/risiken.csv", pages.hr);
    CHECK(contains(table.text(), fmt::format(";{}", year + 9)));

    const auto json = pages.api(Method::get, "/api/v1/competence-risks", pages.hr);
    CHECK(json.status == 200);
    CHECK(contains(json.text(), "\"leaving\":[0,8,8"));
    CHECK(pages.api(Method::get, "/api/v1/competence-risks?organisation=1", pages.foreign_hr).status == 403);
    CHECK(pages.api(Method::get, "/api/v1/competence-risks", pages.town.clerk).status == 403);
}

TEST_CASE("exits are entered one by one and as a table that is checked first") {
    Pages pages;
    pages.department("Kasse", pages.taught(), {0, 0, 0, 0, 0});
    const auto person = std::to_string(pages.members.front().value);
    CHECK(contains(pages.get("/teamplanung/ausscheiden?suche=Geheim", pages.hr).text(), "Kim Geheim1"));
    CHECK(pages.get("/teamplanung/ausscheiden", pages.town.supervisor).status == 403);
    CHECK(pages.get("/teamplanung/ausscheiden?seite=99", pages.hr).status == 200);
    CHECK(pages.post("/teamplanung/ausscheiden/" + person, pages.hr, {{"jahr", "2033"}}).status == 303);
    CHECK(pages.value("SELECT year FROM planned_exits") == 2033);
    CHECK(contains(pages.get("/teamplanung/aufrufe", pages.viewer_of(pages.members.front())).text(), "2033"));
    CHECK(pages.post("/teamplanung/ausscheiden/" + person, pages.hr, {{"jahr", "bald"}}).status == 303);
    CHECK(pages.value("SELECT year FROM planned_exits") == 2033);
    CHECK(pages.post("/teamplanung/ausscheiden/" + person, pages.hr, {{"jahr", ""}}).status == 303);
    CHECK(pages.value("SELECT COUNT(*) FROM planned_exits") == 0);
    CHECK(pages.post("/teamplanung/ausscheiden/999999", pages.hr, {{"jahr", "2033"}}).status == 404);

    CHECK(pages.get("/teamplanung/ausscheiden/tabelle", pages.hr).status == 200);
    CHECK(pages.post("/teamplanung/ausscheiden/tabelle", pages.hr).status == 422);
    CHECK(pages.post("/teamplanung/ausscheiden/tabelle/uebernahme", pages.hr, {{"inhalt", ""}}).status == 422);
    CHECK(pages.post("/teamplanung/ausscheiden/tabelle/uebernahme", pages.hr, {{"inhalt", "Personalnummer;Ausscheiden\nP2;2040\n"}}).status == 303);
    CHECK(pages.value("SELECT year FROM planned_exits") == 2040);
}

TEST_CASE("programs make, read and delete plans as the pages do") {
    Pages pages;
    const auto slug = pages.taught();
    const auto department = pages.department("Kasse", slug, std::vector<int>(10, 0));
    const auto body =
        fmt::format("{{\"department\":{},\"away_max\":2,\"duties\":[{{\"competence\":\"{}\",\"level\":2,\"people\":3,\"until\":\"2027-01-31\"}}]}}",
                    department.value, slug);
    const auto made = pages.api(Method::post, "/api/v1/team-plans", pages.hr, body);
    CHECK(made.status == 201);
    CHECK(contains(made.text(), "\"seats_wanted\":3"));
    CHECK(contains(made.text(), "\"covered\":{\"low\":0"));
    CHECK(contains(pages.api(Method::get, "/api/v1/team-plans", pages.hr).text(), "\"people\":10"));
    const auto id = std::to_string(pages.value("SELECT MAX(id) FROM team_plans"));
    CHECK(pages.api(Method::get, "/api/v1/team-plans/" + id, pages.hr).status == 200);
    CHECK(pages.api(Method::get, "/api/v1/team-plans/" + id, pages.foreign_hr).status == 404);
    CHECK(pages.api(Method::post, "/api/v1/team-plans", pages.town.clerk, body).status == 403);
    CHECK(pages.api(Method::post, "/api/v1/team-plans", pages.hr, "{}").status == 422);
    CHECK(pages.api(Method::post, "/api/v1/team-plans", pages.hr, "{\"duties\":[{\"competence\":\"nicht-da\"}]}").status == 422);
    CHECK(pages.api(Method::del, "/api/v1/team-plans/" + id, pages.foreign_hr).status == 404);
    CHECK(pages.api(Method::del, "/api/v1/team-plans/" + id, pages.hr).status == 204);
    CHECK(pages.api(Method::del, "/api/v1/team-plans/" + id, pages.hr).status == 404);
}

TEST_CASE("the JSON interface shows invited people their calls and takes their answers, and nobody else's") {
    Pages pages;
    const auto slug = pages.taught();
    const auto department = pages.department("Kasse", slug, std::vector<int>(10, 0));
    const auto plan = pages.made(pages.question(department, slug, 2, 3));
    const auto call = *pages.calls.call(pages.hr, plan.head.id, 0);
    const auto person = pages.viewer_of(pages.members.front()), other = pages.viewer_of(pages.members.back());
    const auto path = "/api/v1/me/learning-calls/" + std::to_string(call.value);
    const auto shown = pages.api(Method::get, "/api/v1/me/learning-calls", person);
    CHECK(shown.status == 200);
    CHECK(contains(shown.text(), "\"competence\":\"" + slug + "\""));
    CHECK(contains(shown.text(), "\"answer\":null"));
    CHECK(pages.api(Method::get, "/api/v1/me/learning-calls", pages.town.system_operator).status == 403);
    CHECK(pages.api(Method::put, path, person, R"({"answer":"maybe"})").status == 422);
    CHECK(pages.api(Method::put, path, person, "{").status >= 400);
    CHECK(pages.api(Method::put, path, pages.town.clerk, R"({"answer":"accepted"})").status == 404);  // another department
    CHECK(pages.api(Method::put, path, person, R"({"answer":"accepted"})").status == 204);
    CHECK(contains(pages.api(Method::get, "/api/v1/me/learning-calls", person).text(), "\"answer\":\"accepted\""));
    CHECK(pages.api(Method::put, path, other, R"({"answer":"declined"})").status == 204);
    CHECK_FALSE(contains(pages.api(Method::get, "/api/v1/me/learning-calls", pages.town.clerk).text(), slug));
}
