// SPDX-License-Identifier: EUPL-1.2
#include "authoring/date_rules.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace kc::authoring {

using catalogue::Format;
using catalogue::StoredDate;

namespace {

Date latest_day(Date today) { return add_days(today, 366 * date_years_ahead); }

struct Problems {
    std::vector<FieldProblem> list;

    void add(std::string_view field, std::string_view name, MessageArguments arguments = {}) {
        list.push_back({std::string(field), fmt::format("authoring.dates.problem.{}", name), std::move(arguments)});
    }
};

void check_capacity(const StoredDate& date, const DateVenue* venue, Problems& problems) {
    if (date.seats < 1 || date.seats > date_seats_max) {
        problems.add("seats", "seats", {{"most", std::to_string(date_seats_max)}});
    } else if (date.mode != Format::online && venue != nullptr && date.seats > venue->seats) {
        problems.add("seats", "venue_too_small", {{"venue", venue->name}, {"seats", std::to_string(venue->seats)}});
    }
    if (date.mode == Format::hybrid && (date.online_seats < 1 || date.online_seats > date_seats_max)) {
        problems.add("online_seats", "online_seats", {{"most", std::to_string(date_seats_max)}});
    }
}

}  // namespace

Date default_deadline(Date first_day, Date today, int days_before) { return std::min(std::max(add_days(first_day, -days_before), today), first_day); }

StoredDate stored_date(const DateInput& input, LearningUnitId unit, Date today) {
    StoredDate date;
    date.unit_id = unit;
    date.mode = input.mode;
    date.first_day = input.first_day;
    date.last_day = input.last_day;
    date.start_minute = input.start_minute;
    date.end_minute = input.end_minute;
    if (input.mode != Format::online) date.venue_id = input.venue;
    date.seats = input.seats;
    date.online_seats = input.mode == Format::hybrid ? input.online_seats : 0;
    date.booking_deadline = input.booking_deadline.value_or(input.first_day.ok() ? default_deadline(input.first_day, today) : input.first_day);
    return date;
}

DateInput input_of(const StoredDate& date) {
    return {date.mode,     date.first_day, date.last_day,     date.start_minute,    date.end_minute,
            date.venue_id, date.seats,     date.online_seats, date.booking_deadline};
}

std::vector<FieldProblem> check_date(const StoredDate& date, const DateVenue* venue, bool kept_venue, Date today) {
    Problems problems;
    if (date.mode == Format::self_paced) problems.add("mode", "mode");
    if (!date.first_day.ok()) {
        problems.add("first_day", "day");
    } else if (date.first_day < today) {
        problems.add("first_day", "past");
    } else if (date.first_day > latest_day(today)) {
        problems.add("first_day", "far", {{"years", std::to_string(date_years_ahead)}});
    }
    if (!date.last_day.ok()) {
        problems.add("last_day", "day");
    } else if (date.first_day.ok() && date.last_day < date.first_day) {
        problems.add("last_day", "last_before_first");
    } else if (date.first_day.ok() && days_between(date.first_day, date.last_day) >= date_days_max) {
        problems.add("last_day", "too_long", {{"days", std::to_string(date_days_max)}});
    }
    if (date.start_minute < 0 || date.start_minute > 24 * 60 - 1) problems.add("start", "clock");
    if (date.end_minute < 1 || date.end_minute > 24 * 60) {
        problems.add("end", "clock");
    } else if (date.end_minute <= date.start_minute) {
        problems.add("end", "end_before_start");
    }
    if (date.mode == Format::on_site || date.mode == Format::hybrid) {
        if (!date.venue_id) {
            problems.add("venue", "venue_missing");
        } else if (venue == nullptr) {
            problems.add("venue", "venue_unknown");
        } else if (venue->retired && !kept_venue) {
            problems.add("venue", "venue_retired");
        }
    }
    check_capacity(date, venue, problems);
    if (!date.booking_deadline.ok()) {
        problems.add("booking_deadline", "day");
    } else if (date.first_day.ok() && date.booking_deadline > date.first_day) {
        problems.add("booking_deadline", "deadline_late");
    }
    return std::move(problems.list);
}

std::vector<FieldProblem> check_series(const SeriesInput& input, Date today) {
    Problems problems;
    const auto& rule = input.rule;
    if (rule.rhythm == Rhythm::listed) {
        if (rule.days.empty() || rule.days.size() > series_dates_max) problems.add("days", "days", {{"most", std::to_string(series_dates_max)}});
        for (const auto day : rule.days) {
            if (!day.ok() || day < today || day > latest_day(today)) {
                problems.add("days", "day_of_list", {{"day", day.ok() ? to_iso(day) : "?"}, {"years", std::to_string(date_years_ahead)}});
                break;
            }
        }
    } else {
        if (!rule.first_day.ok()) {
            problems.add("first_day", "day");
        } else if (rule.first_day < today) {
            problems.add("first_day", "past");
        } else if (rule.first_day > latest_day(today)) {
            problems.add("first_day", "far", {{"years", std::to_string(date_years_ahead)}});
        }
        if (rule.every < 1 || rule.every > series_every_max) problems.add("every", "every", {{"most", std::to_string(series_every_max)}});
        if (rule.count < 1 || rule.count > series_dates_max) problems.add("count", "count", {{"most", std::to_string(series_dates_max)}});
    }
    if (rule.length_days < 1 || rule.length_days > date_days_max) {
        problems.add("length_days", "too_long", {{"days", std::to_string(date_days_max)}});
    }
    if (input.deadline_days < 0 || input.deadline_days > deadline_days_max) {
        problems.add("deadline_days", "deadline_days", {{"most", std::to_string(deadline_days_max)}});
    }
    return std::move(problems.list);
}

DateInput date_of_series(const SeriesInput& input, const SeriesDay& day, Date today) {
    DateInput date = input.pattern;
    date.first_day = day.first_day;
    date.last_day = day.last_day;
    date.booking_deadline = default_deadline(day.first_day, today, input.deadline_days);
    return date;
}

DateWarnings warnings_of(const StoredDate& date, std::optional<int> participants_max, Date today) {
    DateWarnings warnings;
    static const std::vector<Land> everywhere{Land::baden_wuerttemberg, Land::hesse, Land::rhineland_palatinate};
    for (Date day = date.first_day; day <= date.last_day; day = add_days(day, 1)) {
        if (is_weekend(day) && !warnings.weekend) warnings.weekend = day;
        if (const auto holiday = holiday_on(day, everywhere); holiday && !warnings.holiday) {
            warnings.holiday = holiday;
            warnings.holiday_day = day;
        }
    }
    warnings.deadline_over = date.booking_deadline < today;
    if (participants_max && date.seats + date.online_seats > *participants_max) warnings.participants_max = participants_max;
    return warnings;
}

}  // namespace kc::authoring
