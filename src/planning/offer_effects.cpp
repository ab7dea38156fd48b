// SPDX-License-Identifier: EUPL-1.2
#include "planning/offer_effects.hpp"

#include "planning/offer_replacements.hpp"
#include "planning/offer_weighing.hpp"
#include "planning/stored_question.hpp"

#include <algorithm>
#include <iterator>
#include <unordered_map>

namespace kc::planning {
namespace {

// Just so much about the newest plan as an offer is weighed against.
struct StandingRow {
    PersonId person_id;
    OrganisationId organisation_id;
    bool is_member = false;
    CurriculumState state{};
    PlanStatus status{};
    std::int64_t closure = 0;
    HalfHours half_hours;
    Money price_cents;
    Date planned_on{};
    Instant created_at{};
    std::optional<std::string> steps;
    std::string outlook;
    bool holds = false;  // one of the units stands in the plan
};
BOOST_DESCRIBE_STRUCT(StandingRow, (),
                      (person_id, organisation_id, is_member, state, status, closure, half_hours, price_cents, planned_on, created_at, steps, outlook,
                       holds))

PlanToBeat plan_to_beat(const StandingRow& row) {
    return {row.person_id,
            {row.closure, row.half_hours.value, row.price_cents.value, row.state == CurriculumState::accepted},
            row.status == PlanStatus::optimal,
            row.steps};
}

// One per person: the proposal, else the plan in force; in order of their numbers.
std::vector<StandingRow> list_standing(storage::Session& session, std::span<const LearningUnitId> units, std::span<const PersonId> people) {
    auto rows = session.query<StandingRow>(
        "SELECT p.id AS person_id, p.organisation_id, o.is_member, c.state, c.status, c.closure, c.half_hours, c.price_cents, c.planned_on, "
        "c.created_at, r.steps, "
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

const PersonChoices& choices_of(const std::unordered_map<PersonId, PersonChoices>& choices, PersonId person) {
    static const PersonChoices none;
    const auto found = choices.find(person);
    return found == choices.end() ? none : found->second;
}

// The plans of one person with nothing but units and dates.
struct StandingPlans {
    PersonId person;
    std::optional<Plan> accepted, proposed;
    static const Plan* pointer_to(const std::optional<Plan>& plan) { return plan ? &*plan : nullptr; }
};

struct PlannedRow {
    PersonId person_id;
    CurriculumState state{};
    PlanStatus status{};
    std::optional<LearningUnitId> unit_id;  // absent: a plan without units
    std::optional<TutorialDateId> tutorial_date_id;
};
BOOST_DESCRIBE_STRUCT(PlannedRow, (), (person_id, state, status, unit_id, tutorial_date_id))

// In order of the people.
std::vector<StandingPlans> list_standing_plans(storage::Session& session, std::span<const PersonId> people) {
    std::vector<StandingPlans> plans;
    for (const auto& row : session.query<PlannedRow>(
             "SELECT c.person_id, c.state, c.status, i.unit_id, i.tutorial_date_id FROM curricula c LEFT JOIN curriculum_items i ON "
             "i.curriculum_id = c.id WHERE c.person_id IN ($LIST) AND c.state IN ('accepted', 'proposed') ORDER BY c.person_id",
             storage::json_ids(people))) {
        if (plans.empty() || plans.back().person != row.person_id) plans.push_back({row.person_id, {}, {}});
        auto& plan = row.state == CurriculumState::accepted ? plans.back().accepted : plans.back().proposed;
        if (!plan) plan.emplace().status = row.status;
        if (!row.unit_id) continue;
        auto& item = plan->items.emplace_back();
        item.unit = *row.unit_id;
        item.date = row.tutorial_date_id;
    }
    return plans;
}

// What a person is planned from.
struct PlannedFrom {
    competence::LearnerProfile profile;
    bool is_answered;  // it is the question to which the plan that stands is the answer
};

// Whether one of the units, those that are gone included, teaches a level that stays open, or perhaps what an offer for such a level needs.
class OpenSteps {
public:
    explicit OpenSteps(std::vector<TaughtStep> taught) : taught_(std::move(taught)) {
        for (const auto& step : taught_) texts_.push_back(fmt::format(R"({},"level":{},)", step.competence_id.value, step.level));
    }
    bool concern(const StandingRow& row) const {
        // Nearly all plans are told by their text, as outlook_json writes it.
        const auto contains = [&](std::string_view text) { return row.outlook.find(text) != std::string::npos; };
        if (!contains("prerequisite_missing") && std::none_of(texts_.begin(), texts_.end(), contains)) return false;
        Plan plan;
        read_outlook(row.outlook, plan);
        return std::any_of(plan.open_gaps.begin(), plan.open_gaps.end(), [&](const OpenGap& gap) {
            if (gap.reason == OpenReason::prerequisite_missing) return true;
            return std::any_of(taught_.begin(), taught_.end(),
                               [&](const TaughtStep& taught) { return taught.competence_id == gap.competence && taught.level == gap.level; });
        });
    }

private:
    std::vector<TaughtStep> taught_;
    std::vector<std::string> texts_;
};

// What each of them is planned from, in their order: the question that is kept with the plan, else the profile (LP-55). Nothing where the
// profile does not suffice any more.
std::vector<std::optional<PlannedFrom>> list_learners(storage::Session& session, const PlanningCatalogue& catalogue,
                                                      const std::vector<const StandingRow*>& rows) {
    std::vector<PersonId> people;
    for (const auto* row : rows) people.push_back(row->person_id);
    std::vector<std::optional<PlannedFrom>> learners(rows.size());
    std::vector<PersonId> to_read;
    const auto questions = list_questions(session, people);
    auto question = questions.begin();  // all lists are ordered by person
    for (std::size_t i = 0; i < rows.size(); ++i) {
        while (question != questions.end() && question->person < people[i]) ++question;
        if (question != questions.end() && question->person == people[i])
            if (auto stored = read_question(question->question, people[i], rows[i]->organisation_id)) learners[i] = {std::move(*stored), true};
        if (!learners[i]) to_read.push_back(people[i]);
    }
    if (to_read.empty()) return learners;
    for (auto& profile : competence::list_learner_profiles(session, catalogue.framework(), to_read, catalogue.today())) {
        if (!profile.enough_for_curriculum) continue;
        const auto place = std::lower_bound(people.begin(), people.end(), profile.person) - people.begin();
        learners[static_cast<std::size_t>(place)] = {std::move(profile), false};
    }
    return learners;
}

// What is settled without a profile, and who is left.
struct Sifted {
    std::vector<const StandingRow*> to_plan, unchanged, undecided;
};

Sifted sift(storage::Session& session, const PlanningCatalogue& catalogue, std::span<const LearningUnitId> units, std::span<const int> offered,
            const std::vector<StandingRow>& standing, const std::unordered_map<PersonId, PersonChoices>& choices) {
    Sifted sifted;
    OfferReplacements replacements(session, catalogue, units, offered);
    for (const auto& row : standing) {
        const auto& own = choices_of(choices, row.person_id);
        const bool wished = std::any_of(own.choices.begin(), own.choices.end(), [&](const PlanChoice& choice) {
            return std::find(units.begin(), units.end(), choice.unit_id) != units.end();
        });
        const bool best_in_force = row.state == CurriculumState::accepted && row.status == PlanStatus::optimal;
        if (row.holds || wished || row.status == PlanStatus::infeasible)
            sifted.to_plan.push_back(&row);
        else if (replacements.settle({row.is_member, best_in_force, row.created_at, row.steps, own}))
            sifted.unchanged.push_back(&row);
        else
            sifted.undecided.push_back(&row);
    }
    return sifted;
}

struct ToSearch {
    const StandingRow* row;
    PlannedFrom from;
};

// A question of an earlier day may not be today's any more: what is to be stored is searched from the profile.
void renew_profiles(storage::Session& session, const PlanningCatalogue& catalogue, std::vector<ToSearch>& to_search) {
    std::vector<PersonId> to_read;
    for (const auto& [row, from] : to_search)
        if (row->planned_on != catalogue.today()) to_read.push_back(row->person_id);
    if (to_read.empty()) return;
    auto profiles = competence::list_learner_profiles(session, catalogue.framework(), to_read, catalogue.today());
    auto renewed = profiles.begin();  // both lists are ordered by person
    std::erase_if(to_search, [&](ToSearch& asked) {
        if (asked.row->planned_on == catalogue.today()) return false;
        while (renewed != profiles.end() && renewed->person < asked.row->person_id) ++renewed;
        if (renewed == profiles.end() || renewed->person != asked.row->person_id || !renewed->enough_for_curriculum) return true;
        asked.from = {std::move(*renewed), false};
        return false;
    });
}

void search(storage::Session& session, const PlanningCatalogue& catalogue, OfferWeighing& weighing,
            const std::unordered_map<PersonId, PersonChoices>& choices, std::vector<ToSearch> to_search, Sifted& sifted, OfferEffects& effects) {
    renew_profiles(session, catalogue, to_search);
    std::vector<PersonId> people;
    for (const auto& asked : to_search) people.push_back(asked.row->person_id);
    const auto standing = list_standing_plans(session, people);
    people.clear();
    for (std::size_t i = 0; i < to_search.size(); ++i) {
        auto& [row, from] = to_search[i];
        const Question question{from.profile, choices_of(choices, row->person_id), row->is_member, StandingPlans::pointer_to(standing[i].accepted),
                                StandingPlans::pointer_to(standing[i].proposed)};
        auto plan = weighing.search(plan_to_beat(*row), question, from.is_answered, effects.more_steps);
        if (!plan) {
            sifted.unchanged.push_back(row);
            continue;
        }
        people.push_back(row->person_id);
        effects.found.push_back({{}, std::move(from.profile), std::move(*plan)});
    }
    auto states = list_states(session, people);
    require(states.size() == people.size());  // all of this is one state of the database
    for (std::size_t i = 0; i < states.size(); ++i) effects.found[i].state = std::move(states[i]);
}

}  // namespace

OfferEffects find_offer_effects(storage::Session& session, const PlanningCatalogue& catalogue, std::span<const LearningUnitId> units,
                                std::span<const PersonId> people, std::int64_t work_max) {
    OfferEffects effects;
    const auto standing = list_standing(session, units, people);
    const auto choices = list_choices(session, people);
    std::vector<int> offered;
    for (const auto unit : units)
        if (const auto index = catalogue.unit_index(unit)) offered.push_back(*index);  // what is gone can be in no plan
    auto sifted = sift(session, catalogue, units, offered, standing, choices);
    for (const auto* row : sifted.to_plan) effects.to_plan.push_back(row->person_id);

    OfferWeighing weighing(catalogue, offered, work_max);
    std::vector<ToSearch> to_search;
    auto learners = list_learners(session, catalogue, sifted.undecided);
    for (std::size_t i = 0; i < sifted.undecided.size(); ++i) {
        const auto* row = sifted.undecided[i];
        if (!learners[i]) continue;
        const Question question{learners[i]->profile, choices_of(choices, row->person_id), row->is_member};
        if (weighing.settled_by_sums(plan_to_beat(*row), question, effects.more_steps))
            sifted.unchanged.push_back(row);
        else
            to_search.push_back({row, std::move(*learners[i])});
    }
    search(session, catalogue, weighing, choices, std::move(to_search), sifted, effects);
    const OpenSteps open_steps(list_taught_steps(session, units));
    for (const auto* row : sifted.unchanged) {
        if (row->status != PlanStatus::optimal)
            effects.to_prove.push_back(row->person_id);
        else if (row->planned_on != catalogue.today() || open_steps.concern(*row))
            effects.to_review.push_back(row->person_id);
    }
    for (auto* people : {&effects.to_plan, &effects.to_prove, &effects.to_review}) std::sort(people->begin(), people->end());
    return effects;
}

}  // namespace kc::planning
