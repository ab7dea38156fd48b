// SPDX-License-Identifier: EUPL-1.2
// The days of a series of tutorial dates (RE-53): every n weeks, on the same weekday of every n-th month, or a list of days; public
// holidays of the three Länder of the region and weekends are left out on choice. Pure: no clock, no database.
#pragma once

#include "base/holidays.hpp"

#include <optional>
#include <vector>

#include <boost/describe.hpp>

namespace kc::authoring {

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
