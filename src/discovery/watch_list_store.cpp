// SPDX-License-Identifier: EUPL-1.2
#include "discovery/watch_list_store.hpp"

namespace kc::discovery {

bool lock_active_person(Transaction& transaction, PersonId person) {
    return transaction.find_for_update<PersonId>("SELECT id FROM people WHERE id = ? AND state = 'active'", person).has_value();
}

std::vector<WatchedRow> list_watched(Session& session, PersonId person) {
    return session.query<WatchedRow>(
        "SELECT unit_id, added_at, seen_state, mailed_state FROM watched_units WHERE person_id = ? ORDER BY added_at DESC, unit_id", person);
}

std::vector<LearningUnitId> list_watched_ids(Session& session, PersonId person) {
    return session.query<LearningUnitId>("SELECT unit_id FROM watched_units WHERE person_id = ? ORDER BY unit_id", person);
}

bool insert_watched(Transaction& transaction, PersonId person, const WatchedRow& row) {
    return transaction.execute(
               "INSERT INTO watched_units (person_id, unit_id, added_at, seen_state, mailed_state) VALUES (?, ?, ?, ?, ?) "
               "ON CONFLICT (person_id, unit_id) DO NOTHING",
               person, row.unit_id, row.added_at, row.seen_state, row.mailed_state) == 1;
}

bool remove_watched(Transaction& transaction, PersonId person, LearningUnitId unit) {
    return transaction.execute("DELETE FROM watched_units WHERE person_id = ? AND unit_id = ?", person, unit) == 1;
}

void update_seen(Transaction& transaction, PersonId person, LearningUnitId unit, const std::string& state) {
    transaction.execute("UPDATE watched_units SET seen_state = ? WHERE person_id = ? AND unit_id = ?", state, person, unit);
}

void update_mailed(Transaction& transaction, PersonId person, LearningUnitId unit, const std::string& state) {
    transaction.execute("UPDATE watched_units SET mailed_state = ? WHERE person_id = ? AND unit_id = ?", state, person, unit);
}

DigestChoice digest_choice(Session& session, PersonId person) {
    return session.find<DigestChoice>("SELECT watch_digest, watch_sent_at FROM digest_choices WHERE person_id = ?", person).value_or(DigestChoice{});
}

void update_watch_digest(Transaction& transaction, PersonId person, Digest digest) {
    transaction.execute(
        "INSERT INTO digest_choices (person_id, watch_digest) VALUES (?, ?) ON CONFLICT (person_id) DO UPDATE SET watch_digest = "
        "excluded.watch_digest",
        person, digest);
}

void update_watch_sent(Transaction& transaction, PersonId person, Instant now) {
    transaction.execute("UPDATE digest_choices SET watch_sent_at = ? WHERE person_id = ?", now, person);
}

}  // namespace kc::discovery
