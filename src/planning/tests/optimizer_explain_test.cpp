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

TEST_CASE("of several other dates the best one is named, and what it would change") {
    Case c;
    const int unit = c.dated({{0, 1}}, {{10, 11}, {20, 21}, {40, 41}});
    c.want(0, 1);
    auto explanation = explained(c);
    REQUIRE(explanation.units.size() == 1);
    CHECK(explanation.units[0].item == PlannedUnit{unit, 0});
    CHECK(explanation.units[0].usable_dates == 3);
    REQUIRE(explanation.units[0].other_date.has_value());
    CHECK(explanation.units[0].other_date->date == 1);
    CHECK(explanation.units[0].other_date->change.finish_day == 10);
    CHECK(explanation.units[0].other_date->change.closure == 0);
    c.dated({{1, 1}}, {{20, 21}});  // takes the second date away, and a longer blocked interval the third
    c.want(1, 1);
    c.learner.mandatory = {1};
    c.learner.blocked = {{30, 50}};
    explanation = explained(c);
    CHECK(explanation.units[0].usable_dates == 2);
    CHECK(!explanation.units[0].other_date.has_value());
    CHECK(explanation.units[0].other_dates_impossible);
}

namespace {
const StepRemedy& remedy_for(const Explanation& explanation, Step step) {
    const auto found =
        std::find_if(explanation.remedies.begin(), explanation.remedies.end(), [&](const StepRemedy& remedy) { return remedy.step == step; });
    REQUIRE(found != explanation.remedies.end());
    return *found;
}
// The change really closes the step, and a little less of it does not.
void check_edge(const Case& c, const Remedy& remedy, Step step) {
    const auto is_open = [&](int amount) {
        Case changed = c;
        switch (remedy.limit) {
            case RelaxedLimit::half_hours: changed.learner.budget.half_hours += amount; break;
            case RelaxedLimit::price_cents: changed.learner.budget.price_cents += amount; break;
            case RelaxedLimit::presence_days: changed.learner.budget.presence_days += amount; break;
            case RelaxedLimit::last_day: changed.learner.last_day += amount; break;
            case RelaxedLimit::place:
                if (amount >= remedy.amount) changed.learner.reachable_places.push_back(remedy.amount);
                break;
        }
        const auto plan = solve(PreparedCatalogue(changed.catalogue), changed.learner);
        return std::any_of(plan.unmet.begin(), plan.unmet.end(), [&](const UnmetStep& unmet) { return unmet.step == step; });
    };
    CHECK(!is_open(remedy.amount));
    CHECK(is_open(remedy.amount - (remedy.limit == RelaxedLimit::price_cents ? 100 : 1)));
}
}  // namespace

TEST_CASE("the least of each limit that closes an open step is named, the cheapest first") {
    Case c;
    const int longer = c.unit({{0, 1}});
    c.at(longer).half_hours = 13;
    const int away = c.dated({{1, 1}}, {{10, 10}});
    c.at(away).place = 1;
    c.dated({{2, 1}}, {{150, 150}});
    c.want(0, 1);
    c.want(1, 1);
    c.want(2, 2);
    c.learner.budget.half_hours = 8;
    const auto explanation = explained(c);
    REQUIRE(explanation.remedies.size() == 4);
    const auto& hours = remedy_for(explanation, {0, 1});
    REQUIRE(hours.cheapest.has_value());
    CHECK(hours.cheapest->limit == RelaxedLimit::half_hours);
    CHECK(hours.cheapest->amount == 5);
    CHECK(hours.cheapest->change.closure == 1);
    check_edge(c, *hours.cheapest, {0, 1});
    const auto& place = remedy_for(explanation, {1, 1});
    REQUIRE(place.cheapest.has_value());
    CHECK(place.cheapest->limit == RelaxedLimit::place);
    check_edge(c, *place.cheapest, {1, 1});
    const auto& later = remedy_for(explanation, {2, 1});
    REQUIRE(later.cheapest.has_value());
    CHECK(later.cheapest->limit == RelaxedLimit::last_day);
    CHECK(later.cheapest->amount == 50);
    check_edge(c, *later.cheapest, {2, 1});
    CHECK(!remedy_for(explanation, {2, 2}).cheapest.has_value());
    CHECK(remedy_for(explanation, {2, 2}).examined);
}

