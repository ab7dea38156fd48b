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
    "SELECT id, slug, version, competence_id, level, kind, question, explanation, state, author, revision FROM placement_items ";

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

void insert_options(Transaction& transaction, PlacementItemId id, const std::vector<ItemOption>& written) {
    std::vector<std::tuple<PlacementItemId, int, std::string, bool>> options;
    for (const auto& option : written) options.emplace_back(id, static_cast<int>(options.size()), option.label, option.is_right);
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

std::vector<Item> list_items(Session& session, std::optional<CompetenceId> competence, std::optional<ItemState> state) {
    const std::int64_t number = competence ? competence->value : -1;
    const auto name = state ? std::string(boost::describe::enum_to_string(*state, "")) : std::string();
    return with_options(session, session.query<Item>(std::string(columns) + "WHERE (competence_id = ? OR ? = -1) AND (state = ? OR ? = '') "
                                                                            "ORDER BY competence_id, level, slug, version DESC",
                                                     number, number, name, name));
}

std::optional<Item> find_item(Session& session, PlacementItemId id) {
    auto items = list_items_by_id(session, std::span(&id, 1));
    return items.empty() ? std::nullopt : std::optional(std::move(items.front()));
}

std::vector<Item> list_versions(Session& session, std::string_view slug) {
    return with_options(session, session.query<Item>(std::string(columns) + "WHERE slug = ? ORDER BY version DESC", slug));
}

PlacementItemId insert_item(Transaction& transaction, const Item& item, Instant now) {
    const auto id = transaction.get<PlacementItemId>(
        "INSERT INTO placement_items (slug, version, competence_id, level, kind, question, explanation, state, author, created_at) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id",
        item.slug, item.version, item.competence_id, item.level, item.kind, item.question, item.explanation, item.state, item.author, now);
    insert_options(transaction, id, item.options);
    return id;
}

bool update_draft(Transaction& transaction, const Item& item, int seen_revision) {
    const auto changed = transaction.execute(
        "UPDATE placement_items SET competence_id = ?, level = ?, kind = ?, question = ?, explanation = ?, revision = revision + 1 "
        "WHERE id = ? AND state = 'draft' AND revision = ?",
        item.competence_id, item.level, item.kind, item.question, item.explanation, item.id, seen_revision);
    if (changed == 0) return false;
    transaction.execute("DELETE FROM placement_options WHERE item_id = ?", item.id);
    insert_options(transaction, item.id, item.options);
    return true;
}

bool publish_draft(Transaction& transaction, PlacementItemId id, int seen_revision) {
    return transaction.execute("UPDATE placement_items SET state = 'published' WHERE id = ? AND state = 'draft' AND revision = ?", id,
                               seen_revision) == 1;
}

bool outdate_item(Transaction& transaction, PlacementItemId id) {
    return transaction.execute("UPDATE placement_items SET state = 'outdated' WHERE id = ? AND state = 'published'", id) == 1;
}

void outdate_published(Transaction& transaction, std::string_view slug) {
    transaction.execute("UPDATE placement_items SET state = 'outdated' WHERE slug = ? AND state = 'published'", slug);
}

bool remove_draft(Transaction& transaction, PlacementItemId id) {
    if (!transaction.find<PlacementItemId>("SELECT id FROM placement_items WHERE id = ? AND state = 'draft'", id)) return false;
    transaction.execute("DELETE FROM placement_options WHERE item_id = ?", id);
    return transaction.execute("DELETE FROM placement_items WHERE id = ? AND state = 'draft'", id) == 1;
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
    // What is asked now, and the highest version there is: somebody may be working on a draft.
    std::unordered_map<std::string, Item> known;
    std::unordered_map<std::string, int> highest;
    for (auto& item : list_items(transaction, {}, {})) {
        auto& version = highest[item.slug];
        version = std::max(version, item.version);
        if (item.state == ItemState::published) known.emplace(item.slug, std::move(item));
    }
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
        Item item{.slug = content.slug,
                  .version = highest[content.slug] + 1,
                  .competence_id = competence->second,
                  .level = content.level,
                  .kind = content.kind,
                  .question = content.question,
                  .explanation = content.explanation,
                  .state = ItemState::published,
                  .author = content.author,
                  .options = content.options};
        outdate_published(transaction, content.slug);
        insert_item(transaction, item, now);
        ++(item.version > 1 ? written.changed : written.added);
    }
    return written;
}

}  // namespace kc::placement
