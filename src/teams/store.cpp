// SPDX-License-Identifier: EUPL-1.2
#include "teams/store.hpp"

#include <tuple>

namespace kc::teams {

namespace {

constexpr std::string_view plan_columns =
    "SELECT id, organisation_id, department_id, group_name, people, created_by, created_at, budget_cents, away_max, status, price_cents, "
    "absence_days, half_hours FROM team_plans ";
constexpr std::string_view call_columns =
    "SELECT id, organisation_id, department_id, competence_id, level, seats, until_day, law, called_by, called_at, closed_at FROM team_calls ";

}  // namespace

TeamPlanId insert_plan(Transaction& transaction, const TeamPlan& plan) {
    const auto& head = plan.head;
    const auto id = transaction.get<TeamPlanId>(
        "INSERT INTO team_plans (organisation_id, department_id, group_name, people, created_by, created_at, budget_cents, away_max, status, "
        "price_cents, absence_days, half_hours) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id",
        head.organisation_id, head.department_id, head.group_name, head.people, head.created_by, head.created_at, head.budget_cents, head.away_max,
        head.status, head.price_cents, head.absence_days, head.half_hours);
    for (const auto& duty : plan.duties) {
        transaction.execute(
            "INSERT INTO team_plan_duties (team_plan_id, position, competence_id, level, people_needed, until_day, law, covered, covered_at_most, "
            "seats_wanted, seats_planned) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            id, duty.position, duty.competence_id, duty.level, duty.people_needed, duty.until_day, duty.law, duty.covered, duty.covered_at_most,
            duty.seats_wanted, duty.seats_planned);
    }
    for (const auto& way : plan.ways) {
        transaction.execute(
            "INSERT INTO team_plan_ways (team_plan_id, position, duty, start_level, seats, price_cents, absence_days, half_hours) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            id, way.position, way.duty, way.start_level, way.seats, way.price_cents, way.absence_days, way.half_hours);
    }
    for (const auto& unit : plan.units) {
        transaction.execute(
            "INSERT INTO team_plan_units (team_plan_id, way, position, unit_id, title, slug, first_day, last_day, place) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            id, unit.way, unit.position, unit.unit_id, unit.title, unit.slug, unit.first_day, unit.last_day, unit.place);
    }
    for (const auto& gain : plan.gains) {
        transaction.execute("INSERT INTO team_plan_gains (team_plan_id, limit_kind, more_seats, less_cents) VALUES (?, ?, ?, ?)", id, gain.limit_kind,
                            gain.more_seats, gain.less_cents);
    }
    return id;
}

std::vector<TeamPlanHead> list_plans(Session& session, std::span<const OrganisationId> organisations) {
    static const auto sql = fmt::format("{}WHERE organisation_id IN ($LIST) ORDER BY created_at DESC, id DESC", plan_columns);
    return session.query<TeamPlanHead>(sql, storage::json_ids(organisations));
}

std::optional<TeamPlan> find_plan(Session& session, TeamPlanId id, std::span<const OrganisationId> organisations) {
    static const auto sql = fmt::format("{}WHERE id = ? AND organisation_id IN ($LIST)", plan_columns);
    auto head = session.find<TeamPlanHead>(sql, id, storage::json_ids(organisations));
    if (!head) return std::nullopt;
    TeamPlan plan{.head = std::move(*head), .duties = {}, .ways = {}, .units = {}, .gains = {}};
    plan.duties = session.query<PlannedDuty>(
        "SELECT position, competence_id, level, people_needed, until_day, law, covered, covered_at_most, seats_wanted, seats_planned "
        "FROM team_plan_duties WHERE team_plan_id = ? ORDER BY position",
        id);
    plan.ways = session.query<PlannedWay>(
        "SELECT position, duty, start_level, seats, price_cents, absence_days, half_hours FROM team_plan_ways WHERE team_plan_id = ? "
        "ORDER BY position",
        id);
    plan.units = session.query<PlannedSeatUnit>(
        "SELECT way, position, unit_id, title, slug, first_day, last_day, place FROM team_plan_units WHERE team_plan_id = ? ORDER BY way, position",
        id);
    plan.gains =
        session.query<LimitGain>("SELECT limit_kind, more_seats, less_cents FROM team_plan_gains WHERE team_plan_id = ? ORDER BY limit_kind", id);
    return plan;
}

bool remove_plan(Transaction& transaction, TeamPlanId id, std::span<const OrganisationId> organisations) {
    return transaction.execute("DELETE FROM team_plans WHERE id = ? AND organisation_id IN ($LIST)", id, storage::json_ids(organisations)) > 0;
}

void remove_oldest_plans(Transaction& transaction, OrganisationId organisation, int kept) {
    transaction.execute(
        "DELETE FROM team_plans WHERE organisation_id = ? AND id NOT IN (SELECT id FROM team_plans WHERE organisation_id = ? "
        "ORDER BY created_at DESC, id DESC LIMIT ?)",
        organisation, organisation, kept);
}

TeamCallId insert_call(Transaction& transaction, const TeamCall& call) {
    return transaction.get<TeamCallId>(
        "INSERT INTO team_calls (organisation_id, department_id, competence_id, level, seats, until_day, law, called_by, called_at) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id",
        call.organisation_id, call.department_id, call.competence_id, call.level, call.seats, call.until_day, call.law, call.called_by,
        call.called_at);
}

std::vector<TeamCall> list_calls(Session& session, std::span<const OrganisationId> organisations, bool open_only) {
    static const auto all = fmt::format("{}WHERE organisation_id IN ($LIST) ORDER BY called_at DESC, id DESC LIMIT 200", call_columns);
    static const auto open =
        fmt::format("{}WHERE organisation_id IN ($LIST) AND closed_at IS NULL ORDER BY called_at DESC, id DESC LIMIT 200", call_columns);
    return session.query<TeamCall>(open_only ? open : all, storage::json_ids(organisations));
}

std::vector<OrganisationId> list_calling_organisations(Session& session, Date today) {
    return session.query<OrganisationId>(
        "SELECT DISTINCT organisation_id FROM team_calls WHERE closed_at IS NULL AND called_by IS NOT NULL AND until_day > ? ORDER BY "
        "organisation_id",
        today);
}

bool close_call(Transaction& transaction, TeamCallId id, std::span<const OrganisationId> organisations, Instant now) {
    return transaction.execute("UPDATE team_calls SET closed_at = ? WHERE id = ? AND closed_at IS NULL AND organisation_id IN ($LIST)", now, id,
                               storage::json_ids(organisations)) > 0;
}

std::vector<OwnAnswer> list_answers(Session& session, PersonId person) {
    return session.query<OwnAnswer>(
        "SELECT team_call_id, answer, answered_at FROM team_call_answers WHERE person_id = ? ORDER BY answered_at, team_call_id", person);
}

void put_answer(Transaction& transaction, TeamCallId call, PersonId person, CallAnswer answer, Instant now) {
    transaction.execute(
        "INSERT INTO team_call_answers (team_call_id, person_id, answer, answered_at) VALUES (?, ?, ?, ?) "
        "ON CONFLICT (team_call_id, person_id) DO UPDATE SET answer = excluded.answer, answered_at = excluded.answered_at",
        call, person, answer, now);
}

std::optional<ExitRow> find_exit(Session& session, PersonId person) {
    return session.find<ExitRow>("SELECT year, source, updated_at FROM planned_exits WHERE person_id = ?", person);
}

void put_exit(Transaction& transaction, PersonId person, int year, ExitSource source, Instant now) {
    transaction.execute(
        "INSERT INTO planned_exits (person_id, year, source, updated_at) VALUES (?, ?, ?, ?) "
        "ON CONFLICT (person_id) DO UPDATE SET year = excluded.year, source = excluded.source, updated_at = excluded.updated_at",
        person, year, source, now);
}

bool remove_exit(Transaction& transaction, PersonId person) {
    return transaction.execute("DELETE FROM planned_exits WHERE person_id = ?", person) > 0;
}

void remove_person(Transaction& transaction, PersonId person, Instant now) {
    transaction.execute("DELETE FROM planned_exits WHERE person_id = ?", person);
    transaction.execute("DELETE FROM team_call_answers WHERE person_id = ?", person);
    // Nobody is left who could agree on the goals: her calls are over; the plans are numbers and stay.
    transaction.execute("UPDATE team_calls SET closed_at = ? WHERE called_by = ? AND closed_at IS NULL", now, person);
    transaction.execute("UPDATE team_calls SET called_by = NULL WHERE called_by = ?", person);
    transaction.execute("UPDATE team_plans SET created_by = NULL WHERE created_by = ?", person);
}

}  // namespace kc::teams
