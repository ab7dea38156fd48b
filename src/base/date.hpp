// SPDX-License-Identifier: EUPL-1.2
// Days and instants. A Date is a day in a municipality (deadline, course day), an Instant a second in UTC.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace kc {

using Date = std::chrono::year_month_day;
using Instant = std::chrono::sys_seconds;

enum class Weekday { monday, tuesday, wednesday, thursday, friday, saturday, sunday };

std::optional<Date> parse_date(std::string_view iso);  // "2026-03-02"; nothing for any other form or an impossible day
std::string to_iso(Date date);
std::string to_iso(Instant instant);  // "2026-03-02T08:30:00Z"

Date add_days(Date date, int days);
int days_between(Date from, Date to);  // negative when `to` is earlier
Weekday weekday_of(Date date);

}  // namespace kc
