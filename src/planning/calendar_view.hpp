// SPDX-License-Identifier: EUPL-1.2
// The calendar of a plan: months as weeks of days, with dates, work of one's own, absences, free days and holidays; and the whole plan week
// by week. Where a unit is being moved, the days of its other dates offer themselves.
#pragma once

#include "base/holidays.hpp"
#include "competence/preferences.hpp"
#include "planning/date_choices.hpp"
#include "planning/warning_view.hpp"

namespace kc::planning {

struct CalendarSlot {  // another date of the unit that is being moved
    TutorialDateId date;
    std::string title, start, end, place;
    bool current = false;  // where the unit lies now
    std::string overlaps;  // sentence; empty: nothing else lies there
    std::vector<std::string> warnings;
};
BOOST_DESCRIBE_STRUCT(CalendarSlot, (), (date, title, start, end, place, current, overlaps, warnings))

struct CalendarEntry {  // a date of the plan on one of its days
    LearningUnitId unit;
    std::string slug, title, start, end, place;
    bool locked = false, completed = false;
    bool movable = false;     // there is another date that fits
    std::string move_path;    // to the same month with the other dates
    std::string other_dates;  // "2026-03-16=12 2026-04-02=15!": days of the other dates; "!": something else lies there
    std::string notes;        // lines of "12=Sentences": what to know before these dates are taken
    bool warned = false;      // the list above says of what
};
BOOST_DESCRIBE_STRUCT(CalendarEntry, (), (unit, slug, title, start, end, place, locked, completed, movable, move_path, other_dates, notes, warned))

struct CalendarDay {
    Date day{};
    std::int64_t number = 1;
    bool today = false, outside = false, free = false, absent = false, empty = false;
    std::optional<Holiday> holiday;
    std::vector<CalendarEntry> entries;
    std::vector<CalendarSlot> slots;
};
BOOST_DESCRIBE_STRUCT(CalendarDay, (), (day, number, today, outside, free, absent, empty, holiday, entries, slots))

struct CalendarWork {  // self-study, follow-up
    LearningUnitId unit;
    PhaseKind kind{};
    std::string title, days;
    HalfHours half_hours;
};
BOOST_DESCRIBE_STRUCT(CalendarWork, (), (unit, kind, title, days, half_hours))

struct CalendarWeek {
    std::int64_t number = 1;  // ISO 8601
    Date monday{}, sunday{};
    std::string days_text;
    bool absent = false;  // on at least one day
    std::vector<CalendarDay> days;
    std::vector<CalendarWork> work;
};
BOOST_DESCRIBE_STRUCT(CalendarWeek, (), (number, monday, sunday, days_text, absent, days, work))

int week_number(Date day);  // ISO 8601

// What a calendar is made of.
struct CalendarParts {
    const PlanView& plan;
    const PlanViews& words;
    const competence::LearningPreferences& preferences;
    const PlanningCatalogue& catalogue;
    Date today{};
    // The dates of each unit of the plan, and the unit that is being moved.
    const std::vector<std::pair<LearningUnitId, std::vector<DateChoice>>>& dates;
    std::optional<LearningUnitId> moving;
    std::string_view address;  // of this page with its month, for the links of the entries
};

std::vector<CalendarWeek> calendar_month(const CalendarParts& parts, Date month);
std::vector<CalendarWeek> calendar_weeks(const CalendarParts& parts);  // only weeks that hold something
std::string overlap_text(const PlanViews& words, const DateChoice& choice);

}  // namespace kc::planning
