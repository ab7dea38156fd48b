// SPDX-License-Identifier: EUPL-1.2
#include "interview/store.hpp"

#include "interview/checkin_rules.hpp"

#include <fmt/format.h>

namespace kc::interview {

namespace {

constexpr std::string_view open_session_sql =
    "SELECT id, kind, guide, checkin_id, state, revisit, started_at, turned_at, finished_at "
    "FROM interview_sessions WHERE person_id = ? AND state = 'open'";

}  // namespace

std::optional<InterviewSession> find_open_session(storage::Session& session, PersonId person) {
    return session.find<InterviewSession>(open_session_sql, person);
}

std::optional<InterviewSession> lock_open_session(storage::Transaction& transaction, PersonId person) {
    return transaction.find_for_update<InterviewSession>(open_session_sql, person);
}

std::vector<InterviewSession> list_sessions(storage::Session& session, PersonId person, int limit, int offset) {
    return session.query<InterviewSession>(
        "SELECT id, kind, guide, checkin_id, state, revisit, started_at, turned_at, finished_at "
        "FROM interview_sessions WHERE person_id = ? ORDER BY started_at DESC, id DESC LIMIT ? OFFSET ?",
        person, limit, offset);
}

std::int64_t count_sessions(storage::Session& session, PersonId person) {
    return session.get<std::int64_t>("SELECT COUNT(*) FROM interview_sessions WHERE person_id = ?", person);
}

std::optional<InterviewSessionId> insert_session(storage::Transaction& transaction, PersonId person, SessionKind kind, std::string_view guide,
                                                 std::optional<CheckinId> checkin, Instant now) {
    return transaction.find<InterviewSessionId>(
        "INSERT INTO interview_sessions (person_id, kind, guide, checkin_id, state, started_at, turned_at) VALUES (?, ?, ?, ?, 'open', ?, ?) "
        "ON CONFLICT DO NOTHING RETURNING id",
        person, kind, guide, checkin, now, now);
}

void update_turn(storage::Transaction& transaction, PersonId person, InterviewSessionId id, std::string_view revisit, Instant now) {
    transaction.execute("UPDATE interview_sessions SET revisit = ?, turned_at = ? WHERE id = ? AND person_id = ?", revisit, now, id, person);
}

void update_finished(storage::Transaction& transaction, PersonId person, InterviewSessionId id, Instant now) {
    transaction.execute("UPDATE interview_sessions SET state = 'finished', revisit = '', finished_at = ? WHERE id = ? AND person_id = ?", now, id,
                        person);
}

void remove_session(storage::Transaction& transaction, PersonId person, InterviewSessionId id) {
    transaction.execute("DELETE FROM interview_proposals WHERE session_id = ? AND person_id = ?", id, person);
    transaction.execute("DELETE FROM interview_entries WHERE session_id = ? AND person_id = ?", id, person);
    transaction.execute("DELETE FROM interview_sessions WHERE id = ? AND person_id = ?", id, person);
}

std::vector<Entry> list_entries(storage::Session& session, PersonId person, std::span<const InterviewSessionId> sessions) {
    return session.query<Entry>(
        "SELECT id, session_id, position, question_key, question, outcome, chosen, answer, seconds, answered_at, prompt, reply, problem "
        "FROM interview_entries WHERE person_id = ? AND session_id IN ($LIST) ORDER BY session_id, position, id",
        person, storage::json_ids(sessions));
}

std::optional<Entry> find_entry(storage::Session& session, PersonId person, EntryId id) {
    return session.find<Entry>(
        "SELECT id, session_id, position, question_key, question, outcome, chosen, answer, seconds, answered_at, prompt, reply, problem "
        "FROM interview_entries WHERE id = ? AND person_id = ?",
        id, person);
}

EntryId insert_entry(storage::Transaction& transaction, PersonId person, const Entry& entry) {
    return transaction.get<EntryId>(
        "INSERT INTO interview_entries (session_id, person_id, position, question_key, question, outcome, chosen, answer, seconds, answered_at, "
        "prompt, reply, problem) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id",
        entry.session_id, person, entry.position, entry.question_key, entry.question, entry.outcome, entry.chosen, entry.answer, entry.seconds,
        entry.answered_at, entry.prompt, entry.reply, entry.problem);
}

void remove_entry(storage::Transaction& transaction, PersonId person, EntryId id) {
    transaction.execute("DELETE FROM interview_proposals WHERE entry_id = ? AND person_id = ?", id, person);
    transaction.execute("DELETE FROM interview_entries WHERE id = ? AND person_id = ?", id, person);
}

std::vector<StoredProposal> list_proposals(storage::Session& session, PersonId person, std::span<const InterviewSessionId> sessions) {
    return session.query<StoredProposal>(
        "SELECT id, entry_id, session_id, competence_id, level, polarity, confidence_percent, mentions, reason_key, origin, decision, decided_level, "
        "decided_at, evidence_id, interest_added "
        "FROM interview_proposals WHERE person_id = ? AND session_id IN ($LIST) ORDER BY id",
        person, storage::json_ids(sessions));
}

std::vector<StoredProposal> list_proposals_of(storage::Session& session, PersonId person, EntryId entry) {
    return session.query<StoredProposal>(
        "SELECT id, entry_id, session_id, competence_id, level, polarity, confidence_percent, mentions, reason_key, origin, decision, decided_level, "
        "decided_at, evidence_id, interest_added "
        "FROM interview_proposals WHERE entry_id = ? AND person_id = ? ORDER BY id",
        entry, person);
}

void insert_proposals(storage::Transaction& transaction, PersonId person, std::span<const StoredProposal> proposals) {
    using Row = std::tuple<EntryId, InterviewSessionId, PersonId, CompetenceId, std::optional<int>, extraction::Polarity, int, std::string_view,
                           std::string_view, ProposalOrigin, Decision, std::optional<int>, std::optional<Instant>, std::optional<EvidenceId>, bool>;
    std::vector<Row> rows;
    for (const auto& p : proposals) {
        rows.emplace_back(p.entry_id, p.session_id, person, p.competence_id, p.level, p.polarity, p.confidence_percent, p.mentions, p.reason_key,
                          p.origin, p.decision, p.decided_level, p.decided_at, p.evidence_id, p.interest_added);
    }
    transaction.execute_many(
        "INSERT INTO interview_proposals (entry_id, session_id, person_id, competence_id, level, polarity, confidence_percent, mentions, reason_key, "
        "origin, decision, decided_level, decided_at, evidence_id, interest_added) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        rows);
}

void update_decision(storage::Transaction& transaction, PersonId person, const StoredProposal& proposal) {
    transaction.execute(
        "UPDATE interview_proposals SET decision = ?, decided_level = ?, decided_at = ?, evidence_id = ?, interest_added = ? "
        "WHERE id = ? AND person_id = ?",
        proposal.decision, proposal.decided_level, proposal.decided_at, proposal.evidence_id, proposal.interest_added, proposal.id, person);
}

void reject_open_proposals(storage::Transaction& transaction, PersonId person, InterviewSessionId session, Instant now) {
    transaction.execute(
        "UPDATE interview_proposals SET decision = 'rejected', decided_at = ? WHERE session_id = ? AND person_id = ? AND decision = 'open'", now,
        session, person);
}

std::optional<StoredCheckin> find_checkin(storage::Session& session, PersonId person, CheckinId id) {
    return session.find<StoredCheckin>(
        "SELECT id, cause, subject, competence_id, due_on, created_at, state, closed_at "
        "FROM interview_checkins WHERE id = ? AND person_id = ?",
        id, person);
}

std::vector<StoredCheckin> list_checkins(storage::Session& session, PersonId person) {
    return session.query<StoredCheckin>(
        "SELECT id, cause, subject, competence_id, due_on, created_at, state, closed_at "
        "FROM interview_checkins WHERE person_id = ? ORDER BY due_on, id",
        person);
}

std::optional<StoredCheckin> find_due_checkin(storage::Session& session, PersonId person, Date today) {
    return session.find<StoredCheckin>(
        "SELECT id, cause, subject, competence_id, due_on, created_at, state, closed_at "
        "FROM interview_checkins WHERE person_id = ? AND state = 'due' AND due_on <= ? AND due_on >= ? "
        "ORDER BY due_on, id LIMIT 1",
        person, today, add_days(today, -checkin_days_open));
}

std::vector<SummaryRow> list_summary(storage::Session& session, PersonId person, Date today) {
    return session.query<SummaryRow>(
        "SELECT DISTINCT kind, state, CAST(NULL AS BIGINT) AS checkin, CAST(NULL AS TEXT) AS cause, '' AS subject FROM interview_sessions WHERE "
        "person_id = ? "
        "UNION ALL SELECT NULL, NULL, due.id, due.cause, due.subject FROM (SELECT id, cause, subject FROM interview_checkins "
        "WHERE person_id = ? AND state = 'due' AND due_on <= ? AND due_on >= ? ORDER BY due_on, id LIMIT 1) AS due",
        person, person, today, add_days(today, -checkin_days_open));
}

void insert_checkin(storage::Transaction& transaction, PersonId person, const StoredCheckin& checkin) {
    transaction.execute(
        "INSERT INTO interview_checkins (person_id, cause, subject, competence_id, due_on, created_at, state) VALUES (?, ?, ?, ?, ?, ?, 'due')",
        person, checkin.cause, checkin.subject, checkin.competence_id, checkin.due_on, checkin.created_at);
}

void update_checkin(storage::Transaction& transaction, PersonId person, CheckinId id, CheckinState state, Instant now) {
    transaction.execute("UPDATE interview_checkins SET state = ?, closed_at = ? WHERE id = ? AND person_id = ?", state, now, id, person);
}

std::int64_t count_recent_checkins(storage::Session& session, PersonId person, CheckinCause cause, Instant since) {
    return session.get<std::int64_t>("SELECT COUNT(*) FROM interview_checkins WHERE person_id = ? AND cause = ? AND created_at >= ?", person, cause,
                                     since);
}

ModelTraces count_model_traces(storage::Session& session, PersonId person) {
    return session.get<ModelTraces>(
        "SELECT (SELECT COUNT(*) FROM interview_entries WHERE person_id = ? AND (prompt <> '' OR reply <> '' OR problem <> '')) AS lines, "
        "(SELECT COUNT(*) FROM interview_proposals WHERE person_id = ? AND origin = 'model' AND decision = 'open') AS open_proposals",
        person, person);
}

void remove_model_traces(storage::Transaction& transaction, PersonId person) {
    transaction.execute("UPDATE interview_entries SET prompt = '', reply = '', problem = '' WHERE person_id = ?", person);
    transaction.execute("DELETE FROM interview_proposals WHERE person_id = ? AND origin = 'model' AND decision = 'open'", person);
}

void remove_dialogues(storage::Transaction& transaction, PersonId person) {
    transaction.execute("DELETE FROM interview_proposals WHERE person_id = ?", person);
    transaction.execute("DELETE FROM interview_entries WHERE person_id = ?", person);
    transaction.execute("DELETE FROM interview_sessions WHERE person_id = ?", person);
}

void remove_checkins(storage::Transaction& transaction, PersonId person) {
    transaction.execute("DELETE FROM interview_checkins WHERE person_id = ?", person);
}

}  // namespace kc::interview
