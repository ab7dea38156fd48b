// SPDX-License-Identifier: EUPL-1.2
#include "planning/offer_effects.hpp"

#include "planning/optimizer/effect_of_unit.hpp"
#include "planning/planner.hpp"
#include "planning/reach.hpp"
#include "planning/store.hpp"

#include <algorithm>
#include <unordered_map>

namespace kc::planning {
namespace {

// Just so much about the newest plan as the bound has to be compared with.
struct StandingRow {
    PersonId person_id;
    bool is_member = false;
    CurriculumState state{};
    PlanStatus status{};
    std::int64_t closure = 0;
    HalfHours half_hours;
    Money price_cents;
    Date planned_on{};
    std::optional<std::string> steps;
    std::string outlook;
    bool holds = false;  // one of the units stands in the plan
};
BOOST_DESCRIBE_STRUCT(StandingRow, (), (person_id, is_member, state, status, closure, half_hours, price_cents, planned_on, steps, outlook, holds))

// One per person: the proposal, else the plan in force; in order of their numbers.
std::vector<StandingRow> list_standing(storage::Session& session, std::span<const LearningUnitId> units, std::span<const PersonId> people) {
    auto rows = session.query<StandingRow>(
        "SELECT p.id AS person_id, o.is_member, c.state, c.status, c.closure, c.half_hours, c.price_cents, c.planned_on, r.steps, "
        "c.outlook, EXISTS (SELECT 1 FROM curriculum_items i WHERE i.curriculum_id = c.id AND i.unit_id IN ($LIST)) AS holds "
        "FROM people p JOIN organisations o ON o.id = p.organisation_id JOIN curricula c ON c.person_id = p.id "
        "LEFT JOIN plan_reach r ON r.person_id = p.id "
        "WHERE p.id IN ($LIST) AND p.state = 'active' AND c.state IN ('accepted', 'proposed') ORDER BY p.id, c.state",
        storage::json_ids(units), storage::json_ids(people));
    std::vector<StandingRow> standing;
    for (auto& row : rows) {
        if (!standing.empty() && standing.back().person_id == row.person_id) {
            row.holds = row.holds || standing.back().holds;
            standing.back() = std::move(row);
        } else {
            standing.push_back(std::move(row));
        }
    }
    return standing;
}

class Deciding {
public:
    // `taught`: by the units, those that are gone included.
    Deciding(const PlanningCatalogue& catalogue, std::span<const LearningUnitId> units, std::vector<TaughtStep> taught)
        : catalogue_(catalogue), units_(units), taught_(std::move(taught)) {
        for (const auto unit : units)
            if (const auto index = catalogue.unit_index(unit)) offered_.push_back(*index);  // what is gone can be in no plan
    }

    bool may_change(const StandingRow& row, const competence::LearnerProfile& profile, const PersonChoices& choices) const {
        const bool wished = std::any_of(choices.choices.begin(), choices.choices.end(), [&](const PlanChoice& choice) {
            return std::find(units_.begin(), units_.end(), choice.unit_id) != units_.end();
        });
        if (row.holds || wished || row.status != PlanStatus::optimal) return true;
        if (offered_.empty()) return false;
        const auto instance = make_instance(catalogue_, {profile, choices, row.is_member});
        const optimizer::KnownSums known{row.closure, row.half_hours.value, row.price_cents.value, row.state == CurriculumState::accepted};
        return std::any_of(offered_.begin(), offered_.end(), [&](int unit) {
            return optimizer::effect_of_unit(*instance.catalogue, instance.learner, unit, known) == optimizer::UnitEffect::possible ||
                   asks_for_more(instance, unit, row.steps.value_or(""));
        });
    }

