// SPDX-License-Identifier: EUPL-1.2
// SavedSearches: searches a person keeps under a name, with or without news by mail. Each change is one transaction with audit entry.
#pragma once

#include "base/result.hpp"
#include "base/viewer.hpp"
#include "discovery/saved_search_store.hpp"
#include "discovery/search_news.hpp"
#include "discovery/source.hpp"

namespace kc::discovery {

inline constexpr std::size_t saved_searches_max = 50;  // FI-74
inline constexpr std::size_t search_name_max = 80;     // code points

enum class SavedSearchError {
    not_permitted,  // the account is no longer active
    search_not_found,
    empty_search,  // asks for nothing
    name_missing,
    name_too_long,
    already_saved,
    too_many_searches,
    too_wide,  // finds too much to be told about news (FI-75)
};
BOOST_DESCRIBE_ENUM(SavedSearchError, not_permitted, search_not_found, empty_search, name_missing, name_too_long, already_saved, too_many_searches,
                    too_wide)

class SavedSearches {
public:
    SavedSearches(storage::Database& database, const Clock& clock, OfferSearch& offers) : database_(database), clock_(clock), offers_(offers) {}

    // `query` is what stands in an address behind the question mark; it is stored in its canonical form, without order and page.
    Result<SavedSearchId, SavedSearchError> save(const Viewer& viewer, const std::string& name, const std::string& query, Digest digest);
    Result<void, SavedSearchError> change(const Viewer& viewer, SavedSearchId id, const std::string& name, Digest digest);
    Result<void, SavedSearchError> remove(const Viewer& viewer, SavedSearchId id);

    std::vector<SavedSearch> own(const Viewer& viewer) const;
    std::optional<SavedSearch> find_own(const Viewer& viewer, SavedSearchId id) const;
    // How many offers each of these finds now, in their order.
    std::vector<std::int64_t> count_hits(const Viewer& viewer, std::span<const SavedSearch> searches) const;
    std::string canonical(std::string_view query) const;  // empty: asks for nothing

private:
    std::optional<SavedSearchError> check_name(const std::string& name) const;
    // What the search finds now; nothing when it is too wide to be watched.
    std::optional<std::string> baseline(Transaction& transaction, const Viewer& viewer, const std::string& query) const;
    void record(Transaction& transaction, const Viewer& viewer, std::string_view action, SavedSearchId id) const;

    storage::Database& database_;
    const Clock& clock_;
    OfferSearch& offers_;
};

}  // namespace kc::discovery
