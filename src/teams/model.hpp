// SPDX-License-Identifier: EUPL-1.2
// Plans for teams and calls to their people: what is asked, what is stored, why something is refused (docs/rules/teams.md, TP-01 …).
#pragma once

#include "base/date.hpp"
#include "base/ids.hpp"
#include "base/money.hpp"
#include "base/problem.hpp"

#include <optional>
#include <string>
#include <vector>

#include <boost/describe.hpp>

namespace kc::teams {

using TeamPlanId = Id<struct TeamPlanTag>;
using TeamCallId = Id<struct TeamCallTag>;

inline constexpr std::size_t duties_max = 3;
inline constexpr int horizon_years_max = 5;
inline constexpr int plans_kept_max = 200;  // of one organisation; the oldest go first
inline constexpr std::size_t law_length_max = 200;

enum class TeamError {
    not_permitted,
    group_not_found,
    group_too_small,
    group_would_reveal,
    plan_not_found,
    nothing_to_call,  // the duty needs nobody more
    already_called,
    call_not_found,  // or over, or not for this person
    caller_gone,     // nobody there who could agree on the goal
    too_many_goals,
    person_not_found,
    invalid,  // see the problems
};
BOOST_DESCRIBE_ENUM(TeamError, not_permitted, group_not_found, group_too_small, group_would_reveal, plan_not_found, nothing_to_call, already_called,
                    call_not_found, caller_gone, too_many_goals, person_not_found, invalid)

struct TeamRefusal {
    TeamError error{};
    std::vector<FieldProblem> problems{};  // only with `invalid`
};

// At least so many people of the group at this level by that day.
struct DutyQuestion {
    CompetenceId competence;
    int level = 1;
    int people = 1;
    Date until{};
    std::string law{};
};

struct TeamQuestion {
    OrganisationId organisation;
    std::optional<DepartmentId> department;  // absent: the whole organisation
    std::vector<DutyQuestion> duties;
    std::optional<Money> budget;
    std::optional<int> away_max;  // people away on one day
};

enum class SearchStatus { proven, unproven };
BOOST_DESCRIBE_ENUM(SearchStatus, proven, unproven)

struct TeamPlanHead {
    TeamPlanId id;
    OrganisationId organisation_id;
    std::optional<DepartmentId> department_id;
    std::string group_name;  // empty: the whole organisation
    int people = 0;
    std::optional<PersonId> created_by;
    Instant created_at{};
    std::optional<Money> budget_cents;
    std::optional<int> away_max;
    SearchStatus status{};
    Money price_cents;
    std::int64_t absence_days = 0;
    HalfHours half_hours;
};
BOOST_DESCRIBE_STRUCT(TeamPlanHead, (),
                      (id, organisation_id, department_id, group_name, people, created_by, created_at, budget_cents, away_max, status, price_cents,
                       absence_days, half_hours))

struct PlannedDuty {
    int position = 0;
    CompetenceId competence_id;
    int level = 0, people_needed = 0;
    Date until_day{};
    std::string law;
    int covered = 0, covered_at_most = 0;  // TP-03
    int seats_wanted = 0, seats_planned = 0;
};
BOOST_DESCRIBE_STRUCT(PlannedDuty, (),
                      (position, competence_id, level, people_needed, until_day, law, covered, covered_at_most, seats_wanted, seats_planned))

struct PlannedWay {
    int position = 0, duty = 0;
    int start_level = 0, seats = 0;
    Money price_cents;  // of one seat
    int absence_days = 0;
    HalfHours half_hours;
};
BOOST_DESCRIBE_STRUCT(PlannedWay, (), (position, duty, start_level, seats, price_cents, absence_days, half_hours))

struct PlannedSeatUnit {
    int way = 0, position = 0;
    LearningUnitId unit_id;
    std::string title, slug;
    std::optional<Date> first_day, last_day;
    std::string place;
};
BOOST_DESCRIBE_STRUCT(PlannedSeatUnit, (), (way, position, unit_id, title, slug, first_day, last_day, place))

enum class LimitKind { budget, away };
BOOST_DESCRIBE_ENUM(LimitKind, budget, away)

// What one step more of a limit would bring: 100 €, or one more person away on a day.
struct LimitGain {
    LimitKind limit_kind{};
    int more_seats = 0;
    Money less_cents;
};
BOOST_DESCRIBE_STRUCT(LimitGain, (), (limit_kind, more_seats, less_cents))

struct TeamPlan {
    TeamPlanHead head;
    std::vector<PlannedDuty> duties;
    std::vector<PlannedWay> ways;
    std::vector<PlannedSeatUnit> units;
    std::vector<LimitGain> gains;
};

struct TeamCall {
    TeamCallId id;
    OrganisationId organisation_id;
    std::optional<DepartmentId> department_id;
    CompetenceId competence_id;
    int level = 0, seats = 0;
    Date until_day{};
    std::string law;
    std::optional<PersonId> called_by;
    Instant called_at{};
    std::optional<Instant> closed_at;
};
BOOST_DESCRIBE_STRUCT(TeamCall, (),
                      (id, organisation_id, department_id, competence_id, level, seats, until_day, law, called_by, called_at, closed_at))

enum class CallAnswer { accepted, declined };
BOOST_DESCRIBE_ENUM(CallAnswer, accepted, declined)

enum class ExitSource { entered, imported };
BOOST_DESCRIBE_ENUM(ExitSource, entered, imported)

}  // namespace kc::teams
