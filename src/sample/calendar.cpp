// SPDX-License-Identifier: EUPL-1.2
#include "sample/calendar.hpp"

#include "base/holidays.hpp"
#include "base/require.hpp"

namespace kc::sample {

bool is_course_day(Date date) {
    if (weekday_of(date) >= Weekday::saturday) return false;
    const unsigned m = static_cast<unsigned>(date.month()), d = static_cast<unsigned>(date.day());
    if (m == 12 && d >= 24) return false;
    return !holiday_on(date, {Land::hesse});  // Hesse has those that all three have, and no more
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
