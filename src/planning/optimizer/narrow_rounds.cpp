// SPDX-License-Identifier: EUPL-1.2
// How a hard question is answered: in rounds that allow little at first, each with a sharpened bound and without the offers that cannot
// help. The closure is settled alone, then hours and price.
#include <algorithm>
#include <limits>

#include "planning/optimizer/search.hpp"

namespace kc::planning::optimizer {

namespace {
constexpr int passes_max = 4;
constexpr std::int64_t no_limit = std::numeric_limits<std::int64_t>::max();
}  // namespace

void Search::sharpen() {
    prepare_table();
    tables_[0]->improve(state_, loss_max_, loss_min_);
}

// Plans that give up as little as the bound allows are looked for first, then more, each time with few hours first: the less is
// allowed, the more offers can be barred beforehand, and a depth-first search that may use many hours would lose itself below an
// early bad choice.
void Search::prove_closure(std::int64_t root_loss, std::int64_t total) {
    only_closure_ = true;
    loss_proven_ = root_loss;
    for (std::int64_t more = 0; !stopped_; more = 2 * more + 1) {
        const auto last = best_.found ? best_.cost.loss - 1 : total;
        if (loss_proven_ > last) break;
        // A plan that gives up more than is known to be necessary does not end the rounds: with more hours less might do.
        run_in_hour_rounds(std::min(last, root_loss + more), [&] { return best_.found && best_.cost.loss <= loss_proven_; });
        if (!stopped_) loss_proven_ = best_.found ? std::min(best_.cost.loss, loss_max_ + 1) : loss_max_ + 1;
    }
    only_closure_ = false;
}

// The closure is settled.
void Search::prove_hours(std::int64_t total) {
    loss_min_ = loss_proven_ = std::min(total, best_.cost.loss);
    run_in_hour_rounds(loss_min_, [&] { return hours_ceiling_ >= best_.cost.half_hours; });
}

template <class Enough> void Search::run_in_hour_rounds(std::int64_t loss_max, Enough enough) {
    loss_max_ = loss_max;
    auto& table = *tables_[0];
    table.ask_for_hours_up_to(no_limit);
    sharpen();
    Cost root{};
    state_.look_up_unmet(first_open(0));
    if (table.estimate(state_, first_open(0), loss_max_, root, loss_min_)) {
        for (std::int64_t more = 0; !stopped_; more = 2 * more + 1) {
            hours_ceiling_ = root.half_hours + more;
            table.ask_for_hours_up_to(hours_ceiling_);
            if (more > 0) prepare_table();
            run_narrowed();
            if (hours_ceiling_ >= model_->budget.half_hours || enough()) break;
        }
        table.ask_for_hours_up_to(no_limit);
    }
}

// Bars every offer with which no plan of this round can be good enough. That makes prerequisites rarer and dearer in the table,
// so more offers fall; a few passes are enough.
void Search::run_narrowed() {
    const auto mark = state_.mark();
    for (int pass = 0; pass < passes_max; ++pass) {
        const auto barred = bar_what_cannot_help();
        if (barred < model_->items.size() / 200) break;
        sharpen();
    }
    run_up_to(loss_max_);
    state_.undo_to(mark);
}

std::size_t Search::bar_what_cannot_help() {
    std::size_t barred = 0;
    Cost cost{};
    for (int item = 0; item < static_cast<int>(model_->items.size()); ++item) {
        if (!state_.is_open(item)) continue;
        const auto mark = state_.mark();
        const bool helps = admits(item, 0, 0, cost);
        state_.undo_to(mark);
        if (helps) continue;
        state_.bar(item);
        ++barred;
    }
    work_ += static_cast<std::int64_t>(model_->items.size()) / 8;
    return barred;
}

}  // namespace kc::planning::optimizer
