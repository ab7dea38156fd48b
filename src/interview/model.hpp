// SPDX-License-Identifier: EUPL-1.2
// What is stored of a dialogue: the session, its lines, what each line led to, and the questions that come later.
// Levels and interests themselves belong to the profile (competence); here is only what came of which line.
#pragma once

#include "base/date.hpp"
#include "base/ids.hpp"
#include "extraction/extraction.hpp"
#include "interview/dialogue.hpp"

#include <optional>
#include <string>
#include <vector>

#include <boost/describe.hpp>

namespace kc::interview {

using InterviewSessionId = Id<struct InterviewSessionTag>;
using EntryId = Id<struct InterviewEntryTag>;
using ProposalId = Id<struct InterviewProposalTag>;
using CheckinId = Id<struct CheckinTag>;

enum class SessionKind { interview, checkin };
BOOST_DESCRIBE_ENUM(SessionKind, interview, checkin)
enum class SessionState { open, finished };
BOOST_DESCRIBE_ENUM(SessionState, open, finished)

// Who proposed: the words themselves, a language model, or the answer that says it outright.
enum class ProposalOrigin { rules, model, answer };
BOOST_DESCRIBE_ENUM(ProposalOrigin, rules, model, answer)
enum class Decision { open, confirmed, corrected, rejected };
BOOST_DESCRIBE_ENUM(Decision, open, confirmed, corrected, rejected)
enum class CheckinState { due, answered, dismissed };
BOOST_DESCRIBE_ENUM(CheckinState, due, answered, dismissed)

struct InterviewSession {
    InterviewSessionId id;
    SessionKind kind{};
    std::string guide;  // version
    std::optional<CheckinId> checkin_id;
    SessionState state{};
    std::string revisit;
    Instant started_at{}, turned_at{};
    std::optional<Instant> finished_at;
};
BOOST_DESCRIBE_STRUCT(InterviewSession, (), (id, kind, guide, checkin_id, state, revisit, started_at, turned_at, finished_at))

// A line of the transcript.
struct Entry {
    EntryId id;
    InterviewSessionId session_id;
    int position = 0;
    std::string question_key, question;
    Outcome outcome{};
    std::string chosen;  // one value per line, as the form sends them
    std::string answer;  // as it is read
    int seconds = 0;
    Instant answered_at{};
    std::string prompt, reply, problem;  // of the language model, where one is configured

    Given given() const { return {question_key, outcome, chosen, seconds}; }
};
BOOST_DESCRIBE_STRUCT(Entry, (),
                      (id, session_id, position, question_key, question, outcome, chosen, answer, seconds, answered_at, prompt, reply, problem))

struct StoredProposal {
    ProposalId id;
    EntryId entry_id;
    InterviewSessionId session_id;
    CompetenceId competence_id;
    std::optional<int> level;
    extraction::Polarity polarity{};
    int confidence_percent = 0;
    std::string mentions;  // "0-5,12-18": bytes of the answer
    std::string reason_key;
    ProposalOrigin origin{};
    Decision decision{};
    std::optional<int> decided_level;
    std::optional<Instant> decided_at;
    std::optional<EvidenceId> evidence_id;
    bool interest_added = false;

    bool wants() const { return polarity == extraction::Polarity::wants; }
    bool open() const { return decision == Decision::open; }
    bool accepted() const { return decision == Decision::confirmed || decision == Decision::corrected; }
};
BOOST_DESCRIBE_STRUCT(StoredProposal, (),
                      (id, entry_id, session_id, competence_id, level, polarity, confidence_percent, mentions, reason_key, origin, decision,
                       decided_level, decided_at, evidence_id, interest_added))

struct StoredCheckin {
    CheckinId id;
    CheckinCause cause{};
    std::string subject;
    std::optional<CompetenceId> competence_id;
    Date due_on{};
    Instant created_at{};
    CheckinState state{};
    std::optional<Instant> closed_at;
};
BOOST_DESCRIBE_STRUCT(StoredCheckin, (), (id, cause, subject, competence_id, due_on, created_at, state, closed_at))

std::string text_of_mentions(const std::vector<extraction::Mention>& mentions);
// Only what lies inside a text of that length and in order; anything else is left out.
std::vector<extraction::Mention> mentions_of_text(std::string_view text, std::size_t bytes);

}  // namespace kc::interview
