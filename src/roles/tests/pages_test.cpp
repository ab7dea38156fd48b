// SPDX-License-Identifier: EUPL-1.2
#include "roles/pages.hpp"
#include "http/request_builder.hpp"
#include "roles/tests/role_town.hpp"

#include <doctest/doctest.h>

using namespace kc;
using namespace kc::roles;
using namespace kc::roles::test;
using http::Method;

namespace {

bool contains(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

std::size_t count(std::string_view text, std::string_view part) {
    std::size_t found = 0;
    for (auto at = text.find(part); at != std::string_view::npos; at = text.find(part, at + part.size())) ++found;
    return found;
}

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

struct Pages {
    Pages() { register_routes(router, {site(), town.roles, town.descriptions}); }

    http::Response get(std::string_view path, const Viewer* viewer = nullptr, Language language = Language::de) {
        http::RequestBuilder builder(Method::get, path);
        if (viewer != nullptr) builder.viewer(*viewer);
        auto request = builder.language(language).build();
        return router.handle(request);
    }
    http::Response post(std::string_view path, const Fields& fields, const Viewer* viewer) {
        http::RequestBuilder builder(Method::post, path);
        for (const auto& [name, value] : fields) builder.form(name, value);
        if (viewer != nullptr) builder.viewer(*viewer);
        auto request = builder.build();
        return router.handle(request);
    }
    http::Response api(Method method, std::string_view path, std::string_view body, const Viewer* viewer) {
        http::RequestBuilder builder(method, path);
        if (!body.empty()) builder.body(body);
        if (viewer != nullptr) builder.viewer(*viewer);
        auto request = builder.build();
        return router.handle(request);
    }
    static std::string location(const http::Response& response) { return std::string(response.headers.get("Location").value_or("")); }
    static Fields line(std::string_view competence, std::string_view level, std::string_view weight, std::string_view action = "speichern") {
        return {{"competence", std::string(competence)},
                {"level", std::string(level)},
                {"weight", std::string(weight)},
                {"reason", "Das braucht unser Haus."},
                {"deadline_on", ""},
                {"deadline_weight", ""},
                {"deadline_law", ""},
                {"aktion", std::string(action)}};
    }
    std::int64_t own_line() { return *town.roles.add(town.hr, town.own_line("conversation", 4, 9)); }

    std::unique_ptr<kc::test::TestDatabase> owner = kc::test::sqlite_database();
    RoleTown town{**owner};
    http::Router router;
};

constexpr std::string_view role_path = "/taetigkeiten/citizen-service", new_path = "/taetigkeiten/citizen-service/anforderungen/neu";

}  // namespace

TEST_CASE_FIXTURE(Pages, "everybody finds kinds of work by name, title and description, drafts aside") {
    auto page = get("/taetigkeiten");
    CHECK(page.status == 200);
    CHECK(count(page.text(), "<h1") == 1);
    for (const auto name : {"Bürgerservice", "Standesamt", "Teamleitung"}) CHECK(contains(page.text(), name));
    CHECK(contains(page.text(), "3 von 3 Tätigkeiten"));
    CHECK_FALSE(contains(page.text(), "/taetigkeiten/neu"));
    const auto now = *town.roles.find_role(town.office, town.town.role("registry-office"));
    auto texts = now.texts;
    texts.titles = {"Urkundsperson"};
    REQUIRE(town.roles.change_role(town.office, town.town.role("registry-office"), texts, now.version));
    CHECK(contains(get("/taetigkeiten?suche=urkundsp").text(), "Standesamt"));
    CHECK(contains(get("/taetigkeiten?suche=BUERGERSERVICE").text(), "Bürgerservice"));
    CHECK(contains(get("/taetigkeiten?suche=schalter+beratung").text(), "1 von 3"));
    page = get("/taetigkeiten?suche=Feuerwehr");
    CHECK(contains(page.text(), "Keine Tätigkeit gefunden"));
    REQUIRE(town.roles.add_role(town.office, {"Bauhof", "", "Was man tut.", {}, competence::FrameworkState::draft}));
    CHECK_FALSE(contains(get("/taetigkeiten").text(), "Bauhof"));
    CHECK_FALSE(contains(get("/taetigkeiten", &town.hr).text(), "Bauhof"));
    CHECK(contains(get("/taetigkeiten", &town.office).text(), "Bauhof"));
    CHECK(get("/taetigkeiten/bauhof").status == 404);
    CHECK(get("/taetigkeiten/bauhof", &town.office).status == 200);
    CHECK(contains(get("/taetigkeiten?suche=%3Cscript%3E").text(), "&lt;script&gt;"));
}

TEST_CASE_FIXTURE(Pages, "a kind of work shows every line with its origin, those of one authority only to its people") {
    own_line();
    auto page = get(role_path);
    CHECK(page.status == 200);
    CHECK(contains(page.text(), "Allgemein"));
    CHECK(contains(page.text(), "Markt"));
    CHECK(contains(page.text(), "Viele kurze Gespräche."));
    CHECK(contains(page.text(), "Ich kann Gesprächsführung auf Stufe 3."));
    CHECK(contains(page.text(), "sehr wichtig"));
    CHECK_FALSE(contains(page.text(), "Das braucht unser Haus."));
    CHECK_FALSE(contains(get(role_path, &town.town.stranger).text(), "Das braucht unser Haus."));
    CHECK_FALSE(contains(get(role_path, &town.other_hr).text(), "Das braucht unser Haus."));
    page = get(role_path, &town.town.clerk);
    CHECK(contains(page.text(), "Das braucht unser Haus."));
    CHECK(contains(page.text(), "Ich kann Gesprächsführung auf Stufe 4."));
    CHECK_FALSE(contains(page.text(), "/anforderungen/"));
    page = get(role_path, &town.hr);
    CHECK(count(page.text(), "/anforderungen/") == 2);  // the own line, and adding one
    CHECK(contains(page.text(), "Musterstadt"));
    CHECK(get("/taetigkeiten/nirgends").status == 404);
    CHECK(contains(get("/taetigkeiten/allgemein").text(), "Digitale Vorgänge laufen durch mehrere Ämter."));
}

TEST_CASE_FIXTURE(Pages, "every page exists in English as well") {
    const auto id = own_line();
    for (const auto& path : std::vector<std::string>{
             "/taetigkeiten", std::string(role_path), "/taetigkeiten/allgemein", "/taetigkeiten/fristen", std::string(new_path),
             std::string(new_path) + "?kompetenz=teamwork", fmt::format("{}/anforderungen/{}", role_path, id),
             fmt::format("{}/anforderungen/{}/loeschung", role_path, id), std::string(role_path) + "/verlauf", "/taetigkeiten/stellenbeschreibung"}) {
        CAPTURE(path);
        for (const auto language : {Language::de, Language::en}) {
            const auto page = get(path, &town.hr, language);
            CHECK(page.status == 200);
            CHECK(count(page.text(), "<h1") == 1);
        }
    }
    for (const auto path : {"/taetigkeiten/neu", "/taetigkeiten/citizen-service/bearbeiten"}) {
        CHECK(get(path, &town.office, Language::en).status == 200);
        CHECK(get(path, &town.hr).status == 403);
    }
}

TEST_CASE_FIXTURE(Pages, "the table for spreadsheets has one row per line and runs no formula") {
    auto edit = town.own_line("conversation", 4, 9);
    edit.reason = "=1+1";
    REQUIRE(town.roles.add(town.hr, edit));
    const auto table = get("/taetigkeiten/citizen-service/export.csv", &town.town.clerk);
    CHECK(table.status == 200);
    CHECK(contains(table.text(), "Gesprächsführung"));
    CHECK_FALSE(contains(table.text(), ";=1+1"));
    CHECK(contains(table.text(), "'=1+1"));
    CHECK_FALSE(contains(get("/taetigkeiten/citizen-service/export.csv").text(), "1+1"));
}

TEST_CASE_FIXTURE(Pages, "adding a line: choose the competence, check the effect, save") {
    town.workers("citizen-service", "teamwork", {3, 3, 3, 3, 3, 3, 4, 4, 4, 4, 4});
    auto page = get(new_path, &town.hr);
    CHECK(contains(page.text(), "<optgroup"));
    CHECK(get(std::string(new_path) + "?kompetenz=nirgends", &town.hr).status == 422);
    page = get(std::string(new_path) + "?kompetenz=teamwork", &town.hr);
    CHECK(contains(page.text(), "Ich kann Zusammenarbeit im Team auf Stufe 5."));
    CHECK(count(page.text(), "type=\"radio\"") == 5);
    page = post(new_path, line("teamwork", "4", "7", "wirkung"), &town.hr);
    CHECK(page.status == 200);
    CHECK(contains(page.text(), "Betroffen: 11 Personen."));
    CHECK(contains(page.text(), "Neue Lücke: 6 Personen."));
    CHECK(contains(page.text(), "Lücke fällt weg: weniger als fünf Personen."));
    CHECK(town.count("SELECT count(*) FROM demand_changes") == 0);
    page = post(new_path, line("teamwork", "", "", "speichern"), &town.hr);
    CHECK(page.status == 422);
    CHECK(contains(page.text(), "href=\"#feld-level\""));
    CHECK(contains(page.text(), "href=\"#feld-weight\""));
    auto half = line("teamwork", "4", "7");
    half[4].second = "2026-12-31";
    page = post(new_path, half, &town.hr);
    CHECK(page.status == 422);  // a deadline without weight and law
    CHECK(contains(page.text(), "href=\"#feld-deadline_law\""));
    page = post(new_path, line("teamwork", "4", "7"), &town.hr);
    CHECK(page.status == 303);
    CHECK(location(page) == role_path);
    CHECK(contains(get(role_path, &town.town.clerk).text(), "Das braucht unser Haus."));
    page = post(new_path, line("teamwork", "5", "7"), &town.hr);
    CHECK(page.status == 409);
    CHECK(contains(page.text(), "schon verlangt"));
}

TEST_CASE_FIXTURE(Pages, "few people are never counted") {
    town.workers("citizen-service", "teamwork", {3, 3});
    const auto page = post(new_path, line("teamwork", "4", "7", "wirkung"), &town.hr);
    CHECK(contains(page.text(), "Betroffen: weniger als fünf Personen."));
    CHECK_FALSE(contains(page.text(), "Neue Lücke"));
}

TEST_CASE_FIXTURE(Pages, "who may not edit gets no form, and another town's line is not there") {
    const auto id = own_line();
    const auto path = fmt::format("{}/anforderungen/{}", role_path, id);
    for (const auto& one : {path, path + "/loeschung"}) {
        CAPTURE(one);
        CHECK(location(get(one)) == "/anmelden");
        CHECK(get(one, &town.town.clerk).status == 403);
        CHECK(get(one, &town.other_hr).status == 404);
        CHECK(post(one, line("conversation", "1", "1"), &town.town.clerk).status == 403);
        CHECK(post(one, line("conversation", "1", "1"), &town.other_hr).status == 404);
    }
    CHECK(get(fmt::format("/taetigkeiten/team-lead/anforderungen/{}", id), &town.hr).status == 404);  // of another work
    CHECK(get("/taetigkeiten/allgemein/anforderungen/neu", &town.hr).status == 403);
    CHECK(get(std::string(role_path) + "/verlauf", &town.town.clerk).status == 403);
    CHECK(post(new_path, line("teamwork", "4", "7"), &town.town.clerk).status == 403);
    CHECK(town.roles.find(town.hr, id)->level == 4);
}

TEST_CASE_FIXTURE(Pages, "two editors at once: the second sees what was saved and keeps what was typed") {
    const auto id = own_line();
    const auto path = fmt::format("{}/anforderungen/{}", role_path, id);
    const auto page = get(path, &town.hr);
    const auto at = page.text().find("name=\"seen\" value=\"");
    REQUIRE(at != std::string::npos);
    const std::string seen(page.text().substr(at + 19, 16));
    auto fields = line("conversation", "2", "3");
    fields.push_back({"seen", seen});
    CHECK(post(path, fields, &town.hr).status == 303);
    fields = line("conversation", "5", "5");
    fields.push_back({"seen", seen});
    const auto conflict = post(path, fields, &town.hr);
    CHECK(conflict.status == 409);
    CHECK(contains(conflict.text(), "Stufe 2, Gewicht 3"));
    CHECK(contains(conflict.text(), "value=\"5\" checked"));
}

TEST_CASE_FIXTURE(Pages, "removing asks first, and the history takes it back") {
    const auto id = own_line();
    const auto path = fmt::format("{}/anforderungen/{}/loeschung", role_path, id);
    CHECK(contains(get(path, &town.hr).text(), "Betroffen: niemand."));
    (*owner)->in_transaction([](storage::Transaction& transaction) { transaction.execute("UPDATE demand_changes SET id = id + 12000"); });
    CHECK(contains(get(std::string(role_path) + "/verlauf", &town.hr).text(), "/verlauf/12001/ruecknahme"));  // no thousands separator
    CHECK(location(post(path, {}, &town.hr)) == role_path);
    auto history = get(std::string(role_path) + "/verlauf", &town.hr);
    CHECK(count(history.text(), "Rückgängig machen") == 2);
    CHECK(contains(history.text(), "entfernt"));
    const auto change = town.roles.changes(town.hr, town.town.role("citizen-service"))->front().id;
    CHECK(post(fmt::format("{}/verlauf/{}/ruecknahme", role_path, change), {}, &town.hr).status == 303);
    CHECK(contains(get(role_path, &town.town.clerk).text(), "Das braucht unser Haus."));
    history = get(std::string(role_path) + "/verlauf", &town.hr);
    CHECK(contains(history.text(), "Rückgängig gemacht am"));
    CHECK(post(fmt::format("{}/verlauf/{}/ruecknahme", role_path, change), {}, &town.other_hr).status == 404);
}

TEST_CASE_FIXTURE(Pages, "deadlines are listed with their works; numbers only for those who edit") {
    town.workers("citizen-service", "teamwork", {3, 3, 3, 3, 3});
    auto edit = town.own_line("teamwork", 4, 3);
    edit.layer = DemandLayer::market;
    edit.organisation.reset();
    edit.deadline = competence::Deadline{day(2026, 12, 31), 9, "§ 1a OZG"};
    REQUIRE(town.roles.add(town.office, edit));
    edit.competence = town.town.competence("ai-basics");
    edit.deadline = competence::Deadline{day(2026, 3, 2), 9, "Art. 4 KI-VO"};
    REQUIRE(town.roles.add(town.office, edit));
    auto page = get("/taetigkeiten/fristen");
    CHECK(contains(page.text(), "§ 1a OZG"));
    CHECK(contains(page.text(), "noch 9 Monate"));
    CHECK(contains(page.text(), "heute"));
    CHECK_FALSE(contains(page.text(), "5 Personen"));
    CHECK(contains(get("/taetigkeiten/fristen", &town.hr).text(), "5 Personen"));
    CHECK(contains(get("/taetigkeiten/fristen", &town.other_hr).text(), "niemand"));
    CHECK(contains(get(role_path).text(), "Gesetzliche Frist bis 31. Dezember 2026"));
    town.town.clock.advance(std::chrono::hours(24));
    page = get("/taetigkeiten/fristen");
    CHECK(contains(page.text(), "Abgelaufene Fristen"));
    CHECK(page.text().find("§ 1a OZG") < page.text().find("Art. 4 KI-VO"));
}

TEST_CASE_FIXTURE(Pages, "the office adds and outdates a kind of work in the browser") {
    auto page = post("/taetigkeiten/neu", {{"name", ""}, {"description", ""}, {"state", "draft"}}, &town.office);
    CHECK(page.status == 422);
    CHECK(contains(page.text(), "href=\"#feld-name\""));
    page = post("/taetigkeiten/neu",
                {{"name", "Bauhof <Leitung>"}, {"description", "Leitet den Bauhof."}, {"titles", "Bauhofleitung\nMeister"}, {"state", "published"}},
                &town.office);
    CHECK(location(page) == "/taetigkeiten/bauhof-leitung");
    page = get("/taetigkeiten/bauhof-leitung");
    CHECK(contains(page.text(), "Bauhof &lt;Leitung&gt;"));
    CHECK(contains(page.text(), "Meister"));
    page = post("/taetigkeiten/bauhof-leitung/bearbeiten",
                {{"name", "Bauhof"}, {"description", "Leitet."}, {"titles", ""}, {"state", "outdated"}, {"version", "1"}}, &town.office);
    CHECK(page.status == 303);
    CHECK(contains(get("/taetigkeiten/bauhof-leitung").text(), "nicht mehr angeboten"));
    CHECK_FALSE(contains(get("/taetigkeiten").text(), "Bauhof"));
    page = post("/taetigkeiten/bauhof-leitung/bearbeiten",
                {{"name", "Bauhof 2"}, {"description", "Leitet."}, {"titles", ""}, {"state", "outdated"}, {"version", "1"}}, &town.office);
    CHECK(page.status == 409);
    CHECK(contains(page.text(), "Inzwischen geändert"));
    CHECK(post("/taetigkeiten/neu", {{"name", "X"}, {"description", "Y"}, {"state", "draft"}}, &town.hr).status == 403);
}

TEST_CASE_FIXTURE(Pages, "a pasted job description becomes proposals with marked sentences, escaped") {
    const std::string path = "/taetigkeiten/stellenbeschreibung", role = std::to_string(town.town.role("citizen-service").value);
    CHECK(get(path, &town.town.clerk).status == 403);
    auto page = post(path, {{"role", role}, {"name", ""}, {"text", ""}}, &town.hr);
    CHECK(page.status == 422);
    CHECK(contains(page.text(), "href=\"#feld-text\""));
    page = post(path, {{"role", role}, {"name", "Stelle <1>"}, {"text", "Ihre Aufgaben:\nSichere <b>Kenntnisse</b> der E-Akte & mehr."}}, &town.hr);
    REQUIRE(page.status == 303);
    const auto own = location(page);
    page = get(own, &town.hr);
    CHECK(page.status == 200);
    CHECK(contains(page.text(), "<mark>"));
    CHECK(contains(page.text(), "&lt;b&gt;"));
    CHECK_FALSE(contains(page.text(), "<b>"));
    CHECK(contains(page.text(), "Stelle &lt;1&gt;"));
    CHECK(contains(page.text(), "Heute verlangt: Stufe 2"));  // of all authorities
    CHECK(get(own, &town.other_hr).status == 404);
    const auto id = town.descriptions.list(town.hr)->front().id;
    const auto line = town.descriptions.find(town.hr, id)->lines.front().id;
    const auto decide = fmt::format("{}/zeilen/{}", own, line);
    CHECK(post(decide, {{fmt::format("level_{}", line), "9"}, {fmt::format("weight_{}", line), "8"}, {"aktion", "uebernehmen"}}, &town.hr).status ==
          422);
    CHECK(post(decide, {{"aktion", "ablehnen"}}, &town.other_hr).status == 404);
    CHECK(post(decide, {{fmt::format("level_{}", line), "4"}, {fmt::format("weight_{}", line), "8"}, {"aktion", "uebernehmen"}}, &town.hr).status ==
          303);
    page = get(own, &town.hr);
    CHECK(contains(page.text(), "Übernommen mit Stufe 4, Gewicht 8."));
    CHECK(post(decide, {{"aktion", "ablehnen"}}, &town.hr).status == 409);
    CHECK(contains(get(role_path, &town.town.clerk).text(), "Aus der Stellenbeschreibung"));
    CHECK(get(own + "/loeschung", &town.hr).status == 200);
    CHECK(location(post(own + "/loeschung", {}, &town.hr)) == path);
    CHECK(get(own, &town.hr).status == 404);
}

TEST_CASE_FIXTURE(Pages, "hostile uploads are refused in plain German beside the field") {
    const auto upload = [&](std::string_view name, std::string_view content) {
        http::RequestBuilder builder(Method::post, "/taetigkeiten/stellenbeschreibung");
        builder.form("role", std::to_string(town.town.role("citizen-service").value)).form("name", "").form("text", "");
        auto request = builder.file("file", name, "application/octet-stream", content).viewer(town.hr).build();
        return router.handle(request);
    };
    CHECK(upload("stelle.txt", "Sichere Kenntnisse der E-Akte.").status == 303);
    auto page = upload("stelle.docx", "PK\x03\x04 kaputt");
    CHECK(page.status == 422);
    CHECK(contains(page.text(), "Die Datei ist beschädigt."));
    page = upload("gross.txt", std::string(6 * 1024 * 1024, 'a'));
    CHECK(page.status == 422);
    CHECK(contains(page.text(), "größer als 5 MB"));
    page = upload("bild.pdf", std::string_view("\x89PNG\r\n\x1a\n\0", 9));
    CHECK(page.status == 422);
    CHECK(contains(page.text(), "können wir nicht lesen"));
    CHECK(town.count("SELECT count(*) FROM job_descriptions") == 1);
}

TEST_CASE_FIXTURE(Pages, "the JSON interface lists, adds, changes and removes demands with the same rules") {
    const std::string demands = "/api/v1/role-profiles/citizen-service/demands";
    const auto body = fmt::format(
        R"({{"competence":"teamwork","layer":"authority","organisation":{},"level":4,"weight":7,"reason":"Unser Haus.","deadline_until":"2026-12-31","deadline_weight":9,"deadline_law":"§ 1"}})",
        town.town.town.value);
    CHECK(api(Method::post, demands, body, nullptr).status == 401);
    CHECK(api(Method::post, demands, body, &town.town.clerk).status == 403);
    CHECK(api(Method::post, demands, body, &town.other_hr).status == 403);
    CHECK(api(Method::post, demands, "{}", &town.hr).status == 422);
    const auto added = api(Method::post, demands, body, &town.hr);
    CHECK(added.status == 201);
    CHECK(api(Method::post, demands, body, &town.hr).status == 409);
    const auto id = town.count("SELECT max(id) FROM role_demands");
    CHECK(contains(added.text(), fmt::format("\"id\":{}", id)));
    CHECK(contains(api(Method::get, demands, "", &town.hr).text(), "\"weight_today\":9"));
    CHECK_FALSE(contains(api(Method::get, demands, "", nullptr).text(), "Unser Haus."));
    CHECK(api(Method::get, "/api/v1/role-profiles/nirgends/demands", "", nullptr).status == 404);
    CHECK(contains(api(Method::get, "/api/v1/demand-deadlines", "", &town.town.clerk).text(), "§ 1"));
    CHECK_FALSE(contains(api(Method::get, "/api/v1/demand-deadlines", "", nullptr).text(), "§ 1"));
    const auto one = fmt::format("/api/v1/demands/{}", id);
    const std::string change = R"({"level":2,"weight":3,"reason":"Weniger."})";
    CHECK(api(Method::put, one, change, &town.other_hr).status == 404);
    CHECK(api(Method::put, one, R"({"level":2,"weight":3,"reason":"Weniger.","revision":"alt"})", &town.hr).status == 409);
    CHECK(api(Method::put, one, change, &town.hr).status == 204);
    const auto impact = fmt::format("/api/v1/demands/impact?role_profile=citizen-service&layer=authority&organisation={}&competence=e-file&level=3",
                                    town.town.town.value);
    CHECK(api(Method::get, impact, "", nullptr).status == 401);
    CHECK(api(Method::get, impact, "", &town.other_hr).status == 403);
    CHECK(contains(api(Method::get, impact, "", &town.hr).text(), "\"people\":0"));
    CHECK(api(Method::get, "/api/v1/demands/impact", "", &town.hr).status == 422);
    CHECK(api(Method::del, one, "", &town.other_hr).status == 404);
    CHECK(api(Method::del, one, "", &town.hr).status == 204);
    CHECK(api(Method::del, one, "", &town.hr).status == 404);
    const auto read =
        api(Method::post, "/api/v1/job-descriptions", R"({"role_profile":"citizen-service","text":"Sichere Kenntnisse der E-Akte."})", &town.hr);
    CHECK(read.status == 201);
    CHECK(contains(read.text(), "\"competence\":\"e-file\""));
    CHECK(api(Method::post, "/api/v1/job-descriptions", R"({"role_profile":"nirgends","text":"x"})", &town.hr).status == 422);
    CHECK(api(Method::post, "/api/v1/job-descriptions", R"({"role_profile":"citizen-service","text":"x"})", &town.town.clerk).status == 403);
}

TEST_CASE_FIXTURE(Pages, "the office says in the browser which occupations a kind of work is and what takes its place") {
    const auto form = get("/taetigkeiten/citizen-service/bearbeiten", &town.office);
    CHECK(contains(form.text(), "Beruf in ESCO"));
    CHECK(contains(form.text(), "Klassifikation der Berufe"));
    const auto now = *town.roles.find_role(town.office, town.town.role("citizen-service"));
    Fields fields{{"version", std::to_string(now.version)},
                  {"name", now.texts.name},
                  {"description", now.texts.description},
                  {"state", "outdated"},
                  {"kldb_id_0", "73104"},
                  {"kldb_label_0", "Verwaltung"},
                  {"kldb_relation_0", "broader"},
                  {"successors", "registry-office"},
                  {"esco_none", "1"}};
    CHECK(post("/taetigkeiten/citizen-service/bearbeiten", fields, &town.office).status == 303);
    const auto page = get(role_path);
    CHECK(contains(page.text(), "73104"));
    CHECK(contains(page.text(), "Das tritt an ihre Stelle"));
    CHECK(contains(page.text(), "/taetigkeiten/registry-office"));
    fields[0].second = std::to_string(now.version + 1);
    fields[4].second = "siebzig";
    const auto refused = post("/taetigkeiten/citizen-service/bearbeiten", fields, &town.office);
    CHECK(refused.status == 422);
    CHECK(contains(refused.text(), "keine Nummer der KldB"));
    CHECK(contains(refused.text(), "siebzig"));
}
