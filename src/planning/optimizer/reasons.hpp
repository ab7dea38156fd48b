// SPDX-License-Identifier: EUPL-1.2
// Finds out why a step stays open and why a mandatory unit cannot be taken.
// Each reason is tested against the plan or by a search of its own, never guessed.
#pragma once

#include "planning/optimizer/learner_model.hpp"
#include "planning/optimizer/optimizer.hpp"
#include "planning/optimizer/search.hpp"

namespace kc::planning::optimizer {

// Lists the open steps above the reached levels. `model` is the model the plan was searched in; what an outline leaves open is settled
// where a reason depends on it.
std::vector<UnmetStep> list_unmet(const PreparedCatalogue& catalogue, const Learner& learner, LearnerModel& model, const Plan& plan);

// Answers whether the units can be in one plan together (with everything they need), nothing else being asked for. `work`, where given,
// becomes what the answer took.
enum class Possible { yes, no, not_examined };
Possible can_be_taken(const PreparedCatalogue& catalogue, const Learner& learner, const std::vector<int>& units,
                      const std::vector<PlannedUnit>& fixed, const SearchLimits& limits, LearnerModel& model, Search& search,
                      std::int64_t* work = nullptr);

Reason why_not_takeable(const PreparedCatalogue& catalogue, const Learner& learner, int unit, const SearchLimits& limits, LearnerModel& model,
                        Search& search);

}  // namespace kc::planning::optimizer
