// SPDX-License-Identifier: EUPL-1.2
#include "sample/calendar.hpp"
#include "sample/catalogue.hpp"

#include <doctest/doctest.h>

using namespace kc;
using namespace std::chrono;

TEST_CASE("holidays of all three states, weekends and the days around Christmas are no course days") {
    for (const Date day :
         {year{2026} / April / 3, year{2026} / April / 6, year{2026} / May / 1, year{2026} / May / 14, year{2026} / May / 25, year{2026} / June / 4,
          year{2026} / December / 24, year{2026} / December / 31, year{2027} / January / 1, year{2026} / March / 7, year{2026} / March / 8}) {
        CHECK_FALSE(sample::is_course_day(day));
    }
    CHECK(sample::is_course_day(year{2026} / March / 2));
    CHECK(sample::is_course_day(year{2026} / December / 23));
    CHECK(sample::is_course_day(year{2027} / January / 4));
}

TEST_CASE("several days in a row skip what interrupts them") {
    CHECK(sample::next_course_days(year{2026} / March / 5, 1) == Date{year{2026} / March / 5});
    CHECK(sample::next_course_days(year{2026} / March / 6, 2) == Date{year{2026} / March / 9});
    CHECK(sample::next_course_days(year{2026} / April / 2, 2) == Date{year{2026} / April / 7});
    CHECK(sample::next_course_days(year{2026} / December / 23, 2) == Date{year{2027} / January / 4});
}

TEST_CASE("tutorial dates lie on course days within a year, with their deadline ahead") {
    for (const Date today : {year{2026} / March / 2, year{2026} / November / 21, year{2027} / July / 31}) {
        const auto catalogue = sample::read_sample_catalogue(std::filesystem::path(KC_SOURCE_DIR) / "sample", today, 7);
        for (const auto& unit : catalogue.offers.units) {
            const bool dates_elsewhere = unit.code_share_of.has_value();  // shared seats are dated once, at the original
            CHECK((unit.mode == catalogue::Format::self_paced || dates_elsewhere) == unit.dates.empty());
            Date before = today;
            for (const auto& date : unit.dates) {
                CHECK(date.first_day > before);
                for (Date day = date.first_day; day <= date.last_day; day = add_days(day, 1)) CHECK(sample::is_course_day(day));
                CHECK(days_between(today, date.last_day) <= 366);
                CHECK(days_between(date.booking_deadline, date.first_day) == 14);
                CHECK(date.booking_deadline > today);
                CHECK(date.venue.has_value() == (date.mode != catalogue::Format::online));
                before = date.last_day;
            }
        }
    }
}
