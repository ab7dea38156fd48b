// SPDX-License-Identifier: EUPL-1.2
#include "development/people_report.hpp"

namespace kc::development {

namespace {

constexpr std::string_view named = "SELECT p.id, p.organisation_id, p.department_id, p.first_name, p.last_name FROM people p ";
constexpr std::string_view holds =
    "EXISTS (SELECT 1 FROM role_assignments r WHERE r.person_id = p.id AND r.organisation_id = p.organisation_id AND r.valid_from <= ? "
    "AND (r.valid_until IS NULL OR r.valid_until >= ?) AND r.role IN ";
constexpr std::string_view by_name = " ORDER BY p.last_name, p.first_name, p.id";

}  // namespace

// The roles are those that grant Permission::agree_goals.
std::vector<NamedPerson> list_counterparts(storage::Session& session, OrganisationId organisation, PersonId without, Date day) {
    static const auto sql =
        fmt::format("{}WHERE p.state = 'active' AND p.organisation_id = ? AND p.id <> ? AND {}('supervisor', 'hr_decision_maker')){} LIMIT {}", named,
                    holds, by_name, people_max);
    return session.query<NamedPerson>(sql, organisation, without, day, day);
}

std::vector<NamedPerson> list_employees(storage::Session& session, std::span<const OrganisationId> organisations, PersonId without, Date day) {
    static const auto sql = fmt::format("{}WHERE p.state = 'active' AND p.organisation_id IN ($LIST) AND p.id <> ? AND {}('learner')){} LIMIT {}",
                                        named, holds, by_name, people_max);
    return session.query<NamedPerson>(sql, storage::json_ids(organisations), without, day, day);
}

std::optional<NamedPerson> find_employee(storage::Session& session, PersonId person, Date day) {
    static const auto sql = fmt::format("{}WHERE p.state = 'active' AND p.id = ? AND {}('learner'))", named, holds);
    return session.find<NamedPerson>(sql, person, day, day);
}

std::vector<NamedPerson> list_names(storage::Session& session, std::span<const PersonId> people) {
    static const auto sql = fmt::format("{}WHERE p.state = 'active' AND p.id IN ($LIST){}", named, by_name);
    return session.query<NamedPerson>(sql, storage::json_ids(people));
}

std::vector<DepartmentId> list_departments_below(storage::Session& session, PersonId viewer, Date day) {
    return session.query<DepartmentId>(
        "WITH RECURSIVE below (id) AS (SELECT department_id FROM people WHERE id = ? AND department_id IS NOT NULL UNION "
        "SELECT v.department_id FROM department_versions v JOIN below b ON v.parent_id = b.id "
        "WHERE v.valid_from <= ? AND (v.valid_until IS NULL OR v.valid_until > ?)) SELECT id FROM below",
        viewer, day, day);
}

std::optional<MailReader> find_mail_reader(storage::Session& session, PersonId person) {
    return session.find<MailReader>(
        "SELECT email, first_name, last_name, language FROM people WHERE id = ? AND state = 'active' AND email IS NOT NULL", person);
}

}  // namespace kc::development
