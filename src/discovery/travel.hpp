// SPDX-License-Identifier: EUPL-1.2
// Ways between places under the names of this room; the estimate itself belongs to the catalogue, because plans need it too.
#pragma once

#include "catalogue/travel.hpp"

namespace kc::discovery {

using catalogue::Coordinates;
using catalogue::coordinates_of;
using catalogue::estimate_travel;
using catalogue::origin_of;
using catalogue::Travel;
using catalogue::travel_table;

}  // namespace kc::discovery
