// SPDX-License-Identifier: EUPL-1.2
#include "authoring/venue_store.hpp"

#include "catalogue/listing.hpp"
#include "storage/session.hpp"

#include <algorithm>

namespace kc::authoring {

using catalogue::AccessibilityFeature;
using catalogue::DateState;
using storage::Session;

namespace {

struct ContentRow {
    std::string slug, name, place, street;
    int seats = 0;
    bool step_free = false;
    std::string equipment, description, accessibility, accessibility_note, didactics;
    Money price_day_cents;
};
BOOST_DESCRIBE_STRUCT(ContentRow, (),
                      (slug, name, place, street, seats, step_free, equipment, description, accessibility, accessibility_note, didactics,
                       price_day_cents))

constexpr std::string_view venue_row =
    "SELECT v.id, v.slug, v.organisation_id, COALESCE((SELECT o.name FROM organisation_versions o WHERE o.organisation_id = v.organisation_id "
    "AND o.valid_from <= ? AND (o.valid_until IS NULL OR o.valid_until > ?)), '') AS host, v.name, p.name AS place, p.slug AS place_slug, v.street, "
    "v.seats, v.retired, (SELECT count(*) FROM tutorial_dates d JOIN learning_units u ON u.id = d.unit_id WHERE d.venue_id = v.id "
    "AND d.state = 'planned' AND d.first_day >= ? AND u.state <> 'retired') AS upcoming_count FROM venues v JOIN places p ON p.id = v.place_id";

template <class Row> void sort_by_name(std::vector<Row>& rows) {
    std::stable_sort(rows.begin(), rows.end(), [](const Row& a, const Row& b) { return catalogue::sort_key(a.name) < catalogue::sort_key(b.name); });
}

}  // namespace

std::vector<VenueRow> list_venue_rows(Session& session, Date today) {
    auto rows = session.query<VenueRow>(std::string(venue_row) + " ORDER BY v.id", today, today, today);
    sort_by_name(rows);
    return rows;
}

std::optional<VenueRow> find_venue_row(Session& session, VenueId id, Date today) {
    return session.find<VenueRow>(std::string(venue_row) + " WHERE v.id = ?", today, today, today, id);
}

catalogue::VenueContent read_venue_content(Session& session, VenueId id) {
    auto row = session.get<ContentRow>(
        "SELECT v.slug, v.name, p.slug AS place, v.street, v.seats, v.step_free, v.equipment, v.description, v.accessibility, v.accessibility_note, "
        "v.didactics, v.price_day_cents FROM venues v JOIN places p ON p.id = v.place_id WHERE v.id = ?",
        id);
    catalogue::VenueContent venue;
    venue.slug = std::move(row.slug);
    venue.name = std::move(row.name);
    venue.place = std::move(row.place);
    venue.street = std::move(row.street);
    venue.seats = row.seats;
    venue.step_free = row.step_free;
    venue.equipment = std::move(row.equipment);
    venue.description = std::move(row.description);
    venue.accessibility_note = std::move(row.accessibility_note);
    venue.didactics = std::move(row.didactics);
    venue.price_day = row.price_day_cents;
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<AccessibilityFeature>>([&](auto feature) {
        if (("," + row.accessibility + ",").find("," + std::string(feature.name) + ",") != std::string::npos)
            venue.accessibility.push_back(feature.value);
    });
    // Venues from the time before the list of features know the step only.
    if (row.step_free &&
        std::find(venue.accessibility.begin(), venue.accessibility.end(), AccessibilityFeature::step_free) == venue.accessibility.end()) {
        venue.accessibility.push_back(AccessibilityFeature::step_free);
    }
    return venue;
}

std::vector<VenuePlace> list_venue_places(Session& session) {
    auto places = session.query<VenuePlace>("SELECT slug, name FROM places ORDER BY id");
    sort_by_name(places);
    return places;
}

std::vector<VenueHost> list_venue_hosts(Session& session, Date today) {
    auto hosts = session.query<VenueHost>(
        "SELECT o.id, v.name FROM organisations o JOIN organisation_versions v ON v.organisation_id = o.id AND v.valid_from <= ? "
        "AND (v.valid_until IS NULL OR v.valid_until > ?) WHERE o.kind IN ('provider', 'venue_host', 'cooperative') "
        "OR EXISTS (SELECT 1 FROM venues w WHERE w.organisation_id = o.id) OR EXISTS (SELECT 1 FROM providers q WHERE q.organisation_id = o.id) "
        "ORDER BY o.id",
        today, today);
    sort_by_name(hosts);
    return hosts;
}

std::vector<VenueBooking> list_venue_bookings(Session& session, VenueId id, Date today) {
    return session.query<VenueBooking>(
        "SELECT u.id AS unit, u.title, p.name AS provider, d.first_day, d.start_minute, d.end_minute, d.seats FROM tutorial_dates d "
        "JOIN learning_units u ON u.id = d.unit_id JOIN providers p ON p.id = u.provider_id WHERE d.venue_id = ? AND d.state = ? AND d.first_day >= "
        "? "
        "AND u.state = 'published' ORDER BY d.first_day, d.start_minute, d.id",
        id, DateState::planned, today);
}

std::optional<FullestDate> find_fullest_date(Session& session, VenueId id, Date today) {
    return session.find<FullestDate>(
        "SELECT d.first_day AS day, d.seats FROM tutorial_dates d JOIN learning_units u ON u.id = d.unit_id WHERE d.venue_id = ? AND d.state = ? "
        "AND d.first_day >= ? AND u.state <> 'retired' ORDER BY d.seats DESC, d.first_day, d.id LIMIT 1",
        id, DateState::planned, today);
}

}  // namespace kc::authoring
