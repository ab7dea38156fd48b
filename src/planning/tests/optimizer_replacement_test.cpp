// SPDX-License-Identifier: EUPL-1.2
// What is said to stand in for a unit does so for everybody: brute force finds no better plan with the unit than without it.
#include <doctest/doctest.h>

#include <algorithm>

#include "planning/optimizer/replacement.hpp"
#include "planning/tests/optimizer_brute_force.hpp"
#include "planning/tests/optimizer_cases.hpp"
#include "planning/tests/optimizer_draw.hpp"

namespace kc::planning::optimizer::test {

namespace {

// Few competences and cheap self-paced offers, so that many units have something that can stand in for them.
Case crowded(std::uint64_t seed) {
    Draw draw(seed * 2862933555777941757ULL + 3037000493ULL);
    Case made;
    const int units = 4 + draw.below(3);
    for (int i = 0; i < units; ++i) {
        std::vector<Step> teaches{{draw.below(2), 1 + draw.below(2)}}, needs;
        if (draw.one_in(2)) teaches.push_back({teaches[0].competence, 3 - teaches[0].level});
        if (draw.one_in(4)) teaches.push_back({2, 1});
        if (draw.one_in(2)) needs.push_back({draw.below(3), 1 + draw.below(2)});
        const int index = made.unit(std::move(teaches), std::move(needs));
        auto& unit = made.at(index);
        std::sort(unit.teaches.begin(), unit.teaches.end());
        unit.teaches.erase(std::unique(unit.teaches.begin(), unit.teaches.end()), unit.teaches.end());
        unit.half_hours = draw.below(5);
        unit.price_cents = draw.below(3) * 100;
        if (draw.one_in(3)) {
            unit.scheduled = true;
            for (int d = 1 + draw.below(2); d > 0; --d) {
                const int first = 1 + draw.below(8);
                unit.dates.push_back({"d" + std::to_string(d), {first, first + draw.below(2)}});
            }
            if (draw.one_in(3)) unit.place = draw.below(2);
            unit.presence_days = unit.place >= 0 ? 1 : 0;
        }
        if (draw.one_in(8) && index > 0) unit.after = draw.below(index);
    }
    if (draw.one_in(4)) made.course(true, {0, 1});
    made.learner.budget = {2 + draw.below(10), draw.below(8) * 100, draw.below(3)};
    made.learner.last_day = 12;
    for (int k = 0; k < 3; ++k) {
        if (draw.one_in(3)) made.learner.current.push_back({k, 1});
        made.want(k, 1 + draw.below(2), 1 + draw.below(3));
    }
    if (draw.one_in(3)) made.learner.weekly_half_hours = 1 + draw.below(4);
    if (draw.one_in(3)) made.learner.mandatory.push_back(draw.below(units));
    return made;
}

bool names(const std::vector<int>& list, int unit) { return std::find(list.begin(), list.end(), unit) != list.end(); }

}  // namespace

TEST_CASE("a unit that others stand in for makes nobody's best plan better, whatever the dates, weeks, budgets and needs") {
    int settled = 0, pairs = 0, parts = 0;
    for (std::uint64_t seed = 1; seed <= 6000; ++seed) {
        const auto made = crowded(seed);
        const PreparedCatalogue catalogue(made.catalogue);
        const auto all = brute_force(made.catalogue, made.learner);
        for (int unit = 0; unit < static_cast<int>(made.catalogue.units.size()); ++unit) {
            // What nobody can want, as it is no target and no need, matters to no plan.
            std::vector<int> steps;
            for (const auto& step : made.catalogue.units[static_cast<std::size_t>(unit)].teaches) {
                const bool wanted = step.level <= made.learner.target[static_cast<std::size_t>(step.competence)].value;
                const bool needed = std::any_of(made.catalogue.units.begin(), made.catalogue.units.end(), [&](const Unit& other) {
                    return std::any_of(other.needs.begin(), other.needs.end(),
                                       [&](const Step& need) { return need.competence == step.competence && need.level >= step.level; });
                });
                if (wanted || needed) steps.push_back(catalogue.step_index(step));
            }
            if (names(made.learner.mandatory, unit)) continue;
            for (const auto& replacement : list_replacements(catalogue, unit, steps)) {
                if (std::any_of(replacement.units.begin(), replacement.units.end(), [&](int other) { return names(made.learner.mandatory, other); }))
                    continue;
                CAPTURE(seed);
                CAPTURE(unit);
                ++settled;
                pairs += replacement.units.size() == 2;
                parts += steps.size() < made.catalogue.units[static_cast<std::size_t>(unit)].teaches.size();
                Learner without = made.learner;
                without.excluded.push_back(unit);
                const auto best = brute_force(made.catalogue, without);
                REQUIRE(best.best.has_value() == all.best.has_value());
                CHECK(best.not_takeable == all.not_takeable);
                if (!best.best) continue;
                const bool whole = replacement.cheaper || replacement.units.size() == 1;
                if (whole) CHECK(best.best->key() == all.best->key());
                CHECK(best.best->closure == all.best->closure);
                CHECK(best.best->half_hours == all.best->half_hours);
                CHECK(best.best->price_cents == all.best->price_cents);
                // The plan in force stays the best of all, also where two units would stand in for one.
                Learner later = made.learner;
                later.has_former = true;
                later.former = best.best->items;
                CHECK(brute_force(made.catalogue, later).best->items == best.best->items);
            }
        }
    }
    MESSAGE(settled << " settled, " << pairs << " by two units, " << parts << " for a part of what the unit teaches");
    CHECK(settled > 500);
    CHECK(pairs > 50);
    CHECK(parts > 50);
}

TEST_CASE("what stands in teaches as much, costs no more, asks for no more and is bound to no day") {
    Case town;
    const int unit = town.dated({{0, 1}, {0, 2}}, {{5, 6}}, {{1, 1}});
    const int equal = town.unit({{0, 1}, {0, 2}}, {{1, 1}});
    const auto stand_ins = [&](std::vector<Step> steps = {{0, 1}, {0, 2}}) {
        const PreparedCatalogue catalogue(town.catalogue);
        std::vector<int> indices;
        for (const auto& step : steps) indices.push_back(catalogue.step_index(step));
        return list_replacements(catalogue, unit, indices);
    };
    REQUIRE(stand_ins().size() == 1);
    CHECK(stand_ins()[0].units == std::vector{equal});
    CHECK_FALSE(stand_ins()[0].cheaper);
    CHECK(stand_ins({}).empty());
    const auto differs = [&](auto&& change) {
        const auto before = town.catalogue;
        change();
        const bool none = stand_ins().empty();
        town.catalogue = before;
        return none;
    };
    CHECK(differs([&] { town.at(equal).half_hours = 5; }));
    CHECK(differs([&] { town.at(equal).price_cents = 101; }));
    CHECK(differs([&] { town.at(equal).presence_days = 1; }));
    CHECK(differs([&] { town.at(equal).teaches.pop_back(); }));
    CHECK(differs([&] { town.at(equal).needs = {{1, 2}}; }));
    CHECK(differs([&] { town.at(equal).needs.push_back({2, 1}); }));
    CHECK(differs([&] { town.at(equal).scheduled = true; }));
    CHECK(differs([&] { town.at(equal).after = town.unit({{2, 1}}); }));
    CHECK(differs([&] { town.at(town.unit({{2, 1}})).after = unit; }));  // only the unit itself leads on to that
    CHECK(differs([&] { town.course(true, {equal, town.unit({{2, 1}})}); }));
    CHECK(differs([&] { town.course(true, {unit, town.unit({{2, 1}})}); }));
    CHECK_FALSE(differs([&] { town.at(equal).needs.clear(); }));
    CHECK_FALSE(differs([&] { town.course(false, {unit, equal}); }));

    // Two that follow each other in the place of one that leads over two levels.
    town.at(equal).half_hours = 40;
    const int first = town.unit({{0, 1}}), second = town.unit({{0, 2}}, {{0, 1}});
    CHECK(stand_ins().empty());
    town.at(first).half_hours = town.at(second).half_hours = 2;
    CHECK(stand_ins().empty());  // together they cost more
    town.at(first).price_cents = 40;
    town.at(second).price_cents = 59;
    REQUIRE(stand_ins().size() == 1);
    CHECK(stand_ins()[0].units == std::vector{first, second});
    CHECK(stand_ins()[0].cheaper);
    town.at(first).needs = {{0, 2}};  // each would wait for the other
    CHECK(stand_ins().empty());
    CHECK(stand_ins({{0, 2}}).empty());
}

}  // namespace kc::planning::optimizer::test
