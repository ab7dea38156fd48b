// SPDX-License-Identifier: EUPL-1.2
#include "authoring/date_form.hpp"
#include "authoring/tests/work_town.hpp"

#include <doctest/doctest.h>

#include <fmt/format.h>

namespace kc::authoring {
namespace {

using http::Method;
using test::contains;
using test::WorkPages;
using test::WorkTown;
using Fields = std::vector<std::pair<std::string, std::string>>;

struct DatePagesTown : WorkTown {
    WorkPages pages{*this};
    const Viewer& editor = town.provider_editor;

    std::string path() const { return fmt::format("/anbieter-bereich/angebote/{}/termine", own_unit().value); }
    Fields date(std::string_view day) const {
        return {{"mode", "on_site"},
                {"first_day", std::string(day)},
                {"start", "09:00"},
                {"end", "16:30"},
                {"venue", std::to_string(venue("freier-raum").value)},
                {"seats", "12"}};
    }
    Fields series() const {
        auto fields = date("2026-03-30");
        for (const auto& [name, value] : Fields{{"rhythm", "weekly"},
                                                {"every", "1"},
                                                {"count", "2"},
                                                {"length_days", "1"},
                                                {"deadline_days", "14"},
                                                {"holidays", "hesse"},
                                                {"skip_weekends", "1"}}) {
            fields.emplace_back(name, value);
        }
        return fields;
    }
    std::int64_t count() const { return value("SELECT count(*) FROM tutorial_dates"); }
};

std::string hidden(std::string_view page, std::string_view name) {
    const auto start = page.find(fmt::format("name=\"{}\" value=\"", name));
    REQUIRE(start != std::string_view::npos);
    const auto from = page.find("value=\"", start) + 7;
    return std::string(page.substr(from, page.find('"', from) - from));
}

}  // namespace

TEST_CASE("clock times are understood as people write them") {
    CHECK(parse_clock("9:00") == 540);
    CHECK(parse_clock("09.30") == 570);
    CHECK(parse_clock("16:30:00") == 990);
    CHECK(parse_clock("24:00") == 1440);
    for (const auto* wrong : {"", "9", "25:00", "9:60", "neun", "9:5", ":30", "-1:00", "24:01"}) CHECK_FALSE(parse_clock(wrong));
}

TEST_CASE("the list of dates has labelled actions, and past ones are folded away") {
    DatePagesTown town;
    town.write(
        "UPDATE tutorial_dates SET first_day = '2026-01-10', last_day = '2026-01-10' WHERE id = (SELECT min(id) FROM tutorial_dates WHERE "
        "unit_id = ?)",
        town.own_unit());
    const auto page = town.pages.get(town.path(), town.editor);
    CHECK(page.status == 200);
    for (const auto* part : {"<h1", "Termin anlegen", "Serie anlegen", "Absagen", "(Termin am", "Vergangene Termine (1)", "data-label=\"Plätze\""}) {
        INFO(std::string(part));
        CHECK(contains(page.text(), part));
    }
    CHECK(town.pages.get(town.path(), town.town.clerk).status == 403);
    CHECK(town.pages.get(fmt::format("/anbieter-bereich/angebote/{}/termine", town.foreign_unit().value), town.editor).status == 404);
}

TEST_CASE("a date is added and changed by form; a wrong one keeps what was typed") {
    DatePagesTown town;
    const auto before = town.count();
    auto wrong = town.date("2026-09-15");
    wrong.back().second = "30";
    const auto refused = town.pages.post(town.path() + "/neu", town.editor, wrong);
    CHECK(refused.status == 422);
    CHECK(contains(refused.text(), "hat 24 Plätze"));
    CHECK(contains(refused.text(), "value=\"30\""));
    CHECK(contains(refused.text(), "href=\"#feld-seats\""));
    CHECK(town.pages.post(town.path() + "/neu", town.editor, town.date("2026-09-15")).status == 303);
    CHECK(town.count() == before + 1);
    const auto id = town.value("SELECT max(id) FROM tutorial_dates");
    const auto one = fmt::format("{}/{}", town.path(), id);
    CHECK(contains(town.pages.get(one, town.editor).text(), "value=\"16:30\""));
    CHECK(town.pages.post(one, town.editor, town.date("2026-09-16")).status == 303);
    CHECK(town.value<std::string>("SELECT first_day FROM tutorial_dates WHERE id = ?", id) == "2026-09-16");
    CHECK(contains(town.pages.get(one + "/absage", town.editor).text(), "Termin absagen?"));
    CHECK(town.pages.post(one + "/absage", town.editor).status == 303);
    CHECK(contains(town.pages.get(town.path(), town.editor).text(), "Wieder aufnehmen"));
    CHECK(town.pages.post(one + "/wiederaufnahme", town.editor).status == 303);
    CHECK(town.pages.get(one + "/loeschung", town.editor).status == 409);
    CHECK(town.pages.get(fmt::format("{}/neu?vorlage={}", town.path(), id), town.editor).status == 200);
    CHECK(town.pages.get(town.path() + "/999999", town.editor).status == 404);
}

TEST_CASE("RE-54: a double booking is shown once and saved when it is confirmed") {
    DatePagesTown town;
    CHECK(town.pages.post(town.path() + "/neu", town.editor, town.date("2026-09-15")).status == 303);
    const auto before = town.count();
    auto again = town.date("2026-09-15");
    const auto asked = town.pages.post(town.path() + "/neu", town.editor, again);
    CHECK(asked.status == 200);
    CHECK(contains(asked.text(), "schon eingeplant"));
    CHECK(contains(asked.text(), "Trotzdem speichern"));
    CHECK(town.count() == before);
    again.emplace_back("warned", hidden(asked.text(), "warned"));
    CHECK(town.pages.post(town.path() + "/neu", town.editor, again).status == 303);
    CHECK(town.count() == before + 1);
}

TEST_CASE("RE-55: a series shows all its days first and saves only what was seen and ticked") {
    DatePagesTown town;
    const auto before = town.count();
    const auto path = town.path() + "/serie";
    CHECK(town.pages.get(path, town.editor).status == 200);
    auto fields = town.series();
    const auto preview = town.pages.post(path, town.editor, fields);
    CHECK(preview.status == 200);
    CHECK(contains(preview.text(), "fällt weg: Ostermontag"));
    CHECK(contains(preview.text(), "2 Tage zur Auswahl, 1 Tag fällt weg"));
    CHECK(town.count() == before);
    fields.emplace_back("action", "save");
    fields.emplace_back("day", "2026-04-13");
    CHECK(town.pages.post(path, town.editor, fields).status == 200);  // never previewed
    CHECK(town.count() == before);
    fields.emplace_back("previewed", hidden(preview.text(), "previewed"));
    CHECK(town.pages.post(path, town.editor, fields).status == 303);
    CHECK(town.count() == before + 1);
    auto listed = town.series();
    for (auto& [name, value] : listed) {
        if (name == "rhythm") value = "listed";
    }
    listed.emplace_back("days", "14.09.2026\r\nnie");
    const auto wrong = town.pages.post(path, town.editor, listed);
    CHECK(wrong.status == 422);
    CHECK(contains(wrong.text(), "„nie“ ist kein Tag"));
}

TEST_CASE("a label says where its dates are kept") {
    DatePagesTown town;
    town.write("UPDATE learning_units SET code_share_of_id = ? WHERE id = ?", town.foreign_unit(), town.own_unit());
    const auto page = town.pages.get(town.path(), town.editor);
    CHECK(contains(page.text(), "pflegt der Partner"));
    CHECK_FALSE(contains(page.text(), "Termin anlegen"));
    CHECK(town.pages.get(town.path() + "/neu", town.editor).status == 409);
}

TEST_CASE("the JSON interface lists, adds, changes and cancels dates like the pages") {
    DatePagesTown town;
    const auto path = fmt::format("/api/v1/provider/offers/{}/dates", town.own_unit().value);
    CHECK(town.pages.json(Method::get, path, town.editor).status == 200);
    CHECK(town.pages.json(Method::get, path, town.town.clerk).status == 403);
    const auto venue = town.venue("freier-raum").value;
    const auto body = [&](int seats) {
        return fmt::format(R"({{"mode":"on_site","first_day":"2026-09-15","start_minute":540,"end_minute":960,"venue":{},"seats":{}}})", venue,
                           seats);
    };
    const auto wrong = town.pages.json(Method::post, path, town.editor, body(99));
    CHECK(wrong.status == 422);
    CHECK(contains(wrong.text(), "\"field\":\"seats\""));
    CHECK(town.pages.json(Method::post, path, town.editor, body(10)).status == 201);
    const auto id = town.value("SELECT max(id) FROM tutorial_dates");
    const auto one = fmt::format("{}/{}", path, id);
    CHECK(contains(town.pages.json(Method::put, one, town.editor, body(11)).text(), "\"seats\":11"));
    CHECK(contains(town.pages.json(Method::put, one + "/cancellation", town.editor).text(), "\"cancelled\""));
    CHECK(town.pages.json(Method::del, one + "/cancellation", town.editor).status == 200);
    CHECK(town.pages.json(Method::del, one, town.editor).status == 409);
    const auto series = fmt::format(
        R"({{"rhythm":"monthly","first_day":"2026-09-08","count":3,"holidays":["hesse"],"mode":"on_site","start_minute":540,"end_minute":960,"venue":{},"seats":9,"preview":{}}})",
        venue, "true");
    const auto before = town.count();
    CHECK(contains(town.pages.json(Method::post, path + "/series", town.editor, series).text(), "\"first_day\":\"2026-11-10\""));
    CHECK(town.count() == before);
    CHECK(town.pages.json(Method::post, path + "/series", town.editor, R"({"rhythm":"listed","seats":"viele"})").status == 422);
}

}  // namespace kc::authoring
