// SPDX-License-Identifier: EUPL-1.2
#include "authoring/tests/work_town.hpp"

#include <doctest/doctest.h>

namespace kc::authoring {
namespace {

using catalogue::DateState;
using catalogue::Format;
using test::work_towns;
using test::WorkTown;

Date on(std::string_view iso) { return parse_date(iso).value(); }

DateInput date_on(WorkTown& town, std::string_view day) {
    return {.mode = Format::on_site,
            .first_day = on(day),
            .last_day = on(day),
            .start_minute = 540,
            .end_minute = 960,
            .venue = town.venue("freier-raum"),
            .seats = 12};
}

std::vector<std::string> fields(const std::vector<FieldProblem>& problems) {
    std::vector<std::string> names;
    for (const auto& problem : problems) names.push_back(problem.field);
    return names;
}

std::string first_problem(WorkTown& town, const DateInput& input) {
    const auto added = town.dates.add(town.town.provider_editor, town.own_unit(), input);
    if (added) return "none";
    return added.error().problems.empty() ? "" : added.error().problems.front().message_key;
}

const Viewer& editor(const WorkTown& town) { return town.town.provider_editor; }

}  // namespace

TEST_CASE("RE-50, RE-52: an editor adds a date, the booking deadline is fourteen days before, and the deed is kept") {
    for (auto& town : work_towns()) {
        const auto unit = town->own_unit();
        const auto added = town->dates.add(editor(*town), unit, date_on(*town, "2026-09-15"));
        REQUIRE(added);
        const auto listed = town->dates.list(editor(*town), unit);
        REQUIRE(listed);
        const auto date = std::find_if(listed->dates.begin(), listed->dates.end(), [&](const auto& row) { return row.id == *added; });
        REQUIRE(date != listed->dates.end());
        CHECK(date->booking_deadline == on("2026-09-01"));
        CHECK(date->state == DateState::planned);
        CHECK(town->audits("date.added") == 1);
        town->catalogues.reload();
        CHECK(town->catalogues.current()->find_date(*added) != nullptr);
        // So soon that fourteen days before is over: bookable until the day itself would be odd, but from today on it must be.
        const auto soon = town->dates.add(editor(*town), unit, date_on(*town, "2026-03-10"));
        REQUIRE(soon);
        CHECK(town->value<Date>("SELECT booking_deadline FROM tutorial_dates WHERE id = ?", *soon) == on("2026-03-02"));
    }
}

TEST_CASE("RE-50: each wrong field of a date is named with its remedy") {
    WorkTown town;
    const auto wrong = [&](auto&& change) {
        auto input = date_on(town, "2026-09-15");
        change(input);
        return first_problem(town, input);
    };
    const std::string key = "authoring.dates.problem.";
    CHECK(wrong([](DateInput& d) { d.first_day = d.last_day = on("2026-03-01"); }) == key + "past");
    CHECK(wrong([](DateInput& d) { d.first_day = d.last_day = on("2030-03-01"); }) == key + "far");
    CHECK(wrong([](DateInput& d) { d.last_day = on("2026-09-14"); }) == key + "last_before_first");
    CHECK(wrong([](DateInput& d) { d.last_day = on("2026-09-29"); }) == key + "too_long");
    CHECK(wrong([](DateInput& d) { d.last_day = on("2026-09-28"); }) == "none");
    CHECK(wrong([](DateInput& d) { d.end_minute = 540; }) == key + "end_before_start");
    CHECK(wrong([](DateInput& d) { d.start_minute = 2000; }) == key + "clock");
    CHECK(wrong([](DateInput& d) { d.venue.reset(); }) == key + "venue_missing");
    CHECK(wrong([](DateInput& d) { d.venue = VenueId{99'999}; }) == key + "venue_unknown");
    CHECK(wrong([](DateInput& d) { d.seats = 0; }) == key + "seats");
    CHECK(wrong([](DateInput& d) { d.seats = 25; }) == key + "venue_too_small");
    CHECK(wrong([](DateInput& d) { d.seats = 24; }) == "none");
    CHECK(wrong([](DateInput& d) { d.booking_deadline = on("2026-09-16"); }) == key + "deadline_late");
    CHECK(wrong([](DateInput& d) { d.booking_deadline = on("2026-09-15"); }) == "none");
    CHECK(wrong([](DateInput& d) { d.mode = Format::self_paced; }) == key + "mode");
    town.write("UPDATE venues SET retired = TRUE WHERE slug = 'freier-raum'");
    CHECK(wrong([](DateInput&) {}) == key + "venue_retired");
}

TEST_CASE("RE-51: hybrid dates have both capacities, other dates one, and the form can be changed later") {
    for (auto& town : work_towns()) {
        const auto unit = town->own_unit();
        auto input = date_on(*town, "2026-09-15");
        input.mode = Format::hybrid;
        const auto refused = town->dates.add(editor(*town), unit, input);
        CHECK(fields(refused.error().problems) == std::vector<std::string>{"online_seats"});
        input.online_seats = 30;
        const auto id = town->dates.add(editor(*town), unit, input);
        REQUIRE(id);
        CHECK(town->value("SELECT online_seats FROM tutorial_dates WHERE id = ?", *id) == 30);
        input.mode = Format::online;
        input.seats = 100;  // more than the room has: no room is needed any more
        CHECK(town->dates.change(editor(*town), unit, *id, input));
        CHECK(town->value("SELECT online_seats FROM tutorial_dates WHERE id = ?", *id) == 0);
        CHECK(town->value("SELECT count(*) FROM tutorial_dates WHERE id = ? AND venue_id IS NULL", *id) == 1);
        CHECK(town->audits("date.changed") == 1);
    }
}

TEST_CASE("RE-54: a venue that is taken, weekends, holidays and too many seats are told, not forbidden") {
    for (auto& town : work_towns()) {
        const auto unit = town->own_unit();
        REQUIRE(town->dates.add(editor(*town), unit, date_on(*town, "2026-09-15")));
        const auto facts = town->dates.list(editor(*town), unit)->unit;
        auto warnings = town->dates.warnings(facts, date_on(*town, "2026-09-15"), std::nullopt);
        REQUIRE(warnings.clashes.size() == 1);
        CHECK(warnings.clashes[0].title == facts.title);
        CHECK_FALSE(town->dates.warnings(facts, date_on(*town, "2026-09-16"), std::nullopt).any());
        town->write("UPDATE learning_units SET state = 'draft' WHERE id = ?", unit);
        CHECK(town->dates.warnings(facts, date_on(*town, "2026-09-15"), std::nullopt).clashes[0].title.empty());
        CHECK(town->dates.warnings(facts, date_on(*town, "2026-10-03"), std::nullopt).holiday == Holiday::german_unity);
        CHECK(town->dates.warnings(facts, date_on(*town, "2026-09-13"), std::nullopt).weekend == on("2026-09-13"));
    }
}

TEST_CASE("RE-53, RE-55: a series is written whole or not at all") {
    for (auto& town : work_towns()) {
        const auto unit = town->own_unit();
        const auto before = town->value("SELECT count(*) FROM tutorial_dates");
        SeriesInput series;
        series.rule = {.rhythm = Rhythm::weekly, .first_day = on("2026-03-30"), .every = 1, .count = 3, .holidays = {Land::hesse}};
        series.pattern = date_on(*town, "2026-03-30");
        const auto preview = town->dates.preview(editor(*town), unit, series);
        REQUIRE(preview);
        CHECK(preview->size() == 4);
        CHECK(town->value("SELECT count(*) FROM tutorial_dates") == before);
        const auto added = town->dates.add_series(editor(*town), unit, series);
        REQUIRE(added);
        CHECK(added->size() == 3);
        CHECK(town->audits("date.added") == 3);
        // Only what was ticked.
        const auto one = town->dates.add_series(editor(*town), unit, series, std::vector<Date>{on("2026-04-13")});
        REQUIRE(one);
        CHECK(one->size() == 1);
        CHECK(town->dates.add_series(editor(*town), unit, series, std::vector<Date>{}).error().error == DateError::no_days);
        const auto count = town->value("SELECT count(*) FROM tutorial_dates");
        auto far = series;  // its last days lie beyond what can be planned
        far.rule.every = 12;
        far.rule.count = 60;
        const auto refused = town->dates.add_series(editor(*town), unit, far);
        REQUIRE_FALSE(refused);
        CHECK(refused.error().day.has_value());
        CHECK(town->value("SELECT count(*) FROM tutorial_dates") == count);
        auto wrong = series;
        wrong.rule.count = 0;
        wrong.pattern.seats = 0;
        CHECK(fields(town->dates.add_series(editor(*town), unit, wrong).error().problems) == std::vector<std::string>{"count", "seats"});
    }
}

TEST_CASE("RE-56: public dates are cancelled and kept, dates nobody has seen can be removed") {
    for (auto& town : work_towns()) {
        const auto unit = town->own_unit();
        const auto id = *town->dates.add(editor(*town), unit, date_on(*town, "2026-09-15"));
        CHECK(town->dates.remove(editor(*town), unit, id).error() == DateError::date_is_public);
        CHECK(town->dates.cancel(editor(*town), unit, id));
        CHECK(town->dates.cancel(editor(*town), unit, id));  // sent twice
        CHECK(town->audits("date.cancelled") == 1);
        CHECK(town->value<DateState>("SELECT state FROM tutorial_dates WHERE id = ?", id) == DateState::cancelled);
        CHECK(town->dates.reinstate(editor(*town), unit, id));
        CHECK(town->value<DateState>("SELECT state FROM tutorial_dates WHERE id = ?", id) == DateState::planned);
        town->write("UPDATE learning_units SET state = 'draft', version = 0 WHERE id = ?", unit);
        CHECK(town->dates.remove(editor(*town), unit, id));
        CHECK(town->dates.remove(editor(*town), unit, id).error() == DateError::date_not_found);
        CHECK(town->audits("date.removed") == 1);
    }
}

TEST_CASE("RE-57: labels, self-paced and retired offers take no dates, and what has begun does not change") {
    WorkTown town;
    const auto unit = town.own_unit();
    const auto id = *town.dates.add(editor(town), unit, date_on(town, "2026-09-15"));
    const auto refused = [&] { return town.dates.add(editor(town), unit, date_on(town, "2026-09-16")).error().error; };
    town.write("UPDATE learning_units SET code_share_of_id = ? WHERE id = ?", town.foreign_unit(), unit);
    CHECK(refused() == DateError::code_share_label);
    CHECK(town.dates.list(editor(town), unit)->unit.original_id == town.foreign_unit());
    town.write("UPDATE learning_units SET code_share_of_id = NULL, mode = 'self_paced' WHERE id = ?", unit);
    CHECK(refused() == DateError::self_paced);
    town.write("UPDATE learning_units SET mode = 'on_site', state = 'retired' WHERE id = ?", unit);
    CHECK(refused() == DateError::unit_retired);
    town.write("UPDATE learning_units SET state = 'published' WHERE id = ?", unit);
    town.write("UPDATE tutorial_dates SET first_day = '2026-03-01', last_day = '2026-03-01' WHERE id = ?", id);
    CHECK(town.dates.change(editor(town), unit, id, date_on(town, "2026-09-15")).error().error == DateError::date_over);
    CHECK(town.dates.cancel(editor(town), unit, id).error() == DateError::date_over);
}

TEST_CASE("RE-58: dates belong to their provider; the office keeps them for all") {
    for (auto& town : work_towns()) {
        const auto foreign = town->foreign_unit();
        CHECK(town->dates.list(editor(*town), foreign).error() == DateError::unit_not_found);
        CHECK(town->dates.add(editor(*town), foreign, date_on(*town, "2026-09-15")).error().error == DateError::unit_not_found);
        CHECK(town->dates.list(editor(*town), LearningUnitId{999'999}).error() == DateError::unit_not_found);
        for (const auto* viewer : {&town->town.clerk, &town->town.instructor, &town->town.venue_host, &town->town.board_member}) {
            CHECK(town->dates.list(*viewer, foreign).error() == DateError::not_permitted);
        }
        const auto id = town->dates.add(town->town.office, foreign, date_on(*town, "2026-09-15"));
        REQUIRE(id);
        CHECK(town->dates.cancel(editor(*town), town->own_unit(), *id).error() == DateError::date_not_found);
    }
}

TEST_CASE("AN-10: a date that is over vanishes from what the public sees, by itself") {
    WorkTown town;
    const auto id = *town.dates.add(editor(town), town.own_unit(), date_on(town, "2026-03-10"));
    town.catalogues.reload();
    const auto snapshot = town.catalogues.current();
    const auto* date = snapshot->find_date(id);
    REQUIRE(date != nullptr);
    CHECK(date->upcoming(on("2026-03-10")));
    CHECK_FALSE(date->upcoming(on("2026-03-11")));
}

}  // namespace kc::authoring
