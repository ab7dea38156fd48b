// SPDX-License-Identifier: EUPL-1.2
#include "placement/item_service.hpp"

#include "base/text.hpp"
#include "storage/audit.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace kc::placement {

using storage::Session;
using storage::Transaction;

namespace {

bool may_edit(const Viewer& viewer) { return viewer.may(Permission::edit_framework); }

Refusal<ItemRefusal> refused(ItemError error) { return refuse(ItemRefusal{error}); }

Item item_of(const ItemEdit& edit) {
    Item item{.competence_id = edit.competence,
              .level = edit.level,
              .kind = edit.kind,
              .question = std::string(trim(edit.question)),
              .explanation = std::string(trim(edit.explanation)),
              .state = ItemState::draft,
              .options = edit.options};
    for (auto& option : item.options) {
        option.label = std::string(trim(option.label));
        if (item.kind == ItemKind::ordering) option.is_right = true;  // as files hold them
    }
    return item;
}

std::string field_of(const FoundFault& found) {
    switch (found.fault) {
        case ItemFault::question_missing: return "question";
        case ItemFault::explanation_missing: return "explanation";
        case ItemFault::level_out_of_range: return "level";
        case ItemFault::statement_needs_two: return "kind";
        case ItemFault::options_count:
        case ItemFault::one_right:
        case ItemFault::some_right_some_wrong: return "option_1";
        case ItemFault::option_empty:
        case ItemFault::option_twice: return fmt::format("option_{}", found.option + 1);
    }
    return {};
}

}  // namespace

std::vector<FieldProblem> ItemService::open_points(const Item& item) const {
    std::vector<FieldProblem> problems;
    const auto framework = frameworks_.current();
    const auto index = framework->index_of(item.competence_id);
    if (!index || !framework->competence(*index).published()) problems.push_back({"competence", "placement.problem.unknown_competence", {}});
    for (const auto& found : faults_of(item)) {
        problems.push_back({field_of(found), fmt::format("placement.item_fault.{}", boost::describe::enum_to_string(found.fault, "")), {}});
    }
    return problems;
}

std::vector<FieldProblem> ItemService::impossible_values(const ItemEdit& edit) const {
    std::vector<FieldProblem> problems;
    const auto too_long = [&](std::string field, std::string_view text, std::size_t max) {
        if (code_points(text) > max) problems.push_back({std::move(field), "placement.item_fault.too_long", {{"max", std::to_string(max)}}});
        if (contains_control_characters(text)) problems.push_back({std::move(field), "placement.item_fault.no_text", {}});
    };
    if (!frameworks_.current()->index_of(edit.competence)) problems.push_back({"competence", "placement.problem.unknown_competence", {}});
    if (edit.level < 1 || edit.level > competence::level_max) problems.push_back({"level", "placement.item_fault.level_out_of_range", {}});
    too_long("question", edit.question, question_max);
    too_long("explanation", edit.explanation, explanation_max);
    if (edit.options.size() > options_max) problems.push_back({"option_1", "placement.item_fault.options_count", {}});
    for (std::size_t i = 0; i < edit.options.size() && i < options_max; ++i) {
        too_long(fmt::format("option_{}", i + 1), edit.options[i].label, option_max);
    }
    if (trim(edit.question).empty()) problems.push_back({"question", "placement.item_fault.question_missing", {}});
    return problems;
}

void ItemService::audit(Transaction& transaction, const Viewer& viewer, std::string_view action, PlacementItemId id) const {
    storage::record_audit(transaction, {.at = clock_.now(),
                                        .actor = viewer.person,
                                        .action = std::string(action),
                                        .subject_type = "placement_item",
                                        .subject_id = id.value,
                                        .details = "{}"});
}

Result<std::vector<Item>, ItemError> ItemService::list(const Viewer& viewer, const ItemFilter& filter) const {
    if (!may_edit(viewer)) return refuse(ItemError::not_permitted);
    return database_.read(
        [&](Session& session) -> Result<std::vector<Item>, ItemError> { return list_items(session, filter.competence, filter.state); });
}

Result<Item, ItemError> ItemService::find(const Viewer& viewer, PlacementItemId id) const {
    if (!may_edit(viewer)) return refuse(ItemError::not_permitted);
    auto item = database_.read([&](Session& session) { return find_item(session, id); });
    if (!item) return refuse(ItemError::item_not_found);
    return std::move(*item);
}

Result<std::vector<Item>, ItemError> ItemService::versions(const Viewer& viewer, const Item& item) const {
    if (!may_edit(viewer)) return refuse(ItemError::not_permitted);
    return database_.read([&](Session& session) -> Result<std::vector<Item>, ItemError> { return list_versions(session, item.slug); });
}

