// SPDX-License-Identifier: EUPL-1.2
// What the open steps from a position on must at least cost, for every closure still given up and every number of hours.
// Steps are decided in chains, competence by competence, so a table over (loss, hours) with the least price and the least presence
// days is exact wherever offers belong to one competence; offers shared by several have their cost split, never counted twice.
#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>
#include <vector>

#include "planning/optimizer/learner_model.hpp"
#include "planning/optimizer/search_state.hpp"

namespace kc::planning::optimizer {

// The first three stages of a plan, or a bound on them. Smaller is better.
struct Cost {
    std::int64_t loss;
    std::int64_t half_hours;
    std::int64_t price_cents;
    auto operator<=>(const Cost&) const = default;
};

inline constexpr std::int32_t unreachable_amount = 1'050'000'000;  // above every budget; twice this still fits into 32 bits

class BoundTable {
public:
    void ask_about(const LearnerModel& model) {
        model_ = &model;
        hours_most_ = price_most_ = std::numeric_limits<std::int64_t>::max();
    }
    // Chooses options for the positions from `from` on, as the state allows them now. Rows are added by grow().
    void prepare(const LearnerModel& model, const SearchState& state, int from);
    // Makes the table answer for every further loss up to `loss`.
    void grow(std::int64_t loss);
    bool answers(std::int64_t loss) const { return loss / loss_unit_ < rows_; }
    std::int64_t loss_unit() const { return loss_unit_; }
    // Whether giving up exactly this much from the position on may make a difference.
    bool tells_more(std::int64_t loss, int position) const { return differs_from_row_before(loss / loss_unit_, position); }

    // Moves shared costs to where the cheapest imagined plan evades them, as long as that raises the bound for the whole question.
    // Worth its time only when the search turns out to be hard.
    void improve(const SearchState& state, std::int64_t loss, std::int64_t loss_min);

    // A bound no plan below the state can beat, when positions before `position` are decided; false: no plan with at most `loss_max`.
    // `loss_min` tells that plans giving up less are known not to exist.
    bool estimate(const SearchState& state, int position, std::int64_t loss_max, Cost& cost, std::int64_t loss_min = 0) const;
    // Whether a plan below the state may cost no more than this. A quick look before the tables are built anew: it takes the costs as they
    // are in the tables and leaves out what has been barred since. What the tables leave out has to be out of the question here as well.
    bool may_match(const SearchState& state, int position, const Cost& known);
    // What every plan below the state costs at least, each sum looked at alone.
    struct Sums {
        std::int64_t half_hours;
        std::int64_t price_cents;
        std::int64_t presence_days;
    };
    Sums least_sums(const SearchState& state, int position, std::int64_t loss_max) const;
    // Plans with more hours than this are not asked for; at first the budget.
    void ask_for_hours_up_to(std::int64_t most) { hours_most_ = most; }
    void ask_for_price_up_to(std::int64_t most) { price_most_ = most; }
    std::int64_t price_most() const { return std::min(model_->budget.price_cents, price_most_); }
    std::int64_t hours_most() const { return std::min(model_->budget.half_hours, hours_most_); }

private:
    struct Run {  // consecutive positions of one chain taught by one item; entering it pays once
        int item;
        int begin;
        int end;
        int half_hours;
        int price_cents;
        int presence_days;
        int own_half_hours;  // of the cost, what belongs to the item itself and may be moved between its runs
        int own_price_cents;
    };
    struct Option {
        int half_hours;
        int amount;
        int jump;
    };
    struct Charge {  // part of what a prerequisite outside the gaps costs, paid by each position that may need it
        int key;     // local step, or step_count + item for a named predecessor
        int half_hours = 0;
        int price_cents = 0;
        int presence_days = 0;
        Range users;  // positions
    };
    struct Credit {
        std::int64_t half_hours = 0;
        std::int64_t price_cents = 0;
        std::int64_t presence_days = 0;
    };

    struct Amounts {
        std::int64_t half_hours;
        std::int64_t price_cents;
        auto operator<=>(const Amounts&) const = default;
    };

    void choose_units();
    void split_into_runs();
    void share_costs();
    std::int64_t weight_of(const Run& run) const;
    void charge_prerequisites();
    void count_users_left();
    void list_options();
    void add_options(std::vector<Option>& options, std::vector<Range>& ranges, bool days);
    Credit credit_for(const SearchState& state, int position) const;
    bool teaches_open_position(int item) const;
    Charge least_outside_cost(int key) const;
    void find_cheapest_path(const SearchState& state, std::int64_t loss, const Cost& cost);
    bool move_costs(int round);
    const std::int32_t* row(const std::vector<std::int32_t>& table, std::int64_t loss, int position) const;
    int cell_at(std::int64_t loss, int position) const {
        return cells_[static_cast<std::size_t>(loss) * (positions_ - from_ + 1) + (position - from_)];
    }
    void find_possible_losses();
    bool differs_from_row_before(std::int64_t loss, int position) const;
    void fill_row(std::vector<std::int32_t>& table, const std::vector<Option>& options, const std::vector<Range>& ranges, std::int64_t loss,
                  int position);

    const LearnerModel* model_ = nullptr;
    const SearchState* state_ = nullptr;
    int from_ = 0;
    int positions_ = 0;
    std::int64_t loss_unit_ = 1;
    std::int64_t hour_unit_ = 1;
    std::int64_t rows_ = 0;
    std::int64_t hours_most_ = std::numeric_limits<std::int64_t>::max();
    std::int64_t price_most_ = std::numeric_limits<std::int64_t>::max();
    int width_ = 1;
    int stride_ = 1;
    std::size_t chosen_before_ = 0;
    std::vector<Run> runs_;
    std::vector<Range> runs_of_item_;
    std::vector<char> used_;                 // per run: part of the cheapest imagined plan
    std::vector<int> items_;                 // items with runs
    std::vector<std::vector<int>> runs_at_;  // per position: runs that cover it
    std::vector<std::int64_t> elsewhere_;    // per position: sixteenth half hours of the cheapest offer for its chain alone
    std::vector<Charge> charges_;
    std::vector<std::pair<int, int>> charge_uses_;  // (charge, position)
    struct CountedCharge {                          // one that is not free once it is split
        int step;                                   // -1: a named predecessor
        int item;
        int half_hours;
        int price_cents;
        int presence_days;
        int users_left;  // into the list below
    };
    std::vector<CountedCharge> counted_charges_;
    std::vector<int> users_left_;  // per counted charge and position
    std::vector<int> charge_users_;
    std::vector<int> charge_of_key_;
    std::vector<Option> price_options_;
    std::vector<Option> day_options_;
    std::vector<Range> price_ranges_;
    std::vector<Range> day_ranges_;
    std::vector<int> cells_;  // per loss and position: where its row stands in the tables
    int cell_count_ = 0;
    std::vector<std::uint64_t> possible_losses_;  // per position: bits, one for each loss
    int loss_words_ = 1;
    std::vector<Amounts> least_amounts_;  // per cell, see may_match()
    std::vector<std::int32_t> price_;
    std::vector<std::int32_t> days_;
    bool limits_days_ = true;
};

}  // namespace kc::planning::optimizer
