// SPDX-License-Identifier: EUPL-1.2
// Of the people whom changed offers might concern: whose plan has to be searched again, whose reasons have to be renewed, and for whom
// nothing changes (LP-53, LP-54). Certain: sums decide for most, a search for the others, and what it finds is kept for being stored.
#pragma once

#include "planning/planner.hpp"
#include "planning/reach.hpp"
#include "planning/store.hpp"

#include <span>
#include <vector>

namespace kc::planning {

// Another plan than the one that stands, and what it was made from, all as one state of the database says.
struct FoundPlan {
    PersonState state;
    competence::LearnerProfile profile;  // as far as question_text tells
    SearchedPlan plan;
};

struct OfferEffects {
    std::vector<PersonId> to_plan;  // to be planned from everything that is stored about them
    std::vector<FoundPlan> found;
    std::vector<PersonId> to_prove;  // the plan stays, but it is not proven yet
    // The plan stays the best, but has to be looked at once more: one of the units teaches a level that it leaves open, or it was made on an
    // earlier day, and time alone may have made it impossible.
    std::vector<PersonId> to_review;
    std::vector<ReachedStep> more_steps;  // levels that matter from now on to people whose plan stays
    bool any_to_note() const { return !to_prove.empty() || !to_review.empty() || !more_steps.empty(); }
};
// `work_max` bounds each search.
OfferEffects find_offer_effects(storage::Session& session, const PlanningCatalogue& catalogue, std::span<const LearningUnitId> units,
                                std::span<const PersonId> people, std::int64_t work_max);

}  // namespace kc::planning
