// SPDX-License-Identifier: EUPL-1.2
// Searches dates by backtracking; plans have few scheduled units, so the exact search is small.
// Units not yet placed count with their best possible date, which cuts hopeless branches early and never a possible one.
#include "planning/optimizer/schedule.hpp"

#include <algorithm>
#include <limits>
#include <tuple>

namespace kc::planning::optimizer {

namespace {
constexpr int never = std::numeric_limits<int>::max();
constexpr int from_the_start = -1;  // before every day
bool share_a_day(const ModelDate& a, const ModelDate& b) { return a.first_day <= b.last_day && b.first_day <= a.last_day; }
}  // namespace

void Scheduler::gather(const std::vector<int>& items) {
    place_count_ = 0;
    scheduled_.clear();
    ordered_ = false;
    for (const int item : items) {
        const Range units = model_->items[item].units;
        for (int unit = units.begin; unit < units.end; ++unit) {
            if (places_.size() == place_count_) places_.emplace_back();
            auto& place = places_[place_count_];
            place.unit = unit;
            place.date = -1;
            place.after = -1;
            const auto& data = model_->units[unit];
            if (data.scheduled) scheduled_.push_back(static_cast<int>(place_count_));
            ordered_ = ordered_ || !data.needs.empty() || data.after >= 0;
            ++place_count_;
        }
    }
    std::stable_sort(scheduled_.begin(), scheduled_.end(), [&](int a, int b) {
        return model_->units[places_[a].unit].dates.size() < model_->units[places_[b].unit].dates.size();
    });
}

bool Scheduler::has_dates_without_clash(const std::vector<int>& items) {
    int scheduled = 0;
    for (const int item : items) scheduled += model_->items[item].scheduled;
    if (scheduled == 0 || (scheduled == 1 && items.size() == 1 && model_->items[items[0]].units.size() == 1)) return true;
    gather(items);
    return place_without_clash(0);
}

bool Scheduler::place_without_clash(std::size_t index) {
    if (index == scheduled_.size()) return true;
    auto& place = places_[scheduled_[index]];
    const Range range = model_->units[place.unit].dates;
    for (int date = range.begin; date < range.end; ++date) {
        bool clash = false;
        for (std::size_t i = 0; i < index && !clash; ++i)
            clash = share_a_day(model_->dates[places_[scheduled_[i]].date], model_->dates[date]);
        if (clash) continue;
        place.date = date;
        if (place_without_clash(index + 1)) return true;
    }
    place.date = -1;
    return false;
}

void Scheduler::link_needs() {
    need_providers_.clear();
    for (std::size_t i = 0; i < place_count_; ++i) {
        auto& place = places_[i];
        const auto& unit = model_->units[place.unit];
        place.needs.clear();
        for (const int step : model_->part(model_->unit_needs, unit.needs)) {
            Range providers{static_cast<int>(need_providers_.size()), 0};
            for (std::size_t other = 0; other < place_count_; ++other) {
                if (other == i) continue;
                const auto taught = model_->part(model_->unit_teaches, model_->units[places_[other].unit].teaches);
                if (std::find(taught.begin(), taught.end(), step) != taught.end())
                    need_providers_.push_back(static_cast<int>(other));
            }
            providers.end = static_cast<int>(need_providers_.size());
            place.needs.push_back(providers);
        }
        for (std::size_t other = 0; other < place_count_ && unit.after >= 0; ++other)
            if (places_[other].unit == unit.after) place.after = static_cast<int>(other);
    }
}

// Least fixed point of the ready days: everything starts as "never", so circles of needs stay there.
bool Scheduler::order_holds() {
    if (!ordered_) return true;
    for (std::size_t i = 0; i < place_count_; ++i) places_[i].ready = never;
    for (bool changed = true; changed;) {
        changed = false;
        for (std::size_t i = 0; i < place_count_; ++i) {
            auto& place = places_[i];
            const auto& unit = model_->units[place.unit];
            int needed = from_the_start;
            for (const Range range : place.needs) {
                int earliest = never;
                for (int p = range.begin; p < range.end; ++p) earliest = std::min(earliest, places_[need_providers_[p]].ready);
                needed = std::max(needed, earliest);
            }
            if (unit.after >= 0) needed = std::max(needed, place.after >= 0 ? places_[place.after].ready : never);
            if (needed == never) continue;
            int ready = never;
            if (!unit.scheduled) ready = needed;
            else if (place.date >= 0) {
                if (model_->dates[place.date].first_day > needed) ready = model_->dates[place.date].last_day;
            } else {
                for (int date = unit.dates.begin; date < unit.dates.end && ready == never; ++date)
                    if (model_->dates[date].first_day > needed) ready = model_->dates[date].last_day;
            }
            if (ready < place.ready) {
                place.ready = ready;
                changed = true;
            }
        }
    }
    for (std::size_t i = 0; i < place_count_; ++i)
        if (places_[i].ready == never) return false;
    return true;
}

bool Scheduler::is_better(int changes, int finish) const {
    return !best_.possible || std::tie(changes, finish) < std::tie(best_.date_changes, best_.finish);
}

void Scheduler::try_dates(std::size_t index, int changes, std::int64_t& work) {
    ++work;
    int finish = finish_least_;
    for (std::size_t i = 0; i < index; ++i) finish = std::max(finish, model_->dates[places_[scheduled_[i]].date].last_day);
    if (!is_better(changes, finish) || !order_holds()) return;
    if (index == scheduled_.size()) {
        if (!week_holds()) return;
        best_.possible = true;
        best_.date_changes = changes;
        best_.finish = finish;
        best_.plan.clear();
        for (std::size_t i = 0; i < place_count_; ++i) {
            const auto& place = places_[i];
            best_.plan.push_back({model_->units[place.unit].unit, place.date >= 0 ? model_->dates[place.date].index : -1});
        }
        done_ = changes == changes_least_ && finish == finish_least_;
        return;
    }
    auto& place = places_[scheduled_[index]];
    const auto& unit = model_->units[place.unit];
    for (int pass = 0; pass < 2; ++pass) {  // the former date first, then by last day
        for (int date = unit.dates.begin; date < unit.dates.end && !done_; ++date) {
            const bool former = model_->dates[date].index == unit.former_date;
            if (former != (pass == 0)) continue;
            bool clash = false;
            for (std::size_t i = 0; i < index && !clash; ++i)
                clash = share_a_day(model_->dates[places_[scheduled_[i]].date], model_->dates[date]);
            if (clash) continue;
            place.date = date;
            try_dates(index + 1, changes + (unit.former_date != not_former && !former ? 1 : 0), work);
        }
    }
    place.date = -1;
}

Scheduler::Layout Scheduler::best_layout(const std::vector<int>& items, std::int64_t& work) {
    gather(items);
    link_needs();
    best_.possible = false;
    best_.plan.clear();
    done_ = false;
    changes_least_ = 0;
    finish_least_ = 0;
    int changes = 0;
    for (std::size_t i = 0; i < place_count_; ++i) {
        const auto& unit = model_->units[places_[i].unit];
        if (unit.scheduled) {
            finish_least_ = std::max(finish_least_, model_->dates[unit.dates.begin].last_day);
            bool kept = unit.former_date == not_former;
            for (int date = unit.dates.begin; date < unit.dates.end; ++date) kept = kept || model_->dates[date].index == unit.former_date;
            if (!kept) ++changes_least_;
        }
    }
    try_dates(0, changes, work);
    return best_;
}

}  // namespace kc::planning::optimizer
