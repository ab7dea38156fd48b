// SPDX-License-Identifier: EUPL-1.2
#include "planning/offer_effects.hpp"

#include "planning/known_plan.hpp"
#include "planning/offer_replacements.hpp"
#include "planning/optimizer/sums_bound.hpp"
#include "planning/stored_question.hpp"

#include <algorithm>
#include <charconv>
#include <iterator>
#include <unordered_map>

namespace kc::planning {
namespace {

constexpr std::size_t searched_apart_max = 4;  // units; for more at once one search of everything costs less

// Just so much about the newest plan as the bound has to be compared with.
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

// The reach of one person, to be asked for many steps.
class StepsReached {
public:
    StepsReached(const PlanningCatalogue& catalogue, std::string_view reach) : everything_(reach == reaches_everything) {
        const char* const end = reach.data() + reach.size();
        for (const char* at = reach.data(); at != end && !everything_;) {
            CompetenceId competence;
            int level = 0;
            const auto number = std::from_chars(at + 1, end, competence.value);
            if (number.ec != std::errc{} || number.ptr == end) break;
            at = std::from_chars(number.ptr + 1, end, level).ptr;
            if (const auto index = catalogue.competence_index(competence)) steps_.push_back({*index, level});
        }
    }
    bool holds_everything() const { return everything_; }
    std::span<const optimizer::Step> steps() const { return steps_; }
    bool holds(const optimizer::Step& step) const { return everything_ || std::find(steps_.begin(), steps_.end(), step) != steps_.end(); }

private:
    bool everything_;
    std::vector<optimizer::Step> steps_;
};

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

// Where nothing else tells: decided by sums, else by a search.
class Deciding {
public:
    Deciding(const PlanningCatalogue& catalogue, std::span<const int> offered, std::int64_t work_max)
        : catalogue_(catalogue), offered_(offered), work_max_(work_max) {}

    // True where no plan with one of the units can be better; `more_steps` then gets what this rests on beside the person's reach.
    bool settled_by_sums(const StandingRow& row, const competence::LearnerProfile& profile, const PersonChoices& choices,
                         std::vector<ReachedStep>& more_steps) {
        const auto instance = make_instance(catalogue_, {profile, choices, row.is_member});
        const auto known = known_sums(row);
        const StepsReached reached = reach_of(row);
        const auto before = more_steps.size();
        for (const int unit : offered_) {
            if (!optimizer::sums_settle(*instance.catalogue, instance.learner, unit, known, &relies_on_)) {
                more_steps.resize(before);
                return false;
            }
            wanted_.clear();
            for (const int index : relies_on_) wanted_.push_back(instance.catalogue->step_at(index));
            note_wanted(row, reached, unit, more_steps);
        }
        return true;
    }

    // Nothing where the plan that stands is still the best; `more_steps` as above.
    std::optional<SearchedPlan> search(const StandingRow& row, const PlannedFrom& from, const PersonChoices& choices, const StandingPlans& standing,
                                       std::vector<ReachedStep>& more_steps) {
        const Question question{from.profile, choices, row.is_member, StandingPlans::pointer_to(standing.accepted),
                                StandingPlans::pointer_to(standing.proposed)};
        const StepsReached reached = reach_of(row);
        if (row.steps && !reached.holds_everything() && offered_.size() <= searched_apart_max) {
            SearchedPlan found;
            // The sums of a plan still hold what has been completed since.
            const bool is_best_without = from.is_answered && row.status == PlanStatus::optimal && choices.completed.empty();
            switch (search_with_units(row, question, reached, is_best_without, found, more_steps)) {
                case WithUnits::none_better: return std::nullopt;
                case WithUnits::found_best: return found;
                case WithUnits::not_settled: break;
            }
        }
        auto searched = search_plan(catalogue_, question, work_max_);
        if (searched.solved.status != optimizer::Status::optimal) return searched;
        const Plan& plan = standing.proposed ? *standing.proposed : *standing.accepted;
        auto planned = planned_units(catalogue_, question, searched.instance, plan);
        if (planned) std::sort(planned->begin(), planned->end());
        if (planned != searched.solved.items) return searched;
        const StepsReached wanted(catalogue_, searched.reach);
        if (wanted.holds_everything() && !reached.holds_everything()) return searched;
        wanted_.assign(wanted.steps().begin(), wanted.steps().end());
        for (const int unit : offered_) note_wanted(row, reached, unit, more_steps);
        return std::nullopt;
    }

private:
    enum class WithUnits { none_better, found_best, not_settled };

