// SPDX-License-Identifier: EUPL-1.2
#include "planning/calendar_view.hpp"
#include "planning/layout.hpp"
#include "planning/tests/planning_pages.hpp"

#include <algorithm>

#include <doctest/doctest.h>

using namespace kc;
using namespace kc::planning;
using namespace kc::planning::test;

TEST_CASE("weeks are numbered as the calendar on the wall numbers them") {
    CHECK(week_number(*parse_date("2026-01-01")) == 1);
    CHECK(week_number(*parse_date("2027-01-01")) == 53);
    CHECK(week_number(*parse_date("2026-03-16")) == 12);
    CHECK(monday_of(*parse_date("2026-03-22")) == *parse_date("2026-03-16"));
}

TEST_CASE("the calendar shows the plan by months and weeks and answers any address") {
    Pages pages;
    CHECK(contains(pages.get("/lehrplan/kalender").text(), "Es gibt noch keinen Lehrplan."));
    const auto plan = pages.accepted(pages.town.clerk).accepted->plan;
    const auto page = pages.get("/lehrplan/kalender");
    CHECK(page.status == 200);
    CHECK(contains(page.text(), "<table class=\"kc-cal\""));
    for (const std::string path : {"?ansicht=wochen", "?monat=2026-04", "?monat=x", "?monat=9999-99", "?verlegen=abc", "?verlegen=1&monat=2026-03",
                                   "?geaendert=1", "?plan=vorschlag"}) {
        CAPTURE(path);
        CHECK(pages.get("/lehrplan/kalender" + path).status == 200);
    }
    for (const auto& planned : plan.items) {
        const auto* unit = pages.curricula.catalogue()->find_unit(planned.unit);
        REQUIRE(unit != nullptr);
        CHECK(contains(pages.get("/lehrplan/kalender?ansicht=wochen").text(), "#einheit-" + std::to_string(planned.unit.value)));
    }
}

TEST_CASE("a unit is moved by forms alone: reasons first, then what it costs, then the way back") {
    Pages pages;
    const auto plan = pages.accepted(pages.town.clerk).accepted->plan;
    for (const auto& planned : plan.items) {
        if (!planned.date) continue;
        const auto dates = pages.curricula.list_dates(pages.town.clerk, planned.unit);
        const auto other =
            std::find_if(dates->begin(), dates->end(), [&](const auto& row) { return row.fit == DateFit::usable && row.date != *planned.date; });
        if (other == dates->end()) continue;
        const auto unit = std::to_string(planned.unit.value);
        const auto moving = pages.get("/lehrplan/kalender?verlegen=" + unit);
        CHECK(contains(moving.text(), "id=\"verlegen-hierher\""));
        CHECK(contains(moving.text(), "Auf diesen Termin legen"));
        const auto moved =
            pages.post("/lehrplan/einheiten/" + unit + "/festlegung", {{"date", std::to_string(other->date.value)}, {"ansicht", "kalender"}});
        CHECK(moved.status == 303);
        CHECK(Pages::location(moved) == "/lehrplan/kalender?plan=vorschlag&geaendert=" + unit);
        const auto after = pages.get(Pages::location(moved));
        CHECK(contains(after.text(), "ist fest eingeplant"));
        CHECK(contains(after.text(), "/lehrplan/einheiten/" + unit + "/freigabe"));
        CHECK((contains(after.text(), "Das ändert Ihr Wunsch") || contains(after.text(), "Das kostet")));
        CHECK(contains(pages.get("/lehrplan/wuensche").text(), "Ihre Wünsche"));
        CHECK(pages.get("/lehrplan/einheiten/" + unit + "/termin").status == 200);
        CHECK(contains(pages.api(Method::get, "/api/v1/me/plan-choices/" + unit + "/dates").text(), "\"usable\""));
        CHECK(contains(pages.api(Method::get, "/api/v1/me/plan-choices/costs").text(), "\"closed_percent\""));
        CHECK(pages.post("/lehrplan/einheiten/" + unit + "/freigabe").status == 303);
        return;
    }
    FAIL("no unit of the sample has a second date");
}

