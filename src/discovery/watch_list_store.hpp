// SPDX-License-Identifier: EUPL-1.2
// All SQL about the watch list. Every question carries the person's number, so a page can only ever reach the rows of its viewer.
#pragma once

#include "base/ids.hpp"
#include "storage/database.hpp"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace kc::discovery {

using storage::Session;
using storage::Transaction;

enum class Digest { never, daily, weekly };
BOOST_DESCRIBE_ENUM(Digest, never, daily, weekly)

struct WatchedRow {
    LearningUnitId unit_id;
    Instant added_at{};
    std::string seen_state, mailed_state;
};
BOOST_DESCRIBE_STRUCT(WatchedRow, (), (unit_id, added_at, seen_state, mailed_state))

// Makes the writes of one person wait for each other; false when there is no such active person.
bool lock_active_person(Transaction& transaction, PersonId person);

std::vector<WatchedRow> list_watched(Session& session, PersonId person);  // newest first
std::vector<LearningUnitId> list_watched_ids(Session& session, PersonId person);
bool insert_watched(Transaction& transaction, PersonId person, const WatchedRow& row);  // false: it was there already
bool remove_watched(Transaction& transaction, PersonId person, LearningUnitId unit);
void update_seen(Transaction& transaction, PersonId person, LearningUnitId unit, const std::string& state);
void update_mailed(Transaction& transaction, PersonId person, LearningUnitId unit, const std::string& state);

struct DigestChoice {
    Digest watch_digest = Digest::never;
    std::optional<Instant> watch_sent_at;
};
BOOST_DESCRIBE_STRUCT(DigestChoice, (), (watch_digest, watch_sent_at))

DigestChoice digest_choice(Session& session, PersonId person);  // never, when nothing was chosen
void update_watch_digest(Transaction& transaction, PersonId person, Digest digest);
void update_watch_sent(Transaction& transaction, PersonId person, Instant now);

}  // namespace kc::discovery
