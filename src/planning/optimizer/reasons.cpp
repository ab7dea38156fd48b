// SPDX-License-Identifier: EUPL-1.2
// Reasons, tested in the order in which a learner could change something about them.
#include "planning/optimizer/reasons.hpp"

#include <algorithm>
#include <bit>

#include "planning/optimizer/outlined_search.hpp"

namespace kc::planning::optimizer {

namespace {

constexpr std::int64_t reason_work_max = 5'000;
constexpr int attainable_distance_max = 40;  // what cannot be taken at all is farther away

enum class DateState { usable, no_date, out_of_reach };

DateState date_state(const PreparedCatalogue& catalogue, const UsableDates& dates, int bundle) {
    auto state = DateState::usable;
    for (const int unit : catalogue.units_of(catalogue.bundle(bundle))) {
        const auto& data = catalogue.unit(unit);
        if (!data.scheduled) continue;
        bool usable = false;
        bool elsewhere = false;
        for (const auto& date : catalogue.dates_of(data)) {
            usable = usable || dates.is_usable(date);
            elsewhere = elsewhere || dates.fits_period(date.first_day, date.last_day);
        }
        if (!usable && !elsewhere) return DateState::no_date;
        if (!usable) state = DateState::out_of_reach;
    }
    return state;
}

bool is_excluded(const PreparedCatalogue& catalogue, const Learner& learner, int bundle) {
    const auto members = catalogue.units_of(catalogue.bundle(bundle));
    return std::any_of(learner.excluded.begin(), learner.excluded.end(),
                       [&](int unit) { return std::find(members.begin(), members.end(), unit) != members.end(); });
}

// One provider of a step that stays open: what stands in its way, the most promising provider decides.
struct Obstacle {
    int distance;  // smaller: closer to being possible
    Reason reason;
};

class UnmetSteps {
public:
    UnmetSteps(const PreparedCatalogue& catalogue, const Learner& learner, LearnerModel& model, const Plan& plan)
        : catalogue_(catalogue), learner_(learner), model_(model), plan_(plan) {
        for (const auto& planned : plan.items)
            for (const int step : catalogue.teaches_of(catalogue.unit(planned.unit))) taught_.push_back(step);
        for (const auto& planned : plan.items)
            if (planned.date >= 0) taken_days_.push_back(catalogue.catalogue().units[planned.unit].dates[planned.date].days);
        std::sort(taught_.begin(), taught_.end());
    }

    std::vector<UnmetStep> list() const {
        std::vector<UnmetStep> unmet;
        for (const auto& target : learner_.target) {
            bool below_open = false;
            for (int level = level_of(target.competence) + 1; level <= target.value; ++level) {
                const Step step{target.competence, level};
                if (!below_open && is_taught(catalogue_.step_index(step))) continue;
                unmet.push_back({step, reason_for(catalogue_.step_index(step), below_open)});
                below_open = true;
            }
        }
        return unmet;
    }

private:
    int level_of(int competence) const { return model_.current_level(competence); }
    bool is_taught(int step) const { return std::binary_search(taught_.begin(), taught_.end(), step); }

    Reason reason_for(int step, bool below_open) const {
        const auto providers = catalogue_.providers_of(step);
        for (;;) {
            Obstacle closest{1000, Reason::no_offer};
            const auto look_at = [&](bool attainable) {
                for (const int bundle : providers) {
                    if ((model_.availability_of(bundle) == LearnerModel::Availability::attainable) != attainable) continue;
                    const auto obstacle = obstacle_of(bundle, below_open, false);
                    if (obstacle.distance < closest.distance) closest = obstacle;
                }
            };
            look_at(true);
            if (closest.distance > attainable_distance_max) look_at(false);
            // An offer of which the model does not know whether it could be taken may come closer.
            int doubtful = -1;
            for (const int bundle : providers) {
                if (model_.availability_of(bundle) != LearnerModel::Availability::uncertain) continue;
                const auto obstacle = obstacle_of(bundle, below_open, true);
                if (obstacle.distance <= closest.distance && obstacle.reason != closest.reason) doubtful = bundle;
            }
            if (doubtful < 0) return closest.reason;
            model_.settle(doubtful);
        }
    }

    Obstacle obstacle_of(int bundle, bool below_open, bool hopeful) const {
        const auto& data = catalogue_.bundle(bundle);
        const auto availability = model_.availability_of(bundle);
        const bool taken_in = availability == LearnerModel::Availability::attainable || availability == LearnerModel::Availability::needs_unmet;
        if (!taken_in) {  // the model takes in only what is not excluded, has dates and fits into each limit
            if (is_excluded(catalogue_, learner_, bundle)) return {90, Reason::excluded};
            switch (date_state(catalogue_, model_.usable_dates(), bundle)) {
                case DateState::no_date: return {80, Reason::no_usable_date};
                case DateState::out_of_reach: return {70, Reason::place_not_reachable};
                case DateState::usable: break;
            }
            if (data.half_hours > learner_.budget.half_hours) return {50, Reason::budget_hours};
            if (data.price_cents > learner_.budget.price_cents) return {50, Reason::budget_price};
            if (data.presence_days > learner_.budget.presence_days) return {50, Reason::budget_presence};
        }
        const bool unmet =
            availability == LearnerModel::Availability::needs_unmet || (availability == LearnerModel::Availability::uncertain && !hopeful);
        if (unmet) return {60, Reason::prerequisite_missing};
        if (below_open) return {attainable_distance_max, Reason::level_below_open};
        return obstacle_beside_plan(bundle);
    }

