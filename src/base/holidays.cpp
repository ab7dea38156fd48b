// SPDX-License-Identifier: EUPL-1.2
#include "base/holidays.hpp"

#include <algorithm>
#include <array>

namespace kc {

using std::chrono::day;
using std::chrono::month;
using std::chrono::year;

namespace {

bool has(const std::vector<Land>& lands, Land land) { return std::find(lands.begin(), lands.end(), land) != lands.end(); }

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

}  // namespace kc
