// SPDX-License-Identifier: EUPL-1.2
// PlanService: plans for a department under a common budget and minimum staffing (F46, F49). Profiles enter as coarse counts only; each
// question is written to the audit log, and every plan passes the checker before it is stored.
#pragma once

#include "base/clock.hpp"
#include "base/result.hpp"
#include "base/viewer.hpp"
#include "planning/planning_instance.hpp"
#include "teams/coarse.hpp"
#include "teams/group_report.hpp"
#include "teams/store.hpp"

#include <stdexcept>

namespace kc::teams {

// The checker refused what the search found. That is breakage: nothing is stored.
class SeatPlanRejected : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

// A duty that suggests itself: a statutory deadline, or goals that were agreed.
struct SuggestedDuty {
    CompetenceId competence;
    int level = 0;
    Date until{};
    std::string law;  // empty: from agreed goals
    int people_with_goal = 0;
};

class PlanService {
public:
    PlanService(storage::Database& database, const Clock& clock, const planning::PlanningCatalogueSource& catalogues)
        : database_(database), clock_(clock), catalogues_(catalogues) {}

    // Where the viewer plans; empty: nowhere.
    static std::vector<OrganisationId> organisations_of(const Viewer& viewer) { return viewer.organisations_where(Permission::plan_teams); }

    Result<std::vector<Group>, TeamError> groups(const Viewer& viewer, OrganisationId organisation) const;
    Result<std::vector<SuggestedDuty>, TeamError> suggestions(const Viewer& viewer, OrganisationId organisation) const;

    Result<TeamPlanId, TeamRefusal> make(const Viewer& viewer, const TeamQuestion& question);
    Result<std::vector<TeamPlanHead>, TeamError> list(const Viewer& viewer) const;
    Result<TeamPlan, TeamError> find(const Viewer& viewer, TeamPlanId id) const;
    Result<void, TeamError> remove(const Viewer& viewer, TeamPlanId id);
    // People of the plan's group with an agreed goal for the competence of a duty, at its level or above.
    Result<std::vector<AgreedGoal>, TeamError> people_with_goals(const Viewer& viewer, const TeamPlan& plan) const;

    Date today() const { return clock_.today(); }
    std::shared_ptr<const competence::CompetenceFramework> framework() const { return catalogues_.current(clock_.today())->shared_framework(); }
    storage::Database& database() const { return database_; }

private:
    std::vector<FieldProblem> problems_of(const TeamQuestion& question, int people) const;

    storage::Database& database_;
    const Clock& clock_;
    const planning::PlanningCatalogueSource& catalogues_;
};

// How many of these people have which level, from their profiles; nothing else of them is kept.
LevelCounts count_levels(storage::Session& session, const competence::CompetenceFramework& framework, std::span<const PersonId> people, Date today);

// The plan itself: pure, given the counts.
struct PlanInput {
    const planning::PlanningCatalogue& catalogue;
    const LevelCounts& counts;
    bool member = false;
};
TeamPlan compute_plan(const PlanInput& input, const TeamQuestion& question);

}  // namespace kc::teams
