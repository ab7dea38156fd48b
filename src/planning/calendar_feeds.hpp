// SPDX-License-Identifier: EUPL-1.2
// The private calendar address of a person: whoever knows it reads the dates of her plan in force without signing in. Only a hash of it is
// kept; a new address ends the former one, and so do revoking, losing the right to a plan, and erasure (LP-50 …).
#pragma once

#include "planning/service.hpp"
#include "planning/settings_store.hpp"

namespace kc::planning {

class CalendarFeeds {
public:
    CalendarFeeds(storage::Database& database, const Clock& clock) : database_(database), clock_(clock) {}

    std::optional<Instant> created_at(const Viewer& viewer) const;  // nothing: there is no address
    // The secret part of a new address, told this one time.
    Result<std::string, CurriculumError> renew(const Viewer& viewer);
    Result<void, CurriculumError> revoke(const Viewer& viewer);  // also when there is none: sent twice

    struct Feed {
        FeedReader reader;
        PersonState state;
    };
    std::optional<Feed> find(std::string_view token) const;

private:
    storage::Database& database_;
    const Clock& clock_;
};

}  // namespace kc::planning
