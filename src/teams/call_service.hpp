// SPDX-License-Identifier: EUPL-1.2
// CallService: a plan becomes action by asking, never by naming. A call is shown to those of the group whom it would help; who says yes
// proposes a goal to the caller through the development talk, who says no is seen by nobody (TP-30 …).
#pragma once

#include "competence/competence.hpp"
#include "development/goal_service.hpp"
#include "development/talk_service.hpp"
#include "teams/store.hpp"

#include <mutex>
#include <unordered_map>

namespace kc::teams {

struct OwnCall {
    TeamCall call;
    std::string caller;
    std::optional<CallAnswer> answer;
};

class CallService {
public:
    CallService(storage::Database& database, const Clock& clock, const competence::FrameworkSource& frameworks, development::TalkService& talks,
                development::GoalService& goals)
        : database_(database), clock_(clock), frameworks_(frameworks), talks_(talks), goals_(goals) {}

    // As HR.
    Result<TeamCallId, TeamError> call(const Viewer& viewer, TeamPlanId plan, int duty);
    Result<std::vector<TeamCall>, TeamError> list(const Viewer& viewer) const;
    Result<void, TeamError> close(const Viewer& viewer, TeamCallId id);

    // As learner: the calls that would help her, and those she answered.
    Result<std::vector<OwnCall>, TeamError> list_own(const Viewer& viewer) const;
    // How many of them wait for her answer; nothing is read where nobody has called. For the dashboard.
    int count_open(const Viewer& viewer) const;
    // The goal that was proposed; `why` is what stands in it.
    Result<development::GoalId, TeamError> accept(const Viewer& viewer, TeamCallId id, const std::string& why);
    Result<void, TeamError> decline(const Viewer& viewer, TeamCallId id);

    Date today() const { return clock_.today(); }
    std::shared_ptr<const competence::CompetenceFramework> framework() const { return frameworks_.current(); }

private:
    bool may_be_called(OrganisationId organisation) const;
    void forget_calls() const;
    void forget_count(PersonId person) const;
    std::vector<OwnCall> calls_for(Session& session, const Viewer& viewer) const;

    storage::Database& database_;
    const Clock& clock_;
    const competence::FrameworkSource& frameworks_;
    development::TalkService& talks_;
    development::GoalService& goals_;
    // Where calls are open and how many wait for whom, so that the dashboard need not ask each time; what other nodes do is seen a minute later.
    mutable std::mutex mutex_;
    mutable std::vector<OrganisationId> calling_;
    mutable Instant calling_until_{};
    mutable std::unordered_map<PersonId, int> open_of_;  // as old as calling_ at most
};

}  // namespace kc::teams