TEST_CASE("money and days on site are widened in full euros and days") {
    Case c;
    const int dear = c.unit({{0, 1}});
    c.at(dear).price_cents = 150'050;
    const int long_stay = c.dated({{1, 1}}, {{10, 13}});
    c.at(long_stay).place = 0;
    c.at(long_stay).presence_days = 4;
    c.want(0, 1);
    c.want(1, 1);
    c.learner.budget = {100, 100'150, 1};
    const auto explanation = explained(c);
    const auto& money = remedy_for(explanation, {0, 1});
    REQUIRE(money.cheapest.has_value());
    CHECK(money.cheapest->limit == RelaxedLimit::price_cents);
    CHECK(money.cheapest->amount == 49'900);
    check_edge(c, *money.cheapest, {0, 1});
    const auto& days = remedy_for(explanation, {1, 1});
    REQUIRE(days.cheapest.has_value());
    CHECK(days.cheapest->limit == RelaxedLimit::presence_days);
    CHECK(days.cheapest->amount == 3);
    check_edge(c, *days.cheapest, {1, 1});
}

TEST_CASE("a remedy keeps everything that is reached: the hours for both, not an exchange") {
    Case c;
    const int small = c.unit({{0, 1}});
    c.at(small).half_hours = 6;
    const int large = c.unit({{1, 1}});
    c.at(large).half_hours = 7;
    c.want(0, 1, 5);
    c.want(1, 1, 3);
    c.learner.budget.half_hours = 8;
    const auto explanation = explained(c);
    REQUIRE(explanation.remedies.size() == 1);
    REQUIRE(explanation.remedies[0].cheapest.has_value());
    CHECK(explanation.remedies[0].cheapest->amount == 5);
    CHECK(explanation.remedies[0].cheapest->change.closure == 3);
    CHECK(explanation.remedies[0].cheapest->change.half_hours == 7);
}

TEST_CASE("asking for one level less names what it saves, the least loss first") {
    Case c;
    c.unit({{0, 1}});
    const int dear = c.unit({{0, 2}}, {{0, 1}});
    c.at(dear).half_hours = 20;
    c.at(dear).price_cents = 9'000;
    c.unit({{1, 1}});
    c.want(0, 2, 2);
    c.want(1, 1, 7);
    const auto explanation = explained(c);
    REQUIRE(explanation.savings.size() == 2);
    CHECK(explanation.savings[0].step == Step{0, 2});
    CHECK(explanation.savings[0].change.closure == -2);
    CHECK(explanation.savings[0].change.half_hours == -20);
    CHECK(explanation.savings[0].change.price_cents == -9'000);
    CHECK(explanation.savings[1].change.closure == -7);
}

TEST_CASE("without work allowed nothing is claimed") {
    Case c;
    c.at(c.unit({{0, 1}})).half_hours = 12;
    c.dated({{1, 1}}, {{10, 10}, {20, 20}});
    c.want(0, 1);
    c.want(1, 1);
    c.learner.budget.half_hours = 8;
    ExplainOptions options;
    options.work_together = 0;
    const auto explanation = explained(c, options);
    REQUIRE(explanation.units.size() == 1);
    CHECK(!explanation.units[0].without.has_value());
    CHECK(!explanation.units[0].other_date.has_value());
    CHECK(!explanation.units[0].other_dates_impossible);
    REQUIRE(explanation.remedies.size() == 1);
    CHECK(!explanation.remedies[0].cheapest.has_value());
    CHECK(!explanation.remedies[0].examined);
    CHECK(explanation.savings.empty());
}

TEST_CASE("a plan that leaves nothing open needs no remedy") {
    Case c;
    c.unit({{0, 1}});
    c.want(0, 1);
    CHECK(explained(c).remedies.empty());
}

}  // namespace kc::planning::optimizer::test
