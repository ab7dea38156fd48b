// SPDX-License-Identifier: EUPL-1.2
#include "base/date.hpp"

#include <charconv>

#include <fmt/format.h>

namespace kc {

using namespace std::chrono;

std::optional<Date> parse_date(std::string_view iso) {
    if (iso.size() != 10 || iso[4] != '-' || iso[7] != '-') return std::nullopt;
    int number[3] = {};
    const std::string_view parts[3] = {iso.substr(0, 4), iso.substr(5, 2), iso.substr(8, 2)};
    for (int i = 0; i < 3; ++i) {
        for (const char c : parts[i]) {
            if (c < '0' || c > '9') return std::nullopt;
            number[i] = number[i] * 10 + (c - '0');
        }
    }
    const Date date{year{number[0]}, month{static_cast<unsigned>(number[1])}, day{static_cast<unsigned>(number[2])}};
    if (!date.ok()) return std::nullopt;
    return date;
}

std::string to_iso(Date date) {
    return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()), static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
}

std::string to_iso(Instant instant) {
    const auto day_start = floor<days>(instant);
    const hh_mm_ss<seconds> time{instant - day_start};
    return fmt::format("{}T{:02}:{:02}:{:02}Z", to_iso(Date{day_start}), time.hours().count(), time.minutes().count(), time.seconds().count());
}

Date add_days(Date date, int count) { return Date{sys_days{date} + days{count}}; }

int days_between(Date from, Date to) { return static_cast<int>((sys_days{to} - sys_days{from}).count()); }

Weekday weekday_of(Date date) { return static_cast<Weekday>(std::chrono::weekday{sys_days{date}}.iso_encoding() - 1); }

}  // namespace kc
