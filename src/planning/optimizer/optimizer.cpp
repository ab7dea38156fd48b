// SPDX-License-Identifier: EUPL-1.2
// Puts the parts together: what is mandatory, one exact search, reasons for what stays open, and a conflict when nothing fits.
#include "planning/optimizer/optimizer.hpp"

#include <algorithm>

#include "base/require.hpp"
#include "planning/optimizer/learner_model.hpp"
#include "planning/optimizer/outlined_search.hpp"
#include "planning/optimizer/reasons.hpp"
#include "planning/optimizer/search.hpp"

namespace kc::planning::optimizer {

struct Workspace::Inside {
    LearnerModel model;
    Search search;
};

Workspace::Workspace() : inside_(std::make_unique<Inside>()) {}
Workspace::~Workspace() = default;
Workspace::Workspace(Workspace&&) noexcept = default;
Workspace& Workspace::operator=(Workspace&&) noexcept = default;

std::string_view name_of(Status status) {
    switch (status) {
        case Status::optimal: return "optimal";
        case Status::feasible: return "feasible";
        case Status::infeasible: return "infeasible";
    }
    return {};
}

std::string_view name_of(Reason reason) {
    switch (reason) {
        case Reason::no_offer: return "no_offer";
        case Reason::excluded: return "excluded";
        case Reason::no_usable_date: return "no_usable_date";
        case Reason::place_not_reachable: return "place_not_reachable";
        case Reason::prerequisite_missing: return "prerequisite_missing";
        case Reason::level_below_open: return "level_below_open";
        case Reason::budget_hours: return "budget_hours";
        case Reason::budget_price: return "budget_price";
        case Reason::budget_presence: return "budget_presence";
        case Reason::clash: return "clash";
        case Reason::order: return "order";
        case Reason::weekly_hours: return "weekly_hours";
        case Reason::not_examined: return "not_examined";
    }
    return {};
}

namespace {

constexpr std::int64_t work_to_name_conflict = 20'000;  // at least, all questions together: a fraction of a second

int current_level(const Learner& learner, int competence) {
    for (const auto& entry : learner.current)
        if (entry.competence == competence) return entry.value;
    return 0;
}

int weight_of(const Learner& learner, int competence) {
    for (const auto& entry : learner.weight)
        if (entry.competence == competence) return std::max(0, entry.value);
    return 0;
}

class Solving {
public:
    Solving(const PreparedCatalogue& catalogue, const Learner& learner, const Limits& limits, Workspace::Inside& inside)
        : catalogue_(catalogue), learner_(learner), limits_{limits.work, limits.cancelled, false, limits.hard_after, false, {}}, inside_(inside) {}

    Plan run() {
        Question question;
        question.fixed = learner_.fixed;
        for (const int unit : learner_.mandatory)
            if (std::none_of(learner_.fixed.begin(), learner_.fixed.end(), [&](const PlannedUnit& p) { return p.unit == unit; }))
                question.forced_units.push_back(unit);
        // A plan with every mandatory unit in it settles at once that each of them can be taken.
        if (search(question)) return plan_;
        if (!question.forced_units.empty()) {
            drop_what_cannot_be_taken(question);
            if (!plan_.mandatory_not_taken.empty() && search(question)) return plan_;
        }
        if (unexamined_) {
            // Better a plan without what could not be settled in the work allowed than none.
            mandatory_unexamined_ = true;
            for (const int unit : question.forced_units) plan_.mandatory_not_taken.push_back({unit, Reason::not_examined});
            std::sort(plan_.mandatory_not_taken.begin(), plan_.mandatory_not_taken.end(),
                      [](const MandatoryNotTaken& a, const MandatoryNotTaken& b) { return a.unit < b.unit; });
            question.forced_units.clear();
            if (search(question)) return plan_;
            plan_.status = Status::feasible;
            plan_.bound = full_closure(learner_);
            return plan_;
        }
        plan_.status = Status::infeasible;
        name_conflict(question);
        return plan_;
    }

    std::optional<Plan> run_with(int unit, const KnownSums& known) {
        limits_.better_than = known;
        Question question;
        question.fixed = learner_.fixed;
        question.forced_units = learner_.mandatory;
        question.forced_units.push_back(unit);
        if (search(question)) return plan_;
        if (!unexamined_) return std::nullopt;
        plan_.status = Status::feasible;
        return plan_;
    }

private:
    // True when there is an answer.
    bool search(const Question& question) {
        unexamined_ = false;
        auto result = search_with_outline(catalogue_, learner_, question, limits_, inside_.model, inside_.search);
        plan_.work += result.work;
        if (!result.best.found) {
            unexamined_ = !result.complete;
            return false;
        }
        fill(result);
        return true;
    }

