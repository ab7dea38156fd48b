// SPDX-License-Identifier: EUPL-1.2
// Chooses the dates: backtracking with a look at what the places without a date can still have, most urgent place first.
// Plans have few scheduled units, but offers with many dates each; what fails is tried first the next time.
#include <algorithm>
#include <limits>
#include <tuple>

#include "planning/optimizer/schedule.hpp"

namespace kc::planning::optimizer {

namespace {
constexpr int never = std::numeric_limits<int>::max();
constexpr int from_the_start = -1;  // before every day
constexpr int nodes_at_first = 64;  // before the search for dates is begun anew
}  // namespace

bool Scheduler::clashes_before(std::size_t index, const ModelDate& date) const {
    for (std::size_t i = 0; i < index; ++i)
        if (share_a_day(model_->dates[places_[scheduled_[i]].date], date)) return true;
    return false;
}

bool Scheduler::is_better(const Layout& layout) const {
    if (layout.date_changes > changes_max_) return false;
    if (goal_ == Goal::sums) return std::tie(layout.extra_half_hours, layout.extra_price_cents) < std::tie(ceiling_.half_hours, ceiling_.price_cents);
    if (!best_.possible) return true;
    switch (goal_) {
        case Goal::sums: break;
        case Goal::differences: return layout.date_changes < best_.date_changes;
        case Goal::finish: return layout.finish < best_.finish;
    }
    return false;
}

bool Scheduler::is_best(const Layout& layout) const {
    switch (goal_) {
        case Goal::sums: return layout.extra_half_hours == 0 && layout.extra_price_cents == 0;
        case Goal::differences: return layout.date_changes == changes_least_;
        case Goal::finish: return layout.finish == finish_least_;
    }
    return true;
}

// What the places without a date must at least add, each looked at with the dates it still can have. The one with the fewest comes
// next, failures so far counted in. False: nothing better can come of the dates chosen so far.
bool Scheduler::look_ahead(std::size_t index, const Layout& so_far) {
    Layout least;
    least.extra_half_hours = so_far.extra_half_hours;
    least.extra_price_cents = so_far.extra_price_cents;
    least.date_changes = so_far.date_changes;
    least.finish = so_far.finish;
    auto left = slack_;
    std::size_t next = index;
    std::int64_t most_urgent = -1;
    for (std::size_t i = index; i < scheduled_.size(); ++i) {
        auto& place = places_[scheduled_[i]];
        const auto& unit = model_->units[place.unit];
        const int needed = ordered_ ? place.needed : from_the_start;
        int count = 0;
        int last_day = never;
        int latest_start = from_the_start;
        bool kept = unit.former_date == not_former;
        ModelDate extra{};
        for (int date = unit.dates.begin; date < unit.dates.end; ++date) {
            const auto& days = model_->dates[date];
            if (days.first_day <= needed || !slack_.allows(days) || is_dropped(date) || clashes_before(index, days)) continue;
            kept = kept || days.index == unit.former_date;
            last_day = std::min(last_day, days.last_day);
            latest_start = std::max(latest_start, days.first_day);
            if (count++ == 0) {
                extra = days;
                continue;
            }
            extra.extra_half_hours = std::min(extra.extra_half_hours, days.extra_half_hours);
            extra.extra_price_cents = std::min(extra.extra_price_cents, days.extra_price_cents);
            extra.extra_presence_days = std::min(extra.extra_presence_days, days.extra_presence_days);
        }
        if (count == 0) {
            ++place.failures;
            return false;
        }
        place.latest_start = latest_start;
        const auto urgency = static_cast<std::int64_t>(place.failures) * 4096 / count;
        if (urgency > most_urgent) {
            most_urgent = urgency;
            next = i;
        }
        left.spend(extra);
        least.extra_half_hours += extra.extra_half_hours;
        least.extra_price_cents += extra.extra_price_cents;
        least.date_changes += kept ? 0 : 1;
        least.finish = std::max(least.finish, last_day);
    }
    if (left.half_hours < 0 || left.price_cents < 0 || left.presence_days < 0 || !is_better(least)) return false;
    if (next != index) std::swap(scheduled_[index], scheduled_[next]);
    return true;
}

void Scheduler::try_dates(std::size_t index, Layout& so_far) {
    ++*work_;
    if (--nodes_left_ < 0 || is_out_of_work() || !only_look_for_better(so_far)) return;
    if (!order_holds() || !look_ahead(index, so_far) ||
        (!only_clashes_ && !(drops_dates_ && model_->weekly_half_hours >= 0 ? hours_may_fit(index) : week_may_hold(index))))
        return;
    if (index == scheduled_.size()) {
        if (!only_clashes_ && !week_holds()) return;
        keep(so_far);
        return;
    }
    auto& place = places_[scheduled_[index]];
    const auto& unit = model_->units[place.unit];
    const auto slack_before = slack_;
    const auto before = so_far;
    const int needed = ordered_ ? place.needed : from_the_start;
    for (int pass = 0; pass < 2; ++pass) {  // the former date first, then by cost and last day
        for (int i = unit.dates.begin; i < unit.dates.end && !done_ && !gave_up_ && nodes_left_ >= 0; ++i) {
            const int date = model_->dates_by_cost[i];
            const auto& days = model_->dates[date];
            const bool former = days.index == unit.former_date;
            if (former != (pass == 0) || days.first_day <= needed || !slack_before.allows(days) || is_dropped(date) || clashes_before(index, days))
                continue;
            place.date = date;
            slack_.spend(days);
            so_far.extra_half_hours += days.extra_half_hours;
            so_far.extra_price_cents += days.extra_price_cents;
            so_far.date_changes += unit.former_date != not_former && !former ? 1 : 0;
            so_far.finish = std::max(so_far.finish, days.last_day);
            try_dates(index + 1, so_far);
            slack_ = slack_before;
            so_far = before;
        }
    }
    place.date = -1;
}

// Dates that cannot improve on the best layout found are not looked at any more.
bool Scheduler::only_look_for_better(const Layout& so_far) {
    if (goal_ == Goal::finish && best_.possible) slack_.last_day = std::min(slack_.last_day, best_.finish - 1);
    if (goal_ != Goal::sums) return true;
    const auto hours = ceiling_.half_hours - so_far.extra_half_hours;
    const auto price = ceiling_.price_cents - so_far.extra_price_cents - 1;  // with all of these hours
    slack_.half_hours = std::min(slack_.half_hours, price < 0 && only_asks_ ? hours - 1 : hours);
    if (hours == 0) slack_.price_cents = std::min(slack_.price_cents, price);
    return slack_.half_hours >= 0 && slack_.price_cents >= 0;
}

void Scheduler::keep(const Layout& so_far) {
    best_ = so_far;
    best_.possible = true;
    ceiling_ = {so_far.extra_half_hours, so_far.extra_price_cents};
    best_.plan.clear();
    done_ = only_asks_ || only_clashes_;
    if (only_clashes_) settle();
    if (done_) return;
    for (std::size_t i = 0; i < place_count_; ++i) {
        const auto& place = places_[i];
        if (place.date < 0)
            best_.plan.push_back({model_->units[place.unit].unit, -1});
        else
            best_.plan.push_back({model_->dates[place.date].unit, model_->dates[place.date].index});
    }
    done_ = is_best(best_);
}

void Scheduler::begin_dates(const Slack& slack, Goal goal, int changes_max) {
    gave_up_ = false;
    slack_ = slack;
    goal_ = goal;
    changes_max_ = changes_max;
    ceiling_ = {};
    best_.possible = false;
    best_.plan.clear();
    done_ = false;
    only_clashes_ = only_asks_ = false;
}

// Whether there is a layout below the ceiling at all. The search for it then begins anew, so that what it finds does not depend on the
// ceiling, only on the items.
bool Scheduler::goes_below(const Ceiling& ceiling, const Slack& slack) {
    const auto work = *work_;
    only_asks_ = true;
    ceiling_ = ceiling;
    search_dates(slack, {});
    if (best_.possible) *work_ = work;
    return best_.possible;
}

Scheduler::Layout Scheduler::best_layout(const std::vector<int>& items, const Slack& slack, Goal goal, int changes_max, const Ceiling& ceiling) {
    gather(items);
    link_needs();
    look_up_foundations();
    begin_dates(slack, goal, changes_max);
    if (ceiling.is_set()) {
        if (!goes_below(ceiling, slack)) return best_;
        gather(items);
        link_needs();
        begin_dates(slack, goal, changes_max);
    }
    changes_least_ = 0;
    finish_least_ = 0;
    for (std::size_t i = 0; i < place_count_; ++i) {
        const auto& unit = model_->units[places_[i].unit];
        if (unit.scheduled) {
            finish_least_ = std::max(finish_least_, model_->dates[unit.dates.begin].last_day);
            bool kept = unit.former_date == not_former;
            for (int date = unit.dates.begin; date < unit.dates.end; ++date) kept = kept || model_->dates[date].index == unit.former_date;
            if (!kept) ++changes_least_;
        }
    }
    Layout from;
    from.finish = finish_least_;
    if (goal == Goal::sums && (slack.half_hours > 0 || slack.price_cents > 0)) {  // mostly there are dates that cost nothing extra
        search_dates({0, 0, slack.presence_days, slack.last_day}, from);
        if (best_.possible || gave_up_) return best_;
    }
    search_dates(slack, from);
    return best_;
}

// Begun anew from time to time, with the places first that made others fail: a few of them that cannot go together would otherwise be
// found out again for every choice of dates for the rest. What was found stays, so every round only looks for something better.
void Scheduler::search_dates(const Slack& slack, const Layout& from) {
    drops_dates_ = false;
    const bool asks_for_hours = !only_clashes_ && model_->weekly_half_hours >= 0;
    bool drops_by_hours = false;
    for (int nodes = nodes_at_first;; nodes *= 2) {
        slack_ = slack;
        const bool is_hard = (nodes > nodes_at_first && dropping_ == Dropping::when_hard) || dropping_ == Dropping::at_once;
        const bool now_by_hours = is_hard && asks_for_hours && !drops_by_hours;
        if ((now_by_hours || (only_asks_ && question_is_hard_ && !drops_dates_)) && !drop_dates(now_by_hours)) return;
        drops_by_hours = drops_by_hours || now_by_hours;
        nodes_left_ = nodes;
        Layout so_far = from;
        try_dates(0, so_far);
        if (nodes_left_ >= 0 || done_ || gave_up_) return;
        for (const int place : scheduled_) places_[place].date = -1;
    }
}

}  // namespace kc::planning::optimizer
