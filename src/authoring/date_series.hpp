// SPDX-License-Identifier: EUPL-1.2
// The days of a series of tutorial dates (RE-53): every n weeks, on the same weekday of every n-th month, or a list of days; public
// holidays of the three Länder of the region and weekends are left out on choice. Pure: no clock, no database.
#pragma once

#include "base/date.hpp"

#include <optional>
#include <vector>

#include <boost/describe.hpp>

namespace kc::authoring {

enum class Land { baden_wuerttemberg, hesse, rhineland_palatinate };
BOOST_DESCRIBE_ENUM(Land, baden_wuerttemberg, hesse, rhineland_palatinate)

enum class Holiday {
    new_year,        // Neujahr
    epiphany,        // Heilige Drei Könige, BW
    good_friday,     // Karfreitag
    easter_monday,   // Ostermontag
    labour_day,      // Tag der Arbeit
    ascension,       // Christi Himmelfahrt
    whit_monday,     // Pfingstmontag
    corpus_christi,  // Fronleichnam
    german_unity,    // Tag der Deutschen Einheit
    all_saints,      // Allerheiligen, BW and RP
    christmas_day,
    boxing_day,
};
BOOST_DESCRIBE_ENUM(Holiday, new_year, epiphany, good_friday, easter_monday, labour_day, ascension, whit_monday, corpus_christi, german_unity,
                    all_saints, christmas_day, boxing_day)

Date easter_sunday(int year);  // Gregorian

// The public holiday that at least one of these Länder has on this day.
std::optional<Holiday> holiday_on(Date day, const std::vector<Land>& in);
bool is_weekend(Date day);

enum class Rhythm { weekly, monthly, listed };
BOOST_DESCRIBE_ENUM(Rhythm, weekly, monthly, listed)

inline constexpr int series_dates_max = 60;
inline constexpr int series_every_max = 12;
inline constexpr int date_days_max = 14;

struct SeriesRule {
    Rhythm rhythm{};
    Date first_day{};        // not with `listed`
    int every = 1;           // weeks or months from one date to the next
    int count = 1;           // how many dates take place; days that are left out do not count
    std::vector<Date> days;  // `listed` only
    int length_days = 1;     // of each date
    std::vector<Land> holidays;
    bool skip_weekends = true;
};

enum class Obstacle { weekend, holiday };
BOOST_DESCRIBE_ENUM(Obstacle, weekend, holiday)

struct SeriesDay {
    Date first_day{}, last_day{};
    std::optional<Obstacle> obstacle;  // then no date takes place here
    std::optional<Holiday> holiday;    // which one, when that is the obstacle
    bool operator==(const SeriesDay&) const = default;
};

// In order of time, also the days that are left out. `rule` has passed the checks of date_rules.
std::vector<SeriesDay> series_days(const SeriesRule& rule);

// The weekday of `first` in the month of `first` plus `months`: the same one of the month (second Tuesday); the fifth means the last.
Date same_weekday_of_month(Date first, int months);

}  // namespace kc::authoring
