// SPDX-License-Identifier: EUPL-1.2
// The optimiser agrees with brute force on thousands of tiny random instances that mix every feature of the format.
// A failing seed is printed together with the instance, so that it can become a case of its own.
#include "planning/tests/optimizer_brute_force.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <functional>
#include <set>

#include "planning/optimizer/instance_file.hpp"
#include "planning/optimizer/optimizer.hpp"
#include "planning/tests/optimizer_draw.hpp"

namespace kc::planning::optimizer::test {

namespace {

// Calls `take` for every valid plan of the learner without regard to mandatory and fixed units.
void for_each_valid_plan(const Catalogue& catalogue, Learner learner, const std::function<void(const std::vector<PlannedUnit>&)>& take) {
    learner.mandatory.clear();
    learner.fixed.clear();
    std::vector<PlannedUnit> items;
    const std::function<void(std::size_t)> extend = [&](std::size_t unit) {
        if (unit == catalogue.units.size()) {
            const auto sums = sums_of(catalogue, learner, items);
            if (check_plan(catalogue, learner, {items, sums.closure, sums.half_hours, sums.price_cents, {}}).empty()) take(items);
            return;
        }
        extend(unit + 1);
        const auto& data = catalogue.units[unit];
        const auto sums = sums_of(catalogue, learner, items);  // only spares hopeless sets the full check
        if (sums.half_hours + data.half_hours > learner.budget.half_hours || sums.price_cents + data.price_cents > learner.budget.price_cents ||
            sums.presence_days + data.presence_days > learner.budget.presence_days)
            return;
        if (!data.scheduled) {
            items.push_back({static_cast<int>(unit), -1});
            extend(unit + 1);
            items.pop_back();
            return;
        }
        for (int date = 0; date < static_cast<int>(data.dates.size()); ++date) {
            const auto& days = data.dates[static_cast<std::size_t>(date)];
            const auto shares_a_day = [&](const PlannedUnit& other) {
                return other.date >= 0 &&
                       catalogue.units[static_cast<std::size_t>(other.unit)].dates[static_cast<std::size_t>(other.date)].days.touches(days.days);
            };
            if (!is_usable(data, days, learner) || std::any_of(items.begin(), items.end(), shares_a_day)) continue;
            items.push_back({static_cast<int>(unit), date});
            extend(unit + 1);
            items.pop_back();
        }
    };
    extend(0);
}

bool contains(const std::vector<PlannedUnit>& items, int unit) {
    return std::any_of(items.begin(), items.end(), [&](const PlannedUnit& item) { return item.unit == unit; });
}

bool contains_fixed(const std::vector<PlannedUnit>& items, const std::vector<PlannedUnit>& fixed) {
    return std::all_of(fixed.begin(), fixed.end(), [&](const PlannedUnit& wanted) {
        return std::any_of(items.begin(), items.end(),
                           [&](const PlannedUnit& item) { return item.unit == wanted.unit && (wanted.date < 0 || wanted.date == item.date); });
    });
}

int differences(const Learner& learner, const std::vector<PlannedUnit>& items) {
    if (!learner.has_former) return 0;
    int count = 0;
    std::set<int> former;
    for (const auto& planned : learner.former) {
        former.insert(planned.unit);
        const auto found = std::find_if(items.begin(), items.end(), [&](const PlannedUnit& item) { return item.unit == planned.unit; });
        if (found == items.end() || found->date != planned.date) ++count;
    }
    for (const auto& item : items)
        if (!former.contains(item.unit)) ++count;
    return count;
}

struct TinyInstance {
    Catalogue catalogue;
    Learner learner;
};

TinyInstance tiny_instance(std::uint64_t seed) {
    Draw draw(seed * 7919 + 17);
    TinyInstance instance;
    auto& catalogue = instance.catalogue;
    catalogue.levels = 3;
    const int competences = 2 + draw.below(3);
    for (int k = 0; k < competences; ++k) catalogue.competences.push_back("k" + std::to_string(k));
    catalogue.places = {"r0", "r1"};
    const int units = 3 + draw.below(5);
    const int span = 6 + draw.below(20);
    for (int u = 0; u < units; ++u) {
        Unit unit;
        unit.id = "u" + std::to_string(u);
        unit.half_hours = draw.below(5);
        unit.price_cents = draw.below(4) * 100;
        for (int t = 1 + (draw.one_in(3) ? 1 : 0) + (draw.one_in(6) ? 1 : 0); t > 0; --t) {
            const Step step{draw.below(competences), 1 + draw.below(3)};
            if (std::find(unit.teaches.begin(), unit.teaches.end(), step) == unit.teaches.end()) unit.teaches.push_back(step);
        }
        if (draw.below(100) < 55) unit.needs.push_back({draw.below(competences), 1 + draw.below(2)});
        if (draw.one_in(6)) unit.needs.push_back({draw.below(competences), 1 + draw.below(3)});
        if (draw.one_in(6)) {
            const int after = draw.below(units);
            if (after != u) unit.after = after;
        }
        if (draw.below(100) < 60) {
            unit.scheduled = true;
            if (draw.one_in(3)) {
                unit.place = draw.below(2);
                unit.presence_days = 1 + draw.below(2);
            }
            for (int d = draw.one_in(12) ? 0 : 1 + draw.below(3); d > 0; --d) {
                const int first = draw.below(span);
                unit.dates.push_back({"d" + std::to_string(d), {first, first + draw.below(3)}});
            }
        }
        catalogue.units.push_back(std::move(unit));
    }
    for (int u = 0; u + 1 < units;) {
        Course course;
        course.id = "c" + std::to_string(catalogue.courses.size());
        course.closed = draw.one_in(3);
        for (int size = 1 + draw.below(3); size > 0 && u < units; --size) course.units.push_back(u++);
        catalogue.courses.push_back(std::move(course));
    }

    auto& learner = instance.learner;
    learner.id = "e" + std::to_string(seed);
    for (int k = 0; k < competences; ++k) {
        if (draw.one_in(3)) learner.current.push_back({k, 1 + draw.below(2)});
        if (draw.below(100) < 75) learner.target.push_back({k, 1 + draw.below(3)});
        learner.weight.push_back({k, draw.one_in(10) ? 0 : 1 + draw.below(4)});
    }
    learner.budget = {4 + draw.below(14), 200 + draw.below(12) * 100, draw.below(5)};
    learner.first_day = draw.below(3);
    learner.last_day = span - draw.below(4);
    learner.reachable_places = {0};
    if (draw.one_in(3)) learner.reachable_places.push_back(1);
    for (int b = draw.below(3); b > 0; --b) {
        const int first = draw.below(span);
        learner.blocked.push_back({first, first + draw.below(3)});
    }
    if (draw.one_in(3)) learner.mandatory.push_back(draw.below(units));
    if (draw.one_in(8)) learner.mandatory.push_back(draw.below(units));
    std::sort(learner.mandatory.begin(), learner.mandatory.end());
    learner.mandatory.erase(std::unique(learner.mandatory.begin(), learner.mandatory.end()), learner.mandatory.end());
    if (draw.one_in(4)) learner.weekly_half_hours = 1 + draw.below(8);
    if (draw.one_in(5)) {
        const int unit = draw.below(units);
        const auto& data = catalogue.units[static_cast<std::size_t>(unit)];
        if (!data.scheduled)
            learner.fixed.push_back({unit, -1});
        else if (!data.dates.empty())
            learner.fixed.push_back({unit, draw.below(static_cast<int>(data.dates.size()))});
    }
    if (draw.one_in(5)) learner.excluded.push_back(draw.below(units));
    if (draw.one_in(3)) {
        learner.has_former = true;
        for (int u = 0; u < units; ++u) {
            if (!draw.one_in(3)) continue;
            const auto& data = catalogue.units[static_cast<std::size_t>(u)];
            learner.former.push_back({u, data.dates.empty() || draw.one_in(8) ? -1 : draw.below(static_cast<int>(data.dates.size()))});
        }
    }
    return instance;
}

// Turns units into variants of others: the same is taught and needed, but hours, price, days on site and dates are their own.
TinyInstance tiny_instance_with_variants(std::uint64_t seed) {
    Draw draw(seed * 104729 + 5);
    auto instance = tiny_instance(seed + 1'000'000);
    auto& units = instance.catalogue.units;
    for (std::size_t u = 1; u < units.size(); ++u) {
        if (draw.one_in(3)) continue;
        const auto& model = units[static_cast<std::size_t>(draw.below(static_cast<int>(u)))];
        auto& unit = units[u];
        unit.teaches = model.teaches;
        unit.needs = model.needs;
        unit.after = model.after;
        unit.half_hours = model.half_hours + draw.below(2);
        unit.price_cents = model.price_cents + draw.below(2) * 100;
        if (unit.after == static_cast<int>(u)) unit.after = -1;
    }
    return instance;
}

// Nearly everything has dates, many of them, and needs; the weekly hours are tight. What a date needs often has several providers.
TinyInstance tiny_instance_with_weekly_hours(std::uint64_t seed) {
    Draw draw(seed * 15485863 + 29);
    auto instance = draw.one_in(2) ? tiny_instance(seed + 2'000'000) : tiny_instance_with_variants(seed + 2'000'000);
    auto& [catalogue, learner] = instance;
    const int competences = static_cast<int>(catalogue.competences.size());
    for (auto& unit : catalogue.units) {
        unit.half_hours = 1 + draw.below(6);
        if (draw.one_in(2)) unit.needs.push_back({draw.below(competences), 1});
        for (std::size_t d = unit.dates.size(); unit.scheduled && d < (catalogue.units.size() > 5 ? 2 : 4); ++d) {
            const int first = draw.below(35);
            unit.dates.push_back({"w" + std::to_string(d), {first, first + draw.below(2)}});
        }
    }
    learner.weekly_half_hours = 1 + draw.below(6);
    learner.last_day = 35;
    learner.budget.half_hours = 8 + draw.below(20);
    return instance;
}

}  // namespace

bool some_plan_contains(const Catalogue& catalogue, Learner learner, const std::vector<int>& units, const std::vector<PlannedUnit>& fixed) {
    bool found = false;
    for_each_valid_plan(catalogue, learner, [&](const std::vector<PlannedUnit>& items) {
        found = found || (contains_fixed(items, fixed) && std::all_of(units.begin(), units.end(), [&](int unit) { return contains(items, unit); }));
    });
    return found;
}

BruteForceAnswer brute_force(const Catalogue& catalogue, const Learner& learner) {
    BruteForceAnswer answer;
    std::vector<std::vector<PlannedUnit>> plans;
    for_each_valid_plan(catalogue, learner, [&](const std::vector<PlannedUnit>& items) { plans.push_back(items); });
    std::vector<int> demanded;
    for (const int unit : learner.mandatory) {
        if (std::any_of(plans.begin(), plans.end(), [&](const auto& items) { return contains(items, unit); }))
            demanded.push_back(unit);
        else
            answer.not_takeable.push_back(unit);
    }
    for (const auto& items : plans) {
        if (!contains_fixed(items, learner.fixed)) continue;
        if (!std::all_of(demanded.begin(), demanded.end(), [&](int unit) { return contains(items, unit); })) continue;
        const auto sums = sums_of(catalogue, learner, items);
        BestPlan plan{sums.closure, sums.half_hours, sums.price_cents, differences(learner, items), 0, items};
        for (const auto& item : items)
            if (item.date >= 0)
                plan.finish = std::max(plan.finish,
                                       catalogue.units[static_cast<std::size_t>(item.unit)].dates[static_cast<std::size_t>(item.date)].days.last_day);
        if (!answer.best || plan.key() < answer.best->key()) answer.best = plan;
    }
    return answer;
}

namespace {

void expect_agreement(const TinyInstance& instance, std::uint64_t seed, Workspace& workspace, int& infeasible, int& with_reported) {
    const auto& [catalogue, learner] = instance;
    const auto expected = brute_force(catalogue, learner);
    const auto plan = solve(PreparedCatalogue(catalogue), learner, {}, workspace);
    const auto describe = [&] {
        return "seed " + std::to_string(seed) + "\n" + catalogue_text(catalogue) + learner_line(catalogue, learner) + "\n" +
               answer_line(catalogue, learner, plan) + " differences " + std::to_string(plan.differences) + " finish " +
               std::to_string(plan.finish_day);
    };
    INFO(describe());
    std::vector<int> reported;
    for (const auto& missing : plan.mandatory_not_taken) reported.push_back(missing.unit);
    with_reported += !reported.empty();
    if (!expected.best) {
        ++infeasible;
        REQUIRE(plan.status == Status::infeasible);
        REQUIRE(!plan.conflict.empty());
        // The named units do contradict each other, and none of them is named without need.
        const auto possible = [&](int left_out) {
            std::vector<int> units;
            std::vector<PlannedUnit> fixed;
            for (const int unit : plan.conflict) {
                if (unit == left_out) continue;
                const auto booked = std::find_if(learner.fixed.begin(), learner.fixed.end(), [&](const PlannedUnit& p) { return p.unit == unit; });
                if (booked != learner.fixed.end())
                    fixed.push_back(*booked);
                else
                    units.push_back(unit);
            }
            return some_plan_contains(catalogue, learner, units, fixed);
        };
        REQUIRE(!possible(-1));
        for (const int unit : plan.conflict) REQUIRE(possible(unit));
        return;
    }
    REQUIRE(plan.status == Status::optimal);
    REQUIRE(reported == expected.not_takeable);
    const auto& best = *expected.best;
    REQUIRE(check_plan(catalogue, learner, {plan.items, plan.closure, plan.half_hours, plan.price_cents, reported}).empty());
    REQUIRE(plan.closure == best.closure);
    REQUIRE(plan.bound == best.closure);
    REQUIRE(plan.half_hours == best.half_hours);
    REQUIRE(plan.price_cents == best.price_cents);
    REQUIRE(plan.differences == best.differences);
    REQUIRE(plan.differences == differences(learner, plan.items));
    REQUIRE(plan.finish_day == best.finish);
    // The way hard questions are searched has to find the same, whatever the question.
    // Short looks that end early have to leave it to those rounds without losing anything.
    for (const std::int64_t hard_after : {0, 1, 3, 7}) {
        const auto rounds = solve(PreparedCatalogue(catalogue), learner, {.cancelled = {}, .hard_after = hard_after}, workspace);
        REQUIRE(rounds.status == Status::optimal);
        REQUIRE(check_plan(catalogue, learner, {rounds.items, rounds.closure, rounds.half_hours, rounds.price_cents, reported}).empty());
        REQUIRE(std::tuple(rounds.closure, rounds.half_hours, rounds.price_cents, rounds.differences, rounds.finish_day) ==
                std::tuple(best.closure, best.half_hours, best.price_cents, best.differences, best.finish));
    }
}

}  // namespace

TEST_CASE("the optimiser agrees with brute force in all five stages") {
    Workspace workspace;
    int infeasible = 0;
    int with_reported = 0;
    for (std::uint64_t seed = 1; seed <= 2500; ++seed) expect_agreement(tiny_instance(seed), seed, workspace, infeasible, with_reported);
    MESSAGE(infeasible, " contradictions, ", with_reported, " with mandatory units that cannot be taken");
}

TEST_CASE("the optimiser agrees with brute force where offers differ only in dates and in what they cost") {
    Workspace workspace;
    int infeasible = 0;
    int with_reported = 0;
    for (std::uint64_t seed = 1; seed <= 2500; ++seed)
        expect_agreement(tiny_instance_with_variants(seed), seed, workspace, infeasible, with_reported);
    MESSAGE(infeasible, " contradictions, ", with_reported, " with mandatory units that cannot be taken");
}

TEST_CASE("the optimiser agrees with brute force where the weekly hours are tight") {
    Workspace workspace;
    int infeasible = 0;
    int with_reported = 0;
    for (std::uint64_t seed = 1; seed <= 2500; ++seed)
        expect_agreement(tiny_instance_with_weekly_hours(seed), seed, workspace, infeasible, with_reported);
    MESSAGE(infeasible, " contradictions, ", with_reported, " with mandatory units that cannot be taken");
}

}  // namespace kc::planning::optimizer::test
