// SPDX-License-Identifier: EUPL-1.2
// From a question to a finished plan: solve, let the independent checker verify, lay out in weeks, explain. Pure: no SQL, no clock.
#pragma once

#include "planning/planning_instance.hpp"

#include <stdexcept>

namespace kc::planning {

// The checker refused what the solver found. That is breakage: nothing is stored, the log says which rule.
class PlanRejected : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

// How much is told beside the plan itself. What a limit more would bring costs further searches: only `thorough` does them, when a person
// asks for exactly that (LP-35).
enum class Detail { plan_only, explained, thorough };

// For questions somebody waits for, outside any transaction: about a second at most, nearly always milliseconds.
inline constexpr std::int64_t work_to_answer = 200'000;

// What the search found, before its weeks and reasons are worked out.
struct SearchedPlan {
    Instance instance;
    optimizer::Plan solved;
    std::string reach;  // what an offer has to teach to matter to this person (reach.hpp)
};
// `work_max` bounds the search; a plan that hit it is sound, but not proven to be the best.
SearchedPlan search_plan(const PlanningCatalogue& catalogue, const Question& question, std::int64_t work_max);
// Only among plans that contain this one unit: the best of those that are better than the plan that is known, or as good where that may go.
// Nothing when there is none. Feasible: the work did not suffice, and the plan says nothing. `wanted` becomes what an offer has to teach to
// matter for plans with the unit; the reach of the plan stays empty, since it also has to tell of those without.
std::optional<SearchedPlan> search_plan_with(const PlanningCatalogue& catalogue, const Question& question, int unit,
                                             const optimizer::KnownSums& known, std::int64_t work_max, std::vector<optimizer::Step>& wanted);
// The same question as for the search.
Plan finish_plan(const PlanningCatalogue& catalogue, const Question& question, const SearchedPlan& searched, Detail detail);

// Both in one go; `reach`, where it is wanted, is that of the search.
Plan make_plan(const PlanningCatalogue& catalogue, const Question& question, Detail detail = Detail::explained,
               std::int64_t work_max = optimizer::Limits{}.work, std::string* reach = nullptr);

// The standing plan (the proposal, or the plan in force), proven before, with gaps and reasons as they are now and without a search; nothing when
// it does not hold any more.
std::optional<Plan> renew_reasons(const PlanningCatalogue& catalogue, const Question& question, std::string* reach = nullptr);

}  // namespace kc::planning
