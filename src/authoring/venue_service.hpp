// SPDX-License-Identifier: EUPL-1.2
// VenueService: hosts, providers and the office keep their venues. Each change is one transaction with an audit entry.
#pragma once

#include "authoring/venue_store.hpp"
#include "base/clock.hpp"
#include "base/result.hpp"
#include "storage/database.hpp"

namespace kc::authoring {

enum class VenueError {
    not_permitted,    // no right to edit venues anywhere
    venue_not_found,  // or not of the own organisation
    not_own_host,     // for which the viewer may not act
    invalid,          // see the problems
};
BOOST_DESCRIBE_ENUM(VenueError, not_permitted, venue_not_found, not_own_host, invalid)

struct VenueRefusal {
    VenueError error{};
    std::vector<FieldProblem> problems;  // only with `invalid`
};

struct OwnVenue {
    VenueRow row;
    catalogue::VenueContent content;
};

struct VenueChoices {
    std::vector<VenueHost> hosts;  // for which the viewer may add a venue
    std::vector<VenuePlace> places;
};

class VenueService {
public:
    VenueService(storage::Database& database, const Clock& clock) : database_(database), clock_(clock) {}

    Result<std::vector<VenueRow>, VenueError> list(const Viewer& viewer) const;
    Result<OwnVenue, VenueError> find(const Viewer& viewer, VenueId id) const;
    Result<VenueChoices, VenueError> choices(const Viewer& viewer) const;
    // What a retired venue leaves behind: the dates stay, new ones are not possible.
    Result<std::vector<VenueBooking>, VenueError> bookings(const Viewer& viewer, VenueId id) const;

    Result<VenueId, VenueRefusal> add(const Viewer& viewer, OrganisationId host, catalogue::VenueContent venue);
    Result<void, VenueRefusal> change(const Viewer& viewer, VenueId id, catalogue::VenueContent venue);
    Result<void, VenueError> retire(const Viewer& viewer, VenueId id);
    Result<void, VenueError> restore(const Viewer& viewer, VenueId id);

private:
    Result<VenueRow, VenueError> find_own(storage::Session& session, const Viewer& viewer, VenueId id) const;
    Result<void, VenueError> set_retired(const Viewer& viewer, VenueId id, bool retired);
    void audit(storage::Transaction& transaction, const Viewer& viewer, std::string_view action, VenueId id) const;

    storage::Database& database_;
    const Clock& clock_;
};

}  // namespace kc::authoring
