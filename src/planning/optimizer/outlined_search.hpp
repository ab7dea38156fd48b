// SPDX-License-Identifier: EUPL-1.2
// Answers a question with as little of the catalogue as it needs: outlines first, everything that can matter only when they do not settle it.
// The answers are those of the whole question; among plans that are equal in all five stages another may be named.
#pragma once

#include "planning/optimizer/learner_model.hpp"
#include "planning/optimizer/search.hpp"

namespace kc::planning::optimizer {

// Nothing found and complete: no plan exists. `model` is then the one the answer comes from.
SearchResult search_with_outline(const PreparedCatalogue& catalogue, const Learner& learner, const Question& question, const SearchLimits& limits,
                                 LearnerModel& model, Search& search);

}  // namespace kc::planning::optimizer
