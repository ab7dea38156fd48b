// SPDX-License-Identifier: EUPL-1.2
#include "planning/explanation.hpp"

#include "planning/optimizer/checker.hpp"
#include "planning/taught_levels.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace kc::planning {

int level_of(const optimizer::Learner& learner, int competence) {
    for (const auto& entry : learner.current) {
        if (entry.competence == competence) return entry.value;
    }
    return 0;
}

namespace {

// Searches for what more would bring may cost only so much together: what they do not find is left unsaid.
constexpr std::int64_t work_max = 2'000'000;
constexpr int dates_tried_max = 1;
constexpr std::int64_t hour_step = 2, price_step = 100'00, day_step = 1;  // LP-35
constexpr std::size_t places_asked_max = 4;
constexpr std::size_t candidates_max = 2;
constexpr int remedies_max = 4;

TaughtLevels& taught_levels() {
    thread_local TaughtLevels kept;
    return kept;
}

class Explaining {
public:
    Explaining(const PlanningCatalogue& catalogue, const Instance& instance, const optimizer::Plan& solved, Plan& plan,
               optimizer::Workspace& workspace)
        : catalogue_(catalogue), instance_(instance), learner_(instance.learner), solved_(solved), plan_(plan), workspace_(workspace) {}

    void say_what_units_do() {
        taught_.start(*instance_.catalogue, learner_);
        for (const auto& planned : solved_.items) taught_.add(planned.unit);
        for (const auto& target : learner_.target) target_of_[target.competence] = target.value;
        for (std::size_t i = 0; i < solved_.items.size(); ++i) {
            auto& explanation = plan_.items[i].explanation;
            std::map<int, LevelRaise> raises;
            for (const auto& step : unit(solved_.items[i].unit).teaches) {
                const auto target = target_of_.find(step.competence);
                if (target == target_of_.end() || step.level > target->second || step.level <= taught_.level_of(step.competence)) continue;
                auto& raise = raises.try_emplace(step.competence, LevelRaise{catalogue_.competence_at(step.competence), step.level - 1, step.level})
                                  .first->second;
                raise.from = std::min(raise.from, step.level - 1);
                raise.to = std::max(raise.to, step.level);
            }
            for (const auto& [competence, raise] : raises) explanation.raises.push_back(raise);
            for (const auto& other : solved_.items) {
                if (other.unit != solved_.items[i].unit && builds_on(other.unit, solved_.items[i].unit)) {
                    explanation.needed_for.push_back(catalogue_.unit(other.unit).id);
                }
            }
            if (plan_.items[i].locked)
                explanation.reason = ItemReason::own_wish;
            else if (!explanation.raises.empty())
                explanation.reason = ItemReason::closes_gap;
            else if (!explanation.needed_for.empty())
                explanation.reason = ItemReason::prerequisite;
            else
                explanation.reason = ItemReason::whole_course;
        }
    }

    void say_what_stays_open(bool with_remedies) {
        std::set<int> asked;  // the lowest open level of a competence is what a change has to close first
        for (const auto& open : solved_.unmet) {
            OpenGap gap{catalogue_.competence_at(open.step.competence), open.step.level, static_cast<OpenReason>(open.reason), std::nullopt};
            if (with_remedies && asked.insert(open.step.competence).second) look_for_remedy(open, gap);
            plan_.open_gaps.push_back(gap);
        }
    }

    // LP-33: the best single unit that could stand in its place with nothing else changed; the checker confirms that it really could.
    void say_what_would_be_next_best() {
        for (std::size_t i = 0; i < solved_.items.size(); ++i) {
            auto& explanation = plan_.items[i].explanation;
            if (explanation.raises.empty() && explanation.needed_for.empty()) continue;
            const int left_out = solved_.items[i].unit;
            auto rest = solved_.items;
            rest.erase(rest.begin() + static_cast<std::ptrdiff_t>(i));
            taught_.remove(left_out);
            const auto closure_without = closure_of_what_remains(rest);
            Alternative alternative{{}, solved_.closure - closure_without, HalfHours{-unit(left_out).half_hours}, Money{-unit(left_out).price_cents}};
            std::int64_t best = closure_without;
            if (!is_demanded(left_out)) {
                for (const int other : candidates_instead_of(left_out)) {
                    taught_.add(other);
                    // The checker would refuse what is left out here.
                    const auto promised = fits_in_place_of(left_out, other) && needs_are_met(rest, other) ? taught_.closure() : 0;
                    taught_.remove(other);
                    const Promise promise{promised, solved_.half_hours - unit(left_out).half_hours + unit(other).half_hours,
                                          solved_.price_cents - unit(left_out).price_cents + unit(other).price_cents};
                    if (promised <= best || !is_confirmed(rest, other, learner_, promise)) continue;
                    best = promised;
                    alternative = {{catalogue_.unit(other).id},
                                   solved_.closure - best,
                                   HalfHours{unit(other).half_hours - unit(left_out).half_hours},
                                   Money{unit(other).price_cents - unit(left_out).price_cents}};
                    if (best >= solved_.closure) break;
                }
            }
            taught_.add(left_out);
            explanation.alternative = std::move(alternative);
        }
    }

