// SPDX-License-Identifier: EUPL-1.2
// Sharpens the tables for hard questions: a subgradient ascent on the way shared costs are split.
// Any split is valid as long as the parts add up to the whole, so only the strength of the bound can change, never its truth.
#include <algorithm>

#include "planning/optimizer/bound.hpp"

namespace kc::planning::optimizer {

namespace {
constexpr std::int64_t rounds_max = 60;
constexpr std::int64_t rounds_min = 3;
constexpr std::int64_t cells_filled_max = 4'000'000;  // a large table costs more than the nodes it spares
constexpr int rounds_without_gain_max = 12;
constexpr int rows_few = 6;
}  // namespace

void BoundTable::improve(const SearchState& state, std::int64_t loss, std::int64_t loss_min) {
    Cost best{};
    if (!estimate(state, from_, loss, best, loss_min)) return;
    auto best_runs = runs_;
    int idle = 0;
    // Every row of loss has to be filled again in each round, so with many rows fewer rounds pay off.
    const int patience = rows_ > rows_few ? rounds_without_gain_max / 4 : rounds_without_gain_max;
    const auto cells = static_cast<std::int64_t>(rows_) * width_ * static_cast<std::int64_t>(price_options_.size() + day_options_.size() + 1);
    const auto rounds = std::clamp<std::int64_t>(cells_filled_max / cells, rounds_min, rounds_max);
    for (int round = 0; round < rounds && idle < patience; ++round) {
        Cost cost{};
        if (!estimate(state, from_, loss, cost, loss_min)) {  // nothing fits any more: no bound is stronger
            best_runs = runs_;
            break;
        }
        if (best < cost) {
            best = cost;
            best_runs = runs_;
            idle = 0;
        } else {
            ++idle;
        }
        find_cheapest_path(state, loss, cost);
        if (!move_costs(round)) break;
        list_options();
        rows_ = 0;
        grow(loss);
    }
    runs_ = best_runs;
    list_options();
    rows_ = 0;
    grow(loss);
}

// Follows the table from the start along the plan that gives the bound, and marks the runs it pays for.
void BoundTable::find_cheapest_path(const SearchState& state, std::int64_t loss, const Cost& cost) {
    used_.assign(runs_.size(), 0);
    std::int64_t left = std::min((loss - state.loss) / loss_unit_, rows_ - 1);
    left = std::min(left, (cost.loss - state.loss) / loss_unit_);
    const std::int64_t hours = cost.half_hours - state.half_hours - state.unmet().half_hours;
    int column = static_cast<int>(std::clamp<std::int64_t>(hours / hour_unit_, 0, width_ - 1));
    for (int position = from_; position < positions_;) {
        if (state.is_covered(position)) {
            ++position;
            continue;
        }
        const auto price = row(price_, left, position)[column];
        int next = -1;
        for (const int index : runs_at_[position]) {
            const auto& run = runs_[index];
            const auto run_hours = run.half_hours / hour_unit_;
            if (run_hours > column || row(price_, left, run.end)[column - run_hours] + run.price_cents != price) continue;
            used_[index] = 1;
            column -= static_cast<int>(run_hours);
            next = run.end;
            break;
        }
        if (next < 0) {
            left -= model_->open[position].weight_left / loss_unit_;
            if (left < 0) return;
            next = model_->open[position].chain_end;
        }
        position = next;
    }
}

// An item used at one place and not at another is too cheap here and too dear there. False when nothing is left to move.
bool BoundTable::move_costs(int round) {
    bool moved = false;
    for (const int item : items_) {
        const Range range = runs_of_item_[item];
        if (range.size() < 2) continue;
        for (int to = range.begin; to < range.end; ++to) {
            if (!used_[to]) continue;
            for (int from = range.begin; from < range.end; ++from) {
                if (used_[from]) continue;
                const auto move = [&](int& own_from, int& from_total, int& own_to, int& to_total, int amount) {
                    amount = std::min(amount, own_from);
                    if (amount <= 0) return;
                    own_from -= amount;
                    from_total -= amount;
                    own_to += amount;
                    to_total += amount;
                    moved = true;
                };
                auto& source = runs_[from];
                auto& target = runs_[to];
                if (source.half_hours >= 1'000'000'000 || target.half_hours >= 1'000'000'000) continue;
                const int step = std::max(1, model_->items[item].price_cents / (4 + round / 3));
                const int part = std::max(1, model_->items[item].half_hours / (4 + round / 3));
                move(source.own_half_hours, source.half_hours, target.own_half_hours, target.half_hours, part);
                move(source.own_price_cents, source.price_cents, target.own_price_cents, target.price_cents, step);
            }
        }
    }
    return moved;
}

}  // namespace kc::planning::optimizer
