// SPDX-License-Identifier: EUPL-1.2
#include "exchange/values.hpp"

#include "base/berlin_time.hpp"
#include "base/text.hpp"

#include <charconv>
#include <cmath>

namespace kc::exchange {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// A number with dot or comma as the decimal mark, at `at`; moves behind it. At most nine digits before the mark.
std::optional<double> take_number(std::string_view text, std::size_t& at) {
    const std::size_t begin = at;
    double value = 0;
    while (at < text.size() && is_digit(text[at])) value = value * 10 + (text[at++] - '0');
    if (at == begin || at - begin > 9) return std::nullopt;
    if (at + 1 < text.size() && (text[at] == '.' || text[at] == ',') && is_digit(text[at + 1])) {
        double place = 0.1;
        for (++at; at < text.size() && is_digit(text[at]); ++at, place /= 10) value += (text[at] - '0') * place;
    }
    return value;
}

std::optional<int> take_digits(std::string_view text, std::size_t& at, std::size_t least, std::size_t most) {
    const std::size_t begin = at;
    int value = 0;
    while (at < text.size() && is_digit(text[at]) && at - begin < most) value = value * 10 + (text[at++] - '0');
    if (at - begin < least) return std::nullopt;
    return value;
}

std::optional<Date> day_of(int year, int month, int day) {
    const Date date{std::chrono::year{year}, std::chrono::month{static_cast<unsigned>(month)}, std::chrono::day{static_cast<unsigned>(day)}};
    if (!date.ok() || year < 1990 || year > 2200) return std::nullopt;
    return date;
}

// Behind a time: "Z", "+01:00", "+0100", "-02"; minutes ahead of UTC.
std::optional<int> take_zone(std::string_view text, std::size_t& at) {
    if (at < text.size() && (text[at] == 'Z' || text[at] == 'z')) {
        ++at;
        return 0;
    }
    if (at >= text.size() || (text[at] != '+' && text[at] != '-')) return std::nullopt;
    const int sign = text[at++] == '-' ? -1 : 1;
    const auto hours = take_digits(text, at, 2, 2);
    if (!hours || *hours > 14) return std::nullopt;
    if (at < text.size() && text[at] == ':') ++at;
    const auto minutes = take_digits(text, at, 2, 2);
    return sign * (*hours * 60 + minutes.value_or(0));
}

}  // namespace

std::string shortened(std::string_view text, std::size_t points) {
    std::string line;
    bool blank = false;
    std::size_t count = 0;
    for (const char c : without_control_characters(text.substr(0, points * 8))) {
        if (c == ' ' || c == '\n' || c == '\r' || c == '\t') {
            blank = !line.empty();
            continue;
        }
        if ((static_cast<unsigned char>(c) & 0xc0) != 0x80 && (count += blank ? 2 : 1) > points) return line + "…";
        if (blank) line += ' ';
        blank = false;
        line += c;
    }
    return line;
}

std::string cut(std::string_view text, std::size_t points) {
    std::size_t count = 0, at = 0;
    for (; at < text.size(); ++at) {
        if ((static_cast<unsigned char>(text[at]) & 0xc0) != 0x80 && ++count > points) break;
    }
    return std::string(trim(text.substr(0, at)));
}

std::string folded(std::string_view text) {
    static constexpr std::pair<std::string_view, std::string_view> letters[] = {{"Ä", "ae"}, {"Ö", "oe"}, {"Ü", "ue"}, {"ä", "ae"},
                                                                                {"ö", "oe"}, {"ü", "ue"}, {"ß", "ss"}, {"\u00a0", " "}};
    std::string out;
    for (std::size_t i = 0; i < text.size();) {
        const bool plain = static_cast<unsigned char>(text[i]) < 0x80;  // most of them: no look at the list
        const auto found =
            plain ? std::end(letters)
                  : std::find_if(std::begin(letters), std::end(letters), [&](const auto& l) { return text.substr(i).starts_with(l.first); });
        if (found != std::end(letters)) {
            if (found->second != " " || (!out.empty() && out.back() != ' ')) out += found->second;
            i += found->first.size();
            continue;
        }
        const char c = text[i++];
        if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
            if (!out.empty() && out.back() != ' ') out += ' ';
        } else {
            out += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
        }
    }
    while (!out.empty() && out.back() == ' ') out.pop_back();
    return out;
}

