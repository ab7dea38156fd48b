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
// The same question as for the search.
Plan finish_plan(const PlanningCatalogue& catalogue, const Question& question, const SearchedPlan& searched, Detail detail);

// Both in one go; `reach`, where it is wanted, is that of the search.
Plan make_plan(const PlanningCatalogue& catalogue, const Question& question, Detail detail = Detail::explained,
               std::int64_t work_max = optimizer::Limits{}.work, std::string* reach = nullptr);

// The standing plan (the proposal, or the plan in force), proven before, with gaps and reasons as they are now and without a search; nothing when
// it does not hold any more.
std::optional<Plan> renew_reasons(const PlanningCatalogue& catalogue, const Question& question, std::string* reach = nullptr);

}  // namespace kc::planning
