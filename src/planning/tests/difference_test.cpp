// SPDX-License-Identifier: EUPL-1.2
#include "planning/difference.hpp"

#include <doctest/doctest.h>

using namespace kc;
using namespace kc::planning;

namespace {

CurriculumItem item(std::int64_t unit, std::optional<std::int64_t> date = std::nullopt) {
    CurriculumItem made;
    made.unit = LearningUnitId{unit};
    if (date) made.date = TutorialDateId{*date};
    made.starts_on = made.ends_on = *parse_date("2026-05-04");
    return made;
}

}  // namespace

TEST_CASE("a difference names what is added, removed, moved and kept, with hours, price, days and closed gaps") {
    Plan before, after;
    before.items = {item(1, 11), item(2), item(3, 31)};
    after.items = {item(1, 12), item(2), item(4)};
    before.hours = HalfHours{20}, after.hours = HalfHours{16};
    before.price = Money{100'00}, after.price = Money{150'00};
    before.presence_days = 2, after.presence_days = 1;
    before.closure = 5, after.closure = 8;
    before.closure_wanted = after.closure_wanted = 10;
    const auto difference = difference_between(before, after);
    REQUIRE(difference.added.size() == 1);
    CHECK(difference.added[0].unit == LearningUnitId{4});
    REQUIRE(difference.removed.size() == 1);
    CHECK(difference.removed[0].unit == LearningUnitId{3});
    REQUIRE(difference.moved.size() == 1);
    CHECK(difference.moved[0].from == TutorialDateId{11});
    CHECK(difference.moved[0].to == TutorialDateId{12});
    CHECK(difference.kept == std::vector{LearningUnitId{2}});
    CHECK(difference.hours == HalfHours{-4});
    CHECK(difference.price == Money{50'00});
    CHECK(difference.presence_days == -1);
    CHECK(difference.closed_percent == 30);
    CHECK_FALSE(difference.empty());
    CHECK(difference_between(before, before).empty());
}

TEST_CASE("a first plan closes more than no plan, never less") {
    Plan first;
    first.items = {item(1)};
    first.closure = 26, first.closure_wanted = 100;
    CHECK(difference_between(Plan{}, first).closed_percent == 26);
    CHECK(difference_between(Plan{}, Plan{}).closed_percent == 0);
    Plan complete;  // every gap was closed, then the work asked for more
    CHECK(difference_between(complete, first).closed_percent == 26);
}

TEST_CASE("LP-14: two plans are the same when units, dates and wishes are the same, in whatever order") {
    Plan a, b;
    a.items = {item(1, 11), item(2)};
    b.items = {item(2), item(1, 11)};
    CHECK(same_plan(a, b));
    b.items[1].date = TutorialDateId{12};
    CHECK_FALSE(same_plan(a, b));
    b.items[1].date = TutorialDateId{11};
    b.items[1].locked = true;
    CHECK_FALSE(same_plan(a, b));
    b.items[1].locked = false;
    b.items[1].starts_on = add_days(b.items[1].starts_on, 7);  // the provider has moved the date
    CHECK_FALSE(same_plan(a, b));
    CHECK(difference_between(a, b).moved.size() == 1);
    b.items[1].starts_on = a.items[0].starts_on;
    b.items[0].starts_on = add_days(b.items[0].starts_on, 7);  // without a date the days follow from the other units
    CHECK(same_plan(a, b));
    b.status = PlanStatus::feasible;  // the proof is no news
    CHECK(same_plan(a, b));
    b.status = PlanStatus::infeasible;
    CHECK_FALSE(same_plan(a, b));
}

TEST_CASE("LP-30: the closed share is rounded down, and a plan without gaps is complete") {
    Plan plan;
    CHECK(closed_percent(plan) == 100);
    plan.closure_wanted = 3;
    plan.closure = 2;
    CHECK(closed_percent(plan) == 66);
    plan.closure = 3;
    CHECK(closed_percent(plan) == 100);
}
