// SPDX-License-Identifier: EUPL-1.2
#include "development/goal_service.hpp"

#include "base/text.hpp"
#include "competence/agreed_demands.hpp"
#include "development/people_report.hpp"
#include "development/talk_service.hpp"
#include "storage/audit.hpp"

#include <algorithm>

namespace kc::development {

namespace {

constexpr int leavers_per_run = 1000;

Side side_in(const Viewer& viewer, const Goal& goal) { return goal.person_id == viewer.person ? Side::employee : Side::counterpart; }

std::optional<PersonId> partner_in(const Viewer& viewer, const Goal& goal) {
    return side_in(viewer, goal) == Side::employee ? goal.counterpart_id : std::optional(goal.person_id);
}

const GoalContent& content_of(const GoalVersion& version) { return version; }

}  // namespace

std::vector<OwnGoal> GoalService::named(Session& session, const Viewer& viewer, std::vector<FullGoal> goals) const {
    std::vector<PersonId> partners;
    for (const auto& full : goals) {
        if (const auto partner = partner_in(viewer, full.goal)) partners.push_back(*partner);
    }
    const auto names = list_names(session, partners);
    std::vector<OwnGoal> own;
    for (auto& full : goals) {
        const auto partner = partner_in(viewer, full.goal);
        const auto found = std::find_if(names.begin(), names.end(), [&](const NamedPerson& person) { return person.id == partner; });
        const auto side = side_in(viewer, full.goal);
        own.push_back({std::move(full), side, found == names.end() ? std::string() : found->name()});
    }
    // What waits for a decision first, then by deadline.
    std::stable_sort(own.begin(), own.end(), [](const OwnGoal& a, const OwnGoal& b) {
        const auto rank = [](const OwnGoal& goal) { return goal.full.proposal() != nullptr ? 0 : in_force(goal.full.goal.state) ? 1 : 2; };
        if (rank(a) != rank(b)) return rank(a) < rank(b);
        return a.full.shown().deadline_on < b.full.shown().deadline_on;
    });
    return own;
}

Result<std::vector<OwnGoal>, GoalError> GoalService::list_own(const Viewer& viewer) const {
    if (!viewer.may(Permission::keep_own_profile)) return refuse(GoalError::not_permitted);
    return database_.read([&](Session& session) { return named(session, viewer, list_own_goals(session, viewer.person)); });
}

Result<std::vector<OwnGoal>, GoalError> GoalService::list_as_counterpart(const Viewer& viewer) const {
    if (!viewer.may(Permission::agree_goals)) return refuse(GoalError::not_permitted);
    return database_.read([&](Session& session) { return named(session, viewer, list_goals_as_counterpart(session, PartySight::of(viewer))); });
}

Result<std::vector<OwnGoal>, GoalError> GoalService::list_of_talk(const Viewer& viewer, TalkId talk) const {
    if (!may_develop(viewer)) return refuse(GoalError::not_permitted);
    return database_.read([&](Session& session) { return named(session, viewer, list_goals_of_talk(session, talk, PartySight::of(viewer))); });
}

Result<OwnGoal, GoalError> GoalService::find(const Viewer& viewer, GoalId id) const {
    if (!may_develop(viewer)) return refuse(GoalError::not_permitted);
    return database_.read([&](Session& session) -> Result<OwnGoal, GoalError> {
        auto full = find_goal(session, id, PartySight::of(viewer));
        if (!full) return refuse(GoalError::goal_not_found);
        std::vector<FullGoal> one;
        one.push_back(std::move(*full));
        return std::move(named(session, viewer, std::move(one)).front());
    });
}

Result<TeamGoals, GoalError> GoalService::list_team(const Viewer& viewer, const TeamGoalQuery& query) const {
    const auto sight = TeamSight::of(viewer);
    if (!sight.sees_people() && !sight.counts) return refuse(GoalError::not_permitted);
    TeamGoals team{.sees_people = sight.sees_people(), .sees_counts = sight.counts};
    const auto today = clock_.today();
    database_.read([&](Session& session) {
        if (team.sees_people) {
            team.total = count_team_goals(session, sight, query.open_only, today);
            team.goals = list_team_goals(session, sight, query, today);
        }
        if (team.sees_counts) team.counts = list_goal_counts(session, today);
    });
    return team;
}

Result<TeamGoal, GoalError> GoalService::find_in_team(const Viewer& viewer, GoalId id) const {
    const auto sight = TeamSight::of(viewer);
    if (!sight.sees_people()) return refuse(GoalError::goal_not_found);
    const auto found = database_.read([&](Session& session) { return find_team_goal(session, sight, id, clock_.today()); });
    if (!found) return refuse(GoalError::goal_not_found);
    return *found;
}

std::optional<GoalError> GoalService::complete(GoalContent& content) const {
    for (auto* text : {&content.title, &content.why, &content.law}) {
        if (!is_valid_utf8(*text)) return GoalError::text_too_long;
        *text = std::string(trim(*text));
    }
    if (content.competence_id && !content.title.empty()) return GoalError::subject_doubled;
    if (content.competence_id) {
        const auto framework = frameworks_.current();
        const auto index = framework->index_of(*content.competence_id);
        if (!index || !framework->competence(*index).published()) return GoalError::unknown_competence;
        content.title = framework->competence(*index).name;
    }
    return check_content(content, clock_.today());
}

void GoalService::put_forward(Transaction& transaction, GoalId goal, Side side, int number, const GoalContent& content, bool ends) {
    GoalVersion version;
    static_cast<GoalContent&>(version) = content;
    version.version = number;
    version.proposed_by = side;
    version.ends = ends;
    version.proposed_at = clock_.now();
    (side == Side::employee ? version.employee_signed_at : version.counterpart_signed_at) = clock_.now();
    insert_version(transaction, goal, version);
    insert_goal_event(transaction, goal, number, Happening::proposed, side, clock_.now());
}

Result<GoalId, GoalError> GoalService::propose(const Viewer& viewer, TalkId talk_id, GoalContent content) {
    if (!may_develop(viewer)) return refuse(GoalError::not_permitted);
    if (const auto wrong = complete(content)) return refuse(*wrong);
    return database_.in_transaction([&](Transaction& transaction) -> Result<GoalId, GoalError> {
        const auto sight = PartySight::of(viewer);
        const auto seen = find_talk(transaction, talk_id, sight);
        if (!seen || !lock_employee(transaction, seen->person_id)) return refuse(GoalError::talk_not_found);
        const auto talk = find_talk(transaction, talk_id, sight);
        if (!talk) return refuse(GoalError::talk_not_found);
        if (!talk->open()) return refuse(GoalError::talk_closed);
        if (!talk->counterpart_id) return refuse(GoalError::counterpart_missing);
        if (count_open_goals(transaction, talk->person_id) >= open_goals_max) return refuse(GoalError::too_many_goals);
        const auto id = insert_goal(transaction, talk->person_id, *talk->counterpart_id, talk->organisation_id, talk_id);
        put_forward(transaction, id, side_of(viewer, *talk), 1, content, false);
        record(transaction, viewer.person, "goal.proposed", id);
        return id;
    });
}

Result<GoalService::Begun, GoalError> GoalService::begin(Transaction& transaction, const Viewer& viewer, GoalId id) const {
    if (!may_develop(viewer)) return refuse(GoalError::not_permitted);
    const auto sight = PartySight::of(viewer);
    const auto seen = find_goal(transaction, id, sight);
    if (!seen || !lock_employee(transaction, seen->goal.person_id)) return refuse(GoalError::goal_not_found);
    auto full = find_goal(transaction, id, sight);  // as it is now that nobody else can change it
    if (!full) return refuse(GoalError::goal_not_found);
    const auto side = side_in(viewer, full->goal);
    return Begun{std::move(*full), side};
}

Result<void, GoalError> GoalService::counter(const Viewer& viewer, GoalId id, int seen_version, GoalContent content) {
    if (const auto wrong = complete(content)) return refuse(*wrong);
    return database_.in_transaction([&](Transaction& transaction) -> Result<void, GoalError> {
        const auto begun = begin(transaction, viewer, id);
        if (!begun) return refuse(begun.error());
        const auto& goal = begun->full.goal;
        if (goal.state != GoalState::proposed && !in_force(goal.state)) return refuse(GoalError::not_in_force);
        if (goal.last_version != seen_version) return refuse(GoalError::proposal_outdated);
        if (!goal.counterpart_id) return refuse(GoalError::counterpart_missing);
        const auto* waiting = begun->full.proposal();
        const auto* same_as = waiting != nullptr && !waiting->ends ? waiting : begun->full.agreed();
        if (same_as != nullptr && content_of(*same_as) == content) return refuse(GoalError::nothing_changed);
        withdraw_open_version(transaction, id, clock_.now());
        put_forward(transaction, id, begun->side, goal.last_version + 1, content, false);
        record(transaction, viewer.person, "goal.countered", id);
        return {};
    });
}

Result<void, GoalError> GoalService::propose_end(const Viewer& viewer, GoalId id, int seen_version) {
    return database_.in_transaction([&](Transaction& transaction) -> Result<void, GoalError> {
        const auto begun = begin(transaction, viewer, id);
        if (!begun) return refuse(begun.error());
        const auto& goal = begun->full.goal;
        if (!in_force(goal.state)) return refuse(GoalError::not_in_force);
        if (goal.last_version != seen_version) return refuse(GoalError::proposal_outdated);
        if (!goal.counterpart_id) return refuse(GoalError::counterpart_missing);
        if (const auto* waiting = begun->full.proposal(); waiting != nullptr && waiting->ends) return refuse(GoalError::nothing_changed);
        withdraw_open_version(transaction, id, clock_.now());
        put_forward(transaction, id, begun->side, goal.last_version + 1, *begun->full.agreed(), true);
        record(transaction, viewer.person, "goal.end_proposed", id);
        return {};
    });
}

Result<void, GoalError> GoalService::accept(const Viewer& viewer, GoalId id, int version) {
    return database_.in_transaction([&](Transaction& transaction) -> Result<void, GoalError> {
        const auto begun = begin(transaction, viewer, id);
        if (!begun) return refuse(begun.error());
        const auto& full = begun->full;
        if (full.goal.agreed_version == version) return {};  // sent twice
        if (full.goal.last_version != version) return refuse(GoalError::proposal_outdated);
        const auto* proposal = full.proposal();
        if (proposal == nullptr) return refuse(GoalError::nothing_to_accept);
        if (proposal->signed_by(begun->side)) return refuse(GoalError::own_proposal);
        if (!proposal->ends && proposal->deadline_on <= clock_.today()) return refuse(GoalError::deadline_out_of_range);
        sign_version(transaction, id, version, begun->side, clock_.now());
        if (proposal->ends)
            update_goal_state(transaction, id, GoalState::ended);
        else
            update_agreed_version(transaction, id, version);
        insert_goal_event(transaction, id, version, proposal->ends ? Happening::ended : Happening::signed_by_both, begun->side, clock_.now());
        record(transaction, viewer.person, proposal->ends ? "goal.ended" : "goal.agreed", id);
        conclude(transaction, full.goal.person_id);
        return {};
    });
}

Result<void, GoalError> GoalService::turn_down(const Viewer& viewer, GoalId id, int version) {
    return database_.in_transaction([&](Transaction& transaction) -> Result<void, GoalError> {
        const auto begun = begin(transaction, viewer, id);
        if (!begun) return refuse(begun.error());
        if (begun->full.goal.last_version != version) return refuse(GoalError::proposal_outdated);
        if (begun->full.proposal() == nullptr) return refuse(GoalError::nothing_to_accept);
        withdraw_open_version(transaction, id, clock_.now());
        insert_goal_event(transaction, id, version, Happening::withdrawn, begun->side, clock_.now());
        if (begun->full.goal.state == GoalState::proposed) update_goal_state(transaction, id, GoalState::lapsed);
        record(transaction, viewer.person, "goal.turned_down", id);
        return {};
    });
}

Result<void, GoalError> GoalService::report(const Viewer& viewer, GoalId id) {
    return database_.in_transaction([&](Transaction& transaction) -> Result<void, GoalError> {
        const auto begun = begin(transaction, viewer, id);
        if (!begun) return refuse(begun.error());
        if (begun->side != Side::employee) return refuse(GoalError::not_permitted);
        if (begun->full.goal.state == GoalState::reported) return {};  // sent twice
        if (begun->full.goal.state != GoalState::agreed) return refuse(GoalError::not_in_force);
        update_goal_state(transaction, id, GoalState::reported);
        insert_goal_event(transaction, id, begun->full.goal.agreed_version, Happening::reported, begun->side, clock_.now());
        record(transaction, viewer.person, "goal.reported", id);
        return {};
    });
}

Result<void, GoalError> GoalService::confirm(const Viewer& viewer, GoalId id) {
    return database_.in_transaction([&](Transaction& transaction) -> Result<void, GoalError> {
        const auto begun = begin(transaction, viewer, id);
        if (!begun) return refuse(begun.error());
        if (begun->side != Side::counterpart) return refuse(GoalError::not_permitted);
        if (begun->full.goal.state == GoalState::fulfilled) return {};  // sent twice
        if (begun->full.goal.state != GoalState::reported) return refuse(GoalError::not_reported);
        withdraw_open_version(transaction, id, clock_.now());
        update_goal_state(transaction, id, GoalState::fulfilled);
        insert_goal_event(transaction, id, begun->full.goal.agreed_version, Happening::confirmed, begun->side, clock_.now());
        record(transaction, viewer.person, "goal.fulfilled", id);
        conclude(transaction, begun->full.goal.person_id);
        return {};
    });
}

Result<void, GoalError> GoalService::not_yet(const Viewer& viewer, GoalId id) {
    return database_.in_transaction([&](Transaction& transaction) -> Result<void, GoalError> {
        const auto begun = begin(transaction, viewer, id);
        if (!begun) return refuse(begun.error());
        if (begun->full.goal.state == GoalState::agreed) return {};  // sent twice
        if (begun->full.goal.state != GoalState::reported) return refuse(GoalError::not_reported);
        update_goal_state(transaction, id, GoalState::agreed);
        insert_goal_event(transaction, id, begun->full.goal.agreed_version, Happening::not_yet, begun->side, clock_.now());
        record(transaction, viewer.person, "goal.not_yet", id);
        return {};
    });
}

int GoalService::end_goals_of_leavers() {
    const auto leavers = database_.read([&](Session& session) { return list_goals_of_leavers(session, leavers_per_run); });
    for (const auto& [id, person] : leavers) {
        database_.in_transaction([&, id = id, person = person](Transaction& transaction) {
            (void)lock_employee(transaction, person);
            withdraw_open_version(transaction, id, clock_.now());
            end_goal(transaction, id);
            insert_goal_event(transaction, id, std::nullopt, Happening::left, std::nullopt, clock_.now());
            record(transaction, std::nullopt, "goal.left", id);
            conclude(transaction, person);
        });
    }
    return static_cast<int>(leavers.size());
}

void GoalService::conclude(Transaction& transaction, PersonId employee) {
    competence::replace_agreed_demands(transaction, observer_, employee, list_agreed_demands_of(transaction, employee));
}

void GoalService::record(Transaction& transaction, std::optional<PersonId> actor, std::string_view action, GoalId id) const {
    storage::record_audit(transaction,
                          {.at = clock_.now(), .actor = actor, .action = std::string(action), .subject_type = "goal", .subject_id = id.value});
}

}  // namespace kc::development
