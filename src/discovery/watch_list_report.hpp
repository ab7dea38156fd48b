// SPDX-License-Identifier: EUPL-1.2
// What the watch list reads from tables of other rooms: names of offers that are no longer in the catalogue's snapshot.
#pragma once

#include "base/ids.hpp"
#include "storage/database.hpp"

#include <span>
#include <string>
#include <vector>

namespace kc::discovery {

struct UnitName {
    LearningUnitId id;
    std::string slug, title;
};
BOOST_DESCRIBE_STRUCT(UnitName, (), (id, slug, title))

std::vector<UnitName> list_unit_names(storage::Session& session, std::span<const LearningUnitId> units);

}  // namespace kc::discovery
