// SPDX-License-Identifier: EUPL-1.2
// Of the people whom changed offers might concern: whose plan has to be searched again, whose reasons have to be renewed, and for whom
// nothing changes (LP-53, LP-54). Certain, because the optimiser's bound decides, and much cheaper than a search.
#pragma once

#include "planning/reach.hpp"
#include "storage/database.hpp"

#include <span>
#include <vector>

namespace kc::planning {

struct OfferEffects {
    std::vector<PersonId> to_plan;
    std::vector<PersonId> to_prove;  // the plan stays, but it is not proven yet
    // The plan stays the best, but has to be looked at once more: one of the units teaches a level that it leaves open, or it was made on an
    // earlier day, and time alone may have made it impossible.
    std::vector<PersonId> to_review;
    std::vector<ReachedStep> more_steps;  // levels that matter from now on to people whose plan stays
};
OfferEffects find_offer_effects(storage::Session& session, const PlanningCatalogue& catalogue, std::span<const LearningUnitId> units,
                                std::span<const PersonId> people);

}  // namespace kc::planning
