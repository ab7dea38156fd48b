// SPDX-License-Identifier: EUPL-1.2
#include "authoring/date_store.hpp"

#include "catalogue/listing.hpp"
#include "storage/session.hpp"

#include <algorithm>

namespace kc::authoring {

using storage::Session;

namespace {

constexpr std::string_view date_venue =
    "SELECT v.id, v.name, p.name AS place, v.seats, v.retired, v.organisation_id FROM venues v JOIN places p ON p.id = v.place_id";

template <class Row> void sort_by_name(std::vector<Row>& rows) {
    std::stable_sort(rows.begin(), rows.end(), [](const Row& a, const Row& b) { return catalogue::sort_key(a.name) < catalogue::sort_key(b.name); });
}

}  // namespace

std::optional<UnitFacts> find_unit_facts(Session& session, LearningUnitId id) {
    return session.find<UnitFacts>(
        "SELECT u.id, u.slug, u.title, u.state, u.version, u.mode, u.participants_max, u.provider_id, p.organisation_id, p.name AS provider_name, "
        "o.id AS original_id, o.slug AS original_slug, o.title AS original_title, q.name AS original_provider, u.source_system "
        "FROM learning_units u JOIN providers p ON p.id = u.provider_id LEFT JOIN learning_units o ON o.id = u.code_share_of_id "
        "LEFT JOIN providers q ON q.id = o.provider_id WHERE u.id = ?",
        id);
}

std::vector<OwnProvider> list_own_providers(Session& session, const Viewer& viewer, Permission permission) {
    auto providers = session.query<OwnProvider>("SELECT id, organisation_id, slug, name FROM providers ORDER BY id");
    std::erase_if(providers, [&](const OwnProvider& provider) { return !viewer.may(permission, provider.organisation_id); });
    sort_by_name(providers);
    return providers;
}

std::vector<DateVenue> list_date_venues(Session& session) {
    auto venues = session.query<DateVenue>(std::string(date_venue) + " ORDER BY v.id");
    sort_by_name(venues);
    return venues;
}

std::optional<DateVenue> find_date_venue(Session& session, VenueId id) {
    return session.find<DateVenue>(std::string(date_venue) + " WHERE v.id = ?", id);
}

std::vector<VenueClash> list_clashes(Session& session, VenueId venue, Date first_day, Date last_day, std::optional<TutorialDateId> except) {
    // The title of an offer that is not public stays with its provider.
    return session.query<VenueClash>(
        "SELECT d.first_day, d.last_day, d.start_minute, d.end_minute, CASE WHEN u.state = 'published' AND u.only_for_id IS NULL THEN u.title ELSE "
        "'' "
        "END AS title FROM tutorial_dates d JOIN learning_units u ON u.id = d.unit_id WHERE d.venue_id = ? AND d.state = ? AND d.first_day <= ? "
        "AND d.last_day >= ? AND d.id <> ? AND u.state <> 'retired' ORDER BY d.first_day, d.start_minute, d.id",
        venue, catalogue::DateState::planned, last_day, first_day, except.value_or(TutorialDateId{0}));
}

void lock_unit(storage::Transaction& transaction, LearningUnitId id) {
    (void)transaction.find_for_update<LearningUnitId>("SELECT id FROM learning_units WHERE id = ?", id);
}

}  // namespace kc::authoring
