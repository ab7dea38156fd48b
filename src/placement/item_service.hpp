// SPDX-License-Identifier: EUPL-1.2
// ItemService: the questions of placement tests, kept by the office and the board (KP-18 …). A published version never changes: whoever
// edits it gets a draft of the next one.
#pragma once

#include "base/clock.hpp"
#include "base/problem.hpp"
#include "base/result.hpp"
#include "base/viewer.hpp"
#include "competence/framework.hpp"
#include "placement/item_store.hpp"

namespace kc::placement {

enum class ItemError {
    not_permitted,
    item_not_found,
    item_invalid,       // see the problems
    changed_meanwhile,  // somebody else saved the draft
    draft_open,         // the next version is being written already
    not_a_draft,
    not_asked,  // to be outdated, but not published
};
BOOST_DESCRIBE_ENUM(ItemError, not_permitted, item_not_found, item_invalid, changed_meanwhile, draft_open, not_a_draft, not_asked)

struct ItemRefusal {
    ItemError error{};
    std::vector<FieldProblem> problems{};  // only with item_invalid
};

// What somebody writes. An item that is incomplete may be kept as a draft.
struct ItemEdit {
    CompetenceId competence;
    int level = 1;
    ItemKind kind{};
    std::string question, explanation;
    std::vector<ItemOption> options;
};

struct ItemFilter {
    std::optional<CompetenceId> competence;
    std::optional<ItemState> state;
};

inline constexpr std::size_t question_max = 600, explanation_max = 800, option_max = 300;

class ItemService {
public:
    ItemService(storage::Database& database, const Clock& clock, const competence::FrameworkSource& frameworks)
        : database_(database), clock_(clock), frameworks_(frameworks) {}

    Result<std::vector<Item>, ItemError> list(const Viewer& viewer, const ItemFilter& filter) const;
    Result<Item, ItemError> find(const Viewer& viewer, PlacementItemId id) const;
    Result<std::vector<Item>, ItemError> versions(const Viewer& viewer, const Item& item) const;  // newest first

    Result<PlacementItemId, ItemRefusal> create(const Viewer& viewer, const ItemEdit& edit);
    // Of a draft: saved in its place, where `seen_revision` is the one that was read. Of any other: the draft of the next version.
    Result<PlacementItemId, ItemRefusal> save(const Viewer& viewer, PlacementItemId id, const ItemEdit& edit, int seen_revision);
    Result<void, ItemRefusal> publish(const Viewer& viewer, PlacementItemId id, int seen_revision);  // the version before is asked no longer
    Result<void, ItemError> outdate(const Viewer& viewer, PlacementItemId id);
    Result<void, ItemError> discard(const Viewer& viewer, PlacementItemId id);

    // What stands between an item and its publication, each with field and remedy.
    std::vector<FieldProblem> open_points(const Item& item) const;
    std::shared_ptr<const competence::CompetenceFramework> framework() const { return frameworks_.current(); }

private:
    std::vector<FieldProblem> impossible_values(const ItemEdit& edit) const;
    void audit(storage::Transaction& transaction, const Viewer& viewer, std::string_view action, PlacementItemId id) const;

    storage::Database& database_;
    const Clock& clock_;
    const competence::FrameworkSource& frameworks_;
};

}  // namespace kc::placement