TEST_CASE("the feed opens without signing in, saves work by its ETag, and a revoked address answers 404") {
    Pages pages;
    (void)pages.accepted(pages.town.clerk);
    const auto page = pages.post("/lehrplan/kalender/adresse");
    CHECK(page.status == 200);
    CHECK(page.headers.get("Cache-Control") == "no-store");
    const std::string text(page.text());
    const auto at = text.find("https://campus.example/kalender/");
    REQUIRE(at != std::string::npos);
    const auto path = text.substr(at + 22, text.find(".ics", at) + 4 - at - 22);
    const auto feed = pages.visit(path);
    CHECK(feed.status == 200);
    CHECK(contains(*feed.headers.get("Content-Type"), "text/calendar"));
    CHECK(contains(feed.text(), "BEGIN:VEVENT"));
    CHECK_FALSE(contains(feed.text(), pages.town.clerk.display_name));
    const auto etag = std::string(*feed.headers.get("ETag"));
    CHECK(pages.visit(path, etag).status == 304);
    CHECK(contains(pages.get("/lehrplan/kalender").text(), "Adresse ungültig machen"));
    CHECK_FALSE(contains(pages.get("/lehrplan/kalender").text(), path));
    CHECK(pages.visit(path.substr(0, path.size() - 4)).status == 404);
    CHECK(pages.visit("/kalender/x.ics").status == 404);
    CHECK(pages.post("/lehrplan/kalender/adresse/ruecknahme").status == 303);
    CHECK(pages.visit(path).status == 404);
    CHECK(contains(pages.api(Method::post, "/api/v1/me/calendar-feed").text(), "https://campus.example/kalender/"));
    CHECK(contains(pages.api(Method::get, "/api/v1/me/calendar-feed").text(), "created_at"));
    CHECK(pages.api(Method::del, "/api/v1/me/calendar-feed").status == 204);
}

TEST_CASE("settings are kept by forms and by JSON; mails ask for consent in the same form") {
    Pages pages;
    auto page = pages.get("/lehrplan/einstellungen");
    CHECK(page.status == 200);
    CHECK(contains(page.text(), "Einwilligen und E-Mails bestellen"));
    CHECK(pages.post("/lehrplan/einstellungen/mails", {{"mails", "weekly"}}).status == 422);
    CHECK(pages.post("/lehrplan/einstellungen/mails", {{"mails", "hourly"}, {"fassung", "1"}, {"sprache", "de"}}).status == 422);
    CHECK(pages.post("/lehrplan/einstellungen/mails", {{"mails", "weekly"}, {"fassung", "1"}, {"sprache", "de"}}).status == 303);
    CHECK(contains(pages.get("/lehrplan/einstellungen").text(), "E-Mails speichern"));
    CHECK(pages.post("/lehrplan/einstellungen/annahme", {{"acceptance", "other_dates"}, {"notice_days", "0"}}).status == 422);
    CHECK(pages.post("/lehrplan/einstellungen/annahme", {{"acceptance", "other_dates"}, {"notice_days", "30"}}).status == 303);
    CHECK(contains(pages.api(Method::get, "/api/v1/me/curriculum/settings").text(), "\"other_dates\""));
    CHECK(pages.api(Method::put, "/api/v1/me/curriculum/settings", R"({"mails":"never","acceptance":"off","notice_days":14})").status == 204);
    CHECK(pages.api(Method::put, "/api/v1/me/curriculum/settings", R"({"mails":"daily","acceptance":"off","notice_days":14})").status == 409);
    CHECK(pages.visit("/lehrplan/mails/abbestellen/1.x").status == 404);
    const auto link = "/lehrplan/mails/abbestellen/" + pages.news.token_of(pages.town.clerk.person);
    CHECK(pages.visit(link).status == 200);
    CHECK(pages.post(link).status == 200);
}

