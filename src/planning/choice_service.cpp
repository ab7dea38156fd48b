// SPDX-License-Identifier: EUPL-1.2
// The part of CurriculumService about single units: their dates, and what the person's own wishes cost.
#include "planning/planner.hpp"
#include "planning/service.hpp"

#include <algorithm>

namespace kc::planning {

namespace {

constexpr std::size_t priced_dates_max = 12;  // each is a search of its own

PersonChoices without(const PersonChoices& choices, std::optional<LearningUnitId> unit) {
    PersonChoices rest = choices;
    std::erase_if(rest.choices, [&](const PlanChoice& choice) { return !unit || choice.unit_id == *unit; });
    return rest;
}

const Plan* shown_plan(const PersonState& state) { return state.proposed ? &state.proposed->plan : state.accepted ? &state.accepted->plan : nullptr; }

// Searches for one person, with changing wishes.
struct Searches {
    const PlanningCatalogue& catalogue;
    const competence::LearnerProfile& profile;
    const PersonState& state;

    Plan plan(const PersonChoices& choices) const {
        const Plan* kept = state.accepted ? &state.accepted->plan : nullptr;
        return make_plan(catalogue, {profile, choices, state.member, kept}, Detail::plan_only, work_to_answer);
    }
};

ChoiceCost cost(const PlanChoice& choice, const Plan& without_it, const Plan& with_it) {
    ChoiceCost result{choice, difference_between(without_it, with_it), with_it.status == PlanStatus::infeasible};
    return result;
}

}  // namespace

std::optional<competence::LearnerProfile> CurriculumService::profile_of(const Viewer& viewer) const {
    if (!viewer.may(Permission::plan_own_curriculum)) return std::nullopt;
    return database_.read(
        [&](Session& session) { return competence::find_learner_profile(session, catalogue()->framework(), viewer.person, clock_.today()); });
}

Result<std::vector<DateChoice>, CurriculumError> CurriculumService::list_dates(const Viewer& viewer, LearningUnitId id, bool with_costs) const {
    if (!viewer.may(Permission::plan_own_curriculum)) return refuse(CurriculumError::not_permitted);
    const auto offers = catalogue();
    const auto* unit = offers->find_unit(id, viewer.organisation);
    if (unit == nullptr) return refuse(CurriculumError::unit_not_found);
    std::optional<PersonState> state;
    std::optional<competence::LearnerProfile> profile;
    database_.read([&](Session& session) {
        state = find_state(session, viewer.person);
        profile = competence::find_learner_profile(session, offers->framework(), viewer.person, clock_.today());
    });
    if (!state || !profile) return refuse(CurriculumError::not_permitted);
    auto rows = DateExaminer(*offers, *profile).dates_of(*unit, shown_plan(*state), state->choices);
    if (!with_costs || !profile->enough_for_curriculum || state->choices.is_completed(id) || !offers->offers(id)) return rows;
    const Searches searches{*offers, *profile, *state};
    auto wishes = without(state->choices, id);
    const Plan free = searches.plan(wishes);
    std::size_t priced = 0;
    wishes.choices.push_back({id, Choice::locked, std::nullopt});
    for (auto& row : rows) {
        if (row.fit != DateFit::usable || priced == priced_dates_max) continue;
        ++priced;
        wishes.choices.back().tutorial_date_id = row.date;
        const Plan plan = searches.plan(wishes);
        row.impossible = plan.status == PlanStatus::infeasible;
        row.cost = difference_between(free, plan);
    }
    return rows;
}

Result<ChoiceCosts, CurriculumError> CurriculumService::costs_of_choices(const Viewer& viewer, std::optional<LearningUnitId> only) const {
    if (!viewer.may(Permission::plan_own_curriculum)) return refuse(CurriculumError::not_permitted);
    ChoiceCosts costs;
    costs.catalogue = catalogue();
    std::optional<PersonState> state;
    std::optional<competence::LearnerProfile> profile;
    database_.read([&](Session& session) {
        state = find_state(session, viewer.person);
        profile = competence::find_learner_profile(session, costs.catalogue->framework(), viewer.person, clock_.today());
    });
    if (!state || !profile) return refuse(CurriculumError::not_permitted);
    if (!profile->enough_for_curriculum) return refuse(CurriculumError::profile_incomplete);
    costs.choices = state->choices;
    if (state->choices.choices.empty()) return costs;
    const Searches searches{*costs.catalogue, *profile, *state};
    const Plan with_all = searches.plan(state->choices);
    if (!only) costs.all = cost({}, searches.plan(without(state->choices, std::nullopt)), with_all);
    for (const auto& choice : state->choices.choices) {
        if (only && choice.unit_id != *only) continue;
        costs.single.push_back(cost(choice, searches.plan(without(state->choices, choice.unit_id)), with_all));
    }
    return costs;
}

}  // namespace kc::planning
