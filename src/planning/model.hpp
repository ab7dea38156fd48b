// SPDX-License-Identifier: EUPL-1.2
// A curriculum (Lehrplan) as it is stored and shown: versions of a person's plan, their items with reasons, what stays open, and the
// person's own choices. Facts only, no sentences: those are made when a page is rendered, in the reader's language.
#pragma once

#include "base/date.hpp"
#include "base/ids.hpp"
#include "base/money.hpp"

#include <optional>
#include <string>
#include <vector>

#include <boost/describe.hpp>

namespace kc::planning {

enum class CurriculumState { proposed, accepted, replaced, declined };
BOOST_DESCRIBE_ENUM(CurriculumState, proposed, accepted, replaced, declined)

// Why a version came to be. R107 names three triggers; the first plan and the person's own choice start it as well.
enum class Cause { first_plan, profile_changed, offers_changed, unit_completed, own_choice };
BOOST_DESCRIBE_ENUM(Cause, first_plan, profile_changed, offers_changed, unit_completed, own_choice)

enum class PlanStatus { optimal, feasible, infeasible };
BOOST_DESCRIBE_ENUM(PlanStatus, optimal, feasible, infeasible)

enum class Choice { excluded, locked };
BOOST_DESCRIBE_ENUM(Choice, excluded, locked)

struct PlanChoice {
    LearningUnitId unit_id;
    Choice choice{};
    std::optional<TutorialDateId> tutorial_date_id;  // of a locked unit
    bool operator==(const PlanChoice&) const = default;
};
BOOST_DESCRIBE_STRUCT(PlanChoice, (), (unit_id, choice, tutorial_date_id))

struct CompletedUnit {
    LearningUnitId unit_id;
    Date completed_on{};
};
BOOST_DESCRIBE_STRUCT(CompletedUnit, (), (unit_id, completed_on))

// What a unit does to one competence of the person.
struct LevelRaise {
    CompetenceId competence;
    int from = 0, to = 0;
    bool operator==(const LevelRaise&) const = default;
};

enum class PhaseKind { self_study, tutorial, follow_up };
BOOST_DESCRIBE_ENUM(PhaseKind, self_study, tutorial, follow_up)

// Work on a unit within certain days (LP-20 …).
struct Phase {
    PhaseKind kind{};
    Date starts_on{}, ends_on{};
    HalfHours hours;
    bool operator==(const Phase&) const = default;
};

// The best plan without this unit: what it would cost and give, compared with the plan.
struct Alternative {
    std::vector<LearningUnitId> units;  // that would come in instead; may be empty
    std::int64_t closure_lost = 0;
    HalfHours more_hours;  // may be negative
    Money more_price;
    bool operator==(const Alternative&) const = default;
};

enum class ItemReason {
    closes_gap,    // raises a level that the work asks for
    prerequisite,  // opens the way to another unit of the plan
    own_wish,      // locked by the person
    whole_course,  // belongs to a course that is taken whole
};
BOOST_DESCRIBE_ENUM(ItemReason, closes_gap, prerequisite, own_wish, whole_course)

struct Explanation {
    ItemReason reason = ItemReason::closes_gap;
    std::vector<LevelRaise> raises;          // towards targets
    std::vector<LearningUnitId> needed_for;  // units of the plan that build on it
    std::optional<Alternative> alternative;
    bool operator==(const Explanation&) const = default;
};

struct CurriculumItem {
    LearningUnitId unit;
    std::optional<TutorialDateId> date;
    Date starts_on{}, ends_on{};  // days of the date, or of the weeks laid out
    HalfHours hours;
    Money price;
    bool locked = false;
    std::vector<Phase> phases;
    Explanation explanation;
};

// Why a level stays open (LP-31): the optimiser's reasons, each of them tested, none guessed.
enum class OpenReason {
    no_offer,
    excluded,
    no_usable_date,
    place_not_reachable,
    prerequisite_missing,
    level_below_open,
    budget_hours,
    budget_price,
    budget_presence,
    clash,
    order,
    weekly_hours,
    not_examined,
};
BOOST_DESCRIBE_ENUM(OpenReason, no_offer, excluded, no_usable_date, place_not_reachable, prerequisite_missing, level_below_open, budget_hours,
                    budget_price, budget_presence, clash, order, weekly_hours, not_examined)

// The cheapest single change that would close the level.
struct Remedy {
    std::optional<LearningUnitId> unit;  // that would close it
    HalfHours more_hours;
    Money more_price;
    int more_days = 0;
    bool operator==(const Remedy&) const = default;
};

struct OpenGap {
    CompetenceId competence;
    int level = 0;
    OpenReason reason{};
    std::optional<Remedy> remedy;
    bool operator==(const OpenGap&) const = default;
};

// What one limit more would bring: closure gained by one step of it.
struct Gain {
    std::string limit;        // "hours", "price", "presence_days", "place"
    std::int64_t amount = 0;  // half hours, cents, days; the number of the place
    std::int64_t closure = 0;
    bool operator==(const Gain&) const = default;
};

// What a version of a plan says, apart from its place in the history.
struct Plan {
    PlanStatus status = PlanStatus::optimal;
    std::int64_t closure = 0;         // reached: sum of weight × levels
    std::int64_t closure_bound = 0;   // more than this is not possible under the limits
    std::int64_t closure_wanted = 0;  // all gaps
    HalfHours hours;
    Money price;
    int presence_days = 0;
    Date planned_on{}, until{};
    std::vector<CurriculumItem> items;  // by first day of work
    std::vector<OpenGap> open_gaps;
    std::vector<LearningUnitId> conflict;  // infeasible: wishes that exclude each other
    std::vector<Gain> gains;
};

struct Curriculum {
    CurriculumId id;
    PersonId person;
    int version = 0;
    CurriculumState state{};
    Cause cause{};
    Instant created_at{};
    std::optional<Instant> decided_at;
    Plan plan;
    std::optional<Date> postponed_until = {};  // of a proposal: no news before this day (LP-44)
    bool accepted_automatically = false;       // by the person's own rule (LP-47)
    bool is_news(Date today) const { return !postponed_until || *postponed_until <= today; }
};

enum class MailRhythm { never, weekly, daily };
BOOST_DESCRIBE_ENUM(MailRhythm, never, weekly, daily)

// Which proposals are accepted without asking. Off unless the person switches it on.
enum class Acceptance {
    off,
    other_dates,      // the same units, some on other dates
    nothing_dropped,  // at least as good, and nothing locked or begun is dropped or moved
};
BOOST_DESCRIBE_ENUM(Acceptance, off, other_dates, nothing_dropped)

inline constexpr int notice_days_max = 180;

struct PlanSettings {
    MailRhythm mails = MailRhythm::never;
    Acceptance acceptance = Acceptance::off;
    int notice_days = 14;  // what begins sooner is never moved or dropped without asking
    bool operator==(const PlanSettings&) const = default;
};
BOOST_DESCRIBE_STRUCT(PlanSettings, (), (mails, acceptance, notice_days))

// Per cent of the weighted gaps that the plan closes, rounded down so that 100 means all (LP-30).
int closed_percent(const Plan& plan);

// Both without a date, or on the same one and that on the same days: a provider can move a date.
bool same_dates(const CurriculumItem& a, const CurriculumItem& b);

// The same units on the same dates by the same wishes (LP-14): nothing new to decide. Whether it is proven to be the best does not matter.
bool same_plan(const Plan& a, const Plan& b);

}  // namespace kc::planning
