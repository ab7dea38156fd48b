// SPDX-License-Identifier: EUPL-1.2
// Solves the same question with one condition changed and compares.
// A plan of ten units and four limits costs some fifteen further solves, each as bounded as the first.
#include "planning/optimizer/explain.hpp"

#include <algorithm>
#include <map>

namespace kc::planning::optimizer {

namespace {

bool contains(const std::vector<PlannedUnit>& items, int unit) {
    return std::any_of(items.begin(), items.end(), [&](const PlannedUnit& item) { return item.unit == unit; });
}

class Explaining {
public:
    Explaining(const PreparedCatalogue& catalogue, const Learner& learner, const Plan& plan, const ExplainOptions& options, Workspace& workspace)
        : catalogue_(catalogue), learner_(learner), plan_(plan), options_(options), workspace_(workspace) {}

    Explanation run() {
        if (plan_.status == Status::infeasible) return {};
        if (options_.units)
            for (const auto& item : plan_.items) explanation_.units.push_back(explain_unit(item));
        if (options_.relaxations) relax_limits();
        for (const auto& unmet : plan_.unmet) explanation_.remedies.push_back({unmet.step, cheapest_for(unmet.step)});
        return std::move(explanation_);
    }

private:
    const Unit& unit_of(int index) const { return catalogue_.catalogue().units[static_cast<std::size_t>(index)]; }
    int level_of(int competence) const {
        for (const auto& entry : learner_.current)
            if (entry.competence == competence) return entry.value;
        return 0;
    }
    bool is_demanded(int unit) const {
        return contains(learner_.fixed, unit) || std::find(learner_.mandatory.begin(), learner_.mandatory.end(), unit) != learner_.mandatory.end();
    }
    // Open between the current and the target level, and not among the steps the plan leaves open.
    bool is_reached(const Step& step) const {
        const auto wanted = std::any_of(learner_.target.begin(), learner_.target.end(), [&](const LevelOf& target) {
            return target.competence == step.competence && step.level <= target.value && step.level > level_of(step.competence);
        });
        return wanted && std::none_of(plan_.unmet.begin(), plan_.unmet.end(), [&](const UnmetStep& unmet) { return unmet.step == step; });
    }
    bool builds_on(const Unit& later, int earlier) const {
        if (later.after == earlier) return true;
        return std::any_of(later.needs.begin(), later.needs.end(), [&](const Step& need) {
            const auto& taught = unit_of(earlier).teaches;
            return std::any_of(taught.begin(), taught.end(), [&](const Step& step) {
                return step.competence == need.competence && step.level <= need.level && step.level > level_of(step.competence);
            });
        });
    }

    UnitExplanation explain_unit(const PlannedUnit& item) {
        UnitExplanation result;
        result.item = item;
        for (const auto& step : unit_of(item.unit).teaches)
            if (is_reached(step)) result.closes.push_back(step);
        for (const auto& other : plan_.items)
            if (other.unit != item.unit && builds_on(unit_of(other.unit), item.unit)) result.needed_by.push_back(other.unit);
        const int bundle = catalogue_.bundle_of(item.unit);
        const auto members = catalogue_.units_of(catalogue_.bundle(bundle));
        result.demanded = is_demanded(item.unit);
        result.course_companion = !result.demanded && result.closes.empty() && result.needed_by.empty() && members.size() > 1;
        if (std::any_of(members.begin(), members.end(), [&](int member) { return is_demanded(member); })) return result;

        // Units of one closed course share the answer.
        const auto known = without_bundle_.find(bundle);
        if (known != without_bundle_.end()) {
            result.without = known->second.first;
            result.instead = known->second.second;
            return result;
        }
        Learner learner = learner_;
        learner.excluded.push_back(item.unit);
        const auto other = solve(catalogue_, learner, options_.limits, workspace_);
        if (other.status != Status::optimal) return result;
        result.without = Change{other.closure - plan_.closure, other.half_hours - plan_.half_hours, other.price_cents - plan_.price_cents,
                                other.presence_days - plan_.presence_days};
        for (const auto& planned : other.items)
            if (std::find(plan_.items.begin(), plan_.items.end(), planned) == plan_.items.end()) result.instead.push_back(planned);
        without_bundle_[bundle] = {*result.without, result.instead};
        return result;
    }

