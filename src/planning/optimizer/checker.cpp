// SPDX-License-Identifier: EUPL-1.2
// One function per rule of the format, each straight from its sentence.
// Only instance.hpp is included on purpose: a mistake in the search cannot hide here.
#include "planning/optimizer/checker.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <utility>

namespace kc::planning::optimizer {

namespace {

std::map<int, int> as_map(const std::vector<LevelOf>& entries) {
    std::map<int, int> result;
    for (const auto& entry : entries) result[entry.competence] = entry.value;
    return result;
}

class PlanCheck {
public:
    PlanCheck(const Catalogue& catalogue, const Learner& learner, const std::vector<PlannedUnit>& items)
        : catalogue_(catalogue), learner_(learner), items_(items), current_(as_map(learner.current)) {
        for (const auto& item : items) chosen_.insert(item.unit);
    }

    std::vector<Violation> run(const std::vector<int>& mandatory_not_taken) {
        if (!list_is_sound()) return violations_;
        dates_are_usable();
        closed_courses_are_whole();
        budgets_hold();
        no_shared_day();
        mandatory_units_are_in(mandatory_not_taken);
        wishes_hold();
        const bool in_order = needs_are_met_in_order();
        if (in_order && learner_.weekly_half_hours >= 0) weekly_hours_hold();
        return violations_;
    }

private:
    void report(int rule, std::string text) { violations_.push_back({rule, std::move(text)}); }
    const Unit& unit_of(const PlannedUnit& item) const { return catalogue_.units[item.unit]; }
    const DayRange& days_of(const PlannedUnit& item) const { return unit_of(item).dates[item.date].days; }
    int level_of(int competence) const {
        const auto found = current_.find(competence);
        return found == current_.end() ? 0 : found->second;
    }

    // A unit stands in the plan once, a scheduled one with a date of its own, a self-paced one without.
    bool list_is_sound() {
        std::set<int> seen;
        for (const auto& item : items_) {
            const auto& unit = unit_of(item);
            if (!seen.insert(item.unit).second) report(0, "Die Einheit " + unit.id + " steht zweimal im Plan.");
            const bool has_date = item.date >= 0 && item.date < static_cast<int>(unit.dates.size());
            if (unit.scheduled && !has_date) report(0, "Der Einheit " + unit.id + " fehlt ein Termin.");
            if (!unit.scheduled && item.date >= 0) report(0, "Die Einheit " + unit.id + " hat keinen Termin, der Plan nennt einen.");
        }
        return violations_.empty();
    }

    void dates_are_usable() {
        for (const auto& item : items_) {
            const auto& unit = unit_of(item);
            if (!unit.scheduled) continue;
            const auto& days = days_of(item);
            if (days.first_day < learner_.first_day || days.last_day > learner_.last_day)
                report(1, "Der Termin von " + unit.id + " liegt außerhalb des Zeitraums.");
            for (const auto& blocked : learner_.blocked)
                if (days.first_day <= blocked.last_day && blocked.first_day <= days.last_day)
                    report(1, "Der Termin von " + unit.id + " liegt in einer gesperrten Zeit.");
            const auto& places = learner_.reachable_places;
            if (const int place = place_of(unit, unit.dates[item.date]); place >= 0 && std::find(places.begin(), places.end(), place) == places.end())
                report(1, "Der Ort von " + unit.id + " ist nicht erreichbar.");
        }
    }

    void closed_courses_are_whole() {
        for (const auto& course : catalogue_.courses) {
            if (!course.closed) continue;
            const auto taken = std::count_if(course.units.begin(), course.units.end(), [&](int unit) { return chosen_.contains(unit); });
            if (taken != 0 && taken != static_cast<std::ptrdiff_t>(course.units.size()))
                report(5, "Der geschlossene Kurs " + course.id + " ist nur zum Teil im Plan.");
        }
    }

    void budgets_hold() {
        const auto sums = sums_of(catalogue_, learner_, items_);
        if (sums.half_hours > learner_.budget.half_hours) report(6, "Der Plan überschreitet die Stunden.");
        if (sums.price_cents > learner_.budget.price_cents) report(6, "Der Plan überschreitet die Kosten.");
        if (sums.presence_days > learner_.budget.presence_days) report(6, "Der Plan überschreitet die Präsenztage.");
    }

