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

// For those who edit: all of a competence (absent: of all) in a state (absent: in any), by competence, level and version.
std::vector<Item> list_items(storage::Session& session, std::optional<CompetenceId> competence, std::optional<ItemState> state);
std::optional<Item> find_item(storage::Session& session, PlacementItemId id);
std::vector<Item> list_versions(storage::Session& session, std::string_view slug);  // newest first
PlacementItemId insert_item(storage::Transaction& transaction, const Item& item, Instant now);
bool update_draft(storage::Transaction& transaction, const Item& item, int seen_revision);     // false: somebody else was there before
bool publish_draft(storage::Transaction& transaction, PlacementItemId id, int seen_revision);  // false: as above
bool outdate_item(storage::Transaction& transaction, PlacementItemId id);                      // false: it was not published
void outdate_published(storage::Transaction& transaction, std::string_view slug);
bool remove_draft(storage::Transaction& transaction, PlacementItemId id);

// Competences with enough published items for a test, sorted.
std::vector<CompetenceId> list_testable_competences(storage::Session& session);

}  // namespace kc::placement
