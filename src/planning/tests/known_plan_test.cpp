// SPDX-License-Identifier: EUPL-1.2
// LP-49: a search that was cut off never replaces a plan by a worse one.
#include "planning/tests/small_offers.hpp"

#include <doctest/doctest.h>

#include <random>

namespace kc::planning::test {
namespace {

// Many offers for the same levels at uneven hours and prices, on dates that clash: little work does not find the best plan.
SmallOffers many_offers(unsigned seed) {
    std::mt19937 random(seed);
    const auto number = [&](int from, int to) { return from + static_cast<int>(random() % static_cast<unsigned>(to - from + 1)); };
    SmallOffers offers;
    for (int i = 0; i < 160; ++i) {
        std::vector<DateOptions> dates;
        for (int date = 0; date < 3; ++date) dates.push_back({.first = fmt::format("2026-0{}-{:02}", number(3, 4), number(9, 19))});
        offers.add({.level = number(1, 5),
                    .competence = number(1, 2),
                    .half_hours = number(5, 23),
                    .member_cents = number(20, 160) * 97,
                    .presence_days = number(1, 2),
                    .mode = catalogue::Format::on_site,
                    .needs_level = number(0, 4)},
                   dates);
    }
    return offers;
}

competence::LearnerProfile demanding() {
    auto profile = learner(5);
    profile.targets.push_back({CompetenceId{2}, 5, 2});
    profile.preferences.hours = HalfHours{83};
    profile.preferences.presence_days = 10;
    return profile;
}

constexpr std::int64_t hardly_any_work = 1;

}  // namespace

TEST_CASE("a plan known already stays when a search that was cut off finds nothing better") {
    const auto profile = demanding();
    const PersonChoices none;
    int worse = 0;
    for (unsigned seed = 1; seed <= 40; ++seed) {
        CAPTURE(seed);
        const auto catalogue = many_offers(seed).make();
        const auto best = make_plan(catalogue, {profile, none, true});
        REQUIRE(best.status == PlanStatus::optimal);
        const auto hurried = make_plan(catalogue, {profile, none, true}, Detail::plan_only, hardly_any_work);
        if (hurried.status != PlanStatus::feasible) continue;
        worse += hurried.closure < best.closure || hurried.hours > best.hours || hurried.price > best.price;
        for (const bool in_force : {false, true}) {
            const auto kept = make_plan(catalogue, {profile, none, true, in_force ? &best : nullptr, in_force ? nullptr : &best}, Detail::explained,
                                        hardly_any_work);
            CHECK(same_plan(kept, best));
            CHECK(kept.closure_bound >= kept.closure);
            CHECK(kept.open_gaps.size() == best.open_gaps.size());
        }
        // What is excluded now, or was never any good, is not kept.
        PersonChoices excluded;
        excluded.choices.push_back({best.items.front().unit, Choice::excluded, std::nullopt});
        CHECK_FALSE(same_plan(make_plan(catalogue, {profile, excluded, true, nullptr, &best}, Detail::plan_only, hardly_any_work), best));
        Plan poor = best;
        poor.items.clear();
        CHECK(same_plan(make_plan(catalogue, {profile, none, true, nullptr, &poor}, Detail::plan_only, hardly_any_work), hurried));
    }
    CHECK(worse > 0);
}

}  // namespace kc::planning::test
