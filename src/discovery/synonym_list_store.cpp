// SPDX-License-Identifier: EUPL-1.2
#include "discovery/synonym_list_store.hpp"

namespace kc::discovery {

std::optional<SynonymRevision> find_synonyms_in_force(storage::Session& session) {
    return session.find<SynonymRevision>("SELECT revision, text, changed_at FROM search_vocabulary ORDER BY revision DESC LIMIT 1");
}

std::optional<SynonymRevision> find_synonym_revision(storage::Session& session, int revision) {
    return session.find<SynonymRevision>("SELECT revision, text, changed_at FROM search_vocabulary WHERE revision = ?", revision);
}

std::vector<SynonymRevisionHead> list_synonym_revisions(storage::Session& session, int limit) {
    return session.query<SynonymRevisionHead>("SELECT revision, changed_at FROM search_vocabulary ORDER BY revision DESC LIMIT ?", limit);
}

bool insert_synonym_revision(storage::Transaction& transaction, const SynonymRevision& revision) {
    return transaction.execute("INSERT INTO search_vocabulary (revision, text, changed_at) VALUES (?, ?, ?) ON CONFLICT (revision) DO NOTHING",
                               revision.revision, revision.text, revision.changed_at) == 1;
}

}  // namespace kc::discovery
