// SPDX-License-Identifier: EUPL-1.2
// What the person has is fixed, and what is left is searched: that tells at once whether it can still be kept and why gaps stay open.
#include "planning/known_plan.hpp"

#include "planning/optimizer/checker.hpp"

#include <algorithm>
#include <tuple>

namespace kc::planning {

std::optional<std::vector<optimizer::PlannedUnit>> planned_units(const PlanningCatalogue& catalogue, const Question& question,
                                                                 const Instance& instance, const Plan& plan) {
    std::vector<optimizer::PlannedUnit> planned;
    for (const auto& item : plan.items) {
        if (question.choices.is_completed(item.unit)) continue;
        const auto unit = catalogue.unit_index(item.unit);
        if (!unit) return std::nullopt;
        const int date = item.date ? catalogue.date_index(instance.catalogue->catalogue(), *unit, *item.date) : -1;
        if (item.date && date < 0) return std::nullopt;
        planned.push_back({*unit, date});
    }
    return planned;
}

std::optional<optimizer::Plan> find_known_plan_not_worse(const PlanningCatalogue& catalogue, const Question& question, const Instance& instance,
                                                         const optimizer::Plan& found, const optimizer::Limits& limits,
                                                         optimizer::Workspace& workspace) {
    // Changes come before an early finish, so among equals the plan in force stays.
    const auto rank = [](const auto& sums, int differences) { return std::tuple(-sums.closure, sums.half_hours, sums.price_cents, differences); };
    auto least = rank(found, found.differences);
    std::optional<optimizer::Plan> best;
    for (const Plan* known : {question.accepted, question.proposed}) {
        if (known == nullptr || known->status == PlanStatus::infeasible) continue;
        auto planned = planned_units(catalogue, question, instance, *known);
        if (!planned) continue;
        const auto sums = optimizer::sums_of(instance.catalogue->catalogue(), instance.learner, *planned);
        if (rank(sums, 0) > least) continue;
        auto learner = instance.learner;
        for (const auto& wish : learner.fixed) {  // it is on its date, whatever the plan said
            std::erase_if(*planned, [&](const optimizer::PlannedUnit& unit) { return unit.unit == wish.unit; });
            planned->push_back(wish);
        }
        learner.fixed = std::move(*planned);
        auto kept = optimizer::solve(*instance.catalogue, learner, limits, workspace);
        if (kept.status == optimizer::Status::infeasible || kept.mandatory_not_taken.size() > found.mandatory_not_taken.size()) continue;
        if (rank(kept, kept.differences) > least || (best && rank(kept, kept.differences) == least)) continue;
        kept.status = optimizer::Status::feasible;
        kept.bound = std::max(found.bound, kept.closure);
        least = rank(kept, kept.differences);
        best = std::move(kept);
    }
    return best;
}

}  // namespace kc::planning
