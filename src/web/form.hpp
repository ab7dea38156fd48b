// SPDX-License-Identifier: EUPL-1.2
// FormReader: turns what a browser sends into checked values and collects what is wrong with each field.
// Nothing is thrown for bad input; the page shows the problems beside the fields and keeps what was typed.
#pragma once

#include "base/date.hpp"
#include "base/id.hpp"
#include "base/money.hpp"
#include "base/problem.hpp"

#include <cstdint>
#include <initializer_list>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/describe.hpp>
#include <boost/mp11.hpp>

namespace kc::http {
class Request;
}

namespace kc::web {

struct TextRule {
    bool required = false;
    std::size_t min = 0;  // code points
    std::size_t max = 200;
    bool lines = false;   // a textarea: line breaks allowed, CRLF becomes LF
    bool trimmed = true;  // false for passwords
};
struct IntegerRule {
    bool required = false;
    std::int64_t min = 0;
    std::int64_t max = std::numeric_limits<std::int32_t>::max();
};
struct HoursRule {
    bool required = false;
    HalfHours min{0};
    HalfHours max{2 * 10'000};
};
struct MoneyRule {
    bool required = false;
    Money min{0};
    Money max{100'000'000'00};
};
struct DateRule {
    bool required = false;
    std::optional<Date> min;
    std::optional<Date> max;
};
struct Presence {
    bool required = false;
};

// "7,5" → 15 half hours, "1.234,50" → 123450 cents, "2026-03-02" or "2.3.2026" → a day; nothing for any other writing.
std::optional<HalfHours> parse_hours(std::string_view text);
std::optional<Money> parse_money(std::string_view text);
std::optional<Date> parse_day(std::string_view text);
std::optional<std::int64_t> parse_integer(std::string_view text);  // "1234" or "1.234"
bool is_email_address(std::string_view text);

class FormReader {
public:
    using Values = std::vector<std::pair<std::string, std::string>>;

    explicit FormReader(const http::Request& request);  // the fields of the body
    explicit FormReader(Values values);                 // the same from elsewhere: query, JSON, tests

    // Each returns an empty value when the field is empty or wrong; after ok() a required field has its value.
    std::string text(std::string_view field, const TextRule& rule = {});
    std::string email(std::string_view field, Presence presence = {});
    std::optional<std::int64_t> integer(std::string_view field, const IntegerRule& rule = {});
    std::optional<HalfHours> hours(std::string_view field, const HoursRule& rule = {});
    std::optional<Money> money(std::string_view field, const MoneyRule& rule = {});
    std::optional<Date> date(std::string_view field, const DateRule& rule = {});
    bool checkbox(std::string_view field, Presence presence = {});  // required: must be ticked
    // One of the given values; anything else is refused, also a value that was never offered.
    std::string choice(std::string_view field, const std::vector<std::string>& allowed, Presence presence = {});
    std::vector<std::string> choices(std::string_view field, const std::vector<std::string>& allowed, Presence presence = {});
    template <class IdType> std::optional<IdType> id(std::string_view field, Presence presence = {}) {
        const auto number = integer(field, {.required = presence.required, .min = 1, .max = std::numeric_limits<std::int64_t>::max()});
        return number ? std::optional<IdType>(IdType{*number}) : std::nullopt;
    }
    // A described enum by the names of its enumerators.
    template <class Enum> std::optional<Enum> enumerator(std::string_view field, Presence presence = {}) {
        std::vector<std::string> names;
        std::optional<Enum> found;
        using Enumerators = boost::describe::describe_enumerators<Enum>;
        boost::mp11::mp_for_each<Enumerators>([&](auto entry) { names.emplace_back(entry.name); });
        const std::string chosen = choice(field, names, presence);
        boost::mp11::mp_for_each<Enumerators>([&](auto entry) {
            if (chosen == entry.name) found = entry.value;
        });
        return found;
    }

    // What a service refused, to be shown at its field ("" means the whole form).
    void refuse(std::string_view field, std::string_view message_key, MessageArguments arguments = {});
    void refuse(const std::vector<FieldProblem>& problems);

    bool ok() const { return problems_.empty(); }
    const std::vector<FieldProblem>& problems() const { return problems_; }
    const FieldProblem* problem(std::string_view field) const;  // the first one
    bool has(std::string_view field) const;                     // was sent at all
    std::string raw(std::string_view field) const;              // as typed, for showing it again; bad UTF-8 and control characters removed
    std::vector<std::string> raw_all(std::string_view field) const;

private:
    const std::string* sent(std::string_view field) const;
    // Trimmed text that is valid UTF-8 without control characters, or nothing after a problem was noted.
    std::optional<std::string> clean(std::string_view field, bool lines, bool trimmed, bool required);

    Values values_;
    std::vector<FieldProblem> problems_;
};

}  // namespace kc::web
