// SPDX-License-Identifier: EUPL-1.2
#include "development/personal_data.hpp"

#include "development/career_paths.hpp"
#include "development/goal_store.hpp"
#include "development/talk_store.hpp"
#include "web/api_response.hpp"

namespace kc::development {

namespace {

struct ExportedTalk {
    TalkId id;
    Date planned_on{};
    TalkState state{};
    Side started_by{};
    std::optional<Date> held_on, closed_on;
    std::vector<Note> notes;
    std::vector<SheetItem> sheet;
};
BOOST_DESCRIBE_STRUCT(ExportedTalk, (), (id, planned_on, state, started_by, held_on, closed_on, notes, sheet))

struct ExportedGoal {
    GoalId id;
    GoalState state{};
    std::optional<int> agreed_version;
    std::vector<GoalVersion> versions;
    std::vector<GoalEvent> events;
};
BOOST_DESCRIBE_STRUCT(ExportedGoal, (), (id, state, agreed_version, versions, events))

// Without what says something about the employee.
struct ExportedCounterpartTalk {
    TalkId id;
    Date planned_on{};
    TalkState state{};
    std::vector<Note> own_notes;
};
BOOST_DESCRIBE_STRUCT(ExportedCounterpartTalk, (), (id, planned_on, state, own_notes))

struct ExportedRole {
    std::string role_profile;
    Date added_on{};
};
BOOST_DESCRIBE_STRUCT(ExportedRole, (), (role_profile, added_on))

struct Exported {
    std::vector<ExportedTalk> talks;
    std::vector<ExportedGoal> goals;
    std::vector<ExportedRole> career_shortlist;
    std::vector<ExportedCounterpartTalk> talks_as_counterpart;
};
BOOST_DESCRIBE_STRUCT(Exported, (), (talks, goals, career_shortlist, talks_as_counterpart))

struct CounterpartTalk {
    TalkId id;
    Date planned_on{};
    TalkState state{};
};
BOOST_DESCRIBE_STRUCT(CounterpartTalk, (), (id, planned_on, state))

constexpr std::string_view her_talks = "(SELECT id FROM development_talks WHERE person_id = ?)";
constexpr std::string_view her_goals = "(SELECT id FROM goals WHERE person_id = ?)";

}  // namespace

std::string DevelopmentPersonalData::export_data(storage::Session& session, PersonId person) {
    Exported out;
    const PartySight herself{person, {}};  // as employee only
    for (const auto& talk : list_talks(session, herself)) {
        out.talks.push_back({talk.id, talk.planned_on, talk.state, talk.started_by, talk.held_on, talk.closed_on,
                             list_notes(session, talk.id, herself), list_items(session, talk.id, herself)});
    }
    for (auto& full : list_own_goals(session, person)) {
        out.goals.push_back({full.goal.id, full.goal.state, full.goal.agreed_version, std::move(full.versions), std::move(full.events)});
    }
    const auto framework = frameworks_.current();
    for (const auto& row : list_shortlist(session, person)) {
        const auto* role = framework->role_profile(row.role_profile_id);
        out.career_shortlist.push_back({role != nullptr ? role->name : std::to_string(row.role_profile_id.value), row.added_on});
    }
    for (const auto& talk : session.query<CounterpartTalk>(
             "SELECT id, planned_on, state FROM development_talks WHERE counterpart_id = ? ORDER BY planned_on, id", person)) {
        out.talks_as_counterpart.push_back(
            {talk.id, talk.planned_on, talk.state,
             session.query<Note>("SELECT side, topic, text, shared FROM talk_notes WHERE talk_id = ? AND side = 'counterpart' ORDER BY topic",
                                 talk.id)});
    }
    return web::to_json(out);
}

void DevelopmentPersonalData::erase(storage::Transaction& transaction, PersonId person) {
    for (const auto& [table, of] :
         {std::pair("talk_notes WHERE talk_id IN ", her_talks), std::pair("talk_items WHERE talk_id IN ", her_talks),
          std::pair("development_events WHERE talk_id IN ", her_talks), std::pair("development_events WHERE goal_id IN ", her_goals),
          std::pair("goal_versions WHERE goal_id IN ", her_goals)}) {
        transaction.execute(fmt::format("DELETE FROM {}{}", table, of), person);
    }
    for (const std::string_view table : {"goals", "development_talks", "development_mails"}) {
        transaction.execute(fmt::format("DELETE FROM {} WHERE person_id = ?", table), person);
    }
    remove_shortlist(transaction, person);
    // As counterpart: drafts lapse, open talks close, what she did not share goes; the employee keeps the rest.
    transaction.execute(
        "DELETE FROM talk_notes WHERE shared = FALSE AND side = 'counterpart' AND talk_id IN (SELECT id FROM development_talks WHERE counterpart_id "
        "= ?)",
        person);
    transaction.execute("UPDATE development_talks SET state = 'closed' WHERE counterpart_id = ? AND state <> 'closed'", person);
    transaction.execute("UPDATE development_talks SET counterpart_id = NULL WHERE counterpart_id = ?", person);
    transaction.execute("UPDATE goals SET state = 'lapsed' WHERE counterpart_id = ? AND state = 'proposed'", person);
    transaction.execute("UPDATE goals SET counterpart_id = NULL WHERE counterpart_id = ?", person);
}

}  // namespace kc::development
