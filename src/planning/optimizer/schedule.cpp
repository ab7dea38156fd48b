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
}  // namespace

void Scheduler::gather(const std::vector<int>& items) {
    place_count_ = 0;
    scheduled_.clear();
    ordered_ = false;
    nodes_left_ = never;
    drops_dates_ = false;
    for (const int item : items) {
        const Range units = model_->items[item].units;
        for (int unit = units.begin; unit < units.end; ++unit) {
            if (places_.size() == place_count_) places_.emplace_back();
            auto& place = places_[place_count_];
            place.unit = unit;
            place.date = -1;
            place.after = -1;
            place.failures = 1;
            const auto& data = model_->units[unit];
            if (data.scheduled) scheduled_.push_back(static_cast<int>(place_count_));
            ordered_ = ordered_ || !data.needs.empty() || data.after >= 0;
            ++place_count_;
        }
    }
}

// What was settled before mostly stays as it is: an item more is looked for a free day first, before everything is tried anew.
bool Scheduler::has_free_dates(const std::vector<int>& items, int last_day) {
    gave_up_ = false;
    if (last_day < settled_until_) settled_.clear();
    settled_until_ = last_day;
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
            for (int k = range.begin; k < range.end && free < 0; ++k) {
                const auto& days = model_->dates[model_->dates_by_cost[k]];
                if (days.extra_half_hours > 0) break;  // all that follow cost more
                if (days.costs_extra() || days.last_day > last_day) continue;
                if (std::none_of(settled_dates_.begin(), settled_dates_.end(), [&](const ModelDate& other) { return share_a_day(other, days); }))
                    free = model_->dates_by_cost[k];
            }
            if (free < 0) return false;
            settled_dates_.push_back(model_->dates[free]);
        }
        settled_.push_back({items[i], settled_dates_.size()});
    }
    return true;
}

bool Scheduler::has_dates_without_clash(const std::vector<int>& items, const Slack& slack) {
    gather(items);
    begin_dates(slack, Goal::sums, day_max);
    only_clashes_ = true;
    ordered_ = false;
    search_dates(slack, {});
    return best_.possible || gave_up_;
}

// Called with all dates chosen. Only what costs nothing extra is worth going on from.
void Scheduler::settle() {
    settled_.clear();
    settled_dates_.clear();
    std::size_t place = 0;  // gather() lists the units in the order of the items
    while (place < place_count_) {
        const int item = model_->units[places_[place].unit].item;
        for (; place < place_count_ && model_->units[places_[place].unit].item == item; ++place) {
            if (places_[place].date < 0) continue;
            if (model_->dates[places_[place].date].costs_extra()) return;
            settled_dates_.push_back(model_->dates[places_[place].date]);
        }
        settled_.push_back({item, settled_dates_.size()});
    }
}

bool Scheduler::is_out_of_work() {
    if (*work_ > *work_max_) gave_up_ = true;
    return gave_up_;
}

// The same least fixed point as order_holds(), step by step instead of need by need: nothing has a date yet, and what a unit teaches
// itself is never ready before the unit is.
bool Scheduler::order_is_possible(const std::vector<int>& items, const Slack& slack) {
    ready_of_unit_.resize(model_->units.size());
    ready_of_step_.resize(model_->step_count);
    waiting_.clear();
    for (const int item : items) {
        const Range units = model_->items[item].units;
        for (int index = units.begin; index < units.end; ++index) {
            const auto& unit = model_->units[index];
            waiting_.push_back(index);
            ready_of_unit_[index] = never;
            for (const int step : model_->part(model_->unit_teaches, unit.teaches)) ready_of_step_[step] = never;
            for (const int step : model_->part(model_->unit_needs, unit.needs)) ready_of_step_[step] = never;
            if (unit.after >= 0) ready_of_unit_[unit.after] = never;
        }
    }
    for (bool changed = true; changed && !waiting_.empty();) {
        changed = false;
        std::size_t kept = 0;
        for (const int index : waiting_) {
            const auto& unit = model_->units[index];
            int needed = unit.after >= 0 ? ready_of_unit_[unit.after] : from_the_start;
            for (const int step : model_->part(model_->unit_needs, unit.needs)) needed = std::max(needed, ready_of_step_[step]);
            int ready = unit.scheduled ? never : needed;
            for (int date = unit.dates.begin; date < unit.dates.end && ready == never; ++date)
                if (model_->dates[date].first_day > needed && slack.allows(model_->dates[date])) ready = model_->dates[date].last_day;
            if (ready < ready_of_unit_[index]) {
                changed = true;
                ready_of_unit_[index] = ready;
                for (const int step : model_->part(model_->unit_teaches, unit.teaches)) ready_of_step_[step] = std::min(ready_of_step_[step], ready);
            }
            const bool is_final = needed == from_the_start && ready != never;
            if (!is_final) waiting_[kept++] = index;
        }
        waiting_.resize(kept);
    }
    return std::all_of(waiting_.begin(), waiting_.end(), [&](int index) { return ready_of_unit_[index] != never; });
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
    for (std::size_t i = 0; i < place_count_; ++i) places_[i].ready = places_[i].needed = never;
    for (bool changed = true; changed;) {
        changed = false;
        for (std::size_t i = 0; i < place_count_; ++i) {
            auto& place = places_[i];
            const auto& unit = model_->units[place.unit];
            int needed = from_the_start;
            for (std::size_t need = 0; need < place.needs.size(); ++need) needed = std::max(needed, need_ready(place, need));
            if (unit.after >= 0) needed = std::max(needed, place.after >= 0 ? places_[place.after].ready : never);
            if (needed == never) continue;
            place.needed = needed;
            int ready = never;
            if (!unit.scheduled)
                ready = needed;
            else if (place.date >= 0) {
                if (model_->dates[place.date].first_day > needed) ready = model_->dates[place.date].last_day;
            } else {
                for (int date = unit.dates.begin; date < unit.dates.end && ready == never; ++date)
                    if (model_->dates[date].first_day > needed && slack_.allows(model_->dates[date]) && !is_dropped(date))
                        ready = model_->dates[date].last_day;
            }
            if (ready < place.ready) {
                place.ready = ready;
                changed = true;
            }
        }
    }
    bool holds = true;
    for (std::size_t i = 0; i < place_count_; ++i) {
        auto& place = places_[i];
        if (place.ready != never) continue;
        holds = false;
        if (place.needed == never) continue;  // waits for others, the failure is theirs
        ++place.failures;
        for (const Range range : place.needs)
            for (int p = range.begin; p < range.end; ++p) ++places_[need_providers_[p]].failures;
        if (place.after >= 0) ++places_[place.after].failures;
    }
    return holds;
}

// Every unit is looked at with its best date. If one can never be ready even so, the delay arises at it or at what it builds on;
// in a larger plan that works, one of these needs is met by a further unit, earlier than now. If all could be ready, only the
// combination of dates fails, and then any need may be the one.
std::vector<Scheduler::LateNeed> Scheduler::late_needs(const std::vector<int>& items, const Slack& slack) {
    gather(items);
    link_needs();
    slack_ = slack;
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
