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

    // Rule 9: date after date, some set of finished self-paced units has to be enough for the date and fit into the started weeks. Dates
    // share no day (rule 7), so at the start of one all earlier ones are finished.
    void weekly_hours_hold() {
        needs_.clear();
        dates_.clear();
        hopeless_.clear();
        steps_ = 0;
        for (std::size_t i = 0; i < items_.size(); ++i) {
            needs_.push_back(providers_per_need(i));
            if (unit_of(items_[i]).scheduled) dates_.push_back(i);
        }
        std::sort(dates_.begin(), dates_.end(), [&](auto a, auto b) { return days_of(items_[a]).first_day < days_of(items_[b]).first_day; });
        if (fits_from(0, {})) return;
        report(9, steps_ > steps_max ? "Ob die Arbeit in die Wochenstunden passt, ließ sich mit vertretbarem Aufwand nicht prüfen."
                                     : "Die Arbeit bis zu einem Termin passt nicht in die Wochenstunden.");
    }

    bool fits_from(std::size_t next, const std::set<std::size_t>& finished) {
        if (next == dates_.size()) return true;
        if (++steps_ > steps_max || !hopeless_.insert({next, finished}).second) return false;
        const auto date = dates_[next];
        const std::int64_t weeks = (days_of(items_[date]).first_day - learner_.first_day) / 7 + 1;
        std::int64_t left = weeks * learner_.weekly_half_hours - unit_of(items_[date]).half_hours;
        for (const auto item : finished) left -= unit_of(items_[item]).half_hours;
        if (left < 0) return false;
        if (all_needs_met(date, finished)) {
            auto later = finished;
            later.insert(date);
            return fits_from(next + 1, later);  // more before this date than it needs would never help
        }
        std::vector<std::pair<int, std::size_t>> possible;
        for (const auto item : what_it_may_build_on(date, finished))
            if (!unit_of(items_[item]).scheduled && unit_of(items_[item]).half_hours <= left && all_needs_met(item, finished))
                possible.emplace_back(unit_of(items_[item]).half_hours, item);
        std::sort(possible.begin(), possible.end());
        for (const auto& [half_hours, item] : possible) {
            auto more = finished;
            more.insert(item);
            if (fits_from(next, more)) return true;
        }
        return false;
    }

    bool all_needs_met(std::size_t item, const std::set<std::size_t>& finished) const {
        for (const auto& providers : needs_[item])
            if (std::none_of(providers.begin(), providers.end(), [&](auto p) { return finished.contains(p); })) return false;
        return true;
    }

    std::set<std::size_t> what_it_may_build_on(std::size_t item, const std::set<std::size_t>& finished) const {
        std::set<std::size_t> found;
        std::vector<std::size_t> open{item};
        while (!open.empty()) {
            const auto last = open.back();
            open.pop_back();
            for (const auto& providers : needs_[last]) {
                if (std::any_of(providers.begin(), providers.end(), [&](auto p) { return finished.contains(p); })) continue;
                for (const auto provider : providers)
                    if (found.insert(provider).second) open.push_back(provider);
            }
        }
        return found;
    }

    static constexpr int steps_max = 200'000;
    const Catalogue& catalogue_;
    const Learner& learner_;
    const std::vector<PlannedUnit>& items_;
    std::map<int, int> current_;
    std::set<int> chosen_;
    std::vector<Violation> violations_;
    std::vector<std::vector<std::vector<std::size_t>>> needs_;
    std::vector<std::size_t> dates_;  // scheduled items by their first day
    std::set<std::pair<std::size_t, std::set<std::size_t>>> hopeless_;
    int steps_ = 0;
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
