// SPDX-License-Identifier: EUPL-1.2
// Who belongs to a group, and which goals were agreed there: read-only over tables of other rooms, narrowed to one organisation.
#pragma once

#include "storage/database.hpp"
#include "teams/groups.hpp"

#include <string>
#include <vector>

namespace kc::teams {

// Active people of the organisation who learn here (TP-01), by department.
std::vector<Group> list_groups(storage::Session& session, OrganisationId organisation, Date day);
std::vector<PersonId> list_learners(storage::Session& session, OrganisationId organisation, const Group& group, Date day);

struct OrganisationFacts {
    std::string name;
    bool is_member = false;
};
BOOST_DESCRIBE_STRUCT(OrganisationFacts, (), (name, is_member))
std::optional<OrganisationFacts> find_organisation(storage::Session& session, OrganisationId organisation, Date day);

// Agreed goals that name a competence; what HR may see anyway (WS-07).
struct AgreedGoal {
    PersonId person_id;
    std::optional<DepartmentId> department_id;
    std::string first_name, last_name;
    CompetenceId competence_id;
    int level = 0;
    Date deadline_on{};
};
BOOST_DESCRIBE_STRUCT(AgreedGoal, (), (person_id, department_id, first_name, last_name, competence_id, level, deadline_on))
std::vector<AgreedGoal> list_agreed_goals(storage::Session& session, OrganisationId organisation, const Group& group);

// Learners whom an open call of their group may concern and who agreed to mails about it, by person behind `after` (TP-34). Whether they
// lack the level is not asked here: what is sent must not tell it.
struct CalledReader {
    PersonId person_id;
    Instant called_at{};
};
std::vector<CalledReader> list_called_readers(storage::Session& session, Date today, Instant since, PersonId after, int limit);

}  // namespace kc::teams
