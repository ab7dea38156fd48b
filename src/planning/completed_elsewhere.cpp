// SPDX-License-Identifier: EUPL-1.2
#include "planning/completed_elsewhere.hpp"

#include "planning/store.hpp"
#include "storage/changes.hpp"

namespace kc::planning {

bool record_completed_elsewhere(storage::Transaction& transaction, PersonId person, LearningUnitId unit, Date completed_on, Instant recorded_at) {
    if (!insert_completed(transaction, person, {unit, completed_on}, recorded_at)) return false;
    remove_choice(transaction, person, unit);
    storage::record_change(transaction, storage::ChangeTopic::person_plan, person.value);
    return true;
}

bool remove_completed_elsewhere(storage::Transaction& transaction, PersonId person, LearningUnitId unit, Instant recorded_at) {
    if (find_completed_at(transaction, person, unit) != recorded_at) return false;
    remove_completed(transaction, person, unit);
    storage::record_change(transaction, storage::ChangeTopic::person_plan, person.value);
    return true;
}

}  // namespace kc::planning
