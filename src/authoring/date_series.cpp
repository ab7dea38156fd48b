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

bool has(const std::vector<Land>& lands, Land land) { return std::find(lands.begin(), lands.end(), land) != lands.end(); }

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

// The computus of Meeus, Jones and Butcher.
Date easter_sunday(int y) {
    const int a = y % 19, b = y / 100, c = y % 100;
    const int d = b / 4, e = b % 4, f = (b + 8) / 25, g = (b - f + 1) / 3;
    const int h = (19 * a + b - d - g + 15) % 30;
    const int i = c / 4, k = c % 4;
    const int l = (32 + 2 * e + 2 * i - h - k) % 7;
    const int m = (a + 11 * h + 22 * l) / 451;
    const int sum = h + l - 7 * m + 114;
    return Date{year{y}, month{static_cast<unsigned>(sum / 31)}, day{static_cast<unsigned>(sum % 31 + 1)}};
}

bool is_weekend(Date date) { return weekday_of(date) >= Weekday::saturday; }

std::optional<Holiday> holiday_on(Date date, const std::vector<Land>& in) {
    if (in.empty()) return std::nullopt;
    const unsigned m = static_cast<unsigned>(date.month()), d = static_cast<unsigned>(date.day());
    struct Fixed {
        unsigned month, day;
        Holiday holiday;
    };
    static constexpr std::array<Fixed, 5> everywhere{{{1, 1, Holiday::new_year},
                                                      {5, 1, Holiday::labour_day},
                                                      {10, 3, Holiday::german_unity},
                                                      {12, 25, Holiday::christmas_day},
                                                      {12, 26, Holiday::boxing_day}}};
    for (const auto& fixed : everywhere) {
        if (fixed.month == m && fixed.day == d) return fixed.holiday;
    }
    if (m == 1 && d == 6 && has(in, Land::baden_wuerttemberg)) return Holiday::epiphany;
    if (m == 11 && d == 1 && (has(in, Land::baden_wuerttemberg) || has(in, Land::rhineland_palatinate))) return Holiday::all_saints;
    // All three Länder keep the same movable days.
    switch (days_between(easter_sunday(static_cast<int>(date.year())), date)) {
        case -2: return Holiday::good_friday;
        case 1: return Holiday::easter_monday;
        case 39: return Holiday::ascension;
        case 50: return Holiday::whit_monday;
        case 60: return Holiday::corpus_christi;
        default: return std::nullopt;
    }
}

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
