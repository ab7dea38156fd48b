// SPDX-License-Identifier: EUPL-1.2
#include "web/form.hpp"

#include "base/text.hpp"
#include "http/request.hpp"
#include "web/format.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace kc::web {
namespace {

FormReader::Values values_of(const http::Request& request) {
    FormReader::Values values;
    for (const auto& field : request.form_fields()) values.emplace_back(field.name, field.value);
    return values;
}

std::string unix_lines(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '\r') {
            if (i + 1 >= text.size() || text[i + 1] != '\n') out += '\n';
        } else {
            out += text[i];
        }
    }
    return out;
}

bool has_line_break(std::string_view text) { return text.find_first_of("\r\n\t") != std::string_view::npos; }

std::string german(Date date) { return format_date(date, Language::de, DateForm::short_form); }

}  // namespace

FormReader::FormReader(const http::Request& request) : FormReader(values_of(request)) {}
FormReader::FormReader(Values values) : values_(std::move(values)) {}

const std::string* FormReader::sent(std::string_view field) const {
    for (const auto& [name, value] : values_) {
        if (name == field) return &value;
    }
    return nullptr;
}

bool FormReader::has(std::string_view field) const { return sent(field) != nullptr; }

std::string FormReader::raw(std::string_view field) const {
    const auto* value = sent(field);
    if (!value || !is_valid_utf8(*value)) return {};
    std::string out;
    for (const char c : *value) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte >= 0x20 ? byte != 0x7F : (c == '\n' || c == '\t')) out += c;
    }
    return out;
}

std::vector<std::string> FormReader::raw_all(std::string_view field) const {
    std::vector<std::string> all;
    for (const auto& [name, value] : values_) {
        if (name == field && is_valid_utf8(value)) all.push_back(value);
    }
    return all;
}

const FieldProblem* FormReader::problem(std::string_view field) const {
    for (const auto& problem : problems_) {
        if (problem.field == field) return &problem;
    }
    return nullptr;
}

void FormReader::refuse(std::string_view field, std::string_view message_key, MessageArguments arguments) {
    if (!field.empty() && problem(field)) return;  // the first problem of a field is the one to mend first
    problems_.push_back({std::string(field), std::string(message_key), std::move(arguments)});
}

void FormReader::refuse(const std::vector<FieldProblem>& problems) {
    for (const auto& problem : problems) refuse(problem.field, problem.message_key, problem.arguments);
}

std::optional<std::string> FormReader::clean(std::string_view field, bool lines, bool trimmed, bool required) {
    const auto* value = sent(field);
    std::string text = value ? *value : std::string();
    if (!is_valid_utf8(text) || contains_control_characters(text) || (!lines && has_line_break(text))) {
        refuse(field, "web.problem.characters");
        return std::nullopt;
    }
    if (lines) text = unix_lines(text);
    if (trimmed) text = std::string(trim(text));
    if (text.empty() && required) {
        refuse(field, "web.problem.required");
        return std::nullopt;
    }
    return text;
}

std::string FormReader::text(std::string_view field, const TextRule& rule) {
    const auto value = clean(field, rule.lines, rule.trimmed, rule.required);
    if (!value || value->empty()) return {};
    const std::size_t length = code_points(*value);
    if (length < rule.min) {
        refuse(field, "web.problem.too_short", {{"min", std::to_string(rule.min)}, {"length", std::to_string(length)}});
        return {};
    }
    if (length > rule.max) {
        refuse(field, "web.problem.too_long", {{"max", std::to_string(rule.max)}, {"length", std::to_string(length)}});
        return {};
    }
    return *value;
}

std::string FormReader::email(std::string_view field, Presence presence) {
    const auto value = clean(field, false, true, presence.required);
    if (!value || value->empty()) return {};
    if (!is_email_address(*value)) {
        refuse(field, "web.problem.email");
        return {};
    }
    return *value;
}

std::optional<std::int64_t> FormReader::integer(std::string_view field, const IntegerRule& rule) {
    const auto value = clean(field, false, true, rule.required);
    if (!value || value->empty()) return std::nullopt;
    const auto number = parse_integer(*value);
    if (!number) {
        refuse(field, "web.problem.integer");
        return std::nullopt;
    }
    if (*number < rule.min || *number > rule.max) {
        refuse(field, "web.problem.range", {{"min", format_integer(rule.min, Language::de)}, {"max", format_integer(rule.max, Language::de)}});
        return std::nullopt;
    }
    return number;
}

std::optional<HalfHours> FormReader::hours(std::string_view field, const HoursRule& rule) {
    const auto value = clean(field, false, true, rule.required);
    if (!value || value->empty()) return std::nullopt;
    const auto hours = parse_hours(*value);
    if (!hours) {
        refuse(field, "web.problem.hours");
        return std::nullopt;
    }
    if (*hours < rule.min || *hours > rule.max) {
        refuse(field, "web.problem.range", {{"min", format_hours(rule.min, Language::de)}, {"max", format_hours(rule.max, Language::de)}});
        return std::nullopt;
    }
    return hours;
}

std::optional<Money> FormReader::money(std::string_view field, const MoneyRule& rule) {
    const auto value = clean(field, false, true, rule.required);
    if (!value || value->empty()) return std::nullopt;
    const auto money = parse_money(*value);
    if (!money) {
        refuse(field, "web.problem.money");
        return std::nullopt;
    }
    if (*money < rule.min || *money > rule.max) {
        refuse(field, "web.problem.range", {{"min", format_money(rule.min, Language::de)}, {"max", format_money(rule.max, Language::de)}});
        return std::nullopt;
    }
    return money;
}

std::optional<Date> FormReader::date(std::string_view field, const DateRule& rule) {
    const auto value = clean(field, false, true, rule.required);
    if (!value || value->empty()) return std::nullopt;
    const auto date = parse_day(*value);
    if (!date) {
        refuse(field, "web.problem.date");
        return std::nullopt;
    }
    if (rule.min && *date < *rule.min) {
        refuse(field, "web.problem.date_min", {{"min", german(*rule.min)}});
        return std::nullopt;
    }
    if (rule.max && *date > *rule.max) {
        refuse(field, "web.problem.date_max", {{"max", german(*rule.max)}});
        return std::nullopt;
    }
    return date;
}

bool FormReader::checkbox(std::string_view field, Presence presence) {
    const auto* value = sent(field);
    const bool ticked = value && !value->empty() && *value != "0";
    if (!ticked && presence.required) refuse(field, "web.problem.checkbox");
    return ticked;
}

std::string FormReader::choice(std::string_view field, const std::vector<std::string>& allowed, Presence presence) {
    const auto* value = sent(field);
    if (!value || value->empty()) {
        if (presence.required) refuse(field, "web.problem.choice");
        return {};
    }
    if (std::find(allowed.begin(), allowed.end(), *value) == allowed.end()) {
        refuse(field, "web.problem.choice_unknown");
        return {};
    }
    return *value;
}

std::vector<std::string> FormReader::choices(std::string_view field, const std::vector<std::string>& allowed, Presence presence) {
    std::vector<std::string> chosen;
    for (const auto& [name, value] : values_) {
        if (name != field || value.empty()) continue;
        if (std::find(allowed.begin(), allowed.end(), value) == allowed.end()) {
            refuse(field, "web.problem.choice_unknown");
            return {};
        }
        if (std::find(chosen.begin(), chosen.end(), value) == chosen.end()) chosen.push_back(value);
    }
    if (chosen.empty() && presence.required) refuse(field, "web.problem.choices");
    return chosen;
}

}  // namespace kc::web
