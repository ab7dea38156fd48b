// SPDX-License-Identifier: EUPL-1.2
// What a large catalogue must not do: weaken the bound until the search loses itself.
// Work is counted, not time, so the limits hold on every machine.
#include <doctest/doctest.h>

#include "planning/optimizer/checker.hpp"
#include "planning/optimizer/generator.hpp"
#include "planning/optimizer/optimizer.hpp"

namespace kc::planning::optimizer::test {

TEST_CASE("among a hundred thousand offers a plan is proven with little work") {
    const auto instance = generate({.seed = 1, .units = 100'000, .learners = 8});
    const PreparedCatalogue prepared(instance.catalogue);
    Workspace workspace;
    const auto& learner = instance.learners[3];  // thirteen open steps and more than ten thousand offers that may matter
    const auto plan = solve(prepared, learner, {.work = 5'000, .cancelled = {}}, workspace);
    CHECK(plan.status == Status::optimal);
    CHECK(plan.closure == full_closure(learner));
    CHECK(check_plan(instance.catalogue, learner, {plan.items, plan.closure, plan.half_hours, plan.price_cents, {}}).empty());
}

TEST_CASE("where the work allowed ends, the status says so and the bound holds") {
    const auto instance = generate({.seed = 3, .units = 2'000, .learners = 40});
    const PreparedCatalogue prepared(instance.catalogue);
    Workspace workspace;
    int limited = 0;
    for (const auto& learner : instance.learners) {
        const auto best = solve(prepared, learner, {}, workspace);
        const auto plan = solve(prepared, learner, {.work = 5, .cancelled = {}}, workspace);
        if (plan.status == Status::optimal) continue;
        ++limited;
        CHECK(plan.closure <= best.closure);
        CHECK(plan.bound >= best.closure);
    }
    CHECK(limited > 0);
}

TEST_CASE("narrow rounds find the same sums as one search, and whatever is stopped keeps a bound that holds") {
    for (const std::uint64_t seed : {11, 12, 13}) {
        CAPTURE(seed);
        const auto instance = generate({.seed = seed, .units = 600, .learners = 60});
        const PreparedCatalogue prepared(instance.catalogue);
        Workspace workspace;
        for (const auto& learner : instance.learners) {
            CAPTURE(learner.id);
            const auto one = solve(prepared, learner, {.cancelled = {}, .hard_after = 20'000'000}, workspace);
            const auto rounds = solve(prepared, learner, {.cancelled = {}, .hard_after = 0}, workspace);
            REQUIRE(one.status == Status::optimal);
            REQUIRE(rounds.status == Status::optimal);
            CHECK(rounds.closure == one.closure);
            CHECK(rounds.half_hours == one.half_hours);
            CHECK(rounds.price_cents == one.price_cents);
            CHECK(rounds.finish_day == one.finish_day);
            for (const std::int64_t work : {10, 60, 200, 700}) {
                const auto stopped = solve(prepared, learner, {.work = work, .cancelled = {}, .hard_after = work / 4}, workspace);
                CHECK(stopped.closure <= one.closure);
                CHECK(stopped.bound >= one.closure);
                if (stopped.status == Status::optimal) CHECK(stopped.half_hours == one.half_hours);
            }
        }
    }
}

}  // namespace kc::planning::optimizer::test
