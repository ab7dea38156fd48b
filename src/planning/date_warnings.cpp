// SPDX-License-Identifier: EUPL-1.2
#include "planning/date_warnings.hpp"

#include "catalogue/travel.hpp"

#include <algorithm>

namespace kc::planning {

DateWarnings::DateWarnings(const PlanningCatalogue& catalogue, OrganisationId organisation, const competence::LearningPreferences* preferences)
    : catalogue_(catalogue), organisation_(organisation), preferences_(preferences) {}

std::optional<std::size_t> DateWarnings::place_of(const catalogue::TutorialDate& date) const {
    if (date.mode == catalogue::Format::online || !date.venue) return std::nullopt;
    if (date.mode == catalogue::Format::hybrid && preferences_ != nullptr && preferences_->online) return std::nullopt;
    return catalogue_.snapshot().venues()[*date.venue].place;
}

void DateWarnings::add_days_off(const catalogue::TutorialDate& date, std::vector<DateWarning>& warnings) const {
    bool absent = false, not_working = false;
    std::optional<Holiday> holiday;
    for (Date day = date.first_day; day <= date.last_day; day = add_days(day, 1)) {
        if (!holiday) holiday = holiday_on(day, {Land::hesse});  // those that all Länder of the region have
        if (preferences_ == nullptr) continue;
        not_working = not_working || !preferences_->works_on(weekday_of(day));
        absent = absent || std::any_of(preferences_->absences.begin(), preferences_->absences.end(),
                                       [&](const auto& absence) { return absence.first_day <= day && day <= absence.last_day; });
    }
    if (absent) warnings.push_back({DateWarningKind::absent});
    if (not_working) warnings.push_back({DateWarningKind::not_working});
    if (holiday) warnings.push_back({.kind = DateWarningKind::holiday, .on = holiday});
}

void DateWarnings::add_way_from_seat(const catalogue::TutorialDate& date, std::vector<DateWarning>& warnings) const {
    const auto place = place_of(date);
    const auto seat = catalogue::origin_of(catalogue_.framework(), organisation_);
    if (!place || !seat) return;
    const auto way = catalogue::estimate_travel(*seat, catalogue::coordinates_of(catalogue_.snapshot().places()[*place]));
    if (way.minutes == 0) return;  // at the seat itself there is no way to go
    const bool hybrid = date.mode == catalogue::Format::hybrid;
    if (date.start_minute - way.minutes < leave_minute_earliest)
        warnings.push_back({.kind = DateWarningKind::leaves_early, .minutes = way.minutes, .hybrid = hybrid});
    if (date.end_minute + way.minutes > return_minute_latest)
        warnings.push_back({.kind = DateWarningKind::returns_late, .minutes = way.minutes, .hybrid = hybrid});
}

void DateWarnings::add_neighbours(const catalogue::LearningUnit& unit, const catalogue::TutorialDate& date, const Plan& plan,
                                  const PersonChoices& choices, bool with_same_day, std::vector<DateWarning>& warnings) const {
    const auto place = place_of(date);
    const auto& places = catalogue_.snapshot().places();
    for (const auto& item : plan.items) {
        if (item.unit == unit.id || !item.date || choices.is_completed(item.unit)) continue;
        const auto* other_unit = catalogue_.find_unit(item.unit);
        const auto* other = other_unit != nullptr ? PlanningCatalogue::find_date(*other_unit, *item.date) : nullptr;
        if (other == nullptr) continue;
        if (other->first_day <= date.last_day && date.first_day <= other->last_day) {
            if (with_same_day) warnings.push_back({.kind = DateWarningKind::same_day, .with = item.unit});
            continue;
        }
        const bool before = add_days(other->last_day, 1) == date.first_day, after = add_days(date.last_day, 1) == other->first_day;
        const auto other_place = place_of(*other);
        if ((!before && !after) || !place || !other_place) continue;
        const auto way = catalogue::estimate_travel(catalogue::coordinates_of(places[*other_place]), catalogue::coordinates_of(places[*place]));
        if (way.minutes <= next_day_way_minutes_max) continue;
        warnings.push_back({.kind = before ? DateWarningKind::far_from_day_before : DateWarningKind::far_to_day_after,
                            .with = item.unit,
                            .place = other_place,
                            .minutes = way.minutes,
                            .hybrid = date.mode == catalogue::Format::hybrid || other->mode == catalogue::Format::hybrid});
    }
}

std::vector<DateWarning> DateWarnings::about(const catalogue::LearningUnit& unit, const catalogue::TutorialDate& date, const Plan* plan,
                                             const PersonChoices& choices, bool with_same_day) const {
    std::vector<DateWarning> warnings;
    if (plan != nullptr) add_neighbours(unit, date, *plan, choices, with_same_day, warnings);
    add_way_from_seat(date, warnings);
    add_days_off(date, warnings);
    return warnings;
}

std::vector<DateWarning> DateWarnings::about(const CurriculumItem& item, const Plan& plan, const PersonChoices& choices) const {
    if (!item.date || choices.is_completed(item.unit)) return {};
    const auto* unit = catalogue_.find_unit(item.unit);
    const auto* date = unit != nullptr ? PlanningCatalogue::find_date(*unit, *item.date) : nullptr;
    return date != nullptr ? about(*unit, *date, &plan, choices, true) : std::vector<DateWarning>{};
}

}  // namespace kc::planning
