// SPDX-License-Identifier: EUPL-1.2
// What can stand in for a unit in every plan of everybody: self-paced units that together teach as much, cost no more and ask for no more.
// Who could always have taken them gains nothing from the unit; for most of a new offer's people that settles the matter at once.
#pragma once

#include <span>
#include <vector>

#include "planning/optimizer/prepared_catalogue.hpp"

namespace kc::planning::optimizer {

struct Replacement {
    std::vector<int> units;
    bool cheaper = false;  // fewer hours, or as many for less money; otherwise it only costs no more
};

// For those of the unit's steps that matter (catalogue steps), the cheapest first and not too many. Exchanging the unit for one of these keeps
// a plan possible and makes it no worse in the first three stages, nor later at its end, as long as no wish concerns any of the units.
std::vector<Replacement> list_replacements(const PreparedCatalogue& catalogue, int unit, std::span<const int> steps);

}  // namespace kc::planning::optimizer
