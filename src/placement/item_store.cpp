// SPDX-License-Identifier: EUPL-1.2
#include "placement/item_store.hpp"

#include "placement/level_estimate.hpp"

#include <unordered_map>

#include <fmt/format.h>

namespace kc::placement {

using storage::Session;
using storage::Transaction;

namespace {

constexpr std::string_view columns =
    "SELECT id, slug, version, competence_id, level, kind, question, explanation, state, author FROM placement_items ";

struct OptionRow {
    PlacementItemId item_id;
    std::string label;
    bool is_right = false;
};
BOOST_DESCRIBE_STRUCT(OptionRow, (), (item_id, label, is_right))

std::vector<Item> with_options(Session& session, std::vector<Item> items) {
    if (items.empty()) return items;
    std::unordered_map<PlacementItemId, Item*> by_id;
    std::vector<PlacementItemId> ids;
    for (auto& item : items) {
        by_id.emplace(item.id, &item);
        ids.push_back(item.id);
    }
    session.for_each<OptionRow>(
        "SELECT item_id, label, is_right FROM placement_options WHERE item_id IN ($LIST) ORDER BY item_id, position",
        [&](const OptionRow& row) { by_id.at(row.item_id)->options.push_back({row.label, row.is_right}); }, storage::json_ids(ids));
    return items;
}

std::vector<Item> list_current_items(Session& session) {
    return with_options(session, session.query<Item>(std::string(columns) + "WHERE state <> 'outdated' ORDER BY id"));
}

void insert_item(Transaction& transaction, const ItemContent& content, CompetenceId competence, int version, Instant now) {
    const auto id = transaction.get<PlacementItemId>(
        "INSERT INTO placement_items (slug, version, competence_id, level, kind, question, explanation, state, author, created_at) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id",
        content.slug, version, competence, content.level, content.kind, content.question, content.explanation, ItemState::published, content.author,
        now);
    std::vector<std::tuple<PlacementItemId, int, std::string, bool>> options;
    for (const auto& option : content.options) options.emplace_back(id, static_cast<int>(options.size()), option.label, option.is_right);
    transaction.execute_many("INSERT INTO placement_options (item_id, position, label, is_right) VALUES (?, ?, ?, ?)", options);
}

bool reads_the_same(const Item& item, const ItemContent& content, CompetenceId competence) {
    return item.competence_id == competence && item.level == content.level && item.kind == content.kind && item.question == content.question &&
           item.explanation == content.explanation && item.options == content.options;
}

struct SlugRow {
    CompetenceId id;
    std::string slug;
};
BOOST_DESCRIBE_STRUCT(SlugRow, (), (id, slug))

}  // namespace

std::vector<Item> list_published_items(Session& session, CompetenceId competence) {
    return with_options(session,
                        session.query<Item>(std::string(columns) + "WHERE competence_id = ? AND state = 'published' ORDER BY id", competence));
}

std::vector<Item> list_items_by_id(Session& session, std::span<const PlacementItemId> ids) {
    return with_options(session, session.query<Item>(std::string(columns) + "WHERE id IN ($LIST) ORDER BY id", storage::json_ids(ids)));
}

std::vector<CompetenceId> list_testable_competences(Session& session) {
    return session.query<CompetenceId>(
        "SELECT i.competence_id FROM placement_items i JOIN competences c ON c.id = i.competence_id "
        "WHERE i.state = 'published' AND c.state = 'published' GROUP BY i.competence_id HAVING count(*) >= ? ORDER BY i.competence_id",
        questions_min);
}

WrittenItems write_placement_items(Transaction& transaction, const std::vector<ItemContent>& items, Instant now) {
    std::unordered_map<std::string, CompetenceId> competences;
    for (auto& row : transaction.query<SlugRow>("SELECT id, slug FROM competences")) competences.emplace(std::move(row.slug), row.id);
    std::unordered_map<std::string, Item> known;
    for (auto& item : list_current_items(transaction)) known.emplace(item.slug, std::move(item));
    WrittenItems written;
    for (const auto& content : items) {
        const auto competence = competences.find(content.competence);
        if (competence == competences.end()) {
            throw ItemFileError(
                fmt::format("Frage „{}“: Die Kompetenz „{}“ gibt es nicht. Prüfen Sie die Schreibweise.", content.slug, content.competence));
        }
        const auto before = known.find(content.slug);
        if (before != known.end() && reads_the_same(before->second, content, competence->second)) {
            ++written.unchanged;
            continue;
        }
        const int version = before == known.end() ? 1 : before->second.version + 1;
        if (version > 1) transaction.execute("UPDATE placement_items SET state = 'outdated' WHERE slug = ? AND state <> 'outdated'", content.slug);
        insert_item(transaction, content, competence->second, version, now);
        ++(version > 1 ? written.changed : written.added);
    }
    return written;
}

}  // namespace kc::placement
