// SPDX-License-Identifier: EUPL-1.2
#include "competence/preferences.hpp"

#include <doctest/doctest.h>

using namespace kc;
using namespace kc::competence;

namespace {

Date day(int year, unsigned month, unsigned number) { return Date{std::chrono::year{year}, std::chrono::month{month}, std::chrono::day{number}}; }
const Date today = day(2026, 3, 2);
constexpr OrganisationId town{1}, nowhere{2};

CompetenceFramework framework() {
    CompetenceFramework::Parts parts;
    parts.places = {{PlaceId{3}, "Berlin", 52.52, 13.40}, {PlaceId{1}, "Heidelberg", 49.41, 8.69}, {PlaceId{2}, "Speyer", 49.32, 8.43}};
    parts.seats = {{town, PlaceId{1}}};
    return CompetenceFramework(std::move(parts));
}

LearningPreferences good() {
    return {.hours = HalfHours{80},
            .weekly_hours = HalfHours{8},
            .budget = Money{500'00},
            .presence_days = 4,
            .until = day(2027, 3, 2),
            .working_days = monday_to_friday,
            .online = true,
            .on_site = true,
            .places = {PlaceId{1}},
            .absences = {}};
}

// The one field that is refused, or "" when nothing is, or "…" for several.
std::string refused(const LearningPreferences& preferences) {
    const auto problems = check_preferences(preferences, framework(), today);
    if (problems.empty()) return "";
    return problems.size() == 1 ? problems.front().field : "…";
}

template <class Change> std::string refused_after(Change change) {
    auto preferences = good();
    change(preferences);
    return refused(preferences);
}

}  // namespace

TEST_CASE("both sides of each edge of the learning preferences (KO-14 to KO-19)") {
    CHECK(refused(good()) == "");
    const auto with = [](auto member, auto value) { return refused_after([&](LearningPreferences& p) { p.*member = value; }); };
    using P = LearningPreferences;
    CHECK(with(&P::hours, HalfHours{0}) == "hours");
    CHECK(with(&P::hours, HalfHours{1}) == "");
    CHECK(with(&P::hours, HalfHours{2000}) == "");
    CHECK(with(&P::hours, HalfHours{2001}) == "hours");
    CHECK(with(&P::weekly_hours, std::optional(HalfHours{0})) == "weekly_hours");
    CHECK(with(&P::weekly_hours, std::optional(HalfHours{80})) == "");
    CHECK(with(&P::weekly_hours, std::optional(HalfHours{81})) == "weekly_hours");
    CHECK(with(&P::weekly_hours, std::optional<HalfHours>{}) == "");
    CHECK(with(&P::budget, Money{-1}) == "budget");
    CHECK(with(&P::budget, Money{0}) == "");
    CHECK(with(&P::budget, Money{100'000'01}) == "budget");
    CHECK(with(&P::presence_days, -1) == "presence_days");
    CHECK(with(&P::presence_days, 200) == "");
    CHECK(with(&P::presence_days, 201) == "presence_days");
    CHECK(with(&P::until, today) == "until");
    CHECK(with(&P::until, day(2026, 3, 3)) == "");
    CHECK(with(&P::until, day(2028, 3, 2)) == "");
    CHECK(with(&P::until, day(2028, 3, 3)) == "until");
    CHECK(with(&P::working_days, 0) == "working_days");
    CHECK(with(&P::working_days, 1) == "");
    CHECK(with(&P::working_days, 127) == "");
    CHECK(with(&P::working_days, 128) == "working_days");
}

TEST_CASE("neither online nor on site is refused, each of them alone is fine") {
    CHECK(refused_after([](auto& p) { p.online = p.on_site = false; }) == "formats");
    CHECK(refused_after([](auto& p) { p.online = false; }) == "");
    CHECK(refused_after([](auto& p) { p.on_site = false; }) == "");
}

TEST_CASE("on site needs a place that exists") {
    CHECK(refused_after([](auto& p) { p.places.clear(); }) == "places");
    CHECK(refused_after([](auto& p) { p.places.clear(), p.on_site = false; }) == "");
    CHECK(refused_after([](auto& p) { p.places.push_back(PlaceId{77}); }) == "places");
}

TEST_CASE("an absence ends on its first day at the earliest, and there are at most sixty") {
    const auto absent = [](Date first, Date last) { return refused_after([&](LearningPreferences& p) { p.absences = {{first, last}}; }); };
    CHECK(absent(day(2026, 7, 1), day(2026, 7, 1)) == "");
    CHECK(absent(day(2026, 7, 2), day(2026, 7, 1)) == "absence_last_0");
    CHECK(absent(day(1026, 7, 2), day(2026, 7, 1)) == "absence_first_0");
    CHECK(refused_after([](auto& p) { p.absences.assign(60, {day(2026, 7, 1), day(2026, 7, 2)}); }) == "");
    CHECK(refused_after([](auto& p) { p.absences.assign(61, {day(2026, 7, 1), day(2026, 7, 2)}); }) == "absences");
}

TEST_CASE("the defaults may be stored as they are") {
    const auto map = framework();
    const auto preferences = default_preferences(map, town, today);
    CHECK(refused(preferences) == "");
    CHECK(preferences.hours == HalfHours{80});
    CHECK(preferences.weekly_hours == HalfHours{8});
    CHECK(preferences.budget == Money{500'00});
    CHECK(preferences.until == day(2027, 3, 2));
    CHECK(preferences.places == std::vector{PlaceId{1}, PlaceId{2}});  // Speyer is 21 km away, Berlin is not near
    const auto without_seat = default_preferences(map, nowhere, today);
    CHECK(without_seat.places.empty());
    CHECK_FALSE(without_seat.on_site);
    CHECK(refused(without_seat) == "");
}

TEST_CASE("a horizon of months ends on the last day of a shorter month") {
    CHECK(latest_horizon(day(2026, 2, 28)) == day(2028, 2, 28));
    CHECK(latest_horizon(day(2028, 2, 29)) == day(2030, 2, 28));
}