std::string without_control_characters(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size();) {
        const auto c = static_cast<unsigned char>(text[i]);
        if (c < 0x80) {
            if (c >= 0x20 || c == '\n' || c == '\t' || c == '\r') {
                if (c != 0x7f) out += text[i];
            }
            ++i;
            continue;
        }
        const std::size_t length = c >= 0xf0 ? 4 : c >= 0xe0 ? 3 : 2;
        const auto piece = text.substr(i, length);
        if (c < 0xc2 || piece.size() < length || !is_valid_utf8(piece)) {
            out += "\ufffd";
            ++i;
        } else {
            const bool c1_control = c == 0xc2 && static_cast<unsigned char>(piece[1]) < 0xa0;
            if (!c1_control) out += piece;
            i += length;
        }
    }
    return out;
}

std::optional<IsoDuration> parse_iso_duration(std::string_view text) {
    text = trim(text);
    if (text.size() < 3 || text.front() != 'P') return std::nullopt;
    IsoDuration duration;
    bool time = false, any = false;
    for (std::size_t at = 1; at < text.size();) {
        if (text[at] == 'T' && !time) {
            time = true;
            ++at;
            continue;
        }
        const auto number = take_number(text, at);
        if (!number || at >= text.size()) return std::nullopt;
        const char unit = text[at++];
        any = true;
        if (!time && unit == 'Y')
            duration.years = *number;
        else if (!time && unit == 'M')
            duration.months = *number;
        else if (!time && unit == 'W')
            duration.weeks = *number;
        else if (!time && unit == 'D')
            duration.days = *number;
        else if (time && unit == 'H')
            duration.hours = *number;
        else if (time && unit == 'M')
            duration.minutes = *number;
        else if (time && unit == 'S')
            continue;
        else
            return std::nullopt;
    }
    return any ? std::optional(duration) : std::nullopt;
}

