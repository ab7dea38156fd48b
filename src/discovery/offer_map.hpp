// SPDX-License-Identifier: EUPL-1.2
// A simple map drawn by the server: places as points, hits as size, the table beside it says the same (FI-32). No map service is asked.
#pragma once

#include "discovery/finding.hpp"
#include "web/html.hpp"

namespace kc::discovery {

struct MapPlace {
    std::string name, href;  // href: the search narrowed to that place
    std::int64_t hits = 0;
    std::optional<catalogue::Travel> way;
};
BOOST_DESCRIBE_STRUCT(MapPlace, (), (name, href, hits, way))

struct OfferMap {
    web::Html picture;             // <svg>, hidden from screen readers: the table holds everything
    std::vector<MapPlace> places;  // most hits first
};
BOOST_DESCRIBE_STRUCT(OfferMap, (), (picture, places))

struct MapPoint {
    std::string name;
    catalogue::Coordinates at;
    std::int64_t hits = 0;
};
// Scaled to the points; the largest are labelled first, a label that would cover another is left out.
web::Html draw_map(std::vector<MapPoint> points, std::optional<catalogue::Coordinates> origin);

OfferMap offer_map(const OfferState& state, const SearchQuery& query, const Findings& findings);

}  // namespace kc::discovery
