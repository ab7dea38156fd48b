// SPDX-License-Identifier: EUPL-1.2
// What a history reads from the tables of other rooms: completed units with what they were, the same units published here, and whether
// an account is still in use. Read-only.
#pragma once

#include "learning_history/model.hpp"
#include "storage/database.hpp"

#include <optional>
#include <string>
#include <vector>

namespace kc::learning_history {

struct CompletedUnitRow {
    LearningUnitId unit_id;
    std::string slug, title, objective, provider;
    int half_hours = 0;
    Date completed_on{};
    std::optional<std::string> source_system, source_id;
};
BOOST_DESCRIBE_STRUCT(CompletedUnitRow, (), (unit_id, slug, title, objective, provider, half_hours, completed_on, source_system, source_id))

// Newest first; also those that are no longer on offer.
std::vector<CompletedUnitRow> list_completed_units(storage::Session& session, PersonId person);

// For each entry the unit that is the same here (LH-23), by its address there, by where both come from, or, of a history of our own, by name.
// Internal units count for their own organisation only (AN-43).
struct UnitMatching {
    OrganisationId organisation;  // of the person
    bool own_issuer = false;
};
std::vector<std::optional<LearningUnitId>> same_units(storage::Session& session, const std::vector<Entry>& entries, const UnitMatching& matching);

bool is_completed(storage::Session& session, PersonId person, LearningUnitId unit);
bool is_active(storage::Session& session, PersonId person);

}  // namespace kc::learning_history
