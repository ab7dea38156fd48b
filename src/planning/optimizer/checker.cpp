// SPDX-License-Identifier: EUPL-1.2
// One function per rule of the format, each straight from its sentence.
// Only instance.hpp is included on purpose: a mistake in the search cannot hide here.
#include "planning/optimizer/checker.hpp"

#include <algorithm>
#include <optional>
#include <set>
#include <span>
#include <utility>

namespace kc::planning::optimizer {

namespace {

std::vector<int> by_competence(const Catalogue& catalogue, const std::vector<LevelOf>& entries) {
    std::vector<int> values(catalogue.competences.size(), 0);
    for (const auto& entry : entries) values[entry.competence] = entry.value;
    return values;
}

class PlanCheck {
public:
    PlanCheck(const Catalogue& catalogue, const Learner& learner, const std::vector<PlannedUnit>& items, const TrueSums& sums)
        : catalogue_(catalogue),
          learner_(learner),
          items_(items),
          sums_(sums),
          current_(by_competence(catalogue, learner.current)),
          is_chosen_(catalogue.units.size(), 0) {
        for (const auto& item : items) is_chosen_[item.unit] = 1;
    }

    std::vector<Violation> run(const std::vector<int>& mandatory_not_taken) {
        if (!list_is_sound()) return std::move(violations_);
        dates_are_usable();
        closed_courses_are_whole();
        budgets_hold();
        no_shared_day();
        mandatory_units_are_in(mandatory_not_taken);
        wishes_hold();
        look_up_providers();
        const bool in_order = needs_are_met_in_order();
        if (in_order && learner_.weekly_half_hours >= 0) weekly_hours_hold();
        return std::move(violations_);
    }

private:
    struct Part {
        std::size_t begin;
        std::size_t end;
    };

    void report(int rule, std::string text) { violations_.push_back({rule, std::move(text)}); }
    const Unit& unit_of(const PlannedUnit& item) const { return catalogue_.units[item.unit]; }
    const DayRange& days_of(const PlannedUnit& item) const { return unit_of(item).dates[item.date].days; }

    // A unit stands in the plan once, a scheduled one with a date of its own, a self-paced one without.
    bool list_is_sound() {
        for (std::size_t i = 0; i < items_.size(); ++i) {
            const auto& item = items_[i];
            const auto& unit = unit_of(item);
            const auto before = items_.begin() + static_cast<std::ptrdiff_t>(i);
            const bool twice = std::any_of(items_.begin(), before, [&](const PlannedUnit& other) { return other.unit == item.unit; });
            if (twice) report(0, "Die Einheit " + unit.id + " steht zweimal im Plan.");
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
            const auto taken = std::count_if(course.units.begin(), course.units.end(), [&](int unit) { return is_chosen_[unit]; });
            if (taken != 0 && taken != static_cast<std::ptrdiff_t>(course.units.size()))
                report(5, "Der geschlossene Kurs " + course.id + " ist nur zum Teil im Plan.");
        }
    }

    void budgets_hold() {
        if (sums_.half_hours > learner_.budget.half_hours) report(6, "Der Plan überschreitet die Stunden.");
        if (sums_.price_cents > learner_.budget.price_cents) report(6, "Der Plan überschreitet die Kosten.");
        if (sums_.presence_days > learner_.budget.presence_days) report(6, "Der Plan überschreitet die Präsenztage.");
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
            if (!is_chosen_[unit] && std::find(excused.begin(), excused.end(), unit) == excused.end())
                report(8, "Die Pflichteinheit " + catalogue_.units[unit].id + " fehlt im Plan, ohne dass ein Grund genannt ist.");
        for (const int unit : excused)
            if (is_chosen_[unit]) report(8, "Die Einheit " + catalogue_.units[unit].id + " ist als unmöglich gemeldet und doch im Plan.");
    }

