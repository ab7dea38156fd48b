// SPDX-License-Identifier: EUPL-1.2
// What /api/v1/me/interview answers and reads.
#pragma once

#include "interview/service.hpp"

#include <optional>
#include <string>
#include <vector>

#include <boost/describe.hpp>

namespace kc::interview {

struct OptionJson {
    std::string value, text;
};
BOOST_DESCRIBE_STRUCT(OptionJson, (), (value, text))

struct QuestionJson {
    std::string key;
    QuestionKind kind{};
    std::string text, help;
    std::optional<std::string> competence;  // slug
    std::vector<OptionJson> options;        // empty: free text or a number
    std::optional<int> minimum, maximum;
    std::optional<std::vector<std::string>> answer;  // the one given before
};
BOOST_DESCRIBE_STRUCT(QuestionJson, (), (key, kind, text, help, competence, options, minimum, maximum, answer))

struct MentionJson {
    std::size_t begin = 0, end = 0;  // bytes of the statement
};
BOOST_DESCRIBE_STRUCT(MentionJson, (), (begin, end))

struct ProposalJson {
    ProposalId id;
    std::string competence, name;
    extraction::Polarity polarity{};
    std::optional<int> level;
    std::string descriptor;
    int confidence_percent = 0;
    ProposalOrigin origin{};
    std::string statement;
    std::vector<MentionJson> mentions;
    std::string reason;
};
BOOST_DESCRIBE_STRUCT(ProposalJson, (), (id, competence, name, polarity, level, descriptor, confidence_percent, origin, statement, mentions, reason))

struct ProgressJson {
    int asked = 0, left = 0, minutes_left = 0, saved = 0;
    bool enough_for_curriculum = false;
};
BOOST_DESCRIBE_STRUCT(ProgressJson, (), (asked, left, minutes_left, saved, enough_for_curriculum))

struct StateJson {
    bool open = false;
    std::optional<SessionKind> kind;
    std::string guide;
    std::optional<ProgressJson> progress;
    std::optional<QuestionJson> question;  // absent while proposals wait, and at the end
    std::vector<ProposalJson> proposals;   // to be decided first
    std::optional<EndReason> end;
};
BOOST_DESCRIBE_STRUCT(StateJson, (), (open, kind, guide, progress, question, proposals, end))

struct ResultJson {
    std::string competence;
    extraction::Polarity polarity{};
    std::optional<int> proposed_level, level;
    ProposalOrigin origin{};
    Decision decision{};
};
BOOST_DESCRIBE_STRUCT(ResultJson, (), (competence, polarity, proposed_level, level, origin, decision))

struct LineJson {
    EntryId id;
    std::string key, question;
    Outcome outcome{};
    std::string answer;
    Instant answered_at{};
    std::vector<ResultJson> results;
    std::string model_prompt, model_reply, model_problem;
};
BOOST_DESCRIBE_STRUCT(LineJson, (), (id, key, question, outcome, answer, answered_at, results, model_prompt, model_reply, model_problem))

struct DialogueJson {
    InterviewSessionId id;
    SessionKind kind{};
    std::string guide;
    SessionState state{};
    Instant started_at{};
    std::optional<Instant> finished_at;
    std::vector<LineJson> lines;
};
BOOST_DESCRIBE_STRUCT(DialogueJson, (), (id, kind, guide, state, started_at, finished_at, lines))

struct TranscriptJson {
    std::int64_t total = 0;  // dialogues
    int page = 1;
    std::vector<DialogueJson> dialogues;  // newest first
};
BOOST_DESCRIBE_STRUCT(TranscriptJson, (), (total, page, dialogues))

// The bodies as JsonReader reads them in api.cpp.

struct AnswerBody {
    std::string question;
    std::vector<std::string> values;
    std::optional<Outcome> outcome;  // absent: answered
};
BOOST_DESCRIBE_STRUCT(AnswerBody, (), (question, values, outcome))

struct SkipBody {
    std::string question;
};
BOOST_DESCRIBE_STRUCT(SkipBody, (), (question))

struct DecisionBody {
    ProposalId proposal;
    bool accept = false;
    std::optional<int> level;  // absent: as proposed
};
BOOST_DESCRIBE_STRUCT(DecisionBody, (), (proposal, accept, level))

struct DecisionsBody {
    std::vector<DecisionBody> decisions;
};
BOOST_DESCRIBE_STRUCT(DecisionsBody, (), (decisions))

}  // namespace kc::interview
