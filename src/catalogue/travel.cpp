// SPDX-License-Identifier: EUPL-1.2
#include "catalogue/travel.hpp"

#include <cmath>
#include <numbers>

namespace kc::catalogue {

namespace {

constexpr double earth_radius_km = 6371;
constexpr double detour = 1.3;  // roads against the straight line, the usual figure for Central Europe
constexpr double kilometres_per_hour = 50;
constexpr double minutes_to_begin = 10;  // to the car or stop, and to the room

double great_circle_km(Coordinates from, Coordinates to) {
    const auto radians = [](double degrees) { return degrees * std::numbers::pi / 180; };
    const double latitude = std::sin(radians(to.latitude - from.latitude) / 2);
    const double longitude = std::sin(radians(to.longitude - from.longitude) / 2);
    const double chord = latitude * latitude + std::cos(radians(from.latitude)) * std::cos(radians(to.latitude)) * longitude * longitude;
    return 2 * earth_radius_km * std::asin(std::sqrt(std::clamp(chord, 0.0, 1.0)));
}

}  // namespace

Travel estimate_travel(Coordinates from, Coordinates to) {
    const double kilometres = great_circle_km(from, to) * detour;
    if (kilometres < 0.5) return {0, 0};  // the same place: no way worth a figure
    const double minutes = kilometres / kilometres_per_hour * 60 + minutes_to_begin;
    return {static_cast<int>(std::lround(kilometres)), static_cast<int>(std::ceil(minutes / 5)) * 5};
}

std::vector<Travel> travel_table(Coordinates from, std::span<const Place> places) {
    std::vector<Travel> table;
    table.reserve(places.size());
    for (const auto& place : places) table.push_back(estimate_travel(from, coordinates_of(place)));
    return table;
}

std::optional<Coordinates> origin_of(const competence::CompetenceFramework& framework, OrganisationId organisation) {
    const auto* seat = framework.seat_of(organisation);
    return seat == nullptr ? std::nullopt : std::optional(coordinates_of(*seat));
}

}  // namespace kc::catalogue
