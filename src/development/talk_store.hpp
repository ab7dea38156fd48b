// SPDX-License-Identifier: EUPL-1.2
// SQL of development talks: the talk, what each side wrote down, and the shared sheet. What a viewer may read is decided here, by PartySight.
#pragma once

#include "development/model.hpp"
#include "development/sight.hpp"
#include "storage/database.hpp"

#include <optional>
#include <span>
#include <vector>

namespace kc::development {

using storage::Session;
using storage::Transaction;

enum class Topic { achieved, wanted, support };
BOOST_DESCRIBE_ENUM(Topic, achieved, wanted, support)

struct Note {
    Side side{};
    Topic topic{};
    std::string text;
    bool shared = false;
};
BOOST_DESCRIBE_STRUCT(Note, (), (side, topic, text, shared))

enum class ItemKind { gap, interest, planned_unit, completed_unit, demand };
BOOST_DESCRIBE_ENUM(ItemKind, gap, interest, planned_unit, completed_unit, demand)

struct SheetItem {
    Side side{};
    ItemKind kind{};
    std::int64_t subject_id = 0;  // competence or learning unit
    std::string title;
    std::optional<int> from_level, to_level;
    bool operator==(const SheetItem&) const = default;
};
BOOST_DESCRIBE_STRUCT(SheetItem, (), (side, kind, subject_id, title, from_level, to_level))

std::vector<Talk> list_talks(Session& session, const PartySight& sight);  // newest first, at most 100
std::optional<Talk> find_talk(Session& session, TalkId id, const PartySight& sight);
// Her own notes and items, and what the other side shared; of a closed talk only the employee's side reads on (MG-08).
std::vector<Note> list_notes(Session& session, TalkId talk, const PartySight& sight);
std::vector<SheetItem> list_items(Session& session, TalkId talk, const PartySight& sight);

struct NewTalk {
    PersonId person, counterpart;
    OrganisationId organisation;
    Date planned_on{};
    Side started_by{};
};
std::optional<TalkId> insert_talk(Transaction& transaction, const NewTalk& talk, Instant now);  // nothing: one is open already
void update_talk_state(Transaction& transaction, TalkId id, TalkState state, Date today);
bool replace_notes(Transaction& transaction, TalkId talk, Side side, std::span<const Note> notes);       // whether something changed
bool replace_items(Transaction& transaction, TalkId talk, Side side, std::span<const SheetItem> items);  // whether something changed
void remove_unshared_notes(Transaction& transaction, TalkId talk, Side side);
void insert_talk_event(Transaction& transaction, TalkId talk, Happening happening, std::optional<Side> side, Instant now);

bool lock_employee(Transaction& transaction, PersonId person);  // false: no longer active

}  // namespace kc::development
