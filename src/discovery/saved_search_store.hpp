// SPDX-License-Identifier: EUPL-1.2
// All SQL about saved searches. Every question carries the person's number, so a page can only ever reach the rows of its viewer.
#pragma once

#include "discovery/watch_list_store.hpp"

namespace kc::discovery {

using SavedSearchId = Id<struct SavedSearchTag>;

struct SavedSearch {
    SavedSearchId id;
    std::string name, query;
    Digest digest{};
    Instant created_at{};
    std::optional<Instant> last_sent_at;
    std::optional<std::string> last_result;
};
BOOST_DESCRIBE_STRUCT(SavedSearch, (), (id, name, query, digest, created_at, last_sent_at, last_result))

std::vector<SavedSearch> list_saved_searches(Session& session, PersonId person);  // by name
std::optional<SavedSearch> find_saved_search(Session& session, PersonId person, SavedSearchId id);
std::optional<SavedSearchId> find_saved_search(Session& session, PersonId person, const std::string& query);
SavedSearchId insert_saved_search(Transaction& transaction, PersonId person, const SavedSearch& search);  // its id is not looked at
void update_saved_search(Transaction& transaction, PersonId person, const SavedSearch& search);           // name, digest, result
bool remove_saved_search(Transaction& transaction, PersonId person, SavedSearchId id);
void stop_digests(Transaction& transaction, PersonId person);  // of saved searches and watch list

}  // namespace kc::discovery
