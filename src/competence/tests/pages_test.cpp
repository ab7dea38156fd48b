// SPDX-License-Identifier: EUPL-1.2
#include "competence/pages.hpp"
#include "competence/personal_data.hpp"
#include "competence/tests/competence_town.hpp"
#include "competence/views.hpp"
#include "http/request_builder.hpp"

#include <doctest/doctest.h>

using namespace kc;
using namespace kc::competence;
using namespace kc::competence::test;
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
        options.navigation = {{"/profil", "competence.navigation.profile", {Role::learner}},
                              {"/kompetenzen", "competence.navigation.competences", {Role::learner}}};
        return options;
    }());
    return site;
}

using Fields = std::vector<std::pair<std::string, std::string>>;

struct Pages {
    Pages() { register_routes(router, site(), *town.service, *database); }

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
};

}  // namespace

TEST_CASE_FIXTURE(Pages, "the overview shows five steps and one prominent next step") {
    auto page = get("/profil");
    CHECK(page.status == 200);
    CHECK(count(page.text(), "<h1") == 1);
    CHECK(contains(page.text(), R"(<section class="kc-next")"));
    CHECK(count(page.text(), "aria-current=\"step\"") == 1);
    CHECK(contains(page.text(), "Tätigkeit wählen"));
    for (const auto path : {"/profil/taetigkeit", "/profil/koennen", "/profil/interessen", "/profil/lernzeit", "/kompetenzen"}) {
        CHECK(contains(page.text(), fmt::format("href=\"{}\"", path)));
    }
    choose_job();
    page = get("/profil");
    CHECK(contains(page.text(), "Können einschätzen"));
    CHECK(contains(page.text(), "Bürgerservice"));
    CHECK(contains(page.text(), "0 von 4 beantwortet"));
}

TEST_CASE_FIXTURE(Pages, "every page exists in English as well") {
    choose_job();
    REQUIRE(town.service->set_preferences(town.clerk, town.preferences()));
    for (const auto path : {"/profil", "/profil/taetigkeit", "/profil/koennen", "/profil/koennen/alle", "/profil/koennen/weitere",
                            "/profil/koennen/teamwork", "/profil/interessen", "/profil/lernzeit", "/kompetenzen", "/kompetenzen/teamwork"}) {
        CAPTURE(path);
        const auto page = get(path, town.clerk, Language::en);
        CHECK(page.status == 200);
        CHECK(contains(page.text(), "lang=\"en\""));
        CHECK(count(page.text(), "<h1") == 1);
        CHECK(get(path).status == 200);
    }
}

TEST_CASE_FIXTURE(Pages, "nobody without a profile of their own gets in") {
    for (const auto path :
         {"/profil", "/profil/taetigkeit", "/profil/koennen", "/profil/koennen/alle", "/profil/koennen/weitere", "/profil/koennen/teamwork",
          "/profil/interessen", "/profil/lernzeit", "/kompetenzen", "/kompetenzen/teamwork", "/kompetenzen/export.csv"}) {
        CAPTURE(path);
        CHECK(get(path, town.editor).status == 403);
        auto request = http::RequestBuilder(Method::get, path).build();
        CHECK(location(router.handle(request)) == "/anmelden");
    }
    for (const auto path :
         {"/api/v1/me/jobs", "/api/v1/me/competences", "/api/v1/me/evidence", "/api/v1/me/interests", "/api/v1/me/learning-preferences"}) {
        CAPTURE(path);
        CHECK(api(Method::get, path, "", town.editor).status == 403);
        auto request = http::RequestBuilder(Method::get, path).build();
        CHECK(router.handle(request).status == 401);
    }
}

