// SPDX-License-Identifier: EUPL-1.2
#include "discovery/audience.hpp"
#include "discovery/tests/search_town.hpp"

#include <doctest/doctest.h>

namespace kc::discovery {
namespace {

using test::contains;
using test::occurrences;
using test::SearchTown;

SearchTown& town() {
    static SearchTown town;
    return town;
}

}  // namespace

TEST_CASE("visitors find offers with filters, counts, chips and pages") {
    const auto page = town().get("/angebote");
    CHECK(page.status == 200);
    const auto text = page.text();
    CHECK(occurrences(text, "<h1") == 1);
    CHECK(occurrences(text, "class=\"kc-offer\"") == 10);
    for (const auto* part :
         {"role=\"search\"", "for=\"feld-q\"", "Kompetenzfeld", "Modul", "Anbieter", "Wochentag", "Niveau", "seite=2", "Liste", "Karte"}) {
        INFO(part);
        CHECK(contains(text, part));
    }
    CHECK_FALSE(contains(text, "Schließt meine Lücken"));
    CHECK_FALSE(contains(text, "/merkliste/"));
    CHECK_FALSE(contains(text, "Diese Suche speichern"));
    CHECK(contains(town().get("/angebote", nullptr, Language::en).text(), "What would you like to learn?"));
}

TEST_CASE("addresses of the former list keep working, wrong values filter nothing, and a page behind the end is the last one") {
    CHECK(contains(town().get("/angebote?anbieter=dialograum").text(), "value=\"dialograum\" checked"));
    CHECK(contains(town().get("/angebote?modul=ozg&form=on_site&sortierung=preis&richtung=ab").text(), "value=\"ozg\" checked"));
    const auto wrong = town().get("/angebote?modul=%3Cscript%3E&form=fliegend&seite=-3&von=heute&q=%22%3E%3Cscript%3E");
    CHECK(wrong.status == 200);
    CHECK_FALSE(contains(wrong.text(), "<script>"));
    CHECK(contains(town().get("/angebote?seite=9999").text(), "aria-current=\"page\""));
    CHECK(contains(town().get("/angebote?ort=Atlantis").text(), "Den Ort „Atlantis“ kennen wir nicht"));
}

TEST_CASE("each active filter is a chip that leads to the search without it") {
    const auto text =
        town()
            .get("/angebote?q=gespr%C3%A4ch&modul=social&kompetenz=conversation&stufe=conversation.2&von=2026-04-01&ort=Heidelberg&stunden_bis=10")
            .text();
    CHECK(contains(text, "ab 1. April 2026"));
    CHECK(contains(text, "Heidelberg, bis 25 km"));
    CHECK(contains(text, "Gesprächsführung, Stufe 2"));
    CHECK(contains(text, "bis 10 Stunden"));
    CHECK(contains(text, "href=\"/angebote?q=gespr%C3%A4ch\""));  // all filters removed, the words stay
    CHECK(contains(text, "class=\"is-narrower\""));
}

TEST_CASE("while one types only the result is renewed, and the address stays the canonical one") {
    const auto part = town().get("/angebote?q=gespr%C3%A4ch&von=&bis=&ort=&umkreis=&sort=", nullptr, Language::de, true);
    CHECK(part.status == 200);
    CHECK_FALSE(contains(part.text(), "<html"));
    CHECK(contains(part.text(), "id=\"ergebnis\""));
    CHECK(part.headers.get("HX-Push-Url").value_or("") == "/angebote?q=gespr%C3%A4ch");
}

TEST_CASE("people with a profile see why an offer stands where it stands, and can weigh it differently") {
    const auto text = town().get("/angebote", &town().town.clerk).text();
    CHECK(contains(text, "Ihrer Lücken"));
    CHECK(contains(text, "class=\"kc-why\""));
    CHECK(contains(text, "Punkte"));
    CHECK(contains(text, "Schließt meine Lücken"));
    CHECK(contains(text, "Passt zu meinen Arbeitstagen"));
    CHECK(contains(text, "name=\"kosten\""));
    CHECK(contains(text, "/merkliste/"));
    CHECK(contains(town().get("/angebote?kosten=high", &town().town.clerk).text(), "value=\"high\" selected"));
    CHECK(town().get("/angebote?luecken=1&arbeitstage=1&sort=distance", &town().town.clerk).status == 200);
    CHECK(contains(town().get("/angebote?luecken=1").text(), "wenn Sie angemeldet sind"));
    CHECK(town().get("/angebote?luecken=1", &town().town.newcomer).status == 200);
    CHECK(town().get("/angebote?luecken=1", &town().town.system_operator).status == 200);
}

TEST_CASE("an empty result helps on, and is told without a person's name") {
    town().not_found.clear();
    const auto text = town().get("/angebote?q=qwertzuiop&modul=ozg").text();
    CHECK(contains(text, "Kein Angebot gefunden"));
    REQUIRE(town().not_found.size() == 1);
    CHECK(town().not_found[0] == "q=qwertzuiop&modul=ozg");
    town().get("/angebote?q=qwertzui", nullptr, Language::de, true);
    CHECK(town().not_found.size() == 1);  // nobody has finished typing yet
}

TEST_CASE("a mistyped word is corrected and said so") {
    const auto text = town().get("/angebote?q=Gespr%C3%A4chsf%C3%BChrnug").text();
    CHECK((contains(text, "Meinten Sie") || contains(text, "Gezeigt werden Treffer")));
}

TEST_CASE("the map shows places with their hits and says the same in a table") {
    const auto text = town().get("/angebote?ansicht=map", &town().town.clerk).text();
    CHECK(contains(text, "<svg class=\"kc-map\""));
    CHECK(contains(text, "Die Karte ist eine Skizze"));
    CHECK(contains(text, "<th scope=\"row\"><a href=\"/angebote?ort="));
    CHECK(contains(text, "Min."));
    CHECK(occurrences(text, "class=\"kc-offer\"") == 0);
}

TEST_CASE("all values of a long filter can be shown") {
    const auto text = town().get("/angebote").text();
    REQUIRE(contains(text, "mehr=anbieter#f-anbieter"));
    CHECK(occurrences(town().get("/angebote?mehr=anbieter").text(), "name=\"anbieter\"") > occurrences(text, "name=\"anbieter\""));
}

TEST_CASE("script in every text of an offer is shown as text") {
    SearchTown own;
    own.change(
        "UPDATE learning_units SET title = '<script>alert(1)</script>', objective = '<script>alert(1)</script>', "
        "description_general = '<script>alert(1)</script>', keywords = '<script>alert(1)</script>' WHERE slug = 'gespraech-grundlagen'");
    for (const auto* path : {"/angebote?q=alert", "/angebote/vorschlaege?q=al", "/angebote?q=%3Cscript%3Ealert(1)%3C/script%3E"}) {
        const auto response = own.get(path);
        CHECK(response.status == 200);
        CHECK_FALSE(contains(response.text(), "<script>alert"));
    }
}

TEST_CASE("the JSON interface finds the same, with counts, and refuses what it does not know") {
    const auto found = town().get("/api/v1/offers/search?module=ozg&page_size=3&sort=price");
    CHECK(found.status == 200);
    for (const auto* part : {"\"page_size\":3", "\"facets\":[{", "\"name\":\"provider\"", "\"offers\":[{", "\"count\":"})
        CHECK(contains(found.text(), part));
    CHECK(contains(town().get("/api/v1/offers/search", &town().town.clerk).text(), "\"rank\":{\"points\":"));
    for (const auto* path : {"/api/v1/offers/search?modul=ozg", "/api/v1/offers/search?format=fliegend", "/api/v1/offers/search?page=0"}) {
        CHECK(town().get(path).status == 422);
    }
    CHECK(contains(town().get("/api/v1/offers/suggestions?q=gespr").text(), "\"suggestions\":[\""));
    CHECK(contains(town().get("/api/v1/offers/suggestions?q=").text(), "\"suggestions\":[]"));
}

TEST_CASE("pages stay small and ask the database little") {
    for (const auto* path : {"/angebote", "/angebote?q=gespr%C3%A4ch", "/angebote?modul=ozg&seite=2"}) {
        const auto before = storage::statements_on_this_thread;
        const auto visitor = town().get(path);
        CHECK(storage::statements_on_this_thread == before);
        CHECK(visitor.text().size() < 40'000);
        const auto person = town().get(path, &town().town.clerk);
        CHECK(storage::statements_on_this_thread - before <= 7);
        MESSAGE(std::string(path) << ": " << visitor.text().size() << " and " << person.text().size() << " bytes, "
                                  << storage::statements_on_this_thread - before << " statements");
        CHECK(person.text().size() < 40'000);
    }
}

TEST_CASE("hostile addresses are answered") {
    std::string many = "/angebote?q=a";
    for (int i = 0; i < 60; ++i) many += "&modul=ozg&kompetenz=conversation&stufe=conversation.1&tag=monday";
    for (const auto& path :
         {many, "/angebote?q=" + std::string(5000, 'a'), "/angebote?q=" + std::string(300, '%').replace(0, 0, ""),
          std::string("/angebote?q=%F0%9F%98%80%20%E2%80%AE"), std::string("/angebote?seite=9223372036854775807"),
          std::string("/angebote?preis_bis=99999999999999999999&stunden_von=1e9"), std::string("/angebote?mehr=%3Cscript%3E"),
          std::string("/angebote?von=0001-01-01&bis=9999-12-31"), std::string("/angebote?umkreis=500&ansicht=map&sort=distance")}) {
        if (path.find("%%") != std::string::npos) continue;  // refused before any page
        INFO(path.substr(0, 80));
        CHECK(town().get(path).status == 200);
        CHECK(town().get(path, &town().town.clerk).status == 200);
    }
}

TEST_CASE("who works in the field of an offer reads the description for specialists (FI-40)") {
    const auto state = town().offers.current();
    const auto& framework = *state->framework;
    for (const auto& role : framework.role_profiles()) {
        const auto areas = specialist_areas(framework, town().town.clerk.organisation, {.present = role.id, .future = {}});
        bool any = false;
        for (const auto& demand : role.demands) {
            if (demand.organisation && *demand.organisation != town().town.clerk.organisation) continue;
            if (demand.level >= specialist_level) {
                CHECK(areas[framework.competence(demand.competence).area]);
                any = true;
            }
        }
        CHECK(any == (std::find(areas.begin(), areas.end(), true) != areas.end()));
    }
    const auto none = specialist_areas(framework, town().town.clerk.organisation, {});
    for (const auto& unit : state->catalogue->units()) CHECK_FALSE(reads_as_specialist(framework, none, unit));
}

}  // namespace kc::discovery
