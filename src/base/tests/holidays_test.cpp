// SPDX-License-Identifier: EUPL-1.2
#include "base/holidays.hpp"

#include <doctest/doctest.h>

using namespace kc;
using namespace std::chrono;

namespace {

Date on(const char* iso) { return *parse_date(iso); }
const std::vector<Land> all_lands{Land::baden_wuerttemberg, Land::hesse, Land::rhineland_palatinate};

}  // namespace

TEST_CASE("Easter falls on the days that the church calendar names") {
    CHECK(easter_sunday(2000) == Date{year{2000} / April / 23});
    CHECK(easter_sunday(2008) == Date{year{2008} / March / 23});
    CHECK(easter_sunday(2011) == Date{year{2011} / April / 24});
    CHECK(easter_sunday(2026) == Date{year{2026} / April / 5});
    CHECK(easter_sunday(2027) == Date{year{2027} / March / 28});
    CHECK(easter_sunday(2038) == Date{year{2038} / April / 25});
}

TEST_CASE("RE-53: each Land has its own public holidays") {
    CHECK(holiday_on(on("2026-01-06"), {Land::baden_wuerttemberg}) == Holiday::epiphany);
    CHECK_FALSE(holiday_on(on("2026-01-06"), {Land::hesse, Land::rhineland_palatinate}));
    CHECK(holiday_on(on("2026-11-01"), {Land::rhineland_palatinate}) == Holiday::all_saints);
    CHECK(holiday_on(on("2026-11-01"), all_lands) == Holiday::all_saints);
    CHECK_FALSE(holiday_on(on("2026-11-01"), {Land::hesse}));
    CHECK(holiday_on(on("2026-04-03"), {Land::hesse}) == Holiday::good_friday);
    CHECK(holiday_on(on("2026-05-14"), {Land::hesse}) == Holiday::ascension);
    CHECK(holiday_on(on("2026-06-04"), {Land::hesse}) == Holiday::corpus_christi);
    CHECK(holiday_on(on("2026-10-03"), {Land::hesse}) == Holiday::german_unity);
    CHECK_FALSE(holiday_on(on("2026-12-24"), all_lands));
    CHECK_FALSE(holiday_on(on("2026-04-03"), {}));
}
