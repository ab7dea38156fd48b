// SPDX-License-Identifier: EUPL-1.2
#include "curation/tests/curation_town.hpp"

#include <boost/json.hpp>

using namespace kc;
using namespace kc::curation;
using namespace kc::curation::test;
using http::Method;
using http::RequestBuilder;

namespace {

using Fields = std::vector<std::pair<std::string, std::string>>;

struct Pages {
    Pages() : database(kc::test::sqlite_database()), town(**database) {
        router.on_error([](const http::Request& request, int status) { return site().error_page(request, status); });
        register_routes(router, {.site = site(),
                                 .curation = town.curation,
                                 .proposals = town.proposals,
                                 .demand = [this](CompetenceId) { return demand; },
                                 .offers_teaching = [](CompetenceId) { return 7; }});
    }

    http::Response send(RequestBuilder builder, const Viewer* viewer) {
        if (viewer != nullptr) builder.viewer(*viewer);
        auto request = builder.build();
        return router.handle(request);
    }
    http::Response get(std::string_view path, const Viewer* viewer = nullptr, Language language = Language::de) {
        return send(std::move(RequestBuilder(Method::get, path).language(language)), viewer);
    }
    http::Response get(std::string_view path, const Viewer& viewer) { return get(path, &viewer); }
    http::Response post(std::string_view path, const Fields& fields, const Viewer& viewer) {
        RequestBuilder builder(Method::post, path);
        for (const auto& [name, value] : fields) builder.form(name, value);
        return send(std::move(builder), &viewer);
    }
    http::Response json(Method method, std::string_view path, std::string_view body, const Viewer& viewer) {
        RequestBuilder builder(method, path);
        if (!body.empty()) builder.body(body);
        return send(std::move(builder), &viewer);
    }
    static std::string location(const http::Response& response) { return std::string(response.headers.get("Location").value_or("")); }

    static Fields fields_of(const CompetenceContent& content, const Base& base) {
        Fields fields{{"version", std::to_string(base.version)},
                      {"revision", std::to_string(base.revision)},
                      {"name", content.name},
                      {"area", content.area},
                      {"description", content.description},
                      {"keywords", content.keywords},
                      {"half_life", std::to_string(content.half_life_months)},
                      {"level_0", content.level_0}};
        for (std::size_t i = 0; i < content.descriptors.size(); ++i) fields.emplace_back(fmt::format("level_{}", i + 1), content.descriptors[i]);
        std::string phrases;
        for (const auto& phrase : content.phrases) phrases += phrase + "\r\n";
        fields.emplace_back("phrases", phrases);
        std::map<std::string, int> rows;
        for (const auto& alignment : content.alignments) {
            const std::string name = boost::describe::enum_to_string(alignment.framework, "");
            if (alignment.relation == AlignmentRelation::none) {
                fields.emplace_back(name + "_none", "1");
                continue;
            }
            const int row = rows[name]++;
            fields.emplace_back(fmt::format("{}_id_{}", name, row), alignment.concept_id);
            fields.emplace_back(fmt::format("{}_label_{}", name, row), alignment.label);
            fields.emplace_back(fmt::format("{}_relation_{}", name, row), boost::describe::enum_to_string(alignment.relation, ""));
        }
        return fields;
    }

    std::unique_ptr<kc::test::TestDatabase> database;
    CurationTown town;
    DemandFigures demand;
    http::Router router;
};

std::size_t count(std::string_view text, std::string_view part) {
    std::size_t found = 0;
    for (auto at = text.find(part); at != std::string_view::npos; at = text.find(part, at + part.size())) ++found;
    return found;
}

}  // namespace

