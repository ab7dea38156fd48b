// SPDX-License-Identifier: EUPL-1.2
#include "discovery/synonym_list_service.hpp"

#include "storage/audit.hpp"
#include "storage/changes.hpp"

#include <fmt/format.h>

namespace kc::discovery {

SynonymRevision SynonymLists::in_force() const {
    auto found = database_.read([](storage::Session& session) { return find_synonyms_in_force(session); });
    return found ? std::move(*found) : SynonymRevision{0, delivered_, Instant{}};
}

std::vector<SynonymRevisionHead> SynonymLists::history(int limit) const {
    return database_.read([&](storage::Session& session) { return list_synonym_revisions(session, limit); });
}

std::optional<std::string> SynonymLists::find_text(int revision) const {
    if (revision == 0) return delivered_;
    auto found = database_.read([&](storage::Session& session) { return find_synonym_revision(session, revision); });
    return found ? std::optional(std::move(found->text)) : std::nullopt;
}

Result<int, SynonymListRefusal> SynonymLists::save(const Viewer& viewer, int base, const std::string& text) {
    if (!viewer.may(Permission::edit_search)) return refuse(SynonymListRefusal{SynonymListError::not_permitted, {}});
    if (auto read = search::parse_synonyms(text); !read) return refuse(SynonymListRefusal{SynonymListError::unreadable, read.error()});
    return database_.in_transaction([&](storage::Transaction& transaction) -> Result<int, SynonymListRefusal> {
        const auto present = find_synonyms_in_force(transaction);
        if ((present ? present->revision : 0) != base) return refuse(SynonymListRefusal{SynonymListError::outdated, {}});
        if ((present ? present->text : delivered_) == text) return refuse(SynonymListRefusal{SynonymListError::unchanged, {}});
        const int revision = base + 1;
        if (!insert_synonym_revision(transaction, {revision, text, clock_.now()})) return refuse(SynonymListRefusal{SynonymListError::outdated, {}});
        storage::record_audit(transaction, {.at = clock_.now(),
                                            .actor = viewer.person,
                                            .action = "search_vocabulary.changed",
                                            .subject_type = "search_vocabulary",
                                            .subject_id = revision,
                                            .details = fmt::format("{{\"base\":{}}}", base)});
        storage::record_change(transaction, storage::ChangeTopic::search_vocabulary, revision);
        return revision;
    });
}

Result<int, SynonymListRefusal> SynonymLists::restore(const Viewer& viewer, int base, int revision) {
    if (!viewer.may(Permission::edit_search)) return refuse(SynonymListRefusal{SynonymListError::not_permitted, {}});
    const auto text = find_text(revision);
    if (!text) return refuse(SynonymListRefusal{SynonymListError::revision_not_found, {}});
    return save(viewer, base, *text);
}

}  // namespace kc::discovery
