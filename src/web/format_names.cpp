// SPDX-License-Identifier: EUPL-1.2
#include "web/format_names.hpp"

#include <array>

#include <fmt/format.h>

namespace kc::web {
namespace {

struct Named {
    ViewKind kind;
    std::string_view suffix;  // "" is the form for people, "machine" the one in attributes
    ValueFormat format;
    std::uint8_t form;
};

constexpr auto date_form(DateForm form) { return static_cast<std::uint8_t>(form); }
constexpr auto instant_form(InstantForm form) { return static_cast<std::uint8_t>(form); }

constexpr std::array<Named, 41> named = {{
    {ViewKind::text, "", ValueFormat::text, 0},
    {ViewKind::text, "machine", ValueFormat::text, 0},
    {ViewKind::integer, "", ValueFormat::integer, 0},
    {ViewKind::integer, "machine", ValueFormat::integer_raw, 0},
    {ViewKind::integer, "raw", ValueFormat::integer_raw, 0},
    {ViewKind::identifier, "", ValueFormat::integer_raw, 0},
    {ViewKind::identifier, "machine", ValueFormat::integer_raw, 0},
    {ViewKind::identifier, "raw", ValueFormat::integer_raw, 0},
    {ViewKind::decimal, "", ValueFormat::decimal, 0},
    {ViewKind::decimal, "machine", ValueFormat::decimal_raw, 0},
    {ViewKind::decimal, "raw", ValueFormat::decimal_raw, 0},
    {ViewKind::money, "", ValueFormat::money, 0},
    {ViewKind::money, "machine", ValueFormat::money_input, 0},
    {ViewKind::money, "input", ValueFormat::money_input, 0},
    {ViewKind::money, "raw", ValueFormat::money_raw, 0},
    {ViewKind::hours, "", ValueFormat::hours, 0},
    {ViewKind::hours, "machine", ValueFormat::hours_raw, 0},
    {ViewKind::hours, "raw", ValueFormat::hours_raw, 0},
    {ViewKind::date, "", ValueFormat::date, date_form(DateForm::long_form)},
    {ViewKind::date, "machine", ValueFormat::date, date_form(DateForm::iso)},
    {ViewKind::date, "iso", ValueFormat::date, date_form(DateForm::iso)},
    {ViewKind::date, "short", ValueFormat::date, date_form(DateForm::short_form)},
    {ViewKind::date, "long", ValueFormat::date, date_form(DateForm::long_form)},
    {ViewKind::date, "weekday", ValueFormat::date, date_form(DateForm::weekday)},
    {ViewKind::date, "with_weekday", ValueFormat::date, date_form(DateForm::with_weekday)},
    {ViewKind::date, "day_month", ValueFormat::date, date_form(DateForm::day_month)},
    {ViewKind::date, "month", ValueFormat::date, date_form(DateForm::month)},
    {ViewKind::instant, "", ValueFormat::instant, instant_form(InstantForm::long_form)},
    {ViewKind::instant, "machine", ValueFormat::instant, instant_form(InstantForm::iso)},
    {ViewKind::instant, "iso", ValueFormat::instant, instant_form(InstantForm::iso)},
    {ViewKind::instant, "short", ValueFormat::instant, instant_form(InstantForm::short_form)},
    {ViewKind::instant, "long", ValueFormat::instant, instant_form(InstantForm::long_form)},
    {ViewKind::instant, "date", ValueFormat::instant, instant_form(InstantForm::date)},
    {ViewKind::instant, "time", ValueFormat::instant, instant_form(InstantForm::time)},
    {ViewKind::instant, "weekday", ValueFormat::instant, instant_form(InstantForm::weekday)},
    {ViewKind::enumeration, "", ValueFormat::enumeration, 0},
    {ViewKind::enumeration, "machine", ValueFormat::enumeration_raw, 0},
    {ViewKind::enumeration, "raw", ValueFormat::enumeration_raw, 0},
    {ViewKind::list, "size", ValueFormat::size, 0},
    {ViewKind::text, "raw", ValueFormat::text, 0},
    {ViewKind::enumeration, "text", ValueFormat::enumeration, 0},
}};

std::string why_not(ViewKind kind) {
    switch (kind) {
        case ViewKind::list: return "is a list and no text; use a section or .size";
        case ViewKind::optional: return "may be absent; open a section for it";
        case ViewKind::record: return "is a struct and no text; name one of its members";
        case ViewKind::boolean: return "is true or false and no text; use a section";
        case ViewKind::html: return "is Html; write it with three braces";
        default: return "cannot be written";
    }
}

}  // namespace

FormatChoice format_for(ViewKind kind, std::string_view suffix, bool for_machines) {
    const std::string_view wanted = suffix.empty() && for_machines ? "machine" : suffix;
    for (const auto& entry : named) {
        if (entry.kind == kind && entry.suffix == wanted) return {entry.format, entry.form, {}};
    }
    if (suffix.empty()) return {{}, 0, why_not(kind)};
    return {{}, 0, fmt::format("has no form \"{}\"", suffix)};
}

}  // namespace kc::web