    void wishes_hold() {
        for (const auto& fixed : learner_.fixed) {
            const bool kept = std::any_of(items_.begin(), items_.end(), [&](const PlannedUnit& item) {
                return item.unit == fixed.unit && (fixed.date < 0 || item.date == fixed.date);
            });
            if (!kept) report(8, "Die gebuchte Einheit " + catalogue_.units[fixed.unit].id + " ist nicht mit ihrem Termin im Plan.");
        }
        for (const int unit : learner_.excluded)
            if (is_chosen_[unit]) report(8, "Die ausgeschlossene Einheit " + catalogue_.units[unit].id + " ist im Plan.");
    }

    // Which other units of the plan could meet each need of a unit, level by level above the current one.
    void look_up_providers() {
        struct Teacher {
            Step step;
            std::size_t item;
            auto operator<=>(const Teacher&) const = default;
        };
        std::vector<Teacher> teachers;
        for (std::size_t i = 0; i < items_.size(); ++i)
            for (const auto& step : unit_of(items_[i]).teaches) teachers.push_back({step, i});
        std::sort(teachers.begin(), teachers.end());
        for (std::size_t i = 0; i < items_.size(); ++i) {
            const auto& unit = unit_of(items_[i]);
            const auto first_need = needs_.size();
            for (const auto& need : unit.needs) {
                for (int level = current_[need.competence] + 1; level <= need.level; ++level) {
                    const auto begin = providers_.size();
                    const Step step{need.competence, level};
                    for (auto t = std::lower_bound(teachers.begin(), teachers.end(), Teacher{step, 0}); t != teachers.end() && t->step == step; ++t)
                        if (t->item != i) providers_.push_back(t->item);
                    needs_.push_back({begin, providers_.size()});
                }
            }
            if (unit.after >= 0) {
                const auto begin = providers_.size();
                for (std::size_t other = 0; other < items_.size(); ++other)
                    if (items_[other].unit == unit.after && other != i) providers_.push_back(other);
                needs_.push_back({begin, providers_.size()});
            }
            needs_of_.push_back({first_need, needs_.size()});
        }
    }

    std::span<const Part> needs_of(std::size_t item) const { return {needs_.data() + needs_of_[item].begin, needs_.data() + needs_of_[item].end}; }
    std::span<const std::size_t> providers_of(Part need) const { return {providers_.data() + need.begin, providers_.data() + need.end}; }

