// SPDX-License-Identifier: EUPL-1.2
#include "planning/offer_weighing.hpp"

#include "planning/known_plan.hpp"
#include "planning/optimizer/sums_bound.hpp"

#include <algorithm>
#include <tuple>

namespace kc::planning {
namespace {

constexpr std::size_t searched_apart_max = 4;  // units; for more at once one search of everything costs less

}  // namespace

bool OfferWeighing::settled_by_sums(const PlanToBeat& plan, const Question& question, std::vector<ReachedStep>& more_steps) {
    const auto instance = make_instance(catalogue_, question);
    const StepsReached reached = reach_of(plan);
    const auto before = more_steps.size();
    for (const int unit : offered_) {
        if (!optimizer::sums_settle(*instance.catalogue, instance.learner, unit, plan.sums, &relies_on_)) {
            more_steps.resize(before);
            return false;
        }
        wanted_.clear();
        for (const int index : relies_on_) wanted_.push_back(instance.catalogue->step_at(index));
        note_wanted(plan, reached, unit, more_steps);
    }
    return true;
}

std::optional<SearchedPlan> OfferWeighing::search(const PlanToBeat& plan, const Question& question, bool is_answered,
                                                  std::vector<ReachedStep>& more_steps) {
    const StepsReached reached = reach_of(plan);
    if (plan.reach && !reached.holds_everything() && offered_.size() <= searched_apart_max) {
        SearchedPlan found;
        // The sums of a plan still hold what has been completed since.
        const bool is_best_without = is_answered && plan.proven && question.choices.completed.empty();
        switch (search_with_units(plan, question, reached, is_best_without, found, more_steps)) {
            case WithUnits::none_better: return std::nullopt;
            case WithUnits::found_best: return found;
            case WithUnits::not_settled: break;
        }
    }
    auto searched = search_plan(catalogue_, question, work_max_);
    if (searched.solved.status != optimizer::Status::optimal) return searched;
    const Plan& standing = question.proposed != nullptr ? *question.proposed : *question.accepted;
    auto planned = planned_units(catalogue_, question, searched.instance, standing);
    if (planned) std::sort(planned->begin(), planned->end());
    if (planned != searched.solved.items) return searched;
    const StepsReached wanted(catalogue_, searched.reach);
    if (wanted.holds_everything() && !reached.holds_everything()) return searched;
    wanted_.assign(wanted.steps().begin(), wanted.steps().end());
    for (const int unit : offered_) note_wanted(plan, reached, unit, more_steps);
    return std::nullopt;
}

// What is better among the plans with a unit than a plan that is the best of all without it is the best.
OfferWeighing::WithUnits OfferWeighing::search_with_units(const PlanToBeat& plan, const Question& question, const StepsReached& reached,
                                                          bool is_best_without, SearchedPlan& found, std::vector<ReachedStep>& more_steps) {
    const auto before = more_steps.size();
    for (const int unit : offered_) {
        auto searched = search_plan_with(catalogue_, question, unit, plan.sums, work_max_, wanted_);
        if (!searched) {
            note_wanted(plan, reached, unit, more_steps);
            continue;
        }
        more_steps.resize(before);
        const auto& solved = searched->solved;
        const bool as_good = std::tie(solved.closure, solved.half_hours, solved.price_cents) ==
                             std::tie(plan.sums.closure, plan.sums.half_hours, plan.sums.price_cents);  // the later stages decide
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

StepsReached OfferWeighing::reach_of(const PlanToBeat& plan) const {
    return StepsReached(catalogue_, plan.reach ? std::string_view(*plan.reach) : std::string_view());
}

// Whom none of the levels that the unit teaches concerns will be found in another way again.
void OfferWeighing::note_wanted(const PlanToBeat& plan, const StepsReached& reached, int unit, std::vector<ReachedStep>& more_steps) const {
    const auto& taught = catalogue_.unit(unit).teaches;
    const bool is_reached = std::any_of(taught.begin(), taught.end(),
                                        [&](const auto& step) { return reached.holds({*catalogue_.competence_index(step.competence), step.level}); });
    if (!is_reached) return;
    for (const auto& step : wanted_)
        if (!reached.holds(step)) more_steps.push_back({plan.person, catalogue_.competence_at(step.competence), step.level});
}

}  // namespace kc::planning
