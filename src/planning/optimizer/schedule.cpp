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
constexpr int from_the_start = -1;            // before every day
constexpr std::int64_t trials_per_work = 64;  // looking for a free day is much cheaper than a step of the search
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
    std::stable_sort(scheduled_.begin(), scheduled_.end(),
                     [&](int a, int b) { return model_->units[places_[a].unit].dates.size() < model_->units[places_[b].unit].dates.size(); });
}

bool Scheduler::has_dates_without_clash(const std::vector<int>& items) {
    gave_up_ = false;
    int scheduled = 0;
    for (const int item : items) scheduled += model_->items[item].scheduled;
    if (scheduled == 0 || (scheduled == 1 && items.size() == 1 && model_->items[items[0]].units.size() == 1)) return true;
    if (extend_settled(items)) return true;
    gather(items);
    trials_ = 0;
    if (!place_without_clash(0)) return false;
    if (!gave_up_) settle(items);
    return true;
}

// What was settled before mostly stays as it is: an item more is looked for a free day first, before everything is tried anew.
bool Scheduler::extend_settled(const std::vector<int>& items) {
    std::size_t common = 0;
    while (common < settled_.size() && common < items.size() && settled_[common].item == items[common]) ++common;
    settled_.resize(common);
    settled_dates_.resize(common == 0 ? 0 : settled_.back().dates_end);
    for (std::size_t i = common; i < items.size(); ++i) {
        const auto& item = model_->items[items[i]];
        for (int unit = item.units.begin; unit < item.units.end && item.scheduled; ++unit) {
            const Range range = model_->units[unit].dates;
            if (!model_->units[unit].scheduled) continue;
            int free = -1;
            for (int date = range.begin; date < range.end && free < 0; ++date) {
                const auto& days = model_->dates[date];
                if (std::none_of(settled_dates_.begin(), settled_dates_.end(), [&](const ModelDate& other) { return share_a_day(other, days); }))
                    free = date;
            }
            if (free < 0) return false;
            settled_dates_.push_back(model_->dates[free]);
        }
        settled_.push_back({items[i], settled_dates_.size()});
    }
    return true;
}

void Scheduler::settle(const std::vector<int>& items) {
    settled_.clear();
    settled_dates_.clear();
    std::size_t place = 0;  // gather() lists the units in the same order
    for (const int item : items) {
        for (int count = model_->items[item].units.size(); count > 0; --count, ++place)
            if (places_[place].date >= 0) settled_dates_.push_back(model_->dates[places_[place].date]);
        settled_.push_back({item, settled_dates_.size()});
    }
}

bool Scheduler::is_out_of_work() {
    if (*work_ > *work_max_) gave_up_ = true;
    return gave_up_;
}

bool Scheduler::place_without_clash(std::size_t index) {
    if (index == scheduled_.size()) return true;
    auto& place = places_[scheduled_[index]];
    const Range range = model_->units[place.unit].dates;
    for (int date = range.begin; date < range.end; ++date) {
        bool clash = false;
        for (std::size_t i = 0; i < index && !clash; ++i) clash = share_a_day(model_->dates[places_[scheduled_[i]].date], model_->dates[date]);
        if (clash) continue;
        place.date = date;
        if (++trials_ % trials_per_work == 0) {
            ++*work_;
            if (is_out_of_work()) return true;
        }
        if (place_without_clash(index + 1)) return true;
    }
    place.date = -1;
    return false;
}

bool Scheduler::order_is_possible(const std::vector<int>& items) {
    gather(items);
    link_needs();
    return order_holds();
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
                if (std::find(taught.begin(), taught.end(), step) != taught.end()) need_providers_.push_back(static_cast<int>(other));
            }
            providers.end = static_cast<int>(need_providers_.size());
            place.needs.push_back(providers);
        }
        for (std::size_t other = 0; other < place_count_ && unit.after >= 0; ++other)
            if (places_[other].unit == unit.after) place.after = static_cast<int>(other);
    }
}

