// SPDX-License-Identifier: EUPL-1.2
// What a plan with one certain unit can reach at most within its hours, from the offers for the open steps alone: no model, no dates against
// each other. Weaker than the table of least costs, but a tenth of its price, and enough for most people.
#pragma once

#include <vector>

#include "planning/optimizer/prepared_catalogue.hpp"

namespace kc::planning::optimizer {

struct KnownSums;

// True: no plan with the unit is better than the one that is known. This rests on the offers for the learner's open steps and for those that
// `relies_on`, where given, then holds.
bool sums_rule_out(const PreparedCatalogue& catalogue, const Learner& learner, int unit, const KnownSums& known,
                   std::vector<int>* relies_on = nullptr);

}  // namespace kc::planning::optimizer