TEST_CASE_FIXTURE(Pages, "choosing the Tätigkeit leads on to the assessment") {
    const auto form = get("/profil/taetigkeit");
    CHECK(contains(form.text(), "Dienststelle"));
    CHECK(contains(form.text(), "Bürgeramt"));
    CHECK_FALSE(contains(form.text(), "Altes Amt"));  // closed
    CHECK_FALSE(contains(form.text(), "Hauptamt"));   // of another municipality
    CHECK(contains(form.text(), "name=\"csrf\""));
    const auto saved = post("/profil/taetigkeit",
                            {{"present", role_id("citizen-service")}, {"future", ""}, {"department", std::to_string(town.citizen_office.value)}});
    CHECK(saved.status == 303);
    CHECK(location(saved) == "/profil/koennen");
    CHECK(contains(get("/profil").text(), "Bürgeramt"));
    const auto again = get("/profil/taetigkeit");
    // What often comes next stands before the rest.
    CHECK(again.text().find("Teamleitung (oft der nächste Schritt)") < again.text().rfind("Standesamt</option>"));
}

TEST_CASE_FIXTURE(Pages, "a refused Tätigkeit keeps the input and names the field") {
    const auto id = role_id("citizen-service");
    struct Case {
        Fields fields;
        std::string href;
    };
    for (const auto& [fields, href] : {Case{{{"present", ""}}, "#feld-present"}, Case{{{"present", id}, {"future", id}}, "#feld-future"},
                                       Case{{{"present", "9999"}}, "#feld-present"}, Case{{{"present", "abc"}}, "#feld-present"},
                                       Case{{{"present", id}, {"department", std::to_string(town.other_department.value)}}, "#feld-department"}}) {
        CAPTURE(href);
        const auto refused = post("/profil/taetigkeit", fields);
        CHECK(refused.status == 422);
        CHECK(contains(refused.text(), "role=\"alert\""));
        CHECK(contains(refused.text(), fmt::format("href=\"{}\"", href)));
        if (fields[0].second == id) CHECK(contains(refused.text(), fmt::format("<option value=\"{}\" selected>Bürgerservice", id)));
    }
    CHECK_FALSE(town.service->find_own(town.clerk)->complete.job);
}

TEST_CASE_FIXTURE(Pages, "the assessment asks one competence after the other, social ones first") {
    CHECK(contains(get("/profil/koennen").text(), "Wählen Sie zuerst Ihre Tätigkeit"));
    choose_job();
    const auto intro = get("/profil/koennen");
    CHECK(contains(intro.text(), "href=\"/profil/koennen/conversation\""));
    const auto step = get("/profil/koennen/conversation");
    CHECK(contains(step.text(), "1 von 4"));
    CHECK(contains(step.text(), "Ich kann Gesprächsführung auf Stufe 3."));
    CHECK(contains(step.text(), "Das mache ich noch nicht."));
    CHECK(count(step.text(), "type=\"radio\"") == 6);
    CHECK(count(step.text(), " checked") == 0);
    CHECK(location(post("/profil/koennen/conversation", {{"level", "2"}, {"action", "weiter"}})) == "/profil/koennen/teamwork");
    CHECK(location(post("/profil/koennen/teamwork", {{"action", "weiss_nicht"}})) == "/profil/koennen/digital-basics");
    CHECK(location(post("/profil/koennen/digital-basics", {{"level", "1"}, {"action", "pause"}})) == "/profil");
    CHECK(contains(get("/profil/koennen").text(), "Weiter mit Frage 4 von 4"));
    CHECK(location(post("/profil/koennen/e-file", {{"level", "0"}, {"action", "weiter"}})) == "/profil/interessen");
    const auto own = town.service->find_own(town.clerk);
    CHECK(own->complete.assessed == 3);
    CHECK(own->complete.skipped == 1);
    CHECK(own->complete.assessment_done());
    const auto before = get("/profil/koennen/conversation");
    CHECK(contains(before.text(), "Am 2. März 2026 haben Sie Stufe 2 angegeben."));
    CHECK(count(before.text(), " checked") == 1);
    // Going through the answers again moves to the neighbour.
    CHECK(location(post("/profil/koennen/conversation", {{"level", "2"}, {"action", "weiter"}})) == "/profil/koennen/teamwork");
}

