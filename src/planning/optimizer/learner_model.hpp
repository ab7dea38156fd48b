// SPDX-License-Identifier: EUPL-1.2
// The part of a catalogue that can matter to one learner, renumbered densely: open steps, offers for them, what those need.
// Everything that cannot be in any plan (no usable date, over budget, needs nobody can meet) is left out here.
// An outline holds even less: outside the open steps stand-ins meet what is needed, until a plan asks for one of them.
#pragma once

#include <span>
#include <vector>

#include "planning/optimizer/instance.hpp"
#include "planning/optimizer/prepared_catalogue.hpp"
#include "planning/optimizer/usable_dates.hpp"

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
    int unit;  // below zero: a stand-in
    int item;
    bool scheduled;
    int former_date;  // index of its date in the former plan, -1 self-paced or date gone, not_former when it was not in it
    Range dates;
    Range needs;    // local steps above the current level, met by another unit of the plan
    Range teaches;  // local steps
    int after;      // model unit, -1 for none; as long as offers are only taken in, the unit of the catalogue
    bool waits() const { return after >= 0 || !needs.empty(); }
};
inline constexpr int not_former = -2;

// A bundle of units, taken whole or not at all.
struct Item {
    int bundle;  // -1: a stand-in
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

    // The same question with less in it: the offers for open steps and what was named, together with the predecessors they name.
    // Every other step they need is met by a stand-in that needs nothing and costs no more than any plan pays for the step.
    // So no plan is better than the best one here, and when that contains no stand-in it is the best plan of all.
    bool outline(const PreparedCatalogue& catalogue, const Learner& learner, const Question& question);
    // Puts the real offers in the place of the stand-ins in this plan; returns like build().
    bool refine(const std::vector<PlannedUnit>& plan);
    static bool is_stand_in(int unit) { return unit < 0; }

    int current_level(int competence) const { return level_of_[competence]; }
    const UsableDates& usable_dates() const { return usable_dates_; }

    // What was found out about a bundle that teaches an open step. Only an outline leaves something uncertain.
    enum class Availability { unavailable, needs_unmet, attainable, uncertain };
    Availability availability_of(int bundle) const;
    // Finds out what is uncertain about a bundle. Only availability_of() tells of it; the model for the search stays as it is.
    void settle(int bundle);
    // Every step an offer could be wanted for, as catalogue steps: what is open and what the offers taken in need. An offer that
    // teaches none of these changes nothing here: what an outline does not take in was too dear even at the cost of its stand-ins.
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
    std::vector<char> item_need_is_own;  // beside item_needs: the item teaches this step itself, yet another has to
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

