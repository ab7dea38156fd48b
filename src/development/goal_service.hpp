// SPDX-License-Identifier: EUPL-1.2
// GoalService: proposing, countering, signing, reporting and confirming goals. A goal holds only with two signatures, changes and ends only
// with two again, and is put into the profile in the same transaction. Each change writes an audit entry without texts.
#pragma once

#include "base/clock.hpp"
#include "base/result.hpp"
#include "competence/competence.hpp"
#include "development/goal_store.hpp"
#include "development/talk_store.hpp"
#include "development/team_report.hpp"

#include <vector>

namespace kc::development {

// A goal as one of its two sides sees it.
struct OwnGoal {
    FullGoal full;
    Side side{};          // the viewer's
    std::string partner;  // empty: that account no longer exists
};

struct TeamGoals {
    std::vector<TeamGoal> goals;
    std::int64_t total = 0;
    std::vector<GoalCounts> counts;
    bool sees_people = false, sees_counts = false;
};

class GoalService {
public:
    GoalService(storage::Database& database, const Clock& clock, const competence::FrameworkSource& frameworks, competence::ProfileObserver& observer)
        : database_(database), clock_(clock), frameworks_(frameworks), observer_(observer) {}

    Result<std::vector<OwnGoal>, GoalError> list_own(const Viewer& viewer) const;             // as employee
    Result<std::vector<OwnGoal>, GoalError> list_as_counterpart(const Viewer& viewer) const;  // the viewer's own talks
    Result<std::vector<OwnGoal>, GoalError> list_of_talk(const Viewer& viewer, TalkId talk) const;
    Result<OwnGoal, GoalError> find(const Viewer& viewer, GoalId id) const;
    Result<TeamGoals, GoalError> list_team(const Viewer& viewer, const TeamGoalQuery& query) const;
    Result<TeamGoal, GoalError> find_in_team(const Viewer& viewer, GoalId id) const;

    // Proposing signs for the own side (MG-13).
    Result<GoalId, GoalError> propose(const Viewer& viewer, TalkId talk, GoalContent content);
    // `seen_version`: the newest one the viewer had in front of her; another proposal in between is not overlooked.
    Result<void, GoalError> counter(const Viewer& viewer, GoalId id, int seen_version, GoalContent content);
    Result<void, GoalError> propose_end(const Viewer& viewer, GoalId id, int seen_version);
    Result<void, GoalError> accept(const Viewer& viewer, GoalId id, int version);
    Result<void, GoalError> turn_down(const Viewer& viewer, GoalId id, int version);  // decline, or take back the own proposal
    Result<void, GoalError> report(const Viewer& viewer, GoalId id);                  // by the employee
    Result<void, GoalError> confirm(const Viewer& viewer, GoalId id);                 // by the counterpart
    Result<void, GoalError> not_yet(const Viewer& viewer, GoalId id);                 // by either side

    // MG-17: goals with a former employer end; how many. For the daily job.
    int end_goals_of_leavers();

    Date today() const { return clock_.today(); }
    std::shared_ptr<const competence::CompetenceFramework> framework() const { return frameworks_.current(); }

private:
    struct Begun {
        FullGoal full;
        Side side{};
    };
    Result<Begun, GoalError> begin(Transaction& transaction, const Viewer& viewer, GoalId id) const;  // locked
    std::optional<GoalError> complete(GoalContent& content) const;                                    // checks, and names the competence
    std::vector<OwnGoal> named(Session& session, const Viewer& viewer, std::vector<FullGoal> goals) const;
    void put_forward(Transaction& transaction, GoalId goal, Side side, int version, const GoalContent& content, bool ends);
    void conclude(Transaction& transaction, PersonId employee);  // the profile learns what is in force now
    void record(Transaction& transaction, std::optional<PersonId> actor, std::string_view action, GoalId id) const;

    storage::Database& database_;
    const Clock& clock_;
    const competence::FrameworkSource& frameworks_;
    competence::ProfileObserver& observer_;
};

}  // namespace kc::development
