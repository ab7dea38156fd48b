// SPDX-License-Identifier: EUPL-1.2
#include "exchange/table_writer.hpp"

#include "base/csv.hpp"
#include "exchange/table_columns.hpp"
#include "exchange/values.hpp"

namespace kc::exchange {

using catalogue::DateContent;
using catalogue::UnitContent;

namespace {

std::string joined(const std::vector<std::string>& parts, std::string_view between) { return fmt::format("{}", fmt::join(parts, between)); }

std::string hours_text(HalfHours hours) {
    if (hours.value == 0) return "";
    return fmt::format("{}{}", hours.value / 2, hours.value % 2 != 0 ? ",5" : "");
}

std::string money_text(Money money) { return fmt::format("{},{:02}", money.value / 100, money.value % 100); }

std::string day_text(Date day) {
    return fmt::format("{:02}.{:02}.{:04}", static_cast<unsigned>(day.day()), static_cast<unsigned>(day.month()), static_cast<int>(day.year()));
}

std::string number_text(const std::optional<int>& number) { return number ? std::to_string(*number) : ""; }

std::string levels_text(const std::vector<catalogue::LevelContent>& levels) {
    std::vector<std::string> parts;
    for (const auto& [competence, level] : levels) parts.push_back(fmt::format("{}: {}", competence, level));
    return joined(parts, "; ");
}

template <class Enum> std::string words_text(const std::vector<Enum>& values, std::span<const Word<Enum>> words) {
    std::vector<std::string> parts;
    for (const auto value : values) parts.emplace_back(word_of(words, value));
    return joined(parts, ", ");
}

std::string description_cell(const UnitContent& unit, TableColumn column) {
    using C = TableColumn;
    switch (column) {
        case C::id: return unit.source && unit.source->system == "tabelle" ? unit.source->id : unit.slug;
        case C::title: return unit.title;
        case C::kind: return std::string(word_of(kind_words(), unit.kind));
        case C::objective: return unit.objective;
        case C::description_specialist: return unit.description_specialist;
        case C::description_general: return unit.description_general;
        case C::audience: return unit.audience;
        case C::practice: return unit.practice;
        case C::keywords: return joined(unit.keywords, ", ");
        case C::modules: return joined(unit.modules, ", ");
        case C::mandatory_in: return joined(unit.mandatory_in, ", ");
        case C::teaches: return levels_text(unit.teaches);
        case C::needs: return levels_text(unit.needs);
        case C::after: return unit.after.value_or("");
        case C::mode: return std::string(word_of(mode_words(), unit.mode));
        case C::self_study: return hours_text(unit.self_study);
        case C::tutorial: return hours_text(unit.tutorial);
        case C::follow_up: return hours_text(unit.follow_up);
        case C::presence_days: return unit.presence_days == 0 ? "" : std::to_string(unit.presence_days);
        case C::participants_min: return number_text(unit.participants_min);
        case C::participants_max: return number_text(unit.participants_max);
        case C::price_member: return money_text(unit.price_member);
        case C::price_other: return money_text(unit.price_other);
        case C::origin: return std::string(word_of(origin_words(), unit.origin));
        case C::code_share_of: return unit.code_share_of.value_or("");
        case C::funding: return !unit.funding.empty() ? unit.funding : unit.funded ? "gefördert" : "";
        case C::language: return unit.language == "en" ? "Englisch" : "Deutsch";
        case C::difficulty: return std::string(word_of(difficulty_words(), unit.difficulty));
        case C::dqr: return number_text(unit.dqr);
        case C::ects: return unit.ects_tenths == 0 ? "" : fmt::format("{},{}", unit.ects_tenths / 10, unit.ects_tenths % 10);
        case C::credentials: return words_text(unit.credentials, credential_words());
        case C::accessibility: return words_text(unit.accessibility, accessibility_words());
        case C::accessibility_note: return unit.accessibility_note;
        case C::seals: {
            std::vector<std::string> parts;
            for (const auto& seal : unit.seals) {
                parts.push_back(seal.name + " | " + seal.issuer + (seal.valid_until ? " | " + day_text(*seal.valid_until) : ""));
            }
            return joined(parts, "; ");
        }
        case C::only_for: return unit.only_for.value_or("");
        case C::url: return unit.source ? unit.source->url : "";
        default: return "";
    }
}

std::string date_cell(const DateContent& date, const UnitContent& unit, TableColumn column) {
    using C = TableColumn;
    switch (column) {
        case C::first_day: return day_text(date.first_day);
        case C::last_day: return date.last_day == date.first_day ? "" : day_text(date.last_day);
        case C::start: return time_text(date.start_minute);
        case C::end: return time_text(date.end_minute);
        case C::date_mode: return date.mode == unit.mode ? "" : std::string(word_of(mode_words(), date.mode));
        case C::venue: return date.venue.value_or("");
        case C::seats: return std::to_string(date.seats);
        case C::online_seats: return date.online_seats == 0 ? "" : std::to_string(date.online_seats);
        case C::deadline: return day_text(date.booking_deadline);
        case C::date_state: return date.state == catalogue::DateState::cancelled ? "ja" : "";
        case C::date_id: return date.source_id.value_or("");
        default: return "";
    }
}

void append_row(std::string& out, const std::function<std::string(TableColumn)>& cell) {
    bool first = true;
    for (const auto& column : table_columns()) {
        if (!first) out += ';';
        first = false;
        out += csv_cell(cell(column.column));
    }
    out += "\r\n";
}

}  // namespace

std::string csv_template() {
    std::string out = "\xef\xbb\xbf";
    append_row(out, [](TableColumn column) { return std::string(column_info(column).title); });
    append_row(out, [](TableColumn column) {
        const bool of_date = column >= TableColumn::first_day;  // the example stands without a date, because a venue of yours must be named
        return of_date ? "" : std::string(column_info(column).example);
    });
    return out;
}

std::string offers_as_csv(const std::vector<UnitContent>& units) {
    std::string out = "\xef\xbb\xbf";
    append_row(out, [](TableColumn column) { return std::string(column_info(column).title); });
    for (const auto& unit : units) {
        for (std::size_t i = 0; i < std::max<std::size_t>(1, unit.dates.size()); ++i) {
            append_row(out, [&](TableColumn column) {
                if (column >= TableColumn::first_day) return i < unit.dates.size() ? date_cell(unit.dates[i], unit, column) : "";
                return i == 0 || column == TableColumn::id ? description_cell(unit, column) : "";
            });
        }
    }
    return out;
}

}  // namespace kc::exchange
