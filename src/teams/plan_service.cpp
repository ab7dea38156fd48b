// SPDX-License-Identifier: EUPL-1.2
#include "teams/plan_service.hpp"

#include "base/text.hpp"
#include "competence/competence.hpp"
#include "roles/deadlines.hpp"
#include "storage/audit.hpp"

#include <algorithm>
#include <map>

namespace kc::teams {

Result<std::vector<Group>, TeamError> PlanService::groups(const Viewer& viewer, OrganisationId organisation) const {
    if (!viewer.may(Permission::plan_teams, organisation)) return refuse(TeamError::not_permitted);
    return database_.read([&](Session& session) { return list_groups(session, organisation, clock_.today()); });
}

Result<std::vector<SuggestedDuty>, TeamError> PlanService::suggestions(const Viewer& viewer, OrganisationId organisation) const {
    if (!viewer.may(Permission::plan_teams, organisation)) return refuse(TeamError::not_permitted);
    const auto today = clock_.today();
    const auto shared = framework();
    std::vector<SuggestedDuty> suggested;
    for (const auto& deadline : roles::deadlines_of(*shared, &viewer)) {
        if (deadline.until <= today || (deadline.organisation && deadline.organisation != organisation)) continue;
        for (const auto& line : deadline.lines) {
            const auto id = shared->competence(line.competence).id;
            const bool known = std::any_of(suggested.begin(), suggested.end(), [&](const SuggestedDuty& duty) {
                return duty.competence == id && duty.level == line.level && duty.until == deadline.until && duty.law == deadline.law;
            });
            if (!known) suggested.push_back({id, line.level, deadline.until, deadline.law, 0});
        }
    }
    const Group everybody;
    const auto goals = database_.read([&](Session& session) { return list_agreed_goals(session, organisation, everybody); });
    std::map<std::pair<CompetenceId, int>, SuggestedDuty> agreed;
    for (const auto& goal : goals) {
        if (goal.deadline_on <= today) continue;
        auto& duty = agreed[{goal.competence_id, goal.level}];
        duty.until = duty.people_with_goal == 0 ? goal.deadline_on : std::max(duty.until, goal.deadline_on);
        duty.competence = goal.competence_id;
        duty.level = goal.level;
        ++duty.people_with_goal;
    }
    for (auto& [key, duty] : agreed) suggested.push_back(std::move(duty));
    return suggested;
}

std::vector<FieldProblem> PlanService::problems_of(const TeamQuestion& question, int people) const {
    std::vector<FieldProblem> problems;
    const auto today = clock_.today();
    const auto shared = framework();
    const Date latest{today.year() + std::chrono::years{horizon_years_max}, today.month(), std::chrono::day{1}};
    if (question.duties.empty()) problems.push_back({"", "teams.problem.no_duty", {}});
    if (question.duties.size() > duties_max) problems.push_back({"", "teams.problem.too_many_duties", {}});
    for (std::size_t i = 0; i < question.duties.size(); ++i) {
        const auto& duty = question.duties[i];
        const auto field = [&](std::string_view name) { return fmt::format("{}_{}", name, i + 1); };
        const auto index = shared->index_of(duty.competence);
        if (!index || !shared->competence(*index).published()) problems.push_back({field("kompetenz"), "teams.problem.unknown_competence", {}});
        if (duty.level < 1 || duty.level > competence::level_max) problems.push_back({field("stufe"), "teams.problem.level", {}});
        if (duty.people < 1 || duty.people > people) {
            problems.push_back({field("personen"), "teams.problem.people", {{"people", std::to_string(people)}}});
        }
        if (duty.until <= today || duty.until > latest) problems.push_back({field("frist"), "teams.problem.until", {}});
        if (!is_valid_utf8(duty.law) || code_points(duty.law) > law_length_max) problems.push_back({field("gesetz"), "teams.problem.law", {}});
        for (std::size_t other = 0; other < i; ++other) {
            if (question.duties[other].competence == duty.competence) problems.push_back({field("kompetenz"), "teams.problem.twice", {}});
        }
    }
    if (question.budget && question.budget->value < 0) problems.push_back({"budget", "teams.problem.budget", {}});
    if (question.away_max && (*question.away_max < 0 || *question.away_max > people)) {
        problems.push_back({"abwesend", "teams.problem.away", {{"people", std::to_string(people)}}});
    }
    return problems;
}

Result<TeamPlanId, TeamRefusal> PlanService::make(const Viewer& viewer, const TeamQuestion& question) {
    if (!viewer.may(Permission::plan_teams, question.organisation)) return refuse(TeamRefusal{TeamError::not_permitted});
    const auto today = clock_.today();
    const auto catalogue = catalogues_.current(today);
    auto made = database_.read([&](Session& session) -> Result<TeamPlan, TeamRefusal> {
        const auto groups = list_groups(session, question.organisation, today);
        const auto* group = find_group(groups, question.department);
        if (group == nullptr) return refuse(TeamRefusal{TeamError::group_not_found});
        if (group->state == GroupState::too_small) return refuse(TeamRefusal{TeamError::group_too_small});
        if (group->state == GroupState::would_reveal) return refuse(TeamRefusal{TeamError::group_would_reveal});
        if (auto problems = problems_of(question, group->people); !problems.empty()) {
            return refuse(TeamRefusal{TeamError::invalid, std::move(problems)});
        }
        const auto facts = find_organisation(session, question.organisation, today);
        if (!facts) return refuse(TeamRefusal{TeamError::group_not_found});
        const auto people = list_learners(session, question.organisation, *group, today);
        const auto counts = count_levels(session, catalogue->framework(), people, today);
        auto plan = compute_plan({*catalogue, counts, facts->is_member}, question);
        plan.head.group_name = group->name;
        return plan;
    });
    if (!made) return refuse(made.error());
    auto plan = std::move(*made);
    plan.head.created_by = viewer.person;
    plan.head.created_at = clock_.now();
    return database_.in_transaction([&](Transaction& transaction) {
        const auto id = insert_plan(transaction, plan);
        remove_oldest_plans(transaction, question.organisation, plans_kept_max);
        // TP-05: what was asked, so that trying out can be seen; numbers and keys only.
        std::string duties;
        for (const auto& duty : question.duties) {
            duties += fmt::format("{}{{\"competence\":{},\"level\":{},\"people\":{},\"until\":\"{}\"}}", duties.empty() ? "" : ",",
                                  duty.competence.value, duty.level, duty.people, to_iso(duty.until));
        }
        storage::record_audit(transaction,
                              {.at = clock_.now(),
                               .actor = viewer.person,
                               .action = "team_plan.made",
                               .subject_type = "team_plan",
                               .subject_id = id.value,
                               .details = fmt::format("{{\"organisation\":{},\"department\":{},\"budget\":{},\"away\":{},\"duties\":[{}]}}",
                                                      question.organisation.value, question.department ? question.department->value : 0,
                                                      question.budget ? question.budget->value : -1, question.away_max.value_or(-1), duties)});
        return Result<TeamPlanId, TeamRefusal>(id);
    });
}

Result<std::vector<TeamPlanHead>, TeamError> PlanService::list(const Viewer& viewer) const {
    const auto organisations = organisations_of(viewer);
    if (organisations.empty()) return refuse(TeamError::not_permitted);
    return database_.read([&](Session& session) { return list_plans(session, organisations); });
}

Result<TeamPlan, TeamError> PlanService::find(const Viewer& viewer, TeamPlanId id) const {
    const auto organisations = organisations_of(viewer);
    if (organisations.empty()) return refuse(TeamError::not_permitted);
    auto plan = database_.read([&](Session& session) { return find_plan(session, id, organisations); });
    if (!plan) return refuse(TeamError::plan_not_found);
    return std::move(*plan);
}

Result<void, TeamError> PlanService::remove(const Viewer& viewer, TeamPlanId id) {
    const auto organisations = organisations_of(viewer);
    if (organisations.empty()) return refuse(TeamError::not_permitted);
    return database_.in_transaction([&](Transaction& transaction) -> Result<void, TeamError> {
        if (!remove_plan(transaction, id, organisations)) return refuse(TeamError::plan_not_found);
        storage::record_audit(
            transaction,
            {.at = clock_.now(), .actor = viewer.person, .action = "team_plan.removed", .subject_type = "team_plan", .subject_id = id.value});
        return {};
    });
}

Result<std::vector<AgreedGoal>, TeamError> PlanService::people_with_goals(const Viewer& viewer, const TeamPlan& plan) const {
    const auto organisation = plan.head.organisation_id;
    if (!viewer.may(Permission::plan_teams, organisation)) return refuse(TeamError::not_permitted);
    return database_.read([&](Session& session) -> Result<std::vector<AgreedGoal>, TeamError> {
        const auto groups = list_groups(session, organisation, clock_.today());
        const auto* group = find_group(groups, plan.head.department_id);
        if (group == nullptr) return std::vector<AgreedGoal>{};  // the department is closed by now
        auto goals = list_agreed_goals(session, organisation, *group);
        std::erase_if(goals, [&](const AgreedGoal& goal) {
            return std::none_of(plan.duties.begin(), plan.duties.end(),
                                [&](const PlannedDuty& duty) { return duty.competence_id == goal.competence_id && goal.level >= duty.level; });
        });
        return goals;
    });
}

LevelCounts count_levels(storage::Session& session, const competence::CompetenceFramework& framework, std::span<const PersonId> people, Date today) {
    LevelCounts counts(static_cast<int>(people.size()), framework.competences().size());
    for (const auto& profile : competence::list_learner_profiles(session, framework, people, today)) {
        for (const auto& current : profile.current) {
            if (const auto index = framework.index_of(current.competence)) counts.add(*index, current.level);
        }
    }
    return counts;
}

}  // namespace kc::teams