    // The offer could be taken alone; what breaks when it is added to the plan?
    Obstacle obstacle_beside_plan(int bundle) const {
        const auto& data = catalogue_.bundle(bundle);
        unsigned broken = 0;
        if (plan_.half_hours + data.half_hours > learner_.budget.half_hours) broken |= 1;
        if (plan_.price_cents + data.price_cents > learner_.budget.price_cents) broken |= 2;
        if (plan_.presence_days + data.presence_days > learner_.budget.presence_days) broken |= 4;
        for (const int unit : catalogue_.units_of(data)) {
            const auto& compact = catalogue_.unit(unit);
            if (clashes(unit)) broken |= 8;
            for (const auto& need : catalogue_.needs_of(compact))
                for (int level = level_of(need.competence) + 1; level <= need.level; ++level)
                    if (!is_taught(catalogue_.step_index({need.competence, level}))) broken |= 16;
            if (compact.after >= 0 && catalogue_.bundle_of(compact.after) != bundle &&
                std::none_of(plan_.items.begin(), plan_.items.end(), [&](const PlannedUnit& p) { return p.unit == compact.after; }))
                broken |= 16;
        }
        constexpr Reason reasons[] = {Reason::budget_hours, Reason::budget_price, Reason::budget_presence, Reason::clash,
                                      Reason::prerequisite_missing};
        if (broken == 0) return {20, learner_.weekly_half_hours >= 0 ? Reason::weekly_hours : Reason::order};
        return {20 + std::popcount(broken), reasons[std::countr_zero(broken)]};
    }

    bool clashes(int unit) const {
        const auto& data = catalogue_.unit(unit);
        if (!data.scheduled) return false;
        const auto dates = catalogue_.dates_of(data);
        return std::none_of(dates.begin(), dates.end(), [&](const CompactDate& date) {
            return model_.usable_dates().is_usable(date) && std::none_of(taken_days_.begin(), taken_days_.end(), [&](const DayRange& days) {
                       return days.touches({date.first_day, date.last_day});
                   });
        });
    }

    const PreparedCatalogue& catalogue_;
    const Learner& learner_;
    LearnerModel& model_;
    const Plan& plan_;
    std::vector<int> taught_;
    std::vector<DayRange> taken_days_;
};

}  // namespace

std::vector<UnmetStep> list_unmet(const PreparedCatalogue& catalogue, const Learner& learner, LearnerModel& model, const Plan& plan) {
    return UnmetSteps(catalogue, learner, model, plan).list();
}

Possible can_be_taken(const PreparedCatalogue& catalogue, const Learner& learner, const std::vector<int>& units,
                      const std::vector<PlannedUnit>& fixed, const SearchLimits& limits, LearnerModel& model, Search& search, std::int64_t* work) {
    Question question;
    question.forced_units = units;
    question.fixed = fixed;
    question.with_gaps = false;
    SearchLimits first = limits;
    first.first_only = true;
    const auto result = search_with_outline(catalogue, learner, question, first, model, search);
    if (work != nullptr) *work = result.work;
    if (result.best.found) return Possible::yes;
    return result.complete ? Possible::no : Possible::not_examined;
}

Reason why_not_takeable(const PreparedCatalogue& catalogue, const Learner& learner, int unit, const SearchLimits& limits, LearnerModel& model,
                        Search& search) {
    const int bundle = catalogue.bundle_of(unit);
    if (is_excluded(catalogue, learner, bundle)) return Reason::excluded;
    UsableDates dates;
    dates.start(catalogue.catalogue(), learner);
    switch (date_state(catalogue, dates, bundle)) {
        case DateState::no_date: return Reason::no_usable_date;
        case DateState::out_of_reach: return Reason::place_not_reachable;
        case DateState::usable: break;
    }
    // First what is certain without a search: the cheapest chain of prerequisites breaks a limit.
    Question question;
    question.forced_units = {unit};
    question.with_gaps = false;
    const auto relaxed = [&](auto change) {
        Learner other = learner;
        change(other);
        return other;
    };
    const auto no_hours = [](Learner& l) { l.budget.half_hours = amount_max; };
    const auto no_price = [](Learner& l) { l.budget.price_cents = amount_max; };
    const auto no_presence = [](Learner& l) { l.budget.presence_days = amount_max; };
    const auto no_budget = [](Learner& l) { l.budget = {amount_max, amount_max, amount_max}; };
    const auto has_chain = [&](const Learner& other) {
        if (!model.outline(catalogue, other, question)) return false;
        model.settle(bundle);
        return model.availability_of(bundle) == LearnerModel::Availability::attainable;
    };
    if (!has_chain(learner)) {
        if (has_chain(relaxed(no_hours))) return Reason::budget_hours;
        if (has_chain(relaxed(no_price))) return Reason::budget_price;
        if (has_chain(relaxed(no_presence))) return Reason::budget_presence;
        return has_chain(relaxed(no_budget)) ? Reason::budget_hours : Reason::prerequisite_missing;
    }
    // Then by leaving out one limit after the other, with bounded work: the reason is worth less than the plan.
    SearchLimits bounded = limits;
    bounded.work = std::min<std::int64_t>(bounded.work, reason_work_max);
    const auto helps = [&](auto change) { return can_be_taken(catalogue, relaxed(change), {unit}, {}, bounded, model, search) == Possible::yes; };
    if (helps(no_hours)) return Reason::budget_hours;
    if (helps(no_price)) return Reason::budget_price;
    if (helps(no_presence)) return Reason::budget_presence;
    if (learner.weekly_half_hours >= 0 && helps([](Learner& l) { l.weekly_half_hours = -1; })) return Reason::weekly_hours;
    if (helps(no_budget)) return Reason::budget_hours;
    const auto without = can_be_taken(catalogue, relaxed(no_budget), {unit}, {}, bounded, model, search);
    return without == Possible::no ? Reason::order : Reason::not_examined;
}

}  // namespace kc::planning::optimizer
