// SPDX-License-Identifier: EUPL-1.2
#include "discovery/saved_search_store.hpp"

namespace kc::discovery {

std::vector<SavedSearch> list_saved_searches(Session& session, PersonId person) {
    return session.query<SavedSearch>(
        "SELECT id, name, query, digest, created_at, last_sent_at, last_result FROM saved_searches WHERE person_id = ? ORDER BY name, id", person);
}

std::optional<SavedSearch> find_saved_search(Session& session, PersonId person, SavedSearchId id) {
    return session.find<SavedSearch>(
        "SELECT id, name, query, digest, created_at, last_sent_at, last_result FROM saved_searches WHERE person_id = ? AND id = ?", person, id);
}

std::optional<SavedSearchId> find_saved_search(Session& session, PersonId person, const std::string& query) {
    return session.find<SavedSearchId>("SELECT id FROM saved_searches WHERE person_id = ? AND query = ?", person, query);
}

SavedSearchId insert_saved_search(Transaction& transaction, PersonId person, const SavedSearch& search) {
    return transaction.get<SavedSearchId>(
        "INSERT INTO saved_searches (person_id, name, query, digest, created_at, last_sent_at, last_result) VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING "
        "id",
        person, search.name, search.query, search.digest, search.created_at, search.last_sent_at, search.last_result);
}

void update_saved_search(Transaction& transaction, PersonId person, const SavedSearch& search) {
    transaction.execute("UPDATE saved_searches SET name = ?, digest = ?, last_sent_at = ?, last_result = ? WHERE person_id = ? AND id = ?",
                        search.name, search.digest, search.last_sent_at, search.last_result, person, search.id);
}

bool remove_saved_search(Transaction& transaction, PersonId person, SavedSearchId id) {
    return transaction.execute("DELETE FROM saved_searches WHERE person_id = ? AND id = ?", person, id) == 1;
}

void stop_digests(Transaction& transaction, PersonId person) {
    transaction.execute("UPDATE saved_searches SET digest = 'never' WHERE person_id = ?", person);
    transaction.execute("UPDATE digest_choices SET watch_digest = 'never' WHERE person_id = ?", person);
}

}  // namespace kc::discovery
