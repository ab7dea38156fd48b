// SPDX-License-Identifier: EUPL-1.2
#include "planning/model.hpp"

#include <algorithm>

namespace kc::planning {

int closed_percent(const Plan& plan) {
    if (plan.closure_wanted <= 0) return 100;
    return static_cast<int>(plan.closure * 100 / plan.closure_wanted);
}

bool same_plan(const Plan& a, const Plan& b) {
    if (a.status != b.status || a.items.size() != b.items.size() || a.conflict != b.conflict) return false;
    const auto key = [](const Plan& plan) {
        std::vector<std::tuple<LearningUnitId, std::optional<TutorialDateId>, bool>> keys;
        for (const auto& item : plan.items) keys.emplace_back(item.unit, item.date, item.locked);
        std::sort(keys.begin(), keys.end());
        return keys;
    };
    return key(a) == key(b);
}

}  // namespace kc::planning
