// SPDX-License-Identifier: EUPL-1.2
// What the description of a venue must hold (RE-60 …), told field by field with the remedy.
#pragma once

#include "base/problem.hpp"
#include "catalogue/content.hpp"

#include <string>
#include <vector>

namespace kc::authoring {

inline constexpr int venue_seats_max = 2000;
inline constexpr std::size_t venue_equipment_max = 30;
inline constexpr std::int64_t venue_price_cents_max = 100'000'00;

// "Beamer\nWhiteboard, Laptops" → three things, each once; and back to how it is stored and shown: "Beamer, Whiteboard, Laptops".
std::vector<std::string> equipment_list(std::string_view text);
std::string equipment_text(const std::vector<std::string>& things);

// The coming date with the most people on site, when there is one.
struct FullestDate {
    Date day{};
    int seats = 0;
};
BOOST_DESCRIBE_STRUCT(FullestDate, (), (day, seats))

// Trims texts, tidies the list of equipment, and keeps step_free and the list of features of one mind.
void normalise(catalogue::VenueContent& venue);
std::vector<FieldProblem> check_venue(const catalogue::VenueContent& venue, bool place_known, const std::optional<FullestDate>& fullest);

}  // namespace kc::authoring
