// SPDX-License-Identifier: EUPL-1.2
#include "teams/group_report.hpp"

#include "teams/model.hpp"

#include <algorithm>
#include <map>

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

struct RecentCall {
    TeamCallId id;
    OrganisationId organisation_id;
    std::optional<DepartmentId> department_id;
    PersonId called_by;
    Instant called_at{};
};
BOOST_DESCRIBE_STRUCT(RecentCall, (), (id, organisation_id, department_id, called_by, called_at))

constexpr int consent_version_of_calls = 2;  // earlier texts of development_mails do not speak of calls

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

std::vector<CalledReader> list_called_readers(storage::Session& session, Date today, Instant since, PersonId after, int limit) {
    const std::string wanted = fmt::format(
        "SELECT p.id FROM people p LEFT JOIN development_mails m ON m.person_id = p.id "
        "WHERE {} AND p.id > ? AND p.id <> ? AND COALESCE(m.told_until, 0) < ? "
        "AND EXISTS (SELECT 1 FROM consents c JOIN consent_texts t ON t.id = c.text_id WHERE c.person_id = p.id "
        "AND c.purpose = 'development_mails' AND c.ended_at IS NULL AND t.version >= {}) "
        "AND NOT EXISTS (SELECT 1 FROM team_call_answers a WHERE a.person_id = p.id AND a.team_call_id = ?) ",
        learns, consent_version_of_calls);
    std::map<PersonId, Instant> readers;
    for (const auto& call :
         session.query<RecentCall>("SELECT id, organisation_id, department_id, called_by, called_at FROM team_calls "
                                   "WHERE closed_at IS NULL AND called_by IS NOT NULL AND until_day > ? AND called_at > ? ORDER BY id",
                                   today, since)) {
        const auto groups = list_groups(session, call.organisation_id, today);
        const auto* group = find_group(groups, call.department_id);
        if (group == nullptr) continue;
        const auto found = group->department ? session.query<PersonId>(wanted + "AND p.department_id IN ($LIST) ORDER BY p.id LIMIT ?",
                                                                       call.organisation_id, today, today, after, call.called_by, call.called_at,
                                                                       call.id, storage::json_ids(group->departments), limit)
                                             : session.query<PersonId>(wanted + "ORDER BY p.id LIMIT ?", call.organisation_id, today, today, after,
                                                                       call.called_by, call.called_at, call.id, limit);
        for (const auto person : found) readers[person] = std::max(readers[person], call.called_at);
    }
    std::vector<CalledReader> first;
    for (const auto& [person, called_at] : readers) {
        if (first.size() == static_cast<std::size_t>(limit)) break;
        first.push_back({person, called_at});
    }
    return first;
}

}  // namespace kc::teams
