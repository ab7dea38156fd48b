// SPDX-License-Identifier: EUPL-1.2
// What would close an open step, and what asking for less would save.
// Both questions are put to the optimiser for a learner who wants exactly what the plan reaches, plus or minus one step.
#include <algorithm>
#include <map>

#include "planning/optimizer/further_solves.hpp"

namespace kc::planning::optimizer {

namespace {

constexpr int euro = 100;
constexpr int days_tried_max = 5;

void want(Learner& learner, int competence, int level) {
    for (auto& target : learner.target)
        if (target.competence == competence) target.value = level;
}

class Remedies {
public:
    Remedies(FurtherSolves& solves, const Step& step, Reason reason) : solves_(solves), result_{step, reason, {}, {}, true} {
        wanted_ = solves.content_with_plan();
        want(wanted_, step.competence, step.level);
        wanted_closure_ = full_closure(wanted_);
    }

    StepRemedy run() {
        if (result_.reason == Reason::no_offer || result_.reason == Reason::excluded) return std::move(result_);
        // What counts for nothing is in no plan on purpose; beside a plan that is not proven nothing could be called the least.
        if (solves_.weight_of(result_.step.competence) <= 0) return std::move(result_);
        if (solves_.plan.status != Status::optimal) {
            result_.examined = false;
            return std::move(result_);
        }
        more_hours();
        more_price();
        more_days();
        later();
        elsewhere();
        result_.examined = solves_.work_is_left() && !limit_hit_;
        choose_cheapest();
        return std::move(result_);
    }

private:
    // The proven best plan when it reaches everything that is wanted.
    std::optional<Plan> reached(const Learner& changed) {
        auto other = solves_.ask(changed);
        limit_hit_ = limit_hit_ || !other;
        if (!other || other->status == Status::infeasible || other->closure < wanted_closure_) return std::nullopt;
        return other;
    }
    void keep(RelaxedLimit limit, int amount, const Plan& other, bool least = true) {
        result_.others.push_back({limit, amount, least, solves_.against_plan(other)});
    }

    // Hours are the first thing a plan saves once everything wanted is reached, so one solve tells the least.
    void more_hours() {
        Learner changed = wanted_;
        changed.budget.half_hours = amount_max;
        const auto other = reached(changed);
        if (!other) return;
        const auto more = static_cast<int>(other->half_hours - wanted_.budget.half_hours);
        if (more > 0) keep(RelaxedLimit::half_hours, more, *other);
    }

    // Halves the span between what is known to be too little and what is known to be enough.
    template <class Widen> void least_amount(RelaxedLimit limit, int unit, int enough, Plan best, Widen widen) {
        int too_little = 0;
        int most = (enough + unit - 1) / unit;
        bool least = true;
        while (too_little + 1 < most) {
            const int middle = (too_little + most) / 2;
            const auto other = solves_.ask(widen(middle * unit));
            if (!other) {
                least = false;
                break;
            }
            if (other->status != Status::infeasible && other->closure >= wanted_closure_) {
                most = middle;
                best = *other;
            } else {
                too_little = middle;
            }
        }
        keep(limit, most * unit, best, least);
    }

    void more_price() {
        const auto widen = [&](std::int64_t more) {
            Learner changed = wanted_;
            changed.budget.price_cents += more;
            return changed;
        };
        const auto other = reached(widen(amount_max - wanted_.budget.price_cents));
        if (!other) return;
        const auto enough = other->price_cents - wanted_.budget.price_cents;
        if (enough > 0) least_amount(RelaxedLimit::price_cents, euro, static_cast<int>(enough), *other, widen);
    }

    void more_days() {
        Learner changed = wanted_;
        for (int more = 1; more <= days_tried_max; ++more) {
            changed.budget.presence_days = wanted_.budget.presence_days + more;
            if (const auto other = reached(changed)) return keep(RelaxedLimit::presence_days, more, *other);
            if (more > 1) continue;
            changed.budget.presence_days = amount_max;  // no number of days helps: the rest need not be tried
            if (!reached(changed)) return;
        }
    }

    void later() {
        int last = 0;
        for (const auto& unit : solves_.catalogue.catalogue().units)
            for (const auto& date : unit.dates) last = std::max(last, date.days.last_day);
        const int most = last - wanted_.last_day;
        const auto widen = [&](int more) {
            Learner changed = wanted_;
            changed.last_day += more;
            return changed;
        };
        if (most <= 0) return;
        const auto other = reached(widen(most));
        if (other) least_amount(RelaxedLimit::last_day, 1, most, *other, widen);
    }