    void fill(SearchResult& result) {
        plan_.status = result.complete && !mandatory_unexamined_ ? Status::optimal : Status::feasible;
        plan_.items = std::move(result.best.plan);
        std::sort(plan_.items.begin(), plan_.items.end());
        const auto& units = catalogue_.catalogue().units;
        std::vector<int> taught;
        for (const auto& planned : plan_.items) {
            const auto& unit = units[planned.unit];
            plan_.half_hours += unit.half_hours;
            plan_.price_cents += unit.price_cents;
            plan_.presence_days += unit.presence_days;
            for (const int step : catalogue_.teaches_of(catalogue_.unit(planned.unit))) taught.push_back(step);
        }
        std::int64_t possible = 0;  // closure were nothing given up among the steps somebody can teach
        for (const auto& step : inside_.model.open) possible += step.weight;
        for (const auto& target : learner_.target) {
            const int current = inside_.model.current_level(target.competence);
            if (target.value <= current) continue;
            const int weight = weight_of(learner_, target.competence);
            for (int level = current + 1; level <= target.value; ++level) {
                if (std::find(taught.begin(), taught.end(), catalogue_.step_index({target.competence, level})) == taught.end()) break;
                plan_.closure += weight;
            }
        }
        plan_.bound = result.complete ? plan_.closure : std::max(plan_.closure, possible - result.loss_least);
        plan_.differences = result.best.differences;
        plan_.finish_day = result.best.finish;
        plan_.unmet = list_unmet(catalogue_, learner_, inside_.model, plan_);
    }

    void drop_what_cannot_be_taken(Question& question) {
        std::vector<int> takeable;
        for (const int unit : question.forced_units) {
            switch (can_be_taken(catalogue_, learner_, {unit}, {}, limits_, inside_.model, inside_.search)) {
                case Possible::yes: takeable.push_back(unit); break;
                case Possible::no:
                    plan_.mandatory_not_taken.push_back({unit, why_not_takeable(catalogue_, learner_, unit, limits_, inside_.model, inside_.search)});
                    break;
                case Possible::not_examined:
                    mandatory_unexamined_ = true;
                    plan_.mandatory_not_taken.push_back({unit, Reason::not_examined});
                    break;
            }
        }
        question.forced_units = takeable;
    }

    // Takes one unit after the other out of the demand; what cannot be left out without ending the contradiction is the conflict. Only what is
    // proven to contradict is left; where the work for all of that together ends, more units are named than necessary.
    void name_conflict(const Question& question) {
        auto forced = question.forced_units;
        auto fixed = question.fixed;
        std::int64_t work_left = std::max(limits_.work, work_to_name_conflict);
        const auto contradicts = [&] {
            if (work_left <= 0) return false;
            SearchLimits limits = limits_;
            limits.work = work_left;
            std::int64_t work = 0;
            const auto possible = can_be_taken(catalogue_, learner_, forced, fixed, limits, inside_.model, inside_.search, &work);
            work_left -= work;
            plan_.work += work;
            return possible == Possible::no;
        };
        for (std::size_t i = 0; i < forced.size();) {
            const int unit = forced[i];
            forced.erase(forced.begin() + static_cast<std::ptrdiff_t>(i));
            if (!contradicts()) forced.insert(forced.begin() + static_cast<std::ptrdiff_t>(i++), unit);
        }
        for (std::size_t i = 0; i < fixed.size();) {
            const auto planned = fixed[i];
            fixed.erase(fixed.begin() + static_cast<std::ptrdiff_t>(i));
            if (!contradicts()) fixed.insert(fixed.begin() + static_cast<std::ptrdiff_t>(i++), planned);
        }
        plan_.conflict = forced;
        for (const auto& planned : fixed) plan_.conflict.push_back(planned.unit);
        std::sort(plan_.conflict.begin(), plan_.conflict.end());
        plan_.conflict.erase(std::unique(plan_.conflict.begin(), plan_.conflict.end()), plan_.conflict.end());
    }

    const PreparedCatalogue& catalogue_;
    const Learner& learner_;
    SearchLimits limits_;
    Workspace::Inside& inside_;
    Plan plan_;
    bool unexamined_ = false;
    bool mandatory_unexamined_ = false;
};

}  // namespace

std::int64_t full_closure(const Learner& learner) {
    std::int64_t sum = 0;
    for (const auto& target : learner.target)
        sum +=
            static_cast<std::int64_t>(weight_of(learner, target.competence)) * std::max(0, target.value - current_level(learner, target.competence));
    return sum;
}

std::span<const int> wanted_steps(Workspace& workspace) { return workspace.inside().model.wanted_steps(); }

Plan solve(const PreparedCatalogue& catalogue, const Learner& learner, const Limits& limits, Workspace& workspace) {
    return Solving(catalogue, learner, limits, workspace.inside()).run();
}

std::optional<Plan> solve_with(const PreparedCatalogue& catalogue, const Learner& learner, int unit, const KnownSums& known, const Limits& limits,
                               Workspace& workspace) {
    return Solving(catalogue, learner, limits, workspace.inside()).run_with(unit, known);
}

std::vector<UnmetStep> unmet_beside(const PreparedCatalogue& catalogue, const Learner& learner, const Plan& plan, Workspace& workspace) {
    auto& model = workspace.inside().model;
    Question question;
    question.fixed = learner.fixed;
    for (const int unit : learner.mandatory) {
        const bool taken = std::any_of(plan.items.begin(), plan.items.end(), [&](const PlannedUnit& item) { return item.unit == unit; });
        if (taken) question.forced_units.push_back(unit);
    }
    require(model.build(catalogue, learner, question));
    return list_unmet(catalogue, learner, model, plan);
}

Plan solve(const PreparedCatalogue& catalogue, const Learner& learner, const Limits& limits) {
    Workspace workspace;
    return solve(catalogue, learner, limits, workspace);
}

}  // namespace kc::planning::optimizer
