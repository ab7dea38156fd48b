// SPDX-License-Identifier: EUPL-1.2
// The one place that writes single demand lines and the texts of role profiles. Who may do so, and what it means for people, belongs to
// the room roles; here is only the SQL of the tables this room owns, each function inside the caller's transaction with change record.
#pragma once

#include "competence/framework_editing.hpp"

namespace kc::competence {

// As they stand in the tables now. No role profile: the general demands. Authority lines of all organisations.
std::vector<DemandRecord> list_demands(storage::Session& session, std::optional<RoleProfileId> role);
std::optional<DemandRecord> find_demand(storage::Session& session, std::int64_t id);
std::optional<DemandRecord> lock_demand(storage::Transaction& transaction, std::int64_t id);

// Lines whose statutory deadline ended on a day from `first` on and before `end`, of all works.
std::vector<DemandRecord> list_demands_with_deadline(storage::Session& session, Date first, Date end);

std::int64_t insert_demand(storage::Transaction& transaction, const DemandRecord& demand);  // its number
void update_demand(storage::Transaction& transaction, const DemandRecord& demand);
void delete_demand(storage::Transaction& transaction, std::int64_t id, std::optional<RoleProfileId> role);

struct RoleTexts {
    std::string name, name_en, description;
    std::vector<std::string> titles;
    FrameworkState state = FrameworkState::published;
    std::vector<Alignment> alignments = {};      // ESCO occupation, KldB; by framework and number
    std::vector<RoleProfileId> successors = {};  // what often comes next, and what takes the place of an outdated one; by number
    bool operator==(const RoleTexts&) const = default;
};
BOOST_DESCRIBE_STRUCT(RoleTexts, (), (name, name_en, description, titles, state, alignments, successors))

bool role_slug_is_taken(storage::Session& session, std::string_view slug);
RoleProfileId insert_role_profile(storage::Transaction& transaction, const std::string& slug, const RoleTexts& texts);
// The version counts up by one.
void update_role_profile(storage::Transaction& transaction, RoleProfileId role, const RoleTexts& texts);

// As it stands in the table now. The lock is what editors of the same kind of work wait for.
struct StoredRole {
    RoleTexts texts;
    int version = 1;
};
std::optional<StoredRole> find_role_profile(storage::Session& session, RoleProfileId role);
std::optional<StoredRole> lock_role_profile(storage::Transaction& transaction, RoleProfileId role);

// Whom a demand concerns: people with this work today or in future, of one organisation or of all; general demands concern everybody
// who chose any work. By number, after `after`.
std::vector<PersonId> list_people_asked(storage::Session& session, std::optional<RoleProfileId> role, std::optional<OrganisationId> organisation,
                                        PersonId after, int limit);
std::int64_t count_people_asked(storage::Session& session, std::optional<RoleProfileId> role, std::optional<OrganisationId> organisation);

// How many people of each organisation have each kind of work; no role profile: any of them.
struct PeopleAtWork {
    std::optional<RoleProfileId> role_profile_id;
    OrganisationId organisation_id;
    std::int64_t people = 0;
};
BOOST_DESCRIBE_STRUCT(PeopleAtWork, (), (role_profile_id, organisation_id, people))
std::vector<PeopleAtWork> list_people_at_work(storage::Session& session);

}  // namespace kc::competence
