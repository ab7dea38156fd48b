// SPDX-License-Identifier: EUPL-1.2
#include "teams/call_service.hpp"

#include "development/people_report.hpp"
#include "storage/audit.hpp"
#include "teams/group_report.hpp"

#include <algorithm>

namespace kc::teams {

namespace {

constexpr std::chrono::seconds callers_known_for{60};
constexpr std::size_t counts_known_max = 100'000;  // of so many people

}  // namespace

bool CallService::may_be_called(OrganisationId organisation) const {
    const std::lock_guard lock(mutex_);
    if (calling_until_ <= clock_.now()) {
        calling_ = database_.read([&](Session& session) { return list_calling_organisations(session, clock_.today()); });
        calling_until_ = clock_.now() + callers_known_for;
        open_of_.clear();
    }
    return std::binary_search(calling_.begin(), calling_.end(), organisation);
}

void CallService::forget_calls() const {
    const std::lock_guard lock(mutex_);
    calling_until_ = {};
}

void CallService::forget_count(PersonId person) const {
    const std::lock_guard lock(mutex_);
    open_of_.erase(person);
}

int CallService::count_open(const Viewer& viewer) const {
    if (!viewer.may(Permission::keep_own_profile) || !may_be_called(viewer.organisation)) return 0;
    {
        const std::lock_guard lock(mutex_);
        if (const auto known = open_of_.find(viewer.person); known != open_of_.end()) return known->second;
    }
    const auto own = list_own(viewer);
    const int open = own ? static_cast<int>(std::count_if(own->begin(), own->end(), [](const OwnCall& one) { return !one.answer; })) : 0;
    const std::lock_guard lock(mutex_);
    if (open_of_.size() < counts_known_max) open_of_[viewer.person] = open;
    return open;
}

Result<TeamCallId, TeamError> CallService::call(const Viewer& viewer, TeamPlanId plan_id, int duty_number) {
    const auto organisations = viewer.organisations_where(Permission::plan_teams);
    if (organisations.empty()) return refuse(TeamError::not_permitted);
    auto called = database_.in_transaction([&](Transaction& transaction) -> Result<TeamCallId, TeamError> {
        const auto plan = find_plan(transaction, plan_id, organisations);
        if (!plan) return refuse(TeamError::plan_not_found);
        const auto duty = std::find_if(plan->duties.begin(), plan->duties.end(), [&](const PlannedDuty& one) { return one.position == duty_number; });
        if (duty == plan->duties.end()) return refuse(TeamError::plan_not_found);
        if (duty->seats_planned == 0 || duty->until_day <= clock_.today()) return refuse(TeamError::nothing_to_call);
        for (const auto& open : list_calls(transaction, organisations, true)) {
            const bool same = open.organisation_id == plan->head.organisation_id && open.department_id == plan->head.department_id &&
                              open.competence_id == duty->competence_id && open.level == duty->level;
            if (same) return refuse(TeamError::already_called);
        }
        const auto id = insert_call(transaction, {.id = {},
                                                  .organisation_id = plan->head.organisation_id,
                                                  .department_id = plan->head.department_id,
                                                  .competence_id = duty->competence_id,
                                                  .level = duty->level,
                                                  .seats = duty->seats_planned,
                                                  .until_day = duty->until_day,
                                                  .law = duty->law,
                                                  .called_by = viewer.person,
                                                  .called_at = clock_.now(),
                                                  .closed_at = {}});
        storage::record_audit(
            transaction,
            {.at = clock_.now(), .actor = viewer.person, .action = "team_call.made", .subject_type = "team_call", .subject_id = id.value});
        return id;
    });
    forget_calls();
    return called;
}

Result<std::vector<TeamCall>, TeamError> CallService::list(const Viewer& viewer) const {
    const auto organisations = viewer.organisations_where(Permission::plan_teams);
    if (organisations.empty()) return refuse(TeamError::not_permitted);
    return database_.read([&](Session& session) { return list_calls(session, organisations, false); });
}

Result<void, TeamError> CallService::close(const Viewer& viewer, TeamCallId id) {
    const auto organisations = viewer.organisations_where(Permission::plan_teams);
    if (organisations.empty()) return refuse(TeamError::not_permitted);
    auto closed = database_.in_transaction([&](Transaction& transaction) -> Result<void, TeamError> {
        if (!close_call(transaction, id, organisations, clock_.now())) return refuse(TeamError::call_not_found);
        storage::record_audit(
            transaction,
            {.at = clock_.now(), .actor = viewer.person, .action = "team_call.closed", .subject_type = "team_call", .subject_id = id.value});
        return {};
    });
    forget_calls();
    return closed;
}

std::vector<OwnCall> CallService::calls_for(Session& session, const Viewer& viewer) const {
    const auto today = clock_.today();
    const std::vector<OrganisationId> own{viewer.organisation};
    auto calls = list_calls(session, own, true);
    std::erase_if(calls, [&](const TeamCall& call) { return call.until_day <= today || !call.called_by || call.called_by == viewer.person; });
    if (calls.empty()) return {};
    const auto profile = competence::find_learner_profile(session, *frameworks_.current(), viewer.person, today);
    if (!profile) return {};
    const auto groups = list_groups(session, viewer.organisation, today);
    const auto department = session.find<DepartmentId>("SELECT department_id FROM people WHERE id = ? AND department_id IS NOT NULL", viewer.person);
    const auto answers = list_answers(session, viewer.person);
    std::vector<PersonId> callers;
    for (const auto& call : calls) callers.push_back(*call.called_by);
    const auto names = development::list_names(session, callers);
    std::vector<OwnCall> shown;
    for (auto& call : calls) {
        const auto* group = find_group(groups, call.department_id);
        const bool belongs =
            group != nullptr && (!call.department_id || (department && std::find(group->departments.begin(), group->departments.end(), *department) !=
                                                                           group->departments.end()));
        const auto answer = std::find_if(answers.begin(), answers.end(), [&](const OwnAnswer& one) { return one.team_call_id == call.id; });
        const bool has_level = std::any_of(profile->current.begin(), profile->current.end(), [&](const competence::LevelOf& level) {
            return level.competence == call.competence_id && level.level >= call.level;
        });
        if (!belongs || (has_level && answer == answers.end())) continue;
        const auto caller = std::find_if(names.begin(), names.end(), [&](const auto& person) { return person.id == call.called_by; });
        if (caller == names.end()) continue;
        OwnCall one{std::move(call), caller->name(), {}};
        if (answer != answers.end()) one.answer = answer->answer;
        shown.push_back(std::move(one));
    }
    return shown;
}

Result<std::vector<OwnCall>, TeamError> CallService::list_own(const Viewer& viewer) const {
    if (!viewer.may(Permission::keep_own_profile)) return refuse(TeamError::not_permitted);
    return database_.read([&](Session& session) { return calls_for(session, viewer); });
}

Result<development::GoalId, TeamError> CallService::accept(const Viewer& viewer, TeamCallId id, const std::string& why) {
    const auto own = list_own(viewer);
    if (!own) return refuse(own.error());
    const auto found = std::find_if(own->begin(), own->end(), [&](const OwnCall& one) { return one.call.id == id; });
    if (found == own->end()) return refuse(TeamError::call_not_found);
    const auto& call = found->call;
    const auto goals = goals_.list_own(viewer);
    if (!goals) return refuse(TeamError::not_permitted);
    // Sent twice, or agreed on already: the goal that is there answers the call.
    std::optional<development::GoalId> goal;
    for (const auto& one : *goals) {
        const auto& content = one.full.shown();
        const auto state = one.full.goal.state;
        const bool open = state == development::GoalState::proposed || development::in_force(state);
        if (open && content.competence_id == call.competence_id && content.level.value_or(0) >= call.level) goal = one.full.goal.id;
    }
    if (!goal) {
        std::optional<development::TalkId> talk;
        if (const auto talks = talks_.list_own(viewer)) {
            for (const auto& one : *talks) {
                const bool ours = one.side == development::Side::employee && one.talk.open() && one.talk.counterpart_id == call.called_by;
                if (ours) talk = one.talk.id;
            }
        }
        if (!talk) {
            const auto started = talks_.start_as_employee(viewer, *call.called_by, clock_.today());
            if (!started) return refuse(TeamError::caller_gone);
            talk = *started;
        }
        const auto proposed = goals_.propose(
            viewer, *talk,
            {.competence_id = call.competence_id, .level = call.level, .title = {}, .why = why, .law = call.law, .deadline_on = call.until_day});
        if (!proposed) {
            return refuse(proposed.error() == development::GoalError::too_many_goals ? TeamError::too_many_goals : TeamError::call_not_found);
        }
        goal = *proposed;
    }
    database_.in_transaction([&](Transaction& transaction) { put_answer(transaction, id, viewer.person, CallAnswer::accepted, clock_.now()); });
    forget_count(viewer.person);
    return *goal;
}

Result<void, TeamError> CallService::decline(const Viewer& viewer, TeamCallId id) {
    if (!viewer.may(Permission::keep_own_profile)) return refuse(TeamError::not_permitted);
    auto declined = database_.in_transaction([&](Transaction& transaction) -> Result<void, TeamError> {
        const auto own = calls_for(transaction, viewer);
        const auto found = std::find_if(own.begin(), own.end(), [&](const OwnCall& one) { return one.call.id == id; });
        if (found == own.end()) return refuse(TeamError::call_not_found);
        // No entry in the audit log: a no leaves no trace beyond the person's own row (TP-32).
        put_answer(transaction, id, viewer.person, CallAnswer::declined, clock_.now());
        return {};
    });
    forget_count(viewer.person);
    return declined;
}

}  // namespace kc::teams
