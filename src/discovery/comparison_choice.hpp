// SPDX-License-Identifier: EUPL-1.2
// Which offers somebody wants to compare. The address of the comparison says it; until then a short-lived cookie holds the numbers of
// up to four offers, and nothing about a person.
#pragma once

#include "catalogue/catalogue.hpp"
#include "http/request.hpp"
#include "http/response.hpp"

#include <vector>

namespace kc::discovery {

inline constexpr std::string_view comparison_cookie = "kc_vergleich";
inline constexpr std::string_view comparison_path = "/angebote/vergleich";

using ChosenUnits = std::vector<const catalogue::LearningUnit*>;  // at most compared_max, each once, in the order of choosing

// Unknown offers, offers the viewer may not see and whatever else is wrong are left out.
ChosenUnits chosen_by_address(const http::Request& request, const catalogue::CatalogueSnapshot& snapshot);
ChosenUnits chosen_by_cookie(const http::Request& request, const catalogue::CatalogueSnapshot& snapshot);

http::Cookie comparison_cookie_of(const ChosenUnits& chosen);                              // removes it when nothing is chosen
std::string comparison_address(const ChosenUnits& chosen, bool only_differences = false);  // "/angebote/vergleich?angebot=…&angebot=…"

}  // namespace kc::discovery
