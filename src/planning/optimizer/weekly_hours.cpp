// SPDX-License-Identifier: EUPL-1.2
// Rule 9: what has to be finished before a date, and the dates up to it, must fit into the weeks started by then.
// Asked of every complete choice of dates; a cheap part of the question cuts choices that are not complete yet.
#include <algorithm>

#include "planning/optimizer/schedule.hpp"

namespace kc::planning::optimizer {

bool Scheduler::week_holds() {
    if (model_->weekly_half_hours < 0 || scheduled_.empty()) return true;
    week_.clear();
    for (std::size_t i = 0; i < place_count_; ++i) {
        const auto& place = places_[i];
        const auto& unit = model_->units[place.unit];
        auto& entry = week_.add();
        entry.half_hours = model_->unit_half_hours(place.unit) + (place.date >= 0 ? model_->dates[place.date].extra_half_hours : 0);
        entry.scheduled = unit.scheduled;
        entry.first_day = unit.scheduled ? model_->dates[place.date].first_day : 0;
        entry.ready = ordered_ ? place.ready : unit.scheduled ? model_->dates[place.date].last_day : -1;
        for (const Range range : place.needs) entry.needs.emplace_back(need_providers_.begin() + range.begin, need_providers_.begin() + range.end);
        if (place.after >= 0) entry.needs.push_back({place.after});
    }
    const auto answer = week_.answer(model_->first_day, model_->weekly_half_hours, *work_, *work_max_);
    if (answer == WeekCheck::Answer::not_examined) gave_up_ = true;
    return answer == WeekCheck::Answer::holds;
}

// A need with one provider in the plan leaves no choice, so its work comes before every date that builds on it.
void Scheduler::look_up_foundations() {
    if (model_->weekly_half_hours < 0) return;
    foundations_.resize(std::max(foundations_.size(), place_count_));
    for (std::size_t i = 0; i < place_count_; ++i) {
        auto& list = foundations_[i];
        list.assign(1, static_cast<int>(i));
        const auto add = [&](int place) {
            if (std::find(list.begin(), list.end(), place) == list.end()) list.push_back(place);
        };
        for (std::size_t next = 0; next < list.size(); ++next) {
            const auto& place = places_[static_cast<std::size_t>(list[next])];
            for (const Range range : place.needs)
                if (range.size() == 1) add(need_providers_[static_cast<std::size_t>(range.begin)]);
            if (place.after >= 0) add(place.after);
        }
    }
}

// Places without a date yet count with the last one they can still have: they leave the most weeks for what comes before.
bool Scheduler::week_may_hold(std::size_t placed) {
    if (model_->weekly_half_hours < 0 || scheduled_.empty()) return true;
    by_start_ = scheduled_;
    for (std::size_t i = 0; i < placed; ++i) {
        auto& place = places_[static_cast<std::size_t>(scheduled_[i])];
        place.latest_start = model_->dates[place.date].first_day;
    }
    const auto start = [&](int place) { return places_[static_cast<std::size_t>(place)].latest_start; };
    std::sort(by_start_.begin(), by_start_.end(), [&](int a, int b) { return start(a) < start(b); });
    counted_.assign(place_count_, 0);
    std::int64_t half_hours = 0;
    for (const int place : by_start_) {
        for (const int other : foundations_[static_cast<std::size_t>(place)]) {
            if (counted_[static_cast<std::size_t>(other)]) continue;
            counted_[static_cast<std::size_t>(other)] = 1;
            const auto& counted = places_[static_cast<std::size_t>(other)];
            half_hours += model_->unit_half_hours(counted.unit) + (counted.date >= 0 ? model_->dates[counted.date].extra_half_hours : 0);
        }
        const std::int64_t weeks = (start(place) - model_->first_day) / 7 + 1;
        if (half_hours > weeks * model_->weekly_half_hours) {
            ++places_[static_cast<std::size_t>(place)].failures;
            return false;
        }
    }
    return true;
}

}  // namespace kc::planning::optimizer
