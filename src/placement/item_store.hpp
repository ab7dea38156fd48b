// SPDX-License-Identifier: EUPL-1.2
// All SQL about placement items. Items are small and few (some hundred): they are read when they are needed.
#pragma once

#include "placement/item_content.hpp"

#include <optional>
#include <span>
#include <vector>

namespace kc::placement {

std::vector<Item> list_published_items(storage::Session& session, CompetenceId competence);  // with options, by id
std::vector<Item> list_items_by_id(storage::Session& session, std::span<const PlacementItemId> ids);

// Competences with enough published items for a test, sorted.
std::vector<CompetenceId> list_testable_competences(storage::Session& session);

}  // namespace kc::placement
