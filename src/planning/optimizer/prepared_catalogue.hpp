// SPDX-License-Identifier: EUPL-1.2
// A catalogue made ready for planning: built once per change of offers, then shared, unchanged, by any number of threads.
// It joins the units of closed courses into indivisible bundles and lists, per competence level, who teaches it.
#pragma once

#include <span>

#include "planning/optimizer/instance.hpp"

namespace kc::planning::optimizer {

// Units that can only be taken together: all units of a closed course, or one single unit.
struct Bundle {
    std::int64_t half_hours = 0;
    std::int64_t price_cents = 0;
    std::int64_t presence_days = 0;
    int units_begin = 0;
    int units_end = 0;
    int steps_begin = 0;
    int steps_end = 0;
};

// A unit without its names, its lists as ranges of common arrays: what planning one learner touches stays close in memory.
struct CompactUnit {
    int after;
    bool scheduled;
    int dates_begin;
    int dates_end;
    int needs_begin;
    int needs_end;
    int teaches_begin;
    int teaches_end;
};

// A date as planning looks at it; those of one unit stand in the order of their last days.
struct CompactDate {
    int first_day;
    int last_day;
    int place;  // -1 online
    int index;  // into Unit::dates
};

// The least any plan pays for one step: every offer that teaches it has its cost split over all it teaches, rounded down.
struct LeastCost {
    bool taught = false;  // by anybody at all
    int half_hours = 0;
    int price_cents = 0;
    int presence_days = 0;
    int half_hours_before = 0;  // of these, what has to be done before something that builds on it: of a closed course one unit alone
};

// Self-paced offers, each by itself, that lead from nothing to a step: they are open to everybody who can pay each of them.
struct SelfPacedChain {
    std::int64_t half_hours;   // together, along the longest line of needs
    std::int64_t price_cents;  // of the dearest of them
};

class PreparedCatalogue {
public:
    explicit PreparedCatalogue(Catalogue catalogue);

    const Catalogue& catalogue() const { return catalogue_; }
    int step_count() const { return static_cast<int>(catalogue_.competences.size()) * catalogue_.levels; }
    int step_index(Step step) const { return step.competence * catalogue_.levels + step.level - 1; }
    Step step_at(int index) const { return {index / catalogue_.levels, index % catalogue_.levels + 1}; }

    int bundle_count() const { return static_cast<int>(bundles_.size()); }
    const Bundle& bundle(int index) const { return bundles_[index]; }
    // Tells the processor that this bundle is looked at next.
    void fetch_early(int index) const {
        __builtin_prefetch(bundles_.data() + index);
        __builtin_prefetch(units_.data() + bundle_units_[bundles_[index].units_begin]);
    }
    int bundle_of(int unit) const { return bundle_of_[unit]; }
    std::span<const int> units_of(const Bundle& bundle) const {
        return {bundle_units_.data() + bundle.units_begin, bundle_units_.data() + bundle.units_end};
    }
    // The steps a bundle teaches, as step indices, each once.
    std::span<const int> steps_of(const Bundle& bundle) const {
        return {bundle_steps_.data() + bundle.steps_begin, bundle_steps_.data() + bundle.steps_end};
    }
    const CompactUnit& unit(int index) const { return units_[index]; }
    std::span<const CompactDate> dates_of(const CompactUnit& unit) const {
        return {dates_.data() + unit.dates_begin, dates_.data() + unit.dates_end};
    }
    std::span<const Step> needs_of(const CompactUnit& unit) const { return {needs_.data() + unit.needs_begin, needs_.data() + unit.needs_end}; }
    std::span<const int> teaches_of(const CompactUnit& unit) const {
        return {teaches_.data() + unit.teaches_begin, teaches_.data() + unit.teaches_end};
    }
    // Bundles that teach a step, fewest half hours first, then cheapest.
    std::span<const int> providers_of(int step) const {
        return {providers_.data() + provider_begin_[step], providers_.data() + provider_begin_[step + 1]};
    }
    const LeastCost& least_cost_of(int step) const { return least_costs_[step]; }
    // Beyond every budget when there is none.
    const SelfPacedChain& self_paced_chain_of(int step) const { return self_paced_chains_[step]; }
    // Whether some offer costs neither hours nor money and teaches several steps.
    bool has_free_offers() const { return has_free_offers_; }

private:
    void compact_units();
    void join_closed_courses();
    void list_providers();
    void find_least_costs();
    void find_self_paced_chains();

    Catalogue catalogue_;
    std::vector<CompactUnit> units_;
    std::vector<CompactDate> dates_;
    std::vector<Step> needs_;
    std::vector<int> teaches_;
    std::vector<Bundle> bundles_;
    std::vector<int> bundle_of_;
    std::vector<int> bundle_units_;
    std::vector<int> bundle_steps_;
    std::vector<int> provider_begin_;
    std::vector<int> providers_;
    std::vector<LeastCost> least_costs_;
    std::vector<SelfPacedChain> self_paced_chains_;
    bool has_free_offers_ = false;
};

}  // namespace kc::planning::optimizer
