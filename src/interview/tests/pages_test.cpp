// SPDX-License-Identifier: EUPL-1.2
#include "interview/pages.hpp"
#include "http/request_builder.hpp"
#include "interview/interview.hpp"
#include "interview/tests/interview_town.hpp"

#include <doctest/doctest.h>

using namespace kc;
using namespace kc::interview;
using namespace kc::interview::test;
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
        options.navigation = {{"/interview", "interview.navigation", {Role::learner}}};
        return options;
    }());
    return site;
}

using Fields = std::vector<std::pair<std::string, std::string>>;

struct Pages {
    Pages() { register_routes(router, site(), town.interviews, *town.frameworks); }

    http::Response get(std::string_view path, const Viewer& viewer, Language language = Language::de) {
        auto request = http::RequestBuilder(Method::get, path).viewer(viewer).language(language).build();
        return router.handle(request);
    }
    http::Response get(std::string_view path) { return get(path, town.clerk); }
    http::Response post(std::string_view path, const Fields& fields = {}) {
        http::RequestBuilder builder(Method::post, path);
        for (const auto& [name, value] : fields) builder.form(name, value);
        auto request = builder.viewer(town.clerk).build();
        return router.handle(request);
    }
    http::Response api(Method method, std::string_view path, std::string_view body = "{}") {
        auto request = http::RequestBuilder(method, path).body(body).viewer(town.clerk).build();
        return router.handle(request);
    }
    static std::string location(const http::Response& response) { return std::string(response.headers.get("Location").value_or("")); }
    http::Response answer(std::string_view question, std::string_view value) {
        return post("/interview/antwort", {{"question", std::string(question)}, {"answer", std::string(value)}, {"action", "weiter"}});
    }
    void begin() {
        REQUIRE(location(post("/interview/beginn", {{"view", "dialogue"}})) == "/interview");
        REQUIRE(location(answer("job", "citizen-service")) == "/interview");
    }
    std::string proposal(std::string_view slug) { return fmt::format("proposal-{}", town.proposal_of(town.state(), slug).id.value); }

    std::unique_ptr<kc::test::TestDatabase> owner = kc::test::sqlite_database();
    InterviewTown town{**owner};
    http::Router router;
};

const std::vector<std::string> paths{"/interview", "/interview/formular", "/interview/protokoll", "/interview/protokoll/loeschung",
                                     "/interview/verwerfen"};

}  // namespace

TEST_CASE_FIXTURE(Pages, "the way through the dialogue without script: one question on a page, a form and a redirect each") {
    auto page = get("/interview");
    CHECK(page.status == 200);
    CHECK(contains(page.text(), "Gespräch beginnen"));
    CHECK(contains(page.text(), "nach höchstens 12 Minuten"));
    post("/interview/beginn");
    page = get("/interview");
    CHECK(count(page.text(), "<h1") == 1);
    CHECK(contains(page.text(), "Was tun Sie?"));
    CHECK(contains(page.text(), "Höchstens 12 Minuten."));
    CHECK(contains(page.text(), R"(<option value="citizen-service">Bürgerservice</option>)"));
    CHECK(contains(page.text(), "Warum fragen wir das?"));
    CHECK_FALSE(contains(page.text(), "Zur Frage davor"));
    answer("job", "citizen-service");
    page = get("/interview");
    CHECK(contains(page.text(), "Wann haben Sie zuletzt jemanden beraten?"));
    CHECK(contains(page.text(), "Ich kann Gesprächsführung auf Stufe 3."));
    CHECK(contains(page.text(), "Noch etwa 8 Fragen"));
    CHECK(contains(page.text(), "Zur Frage davor"));
    CHECK(contains(page.text(), "Bürgerservice"));  // said so far
    answer("soft.conversation", "3");
    post("/interview/antwort", {{"question", "soft.teamwork"}, {"action", "weiss_nicht"}});
    page = get("/interview");
    CHECK(contains(page.text(), "<textarea"));
    CHECK(contains(page.text(), "Stufe 3: übernommen"));
    post("/interview/zurueck");
    CHECK(contains(get("/interview").text(), "Zusammenarbeit im Team"));
    post("/interview/antwort", {{"question", "soft.teamwork"}, {"action", "ueberspringen"}});
    CHECK(contains(get("/interview").text(), "Übersprungen"));
}

