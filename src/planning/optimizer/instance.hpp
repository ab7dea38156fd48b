// SPDX-License-Identifier: EUPL-1.2
// What the optimiser is given: a catalogue of units and a learner, as plain structs with dense indices.
// Strings are kept only as names for answers; every reference between structs is an index into a vector.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace kc::planning::optimizer {

// One level of one competence: "raise competence k from level - 1 to level".
struct Step {
    int competence;
    int level;
    auto operator<=>(const Step&) const = default;
};

struct DayRange {
    int first_day;
    int last_day;
    bool touches(const DayRange& other) const { return first_day <= other.last_day && other.first_day <= last_day; }
};

struct UnitDate {
    std::string id;
    DayRange days;
    int place = -1;  // index into Catalogue::places; -1: where the unit says (docs/adr/0005)
};

struct Unit {
    std::string id;
    int half_hours = 0;
    int price_cents = 0;
    int presence_days = 0;
    int place = -1;          // of every date that names none itself; -1 means online
    int after = -1;          // the one unit that has to be finished before, -1 when there is none
    bool scheduled = false;  // false: self-paced, no date needed. true with no dates: cannot be taken at all
    std::vector<Step> teaches;
    std::vector<Step> needs;
    std::vector<UnitDate> dates;
};

struct Course {
    std::string id;
    bool closed = false;  // a closed course is taken whole or not at all
    std::vector<int> units;
};

struct Catalogue {
    int levels = 5;
    std::vector<std::string> competences;
    std::vector<std::string> places;
    std::vector<Course> courses;
    std::vector<Unit> units;
};

struct LevelOf {
    int competence;
    int value;
};

// A unit together with the chosen date, as an index into Unit::dates; -1 for a self-paced unit (or a date that no longer exists).
struct PlannedUnit {
    int unit;
    int date = -1;
    auto operator<=>(const PlannedUnit&) const = default;
};

struct Budget {
    std::int64_t half_hours = 0;
    std::int64_t price_cents = 0;
    std::int64_t presence_days = 0;
};

struct Learner {
    std::string id;
    std::vector<LevelOf> current;
    std::vector<LevelOf> target;
    std::vector<LevelOf> weight;
    Budget budget;
    int first_day = 0;
    int last_day = 0;
    std::vector<int> reachable_places;
    std::vector<DayRange> blocked;
    std::vector<int> mandatory;
    int weekly_half_hours = -1;  // -1: no weekly limit
    std::vector<PlannedUnit> fixed;
    std::vector<int> excluded;
    bool has_former = false;
    std::vector<PlannedUnit> former;
};

inline int place_of(const Unit& unit, const UnitDate& date) { return date.place >= 0 ? date.place : unit.place; }

// Values beyond these are refused at the edge, so that sums never overflow inside.
inline constexpr int amount_max = 1'000'000'000;
inline constexpr int day_max = 1'000'000;

// A date counts only when it lies in the learner's period, touches no blocked day and its place can be reached (rule 1).
bool is_usable(const Unit& unit, const UnitDate& date, const Learner& learner);

}  // namespace kc::planning::optimizer
