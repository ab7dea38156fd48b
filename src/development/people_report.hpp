// SPDX-License-Identifier: EUPL-1.2
// Who can talk to whom, and what these people are called: read-only over people and their roles.
#pragma once

#include "base/viewer.hpp"
#include "storage/database.hpp"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace kc::development {

struct NamedPerson {
    PersonId id;
    OrganisationId organisation_id;
    std::optional<DepartmentId> department_id;
    std::string first_name, last_name;
    std::string name() const { return first_name + " " + last_name; }
};
BOOST_DESCRIBE_STRUCT(NamedPerson, (), (id, organisation_id, department_id, first_name, last_name))

inline constexpr int people_max = 2000;  // of one choice

// Who may agree on goals for this employer on that day; active accounts, without `without`.
std::vector<NamedPerson> list_counterparts(storage::Session& session, OrganisationId organisation, PersonId without, Date day);
// Employees of these employers with a profile of their own.
std::vector<NamedPerson> list_employees(storage::Session& session, std::span<const OrganisationId> organisations, PersonId without, Date day);
std::optional<NamedPerson> find_employee(storage::Session& session, PersonId person, Date day);
std::vector<NamedPerson> list_names(storage::Session& session, std::span<const PersonId> people);  // active ones only

// The viewer's own department and all below it; empty without a department.
std::vector<DepartmentId> list_departments_below(storage::Session& session, PersonId viewer, Date day);

struct MailReader {
    std::string email;
    std::string first_name, last_name;
    Language language{};
};
BOOST_DESCRIBE_STRUCT(MailReader, (), (email, first_name, last_name, language))
std::optional<MailReader> find_mail_reader(storage::Session& session, PersonId person);

}  // namespace kc::development
