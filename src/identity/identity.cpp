// SPDX-License-Identifier: EUPL-1.2
#include "identity/identity.hpp"

#include "identity/organisation_store.hpp"
#include "identity/people_store.hpp"

namespace kc::identity {

namespace {

constexpr std::string_view select_summary =
    "SELECT id, organisation_id, department_id, first_name, last_name, language FROM people WHERE state = 'active' ";

}  // namespace

std::optional<PersonSummary> find_person_summary(storage::Session& session, PersonId id) {
    static const std::string sql = std::string(select_summary) + "AND id = ?";
    return session.find<PersonSummary>(sql, id);
}

std::vector<PersonSummary> list_people_of(storage::Session& session, OrganisationId organisation) {
    static const std::string sql = std::string(select_summary) + "AND organisation_id = ? ORDER BY last_name, first_name, id";
    return session.query<PersonSummary>(sql, organisation);
}

std::vector<PersonSummary> list_people_by_id(storage::Session& session, std::span<const PersonId> ids) {
    static const std::string sql = std::string(select_summary) + "AND id IN ($LIST) ORDER BY last_name, first_name, id";
    return session.query<PersonSummary>(sql, storage::json_ids(ids));
}

std::optional<std::string> find_organisation_name(storage::Session& session, OrganisationId id, Date day) {
    return session.find<std::string>(
        "SELECT name FROM organisation_versions WHERE organisation_id = ? AND valid_from <= ? AND (valid_until IS NULL OR valid_until > ?)", id, day,
        day);
}

std::optional<std::string> find_department_name(storage::Session& session, DepartmentId id, Date day) {
    return session.find<std::string>(
        "SELECT name FROM department_versions WHERE department_id = ? AND valid_from <= ? AND (valid_until IS NULL OR valid_until > ?)", id, day,
        day);
}

std::vector<NamedDepartment> list_open_departments(storage::Session& session, OrganisationId organisation, Date day) {
    std::vector<NamedDepartment> departments;
    for (auto& department : store::list_departments(session, organisation, day)) {
        departments.push_back({department.id, std::move(department.name), department.parent_id});
    }
    return departments;
}

bool set_own_department(storage::Transaction& tx, const Viewer& viewer, std::optional<DepartmentId> department, Date day) {
    if (department && !store::is_department_open(tx, *department, viewer.organisation, day)) return false;
    store::update_department(tx, viewer.person, department);
    return true;
}

}  // namespace kc::identity
