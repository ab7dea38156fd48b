// SPDX-License-Identifier: EUPL-1.2
// What pages and /api/v1 show of talks, goals and career paths.
#pragma once

#include "development/career_paths.hpp"
#include "development/goal_service.hpp"
#include "development/talk_service.hpp"
#include "web/messages.hpp"

#include <optional>
#include <string>
#include <vector>

namespace kc::development {

struct VersionView {
    int version = 0;
    Side proposed_by{};
    std::string proposed_by_name;
    bool ends = false;
    std::string title;
    std::optional<CompetenceId> competence_id;
    std::string slug;  // of the competence
    std::optional<int> level;
    std::string descriptor;  // what the level means
    std::string why, law;
    Date deadline_on{};
    Instant proposed_at{};
    std::optional<Instant> employee_signed_at, counterpart_signed_at, withdrawn_at;
    bool in_force = false;
};
BOOST_DESCRIBE_STRUCT(VersionView, (),
                      (version, proposed_by, proposed_by_name, ends, title, competence_id, slug, level, descriptor, why, law, deadline_on,
                       proposed_at, employee_signed_at, counterpart_signed_at, withdrawn_at, in_force))

struct EventView {
    Happening happening{};
    std::string by;  // empty: the platform itself
    std::optional<int> version;
    Instant at{};
};
BOOST_DESCRIBE_STRUCT(EventView, (), (happening, by, version, at))

struct GoalView {
    GoalId id;
    GoalState state{};
    Side side{};
    std::string partner;
    std::optional<TalkId> talk;
    std::string title;
    std::optional<int> level;
    Date deadline_on{};
    bool overdue = false;
    bool waits_for_me = false, waits_for_partner = false;
    int last_version = 0;
    std::optional<VersionView> agreed, proposal;
    std::vector<VersionView> versions;  // newest first
    std::vector<EventView> events;      // newest first
};
BOOST_DESCRIBE_STRUCT(GoalView, (),
                      (id, state, side, partner, talk, title, level, deadline_on, overdue, waits_for_me, waits_for_partner, last_version, agreed,
                       proposal, versions, events))

// A goal beyond the own talks: what was agreed.
struct TeamGoalView {
    GoalId id;
    PersonId person;
    std::string name;
    GoalState state{};
    std::string title;
    std::optional<int> level;
    std::string why, law;
    Date deadline_on{}, agreed_on{};
    bool overdue = false;
};
BOOST_DESCRIBE_STRUCT(TeamGoalView, (), (id, person, name, state, title, level, why, law, deadline_on, agreed_on, overdue))

struct TalkRow {
    TalkId id;
    Side side{};
    std::string partner;
    Date planned_on{};
    TalkState state{};
    bool open = false;
};
BOOST_DESCRIBE_STRUCT(TalkRow, (), (id, side, partner, planned_on, state, open))

struct CareerUnit {
    LearningUnitId unit;
    std::string slug, title;
    Date starts_on{}, ends_on{};
    HalfHours half_hours;
    Money price_cents;
    bool free_of_charge = false;
};
BOOST_DESCRIBE_STRUCT(CareerUnit, (), (unit, slug, title, starts_on, ends_on, half_hours, price_cents, free_of_charge))

struct MissingView {
    std::string slug, name;
    bool assessed = false;
    int current = 0, target = 0;
};
BOOST_DESCRIBE_STRUCT(MissingView, (), (slug, name, assessed, current, target))

struct UnreachableView {
    std::string slug, name;
    int level = 0;
    planning::OpenReason reason{};
};
BOOST_DESCRIBE_STRUCT(UnreachableView, (), (slug, name, level, reason))

struct CareerPathView {
    RoleProfileId role;
    std::string slug, name;
    int asked = 0, reached = 0;
    int missing_count = 0;
    std::vector<MissingView> missing;
    bool nothing_missing = false;
    int closed_percent = 0, weeks = 0;
    HalfHours half_hours;
    Money price_cents;
    int presence_days = 0;
    std::vector<CareerUnit> units;  // in their order
    std::vector<UnreachableView> unreachable;
    int limited_percent = 0;
    HalfHours limited_half_hours;
    Money limited_price_cents;
    bool proven = false;
    bool on_shortlist = false, is_future = false, is_present = false;
};
BOOST_DESCRIBE_STRUCT(CareerPathView, (),
                      (role, slug, name, asked, reached, missing_count, missing, nothing_missing, closed_percent, weeks, half_hours, price_cents,
                       presence_days, units, unreachable, limited_percent, limited_half_hours, limited_price_cents, proven, on_shortlist, is_future,
                       is_present))

GoalView goal_view(const OwnGoal& own, const competence::CompetenceFramework& framework, const web::Messages& messages, Language language,
                   Date today);
TeamGoalView team_goal_view(const TeamGoal& goal, Date today);
TalkRow talk_row(const OwnTalk& talk, const web::Messages& messages, Language language);
CareerPathView career_path_view(const CareerPath& path, const planning::PlanningCatalogue& catalogue);

// The name, or "früheres Gegenüber".
std::string partner_text(const std::string& partner, const web::Messages& messages, Language language);

}  // namespace kc::development
