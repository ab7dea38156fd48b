// SPDX-License-Identifier: EUPL-1.2
#include "web/format.hpp"

#include "base/berlin_time.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <string_view>

namespace kc::web {
namespace {

constexpr std::string_view no_break_space = "\u00A0";

constexpr std::array<std::string_view, 12> months_de = {"Januar", "Februar", "März",      "April",   "Mai",      "Juni",
                                                        "Juli",   "August",  "September", "Oktober", "November", "Dezember"};
constexpr std::array<std::string_view, 12> months_en = {"January", "February", "March",     "April",   "May",      "June",
                                                        "July",    "August",   "September", "October", "November", "December"};
constexpr std::array<std::string_view, 7> weekdays_de = {"Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"};
constexpr std::array<std::string_view, 7> weekdays_en = {"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"};

void append_plain(std::string& out, std::int64_t number) {
    std::array<char, 24> digits;
    const auto [end, error] = std::to_chars(digits.data(), digits.data() + digits.size(), number);
    out.append(digits.data(), end);
}

void append_two(std::string& out, unsigned number) {
    out += static_cast<char>('0' + number / 10 % 10);
    out += static_cast<char>('0' + number % 10);
}

std::string_view month_name(Date date, Language language) {
    const auto index = (static_cast<unsigned>(date.month()) + 11) % 12;
    return language == Language::de ? months_de[index] : months_en[index];
}

std::string_view weekday_name(Date date, Language language) {
    const auto index = static_cast<std::size_t>(weekday_of(date));
    return language == Language::de ? weekdays_de[index] : weekdays_en[index];
}

void append_day_month(std::string& out, Date date, Language language) {
    append_plain(out, static_cast<unsigned>(date.day()));
    out += language == Language::de ? ". " : " ";
    out += month_name(date, language);
}

struct LocalTime {
    Date date;
    unsigned hour, minute, second;
};

LocalTime local_time(Instant instant) {
    const auto local = to_berlin(instant).time_since_epoch();
    const auto days = std::chrono::floor<std::chrono::days>(local);
    const auto seconds = static_cast<unsigned>((local - days).count());
    return {Date{std::chrono::sys_days{days}}, seconds / 3600, seconds / 60 % 60, seconds % 60};
}

void append_clock(std::string& out, const LocalTime& time) {
    append_two(out, time.hour);
    out += ':';
    append_two(out, time.minute);
}

}  // namespace

void append_integer(std::string& out, std::int64_t number, Language language) {
    std::array<char, 24> digits;
    const auto [end, error] = std::to_chars(digits.data(), digits.data() + digits.size(), number);
    std::string_view text(digits.data(), static_cast<std::size_t>(end - digits.data()));
    if (text.front() == '-') {
        out += '-';
        text.remove_prefix(1);
    }
    const char separator = language == Language::de ? '.' : ',';
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (i > 0 && (text.size() - i) % 3 == 0) out += separator;
        out += text[i];
    }
}

void append_decimal(std::string& out, double number, Language language) {
    if (!std::isfinite(number) || std::abs(number) > 9e15) {
        out += "–";  // no page has a use for such a number, but it must not show "inf"
        return;
    }
    const auto tenths = static_cast<std::int64_t>(std::llround(number * 10));
    if (tenths < 0) out += '-';
    const std::int64_t size = std::abs(tenths);
    append_integer(out, size / 10, language);
    if (size % 10 != 0) {
        out += language == Language::de ? ',' : '.';
        out += static_cast<char>('0' + size % 10);
    }
}

void append_decimal_raw(std::string& out, double number) {
    if (!std::isfinite(number)) number = 0;
    std::array<char, 64> digits;
    const double rounded = std::round(number * 1000) / 1000;
    const auto [end, error] = std::to_chars(digits.data(), digits.data() + digits.size(), rounded == 0 ? 0.0 : rounded, std::chars_format::fixed);
    if (error == std::errc{}) out.append(digits.data(), end);
}

