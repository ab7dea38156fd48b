// SPDX-License-Identifier: EUPL-1.2
// Why a unit comes, goes or moves from one plan to the next, in plain words: looked up in today's offers, limits and wishes.
#pragma once

#include "planning/views.hpp"

namespace kc::planning {

enum class ChangeReason {
    excluded,    // the person does not want it
    own_choice,  // the person locked it, at this date
    completed,
    not_offered,    // gone, or without a date that can be booked
    past_deadline,  // or cancelled
    outside_period,
    blocked_day,
    place_not_reachable,
    online_not_wanted,
    better_plan,  // nothing forces it: the whole is better so
};
BOOST_DESCRIBE_ENUM(ChangeReason, excluded, own_choice, completed, not_offered, past_deadline, outside_period, blocked_day, place_not_reachable,
                    online_not_wanted, better_plan)

// Why this unit does not stay at this date.
ChangeReason reason_of_leaving(const PlanningCatalogue& catalogue, const DateExaminer& examiner, const PersonChoices& choices, LearningUnitId unit,
                               std::optional<TutorialDateId> date, std::optional<TutorialDateId> then = std::nullopt);

// Puts the reasons into a difference that is to be shown.
void name_reasons(DifferenceView& view, const Difference& difference, const OwnPlans& own, const competence::LearnerProfile& profile,
                  const PlanViews& words);

}  // namespace kc::planning
