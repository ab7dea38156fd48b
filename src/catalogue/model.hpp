// SPDX-License-Identifier: EUPL-1.2
// What providers offer: learning units with their three phases, tutorial dates, modules, courses, venues; and the rules of
// docs/rules/catalogue.md (AN-…) that need nothing but these.
#pragma once

#include "base/date.hpp"
#include "base/ids.hpp"
#include "base/money.hpp"

#include <optional>
#include <string>
#include <vector>

#include <boost/describe.hpp>

namespace kc::catalogue {

enum class ProviderKind { university, adult_education, academy, company, municipality, chamber };
BOOST_DESCRIBE_ENUM(ProviderKind, university, adult_education, academy, company, municipality, chamber)

// What is offered (R73): the same booking and planning for all, other words on the page.
enum class OfferKind {
    learning_unit,      // Lerneinheit
    information_event,  // Informationsveranstaltung
    coaching,           // Coaching
    dialogue,           // Dialogformat
};
BOOST_DESCRIBE_ENUM(OfferKind, learning_unit, information_event, coaching, dialogue)

enum class UnitState {
    draft,      // never published yet
    published,  // what everybody sees; a change in the making is a draft of authoring beside it
    retired,    // zurückgezogen
};
BOOST_DESCRIBE_ENUM(UnitState, draft, published, retired)

enum class Difficulty { basic, intermediate, advanced };  // Einstieg, Aufbau, Vertiefung
BOOST_DESCRIBE_ENUM(Difficulty, basic, intermediate, advanced)

enum class CredentialKind { participation, transcript, certificate };  // Teilnahmebestätigung, Zeugnis, Zertifikat
BOOST_DESCRIBE_ENUM(CredentialKind, participation, transcript, certificate)

enum class AccessibilityFeature { step_free, captions, sign_language, plain_language, screen_reader, hearing_loop, accessible_documents };
BOOST_DESCRIBE_ENUM(AccessibilityFeature, step_free, captions, sign_language, plain_language, screen_reader, hearing_loop, accessible_documents)

// How a unit or one of its dates is held; only units can be self-paced, they then have no dates.
enum class Format { on_site, online, hybrid, self_paced };
BOOST_DESCRIBE_ENUM(Format, on_site, online, hybrid, self_paced)

// Where the offer comes from (R71).
enum class Origin {
    own,         // developed by the provider itself
    acquired,    // bought in
    code_share,  // another provider's unit under the own name, as airlines do
};
BOOST_DESCRIBE_ENUM(Origin, own, acquired, code_share)

enum class DateState { planned, cancelled };
BOOST_DESCRIBE_ENUM(DateState, planned, cancelled)

// As a need: this level must be there. As a result: from the level below to this one.
struct CompetenceLevel {
    CompetenceId competence;
    int level = 0;
    auto operator<=>(const CompetenceLevel&) const = default;
};

// A live tutorial (Tutorium-Termin) on one day or several in a row, each from start_minute to end_minute of German time.
struct TutorialDate {
    TutorialDateId id;
    Format mode{};
    Date first_day{}, last_day{};
    int start_minute = 0, end_minute = 0;
    std::optional<std::size_t> venue;  // index into CatalogueSnapshot::venues(); absent: online only
    int seats = 0;                     // on site, or at the screen when the whole date is online
    Date booking_deadline{};
    DateState state{};
    int online_seats = 0;  // at the screen of a hybrid date (F64)

    bool operator==(const TutorialDate&) const = default;
    bool upcoming(Date today) const { return state == DateState::planned && first_day >= today; }         // AN-10
    bool bookable(Date today) const { return state == DateState::planned && booking_deadline >= today; }  // AN-11
};

struct UnitModule {
    std::size_t module = 0;  // index into CatalogueSnapshot::modules()
    bool mandatory = false;

    bool operator==(const UnitModule&) const = default;
};

// Gütesiegel: counts until the end of valid_until.
struct Seal {
    std::string name, issuer;
    std::optional<Date> valid_until;