TEST_CASE_FIXTURE(Pages, "a step without a choice is asked again, a pause needs none") {
    choose_job();
    for (const Fields& fields : {Fields{{"action", "weiter"}}, Fields{{"level", "6"}}, Fields{{"level", "-1"}}, Fields{{"level", "zwei"}}}) {
        const auto refused = post("/profil/koennen/teamwork", fields);
        CHECK(refused.status == 422);
        CHECK(contains(refused.text(), "href=\"#feld-level\""));
    }
    CHECK(post("/profil/koennen/teamwork", {{"action", "pause"}}).status == 303);
    CHECK(town.service->find_own(town.clerk)->facts.evidence.empty());
    CHECK(get("/profil/koennen/no-such").status == 404);
    CHECK(post("/profil/koennen/no-such", {{"level", "1"}}).status == 404);
    CHECK(location(get("/profil/koennen/ai-basics")) == "/kompetenzen/ai-basics");  // not asked for
}

TEST_CASE_FIXTURE(Pages, "all questions on one page store only what was changed") {
    choose_job();
    const auto name = [&](std::string_view slug) { return fmt::format("level-{}", town.competence(slug).value); };
    CHECK(contains(get("/profil/koennen/alle").text(), "Soziale Kompetenzen"));
    CHECK(post("/profil/koennen/alle", {{name("teamwork"), "3"}, {name("conversation"), ""}, {name("e-file"), "weiss_nicht"}}).status == 303);
    CHECK(town.service->find_own(town.clerk)->facts.evidence.size() == 1);
    town.clock.advance(std::chrono::hours{48});
    CHECK(post("/profil/koennen/alle", {{name("teamwork"), "3"}, {name("e-file"), "1"}, {name("ai-basics"), "5"}}).status == 303);
    const auto own = town.service->find_own(town.clerk);
    CHECK(own->facts.evidence.size() == 2);  // the untouched one keeps its date, the one nobody asked for is left out
    const auto refused = post("/profil/koennen/alle", {{name("teamwork"), "9"}, {name("conversation"), "4"}});
    CHECK(refused.status == 422);
    CHECK(contains(refused.text(), fmt::format("href=\"#feld-{}\"", name("teamwork"))));
    CHECK(contains(refused.text(), "<option value=\"4\" selected>"));
    CHECK(town.service->find_own(town.clerk)->facts.evidence.size() == 2);
}

TEST_CASE_FIXTURE(Pages, "interests are chosen by area") {
    const auto id = std::to_string(town.competence("ai-basics").value);
    const auto saved = post("/profil/interessen", {{"interests-digital", id}});
    CHECK(location(saved) == "/profil/lernzeit");
    const auto page = get("/profil/interessen");
    CHECK(contains(page.text(), fmt::format("value=\"{}\" checked", id)));
    CHECK(contains(page.text(), "(1 gewählt)"));
    CHECK(post("/profil/interessen", {{"interests-social", id}}).status == 422);  // not of that area
    CHECK(post("/profil/interessen", {{"interests-digital", "9999"}}).status == 422);
    CHECK(town.service->find_own(town.clerk)->facts.interests.size() == 1);
    CHECK(post("/profil/interessen", {}).status == 303);
    CHECK(town.service->find_own(town.clerk)->facts.interests.empty());
}

