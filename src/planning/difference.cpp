// SPDX-License-Identifier: EUPL-1.2
#include "planning/difference.hpp"

#include <unordered_map>

namespace kc::planning {

Difference difference_between(const Plan& before, const Plan& after) {
    Difference difference;
    std::unordered_map<LearningUnitId, const CurriculumItem*> old;
    for (const auto& item : before.items) old.emplace(item.unit, &item);
    for (const auto& item : after.items) {
        const auto found = old.find(item.unit);
        if (found == old.end()) {
            difference.added.push_back(item);
            continue;
        }
        const auto& former = *found->second;
        if (!same_dates(former, item))
            difference.moved.push_back({item.unit, former.date, item.date, former.starts_on, item.starts_on});
        else
            difference.kept.push_back(item.unit);
        old.erase(found);
    }
    for (const auto& item : before.items) {
        if (old.contains(item.unit)) difference.removed.push_back(item);
    }
    difference.hours = after.hours - before.hours;
    difference.price = after.price - before.price;
    difference.presence_days = after.presence_days - before.presence_days;
    // Where nothing was planned for, nothing was closed: without gaps a plan counts as complete (LP-30), which is no plan to lose against.
    const bool compared = before.closure_wanted > 0 || after.closure_wanted <= 0;
    if (before.closure_wanted == after.closure_wanted) difference.closure = after.closure - before.closure;
    difference.closed_percent = closed_percent(after) - (compared ? closed_percent(before) : 0);
    return difference;
}

}  // namespace kc::planning