TEST_CASE("everybody reads the map, searches and filters it, also without signing in") {
    Pages pages;
    const auto map = pages.get("/themenlandkarte");
    CHECK(map.status == 200);
    CHECK(count(map.text(), "<h1") == 1);
    CHECK(contains(map.text(), "Zusammenarbeit im Team"));
    CHECK(contains(map.text(), "8 Kompetenzen"));
    CHECK(contains(map.text(), "This service uses the ESCO classification of the European Commission."));
    CHECK_FALSE(contains(map.text(), "/themenlandkarte/neu"));
    CHECK(contains(pages.get("/themenlandkarte", nullptr, Language::en).text(), "Competence map"));
    const auto found = pages.get("/themenlandkarte?suche=e-akte").text();
    CHECK(contains(found, "/themenlandkarte/e-file"));
    CHECK_FALSE(contains(found, "/themenlandkarte/teamwork"));
    CHECK(contains(pages.get("/themenlandkarte?suche=gibtesnicht").text(), "Keine Kompetenz passt"));
    CHECK_FALSE(contains(pages.get("/themenlandkarte?bereich=social").text(), "/themenlandkarte/e-file"));
    CHECK(contains(pages.get("/themenlandkarte?rahmenwerk=keine").text(), "/themenlandkarte/e-file"));
    CHECK_FALSE(contains(pages.get("/themenlandkarte?rahmenwerk=esco").text(), "/themenlandkarte/e-file"));
    CHECK(pages.get("/themenlandkarte?suche=%3Cb%3E%25&bereich=%3Cx&stand=x&rahmenwerk=x").status == 200);
    // Drafts are for editors.
    const auto slug = *pages.town.curation.create(pages.town.office, CurationTown::good());
    CHECK_FALSE(contains(pages.get("/themenlandkarte?stand=alle").text(), slug));
    CHECK(pages.get("/themenlandkarte/" + slug).status == 404);
    CHECK(pages.get("/themenlandkarte/" + slug, pages.town.office).status == 200);
    CHECK(contains(pages.get("/themenlandkarte?stand=draft", pages.town.board).text(), slug));
    CHECK(pages.get("/themenlandkarte/gibt-es-nicht").status == 404);
}

TEST_CASE("a competence shows levels, alignments or the mark that nothing fits, who asks for it, and its versions") {
    Pages pages;
    const auto slug = pages.town.published();
    const auto page = pages.get("/themenlandkarte/" + slug).text();
    for (const auto part : {"Damit habe ich noch nicht gearbeitet.", "Ich lege fest, wie wir beteiligen.", "Leute mitreden lassen", "48 Monate",
                            "http://data.europa.eu/esco/skill/54924a2c-daca-40d3-9716-4b38ceb04f38", "Bürger beteiligen",
                            "Im Rahmenwerk KldB 2010 gibt es keine passende Entsprechung.", "This service uses the ESCO classification", "Fassung 1",
                            "Geschäftsstelle"}) {
        CAPTURE(part);
        CHECK(contains(page, part));
    }
    const auto team = pages.get("/themenlandkarte/teamwork").text();
    CHECK(contains(team, "Alle Beschäftigten, Stufe 2"));
    CHECK(contains(team, "Teamleitung, Stufe 4"));
    CHECK_FALSE(contains(pages.get("/themenlandkarte/e-file").text(), "Stufe 4 (Eigene Verwaltung)"));  // of one authority alone
    CHECK(contains(pages.get("/themenlandkarte/escape").text(), "Mit &lt;script&gt;"));
}

TEST_CASE("providers see demand in groups of five or more, others none") {
    Pages pages;
    pages.demand = {{{"Rhein-Neckar", 0, 2, 12}, {"Heidelberg", 1, 2, 3}}, 4, competence::test::day(2026, 3, 1)};
    const auto page = pages.get("/themenlandkarte/teamwork", pages.town.provider).text();
    CHECK(contains(page, "Personen mit Bedarf"));
    CHECK(contains(page, "15"));
    CHECK_FALSE(contains(page, "Heidelberg"));
    CHECK_FALSE(contains(pages.get("/themenlandkarte/teamwork").text(), "Personen mit Bedarf"));
    CHECK_FALSE(contains(pages.get("/themenlandkarte/teamwork", pages.town.town.clerk).text(), "Personen mit Bedarf"));
    pages.demand = {{{"Heidelberg", 1, 2, 4}}, 0, std::nullopt};
    CHECK(contains(pages.get("/themenlandkarte/teamwork", pages.town.board).text(), "weniger als fünf"));
}

