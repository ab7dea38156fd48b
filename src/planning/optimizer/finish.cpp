// SPDX-License-Identifier: EUPL-1.2
// Once the sums of the best plan are known: among all plans with these sums fewer differences from the former one, then an earlier finish.
// Each is asked as one question after the other ("is there a plan that ends before this day?"), which bars most offers beforehand.
#include <algorithm>
#include <limits>
#include <utility>

#include "planning/optimizer/search.hpp"

namespace kc::planning::optimizer {

namespace {
constexpr std::int64_t no_limit = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t short_search_max = 256;
}  // namespace

// With the unit it lacks it would have to be better than this.
void Search::start_with_known(std::int64_t total) {
    const auto& known = *limits_.better_than;
    const auto price = known.price_cents + (known.is_former ? 0 : 1);
    best_ = {true, {total - known.closure, known.half_hours, price}, std::numeric_limits<int>::max(), day_max, {}};
}

// What stands in the former plan and still goes together is a plan to beat from the first step on.
void Search::start_with_former(std::int64_t total) {
    const auto mark = state_.mark();
    for (int item = 0; item < static_cast<int>(model_->items.size()); ++item) {
        const auto& data = model_->items[item];
        if (data.former_units == 0 || !state_.is_open(item)) continue;
        const auto before = state_.mark();
        if (!state_.choose(item)) state_.undo_to(before);
    }
    state_.look_up_unmet(0);
    if (state_.unmet().urgent < 0) {
        Cost cost{total, state_.half_hours, state_.price_cents};
        for (int position = 0; position < static_cast<int>(model_->open.size());) {
            const auto& step = model_->open[position];
            if (state_.is_covered(position)) {
                cost.loss -= step.weight;
                ++position;
            } else {
                position = step.chain_end;
            }
        }
        const auto layout = scheduler_.best_layout(state_.chosen(), slack_of_budget(), Goal::differences, day_max, {});
        if (scheduler_.gave_up()) stopped_ = true;
        if (layout.possible) {
            cost.half_hours += layout.extra_half_hours;
            cost.price_cents += layout.extra_price_cents;
            if (!best_.found || cost < best_.cost) best_ = {true, cost, differences_now() + layout.date_changes, layout.finish, layout.plan};
        }
    }
    state_.undo_to(mark);
}

void Search::improve_ties() {
    auto& table = *tables_[0];
    loss_min_ = loss_max_ = best_.cost.loss;
    table.ask_for_hours_up_to(best_.cost.half_hours);
    table.ask_for_price_up_to(best_.cost.price_cents);
    for (const auto goal : {Goal::differences, Goal::finish}) {
        if (goal == Goal::differences ? !model_->has_former || best_.differences == 0 : best_.finish == 0) continue;
        goal_ = goal;
        while (!stopped_ && improve_once()) {
        }
    }
    table.ask_for_hours_up_to(no_limit);
    table.ask_for_price_up_to(no_limit);
}

// True when something better was found and there may be more; false when nothing better exists, or a limit was hit.
bool Search::improve_once() {
    if (goal_ == Goal::differences ? best_.differences <= state_.differences_least : best_.finish <= state_.finish_least()) return false;
    const auto known = std::pair(best_.differences, best_.finish);
    const auto mark = state_.mark();
    for (int item = 0; item < static_cast<int>(model_->items.size()); ++item)
        if (model_->items[item].finish_min > last_day_allowed()) state_.bar(item);
    const bool settled = !has_a_chance(state_.mark() != mark) || look_shortly();
    if (!settled) run_narrowed();
    state_.undo_to(mark);
    return !settled && std::pair(best_.differences, best_.finish) != known;
}

// Mostly there is no better plan, and the tables at hand tell so. What narrow rounds barred for the sums may matter now: then their
// tables tell nothing and are built anew, once for all questions to come, since these only ask for less.
bool Search::has_a_chance(bool bars_any) {
    const auto& unmet = state_.look_up_unmet(first_open(0));
    if (unmet.urgent >= 0 && unmet.offers == 0) return false;
    if (table_leaves_out_nothing_) return !bars_any || tables_[0]->may_match(state_, first_open(0), best_.cost);
    prepare_table();
    table_leaves_out_nothing_ = true;
    Cost cost{};
    return estimate(first_open(0), 0, cost) && may_improve(cost);
}

// True when a short search came to its end: what it found, if anything, is then the best there is. What a search that took too long
// found stays as well and is the plan to beat.
bool Search::look_shortly() {
    const auto work = work_;
    pause_at_ = std::min(limits_.work, work_ + std::min(short_search_max, limits_.hard_after));
    run_up_to(loss_max_);
    pause_at_ = limits_.work;
    if (!stopped_ && !paused_) return true;
    stopped_ = paused_ = false;
    work_ = work;
    return false;
}

}  // namespace kc::planning::optimizer
