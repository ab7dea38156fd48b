// SPDX-License-Identifier: EUPL-1.2
// Offers that come and go in the sample town, and whom they concern.
#pragma once

#include "planning/offer_effects.hpp"
#include "planning/reach.hpp"
#include "planning/tests/planning_town.hpp"

#include <algorithm>
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

// The unit counts as new for everybody: they have the plan that is best without it.
inline void make_new(PlanningTown& town, LearningUnitId unit) {
    set_state(town, unit, "retired");
    (void)town.curricula.plan_everyone(1, true);
    accept_all(town);
    set_state(town, unit, "published");
}

// The same for one person.
inline void make_new(PlanningTown& town, LearningUnitId unit, PersonId person) {
    set_state(town, unit, "retired");
    (void)town.curricula.replan(std::vector{person}, Cause::offers_changed);
    accept_all(town);
    set_state(town, unit, "published");
}

inline std::vector<LearningUnitId> published(PlanningTown& town) {
    return town.town.database().read([](storage::Session& session) {
        return session.query<LearningUnitId>("SELECT id FROM learning_units WHERE state = 'published' ORDER BY id");
    });
}

inline std::vector<PersonId> affected(PlanningTown& town, LearningUnitId unit) {
    return town.town.database().read([&](storage::Session& session) { return list_affected(session, with_dependents(session, std::vector{unit})); });
}

inline OfferEffects effects_of(PlanningTown& town, LearningUnitId unit, const std::vector<PersonId>& people) {
    constexpr std::int64_t work_max = 600;
    return town.town.database().read(
        [&](storage::Session& session) { return find_offer_effects(session, *town.curricula.catalogue(), std::vector{unit}, people, work_max); });
}

// Whose plan is not said to stay: found at once, or to be planned.
inline std::vector<PersonId> people_to_change(const OfferEffects& effects) {
    auto people = effects.to_plan;
    for (const auto& found : effects.found) people.push_back(found.state.person);
    std::sort(people.begin(), people.end());
    return people;
}

}  // namespace kc::planning::test