TEST_CASE("the catalogue comes as CSV and JSON, without drafts") {
    Pages pages;
    const auto slug = pages.town.published();
    REQUIRE(pages.town.curation.create(pages.town.office, CurationTown::good("Geheimer Entwurf")).has_value());
    const auto csv = pages.get("/themenlandkarte/export.csv");
    CHECK(csv.text().starts_with("\xEF\xBB\xBF"));
    CHECK(contains(csv.text(), "Kennung"));
    CHECK(contains(csv.text(), "54924a2c-daca-40d3-9716-4b38ceb04f38"));
    CHECK_FALSE(contains(csv.text(), "Geheimer"));
    const auto json = boost::json::parse(pages.get("/themenlandkarte/export.json").text()).as_object();
    CHECK(json.at("format").as_int64() == 1);
    CHECK(json.at("competences").as_array().size() == 9);
    CHECK(contains(json.at("notice").as_string(), "ESCO classification"));
}

TEST_CASE("an editor writes a competence, is told what is open, previews and publishes it") {
    Pages pages;
    const auto& office = pages.town.office;
    CHECK(contains(pages.get("/themenlandkarte", office).text(), "/themenlandkarte/neu"));
    CHECK(pages.get("/themenlandkarte/neu", office).status == 200);
    CHECK(pages.post("/themenlandkarte/neu", {{"name", ""}}, office).status == 422);
    const auto created = pages.post("/themenlandkarte/neu", {{"name", "Bürgerbeteiligung planen"}, {"area", "social"}, {"half_life", "48"}}, office);
    REQUIRE(created.status == 303);
    const auto form = Pages::location(created);
    CHECK(form == "/themenlandkarte/buergerbeteiligung-planen/bearbeiten");
    CHECK(contains(pages.get(form, office).text(), "Das fehlt noch"));
    auto content = CurationTown::good();
    auto fields = Pages::fields_of(content, {1, 1});
    fields.emplace_back("aktion", "vorschau");
    const auto saved = pages.post(form, fields, office);
    REQUIRE(saved.status == 303);
    const auto preview = pages.get(Pages::location(saved), office);
    CHECK(preview.status == 200);
    CHECK(contains(preview.text(), "Als neue Fassung veröffentlichen"));
    const auto published =
        pages.post("/themenlandkarte/buergerbeteiligung-planen/veroeffentlichung", {{"version", "1"}, {"revision", "2"}, {"remark", "Neu"}}, office);
    CHECK(Pages::location(published) == "/themenlandkarte/buergerbeteiligung-planen");
    CHECK(contains(pages.get("/themenlandkarte/buergerbeteiligung-planen").text(), "Bürger einbinden"));
    CHECK(contains(pages.get("/themenlandkarte/bearbeiten", office).text(), "Es gibt keine Entwürfe"));
}

TEST_CASE("wrong input comes back with its reason at the field, also for alignments") {
    Pages pages;
    auto content = pages.town.completed("teamwork");
    content.alignments[0].concept_id = "keine Nummer";
    content.phrases = {"Doppelt", "doppelt"};
    const auto refused = pages.post("/themenlandkarte/teamwork/bearbeiten", Pages::fields_of(content, {1, 0}), pages.town.office);
    CHECK(refused.status == 422);
    CHECK(contains(refused.text(), "ist keine DigComp-Nummer"));
    CHECK(contains(refused.text(), "steht zweimal da"));
    CHECK(contains(refused.text(), "id=\"feld-digcomp\""));
}

