// SPDX-License-Identifier: EUPL-1.2
// LearningPreferences: how a person can learn, the hard limits of the planner (F20, F50), and the checks that keep them free of
// contradictions (KO-14 …). No reason for an absence is ever asked for.
#pragma once

#include "base/date.hpp"
#include "base/ids.hpp"
#include "base/money.hpp"
#include "base/problem.hpp"
#include "competence/framework.hpp"

#include <optional>
#include <vector>

#include <boost/describe.hpp>

namespace kc::competence {

inline constexpr std::int64_t half_hours_max = 2000;
inline constexpr std::int64_t weekly_half_hours_max = 80;
inline constexpr std::int64_t price_cents_max = 100'000'00;
inline constexpr int presence_days_max = 200;
inline constexpr int horizon_months_max = 24;
inline constexpr std::size_t absences_max = 60;
inline constexpr std::size_t places_max = 500;
inline constexpr int all_weekdays = 0b111'1111;
inline constexpr int monday_to_friday = 0b001'1111;

struct Absence {
    Date first_day{}, last_day{};
    auto operator<=>(const Absence&) const = default;
};
BOOST_DESCRIBE_STRUCT(Absence, (), (first_day, last_day))

struct LearningPreferences {
    HalfHours hours;                        // altogether until `until`
    std::optional<HalfHours> weekly_hours;  // absent: no limit per week
    Money budget;
    int presence_days = 0;
    Date until{};
    int working_days = monday_to_friday;  // bit 0 is Monday
    bool online = true, on_site = true;
    std::vector<PlaceId> places;    // reachable ones, sorted
    std::vector<Absence> absences;  // sorted

    bool works_on(Weekday day) const { return (working_days >> static_cast<int>(day)) & 1; }
    bool operator==(const LearningPreferences&) const = default;
};

// What the form shows to somebody who has not said anything yet (KO-14): 40 hours, 4 a week, Monday to Friday, 500 €, 4 days,
// 12 months, places up to 25 km from the seat of the employer.
LearningPreferences default_preferences(const CompetenceFramework& framework, OrganisationId organisation, Date today);
std::vector<PlaceId> places_within(const CompetenceFramework& framework, OrganisationId organisation, double kilometres);

// Sorts, and removes what is there twice.
void normalise(LearningPreferences& preferences);

// Everything that is wrong, by the names used in the form and in JSON; empty: may be stored.
std::vector<FieldProblem> check_preferences(const LearningPreferences& preferences, const CompetenceFramework& framework, Date today);

// The last day that may be chosen as horizon.
Date latest_horizon(Date today);

}  // namespace kc::competence
