// SPDX-License-Identifier: EUPL-1.2
#include "exchange/writing_parts.hpp"

#include "base/berlin_time.hpp"
#include "catalogue/rich_text.hpp"

namespace kc::exchange {

using catalogue::LearningUnit;

namespace {

Instant instant_of(Date day, int minute) {
    const std::chrono::local_seconds local{std::chrono::local_days{day} + std::chrono::minutes{minute}};
    return from_berlin(local);
}

}  // namespace

std::string moment_text(Date day, int minute) { return to_iso(instant_of(day, minute)); }

std::string local_moment_text(Date day, int minute) {
    const auto offset = berlin_offset(instant_of(day, minute)).count();
    const Date shown = minute >= 24 * 60 ? add_days(day, 1) : day;
    return fmt::format("{}T{:02}:{:02}:00+{:02}:00", to_iso(shown), minute / 60 % 24, minute % 60, offset);
}

std::string iso_hours(HalfHours hours) {
    std::string text = "PT";
    if (hours.value >= 2) text += fmt::format("{}H", hours.value / 2);
    if (hours.value % 2 != 0) text += "30M";
    return text;
}

std::string difficulty_name(catalogue::Difficulty difficulty, Language language) {
    const bool german = language == Language::de;
    switch (difficulty) {
        case catalogue::Difficulty::basic: return german ? "Einstieg" : "Foundation";
        case catalogue::Difficulty::intermediate: return german ? "Aufbau" : "Intermediate";
        case catalogue::Difficulty::advanced: return german ? "Vertiefung" : "Advanced";
    }
    return "";
}

std::vector<const catalogue::TutorialDate*> upcoming_dates(const WritingContext& context, const LearningUnit& unit) {
    std::vector<const catalogue::TutorialDate*> dates;
    for (const auto& date : unit.dates) {
        if (date.upcoming(context.today)) dates.push_back(&date);
    }
    return dates;
}

std::string description_html(const LearningUnit& unit) {
    std::string html = catalogue::rendered(unit.description_general).text;
    if (unit.description_specialist != unit.description_general) html += catalogue::rendered(unit.description_specialist).text;
    return html;
}

std::string description_plain(const LearningUnit& unit) {
    std::string text = catalogue::plain_text(unit.description_general);
    if (unit.description_specialist == unit.description_general || unit.description_specialist.empty()) return text;
    if (!text.empty()) text += "\n\n";
    return text + catalogue::plain_text(unit.description_specialist);
}

json::object organisation(const WritingContext& context, const catalogue::Provider& provider) {
    json::object object;
    object["name"] = provider.name;
    object["url"] = context.base_address + "/anbieter/" + provider.slug;
    object["type"] = "Organization";
    return object;
}

json::array localized(std::string_view german) {
    json::object name;
    name["inLanguage"] = "de";
    name["name"] = german;
    return {std::move(name)};
}

}  // namespace kc::exchange