TEST_CASE("saving keeps every alignment, however many there are") {
    Pages pages;
    auto content = pages.town.completed("teamwork");
    for (int i = 0; i < 9; ++i) {
        content.alignments.push_back(
            {ForeignFramework::esco, fmt::format("00000000-0000-4000-8000-00000000000{}", i), "Etwas", AlignmentRelation::close});
    }
    REQUIRE(pages.town.curation.save(pages.town.office, "teamwork", content, {1, 0}));
    const auto form = pages.get("/themenlandkarte/teamwork/bearbeiten", pages.town.office).text();
    CHECK(contains(form, "00000000-0000-4000-8000-000000000008"));
    const auto kept = (*pages.town.curation.find(pages.town.office, "teamwork")).content;
    CHECK(pages.post("/themenlandkarte/teamwork/bearbeiten", Pages::fields_of(kept, {1, 1}), pages.town.office).status == 303);
    CHECK((*pages.town.curation.find(pages.town.office, "teamwork")).content.alignments.size() == 13);
}

TEST_CASE("a change in between is shown beside what was typed, and saving again takes it") {
    Pages pages;
    auto theirs = pages.town.completed("teamwork"), mine = theirs;
    theirs.description = "Von der Kollegin geschrieben.";
    mine.description = "Von mir geschrieben.";
    REQUIRE(pages.post("/themenlandkarte/teamwork/bearbeiten", Pages::fields_of(theirs, {1, 0}), pages.town.board).status == 303);
    const auto conflict = pages.post("/themenlandkarte/teamwork/bearbeiten", Pages::fields_of(mine, {1, 0}), pages.town.office);
    CHECK(conflict.status == 409);
    CHECK(contains(conflict.text(), "Von der Kollegin geschrieben."));
    CHECK(count(conflict.text(), "Von mir geschrieben.") >= 2);
    CHECK(contains(conflict.text(), "name=\"revision\" value=\"1\""));
    CHECK(pages.post("/themenlandkarte/teamwork/bearbeiten", Pages::fields_of(mine, {1, 1}), pages.town.office).status == 303);
    const auto late = pages.post("/themenlandkarte/teamwork/veroeffentlichung", {{"version", "1"}, {"revision", "1"}}, pages.town.office);
    CHECK(Pages::location(late) == "/themenlandkarte/teamwork/vorschau");
    CHECK(pages.get("/themenlandkarte/teamwork/verwerfen", pages.town.office).status == 200);
    CHECK(pages.post("/themenlandkarte/teamwork/verwerfen", {}, pages.town.office).status == 303);
}

TEST_CASE("complete drafts are published together; what was changed since stays a draft") {
    Pages pages;
    const auto& office = pages.town.office;
    REQUIRE(pages.town.curation.save(office, "teamwork", pages.town.completed("teamwork"), {1, 0}));
    REQUIRE(pages.town.curation.save(office, "e-file", pages.town.completed("e-file"), {1, 0}));
    const auto list = pages.get("/themenlandkarte/bearbeiten", office).text();
    CHECK(contains(list, "value=\"teamwork:1:1\""));
    CHECK(contains(list, "Angekreuzte veröffentlichen"));
    CHECK(pages
              .post("/themenlandkarte/bearbeiten", {{"auswahl", "teamwork:1:1"}, {"auswahl", "e-file:1:9"}, {"auswahl", "::"}, {"auswahl", "x"}},
                    office)
              .status == 303);
    CHECK(pages.town.competence("teamwork").version == 2);
    CHECK(pages.town.competence("e-file").version == 1);
    CHECK(pages.post("/themenlandkarte/bearbeiten", {}, office).status == 303);
    CHECK(pages.post("/themenlandkarte/bearbeiten", {{"auswahl", "e-file:1:1"}}, pages.town.town.clerk).status == 403);
}

TEST_CASE("two published versions are compared field by field") {
    Pages pages;
    auto content = pages.town.completed("teamwork");
    content.name = "Im Team arbeiten";
    REQUIRE(pages.town.curation.save(pages.town.office, "teamwork", content, {1, 0}));
    REQUIRE(pages.town.curation.publish(pages.town.office, "teamwork", {1, 1}, "Klarer Name"));
    const auto page = pages.get("/themenlandkarte/teamwork?von=1&bis=2").text();
    CHECK(contains(page, "Klarer Name"));
    CHECK(contains(page, "Zusammenarbeit im Team"));
    CHECK(contains(page, "ESCO: 54924a2c-daca-40d3-9716-4b38ceb04f38 Bürger beteiligen, dasselbe"));
    CHECK(contains(pages.get("/themenlandkarte/teamwork?von=2&bis=2").text(), "Diese Fassungen sind gleich"));
    CHECK(pages.get("/themenlandkarte/teamwork?von=x&bis=99").status == 200);
}