    // Only plans with one of the units are searched. What is better there than a plan that is the best of all without the unit is the best.
    WithUnits search_with_units(const StandingRow& row, const Question& question, const StepsReached& reached, bool is_best_without,
                                SearchedPlan& found, std::vector<ReachedStep>& more_steps) {
        const auto known = known_sums(row);
        const auto before = more_steps.size();
        for (const int unit : offered_) {
            auto searched = search_plan_with(catalogue_, question, unit, known, work_max_, wanted_);
            if (!searched) {
                note_wanted(row, reached, unit, more_steps);
                continue;
            }
            more_steps.resize(before);
            const auto& solved = searched->solved;
            const bool as_good = std::tie(solved.closure, solved.half_hours, solved.price_cents) ==
                                 std::tie(known.closure, known.half_hours, known.price_cents);  // the later stages decide
            if (!is_best_without || solved.status != optimizer::Status::optimal || as_good || offered_.size() > 1) return WithUnits::not_settled;
            const auto& prepared = *searched->instance.catalogue;
            std::vector<int> steps;
            for (const auto& list : {std::span<const optimizer::Step>(wanted_), reached.steps()})
                for (const auto& step : list) steps.push_back(prepared.step_index(step));
            searched->reach = reach_text(catalogue_, prepared, steps);
            found = std::move(*searched);
            return WithUnits::found_best;
        }
        return WithUnits::none_better;
    }

    static optimizer::KnownSums known_sums(const StandingRow& row) {
        return {row.closure, row.half_hours.value, row.price_cents.value, row.state == CurriculumState::accepted};
    }
    StepsReached reach_of(const StandingRow& row) const {
        return StepsReached(catalogue_, row.steps ? std::string_view(*row.steps) : std::string_view());
    }

    // Whom none of the levels that the unit teaches concerns will be found in another way again.
    void note_wanted(const StandingRow& row, const StepsReached& reached, int unit, std::vector<ReachedStep>& more_steps) const {
        const auto& taught = catalogue_.unit(unit).teaches;
        const bool is_reached = std::any_of(taught.begin(), taught.end(), [&](const auto& step) {
            return reached.holds({*catalogue_.competence_index(step.competence), step.level});
        });
        if (!is_reached) return;
        for (const auto& step : wanted_)
            if (!reached.holds(step)) more_steps.push_back({row.person_id, catalogue_.competence_at(step.competence), step.level});
    }

    const PlanningCatalogue& catalogue_;
    std::span<const int> offered_;
    std::int64_t work_max_;
    std::vector<int> relies_on_;
    std::vector<optimizer::Step> wanted_;
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

void search(storage::Session& session, const PlanningCatalogue& catalogue, Deciding& deciding,
            const std::unordered_map<PersonId, PersonChoices>& choices, std::vector<ToSearch> to_search, Sifted& sifted, OfferEffects& effects) {
    renew_profiles(session, catalogue, to_search);
    std::vector<PersonId> people;
    for (const auto& asked : to_search) people.push_back(asked.row->person_id);
    const auto standing = list_standing_plans(session, people);
    people.clear();
    for (std::size_t i = 0; i < to_search.size(); ++i) {
        auto& [row, from] = to_search[i];
        auto plan = deciding.search(*row, from, choices_of(choices, row->person_id), standing[i], effects.more_steps);
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

    Deciding deciding(catalogue, offered, work_max);
    std::vector<ToSearch> to_search;
    auto learners = list_learners(session, catalogue, sifted.undecided);
    for (std::size_t i = 0; i < sifted.undecided.size(); ++i) {
        const auto* row = sifted.undecided[i];
        if (!learners[i]) continue;
        if (deciding.settled_by_sums(*row, learners[i]->profile, choices_of(choices, row->person_id), effects.more_steps))
            sifted.unchanged.push_back(row);
        else
            to_search.push_back({row, std::move(*learners[i])});
    }
    search(session, catalogue, deciding, choices, std::move(to_search), sifted, effects);
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
