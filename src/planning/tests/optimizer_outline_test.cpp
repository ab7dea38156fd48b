// SPDX-License-Identifier: EUPL-1.2
// Outlines: the offers outside the open steps are looked at only where a best plan asks for them, and the answers stay those of the whole question.
#include <doctest/doctest.h>

#include <algorithm>
#include <tuple>

#include "planning/optimizer/generator.hpp"
#include "planning/optimizer/learner_model.hpp"
#include "planning/optimizer/search.hpp"
#include "planning/tests/optimizer_cases.hpp"

namespace kc::planning::optimizer::test {

namespace {

// An offer for level 1 of k0 that needs level 1 of k1, which the first prerequisite teaches, and a dearer one that needs nothing.
struct TwoWays : Case {
    int direct;
    int needing;
    int prerequisite;
    explicit TwoWays(int half_hours_of_prerequisite) {
        want(0, 1);
        direct = unit({{0, 1}});
        needing = unit({{0, 1}}, {{1, 1}});
        prerequisite = unit({{1, 1}});
        at(direct).half_hours = 8;
        at(prerequisite).half_hours = half_hours_of_prerequisite;
    }
};

// What the whole question gives, without any outline.
SearchResult search_everything(const PreparedCatalogue& catalogue, const Learner& learner, std::vector<int> forced) {
    LearnerModel model;
    Search search;
    SearchLimits limits;
    limits.work = 20'000'000;
    REQUIRE(model.build(catalogue, learner, {.forced_units = std::move(forced), .fixed = learner.fixed, .with_gaps = true}));
    return search.run(model, limits);
}

Reason reason_of(const Plan& plan, Step step) {
    for (const auto& unmet : plan.unmet)
        if (unmet.step == step) return unmet.reason;
    FAIL("the step is not reported");
    return Reason::not_examined;
}

}  // namespace

TEST_CASE("what is needed outside the open steps is paid in full before an offer is preferred") {
    TwoWays cheaper(3);
    const auto with_need = cheaper.solve_checked();
    CHECK(has(with_need, cheaper.needing));
    CHECK(has(with_need, cheaper.prerequisite));
    CHECK(with_need.half_hours == 7);
    TwoWays equal(4);  // as many hours, one price more
    CHECK(has(equal.solve_checked(), equal.direct));
    TwoWays dearer(5);
    const auto direct = dearer.solve_checked();
    CHECK(has(direct, dearer.direct));
    CHECK(direct.half_hours == 8);
}

TEST_CASE("an offer for several needs is charged once, however many stand-ins it replaces") {
    Case it;
    it.want(0, 2);
    const int both = it.unit({{1, 1}, {2, 1}});
    it.at(both).half_hours = 9;
    const int first = it.unit({{0, 1}}, {{1, 1}});
    const int second = it.unit({{0, 2}}, {{2, 1}});
    const int whole = it.unit({{0, 1}, {0, 2}});
    it.at(whole).half_hours = 18;
    const auto shared = it.solve_checked();
    CHECK(shared.half_hours == 17);
    CHECK(has(shared, both));
    CHECK(has(shared, first));
    CHECK(has(shared, second));
    it.at(whole).half_hours = 16;
    CHECK(has(it.solve_checked(), whole));
}

TEST_CASE("a line of needs is followed to its end, however long it is") {
    for (int length = 1; length <= 9; ++length) {
        CAPTURE(length);
        Case it;
        it.catalogue.competences.clear();
        for (int k = 0; k <= length; ++k) it.catalogue.competences.push_back("k" + std::to_string(k));
        it.want(0, 1);
        for (int k = 0; k < length; ++k) it.unit({{k, 1}}, {{k + 1, 1}});
        const int last = it.unit({{length, 1}});
        const auto plan = it.solve_checked();
        CHECK(plan.closure == 1);
        CHECK(plan.items.size() == static_cast<std::size_t>(length) + 1);
        it.at(last).needs.push_back({0, 1});  // now it is a circle
        const auto none = it.solve_checked();
        CHECK(none.closure == 0);
        CHECK(none.items.empty());
        CHECK(reason_of(none, {0, 1}) == Reason::prerequisite_missing);
    }
}

TEST_CASE("a former unit stays where a stand-in would be as cheap") {
    for (const bool with_former : {false, true}) {
        Case it;
        it.want(0, 1);
        it.unit({{0, 1}}, {{1, 1}});
        const int one = it.unit({{1, 1}});
        const int other = it.unit({{1, 1}});
        for (const int kept : {one, other}) {
            it.learner.has_former = with_former;
            if (with_former) it.learner.former = {{0, -1}, {kept, -1}};
            const auto plan = it.solve_checked();
            CHECK(plan.half_hours == 8);
            CHECK(plan.differences == 0);
            if (with_former) CHECK(has(plan, kept));
        }
    }
}

TEST_CASE("a former unit that costs nothing and teaches several needs does not count as several differences") {
    Case it;
    it.want(0, 1);
    const int needing = it.unit({{0, 1}}, {{1, 1}, {2, 1}});
    const int free = it.unit({{1, 1}, {2, 1}});
    const int direct = it.unit({{0, 1}});
    it.at(free).half_hours = it.at(free).price_cents = 0;
    it.learner.has_former = true;
    it.learner.former = {{needing, -1}};
    const auto plan = it.solve_checked();  // one unit more than before, against one exchanged
    CHECK(plan.differences == 1);
    CHECK(has(plan, needing));
    CHECK(!has(plan, direct));
}

TEST_CASE("whether an offer beside the plan could be taken is found out where its reason depends on it") {
    Case it;
    it.want(0, 1);
    it.want(1, 1);
    const int chosen = it.unit({{0, 1}});
    it.at(chosen).half_hours = 6;
    const int needing = it.unit({{1, 1}}, {{2, 1}});
    const int far = it.dated({{2, 1}}, {{40, 40}});
    it.learner.budget.half_hours = 8;
    CHECK(reason_of(it.solve_checked(), {1, 1}) == Reason::budget_hours);  // could be taken, but not beside the other
    it.learner.budget.half_hours = 7;
    CHECK(reason_of(it.solve_checked(), {1, 1}) == Reason::prerequisite_missing);  // not even alone
    it.learner.budget.half_hours = 8;
    it.learner.last_day = 39;
    CHECK(reason_of(it.solve_checked(), {1, 1}) == Reason::prerequisite_missing);
    it.learner.last_day = 100;
    it.learner.excluded = {far};
    CHECK(reason_of(it.solve_checked(), {1, 1}) == Reason::prerequisite_missing);
    it.learner.excluded = {needing};
    CHECK(reason_of(it.solve_checked(), {1, 1}) == Reason::excluded);
}

TEST_CASE("an outline takes in the offers for open steps, what the cheapest of them needs and what is named, nothing else") {
    TwoWays it(3);
    it.at(it.direct).half_hours = 2;
    it.at(it.direct).price_cents = 300;
    it.at(it.needing).price_cents = 200;
    const int far = it.unit({{2, 1}});
    it.at(it.prerequisite).needs.push_back({2, 1});
    const PreparedCatalogue prepared(it.catalogue);
    LearnerModel model;
    const auto real_units = [&] {
        std::vector<int> list;
        for (const auto& unit : model.units)
            if (!LearnerModel::is_stand_in(unit.unit)) list.push_back(unit.unit);
        std::sort(list.begin(), list.end());
        return list;
    };
    REQUIRE(model.outline(prepared, it.learner, {}));
    CHECK(real_units() == std::vector{it.direct, it.needing});
    CHECK(model.units.size() == 3);
    REQUIRE(model.refine({{it.needing, -1}, {~prepared.step_index({1, 1}), -1}}));
    CHECK(real_units() == std::vector{it.direct, it.needing, it.prerequisite});
    REQUIRE(model.build(prepared, it.learner, {}));
    CHECK(real_units() == std::vector{it.direct, it.needing, it.prerequisite, far});
    it.at(it.direct).half_hours = 8;  // now the other offer is the cheapest
    const PreparedCatalogue other(it.catalogue);
    REQUIRE(model.outline(other, it.learner, {}));
    CHECK(real_units() == std::vector{it.direct, it.needing, it.prerequisite});
    CHECK(model.units.size() == 4);
    REQUIRE(model.outline(prepared, it.learner, {.forced_units = {it.prerequisite}, .fixed = {}, .with_gaps = false}));
    CHECK(real_units() == std::vector{it.prerequisite, far});
}

TEST_CASE("outlines give what the whole question gives, in all five stages") {
    int refined = 0;
    for (const std::uint64_t seed : {21, 22, 23, 24}) {
        CAPTURE(seed);
        auto instance = generate({.seed = seed, .units = 900, .learners = 80});
        const PreparedCatalogue prepared(instance.catalogue);
        Workspace workspace;
        for (auto& learner : instance.learners) {
            CAPTURE(learner.id);
            const auto plan = solve(prepared, learner, {}, workspace);
            std::vector<int> forced = learner.mandatory;
            for (const auto& missing : plan.mandatory_not_taken) std::erase(forced, missing.unit);
            const auto key = [&](const Plan& p) { return std::tuple(p.half_hours, p.price_cents, std::int64_t{p.differences}, p.finish_day); };
            const auto whole_key = [](const SearchResult& r) {
                return std::tuple(r.best.cost.half_hours, r.best.cost.price_cents, std::int64_t{r.best.differences}, r.best.finish);
            };
            const auto whole = search_everything(prepared, learner, forced);
            CHECK(key(plan) == whole_key(whole));
            for (const auto& item : plan.items) REQUIRE(!LearnerModel::is_stand_in(item.unit));
            // The same person with a former plan, in part no longer possible.
            learner.has_former = true;
            learner.former = plan.items;
            if (!plan.items.empty()) learner.excluded.push_back(plan.items[seed % plan.items.size()].unit);
            const auto again = solve(prepared, learner, {}, workspace);
            forced = learner.mandatory;
            for (const auto& missing : again.mandatory_not_taken) std::erase(forced, missing.unit);
            CHECK(key(again) == whole_key(search_everything(prepared, learner, forced)));
            refined += again.differences > 0;
        }
    }
    CHECK(refined > 0);
}

}  // namespace kc::planning::optimizer::test
