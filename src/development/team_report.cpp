// SPDX-License-Identifier: EUPL-1.2
#include "development/team_report.hpp"

#include "development/people_report.hpp"

namespace kc::development {

namespace {

constexpr std::string_view columns =
    "SELECT g.id, g.person_id, p.first_name, p.last_name, g.state, v.title, v.competence_id, v.level, v.why, v.law, v.deadline_on, "
    "v.employee_signed_at, v.counterpart_signed_at ";

// The one place that narrows: an own department, a whole organisation, or a talk of one's own.
constexpr std::string_view visible =
    "FROM goals g JOIN people p ON p.id = g.person_id AND p.organisation_id = g.organisation_id AND p.state = 'active' "
    "JOIN goal_versions v ON v.goal_id = g.id AND v.version = g.agreed_version "
    "WHERE g.state IN ('agreed', 'reported', 'fulfilled') AND p.id <> ? "
    "AND (g.organisation_id IN ($LIST) OR (g.organisation_id IN ($LIST) AND p.department_id IN ($LIST))) ";
constexpr std::string_view open_ones = "AND g.state <> 'fulfilled' ";

}  // namespace

std::vector<TeamGoal> list_team_goals(storage::Session& session, const TeamSight& sight, const TeamGoalQuery& query, Date today) {
    static const auto make = [](std::string_view only) {
        return fmt::format("{}{}{}ORDER BY p.last_name, p.first_name, p.id, v.deadline_on, g.id LIMIT ? OFFSET ?", columns, visible, only);
    };
    static const std::string all = make(""), open = make(open_ones);
    const auto departments = list_departments_below(session, sight.viewer, today);
    return session.query<TeamGoal>(query.open_only ? open : all, sight.viewer, storage::json_ids(sight.organisations),
                                   storage::json_ids(sight.departments_of), storage::json_ids(departments), query.limit, query.offset);
}

std::int64_t count_team_goals(storage::Session& session, const TeamSight& sight, bool open_only, Date today) {
    static const std::string all = fmt::format("SELECT COUNT(*) {}", visible), open = fmt::format("SELECT COUNT(*) {}{}", visible, open_ones);
    const auto departments = list_departments_below(session, sight.viewer, today);
    return session.get<std::int64_t>(open_only ? open : all, sight.viewer, storage::json_ids(sight.organisations),
                                     storage::json_ids(sight.departments_of), storage::json_ids(departments));
}

std::optional<TeamGoal> find_team_goal(storage::Session& session, const TeamSight& sight, GoalId id, Date today) {
    static const auto sql = fmt::format("{}{}AND g.id = ?", columns, visible);
    const auto departments = list_departments_below(session, sight.viewer, today);
    return session.find<TeamGoal>(sql, sight.viewer, storage::json_ids(sight.organisations), storage::json_ids(sight.departments_of),
                                  storage::json_ids(departments), id);
}

std::vector<GoalCounts> list_goal_counts(storage::Session& session, Date today) {
    static const auto sql = fmt::format(
        "SELECT o.name AS organisation, COUNT(DISTINCT g.person_id) AS people, COUNT(CASE WHEN g.state <> 'fulfilled' THEN 1 END) AS in_force, "
        "COUNT(CASE WHEN g.state = 'fulfilled' THEN 1 END) AS fulfilled FROM goals g "
        "JOIN people p ON p.id = g.person_id AND p.organisation_id = g.organisation_id AND p.state = 'active' "
        "JOIN organisation_versions o ON o.organisation_id = g.organisation_id AND o.valid_from <= ? AND (o.valid_until IS NULL OR o.valid_until > "
        "?) "
        "WHERE g.state IN ('agreed', 'reported', 'fulfilled') GROUP BY g.organisation_id, o.name HAVING COUNT(DISTINCT g.person_id) >= {} "
        "ORDER BY o.name",
        privacy::smallest_group);
    return session.query<GoalCounts>(sql, today, today);
}

}  // namespace kc::development
