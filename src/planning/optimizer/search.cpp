// SPDX-License-Identifier: EUPL-1.2
// The search itself. It first looks only for plans that give up as little as the bound allows, and widens step by step,
// because a narrow search is cheap and nearly always finds the optimum at once.
#include "planning/optimizer/search.hpp"

#include <algorithm>
#include <limits>
#include <tuple>

namespace kc::planning::optimizer {

namespace {
int size_of(const auto& list) { return static_cast<int>(list.size()); }

constexpr std::int64_t no_limit = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t ask_every = 1024;  // work between two looks at the caller's wish to stop
}  // namespace

SearchResult Search::run(const LearnerModel& model, const SearchLimits& limits) {
    model_ = &model;
    limits_ = limits;
    using Dropping = Scheduler::Dropping;
    const auto dropping = limits_.outline ? Dropping::never : limits_.hard_after == 0 ? Dropping::at_once : Dropping::when_hard;
    scheduler_.reset(model, work_, limits_.work, dropping);
    best_ = {};
    work_ = 0;
    ordered_ = 0;
    stopped_ = paused_ = false;
    loss_open_ = no_limit;
    loss_min_ = loss_proven_ = 0;
    hours_ceiling_ = 0;
    only_closure_ = false;
    goal_ = Goal::sums;
    state_.reset(model);
    SearchResult result;

    std::int64_t total = 0;
    for (const auto& step : model.open) total += step.weight;
    for (std::size_t item = 0; item < model.items.size(); ++item)
        if (model.hopeless[item]) state_.bar(static_cast<int>(item));
    const auto known_loss = limits_.better_than ? total - limits_.better_than->closure : total;  // nobody asks for plans that give up more
    bool possible = known_loss >= 0;
    for (const int item : model.forced) possible = possible && state_.choose(item);
    if (tables_.empty()) tables_.push_back(std::make_unique<BoundTable>());
    auto& table = *tables_[0];
    table.ask_about(model);
    possible =
        possible && (scheduler_.has_free_dates(state_.chosen(), day_max) || scheduler_.has_dates_without_clash(state_.chosen(), slack_of_budget()));
    if (scheduler_.gave_up()) stopped_ = true;
    if (!possible) {
        result.complete = true;
        result.loss_least = total;
        return result;
    }
    state_.look_up_unmet(first_open(0));
    table.prepare(model, state_, 0);
    table_leaves_out_nothing_ = true;
    Cost root{};
    std::int64_t loss = 0;
    table.grow(0);
    while (!table.estimate(state_, first_open(0), loss, root) && loss <= known_loss) {
        do {
            loss += table.loss_unit();
            table.grow(loss);
        } while (loss <= known_loss && !table.tells_more(loss, first_open(0)));
    }
    result.loss_least = std::min(loss, total);
    if (limits_.better_than) start_with_known(total);
    if (model.has_former && !limits_.first_only) start_with_former(total);
    std::int64_t margin = (limits_.outline ? 0 : 6) * table.loss_unit();  // an outline that gives up more than it must is mostly not the last
    pause_at_ = limits_.hard_after;
    bool hard = false;
    while (true) {
        loss_max_ = std::min(best_.found ? best_.cost.loss : total, loss + margin);
        table.grow(loss_max_);
        run_up_to(loss_max_);
        if (paused_) {  // hard: narrow rounds with a sharper bound pay off, closure first; what was found so far stays
            hard = true;
            scheduler_.question_is_hard();
            paused_ = false;
            pause_at_ = limits_.work;
            loss_open_ = no_limit;
            prove_closure(result.loss_least, total);
            break;
        }
        if ((best_.found && best_.cost.loss <= loss_max_) || stopped_ || loss_max_ >= total) break;
        margin = std::max(4 * margin, table.loss_unit());
    }
    if (hard && best_.found && !stopped_) prove_hours(total);
    const auto is_stand_in = [](const PlannedUnit& planned) { return LearnerModel::is_stand_in(planned.unit); };
    const bool is_final = !limits_.outline || std::none_of(best_.plan.begin(), best_.plan.end(), is_stand_in);
    if (best_.found && !only_known() && !stopped_ && !limits_.first_only && is_final) improve_ties();
    result.complete = !stopped_;
    if (stopped_ && !best_.found && !limits_.outline) {
        // Better a plan that is not proven than none: one more narrow look without the promise of the least loss.
        limits_.work += limits_.work / 2 + 1000;
        stopped_ = false;
        pause_at_ = limits_.work;
        loss_max_ = total;
        const auto open = loss_open_;
        if (hard) {
            state_.look_up_unmet(first_open(0));
            table.prepare(model, state_, 0);
        }
        table.grow(total);
        run_up_to(total);
        loss_open_ = std::min(open, loss_open_);
    }
    if (only_known()) best_ = {};
    result.best = std::move(best_);
    result.work = work_;
    if (result.complete) {
        if (result.best.found) result.loss_least = result.best.cost.loss;
    } else {
        const auto known = result.best.found ? result.best.cost.loss : total;
        // Rounds with few hours leave branches out, so what they left open tells nothing about plans with more.
        const auto least = goal_ != Goal::sums ? known : hard ? loss_proven_ : std::min(loss_open_, known);
        result.loss_least = std::min(known, std::max(result.loss_least, least));
    }
    return result;
}

void Search::prepare_table() {
    state_.look_up_unmet(first_open(0));
    tables_[0]->prepare(*model_, state_, 0);
    tables_[0]->grow(loss_max_);
    table_leaves_out_nothing_ = false;
}

void Search::run_up_to(std::int64_t loss_max) {
    loss_max_ = loss_max;
    const auto mark = state_.mark();
    if (estimate(first_open(0), 0, bound_) && may_improve(bound_)) go_on(0, 0);
    state_.undo_to(mark);
}

bool Search::spend() {
    if (stopped_ || paused_) return false;
    ++work_;
    if (work_ > pause_at_ && work_ <= limits_.work) {
        paused_ = true;
        return false;
    }
    if (work_ > limits_.work || (limits_.cancelled && work_ % ask_every == 0 && limits_.cancelled())) stopped_ = true;
    return !stopped_;
}

void Search::leave_open(const Cost& cost) { loss_open_ = std::min(loss_open_, cost.loss); }

int Search::first_open(int position) const {
    const int end = static_cast<int>(model_->open.size());
    while (position < end && state_.is_covered(position)) ++position;
    return position;
}

bool Search::estimate(int position, int table, Cost& cost) {
    const auto& unmet = state_.look_up_unmet(position);
    if (unmet.urgent >= 0 && unmet.offers == 0) return false;
    return tables_[table]->estimate(state_, position, loss_max_, cost, loss_min_);
}

bool Search::may_improve(const Cost& cost) const {
    if (limits_.first_only && best_.found) return false;
    if (!best_.found) return cost.loss <= loss_max_;
    if (only_closure_) return cost.loss < best_.cost.loss;
    switch (goal_) {
        case Goal::sums: return cost < best_.cost;
        case Goal::differences: return cost <= best_.cost && state_.differences_least < best_.differences;
        case Goal::finish: return cost <= best_.cost && state_.differences_least <= best_.differences && state_.finish_least() < best_.finish;
    }
    return false;
}

// Chooses the item; false when nothing better than what is known can come of it. The caller takes the choice back.
bool Search::admits(int item, int position, int table, Cost& cost) {
    if (!state_.choose(item)) return false;
    position = first_open(position);
    if (!estimate(position, table, cost) || !may_improve(cost)) return false;
    const auto& data = model_->items[item];
    return (!data.scheduled && data.after.empty()) || dates_are_possible(position, table, cost);
}

// A question that takes too long counts as answered with yes: then nothing is claimed to be proven.
bool Search::dates_are_possible(int position, int table, const Cost& cost) {
    if (scheduler_.has_free_dates(state_.chosen(), last_day_allowed())) return true;
    const bool possible = scheduler_.has_dates_without_clash(state_.chosen(), slack(position, table, cost));
    if (scheduler_.gave_up()) stopped_ = true;
    return possible;
}

// What the dates may cost beyond their items so that the plan still fits, and still improves on the best one.
Slack Search::slack(int position, int table, const Cost& cost) const {
    const auto& bound = *tables_[table];
    const auto rest = bound.least_sums(state_, position, loss_max_);
    Slack left{bound.hours_most() - rest.half_hours, bound.price_most() - rest.price_cents, model_->budget.presence_days - rest.presence_days,
               last_day_allowed()};
    if (goal_ == Goal::sums && best_.found && cost.loss >= best_.cost.loss) {
        left.half_hours = std::min(left.half_hours, best_.cost.half_hours - cost.half_hours);
        if (cost.half_hours >= best_.cost.half_hours) left.price_cents = std::min(left.price_cents, best_.cost.price_cents - cost.price_cents);
    }
    return left;
}

Slack Search::slack_of_budget() const {
    const auto& bound = *tables_[0];
    return {bound.hours_most() - state_.half_hours, bound.price_most() - state_.price_cents, model_->budget.presence_days - state_.presence_days,
            last_day_allowed()};
}

int Search::last_day_allowed() const { return goal_ == Goal::finish ? best_.finish - 1 : day_max; }

int Search::differences_now() const {
    int differences = state_.differences_least;
    for (std::size_t item = 0; item < model_->items.size() && model_->has_former; ++item)
        if (state_.is_open(static_cast<int>(item))) differences += model_->items[item].former_units;
    return differences;
}

// What is unmet has been looked up for this state, below which no plan costs less.
void Search::descend(const Cost& cost, int position, int table) {
    if (!spend()) return leave_open(cost);
    bound_ = cost;
    go_on(position, table);
}

void Search::go_on(int position, int table) {
    const auto unmet = state_.unmet();
    if (unmet.urgent >= 0) {
        if (unmet.offers > 0) branch_over_need(unmet.urgent, position, table);
        return;
    }
    position = first_open(position);
    const auto ordered_before = ordered_;
    const auto dates_slack = slack_of_budget();
    if (!order_is_possible(dates_slack)) {
        repair_order(position, table, dates_slack);
    } else {
        ordered_ = state_.chosen().size();
        if (position == static_cast<int>(model_->open.size()))
            finish_plan(position, table);
        else
            branch_over_position(position, table);
    }
    ordered_ = ordered_before;
}

void Search::choose_and_descend(int item, int position, int table) {
    Cost cost{};
    const auto mark = state_.mark();
    if (admits(item, position, table, cost)) descend(cost, position, table);
    state_.undo_to(mark);
}

void Search::branch_over_need(int step, int position, int table) {
    const auto mark = state_.mark();
    const Cost bound = bound_;
    for (const int item : model_->providers_of(step)) {
        if (!state_.is_open(item)) continue;
        if (!may_improve(bound)) break;
        choose_and_descend(item, position, table);
        state_.bar(item);
    }
    state_.undo_to(mark);
}

// A branch with the same bound as this node is followed at once, the others afterwards, best bound first: often the first plan found is
// as good as this node allows, and then the others need not be looked at.
void Search::branch_over_position(int position, int table) {
    if (children_.size() <= depth_) children_.emplace_back();
    children_[depth_].clear();
    const auto mark = state_.mark();
    const Cost bound = bound_;
    const int chain_end = model_->open[position].chain_end;
    const auto weight_left = model_->open[position].weight_left;
    Cost cost{};
    ++depth_;
    const auto put_off = [&](int item) {
        auto& children = children_[depth_ - 1];
        children.push_back({item, size_of(children), cost});
    };
    for (const int item : model_->providers_of(position)) {
        if (!state_.is_open(item)) continue;
        if (!may_improve(bound)) break;
        const auto before = state_.mark();
        const bool admitted = admits(item, position, table, cost);
        if (!admitted || bound < cost) {
            if (admitted) put_off(item);
            state_.undo_to(before);
            continue;
        }
        descend(cost, position, table);
        state_.undo_to(before);
        state_.bar(item);
    }
    if (may_improve(bound)) {
        state_.loss += weight_left;
        if (estimate(first_open(chain_end), table, cost) && may_improve(cost)) put_off(-1);
        state_.loss -= weight_left;
    }
    std::sort(children_[depth_ - 1].begin(), children_[depth_ - 1].end(), [](const Child& a, const Child& b) {
        const auto order = a.cost <=> b.cost;
        return order < 0 || (order == 0 && a.found < b.found);
    });
    for (std::size_t i = 0; i < children_[depth_ - 1].size(); ++i) {
        const Child child = children_[depth_ - 1][i];
        const auto before = state_.mark();
        bool possible = true;  // what it builds on may have been barred since it was put off
        if (child.item < 0) {
            for (const int item : model_->providers_of(position)) state_.bar(item);
            state_.loss += weight_left;
        } else {
            possible = state_.choose(child.item);
        }
        if (possible && may_improve(child.cost)) {
            const int next = child.item < 0 ? chain_end : position;
            state_.look_up_unmet(first_open(next));
            descend(child.cost, next, table);
        }
        if (child.item < 0) state_.loss -= weight_left;
        state_.undo_to(before);
        if (child.item >= 0) state_.bar(child.item);
    }
    --depth_;
    state_.undo_to(mark);
}

void Search::finish_plan(int position, int table) {
    Cost cost{};
    if (!estimate(position, table, cost) || !may_improve(cost)) return;
    const auto dates_slack = slack(position, table, cost);
    const int differences = differences_now();
    const int changes_max = goal_ == Goal::sums ? day_max : best_.differences - differences - (goal_ == Goal::differences ? 1 : 0);
    Scheduler::Ceiling ceiling;  // the dates may not eat up what the offers save
    if (goal_ == Goal::sums && !limits_.outline && best_.found && cost.loss == best_.cost.loss)
        ceiling = {best_.cost.half_hours - cost.half_hours, best_.cost.price_cents - cost.price_cents};
    const auto layout = scheduler_.best_layout(state_.chosen(), dates_slack, goal_, changes_max, ceiling);
    if (scheduler_.gave_up()) {
        stopped_ = true;
        leave_open(cost);
    }
    if (layout.possible) {
        cost.half_hours += layout.extra_half_hours;
        cost.price_cents += layout.extra_price_cents;
        if (goal_ != Goal::sums || !best_.found || cost < best_.cost)
            best_ = {true, cost, differences + layout.date_changes, layout.finish, layout.plan};
    }
    if (stopped_) return;
    // Where the cheapest dates do not go, a further provider may let one of them come in time.
    if (!layout.possible || layout.extra_half_hours > 0 || layout.extra_price_cents > 0) repair_order(position, table, dates_slack);
    if (goal_ != Goal::sums) try_free_items(table);
}

// Offers that cost nothing can still bring the plan closer to the former one or make earlier dates possible (stages 4 and 5).
void Search::try_free_items(int table) {
    if (model_->free_items.empty()) return;
    const auto mark = state_.mark();
    for (const int item : model_->free_items) {
        if (!state_.is_open(item)) continue;
        choose_and_descend(item, static_cast<int>(model_->open.size()), table);
        state_.bar(item);
    }
    state_.undo_to(mark);
}

}  // namespace kc::planning::optimizer
