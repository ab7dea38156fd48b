// SPDX-License-Identifier: EUPL-1.2
// How far a place is, estimated from coordinates alone: no map service is ever asked (FI-30 …). Always shown with "etwa".
#pragma once

#include "catalogue/model.hpp"
#include "competence/framework.hpp"

#include <optional>
#include <span>
#include <vector>

#include <boost/describe.hpp>

namespace kc::catalogue {

struct Coordinates {
    double latitude = 0, longitude = 0;
};
inline Coordinates coordinates_of(const Place& place) { return {place.latitude, place.longitude}; }
inline Coordinates coordinates_of(const competence::Place& place) { return {place.latitude, place.longitude}; }

// One way.
struct Travel {
    int kilometres = 0;
    int minutes = 0;
};
BOOST_DESCRIBE_STRUCT(Travel, (), (kilometres, minutes))

// FI-30: the great circle times 1.3, rounded to whole kilometres; at 50 km/h plus ten minutes, rounded up to five.
Travel estimate_travel(Coordinates from, Coordinates to);

// From one place to each of the catalogue, by the index of the place.
std::vector<Travel> travel_table(Coordinates from, std::span<const Place> places);

// Where the way of a person begins: the seat of the employer. Absent when it has none.
std::optional<Coordinates> origin_of(const competence::CompetenceFramework& framework, OrganisationId organisation);

}  // namespace kc::catalogue
