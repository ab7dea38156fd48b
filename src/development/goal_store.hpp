// SPDX-License-Identifier: EUPL-1.2
// SQL of goals with all their versions and what happened to them. What a viewer may read is decided here, by PartySight.
#pragma once

#include "competence/model.hpp"
#include "development/model.hpp"
#include "development/sight.hpp"
#include "storage/database.hpp"

#include <optional>
#include <span>
#include <vector>

namespace kc::development {

using storage::Session;
using storage::Transaction;

// The viewer's own goals, and those she agreed on or negotiates as counterpart; by deadline. Three statements.
std::vector<FullGoal> list_own_goals(Session& session, PersonId person);
std::vector<FullGoal> list_goals_as_counterpart(Session& session, const PartySight& sight);
std::vector<FullGoal> list_goals_of_talk(Session& session, TalkId talk, const PartySight& sight);
std::optional<FullGoal> find_goal(Session& session, GoalId id, const PartySight& sight);

std::int64_t count_open_goals(Session& session, PersonId person);
// What is in force for the profile (KO-30), by origin.
std::vector<competence::AgreedDemand> list_agreed_demands_of(Session& session, PersonId person);

GoalId insert_goal(Transaction& transaction, PersonId person, PersonId counterpart, OrganisationId organisation, TalkId talk);
void insert_version(Transaction& transaction, GoalId goal, const GoalVersion& version);  // and makes it the last one
void sign_version(Transaction& transaction, GoalId goal, int version, Side side, Instant now);
void withdraw_open_version(Transaction& transaction, GoalId goal, Instant now);
void update_goal_state(Transaction& transaction, GoalId goal, GoalState state);
void end_goal(Transaction& transaction, GoalId goal);                            // what was never agreed lapses
void update_agreed_version(Transaction& transaction, GoalId goal, int version);  // in force from now on, no reminder sent yet
void update_goal_talk(Transaction& transaction, GoalId goal, PersonId counterpart, TalkId talk);
void update_reminders(Transaction& transaction, GoalId goal, int sent);
void insert_goal_event(Transaction& transaction, GoalId goal, std::optional<int> version, Happening happening, std::optional<Side> side, Instant now);

// False: told that far already.
bool put_told_until(Transaction& transaction, PersonId person, Instant latest);

// For the end of a talk and for people who left.
std::vector<GoalId> list_drafts_of_talk(Session& session, TalkId talk);
struct GoalOwner {
    GoalId id;
    PersonId person_id;
};
BOOST_DESCRIBE_STRUCT(GoalOwner, (), (id, person_id))
std::vector<GoalOwner> list_goals_of_leavers(Session& session, int limit);  // in force or proposed with a former employer
// In force with this employer, whose counterpart is gone or is none of those who may agree today.
std::vector<GoalId> list_orphaned_goals(Session& session, PersonId person, OrganisationId organisation, std::span<const PersonId> entitled);

struct DueGoal {
    GoalId id;
    Date deadline_on{};
    int reminders_sent = 0;
};
BOOST_DESCRIBE_STRUCT(DueGoal, (), (id, deadline_on, reminders_sent))
std::vector<DueGoal> list_goals_due(Session& session, Date from, Date until);

}  // namespace kc::development
