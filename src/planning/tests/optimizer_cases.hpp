// SPDX-License-Identifier: EUPL-1.2
// Small catalogues and learners built in a few words, one for each rule to be tested.
// Names of competences, places and units are given where they are used first.
#pragma once

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "planning/optimizer/checker.hpp"
#include "planning/optimizer/optimizer.hpp"

namespace kc::planning::optimizer::test {

struct Case {
    Catalogue catalogue;
    Learner learner;

    Case() {
        catalogue.competences = {"k0", "k1", "k2"};
        catalogue.places = {"r0", "r1"};
        learner.id = "e";
        learner.budget = {100, 100'000, 10};
        learner.first_day = 1;
        learner.last_day = 100;
        learner.reachable_places = {0};
    }

    // A self-paced unit: four half hours, 100 cents.
    int unit(std::vector<Step> teaches, std::vector<Step> needs = {}) {
        Unit unit;
        unit.id = "u" + std::to_string(catalogue.units.size());
        unit.half_hours = 4;
        unit.price_cents = 100;
        unit.teaches = std::move(teaches);
        unit.needs = std::move(needs);
        catalogue.units.push_back(std::move(unit));
        return static_cast<int>(catalogue.units.size()) - 1;
    }
    int dated(std::vector<Step> teaches, std::vector<DayRange> dates, std::vector<Step> needs = {}) {
        const int index = unit(std::move(teaches), std::move(needs));
        auto& made = at(index);
        made.scheduled = true;
        for (const auto& days : dates) made.dates.push_back({"d" + std::to_string(made.dates.size()), days});
        return index;
    }
    Unit& at(int index) { return catalogue.units[static_cast<std::size_t>(index)]; }
    void course(bool closed, std::vector<int> units) {
        catalogue.courses.push_back({"c" + std::to_string(catalogue.courses.size()), closed, std::move(units)});
    }
    void want(int competence, int level, int weight = 1) {
        learner.target.push_back({competence, level});
        learner.weight.push_back({competence, weight});
    }

    // Solves, and fails loudly when the checker does not approve.
    Plan solve_checked(Limits limits = {}) const;
};

inline bool has(const Plan& plan, int unit) {
    return std::any_of(plan.items.begin(), plan.items.end(), [&](const PlannedUnit& item) { return item.unit == unit; });
}
inline int date_of(const Plan& plan, int unit) {
    for (const auto& item : plan.items)
        if (item.unit == unit) return item.date;
    return -2;
}

}  // namespace kc::planning::optimizer::test
