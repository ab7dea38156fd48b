// SPDX-License-Identifier: EUPL-1.2
// Exact branch and bound over the offers of one learner: need by need, then open step by open step.
// Every branch either contains an offer or bars it, so no plan is looked at twice and none is left out.
#pragma once

#include <functional>
#include <limits>
#include <memory>
#include <optional>
#include <vector>

#include "planning/optimizer/bound.hpp"
#include "planning/optimizer/learner_model.hpp"
#include "planning/optimizer/optimizer.hpp"
#include "planning/optimizer/schedule.hpp"
#include "planning/optimizer/search_state.hpp"

namespace kc::planning::optimizer {

struct SearchLimits {
    std::int64_t work = 0;                 // nodes and date trials
    std::function<bool()> cancelled;       // asked now and then; may be empty
    bool first_only = false;               // any plan answers the question
    std::int64_t hard_after = 4000;        // work after which narrow rounds begin
    bool outline = false;                  // a plan that is not proven, or has stand-ins, is of no use as it is
    std::optional<KnownSums> better_than;  // only such plans are looked for
};

// The best plan found, in all five stages; or, without units, the sums of one that is known and to be beaten.
struct Incumbent {
    bool found = false;
    Cost cost{};
    int differences = 0;
    int finish = 0;
    std::vector<PlannedUnit> plan;
};

struct SearchResult {
    Incumbent best;
    bool complete = false;        // false: a limit was hit
    std::int64_t loss_least = 0;  // no plan gives up less
    std::int64_t work = 0;
};

class Search {
public:
    SearchResult run(const LearnerModel& model, const SearchLimits& limits);

private:
    struct Child {
        int item;   // -1: give the rest of this competence up
        int found;  // its place in the order of the offers, which decides between equal ones
        Cost cost;
    };

    void run_up_to(std::int64_t loss_max);
    void prove_closure(std::int64_t root_loss, std::int64_t total);
    void prove_hours(std::int64_t total);
    void start_with_known(std::int64_t total);
    bool only_known() const { return limits_.better_than && best_.plan.empty(); }
    void start_with_former(std::int64_t total);
    void improve_ties();
    bool improve_once();
    bool has_a_chance(bool bars_any);
    bool look_shortly();
    void prepare_table();
    void sharpen();
    template <class Enough> void run_in_hour_rounds(std::int64_t loss_max, Enough enough);
    void run_narrowed();
    std::size_t bar_what_cannot_help();
    void descend(const Cost& cost, int position, int table);
    void go_on(int position, int table);
    void branch_over_need(int step, int position, int table);
    void branch_over_position(int position, int table);
    void finish_plan(int position, int table);
    bool order_is_possible(const Slack& slack);
    void repair_order(int position, int table, const Slack& slack);
    void try_free_items(int table);
    void choose_and_descend(int item, int position, int table);
    bool admits(int item, int position, int table, Cost& cost);
    bool dates_are_possible(int position, int table, const Cost& cost);
    Slack slack(int position, int table, const Cost& cost) const;
    Slack slack_of_budget() const;
    int last_day_allowed() const;
    int differences_now() const;
    int first_open(int position) const;
    bool estimate(int position, int table, Cost& cost);
    bool may_improve(const Cost& cost) const;
    bool spend();
    void leave_open(const Cost& cost);

    const LearnerModel* model_ = nullptr;
    SearchLimits limits_;
    SearchState state_;
    Scheduler scheduler_;
    std::vector<std::unique_ptr<BoundTable>> tables_;
    std::vector<std::vector<Child>> children_;
    std::size_t depth_ = 0;
    Cost bound_{};             // no plan below the node looked at costs less
    std::size_t ordered_ = 0;  // so many of the chosen items are known to have a possible order
    Incumbent best_;
    std::int64_t loss_max_ = 0;   // plans giving up more are not looked for in this round
    std::int64_t loss_open_ = 0;  // least loss among branches left open by a limit
    std::int64_t work_ = 0;
    std::int64_t pause_at_ = 0;  // beyond this work the bound is sharpened and the search begun anew
    bool paused_ = false;
    bool table_leaves_out_nothing_ = false;  // no narrow round had barred an offer when it was built
    Goal goal_ = Goal::sums;
    bool only_closure_ = false;       // hard questions first settle the closure alone
    std::int64_t loss_proven_ = 0;    // no plan gives up less
    std::int64_t loss_min_ = 0;       // plans giving up less are known not to exist
    std::int64_t hours_ceiling_ = 0;  // plans with more hours are not looked for in this round of a hard question
    bool stopped_ = false;
};

}  // namespace kc::planning::optimizer
