// SPDX-License-Identifier: EUPL-1.2
// Offers that differ only in dates and in what they cost more are one item of the search: each of them must still be found where it is
// the one that fits, and former plans must not hide a better one.
#include <doctest/doctest.h>

#include "planning/tests/optimizer_cases.hpp"

namespace kc::planning::optimizer::test {

TEST_CASE("a former plan far from the best does not end the search too early") {
    // All dates share one day, which the bound cannot see: the first rounds allow too little to find anything better than before.
    Case c;
    c.catalogue.competences.clear();
    for (int k = 0; k < 12; ++k) {
        c.catalogue.competences.push_back("k" + std::to_string(k));
        c.dated({{k, 1}}, {{10, 10}});
        c.want(k, 1, k == 11 ? 2 : 1);
    }
    c.learner.has_former = true;
    c.learner.former = {{0, 0}};
    const auto plan = c.solve_checked();
    CHECK(plan.status == Status::optimal);
    CHECK(plan.closure == 2);
    CHECK(date_of(plan, 11) == 0);
    c.learner.weight.back().value = 1;
    CHECK(date_of(c.solve_checked(), 0) == 0);
}

TEST_CASE("an offer that differs only in dates and price stands in where the cheaper one's dates do not go, and only there") {
    Case c;
    const int cheap = c.dated({{0, 1}}, {{10, 10}});
    const int dear = c.dated({{0, 1}}, {{20, 20}});
    c.at(dear).half_hours = 5;
    c.at(dear).price_cents = 300;
    c.want(0, 1);
    CHECK(has(c.solve_checked(), cheap));
    c.dated({{1, 1}}, {{10, 10}});
    c.want(1, 1);
    auto plan = c.solve_checked();
    CHECK(has(plan, dear));
    CHECK(plan.closure == 2);
    CHECK(plan.half_hours == 9);
    CHECK(plan.price_cents == 400);
    c.learner.budget.price_cents = 399;  // a cent too little for both
    plan = c.solve_checked();
    CHECK(plan.closure == 1);
    c.learner.budget = {9, 400, 0};
    CHECK(c.solve_checked().closure == 2);
    c.learner.budget = {8, 400, 0};
    CHECK(c.solve_checked().closure == 1);
}

TEST_CASE("weekly hours count what the offer takes whose date is left, not the shortest of those joined with it") {
    for (const int weekly : {6, 7}) {  // five weeks are begun: 30 or 35, and 33 are needed
        CAPTURE(weekly);
        Case c;
        const int before = c.dated({{1, 1}}, {{20, 20}});
        c.at(before).half_hours = 18;
        const int too_early = c.dated({{0, 1}}, {{10, 10}}, {{1, 1}});
        c.at(too_early).half_hours = 10;
        const int later = c.dated({{0, 1}}, {{30, 30}}, {{1, 1}});
        c.at(later).half_hours = 15;
        c.want(1, 1);
        c.want(0, 1);
        c.learner.weekly_half_hours = weekly;
        const auto plan = c.solve_checked();
        CHECK(plan.closure == (weekly == 6 ? 1 : 2));
        CHECK(has(plan, later) == (weekly == 7));
    }
}

TEST_CASE("a further provider is preferred to a dearer date when it costs less in all") {
    for (const int dearer_by : {3, 5}) {
        Case c;
        c.dated({{1, 1}}, {{30, 30}});
        const int early = c.unit({{1, 1}, {2, 1}});
        c.at(early).half_hours = 4;
        const int cheap = c.dated({{0, 1}}, {{20, 20}}, {{1, 1}});
        const int dear = c.dated({{0, 1}}, {{40, 40}}, {{1, 1}});
        c.at(dear).half_hours += dearer_by;
        c.want(0, 1);
        c.course(true, {0, static_cast<int>(c.catalogue.units.size())});  // the late provider teaches something else as well
        const int beside = c.unit({{2, 2}});
        c.at(beside).half_hours = 0;
        c.want(2, 2);
        c.learner.current.push_back({2, 1});
        const auto plan = c.solve_checked();
        CHECK(plan.closure == 2);
        CHECK(has(plan, dearer_by < 4 ? dear : cheap));
        CHECK(has(plan, early) == (dearer_by > 4));
    }
}

}  // namespace kc::planning::optimizer::test
