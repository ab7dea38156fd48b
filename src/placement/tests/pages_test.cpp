// SPDX-License-Identifier: EUPL-1.2
#include "placement/pages.hpp"
#include "http/request_builder.hpp"
#include "placement/tests/placement_town.hpp"

#include <doctest/doctest.h>

using namespace kc;
using namespace kc::placement;
using namespace kc::placement::test;
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
    Pages() { register_routes(router, site(), *town.tests, *town.documents, *town.confirmations); }

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
    http::Response upload(std::string_view content, const Fields& fields) {
        http::RequestBuilder builder(Method::post, "/profil/nachweise");
        for (const auto& [name, value] : fields) builder.form(name, value);
        builder.file("datei", "zeugnis.pdf", "application/pdf", content);
        auto request = builder.viewer(town.clerk).build();
        return router.handle(request);
    }
    static std::string location(const http::Response& response) { return std::string(response.headers.get("Location").value_or("")); }
    Question present(std::string_view slug) { return *(*town.tests->latest(town.clerk, town.competence(slug)))->question; }
    Fields answer_fields(const Question& question, const Choice& choice) {
        Fields fields{{"frage", std::to_string(question.item.id.value)}, {"action", "weiter"}};
        if (question.item.kind == ItemKind::ordering) {
            for (std::size_t place = 0; place < choice.size(); ++place) {
                fields.emplace_back(fmt::format("platz-{}", choice[place]), std::to_string(place + 1));
            }
        } else {
            for (const int position : choice) fields.emplace_back("antwort", std::to_string(position));
        }
        return fields;
    }

    std::unique_ptr<kc::test::TestDatabase> owner = kc::test::sqlite_database();
    PlacementTown town{**owner};
    http::Router router;
    const Fields good_document{
        {"titel", "Zertifikat"}, {"aussteller", "VHS"}, {"datum", "2026-01-10"}, {"kompetenz-1", "teamwork"}, {"stufe-1", "3"}};
};

}  // namespace

TEST_CASE_FIXTURE(Pages, "a whole test without a script: begin, answer, see the result, take it over") {
    REQUIRE(town.service->set_jobs(town.clerk, {town.role("citizen-service"), {}}));
    auto page = get("/kurz-pruefen");
    CHECK(page.status == 200);
    CHECK(contains(page.text(), "href=\"/kurz-pruefen/teamwork\""));
    page = get("/kurz-pruefen/teamwork");
    CHECK(contains(page.text(), "Fragen beginnen"));
    CHECK(location(post("/kurz-pruefen/teamwork", {})) == "/kurz-pruefen/teamwork");
    for (int asked = 0; asked < questions_max && (*town.tests->latest(town.clerk, town.competence("teamwork")))->question; ++asked) {
        page = get("/kurz-pruefen/teamwork");
        CHECK(page.status == 200);
        CHECK(count(page.text(), "<h1") == 1);
        CHECK_FALSE(contains(page.text(), "Darum."));  // no explanation yet
        const auto question = present("teamwork");
        CHECK(location(post("/kurz-pruefen/teamwork/antwort", answer_fields(question, right_choice(question.item)))) == "/kurz-pruefen/teamwork");
    }
    page = get("/kurz-pruefen/teamwork");
    CHECK(contains(page.text(), "Ihr Ergebnis: Stufe 4"));
    CHECK(contains(page.text(), "Darum."));
    CHECK(contains(page.text(), "In mein Profil übernehmen"));
    CHECK_FALSE(town.current(town.clerk, "teamwork"));
    CHECK(location(post("/kurz-pruefen/teamwork/uebernahme", {})) == "/kompetenzen/teamwork");
    CHECK(town.current(town.clerk, "teamwork")->level == 4);
    CHECK(contains(get("/kurz-pruefen/teamwork").text(), "Dieses Ergebnis steht in Ihrem Profil."));
    CHECK(contains(get("/kurz-pruefen").text(), "Wiederholung ab 9. März 2026"));
    CHECK(post("/kurz-pruefen/teamwork", {}).status == 409);
}