Result<PlacementItemId, ItemRefusal> ItemService::create(const Viewer& viewer, const ItemEdit& edit) {
    if (!may_edit(viewer)) return refused(ItemError::not_permitted);
    if (auto problems = impossible_values(edit); !problems.empty()) return refuse(ItemRefusal{ItemError::item_invalid, std::move(problems)});
    const auto framework = frameworks_.current();
    const auto& slug = framework->competence(*framework->index_of(edit.competence)).slug;
    return database_.in_transaction([&](Transaction& transaction) -> Result<PlacementItemId, ItemRefusal> {
        auto item = item_of(edit);
        for (int number = 1; item.slug.empty() || !list_versions(transaction, item.slug).empty(); ++number)
            item.slug = fmt::format("{}-{}", slug, number);
        const auto id = insert_item(transaction, item, clock_.now());
        audit(transaction, viewer, "placement_item.added", id);
        return id;
    });
}

Result<PlacementItemId, ItemRefusal> ItemService::save(const Viewer& viewer, PlacementItemId id, const ItemEdit& edit, int seen_revision) {
    if (!may_edit(viewer)) return refused(ItemError::not_permitted);
    if (auto problems = impossible_values(edit); !problems.empty()) return refuse(ItemRefusal{ItemError::item_invalid, std::move(problems)});
    return database_.in_transaction([&](Transaction& transaction) -> Result<PlacementItemId, ItemRefusal> {
        const auto before = find_item(transaction, id);
        if (!before) return refused(ItemError::item_not_found);
        auto item = item_of(edit);
        item.slug = before->slug;
        item.author = before->author;
        if (before->state == ItemState::draft) {
            item.id = id;
            if (!update_draft(transaction, item, seen_revision)) return refused(ItemError::changed_meanwhile);
        } else {
            const auto versions = list_versions(transaction, before->slug);
            const bool open = std::any_of(versions.begin(), versions.end(), [](const Item& version) { return version.state == ItemState::draft; });
            if (open) return refused(ItemError::draft_open);
            item.version = versions.front().version + 1;
            item.id = insert_item(transaction, item, clock_.now());
        }
        audit(transaction, viewer, before->state == ItemState::draft ? "placement_item.saved" : "placement_item.added", item.id);
        return item.id;
    });
}

Result<void, ItemRefusal> ItemService::publish(const Viewer& viewer, PlacementItemId id, int seen_revision) {
    if (!may_edit(viewer)) return refused(ItemError::not_permitted);
    return database_.in_transaction([&](Transaction& transaction) -> Result<void, ItemRefusal> {
        const auto item = find_item(transaction, id);
        if (!item) return refused(ItemError::item_not_found);
        if (item->state == ItemState::published) return {};  // sent twice
        if (item->state != ItemState::draft) return refused(ItemError::not_a_draft);
        if (item->revision != seen_revision) return refused(ItemError::changed_meanwhile);
        if (auto problems = open_points(*item); !problems.empty()) return refuse(ItemRefusal{ItemError::item_invalid, std::move(problems)});
        outdate_published(transaction, item->slug);
        if (!publish_draft(transaction, id, seen_revision)) return refused(ItemError::changed_meanwhile);
        audit(transaction, viewer, "placement_item.published", id);
        return {};
    });
}

Result<void, ItemError> ItemService::outdate(const Viewer& viewer, PlacementItemId id) {
    if (!may_edit(viewer)) return refuse(ItemError::not_permitted);
    return database_.in_transaction([&](Transaction& transaction) -> Result<void, ItemError> {
        const auto item = find_item(transaction, id);
        if (!item) return refuse(ItemError::item_not_found);
        if (item->state == ItemState::outdated) return {};  // sent twice
        if (!outdate_item(transaction, id)) return refuse(ItemError::not_asked);
        audit(transaction, viewer, "placement_item.outdated", id);
        return {};
    });
}

Result<void, ItemError> ItemService::discard(const Viewer& viewer, PlacementItemId id) {
    if (!may_edit(viewer)) return refuse(ItemError::not_permitted);
    return database_.in_transaction([&](Transaction& transaction) -> Result<void, ItemError> {
        if (!find_item(transaction, id)) return refuse(ItemError::item_not_found);
        if (!remove_draft(transaction, id)) return refuse(ItemError::not_a_draft);
        audit(transaction, viewer, "placement_item.discarded", id);
        return {};
    });
}

}  // namespace kc::placement
