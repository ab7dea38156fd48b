// SPDX-License-Identifier: EUPL-1.2
#include "planning/model.hpp"

#include <algorithm>

namespace kc::planning {

int closed_percent(const Plan& plan) {
    if (plan.closure_wanted <= 0) return 100;
    return static_cast<int>(plan.closure * 100 / plan.closure_wanted);
}

bool same_dates(const CurriculumItem& a, const CurriculumItem& b) {
    return a.date == b.date && (!a.date || std::pair(a.starts_on, a.ends_on) == std::pair(b.starts_on, b.ends_on));
}

bool same_plan(const Plan& a, const Plan& b) {
    const auto fails = [](const Plan& plan) { return plan.status == PlanStatus::infeasible; };
    if (fails(a) != fails(b) || a.items.size() != b.items.size() || a.conflict != b.conflict) return false;
    return std::all_of(a.items.begin(), a.items.end(), [&](const CurriculumItem& item) {
        const auto other = std::find_if(b.items.begin(), b.items.end(), [&](const CurriculumItem& i) { return i.unit == item.unit; });
        return other != b.items.end() && item.locked == other->locked && same_dates(item, *other);
    });
}

}  // namespace kc::planning