    // LP-35
    void say_what_more_would_bring() {
        if (solved_.closure >= plan_.closure_wanted) return;
        const auto try_limit = [&](std::string limit, std::int64_t amount, const optimizer::Learner& changed) {
            const auto other = ask(changed);
            if (other.status == optimizer::Status::optimal && other.closure > solved_.closure) {
                plan_.gains.push_back({std::move(limit), amount, other.closure - solved_.closure});
            }
        };
        const auto open_because = [&](OpenReason reason) {
            return std::any_of(plan_.open_gaps.begin(), plan_.open_gaps.end(), [&](const OpenGap& gap) { return gap.reason == reason; });
        };
        optimizer::Learner changed = learner_;
        if (open_because(OpenReason::budget_hours)) {
            changed.budget.half_hours += hour_step;
            try_limit("hours", hour_step, changed);
            changed.budget = learner_.budget;
        }
        if (open_because(OpenReason::budget_price)) {
            changed.budget.price_cents += price_step;
            try_limit("price", price_step, changed);
            changed.budget = learner_.budget;
        }
        if (open_because(OpenReason::budget_presence)) {
            changed.budget.presence_days += day_step;
            try_limit("presence_days", day_step, changed);
            changed.budget = learner_.budget;
        }
        if (!open_because(OpenReason::place_not_reachable)) return;
        for (const int place : places_worth_asking()) {
            changed = learner_;
            changed.reachable_places.push_back(place);
            try_limit("place", catalogue_.place_at(place).value, changed);
        }
    }

private:
    const optimizer::Unit& unit(int index) const { return instance_.catalogue->catalogue().units[static_cast<std::size_t>(index)]; }
    bool is_planned(int index) const {
        return std::any_of(solved_.items.begin(), solved_.items.end(), [&](const auto& planned) { return planned.unit == index; });
    }
    bool builds_on(int later, int earlier) const {
        const auto& needs = unit(later).needs;
        return unit(later).after == earlier || std::any_of(needs.begin(), needs.end(), [&](const optimizer::Step& need) {
                   const auto& taught = unit(earlier).teaches;
                   return std::any_of(taught.begin(), taught.end(), [&](const optimizer::Step& step) {
                       return step.competence == need.competence && step.level <= need.level && step.level > level_of(learner_, step.competence);
                   });
               });
    }
    optimizer::Plan ask(const optimizer::Learner& learner) {
        if (work_left_ <= 0) return {.status = optimizer::Status::feasible};
        auto answer = optimizer::solve(*instance_.catalogue, learner, {.work = work_left_}, workspace_);
        work_left_ -= std::max<std::int64_t>(1, answer.work);
        return answer;
    }
    bool is_excluded(int index) const { return std::find(learner_.excluded.begin(), learner_.excluded.end(), index) != learner_.excluded.end(); }

    struct Promise {
        std::int64_t closure, half_hours, price_cents;
    };
    // Does the checker accept these units with one more, and that they reach and cost so much?
    bool is_confirmed(const std::vector<optimizer::PlannedUnit>& items, int added, const optimizer::Learner& learner, const Promise& promise) const {
        const auto& offers = instance_.catalogue->catalogue();
        const auto accepted = [&](int date) {
            optimizer::ClaimedPlan claimed{items, promise.closure, promise.half_hours, promise.price_cents, left_out_mandatory()};
            claimed.items.insert(std::upper_bound(claimed.items.begin(), claimed.items.end(), optimizer::PlannedUnit{added, date}), {added, date});
            return optimizer::check_plan(offers, learner, claimed).empty();
        };
        const auto& data = unit(added);
        if (!data.scheduled) return accepted(-1);
        int tried = 0;
        for (std::size_t date = 0; date < data.dates.size() && tried < dates_tried_max; ++date) {
            if (!is_usable(data, data.dates[date], learner)) continue;
            const bool clashes = std::any_of(items.begin(), items.end(), [&](const auto& planned) {
                return planned.date >= 0 && unit(planned.unit).dates[static_cast<std::size_t>(planned.date)].days.touches(data.dates[date].days);
            });
            if (clashes) continue;
            ++tried;
            if (accepted(static_cast<int>(date))) return true;
        }
        return false;
    }

