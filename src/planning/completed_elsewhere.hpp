// SPDX-License-Identifier: EUPL-1.2
// Units a person completed before she came here: never planned again (LP-13), without evidence from planning, because whoever records them
// knows better what they are worth.
#pragma once

#include "base/ids.hpp"
#include "storage/database.hpp"

namespace kc::planning {

// False when the unit counts as completed already. `recorded_at` names the occasion. Planning again is the caller's to ask for.
bool record_completed_elsewhere(storage::Transaction& transaction, PersonId person, LearningUnitId unit, Date completed_on, Instant recorded_at);

// Takes back what that occasion recorded, and nothing the person reported herself.
bool remove_completed_elsewhere(storage::Transaction& transaction, PersonId person, LearningUnitId unit, Instant recorded_at);

}  // namespace kc::planning
