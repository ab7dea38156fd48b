// SPDX-License-Identifier: EUPL-1.2
#include "teams/group_report.hpp"

#include <algorithm>

namespace kc::teams {

namespace {

constexpr std::string_view learns =
    "p.state = 'active' AND p.organisation_id = ? AND EXISTS (SELECT 1 FROM role_assignments r WHERE r.person_id = p.id AND r.role = 'learner' "
    "AND r.organisation_id = p.organisation_id AND r.valid_from <= ? AND (r.valid_until IS NULL OR r.valid_until >= ?))";

struct DepartmentRow {
    DepartmentId id;
    std::optional<DepartmentId> parent_id;
    std::string name;
};
BOOST_DESCRIBE_STRUCT(DepartmentRow, (), (id, parent_id, name))

struct MemberCount {
    std::optional<DepartmentId> department_id;
    std::int64_t people = 0;
};
BOOST_DESCRIBE_STRUCT(MemberCount, (), (department_id, people))

bool belongs(const Group& group, const std::optional<DepartmentId>& department) {
    if (!group.department) return true;
    return department && std::find(group.departments.begin(), group.departments.end(), *department) != group.departments.end();
}

}  // namespace

std::vector<Group> list_groups(storage::Session& session, OrganisationId organisation, Date day) {
    static const auto count_sql = fmt::format("SELECT p.department_id, COUNT(*) AS people FROM people p WHERE {} GROUP BY p.department_id", learns);
    const auto rows = session.query<DepartmentRow>(
        "SELECT v.department_id AS id, v.parent_id, v.name FROM department_versions v JOIN departments d ON d.id = v.department_id "
        "WHERE d.organisation_id = ? AND v.valid_from <= ? AND (v.valid_until IS NULL OR v.valid_until > ?) ORDER BY v.name, v.department_id",
        organisation, day, day);
    std::vector<DepartmentPeople> departments;
    for (const auto& row : rows) departments.push_back({row.id, row.parent_id, row.name, 0});
    int without = 0;
    for (const auto& row : session.query<MemberCount>(count_sql, organisation, day, day)) {
        const auto found = std::find_if(departments.begin(), departments.end(), [&](const auto& one) { return row.department_id == one.id; });
        (found == departments.end() ? without : found->people) += static_cast<int>(row.people);
    }
    return groups_of(departments, without);
}

std::vector<PersonId> list_learners(storage::Session& session, OrganisationId organisation, const Group& group, Date day) {
    static const auto all = fmt::format("SELECT p.id FROM people p WHERE {} ORDER BY p.id", learns);
    static const auto some = fmt::format("SELECT p.id FROM people p WHERE {} AND p.department_id IN ($LIST) ORDER BY p.id", learns);
    if (!group.department) return session.query<PersonId>(all, organisation, day, day);
    return session.query<PersonId>(some, organisation, day, day, storage::json_ids(group.departments));
}

std::optional<OrganisationFacts> find_organisation(storage::Session& session, OrganisationId organisation, Date day) {
    return session.find<OrganisationFacts>(
        "SELECT v.name, o.is_member FROM organisations o JOIN organisation_versions v ON v.organisation_id = o.id "
        "WHERE o.id = ? AND v.valid_from <= ? AND (v.valid_until IS NULL OR v.valid_until > ?)",
        organisation, day, day);
}

std::vector<AgreedGoal> list_agreed_goals(storage::Session& session, OrganisationId organisation, const Group& group) {
    auto goals = session.query<AgreedGoal>(
        "SELECT g.person_id, p.department_id, p.first_name, p.last_name, v.competence_id, v.level, v.deadline_on FROM goals g "
        "JOIN people p ON p.id = g.person_id AND p.organisation_id = g.organisation_id AND p.state = 'active' "
        "JOIN goal_versions v ON v.goal_id = g.id AND v.version = g.agreed_version "
        "WHERE g.state IN ('agreed', 'reported') AND g.organisation_id = ? AND v.competence_id IS NOT NULL "
        "ORDER BY p.last_name, p.first_name, p.id, v.deadline_on",
        organisation);
    std::erase_if(goals, [&](const AgreedGoal& goal) { return !belongs(group, goal.department_id); });
    return goals;
}

}  // namespace kc::teams
