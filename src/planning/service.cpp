// SPDX-License-Identifier: EUPL-1.2
#include "planning/service.hpp"

#include "planning/acceptance.hpp"
#include "planning/planner.hpp"
#include "planning/reach.hpp"
#include "planning/stored_question.hpp"
#include "storage/audit.hpp"
#include "storage/changes.hpp"

#include <algorithm>

namespace kc::planning {
namespace {

constexpr int completed_years_back = 5;             // LP-18
constexpr std::int64_t work_while_waiting = 3'000;  // the person waits, and so does whoever writes: some milliseconds; the proof is left to a job

// LP-14: what is done already is no difference.
Plan without_completed(const Plan& plan, const PersonChoices& choices) {
    Plan open = plan;
    std::erase_if(open.items, [&](const CurriculumItem& item) { return choices.is_completed(item.unit); });
    return open;
}

// Whatever a plan says beside its units and dates: nothing to decide. `a` may hold completed units beside those of `b`.
bool same_surroundings(const Plan& a, const Plan& b) {
    const bool same_costs = std::all_of(b.items.begin(), b.items.end(), [&](const CurriculumItem& item) {
        const auto known = std::find_if(a.items.begin(), a.items.end(), [&](const CurriculumItem& i) { return i.unit == item.unit; });
        return known != a.items.end() && known->hours == item.hours && known->price == item.price;
    });
    return same_costs && a.closure == b.closure && a.closure_wanted == b.closure_wanted && a.closure_bound == b.closure_bound &&
           a.status == b.status && a.until == b.until && a.open_gaps == b.open_gaps && a.gains == b.gains;
}

const Plan* accepted_plan(const PersonState& state) { return state.accepted ? &state.accepted->plan : nullptr; }
const Plan* proposed_plan(const PersonState& state) { return state.proposed ? &state.proposed->plan : nullptr; }

std::string unit_details(LearningUnitId unit) { return fmt::format(R"({{"unit":{}}})", unit.value); }

// The evidence of a completed unit is written by planning itself, which plans again right away: nobody else has to be told.
class Unheard final : public competence::ProfileObserver {
public:
    void profile_changed(storage::Transaction&, PersonId) override {}
};

}  // namespace

std::optional<OwnPlans> CurriculumService::find_own(const Viewer& viewer) const {
    if (!viewer.may(Permission::plan_own_curriculum)) return std::nullopt;
    auto state = database_.read([&](Session& session) { return find_state(session, viewer.person); });
    if (!state) return std::nullopt;
    return OwnPlans{std::move(*state), catalogue()};
}

std::optional<PersonState> CurriculumService::begin(Transaction& transaction, const Viewer& viewer) const {
    if (!viewer.may(Permission::plan_own_curriculum)) return std::nullopt;
    auto locked = ask_to_lock(transaction, std::span(&viewer.person, 1));
    auto state = find_state(transaction, viewer.person);
    if (locked.rows().empty()) return std::nullopt;
    return state;
}

void CurriculumService::record(Transaction& transaction, std::optional<PersonId> actor, PersonId person, std::string_view action,
                               std::string details) {
    storage::record_audit(transaction, {.at = clock_.now(),
                                        .actor = actor,
                                        .action = std::string(action),
                                        .subject_type = "person",
                                        .subject_id = person.value,
                                        .details = std::move(details)});
    storage::record_change(transaction, storage::ChangeTopic::person_plan, person.value);
}

Outcome CurriculumService::plan_again(Transaction& transaction, const PersonState& state, const competence::LearnerProfile& profile,
                                      const Occasion& occasion) {
    if (!profile.enough_for_curriculum) {
        if (state.question) remove_question(transaction, state.person);
        return Outcome::profile_incomplete;
    }
    const auto offers = catalogue();
    std::string reach;
    const Plan plan = make_plan(*offers, {profile, state.choices, state.member, accepted_plan(state), proposed_plan(state)}, Detail::explained,
                                work_while_waiting, &reach);
    if (state.reach != reach) put_reaches(transaction, std::vector<PersonReach>{{state.person, reach}});
    if (auto asked = question_text(profile); state.question != asked)
        put_questions(transaction, std::vector<PersonQuestion>{{state.person, std::move(asked)}});
    if (plan.status == PlanStatus::feasible) prove_later(transaction, std::span(&state.person, 1), occasion.cause);
    return store_plan(transaction, state, plan, occasion);
}

Outcome CurriculumService::store_plan(Transaction& transaction, const PersonState& state, const Plan& plan, const Occasion& occasion) {
    const auto proposal = proposal_for(transaction, state, plan, occasion);
    if (!proposal) return Outcome::unchanged;
    const auto id = insert_curriculum(transaction, *proposal);
    record(transaction, occasion.actor, occasion.person, "curriculum.proposed", proposal_details(*proposal));
    if (!occasion.on_request) accept_by_rule(transaction, state, id, *proposal);
    return Outcome::proposed;
}

// Nothing where the plan is known already; then only its surroundings are renewed.
std::optional<Curriculum> CurriculumService::proposal_for(Transaction& transaction, const PersonState& state, const Plan& plan,
                                                          const Occasion& occasion) {
    const auto overtake_proposal = [&] {
        if (state.proposed) update_state(transaction, state.proposed->id, CurriculumState::replaced, std::nullopt);
    };
    if (state.accepted && same_plan(without_completed(state.accepted->plan, state.choices), plan)) {
        const bool news = !same_surroundings(state.accepted->plan, plan);
        if (news) update_outlook(transaction, state.accepted->id, plan);
        overtake_proposal();  // the plan in force is the best one again
        if (news || state.proposed) record(transaction, occasion.actor, occasion.person, "curriculum.confirmed");
        return std::nullopt;
    }
    if (state.proposed && same_plan(state.proposed->plan, plan)) {
        if (!same_surroundings(state.proposed->plan, plan)) {
            update_outlook(transaction, state.proposed->id, plan);
            record(transaction, occasion.actor, occasion.person, "curriculum.confirmed");
            const bool proven = state.proposed->plan.status == PlanStatus::feasible && plan.status == PlanStatus::optimal;
            if (proven && !occasion.on_request) {  // only now the rule may accept it (LP-46)
                Curriculum waiting = *state.proposed;
                waiting.plan = plan;
                accept_by_rule(transaction, state, waiting.id, waiting);
            }
        }
        return std::nullopt;
    }
    if (!occasion.on_request && state.last_declined && same_plan(state.last_declined->plan, plan)) return std::nullopt;  // LP-16

    overtake_proposal();
    Curriculum proposal;
    proposal.person = occasion.person;
    proposal.version = state.last_version + 1;
    proposal.state = CurriculumState::proposed;
    proposal.cause = state.last_version == 0 ? Cause::first_plan : occasion.cause;
    proposal.created_at = clock_.now();
    proposal.plan = plan;
    // LP-44: what was put off stays quiet when it is overtaken by itself.
    if (!occasion.on_request && state.proposed) proposal.postponed_until = state.proposed->postponed_until;
    return proposal;
}

std::string CurriculumService::proposal_details(const Curriculum& proposal) {
    return fmt::format(R"({{"version":{},"cause":"{}"}})", proposal.version, boost::describe::enum_to_string(proposal.cause, ""));
}

// LP-46, LP-47. What was taken back once is only proposed from then on.
void CurriculumService::accept_by_rule(Transaction& transaction, const PersonState& state, CurriculumId id, const Curriculum& proposal) {
    if (!state.accepted || !accepts_without_asking(state.settings, state.accepted->plan, proposal.plan, state.choices, clock_.today())) return;
    const auto former = find_former_automatic(transaction, state.person);
    if (former && same_plan(former->plan, proposal.plan)) return;
    update_state(transaction, state.accepted->id, CurriculumState::replaced, state.accepted->decided_at);
    update_accepted_automatically(transaction, id, clock_.now());
    record(transaction, std::nullopt, state.person, "curriculum.accepted_automatically", fmt::format(R"({{"version":{}}})", proposal.version));
}

// After a write of the same transaction: state and profile are read anew.
Outcome CurriculumService::plan_again(Transaction& transaction, const Viewer& viewer, Cause cause) {
    competence::AskedLearner learner(transaction, viewer.person);
    const auto state = find_state(transaction, viewer.person);
    const auto profile = learner.profile(catalogue()->framework(), clock_.today());
    if (!state || !profile) return Outcome::profile_incomplete;
    return plan_again(transaction, *state, *profile, {viewer.person, viewer.person, cause, cause == Cause::own_choice});
}

Result<Outcome, CurriculumError> CurriculumService::propose(const Viewer& viewer) {
    return database_.in_transaction([&](Transaction& transaction) -> Result<Outcome, CurriculumError> {
        if (!viewer.may(Permission::plan_own_curriculum)) return refuse(CurriculumError::not_permitted);
        auto locked = ask_to_lock(transaction, std::span(&viewer.person, 1));
        competence::AskedLearner learner(transaction, viewer.person);
        const auto state = find_state(transaction, viewer.person);  // the three are waited for once
        if (locked.rows().empty() || !state) return refuse(CurriculumError::not_permitted);
        const auto profile = learner.profile(catalogue()->framework(), clock_.today());
        const auto outcome = profile ? plan_again(transaction, *state, *profile, {viewer.person, viewer.person, Cause::own_choice, true})
                                     : Outcome::profile_incomplete;
        if (outcome == Outcome::profile_incomplete) return refuse(CurriculumError::profile_incomplete);
        return outcome;
    });
}

Result<void, CurriculumError> CurriculumService::accept(const Viewer& viewer, CurriculumId id) {
    return database_.in_transaction([&](Transaction& transaction) -> Result<void, CurriculumError> {
        const auto state = begin(transaction, viewer);
        if (!state) return refuse(CurriculumError::not_permitted);
        if (state->accepted && state->accepted->id == id) return {};  // sent twice
        if (!state->proposed)
            return refuse(find_curriculum(transaction, viewer.person, id) ? CurriculumError::proposal_outdated : CurriculumError::no_proposal);
        if (state->proposed->id != id) return refuse(CurriculumError::proposal_outdated);
        if (state->proposed->plan.status == PlanStatus::infeasible) return refuse(CurriculumError::plan_infeasible);
        const auto offers = catalogue();
        for (const auto& item : state->proposed->plan.items) {
            if (state->choices.is_completed(item.unit)) continue;
            const auto* unit = offers->find_unit(item.unit);
            const auto* date = unit != nullptr && item.date ? PlanningCatalogue::find_date(*unit, *item.date) : nullptr;
            const bool there = unit != nullptr && offers->offers(item.unit) && (!item.date || (date != nullptr && date->bookable(offers->today())));
            if (!there) return refuse(CurriculumError::proposal_outdated);  // LP-17
        }
        if (state->accepted) update_state(transaction, state->accepted->id, CurriculumState::replaced, state->accepted->decided_at);
        update_state(transaction, id, CurriculumState::accepted, clock_.now());
        record(transaction, viewer.person, viewer.person, "curriculum.accepted", fmt::format(R"({{"version":{}}})", state->proposed->version));
        return {};
    });
}

Result<void, CurriculumError> CurriculumService::decline(const Viewer& viewer, CurriculumId id) {
    return database_.in_transaction([&](Transaction& transaction) -> Result<void, CurriculumError> {
        const auto state = begin(transaction, viewer);
        if (!state) return refuse(CurriculumError::not_permitted);
        if (state->last_declined && state->last_declined->id == id) return {};  // sent twice
        if (!state->proposed)
            return refuse(find_curriculum(transaction, viewer.person, id) ? CurriculumError::proposal_outdated : CurriculumError::no_proposal);
        if (state->proposed->id != id) return refuse(CurriculumError::proposal_outdated);
        update_state(transaction, id, CurriculumState::declined, clock_.now());
        record(transaction, viewer.person, viewer.person, "curriculum.declined", fmt::format(R"({{"version":{}}})", state->proposed->version));
        return {};
    });
}

Result<void, CurriculumError> CurriculumService::postpone(const Viewer& viewer, CurriculumId id, int weeks) {
    if (weeks < 1 || weeks > postponed_weeks_max) return refuse(CurriculumError::invalid_postponement);
    return database_.in_transaction([&](Transaction& transaction) -> Result<void, CurriculumError> {
        const auto state = begin(transaction, viewer);
        if (!state) return refuse(CurriculumError::not_permitted);
        if (!state->proposed)
            return refuse(find_curriculum(transaction, viewer.person, id) ? CurriculumError::proposal_outdated : CurriculumError::no_proposal);
        if (state->proposed->id != id) return refuse(CurriculumError::proposal_outdated);
        const Date until = add_days(clock_.today(), 7 * weeks);
        if (state->proposed->postponed_until == until) return {};  // sent twice
        update_postponed(transaction, id, until);
        record(transaction, viewer.person, viewer.person, "curriculum.postponed",
               fmt::format(R"({{"version":{},"until":"{}"}})", state->proposed->version, to_iso(until)));
        return {};
    });
}

Result<void, CurriculumError> CurriculumService::undo(const Viewer& viewer) {
    return database_.in_transaction([&](Transaction& transaction) -> Result<void, CurriculumError> {
        const auto state = begin(transaction, viewer);
        if (!state) return refuse(CurriculumError::not_permitted);
        if (!state->accepted) return refuse(CurriculumError::nothing_to_undo);
        auto former = find_former_accepted(transaction, viewer.person);
        if (!former) {
            // The first plan: it becomes a proposal again, unless a newer one waits already.
            update_state(transaction, state->accepted->id, state->proposed ? CurriculumState::replaced : CurriculumState::proposed, std::nullopt);
        } else {
            update_state(transaction, state->accepted->id, CurriculumState::replaced, state->accepted->decided_at);
            former->version = state->last_version + 1;
            former->state = CurriculumState::accepted;
            former->cause = Cause::own_choice;
            former->created_at = clock_.now();
            former->decided_at = clock_.now();
            former->postponed_until.reset();
            former->accepted_automatically = false;  // the person herself brings it back
            insert_curriculum(transaction, *former);
        }
        record(transaction, viewer.person, viewer.person, "curriculum.undone", fmt::format(R"({{"version":{}}})", state->accepted->version));
        return {};
    });
}

Result<Outcome, CurriculumError> CurriculumService::exclude(const Viewer& viewer, LearningUnitId unit) {
    return database_.in_transaction([&](Transaction& transaction) -> Result<Outcome, CurriculumError> {
        const auto state = begin(transaction, viewer);
        if (!state) return refuse(CurriculumError::not_permitted);
        if (catalogue()->find_unit(unit, viewer.organisation) == nullptr) return refuse(CurriculumError::unit_not_found);
        if (state->choices.is_completed(unit)) return refuse(CurriculumError::already_completed);
        if (!put_choice(transaction, viewer.person, {unit, Choice::excluded, std::nullopt}, clock_.now())) return Outcome::unchanged;
        record(transaction, viewer.person, viewer.person, "plan_choice.excluded", unit_details(unit));
        return plan_again(transaction, viewer, Cause::own_choice);
    });
}

Result<Outcome, CurriculumError> CurriculumService::lock(const Viewer& viewer, LearningUnitId id, std::optional<TutorialDateId> date) {
    return database_.in_transaction([&](Transaction& transaction) -> Result<Outcome, CurriculumError> {
        const auto state = begin(transaction, viewer);
        if (!state) return refuse(CurriculumError::not_permitted);
        const auto offers = catalogue();
        const auto* unit = offers->find_unit(id, viewer.organisation);
        if (unit == nullptr) return refuse(CurriculumError::unit_not_found);
        if (state->choices.is_completed(id)) return refuse(CurriculumError::already_completed);
        if (!offers->offers(id)) return refuse(CurriculumError::not_offered);
        PlanChoice choice{id, Choice::locked, date};
        if (date) {
            const auto dates = list_dates(viewer, id);
            if (!dates) return refuse(dates.error());
            const auto found = std::find_if(dates->begin(), dates->end(), [&](const DateChoice& row) { return row.date == *date; });
            if (found == dates->end()) return refuse(CurriculumError::date_not_found);
            if (found->fit != DateFit::usable) return refuse(CurriculumError::date_not_usable);
        } else {
            for (const auto* shown : {state->accepted ? &*state->accepted : nullptr, state->proposed ? &*state->proposed : nullptr}) {
                if (shown == nullptr) continue;
                for (const auto& item : shown->plan.items)
                    if (item.unit == id) choice.tutorial_date_id = item.date;
            }
        }
        if (!put_choice(transaction, viewer.person, choice, clock_.now())) return Outcome::unchanged;
        record(transaction, viewer.person, viewer.person, "plan_choice.locked", unit_details(id));
        return plan_again(transaction, viewer, Cause::own_choice);
    });
}

Result<Outcome, CurriculumError> CurriculumService::clear_choice(const Viewer& viewer, LearningUnitId unit) {
    return database_.in_transaction([&](Transaction& transaction) -> Result<Outcome, CurriculumError> {
        if (!begin(transaction, viewer)) return refuse(CurriculumError::not_permitted);
        if (!remove_choice(transaction, viewer.person, unit)) return refuse(CurriculumError::choice_not_found);
        record(transaction, viewer.person, viewer.person, "plan_choice.removed", unit_details(unit));
        return plan_again(transaction, viewer, Cause::own_choice);
    });
}

Result<Outcome, CurriculumError> CurriculumService::complete(const Viewer& viewer, LearningUnitId id, Date completed_on) {
    return database_.in_transaction([&](Transaction& transaction) -> Result<Outcome, CurriculumError> {
        const auto state = begin(transaction, viewer);
        if (!state) return refuse(CurriculumError::not_permitted);
        const auto offers = catalogue();
        const auto* unit = offers->find_unit(id, viewer.organisation);
        if (unit == nullptr) return refuse(CurriculumError::unit_not_found);
        if (completed_on > clock_.today()) return refuse(CurriculumError::completed_in_future);
        if (days_between(completed_on, clock_.today()) > completed_years_back * 366) return refuse(CurriculumError::completed_too_long_ago);
        const Instant now = clock_.now();  // one moment for the report and its evidence: that is how the two find each other again
        if (!insert_completed(transaction, viewer.person, {id, completed_on}, now)) return Outcome::unchanged;  // sent twice
        remove_choice(transaction, viewer.person, id);
        // LP-19: a unit raises from the level below to its own, and by one level only (KO-23). Who stands elsewhere gets no evidence from it.
        const auto profile = competence::find_learner_profile(transaction, offers->framework(), viewer.person, clock_.today());
        std::vector<competence::FoundLevel> found;
        auto taught = unit->teaches;
        std::sort(taught.begin(), taught.end());
        for (const auto& step : taught) {
            int level = 0;
            if (profile)
                for (const auto& current : profile->current)
                    if (current.competence == step.competence) level = current.level;
            if (step.level != level + 1) continue;
            found.push_back({.competence = step.competence,
                             .level = step.level,
                             .source = competence::EvidenceSource::completed_unit,
                             .assessed_on = completed_on,
                             .origin = fmt::format("unit:{}", id.value)});
        }
        Unheard unheard;
        if (!found.empty()) competence::record_found_levels(transaction, unheard, viewer.person, found, viewer.person, now);
        record(transaction, viewer.person, viewer.person, "unit.completed", unit_details(id));
        if (on_completed_) on_completed_(transaction, viewer.person, *unit);
        return plan_again(transaction, viewer, Cause::unit_completed);
    });
}

Result<Outcome, CurriculumError> CurriculumService::undo_completion(const Viewer& viewer, LearningUnitId id) {
    return database_.in_transaction([&](Transaction& transaction) -> Result<Outcome, CurriculumError> {
        if (!begin(transaction, viewer)) return refuse(CurriculumError::not_permitted);
        const auto completed_at = find_completed_at(transaction, viewer.person, id);
        if (!completed_at) return refuse(CurriculumError::not_completed);
        remove_completed(transaction, viewer.person, id);
        Unheard unheard;
        competence::withdraw_found_levels(transaction, unheard, viewer.person, competence::EvidenceSource::completed_unit, *completed_at,
                                          viewer.person, clock_.now());
        record(transaction, viewer.person, viewer.person, "unit.completion_undone", unit_details(id));
        return plan_again(transaction, viewer, Cause::own_choice);
    });
}

std::int64_t CurriculumService::count_people_planning(LearningUnitId unit) const {
    return database_.read([&](Session& session) { return planning::count_people_planning(session, unit); });
}

competence::LearningPreferences CurriculumService::with_limits(const Viewer& viewer, competence::LearningPreferences preferences,
                                                               const WhatIf& question) const {
    if (question.hours) preferences.hours = *question.hours;
    if (question.weekly_hours) preferences.weekly_hours = question.weekly_hours;
    if (question.no_weekly_limit) preferences.weekly_hours.reset();
    if (question.budget) preferences.budget = *question.budget;
    if (question.presence_days) preferences.presence_days = *question.presence_days;
    if (question.until) preferences.until = *question.until;
    if (question.kilometres) preferences.places = competence::places_within(catalogue()->framework(), viewer.organisation, *question.kilometres);
    preferences.places.insert(preferences.places.end(), question.extra_places.begin(), question.extra_places.end());
    if (!question.extra_places.empty() || question.kilometres) preferences.on_site = !preferences.places.empty();
    competence::normalise(preferences);
    return preferences;
}

Result<competence::LearningPreferences, CurriculumError> CurriculumService::limits_of(const Viewer& viewer) const {
    if (!viewer.may(Permission::plan_own_curriculum)) return refuse(CurriculumError::not_permitted);
    const auto profile = database_.read(
        [&](Session& session) { return competence::find_learner_profile(session, catalogue()->framework(), viewer.person, clock_.today()); });
    if (!profile) return refuse(CurriculumError::not_permitted);
    if (!profile->enough_for_curriculum) return refuse(CurriculumError::profile_incomplete);
    return profile->preferences;
}

Result<WhatIfAnswer, CurriculumRefusal> CurriculumService::what_if(const Viewer& viewer, const WhatIf& question) const {
    if (!viewer.may(Permission::plan_own_curriculum)) return refuse(CurriculumRefusal{CurriculumError::not_permitted, {}});
    WhatIfAnswer answer;
    answer.catalogue = catalogue();
    std::optional<PersonState> state;
    std::optional<competence::LearnerProfile> profile;
    database_.read([&](Session& session) {
        state = find_state(session, viewer.person);
        profile = competence::find_learner_profile(session, answer.catalogue->framework(), viewer.person, clock_.today());
    });
    if (!state || !profile) return refuse(CurriculumRefusal{CurriculumError::not_permitted, {}});
    if (!profile->enough_for_curriculum) return refuse(CurriculumRefusal{CurriculumError::profile_incomplete, {}});
    answer.present = profile->preferences;
    answer.asked = with_limits(viewer, profile->preferences, question);
    auto problems = competence::check_preferences(answer.asked, answer.catalogue->framework(), clock_.today());
    if (!problems.empty()) return refuse(CurriculumRefusal{CurriculumError::invalid_limits, std::move(problems)});
    const Plan* kept = accepted_plan(*state);
    const bool changed = answer.asked != answer.present;
    answer.before =
        make_plan(*answer.catalogue, {*profile, state->choices, state->member, kept}, changed ? Detail::plan_only : Detail::thorough, work_to_answer);
    if (!changed) {
        answer.after = answer.before;
        answer.difference = difference_between(answer.before, answer.after);
        return answer;
    }
    profile->preferences = answer.asked;
    answer.after = make_plan(*answer.catalogue, {*profile, state->choices, state->member, kept != nullptr ? kept : &answer.before}, Detail::plan_only,
                             work_to_answer);
    answer.difference = difference_between(answer.before, answer.after);
    return answer;
}

}  // namespace kc::planning
