// SPDX-License-Identifier: EUPL-1.2
// What a plan with one certain unit can reach at most within its hours, from the offers for the open steps alone: no model, no dates against
// each other. Weaker than the table of least costs, but a tenth of its price, and enough for most people.
#pragma once

#include <vector>

#include "planning/optimizer/optimizer.hpp"

namespace kc::planning::optimizer {

// True: no plan with the unit is better than the one that is known, because of sums or because the unit itself has no date the learner could
// use. Wishes for units (Learner::mandatory) are left aside, which can only make more plans possible; so is the former plan. `relies_on`, where
// given, holds the catalogue steps beyond the open ones for which offers were looked at: an offer for one of them that comes later can end what
// was said here, one for other steps cannot (as wanted_steps()). Memory is kept per thread.
bool sums_settle(const PreparedCatalogue& catalogue, const Learner& learner, int unit, const KnownSums& known, std::vector<int>* relies_on = nullptr);

// The sums alone.
bool sums_rule_out(const PreparedCatalogue& catalogue, const Learner& learner, int unit, const KnownSums& known,
                   std::vector<int>* relies_on = nullptr);

}  // namespace kc::planning::optimizer