TEST_CASE_FIXTURE(Pages, "what was understood is shown with its words and can be confirmed, corrected or rejected") {
    begin();
    answer("week", "Ich schreibe <b>Briefe</b> und mache Beratung. KI lernen!");
    auto page = get("/interview");
    CHECK(contains(page.text(), "Stimmt das so?"));
    CHECK(contains(page.text(), "Ich schreibe &lt;b&gt;<mark>Briefe</mark>&lt;/b&gt;"));
    CHECK(contains(page.text(), "Ja, das passt:"));
    CHECK(contains(page.text(), "Ich kann Texte am PC auf Stufe 3."));
    CHECK(contains(page.text(), "Ja, das möchte ich lernen"));
    CHECK(count(page.text(), "Nein, das passt nicht") == 3);
    CHECK(contains(page.text(), "Das habe ich noch nie gemacht."));  // all levels from 0 on
    CHECK(contains(page.text(), fmt::format(R"(name="{}" type="radio" value="yes" checked)", proposal("office-text"))));
    CHECK_FALSE(contains(page.text(), fmt::format(R"(name="{}" type="radio" value="3" checked)", proposal("conversation"))));
    CHECK_FALSE(town.level("office-text").assessed());

    const auto incomplete = post("/interview/auswahl", {{proposal("office-text"), "yes"}, {proposal("ai-basics"), "no"}});
    CHECK(incomplete.status == 422);
    CHECK(contains(incomplete.text(), "Bitte entscheiden Sie"));
    CHECK(contains(incomplete.text(), "#feld-" + proposal("conversation")));
    CHECK_FALSE(town.level("office-text").assessed());

    CHECK(post("/interview/auswahl", {{proposal("office-text"), "9"}}).status == 422);
    CHECK(location(post("/interview/auswahl", {{proposal("office-text"), "2"}, {proposal("conversation"), "4"}, {proposal("ai-basics"), "no"}})) ==
          "/interview");
    CHECK(town.level("office-text").level == 2);
    CHECK(town.level("conversation").level == 4);
    CHECK_FALSE(town.interested("ai-basics"));
    CHECK(contains(get("/interview").text(), "Stufe 2: berichtigt und übernommen"));
}

TEST_CASE_FIXTURE(Pages, "nothing of it can be taken over with one button") {
    begin();
    answer("week", "Briefe und Beratung");
    CHECK(location(post("/interview/auswahl", {{"action", "ohne"}})) == "/interview");
    CHECK(town.count("SELECT COUNT(*) FROM evidence") == 0);
    CHECK_FALSE(contains(get("/interview").text(), "Stimmt das so?"));
}

TEST_CASE_FIXTURE(Pages, "a refused answer shows the question again with the problem and keeps what was typed") {
    begin();
    const auto page = answer("week", std::string(1001, 'a'));
    CHECK(page.status == 422);
    CHECK(contains(page.text(), "Bitte kürzen Sie auf höchstens 1000 Zeichen."));
    CHECK(contains(page.text(), "#feld-answer"));
    CHECK(contains(page.text(), std::string(1001, 'a')));
    CHECK(contains(page.text(), "Was haben Sie zuletzt gemacht?"));
    CHECK(answer("soft.conversation", "").status == 422);
    CHECK(answer("unknown", "3").status == 422);
}

