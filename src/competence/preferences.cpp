// SPDX-License-Identifier: EUPL-1.2
#include "competence/preferences.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace kc::competence {

namespace {

Date add_months(Date date, int months) {
    const Date moved = date + std::chrono::months{months};
    return moved.ok() ? moved : Date{moved.year() / moved.month() / std::chrono::last};  // 31 January and a month: 28 February
}

bool plausible(Date date) { return date.ok() && date.year() >= std::chrono::year{2000} && date.year() <= std::chrono::year{2100}; }

}  // namespace

Date latest_horizon(Date today) { return add_months(today, horizon_months_max); }

std::vector<PlaceId> places_within(const CompetenceFramework& framework, OrganisationId organisation, double kilometres) {
    std::vector<PlaceId> near;
    const auto* seat = framework.seat_of(organisation);
    if (seat == nullptr) return near;
    for (const auto& place : framework.places()) {
        if (distance_km(*seat, place) <= kilometres) near.push_back(place.id);
    }
    std::sort(near.begin(), near.end());
    return near;
}

LearningPreferences default_preferences(const CompetenceFramework& framework, OrganisationId organisation, Date today) {
    LearningPreferences preferences{.hours = HalfHours{80},
                                    .weekly_hours = HalfHours{8},
                                    .budget = Money{500'00},
                                    .presence_days = 4,
                                    .until = add_months(today, 12),
                                    .working_days = monday_to_friday,
                                    .online = true,
                                    .on_site = true,
                                    .places = places_within(framework, organisation, 25.0),
                                    .absences = {}};
    if (preferences.places.empty()) preferences.on_site = false;  // nobody knows yet which places are near
    return preferences;
}

void normalise(LearningPreferences& preferences) {
    const auto sort_once = [](auto& list) {
        std::sort(list.begin(), list.end());
        list.erase(std::unique(list.begin(), list.end()), list.end());
    };
    sort_once(preferences.places);
    sort_once(preferences.absences);
}

std::vector<FieldProblem> check_preferences(const LearningPreferences& preferences, const CompetenceFramework& framework, Date today) {
    std::vector<FieldProblem> problems;
    const auto refuse = [&](std::string field, std::string_view key) {
        problems.push_back({std::move(field), fmt::format("competence.problem.{}", key), {}});
    };
    if (preferences.hours.value < 1 || preferences.hours.value > half_hours_max) refuse("hours", "hours");
    if (preferences.weekly_hours && (preferences.weekly_hours->value < 1 || preferences.weekly_hours->value > weekly_half_hours_max)) {
        refuse("weekly_hours", "weekly_hours");
    }
    if (preferences.budget.value < 0 || preferences.budget.value > price_cents_max) refuse("budget", "budget");
    if (preferences.presence_days < 0 || preferences.presence_days > presence_days_max) refuse("presence_days", "presence_days");
    if (!preferences.until.ok() || preferences.until <= today)
        refuse("until", "until_past");
    else if (preferences.until > latest_horizon(today))
        refuse("until", "until_far");
    if (preferences.working_days < 1 || preferences.working_days > all_weekdays) refuse("working_days", "working_days");
    if (!preferences.online && !preferences.on_site) refuse("formats", "no_format");
    if (preferences.on_site && preferences.places.empty()) refuse("places", "no_place");
    if (preferences.places.size() > places_max ||
        std::any_of(preferences.places.begin(), preferences.places.end(), [&](PlaceId id) { return framework.place(id) == nullptr; })) {
        refuse("places", "unknown_place");
    }
    if (preferences.absences.size() > absences_max) refuse("absences", "too_many_absences");
    for (std::size_t i = 0; i < preferences.absences.size(); ++i) {
        const auto& absence = preferences.absences[i];
        if (!plausible(absence.first_day) || !plausible(absence.last_day))
            refuse(fmt::format("absence_first_{}", i), "absence_day");
        else if (absence.last_day < absence.first_day)
            refuse(fmt::format("absence_last_{}", i), "absence_order");
    }
    return problems;
}

}  // namespace kc::competence
