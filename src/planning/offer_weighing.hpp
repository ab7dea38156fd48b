// SPDX-License-Identifier: EUPL-1.2
// Whether changed offers make a better plan possible for one person: told by sums, else by a search among the plans with them, else by a search
// of everything (LP-53). Pure: no SQL, no clock.
#pragma once

#include "planning/planner.hpp"
#include "planning/reach.hpp"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace kc::planning {

// The plan that stands, best without the offers: the proposal, else the plan in force.
struct PlanToBeat {
    PersonId person;
    optimizer::KnownSums sums;
    bool proven = false;
    const std::optional<std::string>& reach;
};

class OfferWeighing {
public:
    // `offered`: the numbers of the changed units that are on offer. `work_max` bounds each search.
    OfferWeighing(const PlanningCatalogue& catalogue, std::span<const int> offered, std::int64_t work_max)
        : catalogue_(catalogue), offered_(offered), work_max_(work_max) {}

    // True where no plan with one of the units can be better; `more_steps` then gets what this rests on beside the person's reach.
    bool settled_by_sums(const PlanToBeat& plan, const Question& question, std::vector<ReachedStep>& more_steps);

    // Nothing where the plan that stands, which the question holds, is still the best; `more_steps` as above. `is_answered`: the plan is the
    // answer to this very question, but for the offers.
    std::optional<SearchedPlan> search(const PlanToBeat& plan, const Question& question, bool is_answered, std::vector<ReachedStep>& more_steps);

private:
    enum class WithUnits { none_better, found_best, not_settled };

    WithUnits search_with_units(const PlanToBeat& plan, const Question& question, const StepsReached& reached, bool is_best_without,
                                SearchedPlan& found, std::vector<ReachedStep>& more_steps);
    StepsReached reach_of(const PlanToBeat& plan) const;
    void note_wanted(const PlanToBeat& plan, const StepsReached& reached, int unit, std::vector<ReachedStep>& more_steps) const;

    const PlanningCatalogue& catalogue_;
    std::span<const int> offered_;
    std::int64_t work_max_;
    std::vector<int> relies_on_;
    std::vector<optimizer::Step> wanted_;
};

}  // namespace kc::planning