    void relax_limits() {
        const auto try_limit = [&](RelaxedLimit limit, int amount, auto change) {
            Learner learner = learner_;
            change(learner);
            const auto other = solve(catalogue_, learner, options_.limits, workspace_);
            if (other.status != Status::optimal || other.closure <= plan_.closure) return;
            Relaxation relaxation{limit, amount, other.closure - plan_.closure, {}};
            for (const auto& unmet : plan_.unmet)
                if (std::none_of(other.unmet.begin(), other.unmet.end(), [&](const UnmetStep& open) { return open.step == unmet.step; }))
                    relaxation.closes.push_back(unmet.step);
            explanation_.relaxations.push_back(std::move(relaxation));
        };
        if (plan_.unmet.empty()) return;
        try_limit(RelaxedLimit::half_hours, options_.half_hours, [&](Learner& l) { l.budget.half_hours += options_.half_hours; });
        try_limit(RelaxedLimit::price_cents, options_.price_cents, [&](Learner& l) { l.budget.price_cents += options_.price_cents; });
        try_limit(RelaxedLimit::presence_days, options_.presence_days, [&](Learner& l) { l.budget.presence_days += options_.presence_days; });
        try_limit(RelaxedLimit::last_day, options_.days, [&](Learner& l) { l.last_day += options_.days; });
        for (const int place : places_that_matter()) try_limit(RelaxedLimit::place, place, [&](Learner& l) { l.reachable_places.push_back(place); });
    }

    // Places out of reach with a date for something that stays open, those with most such offers first.
    std::vector<int> places_that_matter() const {
        std::map<int, int> offers;
        for (const auto& unmet : plan_.unmet)
            for (const int bundle : catalogue_.providers_of(catalogue_.step_index(unmet.step)))
                for (const int unit : catalogue_.units_of(catalogue_.bundle(bundle)))
                    for (const auto& date : unit_of(unit).dates) {
                        const int place = place_of(unit_of(unit), date);
                        const auto& reachable = learner_.reachable_places;
                        if (place >= 0 && std::find(reachable.begin(), reachable.end(), place) == reachable.end()) ++offers[place];
                    }
        std::vector<std::pair<int, int>> order;
        for (const auto& [place, count] : offers) order.push_back({-count, place});
        std::sort(order.begin(), order.end());
        if (static_cast<int>(order.size()) > options_.places_max) order.resize(static_cast<std::size_t>(options_.places_max));
        std::vector<int> places;
        for (const auto& [count, place] : order) places.push_back(place);
        return places;
    }

    // Relaxations are tried from the smallest sacrifice to the largest, so the first that closes the step is the cheapest.
    std::optional<std::size_t> cheapest_for(const Step& step) const {
        for (std::size_t i = 0; i < explanation_.relaxations.size(); ++i) {
            const auto& closes = explanation_.relaxations[i].closes;
            if (std::find(closes.begin(), closes.end(), step) != closes.end()) return i;
        }
        return std::nullopt;
    }

    const PreparedCatalogue& catalogue_;
    const Learner& learner_;
    const Plan& plan_;
    const ExplainOptions& options_;
    Workspace& workspace_;
    Explanation explanation_;
    std::map<int, std::pair<Change, std::vector<PlannedUnit>>> without_bundle_;
};

}  // namespace

Explanation explain(const PreparedCatalogue& catalogue, const Learner& learner, const Plan& plan, const ExplainOptions& options,
                    Workspace& workspace) {
    return Explaining(catalogue, learner, plan, options, workspace).run();
}

}  // namespace kc::planning::optimizer
