// SPDX-License-Identifier: EUPL-1.2
// Gives the chosen units their dates: no two share a day, everything needed is finished before, the weekly hours hold.
// Among all ways it finds one with the fewest changes against the former plan, then the earliest finish (stages 4 and 5).
#pragma once

#include <limits>
#include <vector>

#include "planning/optimizer/learner_model.hpp"
#include "planning/optimizer/week_check.hpp"

namespace kc::planning::optimizer {

inline bool share_a_day(const ModelDate& a, const ModelDate& b) { return a.first_day <= b.last_day && b.first_day <= a.last_day; }

// What is looked for among all ways to date a plan. The sums come first; the other two look only at plans with the best sums.
enum class Goal { sums, differences, finish };

// How much more than their items the chosen dates may cost in all, and by when they have to end.
struct Slack {
    std::int64_t half_hours = 0;
    std::int64_t price_cents = 0;
    std::int64_t presence_days = 0;
    int last_day = day_max;  // later dates are not looked at

    bool allows(const ModelDate& date) const {
        return date.last_day <= last_day && date.extra_half_hours <= half_hours && date.extra_price_cents <= price_cents &&
               date.extra_presence_days <= presence_days;
    }
    void spend(const ModelDate& date) {
        half_hours -= date.extra_half_hours;
        price_cents -= date.extra_price_cents;
        presence_days -= date.extra_presence_days;
    }
};

class Scheduler {
public:
    // What is tried counts as work of the search. Beyond `work_max` an answer is only a guess in favour of the plan: see gave_up().
    // When dates without time for the work before them are dropped: once dates are hard to find. An outline has too little work for that,
    // and the tests want it at once.
    enum class Dropping { never, when_hard, at_once };
    void reset(const LearnerModel& model, std::int64_t& work, const std::int64_t& work_max, Dropping dropping = Dropping::when_hard) {
        model_ = &model;
        work_ = &work;
        work_max_ = &work_max;
        dropping_ = dropping;
        question_is_hard_ = dropping == Dropping::at_once;
        settled_.clear();
        settled_dates_.clear();
    }
    // The question turned out to be hard: from now on it pays to drop dates before it is asked whether a plan can be beaten.
    void question_is_hard() { question_is_hard_ = true; }
    bool gave_up() const { return gave_up_; }  // since the last question

    // Whether dates without a shared day exist at all that cost nothing extra and go on from those found last. A quick look: false tells
    // nothing.
    bool has_free_dates(const std::vector<int>& items, int last_day);
    // Whether dates without a shared day exist at all; order and weekly hours are not looked at.
    bool has_dates_without_clash(const std::vector<int>& items, const Slack& slack);

    // Whether the needs can be met in order at all, each unit looked at with its best date.
    bool order_is_possible(const std::vector<int>& items, const Slack& slack);

    struct Layout {
        bool possible = false;
        std::int64_t extra_half_hours = 0;
        std::int64_t extra_price_cents = 0;
        int date_changes = 0;  // units kept from the former plan on another date
        int finish = 0;        // last day of the last date, 0 when nothing is scheduled
        std::vector<PlannedUnit> plan;
    };
    // What the dates have to cost less than, hours first; only where the sums are looked for.
    struct Ceiling {
        std::int64_t half_hours = std::numeric_limits<std::int64_t>::max();
        std::int64_t price_cents = 0;
        bool is_set() const { return half_hours < std::numeric_limits<std::int64_t>::max(); }
    };
    // With at most so many changes the best for the goal; among equal ones the first found.
    Layout best_layout(const std::vector<int>& items, const Slack& slack, Goal goal, int changes_max, const Ceiling& ceiling);

    // For items without a possible layout: the needs of which at least one has to be met by a further item, and how early.
    struct LateNeed {
        int step;
        int before;  // a further provider only helps when it can be finished before this day
    };
    std::vector<LateNeed> late_needs(const std::vector<int>& items, const Slack& slack);

private:
    struct Place {
        int unit;                  // model unit
        std::vector<Range> needs;  // per need: its providers, as places
        int after = -1;            // place
        int date = -1;             // chosen model date
        int ready = 0;
        int needed = -1;       // the day by which all it needs is ready at best
        int latest_start = 0;  // first day of the last date it can still have
        int deadline = 0;      // has to be finished before this day, whatever dates are chosen
        int failures = 1;      // how often it was here that dates did not go together
    };