    void no_shared_day() {
        for (std::size_t a = 0; a < items_.size(); ++a)
            for (std::size_t b = a + 1; b < items_.size(); ++b) {
                if (!unit_of(items_[a]).scheduled || !unit_of(items_[b]).scheduled) continue;
                const auto& first = days_of(items_[a]);
                const auto& second = days_of(items_[b]);
                if (first.first_day <= second.last_day && second.first_day <= first.last_day)
                    report(7, "Die Termine von " + unit_of(items_[a]).id + " und " + unit_of(items_[b]).id + " teilen sich einen Tag.");
            }
    }

    void mandatory_units_are_in(const std::vector<int>& excused) {
        for (const int unit : learner_.mandatory)
            if (!chosen_.contains(unit) && std::find(excused.begin(), excused.end(), unit) == excused.end())
                report(8, "Die Pflichteinheit " + catalogue_.units[unit].id + " fehlt im Plan, ohne dass ein Grund genannt ist.");
        for (const int unit : excused)
            if (chosen_.contains(unit)) report(8, "Die Einheit " + catalogue_.units[unit].id + " ist als unmöglich gemeldet und doch im Plan.");
    }

    void wishes_hold() {
        for (const auto& fixed : learner_.fixed) {
            const bool kept = std::any_of(items_.begin(), items_.end(), [&](const PlannedUnit& item) {
                return item.unit == fixed.unit && (fixed.date < 0 || item.date == fixed.date);
            });
            if (!kept) report(8, "Die gebuchte Einheit " + catalogue_.units[fixed.unit].id + " ist nicht mit ihrem Termin im Plan.");
        }
        for (const int unit : learner_.excluded)
            if (chosen_.contains(unit)) report(8, "Die ausgeschlossene Einheit " + catalogue_.units[unit].id + " ist im Plan.");
    }

    // Which other units of the plan could meet each need of a unit. One list per level above the current one.
    std::vector<std::vector<std::size_t>> providers_per_need(std::size_t index) const {
        std::vector<std::vector<std::size_t>> lists;
        const auto& unit = unit_of(items_[index]);
        const auto add = [&](auto provides) {
            std::vector<std::size_t> list;
            for (std::size_t other = 0; other < items_.size(); ++other)
                if (other != index && provides(items_[other])) list.push_back(other);
            lists.push_back(list);
        };
        for (const auto& need : unit.needs)
            for (int level = level_of(need.competence) + 1; level <= need.level; ++level)
                add([&](const PlannedUnit& other) {
                    const auto& teaches = unit_of(other).teaches;
                    return std::find(teaches.begin(), teaches.end(), Step{need.competence, level}) != teaches.end();
                });
        if (unit.after >= 0) add([&](const PlannedUnit& other) { return other.unit == unit.after; });
        return lists;
    }

    // Rule 3 and 4: units become finished round by round; whoever never becomes finished breaks the rule.
    bool needs_are_met_in_order() {
        std::vector<std::optional<int>> finished(items_.size());
        for (std::size_t round = 0; round <= items_.size() * items_.size(); ++round) {
            bool changed = false;
            for (std::size_t i = 0; i < items_.size(); ++i) {
                std::optional<int> ready = -1;
                for (const auto& providers : providers_per_need(i)) {
                    std::optional<int> earliest;
                    for (const auto provider : providers)
                        if (finished[provider] && (!earliest || *finished[provider] < *earliest)) earliest = finished[provider];
                    if (!earliest) ready.reset();
                    if (ready) ready = std::max(*ready, *earliest);
                }
                if (!ready) continue;
                if (unit_of(items_[i]).scheduled) {
                    if (days_of(items_[i]).first_day <= *ready) continue;
                    ready = days_of(items_[i]).last_day;
                }
                if (!finished[i] || *ready < *finished[i]) {
                    finished[i] = ready;
                    changed = true;
                }
            }
            if (!changed) break;
        }
        bool all = true;
        for (std::size_t i = 0; i < items_.size(); ++i) {
            if (finished[i]) continue;
            report(3, "Was die Einheit " + unit_of(items_[i]).id + " voraussetzt, ist im Plan nicht vorher abgeschlossen.");
            all = false;
        }
        return all;
    }

    // Rule 9: some choice of one provider per need has to fit into the started weeks at the start of every date.
    void weekly_hours_hold() {
        needs_.clear();
        for (std::size_t i = 0; i < items_.size(); ++i) needs_.push_back(providers_per_need(i));
        selected_.assign(items_.size(), {});
        if (!some_selection_fits(0, 0)) report(9, "Die Arbeit bis zu einem Termin passt nicht in die Wochenstunden.");
    }