TEST_CASE_FIXTURE(Pages, "htmx gets the turn alone, everyone else the page") {
    begin();
    auto request =
        http::RequestBuilder(Method::get, "/interview").header("HX-Request", "true").header("HX-Target", "div#gespraech").viewer(town.clerk).build();
    const auto fragment = router.handle(request);
    CHECK_FALSE(contains(fragment.text(), "<html"));
    CHECK(contains(fragment.text(), R"(id="gespraech")"));
    CHECK(contains(fragment.text(), "autofocus"));
    CHECK_FALSE(contains(get("/interview").text(), "autofocus"));
}

TEST_CASE_FIXTURE(Pages, "the end says why, and finishing leads back to the start") {
    begin();
    while (!town.asked().empty()) REQUIRE(town.leave(town.asked(), Outcome::dont_know));
    const auto page = get("/interview");
    CHECK(contains(page.text(), "Das war alles Wichtige"));
    CHECK(contains(page.text(), "Alle Fragen sind gestellt."));
    CHECK(location(post("/interview/abschluss")) == "/interview");
    CHECK(contains(get("/interview").text(), "Ihr letztes Gespräch haben Sie am 2. März 2026"));
}

TEST_CASE_FIXTURE(Pages, "the form is the same session: what is said in one is there in the other") {
    CHECK(location(get("/interview/formular")) == "/interview");
    CHECK(location(post("/interview/beginn", {{"view", "form"}})) == "/interview/formular");
    auto page = get("/interview/formular");
    CHECK_FALSE(contains(page.text(), " required"));  // any question may be left for later
    CHECK(page.status == 200);
    CHECK(contains(page.text(), "Sobald Sie Ihre Tätigkeit gespeichert haben"));
    answer("job", "citizen-service");
    answer("soft.conversation", "3");
    page = get("/interview/formular");
    CHECK(contains(page.text(), R"(<option value="citizen-service" selected>)"));
    CHECK(contains(page.text(), "3 – Ich kann Gesprächsführung auf Stufe 3."));
    CHECK(contains(page.text(), R"(name="q-further.e-file")"));
    CHECK(contains(page.text(), "Gesprächsführung"));

    const auto saved = post("/interview/formular", {{"q-job", "citizen-service"},
                                                    {"q-soft.conversation", "4"},
                                                    {"q-soft.teamwork", "weiss_nicht"},
                                                    {"q-further.e-file", "1"},
                                                    {"q-further.digital-basics", ""},
                                                    {"q-week", "Briefe"},
                                                    {"q-form", "online"}});
    CHECK(location(saved) == "/interview/formular");
    CHECK(town.level("conversation").level == 4);
    CHECK(town.level("e-file").level == 1);
    CHECK_FALSE(town.level("office-text").assessed());
    CHECK(town.state().entry_of("soft.teamwork")->outcome == Outcome::dont_know);
    CHECK(town.state().entry_of("further.digital-basics") == nullptr);
    page = get("/interview/formular");
    CHECK(contains(page.text(), proposal("office-text")));
    CHECK_FALSE(contains(page.text(), R"(value="yes" checked)"));  // saving something else confirms nothing
    post("/interview/formular", {{proposal("office-text"), "yes"}});
    CHECK(town.level("office-text").level == 3);
}

TEST_CASE_FIXTURE(Pages, "a form with something wrong is refused as a whole") {
    begin();
    const auto page = post("/interview/formular", {{"q-soft.conversation", "4"}, {"q-form", "mal so"}});
    CHECK(page.status == 422);
    CHECK(contains(page.text(), "#feld-q-form"));
    CHECK_FALSE(town.level("conversation").assessed());
    CHECK(post("/interview/formular", {{"q-soft.conversation", "7"}}).status == 422);
}

