// SPDX-License-Identifier: EUPL-1.2
#include "authoring/date_series.hpp"

#include "base/require.hpp"

#include <algorithm>
#include <array>

namespace kc::authoring {

using std::chrono::day;
using std::chrono::month;
using std::chrono::year;

namespace {

constexpr int skipped_days_max = 120;  // in a row of candidates; more would be a series of holidays only

// Obstacles of a date that lasts several days: one day is enough.
SeriesDay candidate(Date first, const SeriesRule& rule) {
    SeriesDay result{first, add_days(first, rule.length_days - 1), {}, {}};
    for (Date date = first; date <= result.last_day && !result.obstacle; date = add_days(date, 1)) {
        if (const auto holiday = holiday_on(date, rule.holidays)) {
            result.obstacle = Obstacle::holiday;
            result.holiday = holiday;
        } else if (rule.skip_weekends && is_weekend(date)) {
            result.obstacle = Obstacle::weekend;
        }
    }
    return result;
}

}  // namespace

bool is_weekend(Date date) { return weekday_of(date) >= Weekday::saturday; }

Date same_weekday_of_month(Date first, int months) {
    const std::chrono::weekday weekday{std::chrono::sys_days{first}};
    const unsigned nth = (static_cast<unsigned>(first.day()) - 1) / 7 + 1;
    const auto target = std::chrono::year_month{first.year(), first.month()} + std::chrono::months{months};
    if (nth == 5) return Date{std::chrono::sys_days{target / weekday[std::chrono::last]}};
    return Date{std::chrono::sys_days{target / weekday[nth]}};
}

std::vector<SeriesDay> series_days(const SeriesRule& rule) {
    require(rule.length_days >= 1 && rule.length_days <= date_days_max);
    std::vector<SeriesDay> result;
    if (rule.rhythm == Rhythm::listed) {
        auto days = rule.days;
        std::sort(days.begin(), days.end());
        days.erase(std::unique(days.begin(), days.end()), days.end());
        for (const auto date : days) result.push_back(candidate(date, rule));
        return result;
    }
    require(rule.every >= 1 && rule.every <= series_every_max && rule.count >= 1 && rule.count <= series_dates_max);
    int held = 0, skipped = 0;
    for (int step = 0; held < rule.count && skipped < skipped_days_max; ++step) {
        const Date date = rule.rhythm == Rhythm::weekly ? add_days(rule.first_day, 7 * rule.every * step)
                                                        : same_weekday_of_month(rule.first_day, rule.every * step);
        result.push_back(candidate(date, rule));
        ++(result.back().obstacle ? skipped : held);
    }
    return result;
}

}  // namespace kc::authoring
