// SPDX-License-Identifier: EUPL-1.2
// SQL of this room: what was changed about demands and texts.
#pragma once

#include "competence/demand_editing.hpp"
#include "storage/database.hpp"

namespace kc::roles {

struct DemandChange {
    std::int64_t id = 0;
    std::optional<RoleProfileId> role_profile_id;
    std::optional<OrganisationId> organisation_id;
    CompetenceId competence_id;
    std::optional<competence::DemandRecord> before, after;
    Instant changed_at{};
    Role changed_as{};
    std::int64_t people = 0;
    std::optional<Instant> undone_at;
};

void insert_change(storage::Transaction& transaction, const DemandChange& change);
// Those of the given authorities, or of all; newest first.
struct ChangeScope {
    bool everything = false;
    std::vector<OrganisationId> organisations;
};
std::vector<DemandChange> list_changes(storage::Session& session, std::optional<RoleProfileId> role, const ChangeScope& scope, int limit);
std::optional<DemandChange> lock_change(storage::Transaction& transaction, std::int64_t id);
void mark_undone(storage::Transaction& transaction, std::int64_t id, Instant at);

void insert_role_version(storage::Transaction& transaction, RoleProfileId role, int version, const competence::RoleTexts& texts, Instant at);

// JSON of a row and back; a text from the table that is not such a row is a defect.
std::string to_text(const competence::DemandRecord& demand);
competence::DemandRecord parse_demand(const std::string& text);
// Changes with every change of the row: what an editor saw when the form was opened (TA-09).
std::string revision_of(const competence::DemandRecord& demand);

}  // namespace kc::roles
