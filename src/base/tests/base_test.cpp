// SPDX-License-Identifier: EUPL-1.2
// Dates, German time, text, tokens and permissions.
#include "base/berlin_time.hpp"
#include "base/clock.hpp"
#include "base/money.hpp"
#include "base/random.hpp"
#include "base/result.hpp"
#include "base/text.hpp"
#include "base/viewer.hpp"

#include <doctest/doctest.h>

using namespace kc;
using namespace std::chrono;

TEST_CASE("a date is read only in ISO form and only when the day exists") {
    CHECK(parse_date("2026-03-02") == Date{2026y / March / 2});
    CHECK(parse_date("2028-02-29").has_value());
    CHECK_FALSE(parse_date("2026-02-29"));
    CHECK_FALSE(parse_date("2026-3-2"));
    CHECK_FALSE(parse_date("02.03.2026"));
    CHECK_FALSE(parse_date("2026-+1-01"));
    CHECK_FALSE(parse_date(""));
    CHECK(to_iso(Date{2026y / March / 2}) == "2026-03-02");
}

TEST_CASE("days are counted across months and leap years") {
    CHECK(days_between(*parse_date("2028-02-28"), *parse_date("2028-03-01")) == 2);
    CHECK(add_days(*parse_date("2026-12-31"), 1) == *parse_date("2027-01-01"));
    CHECK(weekday_of(*parse_date("2026-03-02")) == Weekday::monday);
}

TEST_CASE("German time changes on the last Sundays of March and October at 01:00 UTC") {
    const Instant before_summer = sys_days{2026y / March / 29} + 0h + 59min + 59s;
    CHECK(berlin_offset(before_summer) == 1h);
    CHECK(berlin_offset(before_summer + 1s) == 2h);
    const Instant before_winter = sys_days{2026y / October / 25} + 0h + 59min + 59s;
    CHECK(berlin_offset(before_winter) == 2h);
    CHECK(berlin_offset(before_winter + 1s) == 1h);
    CHECK(berlin_date(sys_days{2026y / July / 1} + 22h) == *parse_date("2026-07-02"));
    const Instant noon = sys_days{2026y / July / 1} + 12h;
    CHECK(from_berlin(to_berlin(noon)) == noon);
}

TEST_CASE("text with broken UTF-8 or control characters is recognised") {
    CHECK(is_valid_utf8("Grüße 😀"));
    CHECK_FALSE(is_valid_utf8("\xC3"));
    CHECK_FALSE(is_valid_utf8("\xC0\xAF"));
    CHECK_FALSE(is_valid_utf8("\xED\xA0\x80"));
    CHECK(code_points("Grüße") == 5);
    CHECK(contains_control_characters(std::string_view("a\0b", 3)));
    CHECK(contains_control_characters("a\xC2\x85"));
    CHECK_FALSE(contains_control_characters("a\n\tä"));
    CHECK(trim("  \u00A0Bensheim \n") == "Bensheim");
}

TEST_CASE("money refuses to overflow") {
    CHECK_THROWS_AS((void)(Money{INT64_MAX} + Money{1}), Impossible);
    CHECK((Money{250} * 3 == Money{750}));
}

TEST_CASE("tokens are long, safe in addresses and never the same") {
    const auto token = random_token();
    CHECK(token.size() == 43);
    CHECK(token.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_") == std::string::npos);
    CHECK(token != random_token());
}

TEST_CASE("a seeded generator gives the same numbers everywhere") {
    SeededRandom random(42);
    CHECK(random.next() == 13679457532755275413ULL);
}

TEST_CASE("a permission holds only in the organisation where the role was given, for the office everywhere") {
    const OrganisationId here{1}, there{2};
    Viewer hr{.person = {7}, .organisation = here, .roles = {{Role::learner, here}, {Role::hr_decision_maker, here}}};
    CHECK(hr.may(Permission::manage_people));
    CHECK(hr.may(Permission::manage_people, here));
    CHECK_FALSE(hr.may(Permission::manage_people, there));
    CHECK(hr.organisations_where(Permission::manage_people) == std::vector{here});
    Viewer office{.person = {8}, .organisation = there, .roles = {{Role::office, there}}};
    CHECK(office.may(Permission::manage_people, here));
    CHECK_FALSE(office.may(Permission::keep_own_profile));
}

TEST_CASE("a result carries a value or the reason of the refusal") {
    enum class Why { full };
    const auto refused = [](bool full) -> Result<int, Why> {
        if (full) return refuse(Why::full);
        return 3;
    };
    CHECK(*refused(false) == 3);
    CHECK(refused(true).error() == Why::full);
    CHECK_THROWS_AS((void)refused(true).value(), Impossible);
}