TEST_CASE_FIXTURE(Pages, "a question without an answer is asked again, 'Weiß ich nicht' needs none, an order needs every place once") {
    REQUIRE(town.tests->begin(town.clerk, town.competence("teamwork")));
    const auto question = present("teamwork");
    const auto id = std::to_string(question.item.id.value);
    const auto refused = post("/kurz-pruefen/teamwork/antwort", {{"frage", id}, {"action", "weiter"}});
    CHECK(refused.status == 422);
    CHECK(contains(refused.text(), "role=\"alert\""));
    if (question.item.kind == ItemKind::ordering) {
        const auto twice = post("/kurz-pruefen/teamwork/antwort", {{"frage", id}, {"platz-0", "1"}, {"platz-1", "1"}, {"platz-2", "3"}});
        CHECK(twice.status == 422);
        CHECK(contains(twice.text(), "zweimal vergeben"));
    }
    CHECK(post("/kurz-pruefen/teamwork/antwort", {{"frage", "999999"}, {"antwort", "0"}}).status == 303);  // an old page: show the present one
    CHECK(town.count("SELECT count(*) FROM placement_answers") == 0);
    CHECK(post("/kurz-pruefen/teamwork/antwort", {{"frage", id}, {"action", "weiss_nicht"}}).status == 303);
    CHECK(town.count("SELECT count(*) FROM placement_answers") == 1);
    CHECK(contains(get("/kurz-pruefen/teamwork/abbruch").text(), "Test abbrechen?"));
    CHECK(location(post("/kurz-pruefen/teamwork/abbruch", {})) == "/kurz-pruefen");
    CHECK(town.count("SELECT count(*) FROM placement_tests") == 0);
}

TEST_CASE_FIXTURE(Pages, "what is not there or not for this person is told so") {
    CHECK(get("/kurz-pruefen/no-such").status == 404);
    CHECK(get("/kurz-pruefen/e-file").status == 404);
    CHECK(get("/kurz-pruefen/teamwork/abbruch").status == 404);
    for (const auto path : {"/kurz-pruefen", "/kurz-pruefen/teamwork", "/profil/nachweise", "/profil/bestaetigungen", "/profil/bestaetigungen/neu"}) {
        CAPTURE(path);
        CHECK(get(path, town.boss).status == 403);
        CHECK(get(path, town.editor).status == 403);
        auto request = http::RequestBuilder(Method::get, path).build();
        CHECK(location(router.handle(request)) == "/anmelden");
    }
    CHECK(get("/bestaetigungen", town.clerk).status == 403);
    CHECK(get("/bestaetigungen/7", town.boss).status == 404);
    CHECK(get("/profil/nachweise/7/datei").status == 404);
    CHECK(get("/profil/nachweise/7/loeschung").status == 404);
    CHECK(get("/profil/bestaetigungen/7/ruecknahme").status == 404);
}

TEST_CASE_FIXTURE(Pages, "a certificate is uploaded, downloaded, and deleted after a question") {
    CHECK(contains(get("/profil/nachweise").text(), "enctype=\"multipart/form-data\""));
    CHECK(upload(small_pdf, good_document).status == 303);
    auto page = get("/profil/nachweise");
    CHECK(contains(page.text(), "Zertifikat"));
    const auto id = town.documents->list(town.clerk)->front().id.value;
    const auto file = get(fmt::format("/profil/nachweise/{}/datei", id));
    CHECK(file.status == 200);
    CHECK(file.text() == small_pdf);
    CHECK(contains(*file.headers.get("Content-Disposition"), "attachment"));
    CHECK(*file.headers.get("X-Content-Type-Options") == "nosniff");
    CHECK(get(fmt::format("/profil/nachweise/{}/datei", id), town.colleague).status == 404);
    CHECK(contains(get(fmt::format("/profil/nachweise/{}/loeschung", id)).text(), "Nachweis „Zertifikat“ löschen?"));
    CHECK(post(fmt::format("/profil/nachweise/{}/loeschung", id), {}).status == 303);
    CHECK(town.documents->list(town.clerk)->empty());
}

