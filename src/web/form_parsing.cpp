// SPDX-License-Identifier: EUPL-1.2
// How people write numbers, money, hours and days in a form.
#include "base/text.hpp"
#include "web/form.hpp"

#include <algorithm>
#include <charconv>

namespace kc::web {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool all_digits(std::string_view text) { return !text.empty() && std::all_of(text.begin(), text.end(), is_digit); }

std::optional<std::int64_t> digits_to_number(std::string_view digits) {
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (error != std::errc{} || end != digits.data() + digits.size()) return std::nullopt;
    return number;
}

// "1.234.567" → 1234567; separators only where thousands are.
std::optional<std::int64_t> parse_grouped(std::string_view text, char separator) {
    if (text.find(separator) == std::string_view::npos) return all_digits(text) ? digits_to_number(text) : std::nullopt;
    std::string digits;
    std::size_t group = 0;
    while (true) {
        const auto end = text.find(separator);
        const auto part = text.substr(0, end);
        const bool fits = group == 0 ? part.size() >= 1 && part.size() <= 3 : part.size() == 3;
        if (!fits || !all_digits(part)) return std::nullopt;
        digits += part;
        ++group;
        if (end == std::string_view::npos) return digits_to_number(digits);
        text.remove_prefix(end + 1);
    }
}

struct Decimal {
    std::int64_t whole = 0;
    std::string_view fraction;
};

// The last separator is the decimal one when it is a comma, or a point that does not look like a thousands separator.
std::optional<Decimal> parse_decimal(std::string_view text) {
    const auto comma = text.rfind(',');
    const auto point = text.rfind('.');
    auto decimal_at = std::string_view::npos;
    char thousands = '.';
    if (comma != std::string_view::npos && (point == std::string_view::npos || comma > point)) {
        decimal_at = comma;
    } else if (point != std::string_view::npos) {
        const bool english = comma != std::string_view::npos;
        if (english || text.size() - point - 1 != 3) {
            decimal_at = point;
            thousands = ',';
        }
    }
    const auto whole = parse_grouped(text.substr(0, decimal_at), thousands);
    if (!whole) return std::nullopt;
    if (decimal_at == std::string_view::npos) return Decimal{*whole, {}};
    const auto fraction = text.substr(decimal_at + 1);
    if (!all_digits(fraction)) return std::nullopt;
    return Decimal{*whole, fraction};
}

bool take_sign(std::string_view& text) {
    if (!text.starts_with('-')) return false;
    text.remove_prefix(1);
    return true;
}

}  // namespace

std::optional<std::int64_t> parse_integer(std::string_view text) {
    text = trim(text);
    const bool negative = take_sign(text);
    const auto number = parse_grouped(text, '.');
    if (!number) return std::nullopt;
    return negative ? -*number : *number;
}

std::optional<HalfHours> parse_hours(std::string_view text) {
    text = trim(text);
    const bool negative = take_sign(text);
    std::int64_t whole = 0;
    bool half = false;
    if (const auto colon = text.find(':'); colon != std::string_view::npos) {
        const auto hours = all_digits(text.substr(0, colon)) ? digits_to_number(text.substr(0, colon)) : std::nullopt;
        const auto minutes = text.substr(colon + 1);
        if (!hours || (minutes != "00" && minutes != "30")) return std::nullopt;
        whole = *hours;
        half = minutes == "30";
    } else {
        const auto decimal = parse_decimal(text);
        if (!decimal) return std::nullopt;
        auto fraction = decimal->fraction;
        while (fraction.ends_with('0')) fraction.remove_suffix(1);
        if (!fraction.empty() && fraction != "5") return std::nullopt;
        whole = decimal->whole;
        half = !fraction.empty();
    }
    if (whole > std::numeric_limits<std::int32_t>::max()) return std::nullopt;
    const std::int64_t halves = 2 * whole + (half ? 1 : 0);
    return HalfHours{negative ? -halves : halves};
}

std::optional<Money> parse_money(std::string_view text) {
    text = trim(text);
    for (const std::string_view sign : {"€", "EUR"}) {
        if (text.ends_with(sign)) text = trim(text.substr(0, text.size() - sign.size()));
    }
    if (text.starts_with("€")) text = trim(text.substr(std::string_view("€").size()));
    const bool negative = take_sign(text);
    const auto decimal = parse_decimal(text);
    if (!decimal || decimal->fraction.size() > 2 || decimal->whole > std::numeric_limits<std::int64_t>::max() / 1000) return std::nullopt;
    std::int64_t cents = 0;
    if (decimal->fraction.size() == 1) cents = (decimal->fraction[0] - '0') * 10;
    if (decimal->fraction.size() == 2) cents = (decimal->fraction[0] - '0') * 10 + (decimal->fraction[1] - '0');
    const std::int64_t total = decimal->whole * 100 + cents;
    return Money{negative ? -total : total};
}

std::optional<Date> parse_day(std::string_view text) {
    text = trim(text);
    if (const auto iso = parse_date(text)) return iso;
    const auto first = text.find('.');
    const auto second = first == std::string_view::npos ? first : text.find('.', first + 1);
    if (second == std::string_view::npos) return std::nullopt;
    const auto day = trim(text.substr(0, first));
    const auto month = trim(text.substr(first + 1, second - first - 1));
    const auto year = trim(text.substr(second + 1));
    if (!all_digits(day) || !all_digits(month) || !all_digits(year) || day.size() > 2 || month.size() > 2 || year.size() != 4) return std::nullopt;
    const auto padded = [](std::string_view number) { return number.size() == 1 ? "0" + std::string(number) : std::string(number); };
    return parse_date(std::string(year) + "-" + padded(month) + "-" + padded(day));
}

bool is_email_address(std::string_view text) {
    const auto at = text.find('@');
    if (at == std::string_view::npos || at == 0 || at > 64 || text.size() > 254 || text.find('@', at + 1) != std::string_view::npos) return false;
    const auto local = text.substr(0, at);
    const auto domain = text.substr(at + 1);
    for (const char c : local) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte <= 0x20 || byte == 0x7F || std::string_view("\"(),:;<>[\\]").find(c) != std::string_view::npos) return false;
    }
    if (local.starts_with('.') || local.ends_with('.') || local.find("..") != std::string_view::npos) return false;
    if (domain.find('.') == std::string_view::npos || domain.starts_with('.') || domain.ends_with('.') ||
        domain.find("..") != std::string_view::npos || domain.starts_with('-') || domain.ends_with('-')) {
        return false;
    }
    return std::all_of(domain.begin(), domain.end(), [](char c) {
        return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '.' || static_cast<unsigned char>(c) >= 0x80;
    });
}

}  // namespace kc::web
