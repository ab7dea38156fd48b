// SPDX-License-Identifier: EUPL-1.2
#include "planning/planner.hpp"

#include "planning/explanation.hpp"
#include "planning/known_plan.hpp"
#include "planning/layout.hpp"
#include "planning/optimizer/checker.hpp"
#include "planning/reach.hpp"

#include <algorithm>

namespace kc::planning {
namespace {

optimizer::Workspace& workspace() {
    thread_local optimizer::Workspace kept;
    return kept;
}

std::vector<optimizer::Violation> violations_of(const Instance& instance, const optimizer::Plan& solved) {
    optimizer::ClaimedPlan claimed{solved.items, solved.closure, solved.half_hours, solved.price_cents, {}};
    for (const auto& left_out : solved.mandatory_not_taken) claimed.mandatory_not_taken.push_back(left_out.unit);
    return optimizer::check_plan(instance.catalogue->catalogue(), instance.learner, claimed);
}

void verify(const Instance& instance, const optimizer::Plan& solved) {
    if (solved.status == optimizer::Status::infeasible) return;  // claims nothing but the contradiction
    const auto violations = violations_of(instance, solved);
    if (!violations.empty()) throw PlanRejected("rule " + std::to_string(violations.front().rule) + ": " + violations.front().text);
}

// Which plan items an item builds on: who teaches the levels it needs, and its predecessor.
std::vector<std::vector<std::size_t>> foundations(const Instance& instance, const optimizer::Plan& solved) {
    const auto& units = instance.catalogue->catalogue().units;
    std::vector<std::vector<std::size_t>> after(solved.items.size());
    for (std::size_t i = 0; i < solved.items.size(); ++i) {
        const auto& unit = units[static_cast<std::size_t>(solved.items[i].unit)];
        for (std::size_t other = 0; other < solved.items.size(); ++other) {
            if (other == i) continue;
            const auto& before = units[static_cast<std::size_t>(solved.items[other].unit)];
            const bool teaches = std::any_of(unit.needs.begin(), unit.needs.end(), [&](const optimizer::Step& need) {
                return std::any_of(before.teaches.begin(), before.teaches.end(), [&](const optimizer::Step& step) {
                    return step.competence == need.competence && step.level <= need.level && step.level > level_of(instance.learner, step.competence);
                });
            });
            if (teaches || unit.after == solved.items[other].unit) after[i].push_back(other);
        }
    }
    return after;
}

void lay_out_items(const PlanningCatalogue& catalogue, const Question& question, const Instance& instance, const optimizer::Plan& solved,
                   Plan& plan) {
    const auto after = foundations(instance, solved);
    std::vector<LayoutItem> items;
    for (std::size_t i = 0; i < solved.items.size(); ++i) {
        const auto& planned = solved.items[i];
        const auto& unit = catalogue.unit(planned.unit);
        LayoutItem item{unit.self_study, unit.tutorial, unit.follow_up, std::nullopt, after[i]};
        if (planned.date >= 0) {
            const auto& days =
                instance.catalogue->catalogue().units[static_cast<std::size_t>(planned.unit)].dates[static_cast<std::size_t>(planned.date)].days;
            item.date = std::pair(day_of(days.first_day), day_of(days.last_day));
        }
        items.push_back(std::move(item));
    }
    LayoutLimits limits{
        day_of(instance.learner.first_day), plan.until, question.profile.preferences.weekly_hours, {}, question.profile.preferences.working_days};
    for (const auto& absence : question.profile.preferences.absences) limits.absences.push_back({absence.first_day, absence.last_day});
    auto phases = lay_out(items, limits);
    for (std::size_t i = 0; i < plan.items.size(); ++i) {
        auto& item = plan.items[i];
        item.phases = std::move(phases[i]);
        if (items[i].date) {
            std::tie(item.starts_on, item.ends_on) = *items[i].date;
        } else if (!item.phases.empty()) {
            item.starts_on = item.phases.front().starts_on;
            item.ends_on = item.starts_on;
            for (const auto& phase : item.phases) item.ends_on = std::max(item.ends_on, phase.ends_on);
        } else {
            item.starts_on = item.ends_on = limits.first_day;  // a unit that takes no time at all
        }
    }
}

// Weeks, reasons and order of what was found and verified.
Plan finish(const PlanningCatalogue& catalogue, const Question& question, const Instance& instance, const optimizer::Plan& solved, Detail detail) {
    Plan plan;
    plan.status = static_cast<PlanStatus>(solved.status);
    plan.closure = solved.closure;
    plan.closure_bound = solved.bound;
    plan.closure_wanted = optimizer::full_closure(instance.learner);
    plan.hours = HalfHours{solved.half_hours};
    plan.price = Money{solved.price_cents};
    plan.presence_days = static_cast<int>(solved.presence_days);
    plan.planned_on = catalogue.today();
    plan.until = day_of(instance.learner.last_day);
    for (const int unit : solved.conflict) plan.conflict.push_back(catalogue.unit(unit).id);
    const auto& offers = instance.catalogue->catalogue();
    for (const auto& planned : solved.items) {
        CurriculumItem item;
        item.unit = catalogue.unit(planned.unit).id;
        if (planned.date >= 0) item.date = PlanningCatalogue::date_id(offers, planned.unit, planned.date);
        item.hours = HalfHours{offers.units[static_cast<std::size_t>(planned.unit)].half_hours};
        item.price = Money{offers.units[static_cast<std::size_t>(planned.unit)].price_cents};
        const auto* choice = question.choices.find(item.unit);
        item.locked = choice != nullptr && choice->choice == Choice::locked;
        plan.items.push_back(std::move(item));
    }
    lay_out_items(catalogue, question, instance, solved, plan);
    explain(catalogue, instance, solved, detail, plan, workspace());
    // LP-26: by the day that is shown, also where self-study begins long before it.
    std::stable_sort(plan.items.begin(), plan.items.end(), [](const CurriculumItem& a, const CurriculumItem& b) {
        return std::tie(a.starts_on, a.ends_on, a.unit) < std::tie(b.starts_on, b.ends_on, b.unit);
    });
    return plan;
}

const Plan* standing_plan(const Question& question) { return question.proposed != nullptr ? question.proposed : question.accepted; }

// As the search would have answered; nothing when a unit or date is gone or the checker finds something else than what is stored.
std::optional<optimizer::Plan> standing_as_solved(const PlanningCatalogue& catalogue, const Question& question, const Instance& instance) {
    const auto* standing = standing_plan(question);
    if (standing == nullptr || standing->status == PlanStatus::infeasible || standing->closure_wanted != optimizer::full_closure(instance.learner))
        return std::nullopt;
    auto planned = planned_units(catalogue, question, instance, *standing);
    if (!planned) return std::nullopt;
    optimizer::Plan solved;
    solved.items = std::move(*planned);
    std::sort(solved.items.begin(), solved.items.end());
    const auto sums = optimizer::sums_of(instance.catalogue->catalogue(), instance.learner, solved.items);
    if (sums.closure != standing->closure) return std::nullopt;
    solved.status = static_cast<optimizer::Status>(standing->status);
    solved.closure = sums.closure;
    solved.half_hours = sums.half_hours;
    solved.price_cents = sums.price_cents;
    solved.presence_days = sums.presence_days;
    solved.bound = standing->closure_bound;
    if (!violations_of(instance, solved).empty()) return std::nullopt;
    return solved;
}

}  // namespace

SearchedPlan search_plan(const PlanningCatalogue& catalogue, const Question& question, std::int64_t work_max) {
    SearchedPlan searched;
    searched.instance = make_instance(catalogue, question);
    const auto& [prepared, learner] = searched.instance;
    const optimizer::Limits limits{.work = work_max};
    auto& solved = searched.solved;
    solved = optimizer::solve(*prepared, learner, limits, workspace());
    if (solved.status == optimizer::Status::feasible)
        if (auto known = find_known_plan_not_worse(catalogue, question, searched.instance, solved, limits, workspace())) solved = std::move(*known);
    const bool all = solved.status == optimizer::Status::infeasible || !solved.mandatory_not_taken.empty();
    searched.reach = all ? std::string(reaches_everything) : reach_text(catalogue, *prepared, optimizer::wanted_steps(workspace()));
    return searched;
}

std::optional<SearchedPlan> search_plan_with(const PlanningCatalogue& catalogue, const Question& question, int unit,
                                             const optimizer::KnownSums& known, std::int64_t work_max, std::vector<optimizer::Step>& wanted) {
    SearchedPlan searched{make_instance(catalogue, question), {}, {}};
    const auto& [prepared, learner] = searched.instance;
    auto solved = optimizer::solve_with(*prepared, learner, unit, known, {.work = work_max}, workspace());
    wanted.clear();
    for (const int step : optimizer::wanted_steps(workspace())) wanted.push_back(prepared->step_at(step));
    if (!solved) return std::nullopt;
    searched.solved = std::move(*solved);
    return searched;
}

Plan finish_plan(const PlanningCatalogue& catalogue, const Question& question, const SearchedPlan& searched, Detail detail) {
    verify(searched.instance, searched.solved);
    return finish(catalogue, question, searched.instance, searched.solved, detail);
}

Plan make_plan(const PlanningCatalogue& catalogue, const Question& question, Detail detail, std::int64_t work_max, std::string* reach) {
    auto searched = search_plan(catalogue, question, work_max);
    if (reach != nullptr) *reach = std::move(searched.reach);
    return finish_plan(catalogue, question, searched, detail);
}

std::optional<Plan> renew_reasons(const PlanningCatalogue& catalogue, const Question& question, std::string* reach) {
    const Instance instance = make_instance(catalogue, question);
    auto solved = standing_as_solved(catalogue, question, instance);
    if (!solved) return std::nullopt;
    solved->unmet = optimizer::unmet_beside(*instance.catalogue, instance.learner, *solved, workspace());
    if (reach != nullptr) *reach = reach_text(catalogue, *instance.catalogue, optimizer::wanted_steps(workspace()));
    return finish(catalogue, question, instance, *solved, Detail::explained);
}

}  // namespace kc::planning
