// SPDX-License-Identifier: EUPL-1.2
#include "planning/optimizer/effect_of_unit.hpp"

#include <algorithm>
#include <limits>
#include <optional>

#include "base/require.hpp"
#include "planning/optimizer/bound.hpp"
#include "planning/optimizer/learner_model.hpp"
#include "planning/optimizer/reasons.hpp"
#include "planning/optimizer/search.hpp"
#include "planning/optimizer/sums_bound.hpp"

namespace kc::planning::optimizer {

namespace {

constexpr std::int64_t search_work_max = 300;  // a plan anew takes about as much

struct Memory {
    LearnerModel model;
    SearchState state;
    BoundTable table;
    Search search;
};

Memory& memory() {
    thread_local Memory kept;
    return kept;
}

// Cheap, and the end for most: a unit without a date the learner could use, or dearer than the budgets by itself.
bool can_be_taken_alone(const PreparedCatalogue& catalogue, const Learner& learner, const Bundle& bundle) {
    const auto& budget = learner.budget;
    if (bundle.half_hours > budget.half_hours || bundle.price_cents > budget.price_cents || bundle.presence_days > budget.presence_days) return false;
    const auto members = catalogue.units_of(bundle);
    return std::all_of(members.begin(), members.end(), [&](int member) {
        if (std::find(learner.excluded.begin(), learner.excluded.end(), member) != learner.excluded.end()) return false;
        const auto& unit = catalogue.catalogue().units[static_cast<std::size_t>(member)];
        return !unit.scheduled ||
               std::any_of(unit.dates.begin(), unit.dates.end(), [&](const UnitDate& date) { return is_usable(unit, date, learner); });
    });
}

std::int64_t weight_of_open_steps(const LearnerModel& model) {
    std::int64_t total = 0;
    for (const auto& step : model.open) total += step.weight;
    return total;
}

UnitEffect compared(const Cost& least, const Cost& best, const KnownSums& known) {
    if (least == best) return known.is_former ? UnitEffect::none : UnitEffect::possible;
    return least < best ? UnitEffect::possible : UnitEffect::none;
}

// The bound for every plan with what is forced in the model, against the plan that is known.
UnitEffect effect_in_model(const KnownSums& known) {
    auto& [model, state, table, search] = memory();
    const auto loss_max = weight_of_open_steps(model) - known.closure;
    if (loss_max < 0) return UnitEffect::none;  // not even everything that is left would reach as much
    state.reset(model);
    for (std::size_t item = 0; item < model.items.size(); ++item)
        if (model.hopeless[item]) state.bar(static_cast<int>(item));
    for (const int item : model.forced)
        if (!state.choose(item)) return UnitEffect::none;
    int position = 0;
    while (position < static_cast<int>(model.open.size()) && state.is_covered(position)) ++position;
    const auto& unmet = state.look_up_unmet(position);
    if (unmet.urgent >= 0 && unmet.offers == 0) return UnitEffect::none;
    table.ask_for_hours_up_to(std::numeric_limits<std::int64_t>::max());
    table.prepare(model, state, 0);
    table.grow(loss_max);
    Cost least{};
    if (!table.estimate(state, position, loss_max, least)) return UnitEffect::none;
    return compared(least, {loss_max, known.half_hours, known.price_cents}, known);
}

// The best plan with the unit in an outline, when it is soon found: no plan of all is better.
std::optional<UnitEffect> effect_in_search(const KnownSums& known) {
    auto& [model, state, table, search] = memory();
    SearchLimits limits;
    limits.work = limits.hard_after = search_work_max;
    limits.outline = true;
    const auto result = search.run(model, limits);
    if (!result.complete) return std::nullopt;
    if (!result.best.found) return UnitEffect::none;
    const auto effect = compared(result.best.cost, {weight_of_open_steps(model) - known.closure, known.half_hours, known.price_cents}, known);
    const auto& plan = result.best.plan;
    const bool real = std::none_of(plan.begin(), plan.end(), [](const PlannedUnit& planned) { return LearnerModel::is_stand_in(planned.unit); });
    return effect == UnitEffect::none || real ? std::optional(effect) : std::nullopt;
}

}  // namespace

bool sums_settle(const PreparedCatalogue& catalogue, const Learner& learner, int unit, const KnownSums& known, std::vector<int>* relies_on) {
    if (relies_on != nullptr) relies_on->clear();
    return !can_be_taken_alone(catalogue, learner, catalogue.bundle(catalogue.bundle_of(unit))) ||
           sums_rule_out(catalogue, learner, unit, known, relies_on);
}

// The cheapest first: sums, then the table for an outline, which is no better than the whole; most units have failed by then. A short search
// beside the outline comes before the table for the whole, and tells nearly all others.
UnitEffect effect_of_unit(const PreparedCatalogue& catalogue, const Learner& learner, int unit, const KnownSums& known, std::vector<int>* relies_on) {
    if (sums_settle(catalogue, learner, unit, known, relies_on)) return UnitEffect::none;
    auto& model = memory().model;
    Question question;
    question.forced_units.push_back(unit);
    const auto none = [&] {
        if (relies_on != nullptr) relies_on->assign(model.wanted_steps().begin(), model.wanted_steps().end());
        return UnitEffect::none;
    };
    if (!model.outline(catalogue, learner, question) || effect_in_model(known) == UnitEffect::none) return none();
    if (const auto effect = effect_in_search(known)) return *effect == UnitEffect::none ? none() : *effect;
    if (!model.build(catalogue, learner, question) || effect_in_model(known) == UnitEffect::none) return none();
    return UnitEffect::possible;
}

std::vector<UnmetStep> unmet_beside(const PreparedCatalogue& catalogue, const Learner& learner, const Plan& plan, std::vector<int>& wanted) {
    auto& model = memory().model;
    Question question;
    question.fixed = learner.fixed;
    for (const int unit : learner.mandatory) {
        const bool taken = std::any_of(plan.items.begin(), plan.items.end(), [&](const PlannedUnit& item) { return item.unit == unit; });
        if (taken) question.forced_units.push_back(unit);
    }
    require(model.build(catalogue, learner, question));
    wanted.assign(model.wanted_steps().begin(), model.wanted_steps().end());
    return list_unmet(catalogue, learner, model, plan);
}

}  // namespace kc::planning::optimizer
