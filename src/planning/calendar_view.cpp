// SPDX-License-Identifier: EUPL-1.2
#include "planning/calendar_view.hpp"

#include "catalogue/views.hpp"
#include "planning/layout.hpp"

#include <algorithm>

namespace kc::planning {

namespace {

const std::vector<DateChoice>* dates_of(const CalendarParts& parts, LearningUnitId unit) {
    const auto found = std::find_if(parts.dates.begin(), parts.dates.end(), [&](const auto& row) { return row.first == unit; });
    return found == parts.dates.end() ? nullptr : &found->second;
}

CalendarEntry entry_of(const CalendarParts& parts, const ItemView& item) {
    CalendarEntry entry{
        item.unit, item.slug, item.title, item.start, item.end, item.place, item.locked, item.completed, false, {}, {}, {}, !item.warnings.empty()};
    const auto* dates = dates_of(parts, item.unit);
    const auto* unit = parts.catalogue.find_unit(item.unit);
    if (dates == nullptr || unit == nullptr || item.completed) return entry;
    for (const auto& choice : *dates) {
        if (choice.fit != DateFit::usable || choice.date == item.date) continue;
        const auto* date = PlanningCatalogue::find_date(*unit, choice.date);
        if (date == nullptr) continue;
        if (!entry.other_dates.empty()) entry.other_dates += ' ';
        entry.other_dates += fmt::format("{}={}{}", to_iso(date->first_day), choice.date.value, choice.overlaps.empty() ? "" : "!");
        std::string note = overlap_text(parts.words, choice);
        for (const auto& sentence : warning_sentences(choice.warnings, parts.catalogue, parts.words)) note += (note.empty() ? "" : " ") + sentence;
        if (!note.empty()) entry.notes += fmt::format("{}{}={}", entry.notes.empty() ? "" : "\n", choice.date.value, note);
    }
    entry.movable = !entry.other_dates.empty();
    entry.move_path = fmt::format("{}&verlegen={}#verlegen", parts.address, item.unit.value);
    return entry;
}

std::vector<CalendarSlot> slots_on(const CalendarParts& parts, Date day) {
    std::vector<CalendarSlot> slots;
    if (!parts.moving) return slots;
    const auto* dates = dates_of(parts, *parts.moving);
    const auto* unit = parts.catalogue.find_unit(*parts.moving);
    if (dates == nullptr || unit == nullptr) return slots;
    const auto planned = std::find_if(parts.plan.items.begin(), parts.plan.items.end(), [&](const auto& item) { return item.unit == *parts.moving; });
    for (const auto& choice : *dates) {
        const auto* date = PlanningCatalogue::find_date(*unit, choice.date);
        if (date == nullptr || choice.fit != DateFit::usable || date->first_day != day) continue;
        const auto* venue = parts.catalogue.snapshot().venue_of(*date);
        slots.push_back({choice.date, unit->title, catalogue::clock_time(date->start_minute), catalogue::clock_time(date->end_minute),
                         venue != nullptr ? parts.catalogue.snapshot().place_of(*venue).name : parts.words.text("planning.online"),
                         planned != parts.plan.items.end() && planned->date == choice.date, overlap_text(parts.words, choice),
                         warning_sentences(choice.warnings, parts.catalogue, parts.words)});
    }
    return slots;
}

CalendarDay day_of_calendar(const CalendarParts& parts, Date day, Date month) {
    CalendarDay view;
    view.day = day;
    view.number = static_cast<unsigned>(day.day());
    view.today = day == parts.today;
    view.outside = day.month() != month.month() || day.year() != month.year();
    view.free = !parts.preferences.works_on(weekday_of(day));
    view.absent = std::any_of(parts.preferences.absences.begin(), parts.preferences.absences.end(),
                              [&](const auto& absence) { return absence.first_day <= day && day <= absence.last_day; });
    view.holiday = holiday_on(day, {Land::hesse});  // those that all Länder of the region have
    for (const auto& item : parts.plan.items)
        if (item.date && item.starts_on <= day && day <= item.ends_on) view.entries.push_back(entry_of(parts, item));
    view.slots = slots_on(parts, day);
    view.empty = view.entries.empty() && view.slots.empty() && !view.absent && !view.holiday;
    return view;
}

CalendarWeek week_of(const CalendarParts& parts, Date monday, Date month) {
    CalendarWeek week{week_number(monday), monday, add_days(monday, 6), {}, false, {}, {}};
    week.days_text = parts.words.days(week.monday, week.sunday, true);
    for (int i = 0; i < 7; ++i) week.days.push_back(day_of_calendar(parts, add_days(monday, i), month));
    week.absent = std::any_of(week.days.begin(), week.days.end(), [](const CalendarDay& day) { return day.absent; });
    for (const auto& item : parts.plan.items) {
        for (const auto& phase : item.phases) {
            if (phase.kind == PhaseKind::tutorial || phase.starts_on > week.sunday || phase.ends_on < week.monday) continue;
            week.work.push_back({item.unit, phase.kind, item.title, parts.words.days(phase.starts_on, phase.ends_on, false), phase.half_hours});
        }
    }
    return week;
}

}  // namespace

int week_number(Date day) {
    const Date thursday = add_days(monday_of(day), 3);  // it lies in the year that the week belongs to
    return days_between(Date{thursday.year(), std::chrono::January, std::chrono::day{1}}, thursday) / 7 + 1;
}

std::string overlap_text(const PlanViews& words, const DateChoice& choice) {
    std::vector<LearningUnitId> locked, others;
    for (const auto& overlap : choice.overlaps) (overlap.locked ? locked : others).push_back(overlap.unit);
    std::string text;
    if (!locked.empty()) text = words.text("planning.overlap.locked", {{"units", words.joined(locked)}});
    if (!others.empty()) text += (text.empty() ? "" : " ") + words.text("planning.overlap.other", {{"units", words.joined(others)}});
    return text;
}

std::vector<CalendarWeek> calendar_month(const CalendarParts& parts, Date month) {
    const Date first{month.year(), month.month(), std::chrono::day{1}};
    const Date last{first.year() / first.month() / std::chrono::last};
    std::vector<CalendarWeek> weeks;
    for (Date monday = monday_of(first); monday <= last; monday = add_days(monday, 7)) weeks.push_back(week_of(parts, monday, first));
    return weeks;
}

std::vector<CalendarWeek> calendar_weeks(const CalendarParts& parts) {
    std::vector<CalendarWeek> weeks;
    if (parts.plan.items.empty()) return weeks;
    Date first = parts.plan.items.front().starts_on, last = parts.plan.items.front().ends_on;
    for (const auto& item : parts.plan.items) {
        first = std::min(first, item.starts_on);
        last = std::max(last, item.ends_on);
        for (const auto& phase : item.phases) {
            first = std::min(first, phase.starts_on);
            last = std::max(last, phase.ends_on);
        }
    }
    for (Date monday = monday_of(first); monday <= last; monday = add_days(monday, 7)) {
        auto week = week_of(parts, monday, monday);
        for (auto& day : week.days) day.outside = false;
        std::erase_if(week.days, [](const CalendarDay& day) { return day.entries.empty() && day.slots.empty(); });
        if (!week.days.empty() || !week.work.empty()) weeks.push_back(std::move(week));
    }
    return weeks;
}

}  // namespace kc::planning
