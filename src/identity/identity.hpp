// SPDX-License-Identifier: EUPL-1.2
// What other rooms may ask identity: who somebody is, and how organisations and departments are called on a day.
// This is the only header of this room that other domains include.
#pragma once

#include "base/date.hpp"
#include "base/viewer.hpp"
#include "storage/database.hpp"

#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace kc::identity {

struct PersonSummary {
    PersonId id;
    OrganisationId organisation_id;
    std::optional<DepartmentId> department_id;
    std::string first_name;
    std::string last_name;
    Language language{};
};
BOOST_DESCRIBE_STRUCT(PersonSummary, (), (id, organisation_id, department_id, first_name, last_name, language))

struct NamedDepartment {
    DepartmentId id;
    std::string name;
    std::optional<DepartmentId> parent_id;
};
BOOST_DESCRIBE_STRUCT(NamedDepartment, (), (id, name, parent_id))

// Active people only: blocked and erased ones are nobody to the rest of the platform.
std::optional<PersonSummary> find_person_summary(storage::Session& session, PersonId id);
std::vector<PersonSummary> list_people_of(storage::Session& session, OrganisationId organisation);
std::vector<PersonSummary> list_people_by_id(storage::Session& session, std::span<const PersonId> ids);

std::optional<std::string> find_organisation_name(storage::Session& session, OrganisationId id, Date day);
std::optional<std::string> find_department_name(storage::Session& session, DepartmentId id, Date day);
std::vector<NamedDepartment> list_open_departments(storage::Session& session, OrganisationId organisation, Date day);

// The viewer's own department, as part of their profile. False when it is not open in their organisation on that day.
bool set_own_department(storage::Transaction& tx, const Viewer& viewer, std::optional<DepartmentId> department, Date day);

}  // namespace kc::identity