TEST_CASE_FIXTURE(Pages, "the transcript is read and deleted line by line, each time with a confirmation") {
    CHECK(contains(get("/interview/protokoll").text(), "Sie haben noch kein Gespräch geführt."));
    begin();
    answer("soft.conversation", "3");
    auto page = get("/interview/protokoll");
    CHECK(contains(page.text(), "Wann haben Sie zuletzt jemanden beraten?"));
    CHECK(contains(page.text(), "Leitfaden 2026-1."));
    const auto id = town.state().entries.back().id.value;
    const auto path = fmt::format("/interview/protokoll/{}/loeschung", id);
    CHECK(contains(page.text(), path));
    page = get(path);
    CHECK(page.status == 200);
    CHECK(contains(page.text(), "Diese Zeile löschen?"));
    CHECK(town.level("conversation").assessed());
    CHECK(location(post(path)) == "/interview/protokoll");
    CHECK_FALSE(town.level("conversation").assessed());
    CHECK(get(path).status == 404);
    CHECK(post(path).status == 404);
    CHECK(contains(get("/interview/protokoll/loeschung").text(), "Das ganze Protokoll löschen?"));
    CHECK(location(post("/interview/protokoll/loeschung")) == "/interview/protokoll");
    CHECK(town.count("SELECT COUNT(*) FROM interview_sessions") == 0);
    CHECK(get("/interview/protokoll?seite=zwei").status == 200);
}

TEST_CASE_FIXTURE(Pages, "discarding asks first") {
    CHECK(location(get("/interview/verwerfen")) == "/interview");
    begin();
    CHECK(contains(get("/interview/verwerfen").text(), "Gespräch verwerfen?"));
    CHECK(town.interviews.find_state(town.clerk));
    CHECK(location(post("/interview/verwerfen")) == "/interview");
    CHECK_FALSE(town.interviews.find_state(town.clerk));
}

TEST_CASE_FIXTURE(Pages, "what a language model got and answered can be read at its line") {
    CHECK(contains(get("/interview").text(), "Das Sprachmodell liest bei Ihnen nicht mit"));
    town.agree_to_model(town.clerk);
    CHECK(contains(get("/interview").text(), "weil Sie eingewilligt haben"));
    begin();
    answer("week", "Briefe");
    const auto page = get("/interview");
    CHECK(contains(page.text(), "Vorschlag des Sprachmodells"));
    CHECK(contains(page.text(), "Frage an das Modell"));
    CHECK(contains(page.text(), "Antwort des Modells"));
    CHECK(contains(get("/interview/protokoll").text(), "Frage an das Modell"));
}

TEST_CASE_FIXTURE(Pages, "a later question is offered on the start page and can be left alone") {
    town.database.in_transaction([&](storage::Transaction& tx) {
        ask_after_unit(tx, town.clerk.person, "E-Akte kompakt", town.competence("e-file"), town.clock.today(), town.clock.now());
    });
    town.clock.advance(std::chrono::days{14});
    auto page = get("/interview");
    CHECK(contains(page.text(), "Zwei kurze Fragen"));
    CHECK(contains(page.text(), "E-Akte kompakt"));
    const auto id = town.interviews.find_due_checkin(town.clerk)->id.value;
    CHECK(location(post(fmt::format("/interview/nachfragen/{}/beginn", id))) == "/interview");
    page = get("/interview");
    CHECK(contains(page.text(), "Haben Sie „E-Akte kompakt“ angewendet?"));
    CHECK_FALSE(contains(page.text(), "Höchstens 12 Minuten"));
    post("/interview/verwerfen");
    CHECK(location(post(fmt::format("/interview/nachfragen/{}/schliessung", id))) == "/uebersicht");
    CHECK_FALSE(contains(get("/interview").text(), "Zwei kurze Fragen"));
    CHECK(post("/interview/nachfragen/99/beginn").status == 404);
}

TEST_CASE_FIXTURE(Pages, "every page exists in English as well") {
    for (int round = 0; round < 2; ++round) {
        for (const auto& path : paths) {
            CAPTURE(path);
            const auto page = get(path, town.clerk, Language::en);
            CHECK((page.status == 200 || page.status == 303));
            if (page.status == 200) CHECK(contains(page.text(), "lang=\"en\""));
            if (page.status == 200) CHECK(count(page.text(), "<h1") == 1);
        }
        begin();
    }
}