TEST_CASE("marking as outdated shows whom it concerns, and it can be taken back") {
    Pages pages;
    pages.town.give(pages.town.town.clerk, "digital-basics", 3);
    const auto form = pages.get("/themenlandkarte/digital-basics/veraltet", pages.town.office);
    CHECK(form.status == 200);
    CHECK(contains(form.text(), "Personen mit Werten"));
    CHECK(contains(form.text(), "<dd>7</dd>"));  // offers
    CHECK(pages.post("/themenlandkarte/digital-basics/veraltet", {{"successor_1", "gibt-es-nicht"}, {"shift_1", "0"}}, pages.town.office).status ==
          422);
    CHECK(pages.post("/themenlandkarte/digital-basics/veraltet", {{"successor_0", "e-file"}, {"shift_0", "-1"}}, pages.town.office).status == 303);
    const auto page = pages.get("/themenlandkarte/digital-basics", pages.town.office).text();
    CHECK(contains(page, "Diese Kompetenz ist veraltet"));
    CHECK(contains(page, "/themenlandkarte/e-file"));
    CHECK(contains(pages.get("/themenlandkarte/e-file").text(), "Ersetzt"));
    CHECK(pages.get("/themenlandkarte/digital-basics/bearbeiten", pages.town.office).status == 409);
    CHECK(pages.get("/themenlandkarte/digital-basics/wiederherstellung", pages.town.office).status == 200);
    CHECK(pages.post("/themenlandkarte/digital-basics/wiederherstellung", {}, pages.town.office).status == 303);
    CHECK(pages.get("/themenlandkarte/digital-basics/wiederherstellung", pages.town.office).status == 409);
}

TEST_CASE("areas are renamed and ordered on one page") {
    Pages pages;
    CHECK(pages.get("/themenlandkarte/bereiche", pages.town.office).status == 200);
    CHECK(pages.post("/themenlandkarte/bereiche", {{"name_social", ""}}, pages.town.office).status == 422);
    CHECK(pages
              .post("/themenlandkarte/bereiche",
                    {{"name_social", "Soziales"},
                     {"name_en_social", "Social"},
                     {"position_social", "2"},
                     {"name_digital", "Digitales"},
                     {"name_en_digital", "Digital"},
                     {"position_digital", "1"}},
                    pages.town.office)
              .status == 303);
    CHECK(pages.town.curation.framework()->areas().front().slug == "digital");
}

