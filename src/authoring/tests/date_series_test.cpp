// SPDX-License-Identifier: EUPL-1.2
#include "authoring/date_series.hpp"

#include <doctest/doctest.h>

namespace kc::authoring {
namespace {

const std::vector<Land> all_lands{Land::baden_wuerttemberg, Land::hesse, Land::rhineland_palatinate};

Date on(std::string_view iso) { return parse_date(iso).value(); }

std::vector<std::string> held(const SeriesRule& rule) {
    std::vector<std::string> days;
    for (const auto& day : series_days(rule)) {
        if (!day.obstacle) days.push_back(to_iso(day.first_day));
    }
    return days;
}

}  // namespace

TEST_CASE("RE-53: a weekly series goes on behind the holidays it leaves out until the number is full") {
    const SeriesRule rule{.rhythm = Rhythm::weekly, .first_day = on("2026-03-30"), .every = 1, .count = 3, .holidays = all_lands};
    const auto days = series_days(rule);
    REQUIRE(days.size() == 4);
    CHECK(days[1] == SeriesDay{on("2026-04-06"), on("2026-04-06"), Obstacle::holiday, Holiday::easter_monday});
    CHECK(held(rule) == std::vector<std::string>{"2026-03-30", "2026-04-13", "2026-04-20"});
    auto unaware = rule;
    unaware.holidays.clear();
    CHECK(held(unaware) == std::vector<std::string>{"2026-03-30", "2026-04-06", "2026-04-13"});
    auto every_second = rule;
    every_second.every = 2;
    CHECK(held(every_second) == std::vector<std::string>{"2026-03-30", "2026-04-13", "2026-04-27"});
}

TEST_CASE("RE-53: a monthly series keeps the weekday, and the fifth one means the last of the month") {
    CHECK(held({.rhythm = Rhythm::monthly, .first_day = on("2026-09-08"), .every = 1, .count = 4}) ==
          std::vector<std::string>{"2026-09-08", "2026-10-13", "2026-11-10", "2026-12-08"});
    CHECK(held({.rhythm = Rhythm::monthly, .first_day = on("2026-09-29"), .every = 1, .count = 3}) ==
          std::vector<std::string>{"2026-09-29", "2026-10-27", "2026-11-24"});
    CHECK(held({.rhythm = Rhythm::monthly, .first_day = on("2026-11-10"), .every = 3, .count = 2}) ==
          std::vector<std::string>{"2026-11-10", "2027-02-09"});
}

TEST_CASE("RE-53: listed days come in order and once; weekends are left out on choice only") {
    SeriesRule rule{.rhythm = Rhythm::listed, .days = {on("2026-09-12"), on("2026-09-07"), on("2026-09-07")}};
    CHECK(held(rule) == std::vector<std::string>{"2026-09-07"});
    CHECK(series_days(rule).back().obstacle == Obstacle::weekend);
    rule.skip_weekends = false;
    CHECK(held(rule) == std::vector<std::string>{"2026-09-07", "2026-09-12"});
}

TEST_CASE("RE-53: a date of several days is left out when one of its days is a holiday") {
    const auto days =
        series_days({.rhythm = Rhythm::weekly, .first_day = on("2026-05-13"), .every = 1, .count = 1, .length_days = 2, .holidays = {Land::hesse}});
    REQUIRE(days.size() == 2);
    CHECK(days[0].holiday == Holiday::ascension);
    CHECK(days[1].last_day == on("2026-05-21"));
}

TEST_CASE("a series of weekends that leaves out weekends ends") {
    const auto days = series_days({.rhythm = Rhythm::weekly, .first_day = on("2026-09-12"), .every = 12, .count = 60});
    CHECK(days.size() == 120);
    CHECK(std::all_of(days.begin(), days.end(), [](const SeriesDay& day) { return day.obstacle.has_value(); }));
}

}  // namespace kc::authoring
