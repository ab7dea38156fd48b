// SPDX-License-Identifier: EUPL-1.2
// Offers that come and go in the sample town, and whom they concern.
#pragma once

#include "planning/reach.hpp"
#include "planning/tests/planning_town.hpp"

#include <vector>

namespace kc::planning::test {

inline void set_state(PlanningTown& town, LearningUnitId unit, const char* state) {
    town.town.database().in_transaction(
        [&](storage::Transaction& transaction) { transaction.execute("UPDATE learning_units SET state = ? WHERE id = ?", state, unit); });
    town.catalogues.renew(std::vector{unit});
}

inline void accept_all(PlanningTown& town) {
    town.town.database().in_transaction([&](storage::Transaction& transaction) {
        transaction.execute(
            "UPDATE curricula SET state = 'replaced' WHERE state = 'accepted' AND person_id IN "
            "(SELECT person_id FROM curricula WHERE state = 'proposed')");
        transaction.execute("UPDATE curricula SET state = 'accepted', decided_at = ? WHERE state = 'proposed'", town.town.clock.now());
    });
}

inline std::vector<LearningUnitId> published(PlanningTown& town) {
    return town.town.database().read([](storage::Session& session) {
        return session.query<LearningUnitId>("SELECT id FROM learning_units WHERE state = 'published' ORDER BY id");
    });
}

inline std::vector<PersonId> affected(PlanningTown& town, LearningUnitId unit) {
    return town.town.database().read([&](storage::Session& session) { return list_affected(session, with_dependents(session, std::vector{unit})); });
}

}  // namespace kc::planning::test
