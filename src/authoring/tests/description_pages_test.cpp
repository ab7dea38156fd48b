// SPDX-License-Identifier: EUPL-1.2
#include "authoring/tests/authoring_town.hpp"

#include "http/request_builder.hpp"

#include <doctest/doctest.h>

using namespace kc;
using namespace kc::authoring;
using namespace kc::authoring::test;
using http::Method;

namespace {

bool contains(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

std::size_t count(std::string_view text, std::string_view part) {
    std::size_t found = 0;
    for (auto at = text.find(part); at != std::string_view::npos; at = text.find(part, at + part.size())) ++found;
    return found;
}

using Fields = std::vector<std::pair<std::string, std::string>>;

struct Pages : AuthoringTown {
    Pages() {
        router.on_error([](const http::Request& request, int status) { return site().error_page(request, status); });
        register_description_routes(router, {site(), authoring, {site(), catalogues, frameworks, town.clock}});
    }

    http::Response get(std::string_view path, const Viewer& viewer, Language language = Language::de) {
        auto request = http::RequestBuilder(Method::get, path).viewer(viewer).language(language).build();
        return router.handle(request);
    }
    http::Response get(std::string_view path) { return get(path, editor()); }
    http::Response visit(std::string_view path) {
        auto request = http::RequestBuilder(Method::get, path).build();
        return router.handle(request);
    }
    http::Response post(std::string_view path, const Fields& fields, const Viewer& viewer, bool fragment = false) {
        http::RequestBuilder builder(Method::post, path);
        for (const auto& [name, value] : fields) builder.form(name, value);
        if (fragment) builder.header("HX-Request", "true").header("HX-Target", "bereitschaft");
        auto request = builder.viewer(viewer).build();
        return router.handle(request);
    }
    http::Response post(std::string_view path, const Fields& fields = {}) { return post(path, fields, editor()); }
    http::Response api(Method method, std::string_view path, std::string_view body, const Viewer& viewer) {
        auto request = http::RequestBuilder(method, path).body(body).viewer(viewer).build();
        return router.handle(request);
    }
    static std::string location(const http::Response& response) { return std::string(response.headers.get("Location").value_or("")); }
    static std::string path(LearningUnitId id, std::string_view rest = {}) {
        return "/anbieter-bereich/angebote/" + std::to_string(id.value) + std::string(rest);
    }
    // The fields of a section as the page shows them, for sending them back.
    Fields stamp(LearningUnitId id, Section section) {
        const auto offer = this->offer(id);
        return {
            {"revision", std::to_string(offer.revision())}, {"fingerprint", section_fingerprint(offer.content(), section)}, {"aktion", "speichern"}};
    }

    http::Router router;
};

}  // namespace

TEST_CASE("the portal lists own offers with state and points; others are sent away kindly") {
    Pages pages;
    const auto list = pages.get("/anbieter-bereich");
    CHECK(list.status == 200);
    CHECK(count(list.text(), "<h1") == 1);
    CHECK(contains(list.text(), "Veröffentlicht"));
    CHECK(contains(list.text(), "Neues Angebot"));
    CHECK_FALSE(contains(list.text(), "Gute Gespräche führen"));  // of another provider
    CHECK(contains(pages.get("/anbieter-bereich", pages.editor(), Language::en).text(), "Own offers"));
    CHECK(contains(pages.get("/anbieter-bereich", pages.office()).text(), "Alle Anbieter"));
    CHECK(contains(pages.get("/anbieter-bereich?suche=gibtesnicht").text(), "Kein Angebot gefunden"));
    CHECK(contains(pages.get("/anbieter-bereich?stand=retired").text(), "Kein Angebot gefunden"));
    CHECK(pages.get("/anbieter-bereich?stand=%3Cx&anbieter=x&seite=99&sortierung=termin&richtung=ab").status == 200);
    CHECK(pages.get("/anbieter-bereich", pages.town.clerk).status == 403);
    CHECK(Pages::location(pages.get("/anbieter-bereich", pages.town.instructor)) == "/anbieter-bereich/termine");
    CHECK(pages.visit("/anbieter-bereich").status == 303);
}

TEST_CASE("editors and instructors see the dates of their own provider only, others none") {
    Pages pages;
    const auto editor = pages.get("/anbieter-bereich/termine");
    CHECK(editor.status == 200);
    CHECK(contains(editor.text(), "Hochschule für Verwaltung Kurpfalz"));
    CHECK_FALSE(contains(editor.text(), "Akademie für kommunale IT"));
    CHECK(contains(pages.get("/anbieter-bereich/termine", pages.town.instructor).text(), "Akademie für kommunale IT"));
    CHECK(pages.get("/anbieter-bereich/termine", pages.town.clerk).status == 403);
    CHECK(pages.get("/anbieter-bereich/termine.csv", pages.town.clerk).status == 403);
    CHECK(pages.visit("/anbieter-bereich/termine").status == 303);
}

TEST_CASE("the CSV file of dates is complete and harmless in a spreadsheet") {
    Pages pages;
    pages.town.database().in_transaction([](storage::Transaction& transaction) {
        transaction.execute("UPDATE learning_units SET title = '=1+1;\"x\"' WHERE slug = 'gespraech-intensiv'");
    });
    pages.reload();
    const auto csv = pages.get("/anbieter-bereich/termine.csv");
    CHECK(csv.status == 200);
    CHECK(contains(csv.headers.get("Content-Disposition").value_or(""), "termine.csv"));
    CHECK(csv.text().starts_with("\xEF\xBB\xBF\"Anbieter\";\"Angebot\""));
    CHECK(contains(csv.text(), "\"'=1+1;\"\"x\"\"\""));
    CHECK(contains(csv.text(), "\"geplant\""));
}

TEST_CASE("a new offer asks for kind and title, and keeps what was typed when something is missing") {
    Pages pages;
    CHECK(pages.get("/anbieter-bereich/angebote/neu").status == 200);
    const auto refused = pages.post("/anbieter-bereich/angebote/neu", {{"title", "Nur ein Titel"}});
    CHECK(refused.status == 422);
    CHECK(contains(refused.text(), "Nur ein Titel"));
    const auto made = pages.post("/anbieter-bereich/angebote/neu", {{"title", "Nur ein Titel"}, {"kind", "coaching"}});
    CHECK(made.status == 303);
    CHECK(Pages::location(made).ends_with("/bearbeiten/titel"));
    const auto editor = pages.get(Pages::location(made));
    CHECK(contains(editor.text(), "Coaching"));
    CHECK(pages.post("/anbieter-bereich/angebote/neu", {{"title", "x"}, {"kind", "coaching"}}, pages.town.clerk).status == 403);
    CHECK(pages.post("/anbieter-bereich/angebote/neu", {{"title", "x"}, {"kind", "coaching"}}, pages.office()).status == 422);  // which provider?
}

TEST_CASE("every section has its page with fields, labels and the check beside it; the light template leaves fields out") {
    Pages pages;
    const auto unit = pages.drafted(), light = pages.drafted(OfferKind::dialogue);
    for (const auto* section : {"titel", "beschreibung", "kompetenzen", "ablauf", "bedingungen", "qualitaet", "anschluss"}) {
        CAPTURE(section);
        for (const auto id : {unit, light}) {
            for (const auto language : {Language::de, Language::en}) {
                const auto page = pages.get(Pages::path(id, "/bearbeiten/") + section, pages.editor(), language);
                CHECK(page.status == 200);
                CHECK(count(page.text(), "<h1") == 1);
                CHECK(contains(page.text(), "id=\"bereitschaft\""));
                CHECK(contains(page.text(), "data-island=\"readiness\""));
            }
        }
    }
    CHECK(contains(pages.get(Pages::path(unit, "/bearbeiten/beschreibung")).text(), "name=\"description_specialist\""));
    CHECK_FALSE(contains(pages.get(Pages::path(light, "/bearbeiten/beschreibung")).text(), "name=\"description_specialist\""));
    CHECK(pages.get(Pages::path(unit, "/bearbeiten/unsinn")).status == 404);
    CHECK(pages.get(Pages::path(pages.foreign_unit(), "/bearbeiten/titel")).status == 404);
    CHECK(pages.get(Pages::path(unit, "/bearbeiten/titel"), pages.town.clerk).status == 403);
}

TEST_CASE("sections are saved incomplete, one leads to the next, and wrong writings stay in their fields") {
    Pages pages;
    const auto id = pages.drafted();
    auto fields = pages.stamp(id, Section::title);
    fields.insert(fields.end(), {{"title", "Bescheide verstehen"}, {"keywords", "a, b;c"}, {"language", "en"}});
    auto saved = pages.post(Pages::path(id, "/bearbeiten/titel"), fields);
    CHECK(saved.status == 303);
    CHECK(pages.offer(id).content().title == "Bescheide verstehen");
    CHECK(pages.offer(id).content().keywords == std::vector<std::string>{"a", "b", "c"});
    CHECK(pages.offer(id).content().language == "en");

    fields = pages.stamp(id, Section::phases);
    fields[2].second = "weiter";
    fields.insert(fields.end(), {{"mode", "hybrid"}, {"tutorial", "4,5"}, {"presence_days", "1"}});
    saved = pages.post(Pages::path(id, "/bearbeiten/ablauf"), fields);
    CHECK(Pages::location(saved) == Pages::path(id, "/bearbeiten/bedingungen"));
    CHECK(pages.offer(id).content().tutorial == HalfHours{9});

    fields = pages.stamp(id, Section::conditions);
    fields.insert(fields.end(), {{"participants_min", "viele"}, {"price_member", "12,50"}});
    const auto refused = pages.post(Pages::path(id, "/bearbeiten/bedingungen"), fields);
    CHECK(refused.status == 422);
    CHECK(contains(refused.text(), "viele"));
    CHECK(contains(refused.text(), "12,50"));
    CHECK(contains(refused.text(), "id=\"fehler\""));

    fields = pages.stamp(id, Section::quality);
    fields.insert(fields.end(), {{"ects_tenths", "2,5"},
                                 {"dqr", "5"},
                                 {"credentials", "participation"},
                                 {"accessibility", "captions"},
                                 {"seal_name_0", "Siegel"},
                                 {"seal_until_0", "2027-12-31"}});
    CHECK(pages.post(Pages::path(id, "/bearbeiten/qualitaet"), fields).status == 303);
    CHECK(pages.offer(id).content().ects_tenths == 25);
    REQUIRE(pages.offer(id).content().seals.size() == 1);
    fields = pages.stamp(id, Section::quality);
    fields.insert(fields.end(), {{"ects_tenths", "zwei"}, {"seal_issuer_0", "TÜV"}});
    CHECK(pages.post(Pages::path(id, "/bearbeiten/qualitaet"), fields).status == 422);
}

TEST_CASE("competences are found and chosen without script, and levels stay what they are") {
    Pages pages;
    const auto id = pages.drafted();
    const auto editor = Pages::path(id, "/bearbeiten/kompetenzen");
    auto fields = pages.stamp(id, Section::competences);
    fields[2].second = "suchen";
    fields.emplace_back("kompetenz", "Gespräch");
    const auto found = pages.post(editor, fields);
    CHECK(Pages::location(found).find("kompetenz=Gespr%C3%A4ch") != std::string::npos);
    const auto page = pages.get(editor + "?kompetenz=Gespr%C3%A4ch");
    CHECK(contains(page.text(), "value=\"lehrt:conversation\""));
    CHECK(contains(pages.get(editor + "?kompetenz=xyzxyz").text(), "keine Kompetenz"));

    fields = pages.stamp(id, Section::competences);
    fields[2].second = "lehrt:conversation";
    CHECK(pages.post(editor, fields).status == 303);
    REQUIRE(pages.offer(id).content().teaches.size() == 1);
    fields = pages.stamp(id, Section::competences);
    fields.insert(fields.end(), {{"lehrt", "conversation"}, {"lehrt_von_0", "1"}, {"lehrt_bis_0", "3"}, {"modules", "social"}});
    CHECK(pages.post(editor, fields).status == 303);
    CHECK(pages.offer(id).content().teaches == std::vector<catalogue::LevelContent>{{"conversation", 2}, {"conversation", 3}});
    fields = pages.stamp(id, Section::competences);
    fields.insert(fields.end(), {{"lehrt", "conversation"}, {"lehrt_von_0", "3"}, {"lehrt_bis_0", "2"}});
    const auto refused = pages.post(editor, fields);
    CHECK(refused.status == 422);
    CHECK(contains(refused.text(), "muss höher sein"));
    fields = pages.stamp(id, Section::competences);
    fields[2].second = "lehrt-weg:conversation";
    fields.insert(fields.end(), {{"lehrt", "conversation"}, {"lehrt_von_0", "1"}, {"lehrt_bis_0", "3"}});
    CHECK(pages.post(editor, fields).status == 303);
    CHECK(pages.offer(id).content().teaches.empty());
}

TEST_CASE("an offer of a partner is chosen by search; its phases are then shown and not asked") {
    Pages pages;
    const auto id = pages.drafted();
    const auto editor = Pages::path(id, "/bearbeiten/anschluss");
    CHECK(contains(pages.get(editor + "?angebot=gute+gespr%C3%A4che").text(), "value=\"partner:gespraech-grundlagen\""));
    auto fields = pages.stamp(id, Section::connections);
    fields[2].second = "partner:gespraech-grundlagen";
    fields.emplace_back("origin", "own");
    CHECK(pages.post(editor, fields).status == 303);
    CHECK(pages.offer(id).content().code_share_of == "gespraech-grundlagen");
    const auto phases = pages.get(Pages::path(id, "/bearbeiten/ablauf"));
    CHECK(contains(phases.text(), "Kommt vom Partner"));
    CHECK_FALSE(contains(phases.text(), "name=\"tutorial\""));
    fields = pages.stamp(id, Section::connections);
    fields[2].second = "nach:unsinn";
    CHECK(pages.post(editor, fields).status == 422);
}

TEST_CASE("a colleague has saved the same section: both texts are shown, and saving again takes what is in the fields") {
    Pages pages;
    const auto id = pages.drafted();
    const auto editor = Pages::path(id, "/bearbeiten/titel");
    auto mine = pages.stamp(id, Section::title), theirs = mine;
    mine.emplace_back("title", "Mein Titel");
    theirs.emplace_back("title", "Ihr Titel");
    CHECK(pages.post(editor, theirs, pages.office()).status == 303);
    const auto conflict = pages.post(editor, mine);
    CHECK(conflict.status == 409);
    CHECK(contains(conflict.text(), "Ihr Titel"));
    CHECK(contains(conflict.text(), "value=\"Mein Titel\""));
    CHECK(contains(conflict.text(), "inzwischen geändert"));
    CHECK(contains(conflict.text(), "name=\"revision\" value=\"2\""));
    mine[0].second = "2";
    CHECK(pages.post(editor, mine).status == 303);
    CHECK(pages.offer(id).content().title == "Mein Titel");
}

TEST_CASE("the check answers a page without script and a part of it with, and stores nothing") {
    Pages pages;
    const auto id = pages.drafted();
    auto fields = pages.stamp(id, Section::descriptions);
    fields.emplace_back("description_general", "Die Stakeholder werden sensibilisiert. <script>alert(1)</script>");
    const auto whole = pages.post(Pages::path(id, "/bearbeiten/beschreibung/pruefung"), fields);
    CHECK(whole.status == 200);
    CHECK(contains(whole.text(), "<h1"));
    CHECK(contains(whole.text(), "RE-34"));
    CHECK_FALSE(contains(whole.text(), "<script>alert"));
    const auto part = pages.post(Pages::path(id, "/bearbeiten/beschreibung/pruefung"), fields, pages.editor(), true);
    CHECK(part.status == 200);
    CHECK_FALSE(contains(part.text(), "<h1"));
    CHECK(contains(part.text(), "role=\"status\""));
    CHECK(pages.offer(id).revision() == 1);
}

TEST_CASE("from submission to release: the office sees the differences, sends back or releases") {
    Pages pages;
    const auto id = pages.drafted();
    const auto early = pages.post(Pages::path(id, "/einreichung"));
    CHECK(early.status == 422);
    CHECK(contains(early.text(), "noch nicht so weit"));
    REQUIRE(pages.save(pages.editor(), id, AuthoringTown::good(pages.offer(id).content()), 1).has_value());
    CHECK(contains(pages.get(Pages::path(id)).text(), "Zur Freigabe einreichen"));
    CHECK(pages.post(Pages::path(id, "/einreichung")).status == 303);
    CHECK(contains(pages.get(Pages::path(id)).text(), "Wartet auf die Geschäftsstelle"));
    CHECK(Pages::location(pages.get(Pages::path(id, "/bearbeiten/titel"))) == Pages::path(id));

    CHECK(pages.get("/freigaben").status == 403);
    CHECK(pages.visit("/freigaben").status == 303);
    const auto list = pages.get("/freigaben", pages.office());
    CHECK(contains(list.text(), "Bescheide verständlich schreiben"));
    const std::string one = "/freigaben/" + std::to_string(id.value);
    CHECK(contains(pages.get(one, pages.office()).text(), "Freigeben und veröffentlichen"));
    CHECK(pages.post(one + "/rueckgabe", {{"remark", ""}}, pages.office()).status == 422);
    CHECK(pages.post(one + "/rueckgabe", {{"remark", "Bitte kürzer"}}, pages.office()).status == 303);
    CHECK(contains(pages.get(Pages::path(id)).text(), "Bitte kürzer"));
    CHECK(pages.post(Pages::path(id, "/einreichung")).status == 303);
    CHECK(pages.post(Pages::path(id, "/ruecknahme")).status == 303);
    CHECK(pages.post(Pages::path(id, "/einreichung")).status == 303);
    const auto stale = pages.post(one + "/freigabe", {{"revision", "1"}}, pages.office());
    CHECK(stale.status == 409);
    CHECK(contains(stale.text(), "Inzwischen hat jemand"));
    CHECK(pages.post(one + "/freigabe", {{"revision", "2"}}, pages.editor()).status == 403);
    CHECK(pages.post(one + "/freigabe", {{"revision", "2"}}, pages.office()).status == 303);
    CHECK(contains(pages.get("/freigaben", pages.office()).text(), "Nichts wartet auf Freigabe"));
    CHECK(pages.get(one, pages.office()).status == 303);
    CHECK(contains(pages.get(Pages::path(id)).text(), "Fassung 1"));
}

TEST_CASE("preview, versions, copy, discard and restoring are pages and buttons of the offer") {
    Pages pages;
    const auto id = pages.own_unit();
    auto content = pages.offer(id).content();
    content.title = "Ein neuer Titel";
    REQUIRE(pages.save(pages.editor(), id, content, 0).has_value());
    const auto preview = pages.get(Pages::path(id, "/vorschau"));
    CHECK(preview.status == 200);
    CHECK(contains(preview.text(), "Ein neuer Titel"));
    CHECK(pages.get(Pages::path(pages.drafted(), "/vorschau")).status == 200);
    CHECK(pages.get(Pages::path(id, "/vorschau"), pages.town.clerk).status == 403);
    REQUIRE(pages.authoring.release(pages.office(), id, 1).has_value());
    const auto versions = pages.get(Pages::path(id, "/versionen"));
    CHECK(versions.status == 200);
    CHECK(contains(versions.text(), "Von Fassung 1 zu Fassung 2"));
    CHECK(contains(versions.text(), "Ein neuer Titel"));
    CHECK(pages.get(Pages::path(id, "/versionen?von=2&bis=1")).status == 200);
    CHECK(pages.get(Pages::path(id, "/versionen?von=x&bis=99")).status == 200);
    CHECK(pages.post(Pages::path(id, "/versionen/1/entwurf")).status == 303);
    CHECK(pages.post(Pages::path(id, "/versionen/1/entwurf")).status == 409);
    CHECK(contains(pages.get(Pages::path(id, "/verwerfen")).text(), "Entwurf verwerfen?"));
    CHECK(pages.post(Pages::path(id, "/verwerfen")).status == 303);
    CHECK(pages.get(Pages::path(id, "/verwerfen")).status == 409);
    CHECK(Pages::location(pages.post(Pages::path(id, "/kopie"))).ends_with("/bearbeiten/titel"));
    REQUIRE(pages.authoring.retire(pages.editor(), id).has_value());
    CHECK(contains(pages.get(Pages::path(id)).text(), "Wieder aufnehmen"));
    CHECK(pages.post(Pages::path(id, "/wiederaufnahme")).status == 303);
    CHECK(pages.post(Pages::path(id, "/wiederaufnahme")).status == 409);
    CHECK(pages.post(Pages::path(id, "/freigabe-fuer-alle")).status == 409);
    CHECK(pages.post(Pages::path(pages.foreign_unit(), "/kopie")).status == 404);
}

TEST_CASE("the standard is public: a page that explains each field, and a JSON Schema of it") {
    Pages pages;
    const auto page = pages.visit("/standard-beschreibung");
    CHECK(page.status == 200);
    for (const auto& field : standard_fields()) {
        CAPTURE(field.name);
        CHECK(contains(page.text(), "<code>" + std::string(field.name) + "</code>"));
    }
    for (const auto& rule : readiness_rules()) CHECK(contains(page.text(), rule.number));
    const auto schema = pages.visit("/api/v1/schemas/offer");
    CHECK(schema.status == 200);
    CHECK(contains(schema.text(), "\"$schema\""));
    CHECK(contains(schema.text(), "\"required\":[\"title\""));
    CHECK(contains(schema.text(), "\"description\":"));
}

TEST_CASE("programs write, check, submit and release over the same rules") {
    Pages pages;
    const std::string all = "/api/v1/provider/offers";
    const auto provider = std::to_string(pages.own_provider().value);
    const auto made =
        pages.api(Method::post, all, "{\"provider\":" + provider + ",\"kind\":\"learning_unit\",\"title\":\"Per Programm\"}", pages.editor());
    REQUIRE(made.status == 201);
    const auto id = pages.value<LearningUnitId>("SELECT id FROM learning_units WHERE title = 'Per Programm'");
    const auto one = all + "/" + std::to_string(id.value);
    CHECK(contains(pages.api(Method::get, one, "", pages.editor()).text(), "\"revision\":1"));
    CHECK(contains(pages.api(Method::get, all + "?state=draft&q=programm", "", pages.editor()).text(), "\"total\":1"));
    CHECK(pages.api(Method::get, all + "?state=bunt&page=0", "", pages.editor()).status == 422);

    const std::string content = "{\"title\":\"Bescheide schreiben\",\"objective\":\"Sie schreiben einen Bescheid.\"}";
    CHECK(contains(pages.api(Method::post, one + "/readiness", content, pages.editor()).text(), "\"score\":"));
    CHECK(contains(pages.api(Method::get, one + "/readiness", "", pages.editor()).text(), "\"rule\":\"RE-01\""));
    CHECK(pages.api(Method::put, one, "{\"revision\":1,\"content\":" + content + "}", pages.editor()).status == 200);
    CHECK(pages.api(Method::put, one, "{\"revision\":1,\"content\":" + content + "}", pages.editor()).status == 409);
    CHECK(pages.api(Method::put, one, content, pages.editor()).status == 422);
    CHECK(pages.api(Method::put, one, "no json", pages.editor()).status == 422);
    const auto wrong = pages.api(Method::put, one, R"({"revision":2,"content":{"title":5}})", pages.editor());
    CHECK(wrong.status == 422);
    CHECK(contains(wrong.text(), "\"content.title\""));
    const auto impossible = pages.api(Method::put, one, R"({"revision":2,"content":{"title":"x","dqr":9}})", pages.editor());
    CHECK(contains(impossible.text(), "\"field\":\"dqr\""));

    const auto early = pages.api(Method::post, one + "/submission", "", pages.editor());
    CHECK(early.status == 422);
    CHECK(contains(early.text(), "\"code\":\"not_ready\""));
    REQUIRE(pages.save(pages.editor(), id, AuthoringTown::good(pages.offer(id).content()), 2).has_value());
    CHECK(pages.api(Method::post, one + "/submission", "", pages.editor()).status == 204);
    CHECK(pages.api(Method::del, one + "/submission", "", pages.editor()).status == 204);
    CHECK(pages.api(Method::post, one + "/release", "{\"revision\":3}", pages.editor()).status == 403);
    CHECK(contains(pages.api(Method::post, one + "/release", "{\"revision\":3}", pages.office()).text(), "\"version\":1"));
    CHECK(contains(pages.api(Method::get, one + "/versions", "", pages.editor()).text(), "\"version\":1"));
    CHECK(pages.api(Method::del, one, "", pages.editor()).status == 409);
    CHECK(pages.api(Method::get, one, "", pages.town.clerk).status == 403);
    CHECK(pages.api(Method::get, all + "/" + std::to_string(pages.foreign_unit().value), "", pages.editor()).status == 404);
}

TEST_CASE("no address breaks whoever asks and whatever is sent, and nobody without the right gets further than the door") {
    Pages pages;
    const auto draft = pages.drafted(), waiting = pages.submitted(), own = pages.own_unit();
    const Viewer* viewers[] = {&pages.town.clerk,        &pages.town.supervisor, &pages.town.provider_editor, &pages.town.instructor,
                               &pages.town.board_member, &pages.town.office,     &pages.town.venue_host,      &pages.town.system_operator};
    const Fields hostile{{"title", "<script>alert(1)</script>"},
                         {"revision", "-9999999999999"},
                         {"aktion", "lehrt:<x>"},
                         {"lehrt", "x"},
                         {"lehrt_von_0", "9"},
                         {"seal_until_0", "gestern"},
                         {"kind", "nichts"},
                         {"remark", std::string(5000, 'x')},
                         {"mode", "fliegend"},
                         {"only_for", "mannheim"},
                         {"price_member", "-1"},
                         {"keywords", std::string(5000, ',')},
                         {"dqr", "99"},
                         {"description_general", "<b>" + std::string(50'000, '<')}};
    const auto replaced = [](std::string text, std::string_view what, std::string_view by) {
        for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + by.size())) text.replace(at, what.size(), by);
        return text;
    };
    int asked = 0;
    for (const auto id : {draft, waiting, own, pages.foreign_unit(), LearningUnitId{999'999'999}}) {
        for (const auto& route : pages.router.routes()) {
            auto path = replaced(std::string(route.pattern), "{id:id}", std::to_string(id.value));
            path = replaced(replaced(path, "{version:id}", "1"), "{section}", "kompetenzen");
            for (const auto* viewer : viewers) {
                CAPTURE(path);
                http::RequestBuilder builder(route.method, path + "?suche=%3Cscript%3E&kompetenz=%22%3E&angebot=x&von=-1&seite=-3");
                if (path.starts_with("/api/")) {
                    builder.body("{\"revision\":\"x\",\"content\":[[[[]]]]}");
                } else if (route.method == Method::post) {
                    for (const auto& [name, value] : hostile) builder.form(name, value);
                }
                auto request = builder.viewer(*viewer).build();
                const auto response = pages.router.handle(request);
                CHECK(response.status != 500);
                CHECK_FALSE(contains(response.text(), "<script>alert"));
                const bool editor = viewer->may(Permission::edit_offers);
                const bool open = route.options.is_public || path.find("/termine") != std::string::npos || path == "/anbieter-bereich";
                if (!editor && !open) CHECK(response.status == 403);
                ++asked;
            }
        }
    }
    CHECK(asked > 1000);
}
