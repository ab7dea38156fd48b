// SPDX-License-Identifier: EUPL-1.2
#include "planning/acceptance.hpp"

#include <algorithm>

namespace kc::planning {

namespace {

const CurriculumItem* find_item(const Plan& plan, LearningUnitId unit) {
    const auto found = std::find_if(plan.items.begin(), plan.items.end(), [&](const CurriculumItem& item) { return item.unit == unit; });
    return found == plan.items.end() ? nullptr : &*found;
}

Date first_day_of_work(const CurriculumItem& item) {
    Date first = item.starts_on;
    for (const auto& phase : item.phases) first = std::min(first, phase.starts_on);
    return first;
}

// Shares of two plans are compared as fractions; without gaps a plan counts as complete (LP-30).
bool closes_no_less(const Plan& a, const Plan& b) {
    if (a.closure_wanted <= 0) return true;
    if (b.closure_wanted <= 0) return a.closure >= a.closure_wanted;
    return a.closure * b.closure_wanted >= b.closure * a.closure_wanted;
}

}  // namespace

bool accepts_without_asking(const PlanSettings& settings, const Plan& in_force, const Plan& proposed, const PersonChoices& choices, Date today) {
    if (settings.acceptance == Acceptance::off || proposed.status == PlanStatus::infeasible) return false;
    const bool only_dates = settings.acceptance == Acceptance::other_dates;
    if (!only_dates && (proposed.status != PlanStatus::optimal || !closes_no_less(proposed, in_force))) return false;
    const Date free_from = add_days(today, settings.notice_days);
    for (const auto& item : in_force.items) {
        if (choices.is_completed(item.unit)) continue;
        const auto* then = find_item(proposed, item.unit);
        if (then != nullptr && then->date == item.date) continue;
        const auto* choice = choices.find(item.unit);
        const bool locked = choice != nullptr && choice->choice == Choice::locked;
        if (locked || first_day_of_work(item) < free_from) return false;
        if (then == nullptr && only_dates) return false;
        if (then != nullptr && first_day_of_work(*then) < free_from) return false;
    }
    return std::all_of(proposed.items.begin(), proposed.items.end(), [&](const CurriculumItem& item) {
        return find_item(in_force, item.unit) != nullptr || (!only_dates && first_day_of_work(item) >= free_from);
    });
}

}  // namespace kc::planning
