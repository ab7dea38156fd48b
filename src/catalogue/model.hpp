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

enum class UnitState { published, retired };
BOOST_DESCRIBE_ENUM(UnitState, published, retired)

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
    int seats = 0;
    Date booking_deadline{};
    DateState state{};

    bool upcoming(Date today) const { return state == DateState::planned && first_day >= today; }         // AN-10
    bool bookable(Date today) const { return state == DateState::planned && booking_deadline >= today; }  // AN-11
};

struct UnitModule {
    std::size_t module = 0;  // index into CatalogueSnapshot::modules()
    bool mandatory = false;
};

struct LearningUnit {
    LearningUnitId id;
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
    std::optional<std::size_t> after;  // index of the unit that comes first
    std::vector<CompetenceLevel> teaches, needs;
    std::vector<UnitModule> modules;
    std::vector<std::size_t> courses;  // indices into CatalogueSnapshot::courses()
    std::vector<TutorialDate> dates;   // by first day

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
};

struct Place {
    PlaceId id;
    std::string slug, name;
    double latitude = 0, longitude = 0;
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
    std::vector<std::pair<std::size_t, std::size_t>> dates;  // index of the unit and of its date there, by first day
};

struct Module {
    ModuleId id;
    std::string slug, name, name_en, description;
    std::vector<std::size_t> mandatory_units, elective_units;
};

// A closed course is taken whole, of an open one any units may be taken.
struct Course {
    CourseId id;
    std::string slug, name;
    std::size_t module = 0;
    bool closed = false;
    std::vector<std::size_t> units;
};

}  // namespace kc::catalogue
