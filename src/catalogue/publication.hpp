// SPDX-License-Identifier: EUPL-1.2
// The only way in which offers, dates, venues and courses get into their tables. Rules and permissions are the callers' (authoring,
// exchange); here is what the database must always keep: versions never change (AN-61), every write is told to the change feed.
#pragma once

#include "catalogue/content.hpp"

#include <optional>
#include <span>

namespace kc::storage {
class Session;
class Transaction;
}  // namespace kc::storage

namespace kc::catalogue {

struct StoredUnit {
    LearningUnitId id;
    std::string slug;
    ProviderId provider_id;
    UnitState state{};
    int version = 0;  // 0: never published
    std::string title;
    Instant updated_at{};
};
BOOST_DESCRIBE_STRUCT(StoredUnit, (), (id, slug, provider_id, state, version, title, updated_at))

std::optional<StoredUnit> find_stored_unit(storage::Session& session, LearningUnitId id);
std::optional<StoredUnit> find_stored_unit(storage::Session& session, ProviderId provider, const std::string& source_system,
                                           const std::string& source_id);
std::vector<StoredUnit> list_stored_units(storage::Session& session, ProviderId provider);  // by title, all states

// The description as it is published now, without dates; for drafts the little that is known (slug, provider, title).
UnitContent read_unit_content(storage::Session& session, LearningUnitId id);
std::optional<UnitContent> read_unit_version(storage::Session& session, LearningUnitId id, int version);

struct UnitVersion {
    int version = 0;
    Instant published_at{};
};
BOOST_DESCRIBE_STRUCT(UnitVersion, (), (version, published_at))
std::vector<UnitVersion> list_unit_versions(storage::Session& session, LearningUnitId id);  // newest first

// A unit without a description yet: state draft, seen by nobody but its provider. The slug is made from the title and is unique.
LearningUnitId create_unit(storage::Transaction& transaction, ProviderId provider, std::string_view title, Instant now,
                           const std::optional<SourceContent>& source = std::nullopt);
void rename_draft(storage::Transaction& transaction, LearningUnitId id, std::string_view title, Instant now);  // state draft only; the slug follows
void remove_draft_unit(storage::Transaction& transaction, LearningUnitId id);                                  // state draft only, with its dates

// Makes `content` the next version and what everybody sees; answers its number. slug, provider and dates of `content` are not looked at.
// Unknown slugs in it throw CatalogueContentError.
int publish_unit(storage::Transaction& transaction, LearningUnitId id, const UnitContent& content, Instant now);
void retire_unit(storage::Transaction& transaction, LearningUnitId id, Instant now);
void restore_unit(storage::Transaction& transaction, LearningUnitId id, Instant now);  // a retired one, in its last version

struct StoredDate {
    TutorialDateId id;
    LearningUnitId unit_id;
    Format mode{};
    Date first_day{}, last_day{};
    int start_minute = 0, end_minute = 0;
    std::optional<VenueId> venue_id;
    int seats = 0, online_seats = 0;
    Date booking_deadline{};
    DateState state{};
    std::optional<std::string> source_id;
};
BOOST_DESCRIBE_STRUCT(StoredDate, (),
                      (id, unit_id, mode, first_day, last_day, start_minute, end_minute, venue_id, seats, online_seats, booking_deadline, state,
                       source_id))

std::vector<StoredDate> list_stored_dates(storage::Session& session, LearningUnitId unit);  // by day, all states
std::optional<StoredDate> find_stored_date(storage::Session& session, TutorialDateId id);
TutorialDateId add_date(storage::Transaction& transaction, const StoredDate& date);  // its id is not looked at
void change_date(storage::Transaction& transaction, const StoredDate& date);
void remove_date(storage::Transaction& transaction, TutorialDateId id);

VenueId add_venue(storage::Transaction& transaction, OrganisationId host, const VenueContent& venue);  // slug made from the name
void change_venue(storage::Transaction& transaction, VenueId id, const VenueContent& venue);
void retire_venue(storage::Transaction& transaction, VenueId id, bool retired);

CourseId add_course(storage::Transaction& transaction, ProviderId provider, const CourseContent& course);  // slug made from the name
void change_course(storage::Transaction& transaction, CourseId id, const CourseContent& course);
void retire_course(storage::Transaction& transaction, CourseId id, bool retired);

// An organisation becomes a provider; its slug is that of the organisation.
ProviderId add_provider(storage::Transaction& transaction, OrganisationId organisation, const ProviderContent& provider);
void change_provider(storage::Transaction& transaction, ProviderId id, const ProviderContent& provider);

}  // namespace kc::catalogue