    std::vector<int> left_out_mandatory() const {
        std::vector<int> units;
        for (const auto& left_out : solved_.mandatory_not_taken) units.push_back(left_out.unit);
        return units;
    }

    // Single units that teach one of its levels: fewest hours first, then cheapest, as the plan was chosen.
    std::vector<int> candidates_instead_of(int left_out) const {
        std::vector<std::tuple<std::int64_t, std::int64_t, int>> found;
        for (const auto& step : unit(left_out).teaches) {
            std::size_t of_this_step = 0;  // they stand in that order
            for (const int bundle_index : instance_.catalogue->providers_of(instance_.catalogue->step_index(step))) {
                const auto members = instance_.catalogue->units_of(instance_.catalogue->bundle(bundle_index));
                const int other = members.front();
                if (members.size() > 1 || other == left_out || is_planned(other) || is_excluded(other)) continue;
                found.emplace_back(unit(other).half_hours, unit(other).price_cents, other);
                if (++of_this_step == candidates_max) break;
            }
        }
        std::sort(found.begin(), found.end());
        found.erase(std::unique(found.begin(), found.end()), found.end());
        std::vector<int> units;
        for (const auto& [hours, price, other] : found)
            if (units.size() < candidates_max) units.push_back(other);
        return units;
    }

    bool is_demanded(int index) const {
        return std::find(learner_.mandatory.begin(), learner_.mandatory.end(), index) != learner_.mandatory.end() ||
               std::any_of(learner_.fixed.begin(), learner_.fixed.end(), [&](const auto& fixed) { return fixed.unit == index; });
    }
    bool fits_in_place_of(int left_out, int other) const {
        const auto& out = unit(left_out);
        const auto& in = unit(other);
        return solved_.half_hours - out.half_hours + in.half_hours <= learner_.budget.half_hours &&
               solved_.price_cents - out.price_cents + in.price_cents <= learner_.budget.price_cents &&
               solved_.presence_days - out.presence_days + in.presence_days <= learner_.budget.presence_days;
    }
    bool needs_are_met(const std::vector<optimizer::PlannedUnit>& rest, int added) const {
        return taught_.has_needs_of(added, true) &&
               std::all_of(rest.begin(), rest.end(), [&](const auto& planned) { return taught_.has_needs_of(planned.unit, true); });
    }

    // Without one unit also those fall away that need what it taught.
    std::int64_t closure_of_what_remains(const std::vector<optimizer::PlannedUnit>& items) {
        std::vector<int> left, fallen;
        for (const auto& planned : items) left.push_back(planned.unit);
        for (std::size_t i = 0; i < left.size();) {
            if (taught_.has_needs_of(left[i], true)) {
                ++i;
                continue;
            }
            taught_.remove(left[i]);
            fallen.push_back(left[i]);
            left.erase(left.begin() + static_cast<std::ptrdiff_t>(i));
            i = 0;
        }
        const auto closure = taught_.closure();
        for (const int unit : fallen) taught_.add(unit);
        return closure;
    }

