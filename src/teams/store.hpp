// SPDX-License-Identifier: EUPL-1.2
// SQL of plans for teams, calls and expected exits. Every question names the organisation or the person whose rows it may reach.
#pragma once

#include "storage/database.hpp"
#include "teams/model.hpp"

#include <span>

namespace kc::teams {

using storage::Session;
using storage::Transaction;

TeamPlanId insert_plan(Transaction& transaction, const TeamPlan& plan);
std::vector<TeamPlanHead> list_plans(Session& session, std::span<const OrganisationId> organisations);  // newest first
std::optional<TeamPlan> find_plan(Session& session, TeamPlanId id, std::span<const OrganisationId> organisations);
bool remove_plan(Transaction& transaction, TeamPlanId id, std::span<const OrganisationId> organisations);
void remove_oldest_plans(Transaction& transaction, OrganisationId organisation, int kept);

TeamCallId insert_call(Transaction& transaction, const TeamCall& call);
std::vector<TeamCall> list_calls(Session& session, std::span<const OrganisationId> organisations, bool open_only);  // newest first
std::vector<OrganisationId> list_calling_organisations(Session& session, Date today);                               // sorted
bool close_call(Transaction& transaction, TeamCallId id, std::span<const OrganisationId> organisations, Instant now);

struct OwnAnswer {
    TeamCallId team_call_id;
    CallAnswer answer{};
    Instant answered_at{};
};
BOOST_DESCRIBE_STRUCT(OwnAnswer, (), (team_call_id, answer, answered_at))
std::vector<OwnAnswer> list_answers(Session& session, PersonId person);
void put_answer(Transaction& transaction, TeamCallId call, PersonId person, CallAnswer answer, Instant now);

struct ExitRow {
    int year = 0;
    ExitSource source{};
    Instant updated_at{};
};
BOOST_DESCRIBE_STRUCT(ExitRow, (), (year, source, updated_at))
std::optional<ExitRow> find_exit(Session& session, PersonId person);
void put_exit(Transaction& transaction, PersonId person, int year, ExitSource source, Instant now);
bool remove_exit(Transaction& transaction, PersonId person);

void remove_person(Transaction& transaction, PersonId person, Instant now);  // erasure

}  // namespace kc::teams
