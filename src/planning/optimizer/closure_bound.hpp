// SPDX-License-Identifier: EUPL-1.2
// What a plan with one certain unit can reach at most, from a few sums over the offers for the open steps: no model, no table.
// Weaker than the table of least costs, but a twentieth of its price, and enough for most people whose budgets are tight.
#pragma once

#include "planning/optimizer/prepared_catalogue.hpp"

namespace kc::planning::optimizer {

// True: every plan with the unit reaches less than this closure. It depends on nothing but the offers for the learner's open steps.
bool always_reaches_less(const PreparedCatalogue& catalogue, const Learner& learner, int unit, std::int64_t closure);

}  // namespace kc::planning::optimizer
