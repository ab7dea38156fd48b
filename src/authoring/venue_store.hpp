// SPDX-License-Identifier: EUPL-1.2
// What the service about venues asks the database.
#pragma once

#include "authoring/venue_rules.hpp"
#include "base/viewer.hpp"

namespace kc::storage {
class Session;
}

namespace kc::authoring {

struct VenueRow {
    VenueId id;
    std::string slug;
    OrganisationId organisation_id;
    std::string host, name, place, place_slug, street;  // names of the host and of the place
    int seats = 0;
    bool retired = false;
    std::int64_t upcoming_count = 0;
};
BOOST_DESCRIBE_STRUCT(VenueRow, (), (id, slug, organisation_id, host, name, place, place_slug, street, seats, retired, upcoming_count))

struct VenuePlace {
    std::string slug, name;
};
BOOST_DESCRIBE_STRUCT(VenuePlace, (), (slug, name))

struct VenueHost {
    OrganisationId id;
    std::string name;
};
BOOST_DESCRIBE_STRUCT(VenueHost, (), (id, name))

// A coming date at a venue.
struct VenueBooking {
    LearningUnitId unit;
    std::string title, provider;
    Date first_day{};
    int start_minute = 0, end_minute = 0, seats = 0;
};
BOOST_DESCRIBE_STRUCT(VenueBooking, (), (unit, title, provider, first_day, start_minute, end_minute, seats))

std::vector<VenueRow> list_venue_rows(storage::Session& session, Date today);  // by name
std::optional<VenueRow> find_venue_row(storage::Session& session, VenueId id, Date today);
catalogue::VenueContent read_venue_content(storage::Session& session, VenueId id);
std::vector<VenuePlace> list_venue_places(storage::Session& session);  // by name
// Providers, hosts, the cooperative, and whoever has a venue already; by name.
std::vector<VenueHost> list_venue_hosts(storage::Session& session, Date today);
std::vector<VenueBooking> list_venue_bookings(storage::Session& session, VenueId id, Date today);
std::optional<FullestDate> find_fullest_date(storage::Session& session, VenueId id, Date today);

}  // namespace kc::authoring
