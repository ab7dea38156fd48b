// SPDX-License-Identifier: EUPL-1.2
// Explanations say what the optimiser really finds when one condition changes.
// The cases are small enough to know the answers by heart.
#include "planning/optimizer/explain.hpp"

#include <doctest/doctest.h>

#include "planning/tests/optimizer_cases.hpp"

namespace kc::planning::optimizer::test {

namespace {
Explanation explained(const Case& c, const ExplainOptions& options = {}) {
    Workspace workspace;
    const PreparedCatalogue catalogue(c.catalogue);
    const auto plan = solve(catalogue, c.learner, {}, workspace);
    return explain(catalogue, c.learner, plan, options, workspace);
}
}  // namespace

TEST_CASE("a unit is explained by its step, by what builds on it and by the next best plan") {
    Case c;
    const int base = c.unit({{0, 1}});
    const int dear = c.unit({{0, 1}});
    c.at(dear).half_hours = 6;
    c.at(dear).price_cents = 500;
    const int top = c.unit({{0, 2}}, {{0, 1}});
    c.want(0, 2, 3);
    const auto explanation = explained(c);
    REQUIRE(explanation.units.size() == 2);
    const auto& first = explanation.units[0];
    CHECK(first.item.unit == base);
    CHECK(first.closes == std::vector<Step>{{0, 1}});
    CHECK(first.needed_by == std::vector<int>{top});
    REQUIRE(first.without.has_value());
    CHECK(first.without->closure == 0);
    CHECK(first.without->half_hours == 2);
    CHECK(first.without->price_cents == 400);
    CHECK(first.instead == std::vector<PlannedUnit>{{dear, -1}});
    const auto& second = explanation.units[1];
    CHECK(second.without->closure == -3);
}

TEST_CASE("a demanded unit has no plan without it, a companion of a closed course is told as such") {
    Case c;
    const int wanted = c.unit({{0, 1}});
    const int companion = c.unit({{2, 3}});
    c.course(true, {wanted, companion});
    c.want(0, 1);
    auto explanation = explained(c);
    REQUIRE(explanation.units.size() == 2);
    CHECK(!explanation.units[0].course_companion);
    CHECK(explanation.units[1].course_companion);
    c.learner.mandatory = {companion};
    explanation = explained(c);
    CHECK(explanation.units[1].demanded);
    CHECK(!explanation.units[1].without.has_value());
}

TEST_CASE("the cheapest single change that closes an open step is named") {
    Case c;
    const int longer = c.unit({{0, 1}});
    c.at(longer).half_hours = 12;
    const int away = c.dated({{1, 1}}, {{10, 10}});
    c.at(away).place = 1;
    c.dated({{2, 1}}, {{150, 150}});
    c.want(0, 1);
    c.want(1, 1);
    c.want(2, 1);
    c.want(2, 2);
    c.learner.target.back().value = 2;
    c.learner.target.erase(c.learner.target.begin() + 2);
    c.learner.weight.pop_back();
    c.learner.budget.half_hours = 8;
    const auto explanation = explained(c);
    REQUIRE(explanation.remedies.size() == 4);
    const auto limit_for = [&](std::size_t i) { return explanation.relaxations[*explanation.remedies[i].relaxation].limit; };
    CHECK(limit_for(0) == RelaxedLimit::half_hours);
    CHECK(limit_for(1) == RelaxedLimit::place);
    CHECK(limit_for(2) == RelaxedLimit::last_day);
    CHECK(!explanation.remedies[3].relaxation.has_value());
    for (const auto& relaxation : explanation.relaxations) CHECK(relaxation.closure_gain == 1);
}

TEST_CASE("a plan that leaves nothing open has nothing to gain") {
    Case c;
    c.unit({{0, 1}});
    c.want(0, 1);
    const auto explanation = explained(c);
    CHECK(explanation.relaxations.empty());
    CHECK(explanation.remedies.empty());
}

}  // namespace kc::planning::optimizer::test