    // One of the units teaches a level that stays open, or perhaps what an offer for such a level needs.
    bool concerns_open_step(const StandingRow& row) const {
        Plan plan;
        read_outlook(row.outlook, plan);
        return std::any_of(plan.open_gaps.begin(), plan.open_gaps.end(), [&](const OpenGap& gap) {
            if (gap.reason == OpenReason::prerequisite_missing) return true;
            return std::any_of(taught_.begin(), taught_.end(),
                               [&](const TaughtStep& taught) { return taught.competence_id == gap.competence && taught.level == gap.level; });
        });
    }

private:
    // A usable unit that needs what nothing needed so far: from now on offers for that concern the person too, which planning anew records.
    bool asks_for_more(const Instance& instance, int unit, std::string_view reach) const {
        const auto& data = instance.catalogue->catalogue().units[static_cast<std::size_t>(unit)];
        const auto level_of = [&](int competence) {
            for (const auto& entry : instance.learner.current)
                if (entry.competence == competence) return entry.value;
            return 0;
        };
        const auto is_wanted = [&](const optimizer::Step& step) { return reaches(reach, catalogue_.competence_at(step.competence), step.level); };
        const bool usable = !data.scheduled || std::any_of(data.dates.begin(), data.dates.end(),
                                                           [&](const auto& date) { return optimizer::is_usable(data, date, instance.learner); });
        if (!usable || std::none_of(data.teaches.begin(), data.teaches.end(), is_wanted)) return false;
        return std::any_of(data.needs.begin(), data.needs.end(), [&](const optimizer::Step& need) {
            for (int level = level_of(need.competence) + 1; level <= need.level; ++level)
                if (!is_wanted({need.competence, level})) return true;
            return false;
        });
    }

    const PlanningCatalogue& catalogue_;
    std::span<const LearningUnitId> units_;
    std::vector<TaughtStep> taught_;
    std::vector<int> offered_;
};

}  // namespace

OfferEffects find_offer_effects(storage::Session& session, const PlanningCatalogue& catalogue, std::span<const LearningUnitId> units,
                                std::span<const PersonId> people) {
    OfferEffects effects;
    const auto standing = list_standing(session, units, people);
    const auto profiles = competence::list_learner_profiles(session, catalogue.framework(), people, catalogue.today());
    const auto choices = list_choices(session, people);
    static const PersonChoices none;
    const Deciding deciding(catalogue, units, list_taught_steps(session, units));
    std::vector<PersonId> of_earlier_days;  // whose plan may have become impossible by the passing of time alone
    auto profile = profiles.begin();        // both lists are ordered by person
    for (const auto& row : standing) {
        while (profile != profiles.end() && profile->person < row.person_id) ++profile;
        if (profile == profiles.end()) break;
        if (profile->person != row.person_id || !profile->enough_for_curriculum) continue;
        const auto own = choices.find(row.person_id);
        const auto& chosen = own == choices.end() ? none : own->second;
        if (deciding.may_change(row, *profile, chosen))
            effects.to_plan.push_back(row.person_id);
        else if (row.planned_on != catalogue.today())
            of_earlier_days.push_back(row.person_id);
        else if (deciding.concerns_open_step(row))
            effects.to_explain.push_back(row.person_id);
    }
    if (of_earlier_days.empty()) return effects;
    profile = profiles.begin();
    auto row = standing.begin();
    for (const auto& state : list_states(session, of_earlier_days)) {
        while (profile->person < state.person) ++profile;
        while (row->person_id < state.person) ++row;
        const Plan* accepted = state.accepted ? &state.accepted->plan : nullptr;
        const Plan* proposed = state.proposed ? &state.proposed->plan : nullptr;
        if (!still_holds(catalogue, {*profile, state.choices, state.member, accepted, proposed}))
            effects.to_plan.push_back(state.person);
        else if (deciding.concerns_open_step(*row))
            effects.to_explain.push_back(state.person);
    }
    std::sort(effects.to_plan.begin(), effects.to_plan.end());
    std::sort(effects.to_explain.begin(), effects.to_explain.end());
    return effects;
}

}  // namespace kc::planning
