// SPDX-License-Identifier: EUPL-1.2
// Agreed goals as the employer's side sees them beyond its own talks (WS-07): what was agreed, never what was proposed, prepared or shared.
#pragma once

#include "development/model.hpp"
#include "development/sight.hpp"
#include "storage/database.hpp"

#include <string>
#include <vector>

namespace kc::development {

struct TeamGoal {
    GoalId id;
    PersonId person_id;
    std::string first_name, last_name;
    GoalState state{};
    std::string title;
    std::optional<CompetenceId> competence_id;
    std::optional<int> level;
    std::string why, law;
    Date deadline_on{};
    Instant employee_signed_at{}, counterpart_signed_at{};
};
BOOST_DESCRIBE_STRUCT(TeamGoal, (),
                      (id, person_id, first_name, last_name, state, title, competence_id, level, why, law, deadline_on, employee_signed_at,
                       counterpart_signed_at))

inline constexpr int team_goals_max = 500;

struct TeamGoalQuery {
    bool open_only = false;
    int offset = 0;
    int limit = 50;
};
// By name and deadline. People of another employer by now are left out.
std::vector<TeamGoal> list_team_goals(storage::Session& session, const TeamSight& sight, const TeamGoalQuery& query, Date today);
std::int64_t count_team_goals(storage::Session& session, const TeamSight& sight, bool open_only, Date today);
std::optional<TeamGoal> find_team_goal(storage::Session& session, const TeamSight& sight, GoalId id, Date today);

// Numbers of employers where at least five people have agreed goals (WS-04); of all of them.
struct GoalCounts {
    std::string organisation;
    std::int64_t people = 0, in_force = 0, fulfilled = 0;
};
BOOST_DESCRIBE_STRUCT(GoalCounts, (), (organisation, people, in_force, fulfilled))
std::vector<GoalCounts> list_goal_counts(storage::Session& session, Date today);

}  // namespace kc::development
