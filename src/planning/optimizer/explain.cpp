// SPDX-License-Identifier: EUPL-1.2
// Solves the same question with one condition changed and compares.
// A plan of ten units costs some thirty further solves, each as bounded as the first.
#include "planning/optimizer/explain.hpp"

#include <algorithm>
#include <map>
#include <tuple>

#include "planning/optimizer/further_solves.hpp"

namespace kc::planning::optimizer {

namespace {

bool contains(const std::vector<PlannedUnit>& items, int unit) {
    return std::any_of(items.begin(), items.end(), [&](const PlannedUnit& item) { return item.unit == unit; });
}

class UnitExplanations {
public:
    explicit UnitExplanations(FurtherSolves& solves) : solves_(solves), catalogue_(solves.catalogue), learner_(solves.learner), plan_(solves.plan) {}

    UnitExplanation explain_unit(const PlannedUnit& item) {
        UnitExplanation result;
        result.item = item;
        for (const auto& step : solves_.unit_of(item.unit).teaches)
            if (is_reached(step)) result.closes.push_back(step);
        for (const auto& other : plan_.items)
            if (other.unit != item.unit && builds_on(solves_.unit_of(other.unit), item.unit)) result.needed_by.push_back(other.unit);
        const auto members = catalogue_.units_of(catalogue_.bundle(catalogue_.bundle_of(item.unit)));
        result.demanded = is_demanded(item.unit);
        result.course_companion = !result.demanded && result.closes.empty() && result.needed_by.empty() && members.size() > 1;
        if (std::none_of(members.begin(), members.end(), [&](int member) { return is_demanded(member); })) look_without(result);
        look_at_other_dates(result);
        return result;
    }

private:
    bool is_demanded(int unit) const {
        return contains(learner_.fixed, unit) || std::find(learner_.mandatory.begin(), learner_.mandatory.end(), unit) != learner_.mandatory.end();
    }
    // Open between the current and the target level, and not among the steps the plan leaves open.
    bool is_reached(const Step& step) const {
        const auto wanted = std::any_of(learner_.target.begin(), learner_.target.end(), [&](const LevelOf& target) {
            return target.competence == step.competence && step.level <= target.value && step.level > solves_.level_of(step.competence);
        });
        return wanted && std::none_of(plan_.unmet.begin(), plan_.unmet.end(), [&](const UnmetStep& unmet) { return unmet.step == step; });
    }
    bool builds_on(const Unit& later, int earlier) const {
        if (later.after == earlier) return true;
        return std::any_of(later.needs.begin(), later.needs.end(), [&](const Step& need) {
            const auto& taught = solves_.unit_of(earlier).teaches;
            return std::any_of(taught.begin(), taught.end(), [&](const Step& step) {
                return step.competence == need.competence && step.level <= need.level && step.level > solves_.level_of(step.competence);
            });
        });
    }

    // Units of one closed course share the answer.
    void look_without(UnitExplanation& result) {
        const int bundle = catalogue_.bundle_of(result.item.unit);
        auto known = without_bundle_.find(bundle);
        if (known == without_bundle_.end()) {
            Learner learner = learner_;
            learner.excluded.push_back(result.item.unit);
            const auto other = solves_.ask(learner);
            if (!other || other->status == Status::infeasible) return;
            std::vector<PlannedUnit> instead;
            for (const auto& planned : other->items)
                if (std::find(plan_.items.begin(), plan_.items.end(), planned) == plan_.items.end()) instead.push_back(planned);
            known = without_bundle_.emplace(bundle, std::pair(solves_.against_plan(*other), std::move(instead))).first;
        }
        result.without = known->second.first;
        result.instead = known->second.second;
    }

    // The unit is booked on each of its other dates in turn; what is already booked stays as it is.
    void look_at_other_dates(UnitExplanation& result) {
        const auto& unit = solves_.unit_of(result.item.unit);
        if (!unit.scheduled) return;
        std::vector<int> others;
        for (int date = 0; date < static_cast<int>(unit.dates.size()); ++date) {
            if (!is_usable(unit, unit.dates[static_cast<std::size_t>(date)], learner_)) continue;
            ++result.usable_dates;
            if (date != result.item.date) others.push_back(date);
        }
        if (others.empty() || contains(learner_.fixed, result.item.unit)) return;
        bool all_examined = static_cast<int>(others.size()) <= solves_.options.dates_max;
        if (!all_examined) others.resize(static_cast<std::size_t>(solves_.options.dates_max));
        const auto rank = [](const Change& c) { return std::tuple(-c.closure, c.half_hours, c.price_cents, c.differences, c.finish_day); };
        for (const int date : others) {
            Learner learner = learner_;
            learner.fixed.push_back({result.item.unit, date});
            const auto other = solves_.ask(learner);
            all_examined = all_examined && other;
            if (!other || other->status == Status::infeasible) continue;
            const auto change = solves_.against_plan(*other);
            if (!result.other_date || rank(change) < rank(result.other_date->change)) result.other_date = {date, change};
        }
        result.other_dates_impossible = all_examined && !result.other_date;
    }

    FurtherSolves& solves_;
    const PreparedCatalogue& catalogue_;
    const Learner& learner_;
    const Plan& plan_;
    std::map<int, std::pair<Change, std::vector<PlannedUnit>>> without_bundle_;
};

}  // namespace

std::optional<Plan> FurtherSolves::ask(const Learner& changed) {
    if (work_left_ <= 0) return std::nullopt;
    Limits limits = options.limits;
    limits.work = std::min(limits.work, work_left_);
    auto other = solve(catalogue, changed, limits, workspace_);
    work_left_ -= std::max<std::int64_t>(1, other.work);
    if (other.status == Status::feasible) return std::nullopt;
    return other;
}

Change FurtherSolves::against_plan(const Plan& other) const {
    return {other.closure - plan.closure,         other.half_hours - plan.half_hours,
            other.price_cents - plan.price_cents, other.presence_days - plan.presence_days,
            other.differences - plan.differences, other.finish_day - plan.finish_day};
}

int FurtherSolves::weight_of(int competence) const {
    for (const auto& entry : learner.weight)
        if (entry.competence == competence) return entry.value;
    return 0;
}

int FurtherSolves::level_of(int competence) const {
    for (const auto& entry : learner.current)
        if (entry.competence == competence) return entry.value;
    return 0;
}

Learner FurtherSolves::content_with_plan() const {
    Learner content = learner;
    for (auto& target : content.target)
        for (const auto& unmet : plan.unmet)
            if (unmet.step.competence == target.competence) target.value = std::min(target.value, unmet.step.level - 1);
    // A wider limit must not be spent on a duty that could not be met before.
    std::erase_if(content.mandatory, [&](int unit) {
        const auto is_it = [&](const auto& missing) { return missing.unit == unit; };
        return std::any_of(plan.mandatory_not_taken.begin(), plan.mandatory_not_taken.end(), is_it);
    });
    return content;
}

Explanation explain(const PreparedCatalogue& catalogue, const Learner& learner, const Plan& plan, const ExplainOptions& options,
                    Workspace& workspace) {
    Explanation explanation;
    if (plan.status == Status::infeasible) return explanation;
    FurtherSolves solves(catalogue, learner, plan, options, workspace);
    UnitExplanations units(solves);
    if (options.units)
        for (const auto& item : plan.items) explanation.units.push_back(units.explain_unit(item));
    if (options.remedies) explanation.remedies = find_remedies(solves);
    if (options.savings && plan.status == Status::optimal) explanation.savings = find_savings(solves);
    return explanation;
}

}  // namespace kc::planning::optimizer
