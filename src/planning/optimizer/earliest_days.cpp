// SPDX-License-Identifier: EUPL-1.2
// The earliest day on which each unit could be finished if every offer could be used for it.
// Dates that come before what they need can never be used, and offers left without a date can be in no plan.
#include <algorithm>
#include <limits>

#include "planning/optimizer/learner_model.hpp"

namespace kc::planning::optimizer {

namespace {
constexpr int never = std::numeric_limits<int>::max();
constexpr int from_the_start = -1;
}  // namespace

void LearnerModel::look_up_earliest_days() {
    earliest_of_unit.assign(units.size(), never);
    earliest_of_step_.assign(step_count, never);
    stack_.clear();  // units whose day may still change, in order
    for (std::size_t i = 0; i < units.size(); ++i)
        if (!hopeless[units[i].item]) stack_.push_back(static_cast<int>(i));
    for (bool changed = true; changed && !stack_.empty();) {
        changed = false;
        std::size_t kept = 0;
        for (const int i : stack_) {
            const auto& unit = units[i];
            int needed = unit.after >= 0 ? earliest_of_unit[unit.after] : from_the_start;
            for (const int step : part(unit_needs, unit.needs)) needed = std::max(needed, earliest_of_step_[step]);
            const bool waits_for_others = unit.after >= 0 || !unit.needs.empty();
            if (waits_for_others) stack_[kept++] = i;
            if (needed == never) continue;
            int ready = unit.scheduled ? never : needed;
            for (int date = unit.dates.begin; date < unit.dates.end && ready == never; ++date)
                if (dates[date].first_day > needed) ready = dates[date].last_day;
            if (ready >= earliest_of_unit[i]) continue;
            earliest_of_unit[i] = ready;
            changed = true;
            for (const int step : part(unit_teaches, unit.teaches)) earliest_of_step_[step] = std::min(earliest_of_step_[step], ready);
        }
        stack_.resize(kept);
    }
}

// True when an item became hopeless that others may have counted on.
bool LearnerModel::find_hopeless() {
    bool found = false;
    for (std::size_t i = 0; i < units.size(); ++i) {
        if (earliest_of_unit[i] != never || hopeless[units[i].item]) continue;
        hopeless[units[i].item] = 1;
        found = found || items[units[i].item].units.size() > 1;
    }
    return found;
}

void LearnerModel::drop_early_dates() {
    for (auto& unit : units) {
        if (!unit.scheduled || hopeless[unit.item]) continue;
        int needed = -1;
        for (const int step : part(unit_needs, unit.needs)) needed = std::max(needed, earliest_of_step_[step]);
        if (unit.after >= 0) needed = std::max(needed, earliest_of_unit[unit.after]);
        if (needed < 0) continue;
        int kept = unit.dates.begin;
        for (int date = unit.dates.begin; date < unit.dates.end; ++date)
            if (dates[date].first_day > needed) dates[kept++] = dates[date];
        unit.dates.end = kept;
        items[unit.item].finish_min = std::max(items[unit.item].finish_min, dates[unit.dates.begin].last_day);
    }
}

}  // namespace kc::planning::optimizer