TEST_CASE_FIXTURE(Pages, "a wrong upload keeps the input and names the field") {
    const auto refused = upload("MZ program", good_document);
    CHECK(refused.status == 422);
    CHECK(contains(refused.text(), "href=\"#feld-datei\""));
    CHECK(contains(refused.text(), "value=\"Zertifikat\""));
    auto fields = good_document;
    fields[2].second = "2026-03-09";
    CHECK(contains(upload(small_pdf, fields).text(), "href=\"#feld-datum\""));
    fields = good_document;
    fields.pop_back();
    CHECK(contains(upload(small_pdf, fields).text(), "href=\"#feld-stufe-1\""));
    CHECK(post("/profil/nachweise", good_document).status == 422);  // no file at all
    CHECK(town.documents->list(town.clerk)->empty());
}

TEST_CASE_FIXTURE(Pages, "asking, seeing only this, and confirming") {
    auto page = get("/profil/bestaetigungen/neu?kompetenz=teamwork&stufe=3");
    CHECK(contains(page.text(), "boss Leitung"));
    CHECK_FALSE(contains(page.text(), "other-boss"));
    CHECK(contains(page.text(), "<option value=\"teamwork\" selected>"));
    const Fields request{{"action", "senden"},
                         {"kompetenz", "teamwork"},
                         {"stufe", "3"},
                         {"person", std::to_string(town.boss.person.value)},
                         {"nachricht", "Wie <b>besprochen</b>"}};
    page = post("/profil/bestaetigungen/neu", {{"action", "suchen"}, {"suche", "niemand"}, {"kompetenz", "teamwork"}});
    CHECK(page.status == 200);
    CHECK(contains(page.text(), "Zu dieser Suche passt niemand"));
    CHECK(location(post("/profil/bestaetigungen/neu", request)) == "/profil/bestaetigungen");
    CHECK(post("/profil/bestaetigungen/neu", request).status == 422);  // asked already
    CHECK(contains(get("/profil/bestaetigungen").text(), "Offen bis"));
    const auto id = town.confirmations->requests(town.clerk)->front().id.value;
    CHECK(contains(get("/bestaetigungen", town.boss).text(), "clerk Muster"));
    page = get(fmt::format("/bestaetigungen/{}", id), town.boss);
    CHECK(contains(page.text(), "Wie &lt;b&gt;besprochen"));
    CHECK(contains(page.text(), "Ich kann Zusammenarbeit im Team auf Stufe 3."));
    CHECK(get(fmt::format("/bestaetigungen/{}", id), town.stranger_boss).status == 404);
    CHECK(post(fmt::format("/bestaetigungen/{}", id), {{"action", "ablehnen"}, {"grund", ""}}, town.boss).status == 422);
    CHECK(post(fmt::format("/bestaetigungen/{}", id), {{"action", "bestaetigen"}, {"stufe", "9"}}, town.boss).status == 422);
    CHECK(location(post(fmt::format("/bestaetigungen/{}", id), {{"action", "bestaetigen"}, {"stufe", "3"}}, town.boss)) == "/bestaetigungen");
    CHECK(town.current(town.clerk, "teamwork")->confidence_percent == 95);
    CHECK(contains(get("/profil/bestaetigungen").text(), "Bestätigt wurde Stufe 3."));
    CHECK(get(fmt::format("/bestaetigungen/{}", id), town.boss).status == 404);
}

TEST_CASE_FIXTURE(Pages, "a request is withdrawn after a question") {
    REQUIRE(town.confirmations->request(town.clerk, {town.boss.person, town.competence("teamwork"), 2, std::nullopt, ""}));
    const auto id = town.confirmations->requests(town.clerk)->front().id.value;
    CHECK(contains(get(fmt::format("/profil/bestaetigungen/{}/ruecknahme", id)).text(), "boss Leitung kann die Bitte"));
    CHECK(post(fmt::format("/profil/bestaetigungen/{}/ruecknahme", id), {}).status == 303);
    CHECK(town.confirmations->asked(town.boss)->empty());
}

