// SPDX-License-Identifier: EUPL-1.2
// What pages and /api/v1 show of a plan. Built from the stored facts and the catalogue in memory; the sentences are made here, in the
// reader's language.
#pragma once

#include "catalogue/model.hpp"
#include "planning/course_grouping.hpp"
#include "planning/service.hpp"
#include "web/messages.hpp"

#include <string>
#include <vector>

namespace kc::planning {

struct EffectView {
    std::string slug, competence;
    int from = 0, to = 0;
};
BOOST_DESCRIBE_STRUCT(EffectView, (), (slug, competence, from, to))

struct PhaseView {
    PhaseKind kind{};
    Date starts_on{}, ends_on{};
    bool one_day = false;
    HalfHours half_hours;
};
BOOST_DESCRIBE_STRUCT(PhaseView, (), (kind, starts_on, ends_on, one_day, half_hours))

struct ItemView {
    LearningUnitId unit;
    std::string slug, title, provider;  // slug empty: no longer in the catalogue
    catalogue::OfferKind kind{};
    catalogue::Format mode{};
    std::optional<TutorialDateId> date;
    Date starts_on{}, ends_on{};
    bool one_day = false, self_paced = false;
    std::string days;          // „Montag, 14. Dezember 2026“, „23.–27. November 2026“
    std::string start, end;    // "09:00"
    std::string venue, place;  // empty: online
    HalfHours half_hours;
    Money price_cents;
    bool free_of_charge = false, locked = false, completed = false, offered = false, other_dates = false;
    ItemReason reason{};
    std::vector<EffectView> effects;
    std::vector<std::string> why;       // sentences
    std::vector<std::string> warnings;  // sentences about its date (LP-60); only where they are asked for
    std::string because;                // in a difference: why it comes or goes
    std::vector<PhaseView> phases;
};
BOOST_DESCRIBE_STRUCT(ItemView, (),
                      (unit, slug, title, provider, kind, mode, date, starts_on, ends_on, one_day, self_paced, days, start, end, venue, place,
                       half_hours, price_cents, free_of_charge, locked, completed, offered, other_dates, reason, effects, why, warnings, because,
                       phases))

struct OpenGapView {  // all levels of one competence that stay open
    std::string slug, competence;
    int level = 0, to_level = 0;
    bool several = false;
    OpenReason reason{};
    std::string why, remedy;  // sentences about the lowest of them; remedy may be empty
};
BOOST_DESCRIBE_STRUCT(OpenGapView, (), (slug, competence, level, to_level, several, reason, why, remedy))

struct EntryView {  // one line of the calendar
    PhaseKind kind{};
    Date starts_on{}, ends_on{};
    bool one_day = false;
    std::string days;  // „Mo., 14. Dezember“, „23.–27. November“
    LearningUnitId unit;
    std::string title, start, end, place;
    HalfHours half_hours;
};
BOOST_DESCRIBE_STRUCT(EntryView, (), (kind, starts_on, ends_on, one_day, days, unit, title, start, end, place, half_hours))

struct MonthView {
    Date month{};
    std::vector<EntryView> entries;
};
BOOST_DESCRIBE_STRUCT(MonthView, (), (month, entries))

struct UnitLink {
    LearningUnitId unit;
    std::string slug, title;
};
BOOST_DESCRIBE_STRUCT(UnitLink, (), (unit, slug, title))

struct MissingUnitView {
    LearningUnitId unit;
    std::string slug, title;
    HalfHours half_hours;
};
BOOST_DESCRIBE_STRUCT(MissingUnitView, (), (unit, slug, title, half_hours))

struct CourseGroupView {  // a course the plan amounts to, or is near (LP-70)
    std::string module_slug, name;
    bool offered = false;  // put together by a provider
    std::vector<UnitLink> units;
    std::vector<MissingUnitView> missing;  // none: the course is whole
    HalfHours missing_half_hours;
};
BOOST_DESCRIBE_STRUCT(CourseGroupView, (), (module_slug, name, offered, units, missing, missing_half_hours))

struct PlanView {
    CurriculumId id;
    int version = 0;
    CurriculumState state{};
    Cause cause{};
    PlanStatus status{};
    int closed_percent = 0, bound_percent = 0;
    HalfHours half_hours;
    Money price_cents;
    int presence_days = 0;
    Date planned_on{}, until{};
    Instant created_at{};
    std::optional<Instant> decided_at;
    std::vector<ItemView> items;
    std::vector<MonthView> calendar;
    std::vector<OpenGapView> open_gaps;
    std::vector<UnitLink> conflict;
    std::vector<std::string> gains;  // sentences
    std::vector<CourseGroupView> courses, near_courses;
};
BOOST_DESCRIBE_STRUCT(PlanView, (),
                      (id, version, state, cause, status, closed_percent, bound_percent, half_hours, price_cents, presence_days, planned_on, until,
                       created_at, decided_at, items, calendar, open_gaps, conflict, gains, courses, near_courses))

struct MoveView {
    std::string slug, title;
    Date from{}, to{};
    std::string because;
};
BOOST_DESCRIBE_STRUCT(MoveView, (), (slug, title, from, to, because))

struct DifferenceView {
    std::vector<ItemView> added, removed;
    std::vector<MoveView> moved;
    std::vector<UnitLink> kept;
    HalfHours half_hours;
    Money price_cents;
    int presence_days = 0, closed_percent = 0;
    std::vector<std::string> effects;  // sentences
    bool empty = false;
};
BOOST_DESCRIBE_STRUCT(DifferenceView, (), (added, removed, moved, kept, half_hours, price_cents, presence_days, closed_percent, effects, empty))

// Makes views in one language over one state of the offers.
class PlanViews {
public:
    PlanViews(const PlanningCatalogue& catalogue, const PersonChoices& choices, const web::Messages& messages, Language language)
        : catalogue_(catalogue), choices_(choices), messages_(messages), language_(language) {}

    PlanView plan(const Curriculum& curriculum) const;
    PlanView plan(const Plan& plan) const;
    DifferenceView difference(const Difference& difference) const;
    ItemView item(const CurriculumItem& item, const Plan& plan) const;
    UnitLink link(LearningUnitId unit) const;
    std::string text(std::string_view key, const web::MessageFields& fields = {}) const { return messages_.text(language_, key, fields); }
    std::string joined(const std::vector<LearningUnitId>& units) const;  // „A“, „B“ und „C“
    std::string days(Date from, Date to, bool with_year) const;          // the shortest way to name these days

private:
    std::vector<std::string> reasons(const CurriculumItem& item, const Plan& plan) const;
    std::string alternative(const Alternative& alternative, const Plan& plan) const;
    OpenGapView gap(const OpenGap& gap) const;
    std::string gain(const Gain& gain, const Plan& plan) const;
    std::vector<MonthView> calendar_of(const std::vector<ItemView>& items) const;
    std::vector<OpenGapView> open_gaps_of(const Plan& plan) const;
    CourseGroupView course_of(const CourseGroup& group) const;
    std::string join(const std::vector<std::string>& parts) const;
    std::pair<std::string, std::string> competence(CompetenceId id) const;  // slug, name

    const PlanningCatalogue& catalogue_;
    const PersonChoices& choices_;
    const web::Messages& messages_;
    Language language_;
};

}  // namespace kc::planning
