// SPDX-License-Identifier: EUPL-1.2
#include "authoring/course_rules.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace kc::authoring {

using catalogue::CompetenceLevel;

namespace {

std::string quoted(const std::vector<std::string>& titles) {
    std::string all;
    for (const auto& title : titles) all += (all.empty() ? "„" : ", „") + title + "“";
    return all;
}

template <class Test> std::vector<std::string> titles_where(std::span<const CourseUnit> units, Test&& test) {
    std::vector<std::string> titles;
    for (const auto& unit : units) {
        if (test(unit) && std::find(titles.begin(), titles.end(), unit.title) == titles.end()) titles.push_back(unit.title);
    }
    return titles;
}

bool contains(std::span<const CourseUnit> units, LearningUnitId id) {
    return std::any_of(units.begin(), units.end(), [&](const CourseUnit& unit) { return unit.id == id; });
}

bool teaches(const CourseUnit& unit, const CompetenceLevel& level) {
    return std::find(unit.teaches.begin(), unit.teaches.end(), level) != unit.teaches.end();
}

// The units of `all` of which one must stand before `unit` for this need; empty: nobody here teaches it.
std::vector<const CourseUnit*> teachers(std::span<const CourseUnit> all, const CourseUnit& unit, const CompetenceLevel& level) {
    std::vector<const CourseUnit*> found;
    for (const auto& other : all) {
        if (other.id != unit.id && teaches(other, level)) found.push_back(&other);
    }
    return found;
}

// What `unit` still waits for when `placed` stand before it: the title of the first such unit.
std::optional<std::string> waits_for(std::span<const CourseUnit> all, std::span<const CourseUnit* const> placed, const CourseUnit& unit) {
    const auto is_placed = [&](LearningUnitId id) {
        return std::any_of(placed.begin(), placed.end(), [&](const CourseUnit* before) { return before->id == id; });
    };
    if (unit.after && contains(all, *unit.after) && !is_placed(*unit.after)) {
        return std::find_if(all.begin(), all.end(), [&](const CourseUnit& other) { return other.id == *unit.after; })->title;
    }
    for (const auto& need : unit.needs) {
        const auto possible = teachers(all, unit, need);
        if (!possible.empty() && std::none_of(possible.begin(), possible.end(), [&](const CourseUnit* other) { return is_placed(other->id); })) {
            return possible.front()->title;
        }
    }
    return std::nullopt;
}

// Keeps the given order as far as possible; shorter than the input when the units build on each other in a circle.
std::vector<const CourseUnit*> sorted(std::span<const CourseUnit> units) {
    std::vector<const CourseUnit*> placed;
    for (bool moved = true; moved;) {
        moved = false;
        for (const auto& unit : units) {
            if (std::find(placed.begin(), placed.end(), &unit) != placed.end() || waits_for(units, placed, unit)) continue;
            placed.push_back(&unit);
            moved = true;
            break;  // from the front again: an earlier unit may have waited for this one
        }
    }
    return placed;
}

struct Rules {
    std::vector<RuleOutcome> list;

    void add(CourseRule rule, bool met, MessageArguments arguments = {}, std::string_view variant = {}) {
        const auto name = boost::describe::enum_to_string(rule, "");
        const std::string suffix(variant.empty() ? (met ? "met" : "open") : variant);
        list.push_back({rule, met, fmt::format("authoring.courses.rule.{}_{}", name, suffix), std::move(arguments)});
    }
};

void check_order(std::span<const CourseUnit> units, const std::vector<const CourseUnit*>& possible, Rules& rules) {
    if (possible.size() < units.size()) {
        const auto circle = titles_where(units, [&](const CourseUnit& unit) {
            return std::none_of(possible.begin(), possible.end(), [&](const CourseUnit* placed) { return placed->id == unit.id; });
        });
        rules.add(CourseRule::acyclic, false, {{"titles", quoted(circle)}});
        return;
    }
    std::vector<const CourseUnit*> before;
    for (const auto& unit : units) {
        if (const auto missing = waits_for(units, before, unit)) {
            std::vector<std::string> titles;
            for (const auto* placed : possible) titles.push_back(placed->title);
            rules.add(CourseRule::order, false, {{"title", unit.title}, {"before", *missing}, {"order", quoted(titles)}});
            rules.add(CourseRule::acyclic, true);
            return;
        }
        before.push_back(&unit);
    }
    rules.add(CourseRule::order, true);
    rules.add(CourseRule::acyclic, true);
}

template <class T> void sort_once(std::vector<T>& list) {
    std::sort(list.begin(), list.end());
    list.erase(std::unique(list.begin(), list.end()), list.end());
}

}  // namespace

bool CourseCheck::sound() const {
    return std::all_of(rules.begin(), rules.end(), [](const RuleOutcome& outcome) { return outcome.met; });
}

CourseCheck check_course(std::span<const CourseUnit> units, std::span<const CourseUnit> mandatory) {
    CourseCheck check;
    Rules rules;
    const auto count = std::to_string(units.size());
    if (units.size() < course_units_min) {
        rules.add(CourseRule::count, false, {{"count", count}, {"missing", std::to_string(course_units_min - units.size())}}, "few");
    } else if (units.size() > course_units_max) {
        rules.add(CourseRule::count, false, {{"count", count}, {"surplus", std::to_string(units.size() - course_units_max)}}, "many");
    } else {
        rules.add(CourseRule::count, true, {{"count", count}});
    }

    const auto missing = titles_where(mandatory, [&](const CourseUnit& unit) { return !contains(units, unit.id); });
    if (mandatory.empty()) {
        rules.add(CourseRule::mandatory, true, {}, "none");
    } else if (mandatory.size() > course_units_max) {
        rules.add(CourseRule::mandatory, false, {{"count", std::to_string(mandatory.size())}}, "too_many");
    } else {
        rules.add(CourseRule::mandatory, missing.empty(), {{"titles", quoted(missing)}});
    }

    const auto outside = titles_where(units, [](const CourseUnit& unit) { return !unit.in_module; });
    rules.add(CourseRule::module, outside.empty(), {{"titles", quoted(outside)}});

    const auto repeated = titles_where(units, [&](const CourseUnit& unit) {
        return std::count_if(units.begin(), units.end(), [&](const CourseUnit& other) { return other.id == unit.id; }) > 1;
    });
    rules.add(CourseRule::once, repeated.empty(), {{"titles", quoted(repeated)}});

    const auto gone = titles_where(units, [](const CourseUnit& unit) { return !unit.offered; });
    rules.add(CourseRule::offered, gone.empty(), {{"titles", quoted(gone)}});

    const auto possible = sorted(units);
    check_order(units, possible, rules);
    check.rules = std::move(rules.list);
    if (possible.size() == units.size()) {
        for (const auto* unit : possible) check.order.push_back(unit->id);
    }

    for (const auto& unit : units) {
        check.hours += unit.hours;
        check.price_member += unit.price_member;
        check.price_other += unit.price_other;
        check.languages.push_back(unit.language);
        check.places.insert(check.places.end(), unit.places.begin(), unit.places.end());
        for (const auto& need : unit.needs) {
            if (teachers(units, unit, need).empty()) check.brought_along.push_back(need);
        }
    }
    sort_once(check.languages);
    sort_once(check.places);
    sort_once(check.brought_along);
    return check;
}

}  // namespace kc::authoring
