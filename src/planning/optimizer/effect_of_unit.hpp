// SPDX-License-Identifier: EUPL-1.2
// Can a plan with one certain unit be better than a plan that is known? Answered by a bound, without a search: for the many whom a new
// offer might concern and whose plan it does not change. "None" is certain; "possible" asks for a search.
#pragma once

#include "planning/optimizer/optimizer.hpp"

namespace kc::planning::optimizer {

enum class UnitEffect { none, possible };

// What is known about the best plan without the unit.
struct KnownSums {
    std::int64_t closure = 0;
    std::int64_t half_hours = 0;
    std::int64_t price_cents = 0;
    bool is_former = false;  // it is the former plan itself: among plans with the same sums it stays
};

// The first part of effect_of_unit, and the end for most: true where sums or the unit's own dates say "none" already.
bool sums_settle(const PreparedCatalogue& catalogue, const Learner& learner, int unit, const KnownSums& known, std::vector<int>* relies_on = nullptr);

// Memory is kept per thread. Wishes for units (Learner::mandatory) are left aside, which can only make more plans possible; so is the former plan.
// `relies_on`, where given, holds the catalogue steps for which the bound knows the offers: an offer for one of them that comes later can end
// what was said here, one for other steps cannot (as LearnerModel::wanted_steps()).
UnitEffect effect_of_unit(const PreparedCatalogue& catalogue, const Learner& learner, int unit, const KnownSums& known,
                          std::vector<int>* relies_on = nullptr);

// Why steps stay open beside a plan that was found earlier, as in Plan::unmet; `wanted` then holds what wanted_steps() would tell.
std::vector<UnmetStep> unmet_beside(const PreparedCatalogue& catalogue, const Learner& learner, const Plan& plan, std::vector<int>& wanted);

}  // namespace kc::planning::optimizer
