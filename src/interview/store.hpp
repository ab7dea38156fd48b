// SPDX-License-Identifier: EUPL-1.2
// All SQL of the interview. Every statement names the person the rows belong to (IV-40): whoever calls it with the viewer's own number
// can reach nobody else's words.
#pragma once

#include "interview/model.hpp"
#include "storage/database.hpp"

#include <optional>
#include <span>
#include <vector>

namespace kc::interview {

std::optional<InterviewSession> find_open_session(storage::Session& session, PersonId person);
std::optional<InterviewSession> lock_open_session(storage::Transaction& transaction, PersonId person);
std::vector<InterviewSession> list_sessions(storage::Session& session, PersonId person, int limit, int offset);  // newest first
std::int64_t count_sessions(storage::Session& session, PersonId person);

// Nothing when one is open already.
std::optional<InterviewSessionId> insert_session(storage::Transaction& transaction, PersonId person, SessionKind kind, std::string_view guide,
                                                 std::optional<CheckinId> checkin, Instant now);
void update_turn(storage::Transaction& transaction, PersonId person, InterviewSessionId id, std::string_view revisit, Instant now);
void update_finished(storage::Transaction& transaction, PersonId person, InterviewSessionId id, Instant now);
void remove_session(storage::Transaction& transaction, PersonId person, InterviewSessionId id);

std::vector<Entry> list_entries(storage::Session& session, PersonId person, std::span<const InterviewSessionId> sessions);  // in order
std::optional<Entry> find_entry(storage::Session& session, PersonId person, EntryId id);
EntryId insert_entry(storage::Transaction& transaction, PersonId person, const Entry& entry);
void remove_entry(storage::Transaction& transaction, PersonId person, EntryId id);  // with its proposals

std::vector<StoredProposal> list_proposals(storage::Session& session, PersonId person, std::span<const InterviewSessionId> sessions);
std::vector<StoredProposal> list_proposals_of(storage::Session& session, PersonId person, EntryId entry);
void insert_proposals(storage::Transaction& transaction, PersonId person, std::span<const StoredProposal> proposals);
void update_decision(storage::Transaction& transaction, PersonId person, const StoredProposal& proposal);
void reject_open_proposals(storage::Transaction& transaction, PersonId person, InterviewSessionId session, Instant now);

std::optional<StoredCheckin> find_checkin(storage::Session& session, PersonId person, CheckinId id);
std::vector<StoredCheckin> list_checkins(storage::Session& session, PersonId person);  // oldest first
// The one to show on that day: due since at most 30 days (IV-31), the oldest.
std::optional<StoredCheckin> find_due_checkin(storage::Session& session, PersonId person, Date today);

// For the dashboard, in one statement: which kinds of sessions there are in which state, and the check-in that is due.
struct SummaryRow {
    std::optional<SessionKind> kind;
    std::optional<SessionState> state;
    std::optional<CheckinId> checkin;
    std::optional<CheckinCause> cause;
    std::string subject;
};
BOOST_DESCRIBE_STRUCT(SummaryRow, (), (kind, state, checkin, cause, subject))
std::vector<SummaryRow> list_summary(storage::Session& session, PersonId person, Date today);

void insert_checkin(storage::Transaction& transaction, PersonId person, const StoredCheckin& checkin);
void update_checkin(storage::Transaction& transaction, PersonId person, CheckinId id, CheckinState state, Instant now);
std::int64_t count_recent_checkins(storage::Session& session, PersonId person, CheckinCause cause, Instant since);

// What went to a language model and came back; a withdrawn consent deletes it, and what the model proposed and nobody decided.
struct ModelTraces {
    std::int64_t lines = 0, open_proposals = 0;
};
BOOST_DESCRIBE_STRUCT(ModelTraces, (), (lines, open_proposals))
ModelTraces count_model_traces(storage::Session& session, PersonId person);
void remove_model_traces(storage::Transaction& transaction, PersonId person);

// For erasure and for "delete all".
void remove_dialogues(storage::Transaction& transaction, PersonId person);
void remove_checkins(storage::Transaction& transaction, PersonId person);

}  // namespace kc::interview