    void elsewhere() {
        for (const int place : places_that_matter()) {
            Learner changed = wanted_;
            changed.reachable_places.push_back(place);
            if (const auto other = reached(changed)) keep(RelaxedLimit::place, place, *other);
        }
    }

    // Places out of reach with a date for the step or a level below it, those with most such offers first.
    std::vector<int> places_that_matter() const {
        std::map<int, int> offers;
        for (int level = solves_.level_of(result_.step.competence) + 1; level <= result_.step.level; ++level) {
            for (const int bundle : solves_.catalogue.providers_of(solves_.catalogue.step_index({result_.step.competence, level})))
                for (const int unit : solves_.catalogue.units_of(solves_.catalogue.bundle(bundle)))
                    for (const auto& date : solves_.unit_of(unit).dates) {
                        const int place = place_of(solves_.unit_of(unit), date);
                        const auto& reachable = wanted_.reachable_places;
                        if (place >= 0 && std::find(reachable.begin(), reachable.end(), place) == reachable.end()) ++offers[place];
                    }
        }
        std::vector<std::pair<int, int>> order;
        for (const auto& [place, count] : offers) order.push_back({-count, place});
        std::sort(order.begin(), order.end());
        if (static_cast<int>(order.size()) > solves_.options.places_max) order.resize(static_cast<std::size_t>(solves_.options.places_max));
        std::vector<int> places;
        for (const auto& [count, place] : order) places.push_back(place);
        return places;
    }

    // Budgets weighed as an hour at 40 €, a day on site at 160 €; a longer period and another place come after every budget,
    // because a deadline or the way to work is rarely the learner's to change.
    void choose_cheapest() {
        const auto cost = [](const Remedy& remedy) -> std::int64_t {
            switch (remedy.limit) {
                case RelaxedLimit::half_hours: return std::int64_t{20'00} * remedy.amount;
                case RelaxedLimit::price_cents: return remedy.amount;
                case RelaxedLimit::presence_days: return std::int64_t{160'00} * remedy.amount;
                case RelaxedLimit::last_day: return std::int64_t{1'000'000'000'000} + remedy.amount;
                case RelaxedLimit::place: return std::int64_t{2'000'000'000'000} + remedy.change.half_hours * 20'00 + remedy.change.price_cents;
            }
            return 0;
        };
        auto& all = result_.others;
        std::stable_sort(all.begin(), all.end(), [&](const Remedy& a, const Remedy& b) { return cost(a) < cost(b); });
        if (all.empty()) return;
        result_.cheapest = all.front();
        all.erase(all.begin());
    }

    FurtherSolves& solves_;
    StepRemedy result_;
    Learner wanted_;
    std::int64_t wanted_closure_ = 0;
    bool limit_hit_ = false;
};

}  // namespace

std::string_view name_of(RelaxedLimit limit) {
    switch (limit) {
        case RelaxedLimit::half_hours: return "half_hours";
        case RelaxedLimit::price_cents: return "price_cents";
        case RelaxedLimit::presence_days: return "presence_days";
        case RelaxedLimit::last_day: return "last_day";
        case RelaxedLimit::place: return "place";
    }
    return {};
}

std::vector<StepRemedy> find_remedies(FurtherSolves& solves) {
    std::vector<StepRemedy> remedies;
    for (const auto& unmet : solves.plan.unmet) remedies.push_back(Remedies(solves, unmet.step, unmet.reason).run());
    return remedies;
}

std::vector<Saving> find_savings(FurtherSolves& solves) {
    std::vector<Saving> savings;
    const auto content = solves.content_with_plan();
    for (const auto& target : content.target) {
        if (target.value <= solves.level_of(target.competence)) continue;
        Learner changed = content;
        want(changed, target.competence, target.value - 1);
        const auto other = solves.ask(changed);
        if (!other || other->status == Status::infeasible) continue;
        const auto change = solves.against_plan(*other);
        if (change.half_hours < 0 || change.price_cents < 0 || change.presence_days < 0)
            savings.push_back({{target.competence, target.value}, change});
    }
    std::stable_sort(savings.begin(), savings.end(), [](const Saving& a, const Saving& b) {
        return std::pair(-a.change.closure, a.change.half_hours) < std::pair(-b.change.closure, b.change.half_hours);
    });
    return savings;
}

}  // namespace kc::planning::optimizer