    // LP-34: the unit that teaches the level and breaks the budgets least when added to the plan. It is only named when the checker
    // accepts the plan with it under limits that are wider by exactly this much.
    void look_for_remedy(const optimizer::UnmetStep& open, OpenGap& gap) {
        using optimizer::Reason;
        const bool by_budget = open.reason == Reason::budget_hours || open.reason == Reason::budget_price || open.reason == Reason::budget_presence;
        // A chain of prerequisites that is too long for a budget is reported as a missing prerequisite; where the plan has them, it is the budget.
        if (!by_budget && open.reason != Reason::prerequisite_missing) return;
        // Weighed against each other as an hour at 40 €, a day on site at 160 €.
        const auto cost = [](const Remedy& r) {
            return std::tuple(r.more_hours.value * 20'00 + r.more_price.value + r.more_days * 160'00, r.more_hours, r.more_price);
        };
        std::optional<Remedy> cheapest;
        int cheapest_unit = -1;
        for (const int bundle_index : instance_.catalogue->providers_of(instance_.catalogue->step_index(open.step))) {
            const auto& bundle = instance_.catalogue->bundle(bundle_index);
            const auto members = instance_.catalogue->units_of(bundle);
            const int member = members.front();
            if (members.size() > 1) continue;
            Remedy remedy;
            remedy.more_hours = HalfHours{std::max<std::int64_t>(0, solved_.half_hours + bundle.half_hours - learner_.budget.half_hours)};
            remedy.more_price = Money{std::max<std::int64_t>(0, solved_.price_cents + bundle.price_cents - learner_.budget.price_cents)};
            remedy.more_days =
                static_cast<int>(std::max<std::int64_t>(0, solved_.presence_days + bundle.presence_days - learner_.budget.presence_days));
            if (cheapest && cost(remedy) >= cost(*cheapest)) continue;
            if (is_excluded(member) || !taught_.has_needs_of(member, false) || !has_usable_date(unit(member))) continue;
            remedy.unit = catalogue_.unit(member).id;
            cheapest = remedy, cheapest_unit = member;
        }
        if (!cheapest || (cheapest->more_hours.value == 0 && cheapest->more_price.value == 0 && cheapest->more_days == 0)) return;
        gap.reason = cheapest->more_hours.value > 0   ? OpenReason::budget_hours
                     : cheapest->more_price.value > 0 ? OpenReason::budget_price
                                                      : OpenReason::budget_presence;
        if (++remedies_checked_ > remedies_max) return;
        taught_.add(cheapest_unit);
        const auto promised = taught_.closure();
        taught_.remove(cheapest_unit);
        if (promised <= solved_.closure) return;
        optimizer::Learner relaxed = learner_;
        relaxed.budget.half_hours += cheapest->more_hours.value;
        relaxed.budget.price_cents += cheapest->more_price.value;
        relaxed.budget.presence_days += cheapest->more_days;
        const Promise promise{promised, solved_.half_hours + unit(cheapest_unit).half_hours, solved_.price_cents + unit(cheapest_unit).price_cents};
        if (is_confirmed(solved_.items, cheapest_unit, relaxed, promise)) gap.remedy = cheapest;
    }

    bool has_usable_date(const optimizer::Unit& data) const {
        return !data.scheduled ||
               std::any_of(data.dates.begin(), data.dates.end(), [&](const auto& date) { return is_usable(data, date, learner_); });
    }

    // Out of reach, and with a date for something that stays open; those with most offers first.
    std::vector<int> places_worth_asking() const {
        std::map<int, int> offers;
        for (const auto& open : solved_.unmet) {
            if (open.reason != optimizer::Reason::place_not_reachable) continue;
            for (const int bundle : instance_.catalogue->providers_of(instance_.catalogue->step_index(open.step))) {
                for (const int member : instance_.catalogue->units_of(instance_.catalogue->bundle(bundle))) {
                    for (const auto& date : unit(member).dates) {
                        const int place = optimizer::place_of(unit(member), date);
                        if (place >= 0 &&
                            std::find(learner_.reachable_places.begin(), learner_.reachable_places.end(), place) == learner_.reachable_places.end())
                            ++offers[place];
                    }
                }
            }
        }
        std::vector<std::pair<int, int>> order;
        for (const auto& [place, count] : offers) order.emplace_back(-count, place);
        std::sort(order.begin(), order.end());
        if (order.size() > places_asked_max) order.resize(places_asked_max);
        std::vector<int> places;
        for (const auto& [count, place] : order) places.push_back(place);
        return places;
    }

    const PlanningCatalogue& catalogue_;
    const Instance& instance_;
    const optimizer::Learner& learner_;
    const optimizer::Plan& solved_;
    Plan& plan_;
    optimizer::Workspace& workspace_;
    std::map<int, int> target_of_;
    TaughtLevels& taught_ = taught_levels();  // by the units of the plan
    int remedies_checked_ = 0;
    std::int64_t work_left_ = work_max;
};

}  // namespace

void explain(const PlanningCatalogue& catalogue, const Instance& instance, const optimizer::Plan& solved, Detail detail, Plan& plan,
             optimizer::Workspace& workspace) {
    Explaining explaining(catalogue, instance, solved, plan, workspace);
    explaining.say_what_units_do();
    explaining.say_what_stays_open(detail != Detail::plan_only);
    if (detail == Detail::plan_only || solved.status == optimizer::Status::infeasible) return;
    explaining.say_what_would_be_next_best();
    if (detail == Detail::thorough) explaining.say_what_more_would_bring();
}

}  // namespace kc::planning