TEST_CASE_FIXTURE(Pages, "nobody without a profile of their own gets in") {
    for (const auto& path : paths) {
        CAPTURE(path);
        CHECK(get(path, town.editor).status == 403);
        auto request = http::RequestBuilder(Method::get, path).build();
        CHECK(location(router.handle(request)) == "/anmelden");
    }
    for (const auto path : {"/api/v1/me/interview", "/api/v1/me/interview/transcript"}) {
        CAPTURE(path);
        CHECK(get(path, town.editor).status == 403);
        auto request = http::RequestBuilder(Method::get, path).build();
        CHECK(router.handle(request).status == 401);
    }
}

TEST_CASE_FIXTURE(Pages, "the same dialogue as JSON") {
    CHECK(contains(api(Method::get, "/api/v1/me/interview", "").text(), R"("open":false)"));
    CHECK(api(Method::post, "/api/v1/me/interview/answer", R"({"question":"job","values":["citizen-service"]})").status == 409);
    auto answer = api(Method::post, "/api/v1/me/interview");
    CHECK(answer.status == 200);
    CHECK(contains(answer.text(), R"("key":"job","kind":"job_choice")"));
    answer = api(Method::post, "/api/v1/me/interview/answer", R"({"question":"job","values":["citizen-service"]})");
    CHECK(contains(answer.text(), R"("key":"soft.conversation")"));
    CHECK(contains(answer.text(), R"({"value":"3","text":"Ich kann Gesprächsführung auf Stufe 3."})"));
    answer = api(Method::post, "/api/v1/me/interview/answer", R"({"question":"soft.conversation","values":["9"]})");
    CHECK(answer.status == 422);
    CHECK(contains(answer.text(), "values"));
    answer = api(Method::post, "/api/v1/me/interview/skip", R"({"question":"soft.conversation"})");
    CHECK(contains(answer.text(), R"("key":"soft.teamwork")"));
    answer = api(Method::post, "/api/v1/me/interview/answer", R"({"question":"week","values":["Ich schreibe Briefe."]})");
    CHECK(contains(answer.text(), R"("proposals":[{)"));
    CHECK(contains(answer.text(), R"("mentions":[{"begin":13,"end":19}])"));
    const auto id = town.proposal_of(town.state(), "office-text").id.value;
    CHECK(api(Method::post, "/api/v1/me/interview/decide", R"({"decisions":[{"proposal":999,"accept":true}]})").status == 404);
    CHECK(api(Method::post, "/api/v1/me/interview/decide", R"({"decisions":[{"accept":true}]})").status == 422);
    answer = api(Method::post, "/api/v1/me/interview/decide", fmt::format(R"({{"decisions":[{{"proposal":{},"accept":true,"level":2}}]}})", id));
    CHECK(answer.status == 200);
    CHECK(town.level("office-text").level == 2);
    answer = api(Method::post, "/api/v1/me/interview/back");
    CHECK(contains(answer.text(), R"("key":"week")"));
    CHECK(contains(answer.text(), R"("answer":["Ich schreibe Briefe."])"));
    answer = api(Method::get, "/api/v1/me/interview/transcript", "");
    CHECK(contains(answer.text(), R"("decision":"corrected")"));
    CHECK(api(Method::get, "/api/v1/me/interview/transcript?page=0", "").status == 422);
    const auto line = town.state().entries.back().id.value;
    CHECK(api(Method::del, fmt::format("/api/v1/me/interview/transcript/{}", line), "").status == 204);
    CHECK_FALSE(town.level("office-text").assessed());
    CHECK(contains(api(Method::post, "/api/v1/me/interview/finish").text(), R"("open":false)"));
    CHECK(api(Method::post, "/api/v1/me/interview/finish").status == 409);
    CHECK(api(Method::post, "/api/v1/me/interview/finish", "[").status == 422);
}