TEST_CASE("a proposal is put off on its page, which says why each thing changes") {
    Pages pages;
    const auto unit = pages.accepted(pages.town.clerk).accepted->plan.items.front().unit;
    REQUIRE(pages.curricula.exclude(pages.town.clerk, unit));
    const auto id = std::to_string(pages.state(pages.town.clerk).proposed->id.value);
    const auto page = pages.get("/lehrplan/vorschlag");
    CHECK(contains(page.text(), "Sie möchten diese Lerneinheit nicht."));
    CHECK(contains(page.text(), "Anlass: Sie haben selbst etwas geändert."));
    CHECK(pages.post("/lehrplan/versionen/" + id + "/wiedervorlage", {{"wochen", "9"}}).status == 422);
    CHECK(pages.post("/lehrplan/versionen/" + id + "/wiedervorlage", {{"wochen", "2"}}).status == 303);
    CHECK(contains(pages.get("/lehrplan").text(), "Ein Vorschlag ist zurückgestellt bis 16. März 2026."));
    CHECK(contains(pages.get("/lehrplan/verlauf").text(), "zurückgestellt bis"));
    CHECK(pages.api(Method::post, "/api/v1/me/curriculum/postpone", "{\"curriculum\":" + id + ",\"weeks\":3}").status == 204);
    CHECK(pages.api(Method::post, "/api/v1/me/curriculum/postpone", "{\"curriculum\":" + id + ",\"weeks\":5}").status == 422);
}

TEST_CASE("limits answer with the result alone when the page asks for it") {
    Pages pages;
    (void)pages.accepted(pages.town.clerk);
    CHECK(contains(pages.get("/lehrplan/grenzen").text(), "data-slider"));
    const std::string question = "/lehrplan/grenzen?hours=10&weekly_hours=&budget=10&presence_days=1&kilometres=50&until=2026-12-01";
    auto request =
        http::RequestBuilder(Method::get, question).header("HX-Request", "true").header("HX-Target", "ergebnis").viewer(pages.town.clerk).build();
    const auto part = pages.router.handle(request);
    CHECK(part.status == 200);
    CHECK(contains(part.text(), "Das wäre anders"));
    CHECK_FALSE(contains(part.text(), "<h1"));
    CHECK(contains(pages.get(question).text(), "<h1"));
    CHECK(pages.get("/lehrplan/grenzen?hours=10&budget=10&presence_days=1&kilometres=999&until=2026-12-01").status == 422);
    CHECK(contains(pages.api(Method::post, "/api/v1/me/curriculum/what-if", R"({"kilometres":20})").text(), "\"after\""));
}

TEST_CASE("a date to mind of is told wherever it can be chosen or is planned, and may be taken all the same (LP-60)") {
    Pages pages;
    const auto plan = pages.accepted(pages.town.clerk).accepted->plan;
    const auto item = std::find_if(plan.items.begin(), plan.items.end(), [&](const auto& row) {
        const auto* unit = pages.curricula.catalogue()->find_unit(row.unit);
        const auto* date = row.date ? PlanningCatalogue::find_date(*unit, *row.date) : nullptr;
        return date != nullptr && date->mode == catalogue::Format::on_site;
    });
    REQUIRE(item != plan.items.end());
    const auto unit = std::to_string(item->unit.value), early = std::string("vor 6 Uhr losfahren");
    const auto path = "/lehrplan/einheiten/" + unit;
    for (const std::string page : {"/lehrplan", "/lehrplan/kalender"}) CHECK_FALSE(contains(pages.get(page).text(), early));
    pages.town.database().in_transaction([&](storage::Transaction& transaction) {
        transaction.execute("UPDATE tutorial_dates SET start_minute = 330 WHERE unit_id = ?", item->unit);
    });
    pages.catalogues.reload();
    for (const std::string& page :
         {std::string("/lehrplan"), std::string("/lehrplan/kalender"), path + "/termin", "/lehrplan/kalender?verlegen=" + unit}) {
        CAPTURE(page);
        CHECK(contains(pages.get(page).text(), early));
    }
    CHECK(contains(pages.api(Method::get, "/api/v1/me/curriculum").text(), early));
    CHECK(contains(pages.api(Method::get, "/api/v1/me/plan-choices/" + unit + "/dates").text(), "\"leaves_early\""));
    const auto answer = pages.post(path + "/festlegung", {{"date", std::to_string(item->date->value)}});
    CHECK(answer.status == 303);
    CHECK(contains(pages.get(Pages::location(answer)).text(), early));
    // An absence that came after the plan is told in the calendar.
    pages.town.database().in_transaction([&](storage::Transaction& transaction) {
        transaction.execute("INSERT INTO absences (person_id, first_day, last_day) VALUES (?, ?, ?)", pages.town.clerk.person, item->starts_on,
                            item->ends_on);
    });
    CHECK(contains(pages.get("/lehrplan/kalender").text(), "Der Termin liegt in einer Abwesenheit."));
}
