// SPDX-License-Identifier: EUPL-1.2
#include "development/goal_store.hpp"

#include "base/berlin_time.hpp"

#include <algorithm>
#include <unordered_map>

namespace kc::development {

namespace {

constexpr std::string_view goal_sql =
    "SELECT g.id, g.person_id, g.counterpart_id, g.organisation_id, g.talk_id, g.state, g.last_version, g.agreed_version, g.reminders_sent "
    "FROM goals g JOIN people p ON p.id = g.person_id LEFT JOIN development_talks t ON t.id = g.talk_id ";

// MG-03, MG-08: what was never agreed is read only while the talk about it is open; what lapsed is the employee's alone.
constexpr std::string_view as_counterpart =
    "g.counterpart_id = ? AND g.organisation_id IN ($LIST) AND p.organisation_id = g.organisation_id AND p.state = 'active' "
    "AND (g.agreed_version IS NOT NULL OR (g.state = 'proposed' AND t.state <> 'closed'))";

constexpr std::string_view order = " ORDER BY g.id DESC LIMIT 500";

struct VersionRow : GoalVersion {
    GoalId goal_id;
};
BOOST_DESCRIBE_STRUCT(VersionRow, (GoalVersion), (goal_id))

struct EventRow : GoalEvent {
    GoalId goal_id;
};
BOOST_DESCRIBE_STRUCT(EventRow, (GoalEvent), (goal_id))

struct AgreedRow {
    GoalId id;
    OrganisationId organisation_id;
    CompetenceId competence_id;
    int level = 0;
    Date deadline_on{};
    std::string why, law;
    Instant employee_signed_at{}, counterpart_signed_at{};
};
BOOST_DESCRIBE_STRUCT(AgreedRow, (), (id, organisation_id, competence_id, level, deadline_on, why, law, employee_signed_at, counterpart_signed_at))

std::vector<FullGoal> with_parts(Session& session, const std::vector<Goal>& goals) {
    std::vector<FullGoal> full;
    std::vector<GoalId> ids;
    std::unordered_map<GoalId, std::size_t> index;
    for (const auto& goal : goals) {
        index.emplace(goal.id, full.size());
        ids.push_back(goal.id);
        full.push_back({goal, {}, {}});
    }
    if (ids.empty()) return full;
    const auto list = storage::json_ids(ids);
    for (auto& row : session.query<VersionRow>(
             "SELECT competence_id, level, title, why, law, deadline_on, version, proposed_by, ends, proposed_at, employee_signed_at, "
             "counterpart_signed_at, withdrawn_at, goal_id FROM goal_versions WHERE goal_id IN ($LIST) ORDER BY goal_id, version",
             list)) {
        const auto at = index.at(row.goal_id);
        full[at].versions.push_back(std::move(row));
    }
    for (auto& row : session.query<EventRow>(
             "SELECT happening, side, version, at, goal_id FROM development_events WHERE goal_id IN ($LIST) ORDER BY goal_id, id", list)) {
        full[index.at(row.goal_id)].events.push_back(row);
    }
    return full;
}

}  // namespace

std::vector<FullGoal> list_own_goals(Session& session, PersonId person) {
    static const auto sql = fmt::format("{}WHERE g.person_id = ?{}", goal_sql, order);
    return with_parts(session, session.query<Goal>(sql, person));
}

std::vector<FullGoal> list_goals_as_counterpart(Session& session, const PartySight& sight) {
    static const auto sql = fmt::format("{}WHERE {}{}", goal_sql, as_counterpart, order);
    return with_parts(session, session.query<Goal>(sql, sight.viewer, storage::json_ids(sight.acts_for)));
}

std::vector<FullGoal> list_goals_of_talk(Session& session, TalkId talk, const PartySight& sight) {
    static const auto sql = fmt::format("{}WHERE g.talk_id = ? AND (g.person_id = ? OR ({})){}", goal_sql, as_counterpart, order);
    return with_parts(session, session.query<Goal>(sql, talk, sight.viewer, sight.viewer, storage::json_ids(sight.acts_for)));
}

std::optional<FullGoal> find_goal(Session& session, GoalId id, const PartySight& sight) {
    static const auto sql = fmt::format("{}WHERE g.id = ? AND (g.person_id = ? OR ({}))", goal_sql, as_counterpart);
    auto found = with_parts(session, session.query<Goal>(sql, id, sight.viewer, sight.viewer, storage::json_ids(sight.acts_for)));
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
}

std::int64_t count_open_goals(Session& session, PersonId person) {
    return session.get<std::int64_t>("SELECT COUNT(*) FROM goals WHERE person_id = ? AND state IN ('proposed', 'agreed', 'reported')", person);
}

std::vector<competence::AgreedDemand> list_agreed_demands_of(Session& session, PersonId person) {
    std::vector<competence::AgreedDemand> demands;
    for (auto& row : session.query<AgreedRow>(
             "SELECT g.id, g.organisation_id, v.competence_id, v.level, v.deadline_on, v.why, v.law, v.employee_signed_at, v.counterpart_signed_at "
             "FROM goals g JOIN goal_versions v ON v.goal_id = g.id AND v.version = g.agreed_version "
             "WHERE g.person_id = ? AND g.state IN ('agreed', 'reported') AND v.competence_id IS NOT NULL ORDER BY g.id",
             person)) {
        demands.push_back({.origin = fmt::format("goal:{}", row.id.value),
                           .organisation_id = row.organisation_id,
                           .competence_id = row.competence_id,
                           .level = row.level,
                           .weight = goal_weight,
                           .until_day = row.deadline_on,
                           .reason = row.law.empty() ? std::move(row.why) : std::move(row.law),
                           .agreed_on = berlin_date(std::max(row.employee_signed_at, row.counterpart_signed_at))});
    }
    return demands;
}

GoalId insert_goal(Transaction& transaction, PersonId person, PersonId counterpart, OrganisationId organisation, TalkId talk) {
    return transaction.get<GoalId>(
        "INSERT INTO goals (person_id, counterpart_id, organisation_id, talk_id, state, last_version) VALUES (?, ?, ?, ?, 'proposed', 1) RETURNING "
        "id",
        person, counterpart, organisation, talk);
}

void insert_version(Transaction& transaction, GoalId goal, const GoalVersion& version) {
    transaction.execute(
        "INSERT INTO goal_versions (goal_id, version, proposed_by, ends, competence_id, level, title, why, law, deadline_on, proposed_at, "
        "employee_signed_at, counterpart_signed_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        goal, version.version, version.proposed_by, version.ends, version.competence_id, version.level, version.title, version.why, version.law,
        version.deadline_on, version.proposed_at, version.employee_signed_at, version.counterpart_signed_at);
    transaction.execute("UPDATE goals SET last_version = ? WHERE id = ?", version.version, goal);
}

void sign_version(Transaction& transaction, GoalId goal, int version, Side side, Instant now) {
    transaction.execute(side == Side::employee ? "UPDATE goal_versions SET employee_signed_at = ? WHERE goal_id = ? AND version = ?"
                                               : "UPDATE goal_versions SET counterpart_signed_at = ? WHERE goal_id = ? AND version = ?",
                        now, goal, version);
}

void withdraw_open_version(Transaction& transaction, GoalId goal, Instant now) {
    transaction.execute(
        "UPDATE goal_versions SET withdrawn_at = ? WHERE goal_id = ? AND withdrawn_at IS NULL "
        "AND (employee_signed_at IS NULL OR counterpart_signed_at IS NULL)",
        now, goal);
}

void update_goal_state(Transaction& transaction, GoalId goal, GoalState state) {
    transaction.execute("UPDATE goals SET state = ? WHERE id = ?", state, goal);
}

void end_goal(Transaction& transaction, GoalId goal) {
    transaction.execute("UPDATE goals SET state = CASE WHEN agreed_version IS NULL THEN 'lapsed' ELSE 'ended' END WHERE id = ?", goal);
}

void update_agreed_version(Transaction& transaction, GoalId goal, int version) {
    transaction.execute("UPDATE goals SET agreed_version = ?, state = 'agreed', reminders_sent = 0 WHERE id = ?", version, goal);
}

void update_goal_talk(Transaction& transaction, GoalId goal, PersonId counterpart, TalkId talk) {
    transaction.execute("UPDATE goals SET counterpart_id = ?, talk_id = ? WHERE id = ?", counterpart, talk, goal);
}

void update_reminders(Transaction& transaction, GoalId goal, int sent) {
    transaction.execute("UPDATE goals SET reminders_sent = ? WHERE id = ?", sent, goal);
}

void insert_goal_event(Transaction& transaction, GoalId goal, std::optional<int> version, Happening happening, std::optional<Side> side,
                       Instant now) {
    transaction.execute("INSERT INTO development_events (goal_id, version, happening, side, at) VALUES (?, ?, ?, ?, ?)", goal, version, happening,
                        side, now);
}

bool put_told_until(Transaction& transaction, PersonId person, Instant latest) {
    return transaction.execute(
               "INSERT INTO development_mails (person_id, told_until) VALUES (?, ?) ON CONFLICT (person_id) DO UPDATE SET told_until = "
               "excluded.told_until WHERE development_mails.told_until < excluded.told_until",
               person, latest) == 1;
}

std::vector<GoalId> list_drafts_of_talk(Session& session, TalkId talk) {
    return session.query<GoalId>("SELECT id FROM goals WHERE talk_id = ? AND state = 'proposed' ORDER BY id", talk);
}

std::vector<GoalOwner> list_goals_of_leavers(Session& session, int limit) {
    return session.query<GoalOwner>(
        "SELECT g.id, g.person_id FROM goals g JOIN people p ON p.id = g.person_id "
        "WHERE g.state IN ('proposed', 'agreed', 'reported') AND p.organisation_id <> g.organisation_id ORDER BY g.person_id, g.id LIMIT ?",
        limit);
}

std::vector<GoalId> list_orphaned_goals(Session& session, PersonId person, OrganisationId organisation, std::span<const PersonId> entitled) {
    return session.query<GoalId>(
        "SELECT id FROM goals WHERE person_id = ? AND organisation_id = ? AND state IN ('agreed', 'reported') "
        "AND (counterpart_id IS NULL OR counterpart_id NOT IN ($LIST)) ORDER BY id",
        person, organisation, storage::json_ids(entitled));
}

std::vector<DueGoal> list_goals_due(Session& session, Date from, Date until) {
    return session.query<DueGoal>(
        "SELECT g.id, v.deadline_on, g.reminders_sent FROM goals g JOIN goal_versions v ON v.goal_id = g.id AND v.version = g.agreed_version "
        "WHERE g.state IN ('agreed', 'reported') AND g.reminders_sent < 2 AND v.deadline_on BETWEEN ? AND ? ORDER BY g.id",
        from, until);
}

}  // namespace kc::development
