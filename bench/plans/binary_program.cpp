// SPDX-License-Identifier: EUPL-1.2
#include "plans/binary_program.hpp"

#include <algorithm>
#include <limits>
#include <map>
#include <set>

namespace kc::bench {

using namespace planning::optimizer;

namespace {

constexpr int never = std::numeric_limits<int>::max();

int value_of(const std::vector<LevelOf>& list, int competence) {
    for (const auto& entry : list)
        if (entry.competence == competence) return entry.value;
    return 0;
}

// One wanted level: the units that teach it, and its place in the chain of its competence.
struct WantedStep {
    int weight;
    bool continues;  // the step before it in the list has to be reached as well
    std::vector<int> teachers;
};

// Adds what both programs have in common, once units, dates and needs are known.
void complete(BinaryProgram& program, const Catalogue& catalogue, const Budget& budget, const std::vector<WantedStep>& steps, Clashes clashes) {
    const auto add = [&](std::vector<std::pair<int, double>> terms, double at_least, double at_most) {
        program.rows.push_back({std::move(terms), at_least, at_most});
    };
    std::vector<std::pair<int, double>> days;
    std::set<int> days_covered;
    std::vector<std::pair<DayRange, int>> dates;
    for (const auto& unit : program.units) {
        const auto& data = catalogue.units[static_cast<std::size_t>(unit.unit)];
        program.hours.emplace_back(unit.column, data.half_hours);
        program.price.emplace_back(unit.column, data.price_cents);
        days.emplace_back(unit.column, data.presence_days);
        if (data.scheduled) {
            std::vector<std::pair<int, double>> terms{{unit.column, -1.0}};
            for (const auto& [date, column] : unit.dates) {
                terms.emplace_back(column, 1.0);
                dates.emplace_back(data.dates[static_cast<std::size_t>(date)].days, column);
            }
            add(std::move(terms), 0, 0);
        }
        for (const auto& providers : unit.needs) {
            std::vector<std::pair<int, double>> terms{{unit.column, 1.0}};
            for (const int other : providers) terms.emplace_back(program.units[static_cast<std::size_t>(other)].column, -1.0);
            add(std::move(terms), -unlimited, 0);
        }
        if (unit.after >= 0) add({{unit.column, 1.0}, {program.units[static_cast<std::size_t>(unit.after)].column, -1.0}}, -unlimited, 0);
    }
    for (std::size_t i = 0; i < dates.size() && clashes == Clashes::pairs; ++i)
        for (std::size_t j = 0; j < i; ++j)
            if (dates[i].first.touches(dates[j].first)) add({{dates[i].second, 1.0}, {dates[j].second, 1.0}}, -unlimited, 1);
    for (const auto& [range, column] : dates) {  // whatever covers the first day of a date: at most one of them
        if (clashes == Clashes::pairs) break;
        std::vector<std::pair<int, double>> terms;
        for (const auto& [other, other_column] : dates)
            if (other.first_day <= range.first_day && range.first_day <= other.last_day) terms.emplace_back(other_column, 1.0);
        if (terms.size() > 1 && days_covered.insert(range.first_day).second) add(std::move(terms), -unlimited, 1);
    }
    if (!program.units.empty()) {
        add(program.hours, -unlimited, static_cast<double>(budget.half_hours));
        add(program.price, -unlimited, static_cast<double>(budget.price_cents));
        add(days, -unlimited, static_cast<double>(budget.presence_days));
    }
    int before = -1;
    for (const auto& step : steps) {
        const int column = program.columns++;
        std::vector<std::pair<int, double>> terms{{column, 1.0}};
        for (const int unit : step.teachers) terms.emplace_back(program.units[static_cast<std::size_t>(unit)].column, -1.0);
        add(std::move(terms), -unlimited, 0);
        if (step.continues) add({{column, 1.0}, {before, -1.0}}, -unlimited, 0);
        program.closure.emplace_back(column, step.weight);
        before = column;
    }
}

}  // namespace

BinaryProgram relevant_program(const Catalogue& catalogue, const Learner& learner, const std::vector<int>& mandatory, Clashes clashes) {
    const auto count = catalogue.units.size();
    std::vector<std::vector<int>> companions(count);
    for (const auto& course : catalogue.courses)
        if (course.closed)
            for (const int unit : course.units) {
                auto& others = companions[static_cast<std::size_t>(unit)];
                others.insert(others.end(), course.units.begin(), course.units.end());
            }
    std::map<Step, std::vector<int>> teachers;
    std::vector<char> usable(count, 1);
    for (std::size_t u = 0; u < count; ++u) {
        const auto& unit = catalogue.units[u];
        for (const auto& step : unit.teaches) teachers[step].push_back(static_cast<int>(u));
        if (unit.scheduled && std::none_of(unit.dates.begin(), unit.dates.end(), [&](const UnitDate& d) { return is_usable(unit, d, learner); }))
            usable[u] = 0;
    }
    for (std::size_t u = 0; u < count; ++u)
        for (const int other : companions[u])
            if (usable[u] == 0) usable[static_cast<std::size_t>(other)] = 0;
    const auto steps_of = [&](const std::vector<Step>& needs) {
        std::vector<Step> open;
        for (const auto& need : needs)
            for (int level = value_of(learner.current, need.competence) + 1; level <= need.level; ++level)
                if (std::find(open.begin(), open.end(), Step{need.competence, level}) == open.end()) open.push_back({need.competence, level});
        return open;
    };
    std::vector<Step> wanted;
    for (const auto& target : learner.target)
        for (int level = value_of(learner.current, target.competence) + 1; level <= target.value; ++level)
            wanted.push_back({target.competence, level});
    std::vector<int> queue = mandatory;
    for (const auto& step : wanted) queue.insert(queue.end(), teachers[step].begin(), teachers[step].end());
    BinaryProgram program;
    std::vector<int> index(count, -1);
    while (!queue.empty()) {
        const auto u = static_cast<std::size_t>(queue.back());
        queue.pop_back();
        if (index[u] >= 0 || usable[u] == 0) continue;
        index[u] = static_cast<int>(program.units.size());
        program.units.push_back({static_cast<int>(u), program.columns++, {}, {}, -1});
        for (const auto& step : steps_of(catalogue.units[u].needs)) queue.insert(queue.end(), teachers[step].begin(), teachers[step].end());
        if (catalogue.units[u].after >= 0) queue.push_back(catalogue.units[u].after);
        queue.insert(queue.end(), companions[u].begin(), companions[u].end());
    }
    const auto known = [&](const std::vector<int>& units, int without) {
        std::vector<int> list;
        for (const int unit : units)
            if (unit != without && index[static_cast<std::size_t>(unit)] >= 0) list.push_back(index[static_cast<std::size_t>(unit)]);
        return list;
    };
    for (auto& unit : program.units) {
        const auto& data = catalogue.units[static_cast<std::size_t>(unit.unit)];
        for (int date = 0; date < static_cast<int>(data.dates.size()); ++date)
            if (is_usable(data, data.dates[static_cast<std::size_t>(date)], learner)) unit.dates.emplace_back(date, program.columns++);
        for (const auto& step : steps_of(data.needs)) unit.needs.push_back(known(teachers[step], unit.unit));
        if (data.after >= 0) {
            unit.after = index[static_cast<std::size_t>(data.after)];
            if (unit.after < 0) program.rows.push_back({{{unit.column, 1.0}}, 0, 0});
        }
        for (const int other : companions[static_cast<std::size_t>(unit.unit)])
            if (other > unit.unit)
                program.rows.push_back(
                    {{{unit.column, 1.0}, {program.units[static_cast<std::size_t>(index[static_cast<std::size_t>(other)])].column, -1.0}}, 0, 0});
    }
    for (const int unit : mandatory)
        program.rows.push_back({{{program.units[static_cast<std::size_t>(index[static_cast<std::size_t>(unit)])].column, 1.0}}, 1, 1});
    std::vector<WantedStep> steps;
    for (std::size_t i = 0; i < wanted.size(); ++i)
        steps.push_back({value_of(learner.weight, wanted[i].competence), i > 0 && wanted[i - 1].competence == wanted[i].competence,
                         known(teachers[wanted[i]], -1)});
    complete(program, catalogue, learner.budget, steps, clashes);
    return program;
}

// An item that stands for several offers is taken apart again: one unit for each, with its own dates and its own cost.
BinaryProgram reduced_program(const PreparedCatalogue& catalogue, const LearnerModel& model, Clashes clashes) {
    BinaryProgram program;
    std::vector<std::vector<int>> offers(model.units.size());
    for (std::size_t u = 0; u < model.units.size(); ++u) {
        const auto& data = model.units[u];
        if (model.hopeless[static_cast<std::size_t>(data.item)]) continue;
        const auto add = [&](int unit) {
            for (const int offer : offers[u])
                if (program.units[static_cast<std::size_t>(offer)].unit == unit) return offer;
            offers[u].push_back(static_cast<int>(program.units.size()));
            program.units.push_back({unit, program.columns++, {}, {}, -1});
            return offers[u].back();
        };
        if (!data.scheduled) add(data.unit);
        for (int date = data.dates.begin; date < data.dates.end; ++date) {
            const auto& chosen = model.dates[static_cast<std::size_t>(date)];
            auto& offer = program.units[static_cast<std::size_t>(add(chosen.unit))];
            offer.dates.emplace_back(chosen.index, program.columns++);
        }
    }
    std::vector<std::vector<int>> teachers(static_cast<std::size_t>(model.step_count));
    for (std::size_t u = 0; u < model.units.size(); ++u)
        for (const int step : LearnerModel::part(model.unit_teaches, model.units[u].teaches))
            teachers[static_cast<std::size_t>(step)].insert(teachers[static_cast<std::size_t>(step)].end(), offers[u].begin(), offers[u].end());
    for (std::size_t u = 0; u < model.units.size(); ++u) {
        const auto& data = model.units[u];
        for (const int index : offers[u]) {
            auto& unit = program.units[static_cast<std::size_t>(index)];
            for (const int step : LearnerModel::part(model.unit_needs, data.needs)) {
                auto providers = teachers[static_cast<std::size_t>(step)];
                std::erase(providers, index);
                unit.needs.push_back(std::move(providers));
            }
            if (data.after < 0) continue;
            const auto& before = offers[static_cast<std::size_t>(data.after)];  // what is named as predecessor stands for itself alone
            unit.after = before.empty() ? -1 : before.front();
            if (unit.after < 0) program.rows.push_back({{{unit.column, 1.0}}, 0, 0});
        }
    }
    const auto column_of = [&](int unit) { return program.units[static_cast<std::size_t>(offers[static_cast<std::size_t>(unit)].front())].column; };
    for (std::size_t i = 0; i < model.items.size(); ++i) {
        const Range units = model.items[i].units;
        for (int unit = units.begin + 1; unit < units.end; ++unit)
            if (!model.hopeless[i]) program.rows.push_back({{{column_of(units.begin), 1.0}, {column_of(unit), -1.0}}, 0, 0});
    }
    for (const int item : model.forced) program.rows.push_back({{{column_of(model.items[static_cast<std::size_t>(item)].units.begin), 1.0}}, 1, 1});
    std::vector<WantedStep> steps;
    for (std::size_t i = 0; i < model.open.size(); ++i)
        steps.push_back({model.open[i].weight, i > 0 && model.open[i - 1].competence == model.open[i].competence, teachers[i]});
    complete(program, catalogue.catalogue(), model.budget, steps, clashes);
    return program;
}

void add_finish(BinaryProgram& program, const Catalogue& catalogue) {
    program.finish = program.columns++;
    for (const auto& unit : program.units)
        for (const auto& [date, column] : unit.dates) {
            const int last_day = catalogue.units[static_cast<std::size_t>(unit.unit)].dates[static_cast<std::size_t>(date)].days.last_day;
            program.rows.push_back({{{program.finish, 1.0}, {column, -static_cast<double>(last_day)}}, 0, unlimited});
        }
}

std::vector<PlannedUnit> plan_of(const BinaryProgram& program, const std::vector<double>& values) {
    std::vector<PlannedUnit> plan;
    for (const auto& unit : program.units) {
        if (values[static_cast<std::size_t>(unit.column)] < 0.5) continue;
        PlannedUnit planned{unit.unit, -1};
        for (const auto& [date, column] : unit.dates)
            if (values[static_cast<std::size_t>(column)] > 0.5) planned.date = date;
        plan.push_back(planned);
    }
    std::sort(plan.begin(), plan.end());
    return plan;
}

std::optional<Row> order_cut(const BinaryProgram& program, const Catalogue& catalogue, const std::vector<double>& values) {
    const auto count = program.units.size();
    std::vector<char> chosen(count, 0);
    std::vector<int> date_column(count, -1);
    std::vector<DayRange> days(count, DayRange{0, 0});
    for (std::size_t i = 0; i < count; ++i) {
        const auto& unit = program.units[i];
        chosen[i] = values[static_cast<std::size_t>(unit.column)] > 0.5;
        for (const auto& [date, column] : unit.dates) {
            if (values[static_cast<std::size_t>(column)] < 0.5) continue;
            date_column[i] = column;
            days[i] = catalogue.units[static_cast<std::size_t>(unit.unit)].dates[static_cast<std::size_t>(date)].days;
        }
    }
    std::vector<int> ready(count, never);
    for (bool changed = true; changed;) {
        changed = false;
        for (std::size_t i = 0; i < count; ++i) {
            if (!chosen[i]) continue;
            int day = -1;
            for (const auto& providers : program.units[i].needs) {
                int earliest = never;
                for (const int other : providers)
                    if (chosen[static_cast<std::size_t>(other)]) earliest = std::min(earliest, ready[static_cast<std::size_t>(other)]);
                day = std::max(day, earliest);
            }
            if (program.units[i].after >= 0) day = std::max(day, ready[static_cast<std::size_t>(program.units[i].after)]);
            if (day == never) continue;
            if (date_column[i] >= 0) day = days[i].first_day > day ? days[i].last_day : never;
            if (day >= ready[i]) continue;
            ready[i] = day;
            changed = true;
        }
    }
    std::size_t late = count;
    for (std::size_t i = 0; i < count && late == count; ++i)
        if (chosen[i] && ready[i] == never) late = i;
    if (late == count) return std::nullopt;
    // This set with these dates needs a further provider.
    std::vector<char> before(count, 0);
    std::vector<char> further(count, 0);
    std::vector<std::size_t> stack{late};
    double size = 0;
    Row row{{}, -unlimited, 0};
    while (!stack.empty()) {
        const auto i = stack.back();
        stack.pop_back();
        if (before[i]) continue;
        before[i] = 1;
        ++size;
        row.terms.emplace_back(date_column[i] >= 0 ? date_column[i] : program.units[i].column, 1.0);
        for (const auto& providers : program.units[i].needs) {
            for (const int other : providers) {
                const auto o = static_cast<std::size_t>(other);
                if (chosen[o])
                    stack.push_back(o);
                else if (!further[o]) {
                    further[o] = 1;
                    row.terms.emplace_back(program.units[o].column, -1.0);
                }
            }
        }
        if (program.units[i].after >= 0) stack.push_back(static_cast<std::size_t>(program.units[i].after));
    }
    row.at_most = size - 1;
    return row;
}

}  // namespace kc::bench
