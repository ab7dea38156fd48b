// SPDX-License-Identifier: EUPL-1.2
#include "planning/calendar.hpp"
#include "planning/tests/planning_pages.hpp"

#include <algorithm>

#include <doctest/doctest.h>

using namespace kc;
using namespace kc::planning;
using namespace kc::planning::test;

TEST_CASE("the plan page leads a newcomer to the profile and a clerk from proposal to plan") {
    Pages pages;
    auto page = pages.get("/lehrplan", pages.town.newcomer);
    CHECK(page.status == 200);
    CHECK(contains(page.text(), "href=\"/profil/"));
    CHECK_FALSE(contains(page.text(), "action=\"/lehrplan/berechnung\""));

    page = pages.get("/lehrplan");
    CHECK(contains(page.text(), "action=\"/lehrplan/berechnung\""));
    CHECK(pages.post("/lehrplan/berechnung").status == 303);
    page = pages.get("/lehrplan");
    CHECK(contains(page.text(), "Annehmen"));
    CHECK(contains(page.text(), "Das ist der bestmögliche Plan unter Ihren Grenzen."));
    CHECK(contains(page.text(), "Nicht gewünscht"));
    CHECK(contains(page.text(), "<h1"));
    CHECK(page.text().size() < 120'000);

    const auto id = std::to_string(pages.state(pages.town.clerk).proposed->id.value);
    CHECK(pages.post("/lehrplan/versionen/" + id + "/annahme").status == 303);
    page = pages.get("/lehrplan");
    CHECK(contains(page.text(), "lehrplan.ics"));
    CHECK(contains(page.text(), "Annahme rückgängig machen"));
    CHECK(contains(pages.get("/lehrplan", pages.town.clerk, Language::en).text(), "Your learning plan"));
    CHECK(pages.get("/lehrplan/verlauf").status == 200);
    CHECK(contains(pages.get("/lehrplan/verlauf").text(), "Angenommen"));
}

TEST_CASE("excluding, looking at the difference, declining and allowing again work by forms alone") {
    Pages pages;
    const auto item = pages.accepted(pages.town.clerk).accepted->plan.items.front();
    auto answer = pages.post(pages.unit_path(item, "/ausschluss"));
    CHECK(answer.status == 303);
    CHECK(Pages::location(answer) == "/lehrplan?geaendert=" + std::to_string(item.unit.value));
    auto page = pages.get("/lehrplan/vorschlag");
    CHECK(page.status == 200);
    CHECK(contains(page.text(), "Entfällt"));
    CHECK(contains(page.text(), "Sie haben selbst etwas geändert"));
    CHECK(contains(pages.get("/lehrplan").text(), "Es gibt einen neuen Vorschlag"));
    const auto id = std::to_string(pages.state(pages.town.clerk).proposed->id.value);
    CHECK(pages.post("/lehrplan/versionen/" + id + "/annahme", {}, pages.town.outsider).status == 404);
    CHECK(pages.post("/lehrplan/versionen/" + id + "/ablehnung").status == 303);
    CHECK(Pages::location(pages.get("/lehrplan/vorschlag")) == "/lehrplan");
    CHECK(contains(pages.get("/lehrplan").text(), "Wieder zulassen"));
    CHECK(pages.post(pages.unit_path(item, "/freigabe")).status == 303);
    CHECK(pages.post(pages.unit_path(item, "/freigabe")).status == 404);
}

TEST_CASE("another date is chosen from those that fit; the others say why not") {
    Pages pages;
    const auto state = pages.accepted(pages.town.clerk);
    const auto& items = state.accepted->plan.items;
    const auto item = *std::find_if(items.begin(), items.end(), [](const auto& row) { return row.date.has_value(); });
    auto page = pages.get(pages.unit_path(item, "/termin"));
    CHECK(page.status == 200);
    CHECK(contains(page.text(), "type=\"radio\""));
    CHECK(contains(page.text(), "jetzt geplant"));
    CHECK(pages.post(pages.unit_path(item, "/festlegung"), {{"date", std::to_string(item.date->value)}}).status == 303);
    CHECK(pages.post(pages.unit_path(item, "/festlegung"), {{"date", "999999"}}).status == 404);
    CHECK(pages.post(pages.unit_path(item, "/festlegung"), {{"date", "<script>"}}).status == 404);
    CHECK(pages.get("/lehrplan/einheiten/999999/termin").status == 404);
    CHECK(pages.get("/lehrplan/einheiten/abc/termin").status == 404);
}

TEST_CASE("a unit is reported as completed with its day; a wrong day is explained and kept") {
    Pages pages;
    const auto item = pages.accepted(pages.town.clerk).accepted->plan.items.front();
    auto page = pages.get(pages.unit_path(item, "/abschluss"));
    CHECK(page.status == 200);
    CHECK(contains(page.text(), "for=\"feld-completed_on\""));
    page = pages.post(pages.unit_path(item, "/abschluss"), {{"completed_on", "2027-01-01"}});
    CHECK(page.status == 422);
    CHECK(contains(page.text(), "nicht in der Zukunft"));
    CHECK(contains(page.text(), "2027-01-01"));
    CHECK(pages.post(pages.unit_path(item, "/abschluss"), {{"completed_on", "<script>alert(1)</script>"}}).status == 422);
    CHECK(pages.post(pages.unit_path(item, "/abschluss"), {{"completed_on", "2026-03-01"}}).status == 303);
    CHECK(contains(pages.get("/lehrplan").text(), "id=\"erledigt\""));
    CHECK(pages.post(pages.unit_path(item, "/abschluss/ruecknahme")).status == 303);
    CHECK_FALSE(contains(pages.get("/lehrplan").text(), "id=\"erledigt\""));
    CHECK(pages.post(pages.unit_path(item, "/abschluss/ruecknahme")).status == 409);
}

TEST_CASE("a first proposal claims no loss, and only what changes is told") {
    Pages pages;
    CHECK(pages.post("/lehrplan/berechnung").status == 303);
    auto page = pages.get("/lehrplan/vorschlag");
    CHECK(page.status == 200);
    CHECK_FALSE(contains(page.text(), "weniger Ihrer Lücken werden"));
    const auto difference = difference_between(Plan{}, pages.state(pages.town.clerk).proposed->plan);
    const PersonChoices none;
    for (const auto& sentence :
         PlanViews(*pages.offers.current(pages.town.clock.today()), none, site().messages(), Language::de).difference(difference).effects) {
        CHECK_FALSE(contains(sentence, "leich"));
    }
}

TEST_CASE("after a change to one unit the plan names it and leads back, as long as it holds") {
    Pages pages;
    const auto item = pages.accepted(pages.town.clerk).accepted->plan.items.front();
    const auto answer = pages.post(pages.unit_path(item, "/ausschluss"));
    auto page = pages.get(Pages::location(answer));
    CHECK(contains(page.text(), "wird nicht mehr eingeplant."));
    CHECK(contains(page.text(), "Rückgängig machen"));
    CHECK(pages.post(pages.unit_path(item, "/freigabe")).status == 303);
    CHECK_FALSE(contains(pages.get(Pages::location(answer)).text(), "wird nicht mehr eingeplant."));
    page = pages.get(Pages::location(pages.post(pages.unit_path(item, "/festlegung"))));
    CHECK(contains(page.text(), "ist fest eingeplant."));
    CHECK(pages.get("/lehrplan?geaendert=%3Cscript%3E").status == 200);
    CHECK(pages.get("/lehrplan?geaendert=999999999999999999999").status == 200);
}

TEST_CASE("the page about limits searches only when it is asked something") {
    Pages pages;
    (void)pages.accepted(pages.town.clerk);
    CHECK(contains(pages.get("/lehrplan/grenzen").text(), "/lehrplan/grenzen?mehr=1"));
    const auto page = pages.get("/lehrplan/grenzen?mehr=1");
    CHECK(page.status == 200);
    CHECK((contains(page.text(), "mehr schließt der Plan") || contains(page.text(), "Keine dieser Grenzen allein")));
}

TEST_CASE("other limits are tried without storing, refused with the input kept, and taken over on request") {
    Pages pages;
    (void)pages.accepted(pages.town.clerk);
    auto page = pages.get("/lehrplan/grenzen");
    CHECK(page.status == 200);
    CHECK(contains(page.text(), "Das Ergebnis erscheint hier."));
    page = pages.get("/lehrplan/grenzen?hours=1&weekly_hours=&budget=10&presence_days=1&until=2026-12-01");
    CHECK(page.status == 200);
    CHECK(contains(page.text(), "Das wäre anders"));
    CHECK(pages.versions(pages.town.clerk) == 1);
    page = pages.get("/lehrplan/grenzen?hours=%3Cscript%3E&budget=10&presence_days=1&until=2026-12-01");
    CHECK(page.status == 422);
    CHECK_FALSE(contains(page.text(), "<script>"));
    CHECK(pages.get("/lehrplan/grenzen?hours=10&budget=10&presence_days=1&until=2020-01-01").status == 422);
    auto answer = pages.post("/lehrplan/grenzen", {{"hours", "4"}, {"budget", "10"}, {"presence_days", "0"}, {"until", "2026-12-01"}});
    CHECK(answer.status == 303);
    CHECK(pages.profile(pages.town.clerk).preferences.hours == HalfHours{8});
    CHECK(pages.post("/lehrplan/grenzen", {{"hours", "viele"}}).status == 422);
    CHECK(pages.get("/lehrplan/grenzen", pages.town.newcomer).status == 303);
}

TEST_CASE("text of others is escaped in the plan") {
    Pages pages;
    const auto item = pages.accepted(pages.town.clerk).accepted->plan.items.front();
    pages.town.database().in_transaction([&](storage::Transaction& transaction) {
        transaction.execute("UPDATE learning_units SET title = ? WHERE id = ?", std::string("<script>alert('x')</script>"), item.unit);
    });
    pages.catalogues.reload();
    for (const std::string path : {"/lehrplan", "/lehrplan/verlauf"}) CHECK_FALSE(contains(pages.get(path).text(), "<script>alert"));
    CHECK(contains(pages.get("/lehrplan").text(), "&lt;script&gt;"));
}

TEST_CASE("the calendar file follows RFC 5545, the table starts no formula") {
    Pages pages;
    CHECK(pages.get("/lehrplan/lehrplan.ics").status == 404);
    const auto state = pages.accepted(pages.town.clerk);
    pages.town.database().in_transaction([&](storage::Transaction& transaction) {
        transaction.execute("UPDATE learning_units SET title = ? WHERE id = ?",
                            std::string("=1+1; sehr langer Titel mit Umlauten ä ö ü ß, der über fünfundsiebzig Zeichen reicht"),
                            state.accepted->plan.items.front().unit);
    });
    pages.catalogues.reload();
    const auto calendar = pages.get("/lehrplan/lehrplan.ics");
    CHECK(calendar.status == 200);
    CHECK(contains(*calendar.headers.get("Content-Type"), "text/calendar"));
    const std::string text(calendar.text());
    CHECK(text.starts_with("BEGIN:VCALENDAR\r\n"));
    CHECK(text.ends_with("END:VCALENDAR\r\n"));
    std::size_t begins = 0, ends = 0, at = 0;
    std::vector<std::string> uids;
    while (at < text.size()) {
        const auto end = text.find("\r\n", at);
        REQUIRE(end != std::string::npos);
        const auto line = text.substr(at, end - at);
        CHECK(line.size() <= 75);
        CHECK_FALSE(contains(line, "\n"));
        begins += line == "BEGIN:VEVENT";
        ends += line == "END:VEVENT";
        if (line.starts_with("UID:")) uids.push_back(line);
        at = end + 2;
    }
    CHECK(begins > 0);
    CHECK(begins == ends);
    std::sort(uids.begin(), uids.end());
    CHECK(std::adjacent_find(uids.begin(), uids.end()) == uids.end());
    const auto table = pages.get("/lehrplan/lehrplan.csv");
    CHECK(table.status == 200);
    CHECK(contains(table.text(), "\"'=1+1;"));
    CHECK_FALSE(contains(table.text(), "\n\"=1"));
}

TEST_CASE("the JSON interface does the same as the pages") {
    Pages pages;
    CHECK(pages.api(Method::get, "/api/v1/me/curriculum").status == 404);
    CHECK(contains(pages.api(Method::post, "/api/v1/me/curriculum/proposal").text(), "proposed"));
    const auto proposal = pages.api(Method::get, "/api/v1/me/curriculum/proposal");
    CHECK(proposal.status == 200);
    CHECK(contains(proposal.text(), "\"difference\""));
    const auto id = std::to_string(pages.state(pages.town.clerk).proposed->id.value);
    CHECK(pages.api(Method::post, "/api/v1/me/curriculum/accept", "{\"curriculum\":\"x\"}").status == 422);
    CHECK(pages.api(Method::post, "/api/v1/me/curriculum/accept", "not json").status >= 400);
    CHECK(pages.api(Method::post, "/api/v1/me/curriculum/accept", "{\"curriculum\":" + id + "}").status == 204);
    CHECK(pages.api(Method::get, "/api/v1/me/curriculum").status == 200);
    const auto unit = std::to_string(pages.state(pages.town.clerk).accepted->plan.items.front().unit.value);
    CHECK(pages.api(Method::put, "/api/v1/me/plan-choices/" + unit, R"({"choice":"wanted"})").status == 422);
    CHECK(contains(pages.api(Method::put, "/api/v1/me/plan-choices/" + unit, R"({"choice":"excluded"})").text(), "proposed"));
    CHECK(contains(pages.api(Method::get, "/api/v1/me/plan-choices").text(), "excluded"));
    CHECK(pages.api(Method::del, "/api/v1/me/plan-choices/" + unit).status == 200);
    CHECK(pages.api(Method::del, "/api/v1/me/plan-choices/" + unit).status == 404);
    CHECK(contains(pages.api(Method::post, "/api/v1/me/curriculum/what-if", R"({"half_hours":2})").text(), "\"after\""));
    CHECK(pages.api(Method::post, "/api/v1/me/curriculum/what-if", R"({"half_hours":0})").status == 422);
    CHECK(pages.api(Method::post, "/api/v1/me/completed-units", "{\"unit\":" + unit + ",\"completed_on\":\"2026-03-01\"}").status == 200);
    CHECK(contains(pages.api(Method::get, "/api/v1/me/curricula").text(), "\"first_plan\""));
    CHECK(pages.api(Method::post, "/api/v1/me/curriculum/undo").status == 204);
}
