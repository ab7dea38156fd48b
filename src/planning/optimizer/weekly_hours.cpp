// SPDX-License-Identifier: EUPL-1.2
// Rule 9: what has to be finished before a date, and the dates up to it, must fit into the weeks started by then.
// Where a need has several providers in the plan, one suitable choice is enough, so the choices are tried one after the other.
#include <algorithm>

#include "planning/optimizer/schedule.hpp"

namespace kc::planning::optimizer {

bool Scheduler::week_holds() {
    if (model_->weekly_half_hours < 0 || scheduled_.empty()) return true;
    selection_.resize(std::max(selection_.size(), place_count_));
    ambiguous_.clear();
    for (std::size_t i = 0; i < place_count_; ++i) {
        selection_[i].assign(places_[i].needs.size(), -1);
        for (std::size_t need = 0; need < places_[i].needs.size(); ++need) {
            const Range range = places_[i].needs[need];
            if (range.size() == 1)
                selection_[i][need] = need_providers_[range.begin];
            else
                ambiguous_.push_back({static_cast<int>(i), static_cast<int>(need)});
        }
    }
    return week_holds_with(0);
}

bool Scheduler::week_holds_with(std::size_t index) {
    if (index == ambiguous_.size()) return week_holds_for_selection();
    const auto [place, need] = ambiguous_[index];
    const Range range = places_[place].needs[need];
    for (int p = range.begin; p < range.end; ++p) {
        selection_[place][need] = need_providers_[p];
        if (week_holds_with(index + 1)) return true;
    }
    return false;
}

bool Scheduler::week_holds_for_selection() {
    constexpr int never = 2'000'000'000;
    std::vector<int> ready(place_count_, never);
    for (bool changed = true; changed;) {
        changed = false;
        for (std::size_t i = 0; i < place_count_; ++i) {
            if (ready[i] != never) continue;
            int needed = -1;
            for (const int provider : selection_[i]) needed = std::max(needed, ready[provider]);
            if (places_[i].after >= 0) needed = std::max(needed, ready[places_[i].after]);
            if (needed == never) continue;
            if (!model_->units[places_[i].unit].scheduled)
                ready[i] = needed;
            else if (model_->dates[places_[i].date].first_day > needed)
                ready[i] = model_->dates[places_[i].date].last_day;
            changed = changed || ready[i] != never;
        }
    }
    if (std::find(ready.begin(), ready.end(), never) != ready.end()) return false;

    std::vector<int> by_start = scheduled_;
    std::sort(by_start.begin(), by_start.end(),
              [&](int a, int b) { return model_->dates[places_[a].date].first_day < model_->dates[places_[b].date].first_day; });
    std::vector<char> counted(place_count_, 0);
    std::vector<int> stack;
    std::int64_t half_hours = 0;
    for (std::size_t i = 0; i < by_start.size(); ++i) {
        stack.push_back(by_start[i]);
        while (!stack.empty()) {
            const int place = stack.back();
            stack.pop_back();
            if (counted[place]) continue;
            counted[place] = 1;
            half_hours += model_->unit_half_hours(places_[place].unit);
            for (const int provider : selection_[place]) stack.push_back(provider);
            if (places_[place].after >= 0) stack.push_back(places_[place].after);
        }
        const int day = model_->dates[places_[by_start[i]].date].first_day;
        const bool more_today = i + 1 < by_start.size() && model_->dates[places_[by_start[i + 1]].date].first_day == day;
        const std::int64_t weeks = (day - model_->first_day) / 7 + 1;
        if (!more_today && half_hours > weeks * model_->weekly_half_hours) return false;
    }
    return true;
}

}  // namespace kc::planning::optimizer
