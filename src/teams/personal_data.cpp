// SPDX-License-Identifier: EUPL-1.2
#include "teams/personal_data.hpp"

#include "teams/store.hpp"
#include "web/api_response.hpp"

namespace kc::teams {

namespace {

struct ExportedCall {
    TeamCallId id;
    CompetenceId competence_id;
    int level = 0;
    Date until_day{};
    CallAnswer answer{};
    Instant answered_at{};
};
BOOST_DESCRIBE_STRUCT(ExportedCall, (), (id, competence_id, level, until_day, answer, answered_at))

struct Exported {
    std::optional<ExitRow> planned_exit;
    std::vector<ExportedCall> calls;
    std::vector<TeamPlanId> plans_made;
    std::vector<TeamCallId> calls_made;
};
BOOST_DESCRIBE_STRUCT(Exported, (), (planned_exit, calls, plans_made, calls_made))

}  // namespace

std::string TeamsPersonalData::export_data(storage::Session& session, PersonId person) {
    Exported out;
    out.planned_exit = find_exit(session, person);
    out.calls = session.query<ExportedCall>(
        "SELECT c.id, c.competence_id, c.level, c.until_day, a.answer, a.answered_at FROM team_call_answers a "
        "JOIN team_calls c ON c.id = a.team_call_id WHERE a.person_id = ? ORDER BY a.answered_at, c.id",
        person);
    out.plans_made = session.query<TeamPlanId>("SELECT id FROM team_plans WHERE created_by = ? ORDER BY id", person);
    out.calls_made = session.query<TeamCallId>("SELECT id FROM team_calls WHERE called_by = ? ORDER BY id", person);
    return web::to_json(out);
}

void TeamsPersonalData::erase(storage::Transaction& transaction, PersonId person) { remove_person(transaction, person, clock_.now()); }

}  // namespace kc::teams