TEST_CASE_FIXTURE(Pages, "learning time starts with usual values and is stored as entered") {
    const auto form = get("/profil/lernzeit");
    CHECK(contains(form.text(), "value=\"40\""));
    CHECK(contains(form.text(), "value=\"500,00\""));
    CHECK(contains(form.text(), "value=\"2027-03-02\""));
    CHECK(has_place(form, town.heidelberg));
    CHECK_FALSE(has_place(form, town.berlin));
    auto fields = good_preferences();
    fields.insert(fields.end(),
                  {{"absence_first_0", "2026-07-01"}, {"absence_last_0", "2026-07-14"}, {"absence_first_1", ""}, {"absence_last_1", ""}});
    const auto saved = post("/profil/lernzeit", fields);
    CHECK(location(saved) == "/profil");
    const auto stored = town.service->find_own(town.clerk)->facts.preferences;
    REQUIRE(stored);
    CHECK(stored->hours == HalfHours{41});
    CHECK_FALSE(stored->weekly_hours);
    CHECK(stored->budget == Money{250'00});
    CHECK(stored->working_days == 0b101);
    CHECK(stored->absences == std::vector<Absence>{{day(2026, 7, 1), day(2026, 7, 14)}});
    const auto overview = get("/profil");
    CHECK(contains(overview.text(), "1. Juli 2026 bis 14. Juli 2026"));
    CHECK(contains(overview.text(), "Montag, Mittwoch"));
}

TEST_CASE_FIXTURE(Pages, "absences are added and removed without a script, and nothing is stored by it") {
    auto fields = good_preferences();
    fields[0].second = "add_absence";
    auto page = post("/profil/lernzeit", fields);
    CHECK(page.status == 200);
    CHECK(contains(page.text(), "name=\"absence_first_0\""));
    CHECK(contains(page.text(), "value=\"20,5\""));  // kept
    CHECK_FALSE(contains(page.text(), "role=\"alert\""));
    fields.insert(
        fields.end(),
        {{"absence_first_0", "2026-07-01"}, {"absence_last_0", "2026-07-02"}, {"absence_first_1", "2026-08-01"}, {"absence_last_1", "2026-08-02"}});
    fields[0].second = "remove_absence_0";
    page = post("/profil/lernzeit", fields);
    CHECK_FALSE(contains(page.text(), "2026-07-01"));
    CHECK(contains(page.text(), "2026-08-01"));
    CHECK_FALSE(contains(page.text(), "absence_first_1"));
    fields[0].second = "remove_absence_99";
    CHECK(post("/profil/lernzeit", fields).status == 200);
    fields[0].second = "within_25";
    page = post("/profil/lernzeit", fields);
    CHECK(has_place(page, town.speyer));
    CHECK_FALSE(contains(page.text(), "Berlin"));  // far away: shown on request
    fields[0].second = "show_places";
    page = post("/profil/lernzeit", fields);
    CHECK(contains(page.text(), "Berlin"));
    CHECK(contains(page.text(), "name=\"all_places\""));
    CHECK_FALSE(town.service->find_own(town.clerk)->facts.preferences);
}

TEST_CASE_FIXTURE(Pages, "a far place that was chosen stays in sight") {
    auto preferences = town.preferences();
    preferences.places.push_back(town.berlin);
    REQUIRE(town.service->set_preferences(town.clerk, preferences));
    CHECK(has_place(get("/profil/lernzeit"), town.berlin));
}

TEST_CASE_FIXTURE(Pages, "contradictions in the learning time are refused beside their field") {
    const auto refuse_with = [&](const std::function<void(Fields&)>& change, std::string_view href) {
        auto fields = good_preferences();
        change(fields);
        CAPTURE(href);
        const auto page = post("/profil/lernzeit", fields);
        CHECK(page.status == 422);
        CHECK(contains(page.text(), fmt::format("href=\"#feld-{}\"", href)));
        CHECK(contains(page.text(), fmt::format("id=\"feld-{}\"", href)));
    };
    const auto set = [](std::string name, std::string value) {
        return [=](Fields& fields) {
            std::erase_if(fields, [&](const auto& field) { return field.first == name; });
            fields.emplace_back(name, value);
        };
    };
    const auto drop = [](std::string name) {
        return [=](Fields& fields) { std::erase_if(fields, [&](const auto& field) { return field.first == name; }); };
    };
    refuse_with(set("hours", ""), "hours");
    refuse_with(set("hours", "0"), "hours");
    refuse_with(set("hours", "<script>alert(1)</script>"), "hours");
    refuse_with(set("weekly_hours", "41"), "weekly_hours");
    refuse_with(set("budget", "-5"), "budget");
    refuse_with(set("presence_days", "1,5"), "presence_days");
    refuse_with(set("until", "2026-03-02"), "until");
    refuse_with(set("until", "2028-03-03"), "until");
    refuse_with(drop("working_days"), "working_days");
    refuse_with(drop("formats"), "formats");
    refuse_with(drop("places"), "places");
    refuse_with(set("places", "9999"), "places");
    refuse_with([](Fields& fields) { fields.insert(fields.end(), {{"absence_first_0", "2026-07-02"}, {"absence_last_0", "2026-07-01"}}); },
                "absence_last_0");
    refuse_with([](Fields& fields) { fields.insert(fields.end(), {{"absence_first_0", "2026-07-02"}, {"absence_last_0", ""}}); }, "absence_last_0");
    CHECK_FALSE(town.service->find_own(town.clerk)->facts.preferences);
}

TEST_CASE_FIXTURE(Pages, "what is typed comes back escaped") {
    auto fields = good_preferences();
    fields[1].second = "\"><script>alert(1)</script>";
    const auto page = post("/profil/lernzeit", fields);
    CHECK_FALSE(contains(page.text(), "<script>alert"));
    CHECK(contains(page.text(), "&lt;script&gt;alert(1)&lt;/script&gt;"));
    const auto catalogue = get("/kompetenzen/escape");
    CHECK_FALSE(contains(catalogue.text(), "Mit <script>"));
    CHECK(contains(catalogue.text(), "Mit &lt;script&gt; &amp; &quot;Zeichen&quot;"));
}

TEST_CASE_FIXTURE(Pages, "IST beside SOLL with chart, table, source, date and origin") {
    choose_job();
    const Answer answer{town.competence("conversation"), 2};
    REQUIRE(town.service->self_assess(town.clerk, std::span(&answer, 1)));
    const auto page = get("/kompetenzen");
    CHECK(contains(page.text(), "<svg"));
    CHECK(contains(page.text(), "<table"));
    CHECK(contains(page.text(), "Stufe 2 von 3"));
    CHECK(contains(page.text(), "Selbsteinschätzung vom 2. März 2026, Sicherheit 60 %"));
    CHECK(contains(page.text(), "Noch nicht eingeschätzt"));
    for (const auto origin : {"Allgemein", "Markt", "Eigene Verwaltung"}) CHECK(contains(page.text(), origin));
    // By importance: digital-basics 3 × 6, teamwork 2 × 6, e-file 2 × 5, conversation 1 × 8
    const auto first = page.text().find("id=\"luecken\"");
    CHECK(page.text().find("#einschaetzen", first) > page.text().find("/kompetenzen/digital-basics", first));
    CHECK(page.text().find("/kompetenzen/digital-basics", first) < page.text().find("/kompetenzen/teamwork", first));
    CHECK(page.text().find("/kompetenzen/teamwork", first) < page.text().find("/kompetenzen/e-file", first));
    CHECK(page.text().find("/kompetenzen/e-file", first) < page.text().find("/kompetenzen/conversation", first));
    CHECK(page.text().size() < 40 * 1024);
}

TEST_CASE_FIXTURE(Pages, "more than six gaps: the first as cards, the others as rows, none missing") {
    choose_job();
    std::vector<CompetenceId> all;
    for (const auto& competence : town.frameworks->current()->competences()) all.push_back(competence.id);
    REQUIRE(town.service->set_interests(town.clerk, all));
    const auto page = get("/kompetenzen");
    CHECK(count(page.text(), "<article class=\"kc-card\"") == 6);
    CHECK(count(page.text(), "#einschaetzen\"") == 8);
    CHECK(contains(page.text(), "Eigenes Interesse 1"));
}

TEST_CASE_FIXTURE(Pages, "a value is corrected, withdrawn and brought back on the page of its competence") {
    choose_job();
    CHECK(location(post("/kompetenzen/teamwork/stufe", {{"level", "2"}})) == "/kompetenzen/teamwork");
    auto page = get("/kompetenzen/teamwork");
    CHECK(contains(page.text(), "Zurücknehmen"));
    CHECK(contains(page.text(), "zählt"));
    const auto id = town.service->find_own(town.clerk)->facts.evidence.front().id;
    const auto path = fmt::format("/kompetenzen/teamwork/nachweise/{}", id.value);
    CHECK(post(path + "/ruecknahme", {}, town.colleague).status == 404);
    CHECK(post(path + "/ruecknahme", {}, town.editor).status == 403);
    CHECK(post(path + "/ruecknahme", {}).status == 303);
    CHECK(contains(get("/kompetenzen/teamwork").text(), "zurückgenommen"));
    CHECK(post(path + "/wiederherstellung", {}).status == 303);
    CHECK(town.service->find_own(town.clerk)->complete.assessed == 1);
    CHECK(post("/kompetenzen/teamwork/stufe", {}).status == 422);
    CHECK(post("/kompetenzen/teamwork/stufe", {{"level", "7"}}).status == 422);
    CHECK(post("/kompetenzen/no-such/stufe", {{"level", "1"}}).status == 404);
    CHECK(post("/kompetenzen/teamwork/nachweise/99999/ruecknahme", {}).status == 404);
    CHECK(get("/kompetenzen/no-such").status == 404);
}

TEST_CASE_FIXTURE(Pages, "a surer value is shown as the one that counts") {
    choose_job();
    const std::vector found{FoundLevel{town.competence("teamwork"), 4, EvidenceSource::test, today}};
    database->in_transaction([&](storage::Transaction& transaction) {
        return record_found_levels(transaction, town.observer, town.clerk.person, found, std::nullopt, town.clock.now());
    });
    REQUIRE(post("/kompetenzen/teamwork/stufe", {{"level", "1"}}).status == 303);
    CHECK(contains(get("/kompetenzen/teamwork").text(), "Zurzeit zählt ein anderer Wert"));
    CHECK(contains(get("/profil/koennen/teamwork").text(), "Test vom 2. März 2026, Stufe 4."));
}

TEST_CASE_FIXTURE(Pages, "one person never sees what another has said") {
    choose_job();
    REQUIRE(post("/kompetenzen/teamwork/stufe", {{"level", "5"}}).status == 303);
    REQUIRE(town.service->set_interests(town.clerk, {town.competence("ai-basics")}));
    REQUIRE(town.service->set_preferences(town.clerk, town.preferences()));
    CHECK_FALSE(contains(get("/kompetenzen/teamwork", town.colleague).text(), "Zurücknehmen"));
    CHECK_FALSE(contains(get("/kompetenzen", town.colleague).text(), "Selbsteinschätzung vom"));
    CHECK_FALSE(contains(get("/profil/interessen", town.colleague).text(), " checked"));
    CHECK_FALSE(contains(get("/profil/lernzeit", town.colleague).text(), "2026-07-01"));
    CHECK(api(Method::get, "/api/v1/me/evidence", "", town.colleague).text() == R"({"evidence":[]})");
}

TEST_CASE_FIXTURE(Pages, "the CSV opens in a spreadsheet and runs nothing there") {
    choose_job();
    REQUIRE(post("/kompetenzen/conversation/stufe", {{"level", "2"}}).status == 303);
    const auto csv = get("/kompetenzen/export.csv");
    CHECK(csv.status == 200);
    CHECK(csv.text().starts_with("\xEF\xBB\xBF\"Kompetenz\";"));
    CHECK(contains(csv.text(), "\"Gesprächsführung\";\"Soziale Kompetenzen\";2;3;1;8;\"Selbsteinschätzung\";2026-03-02;60;"));
    CHECK(count(csv.text(), "\r\n") == 5);
    CHECK(csv_cell("=1+1") == "\"'=1+1\"");
    CHECK(csv_cell("say \"so\"") == "\"say \"\"so\"\"\"");
}

TEST_CASE_FIXTURE(Pages, "the JSON interface reads and writes the same profile") {
    auto answer = api(Method::put, "/api/v1/me/jobs",
                      fmt::format(R"({{"present":"citizen-service","future":"team-lead","department":{}}})", town.citizen_office.value));
    CHECK(answer.status == 200);
    CHECK(contains(answer.text(), R"("present":{"slug":"citizen-service","name":"Bürgerservice"})"));
    CHECK(api(Method::post, "/api/v1/me/evidence", R"({"competence":"teamwork","level":3})").status == 201);
    CHECK(api(Method::post, "/api/v1/me/evidence", R"({"competence":"teamwork","level":3})").status == 200);  // sent twice
    CHECK(api(Method::post, "/api/v1/me/evidence", R"({"answers":[{"competence":"e-file","level":1},{"competence":"conversation"}]})").text() ==
          R"({"added":1})");
    answer = api(Method::get, "/api/v1/me/competences");
    CHECK(contains(answer.text(), R"("slug":"e-file","name":"E-Akte","area":"Digitales Arbeiten","current":1,"target":2,"asked_for":true)"));
    CHECK(contains(answer.text(), R"("origin":"market")"));
    CHECK(api(Method::put, "/api/v1/me/interests", R"({"competences":["ai-basics"]})").text() == R"({"competences":["ai-basics"]})");
    const auto preferences = fmt::format(
        R"({{"half_hours":60,"budget_cents":0,"presence_days":0,"until":"2026-12-31","working_days":["monday"],"online":true,"on_site":true,"places":[{}],"absences":[{{"first_day":"2026-05-01","last_day":"2026-05-02"}}]}})",
        town.heidelberg.value);
    answer = api(Method::put, "/api/v1/me/learning-preferences", preferences);
    CHECK(answer.status == 200);
    CHECK(contains(answer.text(), R"("stated":true,"half_hours":60,"weekly_half_hours":null)"));
    const auto id = town.service->find_own(town.clerk)->facts.evidence.front().id;
    CHECK(api(Method::del, fmt::format("/api/v1/me/evidence/{}", id.value), "", town.colleague).status == 404);
    CHECK(api(Method::del, fmt::format("/api/v1/me/evidence/{}", id.value)).status == 204);
    CHECK(contains(api(Method::get, "/api/v1/me/evidence").text(), R"("withdrawn":true)"));
    CHECK(contains(api(Method::get, "/api/v1/competences").text(), R"("levels":["Ich kann Gesprächsführung auf Stufe 1.")"));
    CHECK(contains(api(Method::get, "/api/v1/role-profiles").text(), R"("successors":["team-lead"])"));
    const auto detail = api(Method::get, "/api/v1/role-profiles/citizen-service");
    CHECK(contains(detail.text(), "Viele kurze Gespräche."));
    CHECK_FALSE(contains(detail.text(), "Nur in dieser Kommune."));  // for the people of the other town
    CHECK(api(Method::get, "/api/v1/role-profiles/no-such").status == 404);
}

TEST_CASE_FIXTURE(Pages, "the JSON interface names the member it refuses and changes nothing") {
    const auto refused = [&](Method method, std::string_view path, std::string_view body, std::string_view field) {
        CAPTURE(body);
        const auto answer = api(method, path, body);
        CHECK(answer.status == 422);
        CHECK(contains(answer.text(), fmt::format(R"("field":"{}")", field)));
    };
    const auto jobs = "/api/v1/me/jobs", evidence = "/api/v1/me/evidence", interests = "/api/v1/me/interests",
               preferences = "/api/v1/me/learning-preferences";
    refused(Method::put, jobs, R"({"present":"no-such"})", "present");
    refused(Method::put, jobs, R"({"present":7})", "present");
    refused(Method::put, jobs, R"({"present":"citizen-service","job":1})", "job");
    refused(Method::put, jobs, "{", "");
    refused(Method::put, jobs, "[]", "");
    refused(Method::put, jobs, "\xff", "");
    CHECK(api(Method::put, jobs, R"({"present":"citizen-service","future":"citizen-service"})").status == 422);
    CHECK(contains(api(Method::put, jobs, "{}").text(), "present_job_missing"));
    refused(Method::post, evidence, R"({"level":2})", "competence");
    refused(Method::post, evidence, R"({"competence":"no-such","level":2})", "competence");
    refused(Method::post, evidence, R"({"competence":"teamwork","level":6})", "level");
    refused(Method::post, evidence, R"({"competence":"teamwork","level":1.5})", "level");
    refused(Method::post, evidence, R"({"answers":[{"competence":"teamwork","level":1},{"competence":"e-file","level":"2"}]})", "answers[1].level");
    refused(Method::post, evidence, R"({"answers":[{"competence":"teamwork","level":1,"x":1}]})", "answers[0].x");
    refused(Method::put, interests, R"({"competences":["ai-basics","no-such"]})", "competences[1]");
    refused(Method::put, interests, R"({"competences":"ai-basics"})", "competences");
    refused(Method::put, interests, "{}", "competences");
    const auto with = [](std::string_view part) {
        return fmt::format(R"({{"half_hours":60,"budget_cents":0,"presence_days":0,"until":"2026-12-31","working_days":["monday"],{}}})", part);
    };
    refused(Method::put, preferences, with(R"("online":false,"on_site":false)"), "online");
    refused(Method::put, preferences, with(R"("online":true,"on_site":true)"), "places");
    refused(Method::put, preferences, with(R"("online":true,"on_site":"yes")"), "on_site");
    refused(Method::put, preferences, with(R"("online":true,"on_site":false,"absences":[{"first_day":"2026-05-02","last_day":"2026-05-01"}])"),
            "absences[0].last_day");
    refused(Method::put, preferences, with(R"("online":true,"on_site":false,"absences":[{"first_day":"2026-02-30","last_day":"2026-05-01"}])"),
            "absences[0].first_day");
    refused(Method::put, preferences,
            R"({"half_hours":60,"budget_cents":0,"presence_days":0,"until":"2026-03-02","working_days":["monday"],"online":true,"on_site":false})",
            "until");
    refused(Method::put, preferences,
            R"({"half_hours":60,"budget_cents":0,"presence_days":0,"until":"2026-12-31","working_days":["montag"],"online":true,"on_site":false})",
            "working_days");
    const auto own = town.service->find_own(town.clerk);
    CHECK_FALSE(own->complete.job);
    CHECK(own->facts.evidence.empty());
    CHECK(own->facts.interests.empty());
    CHECK_FALSE(own->facts.preferences);
}

TEST_CASE_FIXTURE(Pages, "data access gives everything by name and erasure leaves nothing") {
    choose_job();
    REQUIRE(post("/kompetenzen/teamwork/stufe", {{"level", "2"}}).status == 303);
    REQUIRE(town.service->set_interests(town.clerk, {town.competence("ai-basics")}));
    REQUIRE(town.service->set_preferences(town.clerk, town.preferences()));
    REQUIRE(post("/profil/koennen/e-file", {{"action", "weiss_nicht"}}).status == 303);
    CompetencePersonalData data(*town.frameworks);
    const auto exported = database->read([&](storage::Session& session) { return data.export_data(session, town.clerk.person); });
    for (const auto part :
         {"\"present_job\":\"Bürgerservice\"", "\"competence\":\"Zusammenarbeit im Team\",\"level\":2", "\"interests\":[\"KI verstehen\"]",
          "\"skipped_questions\":[\"E-Akte\"]", "\"places\":[\"Heidelberg\"]", "\"first_day\":\"2026-07-01\""}) {
        CAPTURE(part);
        CHECK(contains(exported, part));
    }
    database->in_transaction([&](storage::Transaction& transaction) { data.erase(transaction, town.clerk.person); });
    CHECK(town.count("SELECT (SELECT count(*) FROM evidence) + (SELECT count(*) FROM person_jobs) + (SELECT count(*) FROM person_interests) + "
                     "(SELECT count(*) FROM learning_preferences) + (SELECT count(*) FROM person_places) + (SELECT count(*) FROM absences) + "
                     "(SELECT count(*) FROM assessment_skips)") == 0);
}
