// SPDX-License-Identifier: EUPL-1.2
// Items as authors write them: the strict reader of sample/placement_items.yaml and the one function that stores what it read.
// Competences are named by their slug.
#pragma once

#include "placement/item.hpp"
#include "storage/database.hpp"

#include <filesystem>
#include <stdexcept>
#include <string>
#include <vector>

namespace kc::placement {

struct ItemContent {
    std::string slug, competence;
    int level = 1;
    ItemKind kind{};
    std::string question, explanation, author;
    std::vector<ItemOption> options;
};

// Names file, line, field and remedy in German: those who edit these files are subject experts.
class ItemFileError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

std::vector<ItemContent> load_placement_items(const std::filesystem::path& file);

struct WrittenItems {
    int added = 0, changed = 0, unchanged = 0;
};

// By slug: an item that reads differently gets a new version, the version before becomes outdated; none is removed. A competence that
// does not exist throws ItemFileError and the transaction writes nothing.
WrittenItems write_placement_items(storage::Transaction& transaction, const std::vector<ItemContent>& items, Instant now);

}  // namespace kc::placement
