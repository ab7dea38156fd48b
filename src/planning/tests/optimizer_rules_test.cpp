// SPDX-License-Identifier: EUPL-1.2
// One case per rule of the format, on both sides of its edge; the checker has to agree with every plan and to object to its violation.
// The expected plans are worked out by hand.
#include "planning/tests/optimizer_cases.hpp"

#include <doctest/doctest.h>

namespace kc::planning::optimizer::test {

Plan Case::solve_checked(Limits limits) const {
    const auto plan = solve(PreparedCatalogue(catalogue), learner, limits);
    if (plan.status == Status::infeasible) return plan;
    ClaimedPlan claimed{plan.items, plan.closure, plan.half_hours, plan.price_cents, {}};
    for (const auto& missing : plan.mandatory_not_taken) claimed.mandatory_not_taken.push_back(missing.unit);
    for (const auto& violation : check_plan(catalogue, learner, claimed)) FAIL_CHECK("rule ", violation.rule, ": ", violation.text);
    return plan;
}

namespace {

bool objects(const Case& c, const std::vector<PlannedUnit>& items, int rule) {
    const auto sums = sums_of(c.catalogue, c.learner, items);
    const auto violations = check_plan(c.catalogue, c.learner, {items, sums.closure, sums.half_hours, sums.price_cents, {}});
    return std::any_of(violations.begin(), violations.end(), [&](const Violation& violation) { return violation.rule == rule; });
}

}  // namespace

TEST_CASE("a date on the last day of the period counts, one day later it does not") {
    Case c;
    const int unit = c.dated({{0, 1}}, {{100, 100}});
    c.want(0, 1);
    CHECK(c.solve_checked().closure == 1);
    c.at(unit).dates[0].days = {100, 101};
    const auto plan = c.solve_checked();
    CHECK(plan.closure == 0);
    REQUIRE(plan.unmet.size() == 1);
    CHECK(plan.unmet[0].reason == Reason::no_usable_date);
    CHECK(objects(c, {{unit, 0}}, 1));
}

TEST_CASE("a date before the first day of the period does not count") {
    Case c;
    const int unit = c.dated({{0, 1}}, {{1, 1}});
    c.want(0, 1);
    CHECK(c.solve_checked().closure == 1);
    c.learner.first_day = 2;
    CHECK(c.solve_checked().closure == 0);
    CHECK(objects(c, {{unit, 0}}, 1));
}

TEST_CASE("a date that touches a blocked day does not count, the day before does") {
    Case c;
    const int unit = c.dated({{0, 1}}, {{8, 10}});
    c.want(0, 1);
    c.learner.blocked = {{11, 20}};
    CHECK(c.solve_checked().closure == 1);
    c.learner.blocked = {{10, 20}};
    CHECK(c.solve_checked().closure == 0);
    CHECK(objects(c, {{unit, 0}}, 1));
}

TEST_CASE("a place out of reach is told apart from a missing date") {
    Case c;
    const int unit = c.dated({{0, 1}}, {{8, 8}});
    c.at(unit).place = 0;
    c.want(0, 1);
    CHECK(c.solve_checked().closure == 1);
    c.at(unit).place = 1;
    const auto plan = c.solve_checked();
    CHECK(plan.closure == 0);
    CHECK(plan.unmet[0].reason == Reason::place_not_reachable);
    CHECK(objects(c, {{unit, 0}}, 1));
}

TEST_CASE("a scheduled unit without dates cannot be taken, a self-paced one needs none") {
    Case c;
    const int unit = c.unit({{0, 1}});
    c.want(0, 1);
    CHECK(c.solve_checked().closure == 1);
    c.at(unit).scheduled = true;
    CHECK(c.solve_checked().unmet[0].reason == Reason::no_usable_date);
}

TEST_CASE("a higher level counts only when every level below it is reached") {
    Case c;
    c.unit({{0, 2}});
    c.want(0, 2, 5);
    const auto plan = c.solve_checked();
    CHECK(plan.closure == 0);
    CHECK(plan.items.empty());
    REQUIRE(plan.unmet.size() == 2);
    CHECK(plan.unmet[0].reason == Reason::no_offer);
    CHECK(plan.unmet[1].reason == Reason::level_below_open);
    c.learner.current = {{0, 1}};
    CHECK(c.solve_checked().closure == 5);
}

TEST_CASE("a scheduled unit starts strictly after the last day of what it needs") {
    Case c;
    const int first = c.dated({{0, 1}}, {{10, 12}});
    const int second = c.dated({{0, 2}}, {{13, 13}}, {{0, 1}});
    c.want(0, 2);
    CHECK(c.solve_checked().closure == 2);
    c.at(second).dates[0].days = {12, 13};
    c.at(first).dates[0].days = {10, 12};
    CHECK(c.solve_checked().closure == 1);
    CHECK(objects(c, {{first, 0}, {second, 0}}, 3));
}

TEST_CASE("readiness passes through chains of self-paced units") {
    Case c;
    const int start = c.dated({{0, 1}}, {{20, 20}});
    c.unit({{1, 1}}, {{0, 1}});
    c.unit({{1, 2}}, {{1, 1}});
    const int end = c.dated({{2, 1}}, {{21, 21}}, {{1, 2}});
    c.want(2, 1);
    CHECK(c.solve_checked().closure == 1);
    c.at(end).dates[0].days = {20, 20};
    c.at(start).dates[0].days = {19, 20};
    CHECK(c.solve_checked().closure == 0);
}

TEST_CASE("units that need each other never become ready") {
    Case c;
    const int a = c.unit({{0, 1}}, {{1, 1}});
    const int b = c.unit({{1, 1}}, {{0, 1}});
    c.want(0, 1);
    c.want(1, 1);
    CHECK(c.solve_checked().closure == 0);
    CHECK(objects(c, {{a, -1}, {b, -1}}, 3));
    c.unit({{1, 1}});
    CHECK(c.solve_checked().closure == 2);
}

TEST_CASE("a unit does not meet its own need") {
    Case c;
    const int unit = c.unit({{0, 1}, {0, 2}}, {{0, 1}});
    c.want(0, 2);
    CHECK(c.solve_checked().closure == 0);
    CHECK(objects(c, {{unit, -1}}, 3));
    c.unit({{0, 1}});
    CHECK(c.solve_checked().closure == 2);
}

TEST_CASE("a second, earlier provider is added when the needed order asks for it") {
    Case c;
    const int late = c.dated({{0, 1}, {1, 1}}, {{50, 50}});
    const int extra = c.unit({{0, 1}});
    const int early = c.dated({{2, 1}}, {{30, 30}}, {{0, 1}});
    c.want(1, 1);
    c.want(2, 1);
    const auto plan = c.solve_checked();
    CHECK(plan.closure == 2);
    CHECK(has(plan, late));
    CHECK(has(plan, extra));
    CHECK(has(plan, early));
}

TEST_CASE("a named predecessor has to be that unit, and finished before") {
    Case c;
    const int first = c.dated({{1, 1}}, {{10, 10}});
    c.unit({{1, 1}});
    const int second = c.dated({{0, 1}}, {{11, 11}});
    c.at(second).after = first;
    c.want(0, 1);
    const auto plan = c.solve_checked();
    CHECK(plan.closure == 1);
    CHECK(has(plan, first));
    c.at(second).dates[0].days = {10, 10};
    CHECK(c.solve_checked().closure == 0);
    CHECK(objects(c, {{second, 0}}, 3));
}

TEST_CASE("a closed course is taken whole, of an open one any unit may be taken") {
    Case c;
    const int wanted = c.unit({{0, 1}});
    const int companion = c.unit({{2, 3}});
    c.course(true, {wanted, companion});
    c.want(0, 1);
    const auto plan = c.solve_checked();
    CHECK(plan.half_hours == 8);
    CHECK(has(plan, companion));
    CHECK(objects(c, {{wanted, -1}}, 5));
    c.catalogue.courses[0].closed = false;
    CHECK(c.solve_checked().half_hours == 4);
}

TEST_CASE("what a unit needs and teaches itself is paid for once, where one offer teaches all of it") {
    Case c;
    const int repeats = c.unit({{0, 1}, {0, 2}}, {{0, 2}});
    const int before = c.unit({{0, 1}, {0, 2}});
    c.learner.mandatory = {repeats};
    c.learner.budget = {8, 200, 0};
    for (const std::int64_t hard_after : {4000, 0}) {
        const auto plan = c.solve_checked({.cancelled = {}, .hard_after = hard_after});
        CHECK(plan.mandatory_not_taken.empty());
        CHECK(has(plan, before));
    }
    c.learner.budget.half_hours = 7;
    CHECK(c.solve_checked().mandatory_not_taken.size() == 1);
}

TEST_CASE("a shorter offer does not take the place of a closed course of which a part is enough before a date") {
    Case c;
    const int first = c.unit({{0, 1}}), second = c.unit({{0, 2}});
    c.at(second).half_hours = 6;
    c.course(true, {first, second});
    const int alone = c.unit({{0, 1}, {0, 2}});  // ten half hours of the course, of which four come before the date
    c.at(alone).half_hours = 6;
    const int builds_on = c.dated({{1, 1}}, {{8, 8}}, {{0, 1}});
    c.want(1, 1);
    c.learner.weekly_half_hours = 4;  // eight half hours until the second week
    auto plan = c.solve_checked();
    CHECK(plan.closure == 1);
    CHECK(has(plan, first));
    CHECK(has(plan, builds_on));
    c.learner.weekly_half_hours = 5;
    plan = c.solve_checked();
    CHECK(has(plan, alone));
    CHECK_FALSE(has(plan, first));
}

TEST_CASE("of a closed course not taken in yet no more is counted before a date than the unit that is needed") {
    Case c;
    const int first = c.unit({{0, 1}}), second = c.unit({{0, 2}});
    c.at(first).half_hours = 1;
    c.at(second).half_hours = 9;
    c.course(true, {first, second});
    const int builds_on = c.dated({{1, 1}}, {{8, 8}}, {{0, 1}});
    const int cheapest = c.unit({{1, 1}}, {{2, 1}});  // an outline takes in what this one needs
    c.at(cheapest).half_hours = 1;
    c.at(c.unit({{2, 1}})).half_hours = 200;
    c.want(1, 1);
    c.learner.weekly_half_hours = 4;  // eight half hours until the second week
    auto plan = c.solve_checked();
    CHECK(plan.closure == 1);
    CHECK(has(plan, builds_on));
    c.at(first).half_hours = 5;
    plan = c.solve_checked();
    CHECK(plan.closure == 0);
}

TEST_CASE("a closed course is impossible when one of its units has no usable date") {
    Case c;
    const int wanted = c.unit({{0, 1}});
    const int companion = c.dated({{2, 3}}, {{200, 200}});
    c.course(true, {wanted, companion});
    c.want(0, 1);
    CHECK(c.solve_checked().closure == 0);
}

TEST_CASE("each budget holds to the last unit") {
    Case c;
    const int unit = c.unit({{0, 1}});
    c.at(unit).presence_days = 2;
    c.want(0, 1);
    c.learner.budget = {4, 100, 2};
    CHECK(c.solve_checked().closure == 1);
    c.learner.budget = {3, 100, 2};
    CHECK(c.solve_checked().unmet[0].reason == Reason::budget_hours);
    c.learner.budget = {4, 99, 2};
    CHECK(c.solve_checked().unmet[0].reason == Reason::budget_price);
    c.learner.budget = {4, 100, 1};
    CHECK(c.solve_checked().unmet[0].reason == Reason::budget_presence);
    CHECK(objects(c, {{unit, -1}}, 6));
}

TEST_CASE("two dates may follow each other but not share a day") {
    Case c;
    const int a = c.dated({{0, 1}}, {{10, 11}});
    const int b = c.dated({{1, 1}}, {{12, 13}});
    c.want(0, 1);
    c.want(1, 1);
    CHECK(c.solve_checked().closure == 2);
    c.at(b).dates[0].days = {11, 13};
    const auto plan = c.solve_checked();
    CHECK(plan.closure == 1);
    REQUIRE(plan.unmet.size() == 1);
    CHECK(plan.unmet[0].reason == Reason::clash);
    CHECK(objects(c, {{a, 0}, {b, 0}}, 7));
}

TEST_CASE("a mandatory unit is in the plan with what it needs, even when it closes no gap") {
    Case c;
    const int unit = c.unit({{0, 2}}, {{0, 1}});
    const int base = c.unit({{0, 1}});
    c.learner.mandatory = {unit};
    const auto plan = c.solve_checked();
    CHECK(has(plan, unit));
    CHECK(has(plan, base));
    CHECK(plan.status == Status::optimal);
    CHECK(objects(c, {}, 8));
}

TEST_CASE("a mandatory unit that cannot be taken is reported with its reason and does not spoil the plan") {
    Case c;
    const int wanted = c.unit({{0, 1}});
    const int mandatory = c.unit({{1, 1}});
    c.want(0, 1);
    c.learner.mandatory = {mandatory};
    const auto reason = [&] {
        const auto plan = c.solve_checked();
        CHECK(plan.status == Status::optimal);
        CHECK(has(plan, wanted));
        REQUIRE(plan.mandatory_not_taken.size() == 1);
        return plan.mandatory_not_taken[0].reason;
    };
    c.at(mandatory).half_hours = 101;
    CHECK(reason() == Reason::budget_hours);
    c.at(mandatory).half_hours = 4;
    c.at(mandatory).needs = {{2, 1}};
    CHECK(reason() == Reason::prerequisite_missing);
    c.at(mandatory).needs = {};
    c.learner.excluded = {mandatory};
    CHECK(reason() == Reason::excluded);
    c.learner.excluded = {};
    c.at(mandatory).scheduled = true;
    CHECK(reason() == Reason::no_usable_date);
    c.at(mandatory).dates = {{"d0", {5, 5}}};
    c.at(mandatory).place = 1;
    CHECK(reason() == Reason::place_not_reachable);
}

TEST_CASE("mandatory units that contradict each other are named, and only those") {
    Case c;
    const int harmless = c.unit({{0, 1}});
    const int a = c.dated({{1, 1}}, {{10, 12}});
    const int b = c.dated({{2, 1}}, {{12, 14}});
    c.learner.mandatory = {harmless, a, b};
    const auto plan = c.solve_checked();
    CHECK(plan.status == Status::infeasible);
    CHECK(plan.conflict == std::vector<int>{a, b});
    c.at(b).dates[0].days = {13, 14};
    CHECK(c.solve_checked().status == Status::optimal);
}

TEST_CASE("a booked unit keeps its date even where another date would finish earlier") {
    Case c;
    const int unit = c.dated({{0, 1}}, {{10, 10}, {40, 40}});
    c.want(0, 1);
    CHECK(date_of(c.solve_checked(), unit) == 0);
    c.learner.fixed = {{unit, 1}};
    CHECK(date_of(c.solve_checked(), unit) == 1);
    c.learner.blocked = {{40, 40}};
    const auto plan = c.solve_checked();
    CHECK(plan.status == Status::infeasible);
    CHECK(plan.conflict == std::vector<int>{unit});
}

TEST_CASE("an excluded unit is left out and the next best taken") {
    Case c;
    const int cheap = c.unit({{0, 1}});
    const int dear = c.unit({{0, 1}});
    c.at(dear).price_cents = 900;
    c.want(0, 1);
    CHECK(has(c.solve_checked(), cheap));
    c.learner.excluded = {cheap};
    CHECK(has(c.solve_checked(), dear));
    c.learner.excluded = {cheap, dear};
    CHECK(c.solve_checked().unmet[0].reason == Reason::excluded);
}

TEST_CASE("the work before a date fits into the started weeks") {
    Case c;
    c.unit({{0, 1}});
    const int dated = c.dated({{0, 2}}, {{8, 8}}, {{0, 1}});
    c.want(0, 2);
    c.learner.weekly_half_hours = 4;  // day 8 lies in the second week since day 1: eight half hours
    CHECK(c.solve_checked().closure == 2);
    c.at(dated).dates[0].days = {7, 7};
    CHECK(c.solve_checked().closure == 1);
    CHECK(objects(c, {{0, -1}, {dated, 0}}, 9));
}

TEST_CASE("fewer hours come before a lower price, and both after closure") {
    Case c;
    const int quick = c.unit({{0, 1}});
    c.at(quick).price_cents = 900;
    const int cheap = c.unit({{0, 1}});
    c.at(cheap).half_hours = 5;
    c.want(0, 1);
    CHECK(has(c.solve_checked(), quick));
    c.at(cheap).half_hours = 4;
    CHECK(has(c.solve_checked(), cheap));
    c.want(1, 1);
    c.unit({{1, 1}});
    CHECK(c.solve_checked().closure == 2);
}

TEST_CASE("among equals the former plan stays, then the earliest finish wins") {
    Case c;
    const int early = c.dated({{0, 1}}, {{10, 10}, {30, 30}});
    const int late = c.dated({{0, 1}}, {{20, 20}});
    c.want(0, 1);
    CHECK(date_of(c.solve_checked(), early) == 0);
    CHECK(c.solve_checked().finish_day == 10);
    c.learner.has_former = true;
    c.learner.former = {{late, 0}};
    CHECK(has(c.solve_checked(), late));
    CHECK(c.solve_checked().differences == 0);
    c.learner.former = {{early, 1}};
    CHECK(date_of(c.solve_checked(), early) == 1);
    c.at(late).price_cents = 50;
    CHECK(has(c.solve_checked(), late));
    CHECK(c.solve_checked().differences == 2);
}

TEST_CASE("beside a mandatory unit for the same level only what costs nothing stays") {
    Case c;
    const int demanded = c.unit({{0, 1}});
    const int former = c.unit({{0, 1}});
    c.want(0, 1);
    c.learner.mandatory = {demanded};
    c.learner.has_former = true;
    c.learner.former = {{former, -1}};
    CHECK_FALSE(has(c.solve_checked(), former));
    c.at(former).price_cents = 0;
    CHECK_FALSE(has(c.solve_checked(), former));
    c.at(former).half_hours = 0;
    CHECK(has(c.solve_checked(), former));
    CHECK(has(c.solve_checked(), demanded));
}

TEST_CASE("a unit of the former plan that costs nothing stays") {
    Case c;
    const int unit = c.unit({{2, 3}});
    c.at(unit).half_hours = 0;
    c.at(unit).price_cents = 0;
    CHECK(c.solve_checked().items.empty());
    c.learner.has_former = true;
    c.learner.former = {{unit, -1}};
    CHECK(has(c.solve_checked(), unit));
}

TEST_CASE("a limit on work gives an honest answer: feasible, with a bound that is never too low") {
    Case c;
    c.catalogue.competences.clear();
    for (int k = 0; k < 12; ++k) {
        c.catalogue.competences.push_back("k" + std::to_string(k));
        for (int i = 0; i < 4; ++i) {
            const int unit = c.dated({{k, 1}, {(k + 1 + i) % 12, 1 + i % 2}}, {{3 * i + k, 3 * i + k}, {40 + k, 41 + k}});
            c.at(unit).half_hours = 5 + (k * 7 + i * 3) % 6;
        }
        c.want(k, 2, 1 + k % 4);
    }
    c.learner.budget.half_hours = 45;
    const auto best = c.solve_checked();
    REQUIRE(best.status == Status::optimal);
    for (const int work : {1, 5, 20, 60, 200}) {
        const auto plan = c.solve_checked({.work = work, .cancelled = {}});
        CHECK(plan.bound >= best.closure);
        CHECK(plan.closure <= best.closure);
        if (plan.status == Status::optimal) CHECK(plan.closure == best.closure);
    }
}

TEST_CASE("the checker notices wrong sums, units listed twice and missing dates") {
    Case c;
    const int unit = c.dated({{0, 1}}, {{10, 10}});
    c.want(0, 1);
    CHECK(check_plan(c.catalogue, c.learner, {{{unit, 0}}, 1, 4, 100, {}}).empty());
    CHECK(!check_plan(c.catalogue, c.learner, {{{unit, 0}}, 2, 4, 100, {}}).empty());
    CHECK(!check_plan(c.catalogue, c.learner, {{{unit, 0}}, 1, 3, 100, {}}).empty());
    CHECK(!check_plan(c.catalogue, c.learner, {{{unit, 0}}, 1, 4, 99, {}}).empty());
    CHECK(!check_plan(c.catalogue, c.learner, {{{unit, 0}, {unit, 0}}, 1, 8, 200, {}}).empty());
    CHECK(!check_plan(c.catalogue, c.learner, {{{unit, -1}}, 1, 4, 100, {}}).empty());
}

}  // namespace kc::planning::optimizer::test