    bool operator==(const Seal&) const = default;
    bool valid(Date today) const { return !valid_until || *valid_until >= today; }
};

// Where an imported offer comes from; (provider, system, id) names it once.
struct OfferSource {
    std::string system, id, url;

    bool operator==(const OfferSource&) const = default;
};

struct LearningUnit {
    LearningUnitId id;
    int version = 1;  // of the published description; each is kept (AN-61)
    std::string slug;
    std::size_t provider = 0;  // index into CatalogueSnapshot::providers()
    OfferKind kind{};
    std::string title, objective, description_specialist, description_general, audience;
    Format mode{};
    HalfHours self_study, tutorial, follow_up;  // the three phases (F1)
    int presence_days = 0;
    Money price_member, price_other;
    Origin origin{};
    bool funded = false;
    std::string language;
    std::string practice;  // Praxisbezug (R83)
    std::vector<std::string> keywords;
    std::optional<int> participants_min, participants_max;
    std::string funding;  // what is funded and by whom; only with `funded`
    Difficulty difficulty{};
    std::optional<int> dqr;  // Deutscher Qualifikationsrahmen, 1–8
    int ects_tenths = 0;
    std::vector<CredentialKind> credentials;
    std::vector<AccessibilityFeature> accessibility;
    std::string accessibility_note;
    std::vector<Seal> seals;
    std::optional<OfferSource> source;
    std::optional<OrganisationId> only_for;       // an internal offer of this organisation (F12)
    std::optional<LearningUnitId> code_share_of;  // the dates and seats are those of that unit (R71)
    std::optional<LearningUnitId> after_id;
    std::optional<std::size_t> after;  // index of the unit that comes first, when it is published
    std::vector<CompetenceLevel> teaches, needs;
    std::vector<UnitModule> modules;
    std::vector<std::size_t> courses;  // indices into CatalogueSnapshot::courses()
    std::vector<TutorialDate> dates;   // by first day

    bool operator==(const LearningUnit&) const = default;
    bool visible_to(std::optional<OrganisationId> organisation) const { return !only_for || only_for == organisation; }  // AN-43
    HalfHours total() const { return self_study + tutorial + follow_up; }
    Money price(bool member) const { return member ? price_member : price_other; }  // AN-07
    const TutorialDate* next_date(Date today) const;                                // the first bookable one
};

struct Provider {
    ProviderId id;
    std::string slug;
    OrganisationId organisation;
    ProviderKind kind{};
    std::string name, description;
    std::size_t place = 0;  // index into CatalogueSnapshot::places()
    std::vector<std::size_t> units;

    bool operator==(const Provider&) const = default;
};

struct Place {
    PlaceId id;
    std::string slug, name;
    double latitude = 0, longitude = 0;

    bool operator==(const Place&) const = default;
};

struct Venue {
    VenueId id;
    std::string slug;
    OrganisationId organisation;  // the host
    std::string name;
    std::size_t place = 0;
    std::string street;
    int seats = 0;
    bool step_free = false;
    std::string equipment, description;
    std::vector<AccessibilityFeature> accessibility;
    std::string accessibility_note;
    std::string didactics;  // what kind of teaching the room suits (F65)
    Money price_day;
    bool retired = false;                                    // no longer offered; dates that were planned there keep it
    std::vector<std::pair<std::size_t, std::size_t>> dates;  // index of the unit and of its date there, by first day

    bool operator==(const Venue&) const = default;
};

struct Module {
    ModuleId id;
    std::string slug, name, name_en, description;
    std::vector<std::size_t> mandatory_units, elective_units;

    bool operator==(const Module&) const = default;
};

// A closed course is taken whole, of an open one any units may be taken.
struct Course {
    CourseId id;
    std::string slug, name;
    std::size_t module = 0;
    bool closed = false;
    std::optional<ProviderId> provider;    // who put it together; the office when absent
    std::vector<LearningUnitId> unit_ids;  // in their order
    std::vector<std::size_t> units;        // the published ones of them, as indices

    bool operator==(const Course&) const = default;
};

}  // namespace kc::catalogue