TEST_CASE("the office uploads a list, sees the report and decides line by line or for the page") {
    Pages pages;
    const auto& office = pages.town.office;
    CHECK(pages.get("/themenlandkarte/importe", office).status == 200);
    CHECK(pages.get("/themenlandkarte/importe", pages.town.board).status == 403);
    RequestBuilder broken(Method::post, "/themenlandkarte/importe");
    broken.file("file", "falsch.csv", "text/csv", "a,b\n1,2\n");
    const auto refused = pages.send(std::move(broken), &office);
    CHECK(refused.status == 422);
    CHECK(contains(refused.text(), "Diese Spalten sind unbekannt"));
    CHECK(pages.send(RequestBuilder(Method::post, "/themenlandkarte/importe"), &office).status == 422);
    RequestBuilder upload(Method::post, "/themenlandkarte/importe");
    upload.file("file", "DigComp.csv", "text/csv",
                "Level;Name;ShortCode;Description\n1;AREA;1.0;\n2;FIRST THING;1.1;About it\n2;SECOND THING;1.2;\n2;THIRD THING;1.3;\n");
    const auto uploaded = pages.send(std::move(upload), &office);
    REQUIRE(uploaded.status == 303);
    const auto report = pages.get(Pages::location(uploaded), office);
    CHECK(report.status == 200);
    CHECK(contains(report.text(), "Neue Vorschläge"));
    CHECK(contains(report.text(), "nicht auf Deutsch"));
    const auto list = pages.get("/themenlandkarte/vorschlaege?art=new_competence", office).text();
    CHECK(contains(list, "First thing"));
    CHECK(contains(list, "This service uses the ESCO classification"));
    const auto proposals = *pages.town.proposals.list(office, {}, 0, 10);
    REQUIRE(proposals.size() == 3);
    const auto id = [&](std::size_t i) { return std::to_string(proposals[i].id.value); };
    const auto one = pages.post("/themenlandkarte/vorschlaege", {{"annehmen", id(0)}, {"area", "social"}, {"zurueck", "art=new_competence"}}, office);
    CHECK(Pages::location(one) == "/themenlandkarte/vorschlaege?art=new_competence");
    CHECK(pages.post("/themenlandkarte/vorschlaege", {{"ablehnen", id(1)}, {"zurueck", "//boese.example"}}, office).status == 303);
    CHECK(pages.post("/themenlandkarte/vorschlaege", {{"aktion", "annehmen"}, {"auswahl", id(2)}, {"auswahl", id(1)}}, office).status == 303);
    CHECK(*pages.town.proposals.count(office, {}) == 0);
    CHECK(*pages.town.proposals.count(office, {.state = ProposalState::accepted}) == 3);
    CHECK(pages.post("/themenlandkarte/vorschlaege", {{"aktion", "annehmen"}}, office).status == 303);
    CHECK(pages.post("/themenlandkarte/vorschlaege", {{"annehmen", "99999"}}, office).status == 404);
    CHECK(contains(pages.get("/themenlandkarte/vorschlaege", office).text(), "Keine Vorschläge"));
    CHECK(pages.get("/themenlandkarte/vorschlaege?stand=x&suche=%25&seite=99", office).status == 200);
    CHECK(pages.get("/themenlandkarte/importe/999", office).status == 404);
}

TEST_CASE("editing pages are for office and board alone; visitors are asked to sign in") {
    Pages pages;
    for (const auto path :
         {"/themenlandkarte/bearbeiten", "/themenlandkarte/neu", "/themenlandkarte/bereiche", "/themenlandkarte/vorschlaege",
          "/themenlandkarte/importe", "/themenlandkarte/teamwork/bearbeiten", "/themenlandkarte/teamwork/vorschau",
          "/themenlandkarte/teamwork/veraltet", "/themenlandkarte/teamwork/wiederherstellung", "/themenlandkarte/teamwork/verwerfen"}) {
        CAPTURE(path);
        CHECK(Pages::location(pages.get(path)) == "/anmelden");
        CHECK(pages.get(path, pages.town.town.clerk).status == 403);
        CHECK(pages.get(path, pages.town.provider).status == 403);
    }
    for (const auto path :
         {"/themenlandkarte/neu", "/themenlandkarte/bereiche", "/themenlandkarte/vorschlaege", "/themenlandkarte/teamwork/bearbeiten",
          "/themenlandkarte/teamwork/veroeffentlichung", "/themenlandkarte/teamwork/veraltet", "/themenlandkarte/teamwork/verwerfen",
          "/themenlandkarte/teamwork/wiederherstellung", "/themenlandkarte/importe"}) {
        CAPTURE(path);
        CHECK(pages.post(path, {}, pages.town.town.clerk).status == 403);
        CHECK(pages.get("/themenlandkarte/teamwork").status == 200);
    }
}

