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

// `work_max` bounds the search; a plan that hit it is sound, but not proven to be the best.
Plan make_plan(const PlanningCatalogue& catalogue, const Question& question, Detail detail = Detail::explained,
               std::int64_t work_max = optimizer::Limits{}.work);

}  // namespace kc::planning