int Scheduler::need_ready(const Place& place, std::size_t need) const {
    int earliest = never;
    for (int p = place.needs[need].begin; p < place.needs[need].end; ++p) earliest = std::min(earliest, places_[need_providers_[p]].ready);
    return earliest;
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
            for (std::size_t need = 0; need < place.needs.size(); ++need) needed = std::max(needed, need_ready(place, need));
            if (unit.after >= 0) needed = std::max(needed, place.after >= 0 ? places_[place.after].ready : never);
            if (needed == never) continue;
            int ready = never;
            if (!unit.scheduled)
                ready = needed;
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

void Scheduler::try_dates(std::size_t index, int changes) {
    *work_ += 1 + static_cast<std::int64_t>(place_count_) / 4;
    if (is_out_of_work()) return;
    int finish = finish_least_;
    for (std::size_t i = 0; i < index; ++i) finish = std::max(finish, model_->dates[places_[scheduled_[i]].date].last_day);
    if (!is_better(changes, finish) || !order_holds() || !week_may_hold(index)) return;
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
        for (int date = unit.dates.begin; date < unit.dates.end && !done_ && !gave_up_; ++date) {
            const bool former = model_->dates[date].index == unit.former_date;
            if (former != (pass == 0)) continue;
            bool clash = false;
            for (std::size_t i = 0; i < index && !clash; ++i) clash = share_a_day(model_->dates[places_[scheduled_[i]].date], model_->dates[date]);
            if (clash) continue;
            place.date = date;
            try_dates(index + 1, changes + (unit.former_date != not_former && !former ? 1 : 0));
        }
    }
    place.date = -1;
}

Scheduler::Layout Scheduler::best_layout(const std::vector<int>& items) {
    gather(items);
    link_needs();
    look_up_foundations();
    gave_up_ = false;
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
    try_dates(0, changes);
    return best_;
}

// Every unit is looked at with its best date. If one can never be ready even so, the delay arises at it or at what it builds on;
// in a larger plan that works, one of these needs is met by a further unit, earlier than now. If all could be ready, only the
// combination of dates fails, and then any need may be the one.
std::vector<Scheduler::LateNeed> Scheduler::late_needs(const std::vector<int>& items) {
    gather(items);
    link_needs();
    std::vector<LateNeed> late;
    const auto add = [&](std::size_t index, bool any_day) {
        const auto& place = places_[index];
        const auto steps = model_->part(model_->unit_needs, model_->units[place.unit].needs);
        for (std::size_t need = 0; need < place.needs.size(); ++need) {
            const int before = any_day ? never : need_ready(place, need);
            const auto known = std::find_if(late.begin(), late.end(), [&](const LateNeed& other) { return other.step == steps[need]; });
            if (known == late.end())
                late.push_back({steps[need], before});
            else
                known->before = std::max(known->before, before);
        }
    };
    if (order_holds()) {
        for (std::size_t i = 0; i < place_count_; ++i) add(i, true);
        return late;
    }
    // A unit whose needs are all ready but whose dates come too early explains most with least.
    std::size_t delayed = place_count_;
    for (std::size_t i = 0; i < place_count_; ++i) {
        const auto& place = places_[i];
        if (place.ready != never) continue;
        bool needs_ready = place.after < 0 || places_[place.after].ready != never;
        for (std::size_t need = 0; need < place.needs.size(); ++need) needs_ready = needs_ready && need_ready(place, need) != never;
        if (delayed == place_count_ || needs_ready) delayed = i;
        if (needs_ready) break;
    }
    std::vector<char> seen(place_count_, 0);
    std::vector<std::size_t> stack{delayed};
    while (!stack.empty()) {
        const auto i = stack.back();
        stack.pop_back();
        if (seen[i]) continue;
        seen[i] = 1;
        add(i, false);
        const auto& place = places_[i];
        for (const Range range : place.needs)
            for (int p = range.begin; p < range.end; ++p) stack.push_back(static_cast<std::size_t>(need_providers_[p]));
        if (place.after >= 0) stack.push_back(static_cast<std::size_t>(place.after));
    }
    return late;
}

}  // namespace kc::planning::optimizer