    // Rule 3 and 4: units become finished round by round; whoever never becomes finished breaks the rule.
    bool needs_are_met_in_order() {
        std::vector<std::optional<int>> finished(items_.size());
        for (std::size_t round = 0; round <= items_.size() * items_.size(); ++round) {
            bool changed = false;
            for (std::size_t i = 0; i < items_.size(); ++i) {
                std::optional<int> ready = -1;
                for (const auto need : needs_of(i)) {
                    std::optional<int> earliest;
                    for (const auto provider : providers_of(need))
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
        for (std::size_t i = 0; i < items_.size(); ++i)
            if (unit_of(items_[i]).scheduled) dates_.push_back(i);
        std::sort(dates_.begin(), dates_.end(), [&](auto a, auto b) { return days_of(items_[a]).first_day < days_of(items_[b]).first_day; });
        finished_.assign(items_.size(), 0);
        if (fits_from(0, 0)) return;
        report(9, steps_ > steps_max ? "Ob die Arbeit in die Wochenstunden passt, ließ sich mit vertretbarem Aufwand nicht prüfen."
                                     : "Die Arbeit bis zu einem Termin passt nicht in die Wochenstunden.");
    }

    // Whether the dates from the next one on fit after what is finished, which took so many half hours.
    bool fits_from(std::size_t next, std::int64_t spent) {
        if (next == dates_.size()) return true;
        if (++steps_ > steps_max || hopeless_.contains({next, finished_})) return false;
        const auto date = dates_[next];
        const std::int64_t weeks = (days_of(items_[date]).first_day - learner_.first_day) / 7 + 1;
        const std::int64_t left = weeks * learner_.weekly_half_hours - unit_of(items_[date]).half_hours - spent;
        if (left >= 0 && (all_needs_met(date) ? fits_after(date, next + 1, spent) : fits_with_more(date, next, spent, left))) return true;
        hopeless_.insert({next, finished_});
        return false;
    }

    bool fits_after(std::size_t item, std::size_t next, std::int64_t spent) {
        finished_[item] = 1;
        const bool fits = fits_from(next, spent + unit_of(items_[item]).half_hours);
        finished_[item] = 0;
        return fits;
    }

    // More before this date than it needs would never help, so only what it may build on is tried.
    bool fits_with_more(std::size_t date, std::size_t next, std::int64_t spent, std::int64_t left) {
        std::vector<std::pair<int, std::size_t>> possible;
        for (const auto item : what_it_may_build_on(date))
            if (!unit_of(items_[item]).scheduled && unit_of(items_[item]).half_hours <= left && all_needs_met(item))
                possible.emplace_back(unit_of(items_[item]).half_hours, item);
        std::sort(possible.begin(), possible.end());
        return std::any_of(possible.begin(), possible.end(), [&](const auto& more) { return fits_after(more.second, next, spent); });
    }

    bool is_met(Part need) const {
        const auto providers = providers_of(need);
        return std::any_of(providers.begin(), providers.end(), [&](auto provider) { return finished_[provider]; });
    }

    bool all_needs_met(std::size_t item) const {
        const auto needs = needs_of(item);
        return std::all_of(needs.begin(), needs.end(), [&](Part need) { return is_met(need); });
    }

    std::vector<std::size_t> what_it_may_build_on(std::size_t item) const {
        std::vector<std::size_t> found{item};
        for (std::size_t i = 0; i < found.size(); ++i)
            for (const auto need : needs_of(found[i])) {
                if (is_met(need)) continue;
                for (const auto provider : providers_of(need))
                    if (std::find(found.begin(), found.end(), provider) == found.end()) found.push_back(provider);
            }
        found.erase(found.begin());
        return found;
    }

    static constexpr int steps_max = 200'000;
    const Catalogue& catalogue_;
    const Learner& learner_;
    const std::vector<PlannedUnit>& items_;
    const TrueSums& sums_;
    std::vector<int> current_;     // per competence
    std::vector<char> is_chosen_;  // per unit of the catalogue
    std::vector<Violation> violations_;
    std::vector<std::size_t> providers_;  // items, need after need
    std::vector<Part> needs_;             // providers, item after item
    std::vector<Part> needs_of_;          // per item
    std::vector<std::size_t> dates_;      // scheduled items by their first day
    std::vector<char> finished_;          // per item: before the date looked at
    std::set<std::pair<std::size_t, std::vector<char>>> hopeless_;
    int steps_ = 0;
};

}  // namespace

TrueSums sums_of(const Catalogue& catalogue, const Learner& learner, const std::vector<PlannedUnit>& items) {
    TrueSums sums;
    std::vector<Step> taught;
    for (const auto& item : items) {
        const auto& unit = catalogue.units[item.unit];
        sums.half_hours += unit.half_hours;
        sums.price_cents += unit.price_cents;
        sums.presence_days += unit.presence_days;
        taught.insert(taught.end(), unit.teaches.begin(), unit.teaches.end());
    }
    std::sort(taught.begin(), taught.end());
    const auto current = by_competence(catalogue, learner.current);
    const auto weights = by_competence(catalogue, learner.weight);
    for (const auto& target : learner.target) {
        for (int level = current[target.competence] + 1; level <= target.value; ++level) {
            if (!std::binary_search(taught.begin(), taught.end(), Step{target.competence, level})) break;
            sums.closure += weights[target.competence];
        }
    }
    return sums;
}

std::vector<Violation> check_plan(const Catalogue& catalogue, const Learner& learner, const ClaimedPlan& claimed) {
    const auto sums = sums_of(catalogue, learner, claimed.items);
    auto violations = PlanCheck(catalogue, learner, claimed.items, sums).run(claimed.mandatory_not_taken);
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
