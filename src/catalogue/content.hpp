// SPDX-License-Identifier: EUPL-1.2
// The standardised description of an offer (R124, R125) as authors write it: one struct for the editor, for imports and exports, for the
// versions that are kept, and for the sample region. The form or file is read elsewhere; here everything refers to everything by its slug.
#pragma once

#include "catalogue/model.hpp"

#include <stdexcept>

namespace kc::storage {
class Transaction;
}

namespace kc::catalogue {

struct PlaceContent {
    std::string slug, name;
    double latitude = 0, longitude = 0;
};

struct ProviderContent {
    std::string slug;  // also the slug of its organisation
    ProviderKind kind{};
    std::string name, description, place;
};

struct VenueContent {
    std::string slug, host, name, place, street;
    int seats = 0;
    bool step_free = false;
    std::string equipment, description;
    std::vector<AccessibilityFeature> accessibility;
    std::string accessibility_note, didactics;
    Money price_day;
};
BOOST_DESCRIBE_STRUCT(VenueContent, (),
                      (slug, host, name, place, street, seats, step_free, equipment, description, accessibility, accessibility_note, didactics,
                       price_day))

struct ModuleContent {
    std::string slug, name, name_en, description;
};

struct LevelContent {
    std::string competence;
    int level = 1;
    auto operator<=>(const LevelContent&) const = default;
};
BOOST_DESCRIBE_STRUCT(LevelContent, (), (competence, level))

struct DateContent {
    Format mode{};
    Date first_day{}, last_day{};
    int start_minute = 0, end_minute = 0;
    std::optional<std::string> venue;
    int seats = 0;
    Date booking_deadline{};
    DateState state{};
    int online_seats = 0;
    std::optional<std::string> source_id;
    bool operator==(const DateContent&) const = default;
};
BOOST_DESCRIBE_STRUCT(DateContent, (),
                      (mode, first_day, last_day, start_minute, end_minute, venue, seats, booking_deadline, state, online_seats, source_id))

struct SealContent {
    std::string name, issuer;
    std::optional<Date> valid_until;
    bool operator==(const SealContent&) const = default;
};
BOOST_DESCRIBE_STRUCT(SealContent, (), (name, issuer, valid_until))

struct SourceContent {
    std::string system, id, url;  // "moochub:www.egov-campus.org", the number there, the page there
    bool operator==(const SourceContent&) const = default;
};
BOOST_DESCRIBE_STRUCT(SourceContent, (), (system, id, url))

struct UnitContent {
    std::string slug, provider;
    OfferKind kind{};
    std::string title, objective, description_specialist, description_general, audience;
    std::vector<std::string> modules, mandatory_in;
    std::vector<LevelContent> teaches, needs;
    std::optional<std::string> after;
    HalfHours self_study, tutorial, follow_up;
    Format mode{};
    int presence_days = 0;
    Money price_member, price_other;
    Origin origin{};
    bool funded = false;
    std::string language = "de";
    std::string practice;
    std::vector<std::string> keywords;
    std::optional<int> participants_min, participants_max;
    std::optional<std::string> code_share_of;
    std::string funding;
    Difficulty difficulty{};
    std::optional<int> dqr;
    int ects_tenths = 0;
    std::vector<CredentialKind> credentials;
    std::vector<AccessibilityFeature> accessibility;
    std::string accessibility_note;
    std::vector<SealContent> seals;
    std::optional<std::string> only_for;
    std::optional<SourceContent> source;
    std::vector<DateContent> dates;  // of sample and imports; not part of a version, because dates live on beside the description
    bool operator==(const UnitContent&) const = default;
};
BOOST_DESCRIBE_STRUCT(UnitContent, (),
                      (slug, provider, kind, title, objective, description_specialist, description_general, audience, modules, mandatory_in, teaches,
                       needs, after, self_study, tutorial, follow_up, mode, presence_days, price_member, price_other, origin, funded, language,
                       practice, keywords, participants_min, participants_max, code_share_of, funding, difficulty, dqr, ects_tenths, credentials,
                       accessibility, accessibility_note, seals, only_for, source, dates))

struct CourseContent {
    std::string slug, name, module;
    bool closed = false;
    std::vector<std::string> units;
};

struct CatalogueContent {
    std::vector<ProviderContent> providers;
    std::vector<VenueContent> venues;
    std::vector<ModuleContent> modules;
    std::vector<UnitContent> units;
    std::vector<CourseContent> courses;
};

class CatalogueContentError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

// Places are there before organisations, which have their seats in them; and those are there before what they offer.
void write_places(storage::Transaction& transaction, const std::vector<PlaceContent>& places);

// Adds everything; an unknown slug throws CatalogueContentError and the transaction writes nothing.
void write_catalogue(storage::Transaction& transaction, const CatalogueContent& content, Instant now);

}  // namespace kc::catalogue
