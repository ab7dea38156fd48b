// SPDX-License-Identifier: EUPL-1.2
// What sums and the search among plans with one more unit say of it agrees with searches with and without it, on random instances.
#include <doctest/doctest.h>

#include <algorithm>

#include "planning/optimizer/generator.hpp"
#include "planning/optimizer/sums_bound.hpp"

namespace kc::planning::optimizer::test {

namespace {

const Limits enough{.work = 200'000};

bool same_sums(const Plan& a, const Plan& b) { return a.closure == b.closure && a.half_hours == b.half_hours && a.price_cents == b.price_cents; }

int add_offer(Catalogue& offers, const char* id, int half_hours, std::vector<Step> taught, std::vector<Step> needs) {
    Unit unit;
    unit.id = id;
    unit.half_hours = half_hours;
    unit.teaches = std::move(taught);
    unit.needs = std::move(needs);
    offers.units.push_back(std::move(unit));
    return static_cast<int>(offers.units.size()) - 1;
}

// Wants the first level of "a" and "b", equally, with much time.
Learner beginner() {
    Learner learner;
    learner.id = "x";
    learner.target = {{0, 1}, {1, 1}};
    learner.weight = {{0, 5}, {1, 5}};
    learner.budget = {40, 0, 0};
    learner.first_day = 1;
    learner.last_day = 100;
    return learner;
}

}  // namespace

TEST_CASE("where no plan with a unit is said to be better, the best plan with it on offer is the one without it, and what is better is the best") {
    int none = 0, possible = 0, changed = 0, settled = 0;
    for (std::uint64_t seed = 1; seed <= 6; ++seed) {
        CAPTURE(seed);
        const auto instance = generate({.seed = seed, .units = 160, .competences = 24, .learners = 25, .role_profiles = 8});
        const PreparedCatalogue catalogue(instance.catalogue);
        Workspace workspace;
        for (const auto& learner : instance.learners) {
            const auto all = solve(catalogue, learner, {.work = 200'000}, workspace);
            if (all.status != Status::optimal) continue;
            for (int unit = static_cast<int>(seed) % 5; unit < static_cast<int>(instance.catalogue.units.size()); unit += 9) {
                CAPTURE(unit);
                Learner without = learner;
                without.excluded.push_back(unit);
                const auto before = solve(catalogue, without, {.work = 200'000}, workspace);
                if (before.status != Status::optimal || !before.mandatory_not_taken.empty()) continue;
                const std::vector<int> wanted(wanted_steps(workspace).begin(), wanted_steps(workspace).end());
                const auto members = catalogue.units_of(catalogue.bundle(catalogue.bundle_of(unit)));
                const bool demanded = std::any_of(members.begin(), members.end(), [&](int member) {
                    return std::find(learner.mandatory.begin(), learner.mandatory.end(), member) != learner.mandatory.end();
                });
                if (demanded) continue;  // a wish for it is a reason to plan anew
                const auto steps = catalogue.steps_of(catalogue.bundle(catalogue.bundle_of(unit)));
                const bool wants =
                    std::any_of(steps.begin(), steps.end(), [&](int step) { return std::find(wanted.begin(), wanted.end(), step) != wanted.end(); });
                // Who wants nothing that the unit teaches is not even looked for, unless another unit names it as predecessor.
                const bool leads_on = std::any_of(instance.catalogue.units.begin(), instance.catalogue.units.end(), [&](const Unit& other) {
                    return std::find(members.begin(), members.end(), other.after) != members.end();
                });
                if (!wants && !leads_on) CHECK(same_sums(before, all));
                const KnownSums known{before.closure, before.half_hours, before.price_cents, false};
                KnownSums in_force = known;
                in_force.is_former = true;
                Learner later = learner;
                later.has_former = true;
                later.former = before.items;
                const auto replanned = solve(catalogue, later, enough, workspace);
                const auto better = solve_with(catalogue, learner, unit, known, enough, workspace);
                const bool ruled_out = sums_settle(catalogue, learner, unit, known);
                settled += ruled_out;
                if (better) {
                    ++possible;
                    CHECK_FALSE(ruled_out);
                    REQUIRE(better->status == Status::optimal);
                    CHECK(same_sums(*better, all));
                } else {
                    ++none;
                    CHECK(same_sums(before, all));
                    CHECK(before.items == all.items);
                    // A plan in force that stays the best stays as it is.
                    CHECK(replanned.items == before.items);
                    CHECK_FALSE(solve_with(catalogue, later, unit, in_force, enough, workspace));
                }
                if (same_sums(before, all)) continue;
                ++changed;
                const auto found = solve_with(catalogue, later, unit, in_force, enough, workspace);
                REQUIRE(found);
                CHECK(same_sums(*found, replanned));
                CHECK(found->differences == replanned.differences);
                CHECK(found->finish_day == replanned.finish_day);
                const auto same = [](const UnmetStep& a, const UnmetStep& b) { return a.step == b.step && a.reason == b.reason; };
                CHECK(std::equal(found->unmet.begin(), found->unmet.end(), replanned.unmet.begin(), replanned.unmet.end(), same));
            }
        }
    }
    MESSAGE(none << " without effect, " << settled << " of them told by sums, " << possible << " as good or better, " << changed << " better");
    CHECK(none > 500);
    CHECK(settled > 300);
    CHECK(changed > 20);
    CHECK(possible < none);
}

TEST_CASE("a search among plans with one unit that is cut off says so and claims nothing") {
    const auto instance = generate({.seed = 3, .units = 160, .competences = 24, .learners = 25, .role_profiles = 8});
    const PreparedCatalogue catalogue(instance.catalogue);
    Workspace workspace;
    int cut_off = 0;
    for (const auto& learner : instance.learners) {
        for (int unit = 0; unit < static_cast<int>(instance.catalogue.units.size()); unit += 7) {
            const KnownSums nothing{0, 0, 0, true};
            const auto whole = solve_with(catalogue, learner, unit, nothing, enough, workspace);
            const auto part = solve_with(catalogue, learner, unit, nothing, {.work = 1}, workspace);
            if (!part) {
                CHECK_FALSE(whole);
                continue;
            }
            if (part->status == Status::optimal)
                CHECK((whole && same_sums(*part, *whole)));
            else
                ++cut_off;
        }
    }
    CHECK(cut_off > 20);
}

TEST_CASE("the sums over the offers rule out no plan that there is") {
    int ruled_out = 0, kept = 0;
    for (std::uint64_t seed = 21; seed <= 30; ++seed) {
        CAPTURE(seed);
        const auto instance = generate({.seed = seed, .units = 120, .competences = 16, .learners = 20, .role_profiles = 8});
        const PreparedCatalogue catalogue(instance.catalogue);
        Workspace workspace;
        for (auto learner : instance.learners) {
            learner.mandatory.clear();
            learner.fixed.clear();
            if (seed % 2 == 0) learner.budget.price_cents /= 4;  // else the hours are tight
            const auto best = solve(catalogue, learner, {.work = 200'000}, workspace);
            for (int unit = static_cast<int>(seed) % 9; unit < static_cast<int>(instance.catalogue.units.size()); unit += 9) {
                CAPTURE(unit);
                learner.mandatory = {unit};
                const auto with = solve(catalogue, learner, {.work = 200'000}, workspace);
                if (with.status != Status::optimal || !with.mandatory_not_taken.empty()) continue;
                const KnownSums equal{with.closure, with.half_hours, with.price_cents, false};
                CHECK_FALSE(sums_rule_out(catalogue, learner, unit, equal));
                // Worse in one of the stages, whatever the others are: the plan in force as well has to go then.
                CHECK_FALSE(sums_rule_out(catalogue, learner, unit, {with.closure, with.half_hours, with.price_cents + 1, true}));
                CHECK_FALSE(sums_rule_out(catalogue, learner, unit, {with.closure, with.half_hours + 1, 0, true}));
                CHECK_FALSE(sums_rule_out(catalogue, learner, unit, {with.closure - 1, 0, 0, true}));
                if (with.closure == best.closure && with.half_hours == best.half_hours && with.price_cents == best.price_cents) continue;
                (sums_rule_out(catalogue, learner, unit, {best.closure, best.half_hours, best.price_cents, true}) ? ruled_out : kept) += 1;
            }
            learner.mandatory.clear();
        }
    }
    MESSAGE(ruled_out << " ruled out, " << kept << " left to the model");
    CHECK(ruled_out > 300);
    CHECK(kept < ruled_out);
}

TEST_CASE("a prerequisite outside the gaps is paid for once by those who ask for it, and not where the unit itself teaches it") {
    // Two levels are open, one offer for each, both need a level that takes ten half hours to learn.
    Catalogue offers;
    offers.levels = 2;
    offers.competences = {"a", "b", "p"};
    const auto offer = [&](const char* id, int half_hours, std::vector<Step> taught, std::vector<Step> needs) {
        return add_offer(offers, id, half_hours, std::move(taught), std::move(needs));
    };
    offer("a1", 4, {{0, 1}}, {{2, 1}});
    offer("b1", 4, {{1, 1}}, {{2, 1}});
    offer("p1", 10, {{2, 1}}, {});
    offer("a1 alone", 13, {{0, 1}}, {});
    offer("p1 shorter", 9, {{2, 1}}, {});
    auto learner = beginner();
    learner.excluded = {4};
    // Best without "a1 alone": 18 half hours. With it b1 still needs p1: 13 + 4 + 10.
    {
        const PreparedCatalogue catalogue(offers);
        CHECK(sums_rule_out(catalogue, learner, 3, {10, 18, 0, true}));
        CHECK(sums_rule_out(catalogue, learner, 3, {10, 26, 0, true}));
        CHECK_FALSE(sums_rule_out(catalogue, learner, 3, {10, 28, 0, true}));
    }
    // The shorter way to the prerequisite saves an hour, although it teaches nothing that is open.
    learner.excluded.clear();
    {
        const PreparedCatalogue catalogue(offers);
        CHECK_FALSE(sums_rule_out(catalogue, learner, 4, {10, 18, 0, true}));
        std::vector<int> relies_on;
        CHECK(sums_rule_out(catalogue, learner, 4, {10, 16, 0, true}, &relies_on));
        CHECK(relies_on == std::vector<int>{catalogue.step_index({2, 1})});
    }
}

TEST_CASE("what has to be learned outside the gaps costs as much as the cheapest way there, and open levels that the unit needs are not given up") {
    Catalogue offers;
    offers.levels = 2;
    offers.competences = {"a", "b", "p"};
    const auto offer = [&](const char* id, int half_hours, std::vector<Step> taught, std::vector<Step> needs) {
        return add_offer(offers, id, half_hours, std::move(taught), std::move(needs));
    };
    offer("a1", 4, {{0, 1}}, {{2, 2}});
    offer("p1", 9, {{2, 1}}, {});
    offer("p2", 8, {{2, 2}}, {{2, 1}});
    offer("p1 and p2", 12, {{2, 1}, {2, 2}}, {});
    offer("b1", 5, {{1, 1}}, {});
    const int same = offer("b1 once more", 5, {{1, 1}}, {});
    const int needing = offer("b1 after p1", 2, {{1, 1}}, {{2, 1}});
    const int dear = offer("a1 dear", 30, {{0, 1}}, {});
    const int on_top = offer("a2", 4, {{0, 2}}, {{0, 1}});
    const int both = offer("a1 and a2", 4, {{0, 1}, {0, 2}}, {{2, 2}});
    auto learner = beginner();
    learner.excluded = {both};
    const PreparedCatalogue catalogue(offers);
    // The best plan takes 4 + 12 + 5 half hours.
    CHECK(sums_rule_out(catalogue, learner, same, {10, 21, 0, true}));
    CHECK_FALSE(sums_rule_out(catalogue, learner, same, {10, 22, 0, true}));
    // What the unit needs is paid in any case, and the other one pays only for the rest: 2 + 9 + 4 + 3.
    CHECK(sums_rule_out(catalogue, learner, needing, {10, 18, 0, true}));
    CHECK_FALSE(sums_rule_out(catalogue, learner, needing, {10, 19, 0, true}));
    // An offer for two levels pays for both of them.
    learner.target = {{0, 2}, {1, 1}};
    learner.excluded = {0, on_top};
    CHECK(sums_rule_out(catalogue, learner, same, {15, 21, 0, true}));
    CHECK_FALSE(sums_rule_out(catalogue, learner, same, {15, 22, 0, true}));
    // Nothing but the dear offer leads to what the unit needs, and both together are too long.
    learner.excluded = {0, both};
    learner.budget.half_hours = 33;
    CHECK(sums_rule_out(catalogue, learner, on_top, {0, 0, 0, true}));
    learner.budget.half_hours = 34;
    CHECK_FALSE(sums_rule_out(catalogue, learner, on_top, {0, 0, 0, true}));
    // Nobody teaches it.
    learner.excluded = {0, both, dear};
    CHECK(sums_rule_out(catalogue, learner, on_top, {0, 0, 0, true}));
    learner.excluded = {1, 3, both};
    CHECK(sums_rule_out(catalogue, learner, needing, {0, 0, 0, true}));
}

TEST_CASE("what was said of a unit holds until an offer comes for one of the steps it relies on") {
    int kept = 0, returned = 0;
    for (std::uint64_t seed = 11; seed <= 16; ++seed) {
        CAPTURE(seed);
        const auto instance = generate({.seed = seed, .units = 120, .competences = 16, .learners = 25, .role_profiles = 8});
        const PreparedCatalogue catalogue(instance.catalogue);
        const int units = static_cast<int>(instance.catalogue.units.size());
        Workspace workspace;
        for (const auto& learner : instance.learners) {
            for (int unit = static_cast<int>(seed) % 7; unit < units; unit += 11) {
                CAPTURE(unit);
                Learner before = learner;
                before.mandatory.clear();
                before.excluded.push_back(unit);
                for (int later = (unit + static_cast<int>(seed)) % 3; later < units; later += 3) before.excluded.push_back(later);
                const auto plan = solve(catalogue, before, {.work = 200'000}, workspace);
                if (plan.status != Status::optimal) continue;
                std::vector<int> known(wanted_steps(workspace).begin(), wanted_steps(workspace).end());
                Learner with = before;
                std::erase(with.excluded, unit);
                std::vector<int> relies_on;
                const KnownSums sums{plan.closure, plan.half_hours, plan.price_cents, true};
                if (!sums_settle(catalogue, with, unit, sums, &relies_on)) {
                    if (solve_with(catalogue, with, unit, sums, enough, workspace)) continue;
                    relies_on.assign(wanted_steps(workspace).begin(), wanted_steps(workspace).end());
                }
                known.insert(known.end(), relies_on.begin(), relies_on.end());
                // What comes later and teaches none of these steps, leads on to nothing and follows nothing.
                Learner after = with;
                std::erase_if(after.excluded, [&](int other) {
                    const auto& bundle = catalogue.bundle(catalogue.bundle_of(other));
                    const auto steps = catalogue.steps_of(bundle);
                    const bool apart =
                        std::none_of(steps.begin(), steps.end(),
                                     [&](int step) { return std::find(known.begin(), known.end(), step) != known.end(); }) &&
                        catalogue.units_of(bundle).size() == 1 && catalogue.unit(other).after < 0 &&
                        std::none_of(
                            instance.catalogue.units.begin(), instance.catalogue.units.end(), [&](const Unit& next) { return next.after == other; });
                    returned += apart;
                    return apart;
                });
                ++kept;
                CHECK(same_sums(solve(catalogue, after, {.work = 200'000}, workspace), plan));
            }
        }
    }
    MESSAGE(kept << " kept, " << returned << " offers came later");
    CHECK(kept > 200);
    CHECK(returned > 1000);
}

TEST_CASE("a better offer is never said to have no effect, one that is too dear or without a usable date always") {
    Catalogue offers;
    offers.competences = {"c"};
    offers.places = {"here", "elsewhere"};
    const auto add = [&](int half_hours, int price, std::vector<UnitDate> dates) {
        Unit unit{.id = std::to_string(offers.units.size()), .half_hours = half_hours, .price_cents = price};
        unit.scheduled = !dates.empty();
        unit.dates = std::move(dates);
        unit.teaches = {{0, 1}};
        offers.units.push_back(unit);
    };
    add(10, 100, {});
    add(9, 100, {});
    add(10, 100, {});
    add(11, 100, {});
    add(4, 10'000, {});
    add(4, 100, {{"d", {5, 6}, 1}});
    add(4, 100, {{"d", {500, 501}, 0}});
    const PreparedCatalogue catalogue(offers);
    const Learner learner{.target = {{0, 1}}, .weight = {{0, 1}}, .budget = {20, 1000, 5}, .first_day = 1, .last_day = 100, .reachable_places = {0}};
    Workspace workspace;
    const auto has_effect = [&](int unit, bool is_former = false) {
        const KnownSums known{1, 10, 100, is_former};
        const auto better = solve_with(catalogue, learner, unit, known, enough, workspace);
        CHECK(sums_settle(catalogue, learner, unit, known) == !better);
        return better.has_value();
    };
    CHECK(has_effect(1));
    CHECK(has_effect(2));  // equal: an earlier finish could decide
    CHECK_FALSE(has_effect(2, true));
    for (int unit = 3; unit <= 6; ++unit) CHECK_FALSE(has_effect(unit));
    Learner unwilling = learner;
    unwilling.excluded = {1};
    CHECK(sums_settle(catalogue, unwilling, 1, {1, 10, 100, false}));
    CHECK_FALSE(solve_with(catalogue, unwilling, 1, {1, 10, 100, false}, enough, workspace));
}

}  // namespace kc::planning::optimizer::test
