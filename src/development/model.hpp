// SPDX-License-Identifier: EUPL-1.2
// Development talks (Mitarbeitergespräch) and the goals two sides agree on in them: types and rules, pure
// (docs/rules/development.md, MG-01 …).
#pragma once

#include "base/date.hpp"
#include "base/ids.hpp"

#include <optional>
#include <string>
#include <vector>

#include <boost/describe.hpp>

namespace kc::development {

using TalkId = Id<struct DevelopmentTalkTag>;
using GoalId = Id<struct GoalTag>;

inline constexpr int goal_weight = 9;  // MG-20: of an agreed goal, until its deadline
inline constexpr std::size_t title_length_max = 200;
inline constexpr std::size_t why_length_max = 1000;
inline constexpr std::size_t note_length_max = 2000;
inline constexpr int open_goals_max = 20;     // of one person, proposed or in force
inline constexpr int deadline_years_max = 5;  // MG-12
inline constexpr int talk_days_back = 31, talk_days_ahead = 366;

enum class Side { employee, counterpart };
BOOST_DESCRIBE_ENUM(Side, employee, counterpart)

constexpr Side other_side(Side side) { return side == Side::employee ? Side::counterpart : Side::employee; }

enum class TalkState { prepared, held, closed };
BOOST_DESCRIBE_ENUM(TalkState, prepared, held, closed)

// proposed: never agreed yet. reported: the employee says it is reached. lapsed: never agreed, and the talk is over.
enum class GoalState { proposed, agreed, reported, fulfilled, ended, lapsed };
BOOST_DESCRIBE_ENUM(GoalState, proposed, agreed, reported, fulfilled, ended, lapsed)

constexpr bool in_force(GoalState state) { return state == GoalState::agreed || state == GoalState::reported; }
// What the employer's side may see beyond the two who talk: it was agreed (WS-07).
constexpr bool was_agreed(GoalState state) { return in_force(state) || state == GoalState::fulfilled; }

// What is kept of the course of things; readable by both sides.
enum class Happening {
    talk_started,
    talk_held,
    talk_closed,
    sheet_shared,
    proposed,
    signed_by_both,
    withdrawn,
    reported,
    not_yet,
    confirmed,
    ended,
    lapsed,
    left,  // the employee works elsewhere now
    taken_over,
    deadline_near,
};
BOOST_DESCRIBE_ENUM(Happening, talk_started, talk_held, talk_closed, sheet_shared, proposed, signed_by_both, withdrawn, reported, not_yet, confirmed,
                    ended, lapsed, left, taken_over, deadline_near)

struct Talk {
    TalkId id;
    PersonId person_id;
    std::optional<PersonId> counterpart_id;  // absent: that account was erased
    OrganisationId organisation_id;
    Date planned_on{};
    TalkState state{};
    Side started_by{};
    std::optional<Date> held_on, closed_on;
    bool open() const { return state != TalkState::closed; }
};
BOOST_DESCRIBE_STRUCT(Talk, (), (id, person_id, counterpart_id, organisation_id, planned_on, state, started_by, held_on, closed_on))

// What one side puts forward.
struct GoalContent {
    std::optional<CompetenceId> competence_id;  // with a level; absent: in free words
    std::optional<int> level;
    std::string title;  // free words, or the name of the competence on that day
    std::string why;
    std::string law;  // statutory reason, may be empty
    Date deadline_on{};
    bool operator==(const GoalContent&) const = default;
};
BOOST_DESCRIBE_STRUCT(GoalContent, (), (competence_id, level, title, why, law, deadline_on))

struct GoalVersion : GoalContent {
    int version = 0;
    Side proposed_by{};
    bool ends = false;
    Instant proposed_at{};
    std::optional<Instant> employee_signed_at, counterpart_signed_at, withdrawn_at;

    bool signed_by(Side side) const { return (side == Side::employee ? employee_signed_at : counterpart_signed_at).has_value(); }
    bool signed_by_both() const { return employee_signed_at && counterpart_signed_at; }
    bool open() const { return !withdrawn_at && !signed_by_both(); }
};
BOOST_DESCRIBE_STRUCT(GoalVersion, (GoalContent), (version, proposed_by, ends, proposed_at, employee_signed_at, counterpart_signed_at, withdrawn_at))

struct Goal {
    GoalId id;
    PersonId person_id;
    std::optional<PersonId> counterpart_id;
    OrganisationId organisation_id;
    std::optional<TalkId> talk_id;
    GoalState state{};
    int last_version = 0;
    std::optional<int> agreed_version;
    int reminders_sent = 0;
};
BOOST_DESCRIBE_STRUCT(Goal, (), (id, person_id, counterpart_id, organisation_id, talk_id, state, last_version, agreed_version, reminders_sent))

struct GoalEvent {
    Happening happening{};
    std::optional<Side> side;
    std::optional<int> version;
    Instant at{};
};
BOOST_DESCRIBE_STRUCT(GoalEvent, (), (happening, side, version, at))

// A goal as the two who agree on it see it.
struct FullGoal {
    Goal goal;
    std::vector<GoalVersion> versions;  // oldest first
    std::vector<GoalEvent> events;      // oldest first
    const GoalVersion* agreed() const;
    const GoalVersion* proposal() const;  // the newest one, while it waits for the other side
    const GoalVersion& shown() const;     // what is agreed, else what was proposed last
};

enum class GoalError {
    not_permitted,
    goal_not_found,
    talk_not_found,
    talk_closed,
    too_many_goals,
    subject_missing,  // neither competence with level nor free words
    subject_doubled,  // both
    unknown_competence,
    level_out_of_range,
    text_too_long,
    reason_missing,
    deadline_out_of_range,
    nothing_changed,    // the proposal says what is agreed already, or what is proposed
    proposal_outdated,  // another proposal has come
    nothing_to_accept,
    own_proposal,  // the other side signs, not the one who proposed
    not_in_force,
    not_reported,
    counterpart_missing,  // nobody on the employer's side
};
BOOST_DESCRIBE_ENUM(GoalError, not_permitted, goal_not_found, talk_not_found, talk_closed, too_many_goals, subject_missing, subject_doubled,
                    unknown_competence, level_out_of_range, text_too_long, reason_missing, deadline_out_of_range, nothing_changed, proposal_outdated,
                    nothing_to_accept, own_proposal, not_in_force, not_reported, counterpart_missing)

// MG-11, MG-12; whether the competence exists is for the caller to say.
std::optional<GoalError> check_content(const GoalContent& content, Date today);

// Which reminder is due: 1 from thirty days before the deadline, 2 from seven; 0: none (MG-18).
int reminder_due(Date deadline, Date today);

bool overdue(const GoalVersion& agreed, Date today);

}  // namespace kc::development
