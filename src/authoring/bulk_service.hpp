// SPDX-License-Identifier: EUPL-1.2
// BulkService: one property of many own offers at once. First every change is shown, then all are written in one transaction: as drafts,
// because what is published changes by release only, and withdrawals at once. An audit entry for each offer.
#pragma once

#include "authoring/bulk_rules.hpp"
#include "authoring/service.hpp"
#include "storage/database.hpp"

namespace kc::authoring {

enum class BulkError {
    not_permitted,
    offer_not_found,  // one of them does not exist or belongs to others
    nothing_chosen,
    too_many,
    invalid,            // see the problems
    nothing_to_change,  // all offers say so already, or cannot be changed now
    preview_outdated,   // something has changed since the preview: look again
};
BOOST_DESCRIBE_ENUM(BulkError, not_permitted, offer_not_found, nothing_chosen, too_many, invalid, nothing_to_change, preview_outdated)

struct BulkRefusal {
    BulkError error{};
    std::vector<FieldProblem> problems;
};

enum class BulkOutcome {
    changes,
    unchanged,      // says so already
    submitted,      // waits for the office
    retired,        // withdrawn
    not_published,  // cannot be withdrawn, because nobody sees it
    impossible,     // the new value does not fit this offer
};
BOOST_DESCRIBE_ENUM(BulkOutcome, changes, unchanged, submitted, retired, not_published, impossible)

struct BulkLine {
    LearningUnitId id;
    std::string title;
    PortalState state{};
    BulkOutcome outcome{};
    UnitContent before, after;
    std::vector<FieldProblem> problems;  // only with `impossible`
};

struct BulkPreview {
    std::vector<BulkLine> lines;  // in the order of the ids
    std::string fingerprint;      // of everything shown here
    std::int64_t count(BulkOutcome outcome) const;
};

inline constexpr std::size_t bulk_offers_max = 500;

class BulkService {
public:
    BulkService(storage::Database& database, const Clock& clock, AuthoringService& authoring)
        : database_(database), clock_(clock), authoring_(authoring) {}

    Result<BulkPreview, BulkRefusal> preview(const Viewer& viewer, std::span<const LearningUnitId> offers, const BulkChange& change) const;
    // `seen`: the fingerprint of the preview. How many offers were changed.
    Result<int, BulkRefusal> apply(const Viewer& viewer, std::span<const LearningUnitId> offers, const BulkChange& change, std::string_view seen);

    const AuthoringService& authoring() const { return authoring_; }

private:
    struct Entry {
        Offer offer;
        BulkLine line;
    };
    Result<std::vector<Entry>, BulkRefusal> entries(storage::Session& session, const Viewer& viewer, std::span<const LearningUnitId> offers,
                                                    const BulkChange& change) const;
    void write(storage::Transaction& transaction, const Viewer& viewer, const Entry& entry, const BulkChange& change) const;

    storage::Database& database_;
    const Clock& clock_;
    AuthoringService& authoring_;
};

}  // namespace kc::authoring
