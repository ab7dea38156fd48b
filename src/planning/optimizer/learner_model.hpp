// SPDX-License-Identifier: EUPL-1.2
// The part of a catalogue that can matter to one learner, renumbered densely: open steps, offers for them, what those need.
// Everything that cannot be in any plan (no usable date, over budget, needs nobody can meet) is left out here.
#pragma once

#include <span>
#include <vector>

#include "planning/optimizer/instance.hpp"
#include "planning/optimizer/prepared_catalogue.hpp"

namespace kc::planning::optimizer {

struct ModelDate {
    int first_day;
    int last_day;
    int index;      // into Unit::dates
    int unit = -1;  // of the catalogue: one item may stand for several offers that differ in dates and in what they cost more
    int extra_half_hours = 0;
    int extra_price_cents = 0;
    int extra_presence_days = 0;
    bool costs_extra() const { return extra_half_hours > 0 || extra_price_cents > 0 || extra_presence_days > 0; }
};

struct Range {
    int begin = 0;
    int end = 0;
    int size() const { return end - begin; }
    bool empty() const { return begin == end; }
};

struct ModelUnit {
    int unit;
    int item;
    bool scheduled;
    int former_date;  // index of its date in the former plan, -1 self-paced or date gone, not_former when it was not in it
    Range dates;
    Range needs;    // local steps above the current level, met by another unit of the plan
    Range teaches;  // local steps
    int after;      // model unit, -1 for none
};
inline constexpr int not_former = -2;

// A bundle of units, taken whole or not at all.
struct Item {
    int bundle;
    int half_hours;
    int price_cents;
    int presence_days;
    Range units;
    Range teaches;  // local steps, each once
    Range needs;    // local steps that another item has to teach
    Range after;    // items that have to be in the plan as well
    bool scheduled;
    int finish_min;     // no plan with this item finishes earlier
    int former_units;   // how many of its units stand in the former plan
    bool has_needs;     // one of its units has to wait for something
    bool named_before;  // another item names one of its units as predecessor
};

// An open step in the order in which the search decides: the levels of one competence follow each other.
struct OpenStep {
    int competence;
    int level;
    int weight;
    int chain_end;             // position of the first open step of the next competence
    std::int64_t weight_left;  // sum of weights from here to the end of this competence
};

// What is asked of one search.
struct Question {
    std::vector<int> forced_units;   // have to be in the plan
    std::vector<PlannedUnit> fixed;  // have to be in the plan on this date
    bool with_gaps = true;           // false: only ask whether the forced units can be taken at all
};

class LearnerModel {
public:
    // Returns false when a forced unit can be in no plan at all; `dead_forced` then names the units.
    bool build(const PreparedCatalogue& catalogue, const Learner& learner, const Question& question);

    // What build() found out about a bundle that teaches an open step.
    enum class Availability { unavailable, needs_unmet, attainable };
    Availability availability_of(int bundle) const;
    // Every step an offer could be wanted for, as catalogue steps: what is open and what usable offers for that need. An offer that
    // teaches none of these changes nothing here.
    std::span<const int> wanted_steps() const { return raw_steps_; }

    std::vector<OpenStep> open;  // local steps 0 … open.size() - 1
    int step_count = 0;          // open steps first, then steps only needed as prerequisites
    std::vector<Item> items;
    std::vector<ModelUnit> units;
    std::vector<ModelDate> dates;    // of each unit by last day
    std::vector<int> dates_by_cost;  // dates, each unit's own in the same range, cheapest first
    std::vector<int> unit_needs;
    std::vector<int> unit_teaches;
    std::vector<int> item_teaches;
    std::vector<int> item_needs;
    std::vector<int> item_after;
    std::vector<int> providers;  // items per local step
    std::vector<int> provider_begin;
    std::vector<int> forced;            // items
    std::vector<int> dead_forced;       // catalogue units that cannot be taken
    std::vector<int> earliest_of_unit;  // day a unit can be finished at best, whatever else is chosen
    std::vector<char> hopeless;         // per item: no order of dates lets it happen
    std::vector<int> free_items;        // cost neither hours nor money: worth a look even where nothing asks for them
    int former_elsewhere = 0;           // units of the former plan that can be in no new plan
    Budget budget;
    int first_day = 0;
    int weekly_half_hours = -1;
    bool has_former = false;

