// SPDX-License-Identifier: EUPL-1.2
#include "sample/calendar.hpp"

#include "base/require.hpp"

#include <algorithm>

namespace kc::sample {

using std::chrono::day;
using std::chrono::month;
using std::chrono::year;

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

std::vector<Date> common_holidays(int y) {
    const Date easter = easter_sunday(y);
    const auto fixed = [&](unsigned m, unsigned d) { return Date{year{y}, month{m}, day{d}}; };
    std::vector<Date> days{
        fixed(1, 1),           // Neujahr
        add_days(easter, -2),  // Karfreitag
        add_days(easter, 1),   // Ostermontag
        fixed(5, 1),           // Tag der Arbeit
        add_days(easter, 39),  // Christi Himmelfahrt
        add_days(easter, 50),  // Pfingstmontag
        add_days(easter, 60),  // Fronleichnam
        fixed(10, 3),          // Tag der Deutschen Einheit
        fixed(12, 25),        fixed(12, 26),
    };
    std::sort(days.begin(), days.end());
    return days;
}

bool is_course_day(Date date) {
    if (weekday_of(date) >= Weekday::saturday) return false;
    const unsigned m = static_cast<unsigned>(date.month()), d = static_cast<unsigned>(date.day());
    if (m == 12 && d >= 24) return false;
    const auto holidays = common_holidays(static_cast<int>(date.year()));
    return !std::binary_search(holidays.begin(), holidays.end(), date);
}

Date next_course_days(Date from, int days) {
    require(days >= 1 && days <= 5);
    for (Date first = from;; first = add_days(first, 1)) {
        int following = 0;
        while (following < days && is_course_day(add_days(first, following))) ++following;
        if (following == days) return first;
    }
}

}  // namespace kc::sample