    int unit_half_hours(int unit) const;  // towards the weekly hours; without what its date may cost more
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
        Range teaches;  // raw steps, each once
        Range needs;    // raw steps
        Range after;    // bundles
        bool scheduled = false;
        bool former = false;
        bool forced = false;
        bool needed_after = false;  // another candidate names one of its units as predecessor
        bool dropped = false;       // a closed course of which only a part is possible
        bool attainable = false;
        bool certain = false;  // attainable whatever the stand-ins stand for
        bool kept = false;
        bool dominated = false;
    };

    void start(const PreparedCatalogue& catalogue, const Learner& learner, const Question& question);
    void take_in_gaps();
    void take_in_named(const Question& question);
    bool named_are_available();
    void ask_for_what_cheap_offers_need();
    int raw_step(int catalogue_step);
    void ask_for(int raw);
    int admit(int bundle);
    bool add_units(int candidate, int bundle);
    void add_usable_dates(int unit);
    void add_needs(int raw_unit, const Candidate& candidate, bool alone);
    bool is_taught_beside(int unit, int bundle, int step) const;
    void collect();
    bool finish();
    void look_at_offers();
    void remove_stand_ins();
    bool was_looked_at(int bundle) const;
    bool ask_below(int candidate);
    void add_stand_ins();
    void list_teaches();
    void list_providers_beside_stand_ins();
    void force_named();
    std::int64_t hours_with_own(int raw_unit, std::int64_t before) const;
    std::int64_t certain_hours_of(int raw_unit) const;
    void find_attainable();
    bool build_up();
    void cut_chains();
    void keep_relevant();
    void drop_dominated();
    bool dominates(const Candidate& better, const Candidate& worse) const;
    bool fits_dates_of(const Candidate& better, const Candidate& worse) const;
    bool is_as_short_as_each_part(const Candidate& better, const Candidate& worse) const;
    void order_open_steps();
    void renumber();
    void join_variants();
    bool may_be_joined(const Item& item) const;
    bool is_variant(const Item& leader, const Item& other) const;
    void keep_leaders();
    void add_dates_of(int variant, int leader, int leading_unit);
    void drop_useless_dates(int begin);
    void order_dates_by_cost();
    void link_items();
    void list_providers();
    void look_up_earliest_days();
    bool find_hopeless();
    void drop_early_dates();
    void renumber_units(const Candidate& candidate, int item_index);
    int former_date_of(int unit) const;
    // The units of a candidate stand side by side, and so does what they need.
    Range needs_of_units(const Candidate& candidate) const {
        return {raw_units_[candidate.units.begin].needs.begin, raw_units_[candidate.units.end - 1].needs.end};
    }
    std::span<const int> raw_providers_of(int raw) const { return part(raw_providers_, providers_of_raw_[raw]); }

    const PreparedCatalogue* catalogue_ = nullptr;
    const Learner* learner_ = nullptr;
    bool outlined_ = false;
    bool asks_for_all_ = true;   // whether every step that comes up is asked for
    std::vector<int> level_of_;  // per competence
    UsableDates usable_dates_;
    std::vector<int> raw_of_step_;   // per catalogue step: raw step or -1
    std::vector<int> candidate_of_;  // per bundle: candidate, unseen or unavailable
    std::vector<int> touched_bundles_;
    std::vector<int> pending_bundles_;
    std::size_t next_pending_ = 0;
    std::vector<int> steps_to_ask_;
    std::size_t next_to_ask_ = 0;
    std::vector<int> forced_units_;
    std::vector<PlannedUnit> fixed_;
    std::vector<PlannedUnit> former_;
    std::vector<int> raw_steps_;           // catalogue step of each raw step
    std::vector<char> asked_;              // per raw step: its real offers are taken in
    std::vector<char> step_kept_;          // per raw step
    std::vector<Range> providers_of_raw_;  // per raw step: candidates, cheapest first
    std::vector<int> raw_providers_;
    std::vector<Candidate> candidates_;
    std::vector<ModelUnit> raw_units_;
    std::size_t real_candidates_ = 0;  // stand-ins come after them
    std::size_t real_units_ = 0;
    std::size_t real_providers_ = 0;
    std::vector<ModelDate> raw_dates_;
    std::vector<int> raw_teaches_;
    std::vector<int> raw_needs_;
    std::vector<int> raw_unit_needs_;
    std::vector<int> raw_unit_of_need_;  // beside them
    std::vector<int> raw_after_;
    std::vector<int> roots_;  // candidates wanted for themselves
    struct RawGap {
        int competence;
        int level;
        int weight;
        int raw;
        int coupling;  // how strongly its competence hangs together with others
    };
    std::vector<RawGap> wanted_gaps_;
    std::vector<RawGap> gaps_;  // of these, what somebody can teach
    std::vector<int> local_of_raw_;
    std::vector<int> item_of_candidate_;
    std::vector<int> earliest_of_step_;
    std::vector<int> stack_;
    std::vector<char> seen_;
    std::vector<int> settled_;  // candidates that can be taken although the way to them was not certain
    std::vector<int> waiting_;
    std::vector<int> needs_of_unit_;
    struct Standing {  // how far a raw unit is from being attainable
        int waiting;   // needs nobody meets yet
        bool ready;
        int next;                    // with the same hours
        std::int64_t hours_least;    // before it, when every stand-in is met as cheaply as it counts
        std::int64_t hours_certain;  // before it, whatever the stand-ins stand for
    };
    std::vector<Standing> standing_;
    std::vector<int> edge_next_;
    std::vector<int> edge_to_;
    std::vector<int> step_edge_;
    std::vector<int> after_edge_;
    std::vector<int> first_at_hour_;
    std::vector<int> leader_of_;     // per item: the one it is joined with
    std::vector<int> next_variant_;  // per item: a list of those joined with it
    struct {                         // what was there before joining
        std::vector<Item> items;
        std::vector<ModelUnit> units;
        std::vector<ModelDate> dates;
    } apart_;
};

}  // namespace kc::planning::optimizer
