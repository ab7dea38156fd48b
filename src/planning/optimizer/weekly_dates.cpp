// SPDX-License-Identifier: EUPL-1.2
// Weekly hours where dates are hard to find: which dates come too early for the work that has to be done before them.
// Counts what is needed in any case and in time, so what is dropped or refused here is in no plan of these items.
#include <algorithm>
#include <limits>

#include "planning/optimizer/schedule.hpp"

namespace kc::planning::optimizer {

namespace {
constexpr int never = std::numeric_limits<int>::max();
constexpr int from_the_start = -1;
}  // namespace

void Scheduler::begin_counting() {
    counted_.assign(place_count_, 0);
    in_time_.clear();
    choices_.clear();
    counted_hours_ = 0;
}

// Has to be finished before the day, or begins on it.
void Scheduler::count(int index, int day, std::int64_t extra_half_hours) {
    auto& counted = counted_[static_cast<std::size_t>(index)];
    if (counted) return;
    counted = 1;
    const auto& place = places_[static_cast<std::size_t>(index)];
    counted_hours_ += model_->unit_half_hours(place.unit) + extra_half_hours;
    const std::size_t needs = place.needs.size() + (place.after >= 0 ? 1 : 0);
    for (std::size_t need = 0; need < needs; ++need) in_time_.push_back({index, need, day});
}

// False: one of those counted already meets it.
bool Scheduler::list_providers_in_time(const NeedInTime& need) {
    providers_in_time_.clear();
    const auto& place = places_[static_cast<std::size_t>(need.place)];
    const auto add = [&](int provider) {
        if (places_[static_cast<std::size_t>(provider)].ready < need.day) providers_in_time_.push_back(provider);
        return counted_[static_cast<std::size_t>(provider)] == 0;
    };
    if (need.need == place.needs.size()) return add(place.after);
    const Range range = place.needs[need.need];
    return std::all_of(need_providers_.begin() + range.begin, need_providers_.begin() + range.end, add);
}

// Adds what certainly has to be finished as well. False: something can not be in time.
bool Scheduler::count_what_it_needs() {
    while (!in_time_.empty()) {
        const auto need = in_time_.back();
        in_time_.pop_back();
        if (!list_providers_in_time(need)) continue;
        if (providers_in_time_.empty()) return false;
        if (providers_in_time_.size() > 1) {
            choices_.push_back(need);
            continue;
        }
        const int provider = providers_in_time_.front();
        const auto& place = places_[static_cast<std::size_t>(provider)];
        const auto* date = place.date >= 0 ? &model_->dates[place.date] : nullptr;
        const bool scheduled = model_->units[place.unit].scheduled;
        count(provider, date ? date->first_day : scheduled ? std::min(need.day, place.latest_start) : need.day, date ? date->extra_half_hours : 0);
    }
    return true;
}

// Of needs without a common provider the cheapest one each.
std::int64_t Scheduler::least_for_choices() {
    std::int64_t least = 0;
    chosen_from_.clear();
    for (const auto& need : choices_) {
        if (!list_providers_in_time(need)) continue;
        const auto is_used = [&](int provider) { return std::find(chosen_from_.begin(), chosen_from_.end(), provider) != chosen_from_.end(); };
        if (std::any_of(providers_in_time_.begin(), providers_in_time_.end(), is_used)) continue;
        std::int64_t cheapest = model_->unit_half_hours(places_[static_cast<std::size_t>(providers_in_time_.front())].unit);
        for (const int provider : providers_in_time_)
            cheapest = std::min<std::int64_t>(cheapest, model_->unit_half_hours(places_[static_cast<std::size_t>(provider)].unit));
        least += cheapest;
        chosen_from_.insert(chosen_from_.end(), providers_in_time_.begin(), providers_in_time_.end());
    }
    return least;
}

// Whether the place may have this date: what has to be finished before it, and what has no later date, fits into the weeks until then.
bool Scheduler::has_time(std::size_t index, const ModelDate& date) {
    begin_counting();
    count(static_cast<int>(index), date.first_day, date.extra_half_hours);
    for (const int other : scheduled_) {
        const auto& place = places_[static_cast<std::size_t>(other)];
        if (place.latest_start <= date.first_day) count(other, place.latest_start, place.date >= 0 ? model_->dates[place.date].extra_half_hours : 0);
    }
    if (!count_what_it_needs()) return false;
    const std::int64_t weeks = (date.first_day - model_->first_day) / 7 + 1;
    return counted_hours_ + least_for_choices() <= weeks * model_->weekly_half_hours;
}

// False: a place has no date left.
bool Scheduler::look_up_latest_starts() {
    for (const int index : scheduled_) {
        auto& place = places_[static_cast<std::size_t>(index)];
        const Range range = model_->units[place.unit].dates;
        place.latest_start = from_the_start;
        for (int date = range.begin; date < range.end; ++date)
            if (is_left(place, date)) place.latest_start = std::max(place.latest_start, model_->dates[date].first_day);
        if (place.latest_start == from_the_start) return false;
    }
    return true;
}

bool Scheduler::is_left(const Place& place, int date) const {
    const auto& days = model_->dates[date];
    return !is_dropped(date) && slack_.allows(days) && !(ordered_ && days.first_day <= place.needed);
}

// Where one place alone can meet a need in time, it has to be finished before the last date of what needs it. Only for questions that are
// answered with yes or no: which of several equal layouts is found should not depend on it.
void Scheduler::look_up_deadlines(bool wanted) {
    for (std::size_t i = 0; i < place_count_; ++i) places_[i].deadline = never;
    counted_.assign(place_count_, 0);
    for (bool changed = wanted && ordered_; changed;) {
        changed = false;
        for (std::size_t i = 0; i < place_count_; ++i) {
            const auto& place = places_[i];
            const int day = model_->units[place.unit].scheduled ? std::min(place.latest_start, place.deadline) : place.deadline;
            const std::size_t needs = place.needs.size() + (place.after >= 0 ? 1 : 0);
            for (std::size_t need = 0; need < needs && day != never; ++need) {
                list_providers_in_time({static_cast<int>(i), need, day});
                if (providers_in_time_.size() != 1) continue;
                auto& provider = places_[static_cast<std::size_t>(providers_in_time_.front())];
                if (provider.deadline <= day) continue;
                provider.deadline = day;
                changed = true;
            }
        }
    }
}

// Later dates for what is needed may in turn leave too little time for what builds on it, so this goes on until nothing changes.
// Called without chosen dates. False: a place has no date left.
bool Scheduler::drop_dates(bool by_hours) {
    drops_dates_ = true;
    dropped_.resize(std::max(dropped_.size(), model_->dates.size()));
    for (const int index : scheduled_) {
        const Range range = model_->units[places_[static_cast<std::size_t>(index)].unit].dates;
        std::fill(dropped_.begin() + range.begin, dropped_.begin() + range.end, 0);
    }
    for (bool changed = true; changed;) {
        changed = false;
        ++*work_;
        if (!order_holds() || !look_up_latest_starts()) return false;
        look_up_deadlines(only_asks_ || dropping_ == Dropping::at_once);
        for (const int index : scheduled_) {
            const auto& place = places_[static_cast<std::size_t>(index)];
            const Range range = model_->units[place.unit].dates;
            for (int date = range.begin; date < range.end; ++date) {
                if (!is_left(place, date)) continue;
                const auto& days = model_->dates[date];
                if (days.last_day < place.deadline) {
                    if (!by_hours) continue;
                    ++*work_;
                    if (has_time(static_cast<std::size_t>(index), days)) continue;
                }
                dropped_[static_cast<std::size_t>(date)] = 1;
                changed = true;
            }
        }
    }
    return true;
}

// As week_may_hold(), with what is needed in time.
bool Scheduler::hours_may_fit(std::size_t placed) {
    by_start_ = scheduled_;
    for (std::size_t i = 0; i < placed; ++i) {
        auto& place = places_[static_cast<std::size_t>(scheduled_[i])];
        place.latest_start = model_->dates[place.date].first_day;
    }
    const auto start = [&](int place) { return places_[static_cast<std::size_t>(place)].latest_start; };
    std::sort(by_start_.begin(), by_start_.end(), [&](int a, int b) { return start(a) < start(b); });
    begin_counting();
    for (const int index : by_start_) {
        auto& place = places_[static_cast<std::size_t>(index)];
        count(index, place.latest_start, place.date >= 0 ? model_->dates[place.date].extra_half_hours : 0);
        const std::int64_t weeks = (place.latest_start - model_->first_day) / 7 + 1;
        if (count_what_it_needs() && counted_hours_ + least_for_choices() <= weeks * model_->weekly_half_hours) continue;
        ++place.failures;
        return false;
    }
    return true;
}

}  // namespace kc::planning::optimizer
