// SPDX-License-Identifier: EUPL-1.2
// What pages and JSON show of the catalogue. Built from the snapshots alone; texts about language and time zone stay with the templates.
#pragma once

#include "catalogue/listing.hpp"
#include "competence/framework.hpp"

#include <string>
#include <vector>

namespace kc::catalogue {

struct LinkView {
    std::string slug, name;
};
BOOST_DESCRIBE_STRUCT(LinkView, (), (slug, name))

struct DateView {
    TutorialDateId id;
    Format mode{};
    Date first_day{};
    std::optional<Date> last_day;  // only when there are several days
    std::string start, end;        // "09:00"
    std::optional<LinkView> venue;
    std::string place;
    int seats = 0;
    Date booking_deadline{};
    bool bookable = false;
    std::optional<int> online_seats;  // of a hybrid date
};
BOOST_DESCRIBE_STRUCT(DateView, (), (id, mode, first_day, last_day, start, end, venue, place, seats, booking_deadline, bookable, online_seats))

// "Gesprächsführung, von Stufe 0 auf Stufe 2", with what one can do then.
struct OutcomeView {
    std::string slug, name;
    int from = 0, to = 0;
    std::string descriptor;
};
BOOST_DESCRIBE_STRUCT(OutcomeView, (), (slug, name, from, to, descriptor))

struct NeedView {
    std::string slug, name;
    int level = 0;
    std::string descriptor;
};
BOOST_DESCRIBE_STRUCT(NeedView, (), (slug, name, level, descriptor))

struct UnitCard {
    LearningUnitId id;
    std::string slug, title, objective;
    OfferKind kind{};
    Format mode{};
    LinkView provider;
    HalfHours half_hours;
    Money price_cents;  // what the viewer pays; for visitors the price for others
    bool free_of_charge = false;
    std::optional<Date> next_day;  // of the next bookable date
    bool any_time = false;         // self-paced
};
BOOST_DESCRIBE_STRUCT(UnitCard, (), (id, slug, title, objective, kind, mode, provider, half_hours, price_cents, free_of_charge, next_day, any_time))

struct UnitModuleView {
    std::string slug, name;
    bool mandatory = false;
};
BOOST_DESCRIBE_STRUCT(UnitModuleView, (), (slug, name, mandatory))

struct CourseView {
    std::string slug, name;
    bool closed = false;
    LinkView module;
    std::vector<UnitCard> units;
    HalfHours half_hours;
};
BOOST_DESCRIBE_STRUCT(CourseView, (), (slug, name, closed, module, units, half_hours))

struct SealView {
    std::string name, issuer;
    std::optional<Date> valid_until;
};
BOOST_DESCRIBE_STRUCT(SealView, (), (name, issuer, valid_until))

struct UnitView : UnitCard {
    std::string description_specialist, description_general, audience, language;
    std::vector<OutcomeView> outcomes;
    std::vector<NeedView> needs;
    HalfHours self_study_half_hours, tutorial_half_hours, follow_up_half_hours;
    int presence_days = 0;
    std::vector<DateView> dates;  // upcoming ones
    Money price_member_cents, price_other_cents;
    Origin origin{};
    bool funded = false;
    std::vector<UnitCard> builds_on, leads_to;
    std::vector<UnitModuleView> modules;
    std::vector<CourseView> courses;
    int version = 1;
    std::string practice;
    std::vector<std::string> keywords;
    std::optional<int> participants_min, participants_max;
    std::string funding;
    Difficulty difficulty{};
    std::optional<int> dqr;
    std::string ects;  // "2,5"; empty: none
    std::vector<CredentialKind> credentials;
    std::vector<AccessibilityFeature> accessibility;
    std::string accessibility_note;
    std::vector<SealView> seals;       // that count today
    std::optional<UnitCard> original;  // whose dates and seats a code-share offer has
    std::string source_url;
    bool internal = false;  // for the viewer's organisation only
};
BOOST_DESCRIBE_STRUCT(UnitView, (UnitCard),
                      (description_specialist, description_general, audience, language, outcomes, needs, self_study_half_hours, tutorial_half_hours,
                       follow_up_half_hours, presence_days, dates, price_member_cents, price_other_cents, origin, funded, builds_on, leads_to,
                       modules, courses, version, practice, keywords, participants_min, participants_max, funding, difficulty, dqr, ects, credentials,
                       accessibility, accessibility_note, seals, original, source_url, internal))

struct ProviderView {
    std::string slug, name, description, place;
    ProviderKind kind{};
    std::int64_t unit_count = 0;
};
BOOST_DESCRIBE_STRUCT(ProviderView, (), (slug, name, description, place, kind, unit_count))

struct ModuleView {
    std::string slug, name, description;
    std::int64_t mandatory_count = 0, elective_count = 0;
};
BOOST_DESCRIBE_STRUCT(ModuleView, (), (slug, name, description, mandatory_count, elective_count))

struct VenueView {
    std::string slug, name, street, place;
    int seats = 0;
    bool step_free = false;
    std::string equipment, description;
    std::int64_t upcoming_count = 0;
    std::vector<AccessibilityFeature> accessibility;
    std::string accessibility_note, didactics;
    Money price_day_cents;
    bool has_price = false;
};
BOOST_DESCRIBE_STRUCT(VenueView, (),
                      (slug, name, street, place, seats, step_free, equipment, description, upcoming_count, accessibility, accessibility_note,
                       didactics, price_day_cents, has_price))

// Whose eyes see it, and when.
struct Sight {
    const CatalogueSnapshot& snapshot;
    const competence::CompetenceFramework& framework;
    Language language = Language::de;
    bool member = false;
    Date today{};
    std::optional<OrganisationId> organisation = std::nullopt;  // whose internal offers are seen (AN-43)

    bool sees(const LearningUnit& unit) const { return unit.visible_to(organisation); }
};

DateView date_view(const Sight& sight, const TutorialDate& date);
UnitCard unit_card(const Sight& sight, const LearningUnit& unit);
// Those the viewer may see.
std::vector<UnitCard> unit_cards(const Sight& sight, std::span<const std::size_t> units);
UnitView unit_view(const Sight& sight, const LearningUnit& unit);
CourseView course_view(const Sight& sight, const Course& course);
ProviderView provider_view(const Sight& sight, const Provider& provider);
ModuleView module_view(const Sight& sight, const Module& module);
VenueView venue_view(const Sight& sight, const Venue& venue);
std::string clock_time(int minute_of_day);  // 545 → "09:05"

// Upcoming dates at a venue with their units, by day.
struct VenueDate {
    const LearningUnit* unit = nullptr;
    const TutorialDate* date = nullptr;
};
std::vector<VenueDate> upcoming_at(const Sight& sight, const Venue& venue);

}  // namespace kc::catalogue