    bool some_selection_fits(std::size_t item, std::size_t need) {
        if (item == items_.size()) return selection_fits();
        if (need == needs_[item].size()) return some_selection_fits(item + 1, 0);
        for (const auto provider : needs_[item][need]) {
            selected_[item].push_back(provider);
            const bool fits = some_selection_fits(item, need + 1);
            selected_[item].pop_back();
            if (fits) return true;
        }
        return false;
    }

    bool selection_fits() const {
        std::vector<std::optional<int>> finished(items_.size());
        for (std::size_t round = 0; round < items_.size(); ++round) {
            for (std::size_t i = 0; i < items_.size(); ++i) {
                int ready = -1;
                bool possible = true;
                for (const auto provider : selected_[i]) {
                    possible = possible && finished[provider].has_value();
                    if (possible) ready = std::max(ready, *finished[provider]);
                }
                if (!possible) continue;
                if (!unit_of(items_[i]).scheduled)
                    finished[i] = ready;
                else if (days_of(items_[i]).first_day > ready)
                    finished[i] = days_of(items_[i]).last_day;
            }
        }
        for (const auto& day : finished)
            if (!day) return false;
        for (std::size_t i = 0; i < items_.size(); ++i) {
            if (!unit_of(items_[i]).scheduled) continue;
            const int day = days_of(items_[i]).first_day;
            std::set<std::size_t> work;
            for (std::size_t k = 0; k < items_.size(); ++k)
                if (unit_of(items_[k]).scheduled && days_of(items_[k]).first_day <= day) add_with_needs(k, work);
            std::int64_t half_hours = 0;
            for (const auto k : work) half_hours += unit_of(items_[k]).half_hours;
            const std::int64_t weeks = (day - learner_.first_day) / 7 + 1;
            if (half_hours > weeks * learner_.weekly_half_hours) return false;
        }
        return true;
    }

    void add_with_needs(std::size_t item, std::set<std::size_t>& work) const {
        if (!work.insert(item).second) return;
        for (const auto provider : selected_[item]) add_with_needs(provider, work);
    }

    const Catalogue& catalogue_;
    const Learner& learner_;
    const std::vector<PlannedUnit>& items_;
    std::map<int, int> current_;
    std::set<int> chosen_;
    std::vector<Violation> violations_;
    std::vector<std::vector<std::vector<std::size_t>>> needs_;
    std::vector<std::vector<std::size_t>> selected_;
};

}  // namespace

TrueSums sums_of(const Catalogue& catalogue, const Learner& learner, const std::vector<PlannedUnit>& items) {
    TrueSums sums;
    std::set<std::pair<int, int>> taught;
    for (const auto& item : items) {
        const auto& unit = catalogue.units[item.unit];
        sums.half_hours += unit.half_hours;
        sums.price_cents += unit.price_cents;
        sums.presence_days += unit.presence_days;
        for (const auto& step : unit.teaches) taught.insert({step.competence, step.level});
    }
    const auto current = as_map(learner.current);
    const auto weights = as_map(learner.weight);
    for (const auto& target : learner.target) {
        const auto now = current.find(target.competence);
        const auto weight = weights.find(target.competence);
        if (weight == weights.end()) continue;
        for (int level = (now == current.end() ? 0 : now->second) + 1; level <= target.value; ++level) {
            if (!taught.contains({target.competence, level})) break;
            sums.closure += weight->second;
        }
    }
    return sums;
}

std::vector<Violation> check_plan(const Catalogue& catalogue, const Learner& learner, const ClaimedPlan& claimed) {
    auto violations = PlanCheck(catalogue, learner, claimed.items).run(claimed.mandatory_not_taken);
    const auto sums = sums_of(catalogue, learner, claimed.items);
    const auto compare = [&](std::int64_t told, std::int64_t real, const char* what) {
        if (told != real)
            violations.push_back(
                {0, std::string(what) + " ist mit " + std::to_string(told) + " angegeben, richtig ist " + std::to_string(real) + "."});
    };
    compare(claimed.closure, sums.closure, "Die geschlossene Lücke");
    compare(claimed.half_hours, sums.half_hours, "Die Summe der halben Stunden");
    compare(claimed.price_cents, sums.price_cents, "Der Preis in Cent");
    return violations;
}

}  // namespace kc::planning::optimizer
