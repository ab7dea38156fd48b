// SPDX-License-Identifier: EUPL-1.2
// What the services about dates, venues and courses ask the database: whose unit this is, which venues there are, who else is there.
#pragma once

#include "authoring/date_rules.hpp"
#include "base/viewer.hpp"

namespace kc::storage {
class Session;
class Transaction;
}  // namespace kc::storage

namespace kc::authoring {

// A unit in any state, as its provider knows it.
struct UnitFacts {
    LearningUnitId id;
    std::string slug, title;
    catalogue::UnitState state{};
    int version = 0;  // 0: never published
    catalogue::Format mode{};
    std::optional<int> participants_max;
    ProviderId provider_id;
    OrganisationId organisation_id;  // of the provider
    std::string provider_name;
    std::optional<LearningUnitId> original_id;  // of a code-share label
    std::optional<std::string> original_slug, original_title, original_provider;
    std::optional<std::string> source_system;

    bool public_now() const { return state == catalogue::UnitState::published; }
};
BOOST_DESCRIBE_STRUCT(UnitFacts, (),
                      (id, slug, title, state, version, mode, participants_max, provider_id, organisation_id, provider_name, original_id,
                       original_slug, original_title, original_provider, source_system))

std::optional<UnitFacts> find_unit_facts(storage::Session& session, LearningUnitId id);

// Ids of the providers for whose organisations the viewer holds this permission; the office holds it for all.
struct OwnProvider {
    ProviderId id;
    OrganisationId organisation_id;
    std::string slug, name;
};
BOOST_DESCRIBE_STRUCT(OwnProvider, (), (id, organisation_id, slug, name))
std::vector<OwnProvider> list_own_providers(storage::Session& session, const Viewer& viewer, Permission permission);  // by name

std::vector<DateVenue> list_date_venues(storage::Session& session);  // by name, also retired ones
std::optional<DateVenue> find_date_venue(storage::Session& session, VenueId id);

// Planned dates at this venue that share a day with [first_day, last_day]; `except` is left out.
std::vector<VenueClash> list_clashes(storage::Session& session, VenueId venue, Date first_day, Date last_day, std::optional<TutorialDateId> except);

// Refuses nothing by itself: makes writers of the same unit wait for each other.
void lock_unit(storage::Transaction& transaction, LearningUnitId id);

}  // namespace kc::authoring
