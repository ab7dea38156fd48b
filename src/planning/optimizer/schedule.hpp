// SPDX-License-Identifier: EUPL-1.2
// Gives the chosen units their dates: no two share a day, everything needed is finished before, the weekly hours hold.
// Among all ways it finds one with the fewest changes against the former plan, then the earliest finish (stages 4 and 5).
#pragma once

#include <vector>

#include "planning/optimizer/learner_model.hpp"

namespace kc::planning::optimizer {

class Scheduler {
public:
    void reset(const LearnerModel& model) { model_ = &model; }

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
    // `work` counts what was tried, so that the caller can limit it.
    Layout best_layout(const std::vector<int>& items, std::int64_t& work);

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
    bool week_holds_with(std::size_t ambiguous);
    bool week_holds_for_selection();
    void try_dates(std::size_t index, int changes, std::int64_t& work);
    bool place_without_clash(std::size_t index);
    bool is_better(int changes, int finish) const;

    const LearnerModel* model_ = nullptr;
    std::vector<Place> places_;
    std::size_t place_count_ = 0;
    std::vector<int> scheduled_;  // places that need a date, fewest dates first
    std::vector<int> need_providers_;
    bool ordered_ = false;                     // whether any place has needs at all
    std::vector<std::vector<int>> selection_;  // per place and need: the provider that counts for the weekly hours
    std::vector<std::pair<int, int>> ambiguous_;
    int changes_least_ = 0;
    int finish_least_ = 0;
    bool done_ = false;
    Layout best_;
};

}  // namespace kc::planning::optimizer