TEST_CASE_FIXTURE(Pages, "every page exists in English as well") {
    REQUIRE(town.confirmations->request(town.clerk, {town.boss.person, town.competence("teamwork"), 2, std::nullopt, ""}));
    const auto id = town.confirmations->requests(town.clerk)->front().id.value;
    REQUIRE(town.tests->begin(town.clerk, town.competence("teamwork")));
    for (const auto path : {"/kurz-pruefen", "/kurz-pruefen/teamwork", "/kurz-pruefen/conversation", "/profil/nachweise", "/profil/bestaetigungen",
                            "/profil/bestaetigungen/neu"}) {
        CAPTURE(path);
        const auto page = get(path, town.clerk, Language::en);
        CHECK(page.status == 200);
        CHECK(count(page.text(), "<h1") == 1);
    }
    CHECK(get("/bestaetigungen", town.boss, Language::en).status == 200);
    CHECK(get(fmt::format("/bestaetigungen/{}", id), town.boss, Language::en).status == 200);
}

TEST_CASE_FIXTURE(Pages, "the JSON interface leads through a test as the pages do") {
    CHECK(contains(api(Method::get, "/api/v1/me/placement-tests").text(), "\"competence\":\"teamwork\""));
    auto answer = api(Method::post, "/api/v1/me/placement-tests", R"({"competence":"teamwork"})");
    CHECK(answer.status == 201);
    CHECK(contains(answer.text(), "\"question\":{"));
    CHECK_FALSE(contains(answer.text(), "explanation"));
    const auto state = **town.tests->latest(town.clerk, town.competence("teamwork"));
    const auto path = fmt::format("/api/v1/me/placement-tests/{}", state.test.id.value);
    CHECK(api(Method::get, path).status == 200);
    CHECK(api(Method::get, path, "", town.colleague).status == 404);
    CHECK(api(Method::post, path + "/answers", R"({"item":999999})").status == 409);
    CHECK(api(Method::post, path + "/answers", fmt::format(R"({{"item":{},"chosen":[9]}})", state.question->item.id.value)).status == 422);
    CHECK(api(Method::post, path + "/answers", R"({"chosen":[1]})").status == 422);
    CHECK(api(Method::post, path + "/answers", fmt::format(R"({{"item":{}}})", state.question->item.id.value)).status == 200);
    CHECK(api(Method::post, path + "/profile-entry").status == 409);
    CHECK(api(Method::del, path).status == 204);
    CHECK(api(Method::post, "/api/v1/me/placement-tests", R"({"competence":"no-such"})").status == 422);
    CHECK(api(Method::post, "/api/v1/me/placement-tests", R"({"competence":"e-file"})").status == 404);
}

TEST_CASE_FIXTURE(Pages, "the JSON interface asks for confirmations and answers them") {
    const auto body = fmt::format(R"({{"asked":{},"competence":"teamwork","level":3,"message":"Bitte"}})", town.boss.person.value);
    CHECK(api(Method::post, "/api/v1/me/confirmations", body).status == 201);
    CHECK(api(Method::post, "/api/v1/me/confirmations", body).status == 409);
    CHECK(contains(api(Method::get, "/api/v1/me/confirmations").text(), "\"state\":\"open\""));
    const auto id = town.confirmations->requests(town.clerk)->front().id.value;
    CHECK(contains(api(Method::get, "/api/v1/confirmations", "", town.boss).text(), "clerk Muster"));
    CHECK(api(Method::get, "/api/v1/confirmations").status == 403);
    CHECK(api(Method::post, fmt::format("/api/v1/confirmations/{}/decision", id), "{}", town.boss).status == 422);
    CHECK(api(Method::post, fmt::format("/api/v1/confirmations/{}/decision", id), R"({"level":3})", town.boss).status == 204);
    CHECK(api(Method::del, fmt::format("/api/v1/me/confirmations/{}", id)).status == 404);
    CHECK(upload(small_pdf, good_document).status == 303);
    CHECK(contains(api(Method::get, "/api/v1/me/evidence-documents").text(), "\"media_type\":\"application/pdf\""));
    const auto document = town.documents->list(town.clerk)->front().id.value;
    CHECK(api(Method::del, fmt::format("/api/v1/me/evidence-documents/{}", document)).status == 204);
    for (const auto path : {"/api/v1/me/placement-tests", "/api/v1/me/evidence-documents", "/api/v1/me/confirmations", "/api/v1/confirmations"}) {
        auto request = http::RequestBuilder(Method::get, path).build();
        CHECK(router.handle(request).status == 401);
    }
}