    int unit_half_hours(int unit) const;  // without what its date may cost more
    std::span<const int> providers_of(int step) const {
        return {providers.data() + provider_begin[step], providers.data() + provider_begin[step + 1]};
    }
    template <class T> static std::span<const T> part(const std::vector<T>& all, Range range) {
        return {all.data() + range.begin, all.data() + range.end};
    }

private:
    struct Candidate {
        int bundle;
        int half_hours;
        int price_cents;
        int presence_days;
        Range units;
        Range needs;  // raw steps
        Range after;  // bundles
        bool scheduled = false;
        bool forced = false;
        bool former = false;
        bool needed_after = false;  // another candidate names one of its units as predecessor
        bool dropped = false;       // a closed course of which only a part is possible
        bool attainable = false;
        bool kept = false;
        bool dominated = false;
    };

    void start(const Question& question);
    int raw_step(int catalogue_step);
    int admit(int bundle);
    bool add_units(int candidate);
    bool is_taught_beside(int unit, int bundle, int step) const;
    void collect();
    void find_attainable();
    bool build_up();
    void cut_chains();
    void keep_relevant();
    void drop_dominated();
    bool dominates(const Candidate& better, const Candidate& worse) const;
    bool fits_dates_of(const Candidate& better, const Candidate& worse) const;
    void order_open_steps();
    void renumber();
    void join_variants();
    bool may_be_joined(const Item& item) const;
    bool is_variant(const Item& leader, const Item& other) const;
    void keep_leaders();
    void add_dates_of(int variant, int leader, int leading_unit);
    void drop_useless_dates(int begin);
    void order_dates_by_cost();
    void look_up_earliest_days();
    bool find_hopeless();
    void drop_early_dates();
    void renumber_units(const Candidate& candidate, int item_index);
    int former_date_of(int unit) const;

    const PreparedCatalogue* catalogue_ = nullptr;
    const Learner* learner_ = nullptr;
    std::vector<int> level_of_;      // per competence
    std::vector<char> reachable_;    // per place
    std::vector<int> raw_of_step_;   // per catalogue step: raw step or -1
    std::vector<int> candidate_of_;  // per bundle: candidate, unseen or unavailable
    std::vector<int> touched_bundles_;
    std::vector<int> pending_bundles_;
    std::vector<PlannedUnit> fixed_;
    std::vector<PlannedUnit> former_;
    std::vector<int> raw_steps_;   // catalogue step of each raw step
    std::vector<char> step_kept_;  // per raw step
    std::vector<Candidate> candidates_;
    std::vector<ModelUnit> raw_units_;
    std::vector<ModelDate> raw_dates_;
    std::vector<int> raw_needs_;
    std::vector<int> raw_unit_needs_;
    std::vector<int> raw_after_;
    std::vector<int> roots_;  // candidates wanted for themselves
    struct RawGap {
        int competence;
        int level;
        int weight;
        int raw;
        int coupling;  // how strongly its competence hangs together with others
    };
    std::vector<RawGap> gaps_;
    std::vector<int> local_of_raw_;
    std::vector<int> item_of_candidate_;
    std::vector<int> model_unit_of_raw_;
    std::vector<int> earliest_of_step_;
    std::vector<int> stack_;
    std::vector<int> waiting_;
    std::vector<int> needs_of_unit_;
    std::vector<char> unit_ready_;
    std::vector<int> edge_next_;
    std::vector<int> edge_to_;
    std::vector<int> step_edge_;
    std::vector<int> after_edge_;
    std::vector<int> first_at_hour_;
    std::vector<int> next_at_hour_;
    std::vector<std::int64_t> hours_least_;
    std::vector<int> leader_of_;     // per item: the one it is joined with
    std::vector<int> next_variant_;  // per item: a list of those joined with it
    struct {                         // what was there before joining
        std::vector<Item> items;
        std::vector<ModelUnit> units;
        std::vector<ModelDate> dates;
    } apart_;
};

}  // namespace kc::planning::optimizer
