// SPDX-License-Identifier: EUPL-1.2
// WatchList: the offers a person has noted (Merkliste), and what has changed about them since she last confirmed to have seen it.
// Each change is one transaction with audit entry; sending the same thing twice changes nothing the second time.
#pragma once

#include "base/clock.hpp"
#include "base/result.hpp"
#include "base/viewer.hpp"
#include "discovery/offer_condition.hpp"
#include "discovery/watch_list_store.hpp"

#include <memory>

namespace kc::discovery {

inline constexpr std::size_t watched_max = 200;  // FI-71

enum class WatchError {
    not_permitted,   // the account is no longer active
    unit_not_found,  // not published, or an internal offer of another organisation
    list_full,
};
BOOST_DESCRIBE_ENUM(WatchError, not_permitted, unit_not_found, list_full)

struct WatchedOffer {
    LearningUnitId id;
    const catalogue::LearningUnit* unit = nullptr;  // nullptr: no longer offered
    std::string slug, title;                        // also of an offer that is gone
    Instant added_at{};
    OfferCondition seen, now;
    std::vector<OfferChange> changes;
};

struct OwnWatchList {
    std::shared_ptr<const catalogue::CatalogueSnapshot> catalogue;  // the offers point into it
    std::vector<WatchedOffer> offers;                               // changed ones first, then newest first
    Digest digest{};
    bool changed() const;
};

class WatchList {
public:
    WatchList(storage::Database& database, const Clock& clock, const catalogue::CatalogueSource& catalogue)
        : database_(database), clock_(clock), catalogue_(catalogue) {}

    OwnWatchList own(const Viewer& viewer) const;
    std::vector<LearningUnitId> own_ids(const Viewer& viewer) const;  // one statement, for the marks on cards

    Result<bool, WatchError> add(const Viewer& viewer, LearningUnitId unit);  // false: it was there already
    Result<bool, WatchError> remove(const Viewer& viewer, LearningUnitId unit);
    Result<void, WatchError> confirm_seen(const Viewer& viewer);  // what changed is known now
    Result<void, WatchError> set_digest(const Viewer& viewer, Digest digest);

private:
    void record(Transaction& transaction, const Viewer& viewer, std::string_view action, std::string_view subject_type, std::int64_t subject) const;

    storage::Database& database_;
    const Clock& clock_;
    const catalogue::CatalogueSource& catalogue_;
};

}  // namespace kc::discovery
