// SPDX-License-Identifier: EUPL-1.2
#include "authoring/venue_service.hpp"

#include "catalogue/publication.hpp"
#include "storage/audit.hpp"

#include <algorithm>

namespace kc::authoring {

using storage::Session;
using storage::Transaction;

namespace {

bool place_known(Session& session, const std::string& slug) {
    return session.get<std::int64_t>("SELECT count(*) FROM places WHERE slug = ?", slug) > 0;
}

}  // namespace

Result<std::vector<VenueRow>, VenueError> VenueService::list(const Viewer& viewer) const {
    if (!viewer.may(Permission::edit_venues)) return refuse(VenueError::not_permitted);
    auto rows = database_.read([&](Session& session) { return list_venue_rows(session, clock_.today()); });
    std::erase_if(rows, [&](const VenueRow& row) { return !viewer.may(Permission::edit_venues, row.organisation_id); });
    return rows;
}

Result<OwnVenue, VenueError> VenueService::find(const Viewer& viewer, VenueId id) const {
    return database_.read([&](Session& session) -> Result<OwnVenue, VenueError> {
        auto row = find_own(session, viewer, id);
        if (!row) return refuse(row.error());
        return OwnVenue{std::move(*row), read_venue_content(session, id)};
    });
}

Result<VenueChoices, VenueError> VenueService::choices(const Viewer& viewer) const {
    if (!viewer.may(Permission::edit_venues)) return refuse(VenueError::not_permitted);
    return database_.read([&](Session& session) -> Result<VenueChoices, VenueError> {
        VenueChoices choices{list_venue_hosts(session, clock_.today()), list_venue_places(session)};
        std::erase_if(choices.hosts, [&](const VenueHost& host) { return !viewer.may(Permission::edit_venues, host.id); });
        return choices;
    });
}

Result<std::vector<VenueBooking>, VenueError> VenueService::bookings(const Viewer& viewer, VenueId id) const {
    return database_.read([&](Session& session) -> Result<std::vector<VenueBooking>, VenueError> {
        const auto row = find_own(session, viewer, id);
        if (!row) return refuse(row.error());
        return list_venue_bookings(session, id, clock_.today());
    });
}

Result<VenueId, VenueRefusal> VenueService::add(const Viewer& viewer, OrganisationId host, catalogue::VenueContent venue) {
    normalise(venue);
    if (!viewer.may(Permission::edit_venues)) return refuse(VenueRefusal{VenueError::not_permitted, {}});
    if (!viewer.may(Permission::edit_venues, host)) return refuse(VenueRefusal{VenueError::not_own_host, {}});
    return database_.in_transaction([&](Transaction& transaction) -> Result<VenueId, VenueRefusal> {
        const auto hosts = list_venue_hosts(transaction, clock_.today());
        if (std::none_of(hosts.begin(), hosts.end(), [&](const VenueHost& one) { return one.id == host; })) {
            return refuse(VenueRefusal{VenueError::not_own_host, {}});
        }
        auto problems = check_venue(venue, place_known(transaction, venue.place), std::nullopt);
        if (!problems.empty()) return refuse(VenueRefusal{VenueError::invalid, std::move(problems)});
        const auto id = catalogue::add_venue(transaction, host, venue);
        audit(transaction, viewer, "venue.added", id);
        return id;
    });
}

Result<void, VenueRefusal> VenueService::change(const Viewer& viewer, VenueId id, catalogue::VenueContent venue) {
    normalise(venue);
    return database_.in_transaction([&](Transaction& transaction) -> Result<void, VenueRefusal> {
        const auto row = find_own(transaction, viewer, id);
        if (!row) return refuse(VenueRefusal{row.error(), {}});
        auto problems = check_venue(venue, place_known(transaction, venue.place), find_fullest_date(transaction, id, clock_.today()));
        if (!problems.empty()) return refuse(VenueRefusal{VenueError::invalid, std::move(problems)});
        catalogue::change_venue(transaction, id, venue);
        audit(transaction, viewer, "venue.changed", id);
        return {};
    });
}

Result<void, VenueError> VenueService::retire(const Viewer& viewer, VenueId id) { return set_retired(viewer, id, true); }

Result<void, VenueError> VenueService::restore(const Viewer& viewer, VenueId id) { return set_retired(viewer, id, false); }

Result<void, VenueError> VenueService::set_retired(const Viewer& viewer, VenueId id, bool retired) {
    return database_.in_transaction([&](Transaction& transaction) -> Result<void, VenueError> {
        const auto row = find_own(transaction, viewer, id);
        if (!row) return refuse(row.error());
        if (row->retired == retired) return {};  // sent twice
        catalogue::retire_venue(transaction, id, retired);
        audit(transaction, viewer, retired ? "venue.retired" : "venue.restored", id);
        return {};
    });
}

Result<VenueRow, VenueError> VenueService::find_own(Session& session, const Viewer& viewer, VenueId id) const {
    if (!viewer.may(Permission::edit_venues)) return refuse(VenueError::not_permitted);
    auto row = find_venue_row(session, id, clock_.today());
    if (!row || !viewer.may(Permission::edit_venues, row->organisation_id)) return refuse(VenueError::venue_not_found);
    return std::move(*row);
}

void VenueService::audit(Transaction& transaction, const Viewer& viewer, std::string_view action, VenueId id) const {
    storage::record_audit(
        transaction, {.at = clock_.now(), .actor = viewer.person, .action = std::string(action), .subject_type = "venue", .subject_id = id.value});
}

}  // namespace kc::authoring
