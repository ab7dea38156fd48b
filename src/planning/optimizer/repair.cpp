// SPDX-License-Identifier: EUPL-1.2
// What to do when the chosen offers cover everything but no dates put them in order.
// A larger plan can only help with a further, earlier provider for one of the needs that come too late; exactly these are tried.
#include <algorithm>
#include <limits>

#include "planning/optimizer/search.hpp"

namespace kc::planning::optimizer {

void Search::repair_order(int table) {
    const auto late = scheduler_.late_needs(state_.chosen());
    look_up_earliest_days();
    const auto mark = state_.mark();
    const int position = static_cast<int>(model_->open.size());
    for (const auto& need : late) {
        for (const int provider : model_->providers_of(need.step)) {
            if (!state_.is_open(provider)) continue;
            bool early = false;
            const Range units = model_->items[provider].units;
            for (int unit = units.begin; unit < units.end && !early; ++unit) {
                const auto taught = model_->part(model_->unit_teaches, model_->units[unit].teaches);
                early = earliest_of_unit_[unit] < need.before && std::find(taught.begin(), taught.end(), need.step) != taught.end();
            }
            if (!early) continue;
            choose_and_descend(provider, position, table);
            state_.bar(provider);
        }
    }
    state_.undo_to(mark);
}

// The earliest day on which each unit could be finished if every offer could be used for it.
void Search::look_up_earliest_days() {
    if (!earliest_of_unit_.empty()) return;
    constexpr int never = std::numeric_limits<int>::max();
    earliest_of_unit_.assign(model_->units.size(), never);
    earliest_of_step_.assign(model_->step_count, never);
    for (bool changed = true; changed;) {
        changed = false;
        for (std::size_t i = 0; i < model_->units.size(); ++i) {
            const auto& unit = model_->units[i];
            int needed = -1;
            for (const int step : model_->part(model_->unit_needs, unit.needs)) needed = std::max(needed, earliest_of_step_[step]);
            if (unit.after >= 0) needed = std::max(needed, earliest_of_unit_[unit.after]);
            if (needed == never) continue;
            int ready = unit.scheduled ? never : needed;
            for (int date = unit.dates.begin; date < unit.dates.end && ready == never; ++date)
                if (model_->dates[date].first_day > needed) ready = model_->dates[date].last_day;
            if (ready >= earliest_of_unit_[i]) continue;
            earliest_of_unit_[i] = ready;
            changed = true;
            for (const int step : model_->part(model_->unit_teaches, unit.teaches))
                earliest_of_step_[step] = std::min(earliest_of_step_[step], ready);
        }
    }
}

}  // namespace kc::planning::optimizer