void append_money(std::string& out, Money money, Language language) {
    const std::int64_t cents = money.value;
    const auto size = cents < 0 ? 0 - static_cast<std::uint64_t>(cents) : static_cast<std::uint64_t>(cents);
    if (cents < 0) out += '-';
    if (language == Language::en) out += "€";
    append_integer(out, static_cast<std::int64_t>(size / 100), language);
    out += language == Language::de ? ',' : '.';
    append_two(out, static_cast<unsigned>(size % 100));
    if (language == Language::de) {
        out += no_break_space;
        out += "€";
    }
}

void append_money_input(std::string& out, Money money, Language language) {
    const std::int64_t cents = money.value;
    const auto size = cents < 0 ? 0 - static_cast<std::uint64_t>(cents) : static_cast<std::uint64_t>(cents);
    if (cents < 0) out += '-';
    append_plain(out, static_cast<std::int64_t>(size / 100));
    out += language == Language::de ? ',' : '.';
    append_two(out, static_cast<unsigned>(size % 100));
}

void append_hours(std::string& out, HalfHours hours, Language language) { append_decimal(out, static_cast<double>(hours.value) / 2, language); }

void append_date(std::string& out, Date date, Language language, DateForm form) {
    switch (form) {
        case DateForm::iso: out += to_iso(date); return;
        case DateForm::weekday: out += weekday_name(date, language); return;
        case DateForm::day_month: append_day_month(out, date, language); return;
        case DateForm::month:
            out += month_name(date, language);
            out += ' ';
            break;
        case DateForm::short_form:
            if (language == Language::de) {
                append_two(out, static_cast<unsigned>(date.day()));
                out += '.';
                append_two(out, static_cast<unsigned>(date.month()));
                out += '.';
            } else {  // with the month's name: 02/03 means two different days to English readers
                append_plain(out, static_cast<unsigned>(date.day()));
                out += ' ';
                out += month_name(date, language).substr(0, 3);
                out += ' ';
            }
            break;
        case DateForm::with_weekday:
            out += weekday_name(date, language);
            out += ", ";
            [[fallthrough]];
        case DateForm::long_form:
            append_day_month(out, date, language);
            out += ' ';
            break;
    }
    append_plain(out, static_cast<int>(date.year()));
}

void append_instant(std::string& out, Instant instant, Language language, InstantForm form) {
    const LocalTime time = local_time(instant);
    const auto append_time_of_day = [&] {
        append_clock(out, time);
        if (language == Language::de) {
            out += no_break_space;
            out += "Uhr";
        }
    };
    switch (form) {
        case InstantForm::weekday: append_date(out, time.date, language, DateForm::weekday); break;
        case InstantForm::date: append_date(out, time.date, language, DateForm::long_form); break;
        case InstantForm::time: append_time_of_day(); break;
        case InstantForm::short_form:
            append_date(out, time.date, language, DateForm::short_form);
            out += ", ";
            append_clock(out, time);
            break;
        case InstantForm::long_form:
            append_date(out, time.date, language, DateForm::long_form);
            out += ", ";
            append_time_of_day();
            break;
        case InstantForm::iso:
            out += to_iso(time.date);
            out += 'T';
            append_clock(out, time);
            out += ':';
            append_two(out, time.second);
            out += '+';
            append_two(out, static_cast<unsigned>(berlin_offset(instant).count()));
            out += ":00";
            break;
    }
}

std::string format_integer(std::int64_t number, Language language) {
    std::string out;
    append_integer(out, number, language);
    return out;
}
std::string format_decimal(double number, Language language) {
    std::string out;
    append_decimal(out, number, language);
    return out;
}
std::string format_money(Money money, Language language) {
    std::string out;
    append_money(out, money, language);
    return out;
}
std::string format_hours(HalfHours hours, Language language) {
    std::string out;
    append_hours(out, hours, language);
    return out;
}
std::string format_date(Date date, Language language, DateForm form) {
    std::string out;
    append_date(out, date, language, form);
    return out;
}
std::string format_instant(Instant instant, Language language, InstantForm form) {
    std::string out;
    append_instant(out, instant, language, form);
    return out;
}

}  // namespace kc::web