std::optional<Workload> parse_workload(std::string_view written) {
    if (const auto iso = parse_iso_duration(written)) {
        if (iso->total_hours() > 0) return Workload{iso->total_hours(), false};
        if (iso->days > 0) return Workload{iso->days * 8, false};
        return std::nullopt;
    }
    const std::string text = folded(written);
    std::size_t at = text.find_first_of("0123456789");
    if (at == std::string::npos) return std::nullopt;
    const auto first = take_number(text, at);
    if (!first) return std::nullopt;
    double value = *first;
    // "3-4", "3 – 4", "3 bis 4": the middle.
    std::size_t next = at;
    while (next < text.size() && text[next] == ' ') ++next;
    for (const std::string_view mark : {"-", "–", "bis"}) {
        if (!std::string_view(text).substr(next).starts_with(mark)) continue;
        next += mark.size();
        while (next < text.size() && text[next] == ' ') ++next;
        if (const auto second = take_number(text, next)) {
            value = (value + *second) / 2;
            at = next;
        }
        break;
    }
    const std::string_view rest = trim(std::string_view(text).substr(at));
    if (rest.starts_with("min"))
        value /= 60;
    else if (rest.starts_with("ue") || rest.starts_with("unterrichts") || rest.starts_with("ustd"))
        value = value * 45 / 60;
    else if (rest.starts_with("tag") || rest.starts_with("day"))
        value *= 8;
    if (value <= 0 || value > 10'000) return std::nullopt;
    return Workload{value, rest.find("woche") != std::string_view::npos || rest.find("week") != std::string_view::npos};
}

std::optional<int> parse_time(std::string_view text) {
    text = trim(text);
    std::size_t at = 0;
    const auto hours = take_digits(text, at, 1, 2);
    if (!hours || *hours > 24) return std::nullopt;
    if (at >= text.size() || text.substr(at) == " Uhr" || text.substr(at) == "h") return *hours < 24 ? std::optional(*hours * 60) : std::nullopt;
    if (text[at] != ':' && text[at] != '.') return std::nullopt;
    const auto minutes = take_digits(text, ++at, 2, 2);
    if (!minutes || *minutes > 59 || *hours * 60 + *minutes >= 24 * 60) return std::nullopt;
    return *hours * 60 + *minutes;
}

std::string time_text(int minute) { return fmt::format("{:02}:{:02}", minute / 60, minute % 60); }

std::optional<Moment> parse_moment(std::string_view text) {
    text = trim(text);
    std::size_t at = 0;
    std::optional<Date> day;
    if (const auto first = take_digits(text, at, 1, 4); first && at < text.size()) {
        if (at == 4 && text[at] == '-') {
            const auto month = take_digits(text, ++at, 2, 2);
            if (!month || at >= text.size() || text[at] != '-') return std::nullopt;
            const auto number = take_digits(text, ++at, 2, 2);
            if (number) day = day_of(*first, *month, *number);
        } else if (at <= 2 && text[at] == '.') {
            const auto month = take_digits(text, ++at, 1, 2);
            if (!month || at >= text.size() || text[at] != '.') return std::nullopt;
            const std::size_t year_at = ++at;
            const auto year = take_digits(text, at, 2, 4);
            if (year && (at - year_at == 2 || at - year_at == 4)) day = day_of(at - year_at == 2 ? 2000 + *year : *year, *month, *first);
        }
    }
    if (!day) return std::nullopt;
    std::string_view rest = trim(text.substr(at));
    if (rest.starts_with("T") || rest.starts_with("t")) rest.remove_prefix(1);
    if (rest.starts_with(",")) rest = trim(rest.substr(1));
    Moment moment{*day, std::nullopt};
    if (rest.empty()) return moment;
    std::size_t position = 0;
    if (rest.front() == '+' || rest.front() == 'Z' || rest.front() == '-') {  // "2027-03-01+01:00": a day with a zone
        return take_zone(rest, position) ? std::optional(moment) : std::nullopt;
    }
    const auto hours = take_digits(rest, position, 1, 2);
    if (!hours || *hours > 23 || position >= rest.size() || (rest[position] != ':' && rest[position] != '.')) return std::nullopt;
    const auto minutes = take_digits(rest, ++position, 2, 2);
    if (!minutes || *minutes > 59) return std::nullopt;
    if (position < rest.size() && rest[position] == ':') {
        ++position;
        if (!take_digits(rest, position, 2, 2)) return std::nullopt;
        if (position < rest.size() && (rest[position] == '.' || rest[position] == ',')) take_digits(rest, ++position, 1, 9);
    }
    int minute = *hours * 60 + *minutes;
    if (const auto zone = take_zone(rest, position)) {  // with a zone it is a moment, shown as the clock in Germany shows it
        const Instant instant = std::chrono::sys_days{*day} + std::chrono::minutes{minute - *zone};
        const auto local = to_berlin(instant);
        moment.day = Date{std::chrono::floor<std::chrono::days>(local)};
        minute = static_cast<int>(std::chrono::floor<std::chrono::minutes>(local - std::chrono::floor<std::chrono::days>(local)).count());
    }
    moment.minute = minute;
    return moment;
}

std::optional<Money> price_of_number(double euros) {
    if (!(euros >= 0) || euros > 100'000) return std::nullopt;
    return Money{std::llround(euros * 100)};
}

std::vector<Money> prices_in(std::string_view text) {
    std::vector<Money> found;
    for (std::size_t at = 0; at < text.size() && found.size() < 20;) {
        if (!is_digit(text[at])) {
            ++at;
            continue;
        }
        std::int64_t whole = 0;
        std::size_t digits = 0;
        std::optional<std::int64_t> cents;
        while (at < text.size()) {
            if (is_digit(text[at])) {
                if (++digits <= 9) whole = whole * 10 + (text[at] - '0');
                ++at;
                continue;
            }
            const bool mark = (text[at] == '.' || text[at] == ',') && at + 1 < text.size() && is_digit(text[at + 1]);
            if (!mark) break;
            std::size_t end = at + 1;
            while (end < text.size() && is_digit(text[end])) ++end;
            const std::size_t places = end - at - 1;
            const bool another_mark = end + 1 < text.size() && (text[end] == '.' || text[end] == ',') && is_digit(text[end + 1]);
            if (places == 3 && (text[at] == '.' || another_mark)) {  // "1.234": thousands
                ++at;
                continue;
            }
            double fraction = 0, place = 0.1;
            for (std::size_t i = at + 1; i < end; ++i, place /= 10) fraction += (text[i] - '0') * place;
            cents = std::llround(fraction * 100);
            at = end;
            break;
        }
        if (digits <= 6 && whole <= 100'000) found.push_back(Money{whole * 100 + cents.value_or(0)});
    }
    return found;
}

std::optional<Money> parse_price(std::string_view text) {
    text = trim(text);
    const std::string name = folded(text);
    if (name == "kostenlos" || name == "kostenfrei" || name == "gratis" || name == "free" || name == "entgeltfrei" || name == "gebuehrenfrei") {
        return Money{0};
    }
    if (text.empty() || text.front() == '-' || text.starts_with("−")) return std::nullopt;
    for (const char c : text) {  // only a number with its mark and the currency; sentences are read by prices_in
        const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (letter && std::string_view("eurEUR").find(c) == std::string_view::npos) return std::nullopt;
    }
    const auto found = prices_in(text);
    return found.size() == 1 ? std::optional(found.front()) : std::nullopt;
}

std::optional<std::string> parse_language(std::string_view code) {
    const std::string name = folded(code);
    if (name == "de" || name.starts_with("de-") || name.starts_with("de_") || name == "deu" || name == "ger" || name == "deutsch" || name == "german")
        return "de";
    if (name == "en" || name.starts_with("en-") || name.starts_with("en_") || name == "eng" || name == "englisch" || name == "english") return "en";
    return std::nullopt;
}

bool is_web_address(std::string_view text) {
    const bool scheme = text.starts_with("https://") || text.starts_with("http://");
    return scheme && text.size() <= 2000 && !host_of(text).empty() && text.find_first_of(" \"<>\\^`{|}\n\r\t") == std::string_view::npos &&
           !contains_control_characters(text) && is_valid_utf8(text);
}

std::string host_of(std::string_view address) {
    const auto scheme = address.find("://");
    if (scheme == std::string_view::npos) return "";
    address.remove_prefix(scheme + 3);
    address = address.substr(0, address.find_first_of("/?#"));
    if (const auto at = address.rfind('@'); at != std::string_view::npos) address.remove_prefix(at + 1);
    address = address.substr(0, address.rfind(':') == std::string_view::npos || address.starts_with("[") ? address.size() : address.rfind(':'));
    return lower_ascii(address);
}

bool is_yes(std::string_view text) {
    const std::string word = folded(text);
    return word == "true" || word == "1" || word == "ja" || word == "wahr" || word == "yes";
}

std::optional<int> whole_number(std::string_view text) {
    int number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc{} && end == text.data() + text.size() ? std::optional(number) : std::nullopt;
}

HalfHours half_hours_of(double hours) {
    if (!(hours > 0)) return HalfHours{0};
    return HalfHours{std::max<std::int64_t>(1, std::llround(std::min(hours, 10'000.0) * 2))};
}

}  // namespace kc::exchange