    struct NeedInTime {
        int place;
        std::size_t need;
        int day;  // to be met before
    };

    int need_ready(const Place& place, std::size_t need) const;
    void gather(const std::vector<int>& items);
    void link_needs();
    bool order_holds();
    bool week_holds();
    bool week_may_hold(std::size_t placed);
    void look_up_foundations();
    bool drop_dates(bool by_hours);
    bool look_up_latest_starts();
    void look_up_deadlines(bool wanted);
    bool is_left(const Place& place, int date) const;
    bool has_time(std::size_t place, const ModelDate& date);
    bool hours_may_fit(std::size_t placed);
    void begin_counting();
    void count(int place, int day, std::int64_t extra_half_hours);
    bool count_what_it_needs();
    std::int64_t least_for_choices();
    bool list_providers_in_time(const NeedInTime& need);
    bool is_out_of_work();
    void try_dates(std::size_t index, Layout& so_far);
    bool look_ahead(std::size_t index, const Layout& so_far);
    void search_dates(const Slack& slack, const Layout& from);
    void begin_dates(const Slack& slack, Goal goal, int changes_max);
    bool only_look_for_better(const Layout& so_far);
    void keep(const Layout& so_far);
    void settle();
    bool is_dropped(int date) const { return drops_dates_ && dropped_[static_cast<std::size_t>(date)] != 0; }
    bool clashes_before(std::size_t index, const ModelDate& date) const;
    bool goes_below(const Ceiling& ceiling, const Slack& slack);
    bool is_better(const Layout& layout) const;
    bool is_best(const Layout& layout) const;

    const LearnerModel* model_ = nullptr;
    std::vector<Place> places_;
    std::size_t place_count_ = 0;
    std::vector<int> scheduled_;  // places that need a date, those with one first
    std::vector<int> need_providers_;
    bool ordered_ = false;  // whether any place has needs at all
    struct Settled {        // items with dates that share no day, as last found
        int item;
        std::size_t dates_end;
    };
    std::vector<Settled> settled_;
    std::vector<ModelDate> settled_dates_;
    int settled_until_ = 0;           // last day allowed when they were found
    Slack slack_;                     // left for the places without a date
    std::vector<int> ready_of_unit_;  // for order_is_possible(), of what it looks at
    std::vector<int> ready_of_step_;
    std::vector<int> waiting_;
    WeekCheck week_;
    std::vector<std::vector<int>> foundations_;  // per place: itself and what it certainly builds on, whatever dates are chosen
    std::vector<int> by_start_;
    std::vector<char> counted_;
    std::int64_t* work_ = nullptr;
    const std::int64_t* work_max_ = nullptr;
    Dropping dropping_ = Dropping::when_hard;
    bool question_is_hard_ = false;
    bool drops_dates_ = false;         // hard: dates are dropped beforehand, see weekly_dates.cpp
    std::vector<char> dropped_;        // per model date
    std::vector<NeedInTime> in_time_;  // what was counted, with its needs still to be looked at
    std::vector<NeedInTime> choices_;  // needs with several providers in time
    std::vector<int> providers_in_time_;
    std::vector<int> chosen_from_;
    std::int64_t counted_hours_ = 0;
    bool only_clashes_ = false;  // order and weekly hours are not looked at
    bool only_asks_ = false;     // any layout below the ceiling ends the search
    int nodes_left_ = 0;         // of this round
    bool gave_up_ = false;
    Goal goal_ = Goal::sums;
    int changes_max_ = 0;
    Ceiling ceiling_;  // falls with every layout found
    int changes_least_ = 0;
    int finish_least_ = 0;
    bool done_ = false;
    Layout best_;
};

}  // namespace kc::planning::optimizer