TEST_CASE("programs edit, publish and decide over JSON with the same rules") {
    Pages pages;
    const auto& office = pages.town.office;
    const std::string body =
        R"({"area":"social","name":"Bürgerbeteiligung","description":"Menschen beteiligen.","level_0":"Das kenne ich noch nicht, ich frage nach.",)"
        R"("levels":["Ich höre zu.","Ich helfe mit.","Ich plane es.","Ich leite es.","Ich lege es fest."],"keywords":["Beteiligung"],)"
        R"("phrases":["Leute mitreden lassen"],"half_life_months":36,"alignments":[{"framework":"digcomp","relation":"none"},)"
        R"({"framework":"esco","relation":"none"},{"framework":"kmk","relation":"none"},{"framework":"kldb","concept_id":"73214","label":"Amt","relation":"close"}]})";
    const auto created = pages.json(Method::post, "/api/v1/competences", body, office);
    REQUIRE(created.status == 201);
    CHECK(contains(created.text(), "buergerbeteiligung"));
    const std::string path = "/api/v1/competences/buergerbeteiligung";
    const auto draft = boost::json::parse(pages.json(Method::get, path + "/draft", "", office).text()).as_object();
    CHECK(draft.at("open_points").as_array().empty());
    CHECK(draft.at("revision").as_int64() == 1);
    const auto changed = body.substr(0, body.size() - 1) + R"(,"version":1,"revision":1})";
    CHECK(pages.json(Method::put, path + "/draft", changed, office).status == 200);
    CHECK(pages.json(Method::put, path + "/draft", body, office).status == 422);  // without version and revision
    CHECK(pages.json(Method::post, path + "/publication", R"({"version":1,"revision":9})", office).status == 409);
    CHECK(pages.json(Method::post, path + "/publication", R"({"version":1,"revision":1,"remark":"Neu"})", office).status == 200);
    const auto versions = pages.get(path + "/versions");
    CHECK(versions.status == 200);
    CHECK(contains(versions.text(), "\"remark\":\"Neu\""));
    CHECK(pages.get("/api/v1/competences/gibt-es-nicht/versions").status == 404);
    CHECK(pages.json(Method::del, path + "/draft", "", office).status == 404);
    CHECK(pages.json(Method::post, path + "/outdating", R"({"successors":[{"competence":"teamwork","level_shift":-1}]})", office).status == 204);
    CHECK(pages.json(Method::post, path + "/outdating", R"({"successors":[]})", office).status == 409);
    CHECK(pages.json(Method::del, path + "/outdating", "", office).status == 204);
    CHECK(pages.json(Method::post, "/api/v1/competences", body, pages.town.town.clerk).status == 403);
    CHECK(pages.json(Method::post, "/api/v1/competences", "{", office).status == 422);

    const auto imported = pages.json(Method::post, "/api/v1/framework/imports?file_name=d.csv",
                                     "Level;Name;ShortCode;Description\n2;A THING;1.1;x\n2;B THING;1.2;y\n", office);
    REQUIRE(imported.status == 201);
    CHECK(contains(imported.text(), "\"proposed\":2"));
    CHECK(pages.json(Method::post, "/api/v1/framework/imports", "x", pages.town.board).status == 403);
    CHECK(contains(pages.json(Method::post, "/api/v1/framework/imports", "x", office).text(), "\"unreadable\""));
    const auto proposals = boost::json::parse(pages.json(Method::get, "/api/v1/framework/proposals", "", pages.town.board).text()).as_object();
    CHECK(proposals.at("total").as_int64() == 2);
    const auto id = [&](std::size_t i) { return proposals.at("proposals").as_array()[i].as_object().at("id").as_int64(); };
    CHECK(pages.json(Method::post, fmt::format("/api/v1/framework/proposals/{}/acceptance", id(0)), R"({"area":"digital"})", office).status == 200);
    CHECK(pages.json(Method::post, fmt::format("/api/v1/framework/proposals/{}/rejection", id(1)), "", office).status == 204);
    CHECK(pages.json(Method::post, fmt::format("/api/v1/framework/proposals/{}/acceptance", id(0)), "", office).status == 409);
    CHECK(pages.json(Method::get, "/api/v1/framework/proposals", "", pages.town.town.clerk).status == 403);
    CHECK(pages.json(Method::get, "/api/v1/framework/imports/999", "", office).status == 404);
}
