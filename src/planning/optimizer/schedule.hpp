// SPDX-License-Identifier: EUPL-1.2
// Gives the chosen units their dates: no two share a day, everything needed is finished before, the weekly hours hold.
// Among all ways it finds one with the fewest changes against the former plan, then the earliest finish (stages 4 and 5).
#pragma once

#include <vector>

#include "planning/optimizer/learner_model.hpp"
#include "planning/optimizer/week_check.hpp"

namespace kc::planning::optimizer {

class Scheduler {
public:
    // What is tried counts as work of the search. Beyond `work_max` an answer is only a guess in favour of the plan: see gave_up().
    void reset(const LearnerModel& model, std::int64_t& work, const std::int64_t& work_max) {
        model_ = &model;
        work_ = &work;
        work_max_ = &work_max;
        settled_.clear();
        settled_dates_.clear();
    }
    bool gave_up() const { return gave_up_; }  // since the last question

    // Whether dates without a shared day exist at all; order and weekly hours are not looked at.
    bool has_dates_without_clash(const std::vector<int>& items);

    // Whether the needs can be met in order at all, each unit looked at with its best date.
    bool order_is_possible(const std::vector<int>& items);

    struct Layout {
        bool possible = false;
        int date_changes = 0;  // units kept from the former plan on another date
        int finish = 0;        // last day of the last date, 0 when nothing is scheduled
        std::vector<PlannedUnit> plan;
    };
    Layout best_layout(const std::vector<int>& items);

    // For items without a possible layout: the needs of which at least one has to be met by a further item, and how early.
    struct LateNeed {
        int step;
        int before;  // a further provider only helps when it can be finished before this day
    };
    std::vector<LateNeed> late_needs(const std::vector<int>& items);

private:
    struct Place {
        int unit;                  // model unit
        std::vector<Range> needs;  // per need: its providers, as places
        int after = -1;            // place
        int date = -1;             // chosen model date
        int ready = 0;
    };

    int need_ready(const Place& place, std::size_t need) const;
    void gather(const std::vector<int>& items);
    void link_needs();
    bool order_holds();
    bool week_holds();
    bool week_may_hold(std::size_t placed);
    void look_up_foundations();
    bool is_out_of_work();
    void try_dates(std::size_t index, int changes);
    bool place_without_clash(std::size_t index);
    bool extend_settled(const std::vector<int>& items);
    void settle(const std::vector<int>& items);
    bool is_better(int changes, int finish) const;

    const LearnerModel* model_ = nullptr;
    std::vector<Place> places_;
    std::size_t place_count_ = 0;
    std::vector<int> scheduled_;  // places that need a date, fewest dates first
    std::vector<int> need_providers_;
    bool ordered_ = false;  // whether any place has needs at all
    struct Settled {        // items with dates that share no day, as last found
        int item;
        std::size_t dates_end;
    };
    std::vector<Settled> settled_;
    std::vector<ModelDate> settled_dates_;
    WeekCheck week_;
    std::vector<std::vector<int>> foundations_;  // per place: itself and what it certainly builds on, whatever dates are chosen
    std::vector<int> by_start_;
    std::vector<char> counted_;
    std::int64_t* work_ = nullptr;
    const std::int64_t* work_max_ = nullptr;
    std::int64_t trials_ = 0;
    bool gave_up_ = false;
    int changes_least_ = 0;
    int finish_least_ = 0;
    bool done_ = false;
    Layout best_;
};

}  // namespace kc::planning::optimizer
