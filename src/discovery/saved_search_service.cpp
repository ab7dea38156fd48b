// SPDX-License-Identifier: EUPL-1.2
#include "discovery/saved_search_service.hpp"

#include "base/text.hpp"
#include "competence/competence.hpp"
#include "storage/audit.hpp"

namespace kc::discovery {

std::string SavedSearches::canonical(std::string_view query) const {
    const auto state = offers_.current();
    return address_of(without_view(search_query_of(query, *state)));
}

std::optional<SavedSearchError> SavedSearches::check_name(const std::string& name) const {
    if (trim(name).empty()) return SavedSearchError::name_missing;
    if (!is_valid_utf8(name) || contains_control_characters(name) || code_points(name) > search_name_max) return SavedSearchError::name_too_long;
    return std::nullopt;
}

std::optional<std::string> SavedSearches::baseline(Transaction& transaction, const Viewer& viewer, const std::string& query) const {
    const auto state = offers_.current();
    const auto today = clock_.today();
    const auto learner = competence::find_learner_profile(transaction, *state->framework, viewer.person, today);
    const auto searcher = searcher_of(*state, &viewer, learner ? &*learner : nullptr, today);
    const auto hits = run_search(*state, query, searcher);
    if (hits.total > watched_hits_max) return std::nullopt;
    return to_text(remembered(*state, hits, searcher.member, today));
}

Result<SavedSearchId, SavedSearchError> SavedSearches::save(const Viewer& viewer, const std::string& name, const std::string& query, Digest digest) {
    if (const auto problem = check_name(name)) return refuse(*problem);
    SavedSearch search{.name = std::string(trim(name)), .query = canonical(query), .digest = digest, .created_at = clock_.now()};
    if (search.query.empty()) return refuse(SavedSearchError::empty_search);
    return database_.in_transaction([&](Transaction& transaction) -> Result<SavedSearchId, SavedSearchError> {
        if (!lock_active_person(transaction, viewer.person)) return refuse(SavedSearchError::not_permitted);
        if (find_saved_search(transaction, viewer.person, search.query)) return refuse(SavedSearchError::already_saved);
        if (list_saved_searches(transaction, viewer.person).size() >= saved_searches_max) return refuse(SavedSearchError::too_many_searches);
        search.last_result.reset();
        search.last_sent_at.reset();
        if (digest != Digest::never) {
            search.last_result = baseline(transaction, viewer, search.query);
            if (!search.last_result) return refuse(SavedSearchError::too_wide);
            search.last_sent_at = clock_.now();
        }
        const auto id = insert_saved_search(transaction, viewer.person, search);
        record(transaction, viewer, "saved_search.added", id);
        return id;
    });
}

Result<void, SavedSearchError> SavedSearches::change(const Viewer& viewer, SavedSearchId id, const std::string& name, Digest digest) {
    if (const auto problem = check_name(name)) return refuse(*problem);
    return database_.in_transaction([&](Transaction& transaction) -> Result<void, SavedSearchError> {
        if (!lock_active_person(transaction, viewer.person)) return refuse(SavedSearchError::not_permitted);
        auto search = find_saved_search(transaction, viewer.person, id);
        if (!search) return refuse(SavedSearchError::search_not_found);
        const std::string trimmed(trim(name));
        if (search->name == trimmed && search->digest == digest) return {};
        // Whoever begins to be told hears of what is new from now on.
        if (search->digest == Digest::never && digest != Digest::never) {
            search->last_result = baseline(transaction, viewer, search->query);
            if (!search->last_result) return refuse(SavedSearchError::too_wide);
            search->last_sent_at = clock_.now();
        }
        search->name = trimmed;
        search->digest = digest;
        update_saved_search(transaction, viewer.person, *search);
        record(transaction, viewer, "saved_search.changed", id);
        return {};
    });
}

Result<void, SavedSearchError> SavedSearches::remove(const Viewer& viewer, SavedSearchId id) {
    return database_.in_transaction([&](Transaction& transaction) -> Result<void, SavedSearchError> {
        if (!lock_active_person(transaction, viewer.person)) return refuse(SavedSearchError::not_permitted);
        if (!remove_saved_search(transaction, viewer.person, id)) return refuse(SavedSearchError::search_not_found);
        record(transaction, viewer, "saved_search.removed", id);
        return {};
    });
}

std::vector<SavedSearch> SavedSearches::own(const Viewer& viewer) const {
    return database_.read([&](Session& session) { return list_saved_searches(session, viewer.person); });
}

std::optional<SavedSearch> SavedSearches::find_own(const Viewer& viewer, SavedSearchId id) const {
    return database_.read([&](Session& session) { return find_saved_search(session, viewer.person, id); });
}

std::vector<std::int64_t> SavedSearches::count_hits(const Viewer& viewer, std::span<const SavedSearch> searches) const {
    if (searches.empty()) return {};
    const auto state = offers_.current();
    const auto today = clock_.today();
    const auto learner =
        database_.read([&](Session& session) { return competence::find_learner_profile(session, *state->framework, viewer.person, today); });
    const auto searcher = searcher_of(*state, &viewer, learner ? &*learner : nullptr, today);
    std::vector<std::int64_t> counts;
    for (const auto& search : searches) counts.push_back(count_offers(*state, search_query_of(search.query, *state), searcher));
    return counts;
}

void SavedSearches::record(Transaction& transaction, const Viewer& viewer, std::string_view action, SavedSearchId id) const {
    storage::record_audit(
        transaction,
        {.at = clock_.now(), .actor = viewer.person, .action = std::string(action), .subject_type = "saved_search", .subject_id = id.value});
}

}  // namespace kc::discovery
