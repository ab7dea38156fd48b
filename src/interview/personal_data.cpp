// SPDX-License-Identifier: EUPL-1.2
#include "interview/personal_data.hpp"

#include "interview/store.hpp"
#include "web/api_response.hpp"

#include <algorithm>

namespace kc::interview {

namespace {

struct ExportedProposal {
    std::string competence;
    std::optional<int> level;
    extraction::Polarity polarity{};
    ProposalOrigin origin{};
    int confidence_percent = 0;
    Decision decision{};
    std::optional<int> decided_level;
    std::optional<Instant> decided_at;
};
BOOST_DESCRIBE_STRUCT(ExportedProposal, (), (competence, level, polarity, origin, confidence_percent, decision, decided_level, decided_at))

struct ExportedLine {
    std::string key, question;
    Outcome outcome{};
    std::string answer;
    int seconds = 0;
    Instant answered_at{};
    std::string prompt, reply, problem;
    std::vector<ExportedProposal> proposals;
};
BOOST_DESCRIBE_STRUCT(ExportedLine, (), (key, question, outcome, answer, seconds, answered_at, prompt, reply, problem, proposals))

struct ExportedDialogue {
    SessionKind kind{};
    std::string guide;
    SessionState state{};
    Instant started_at{};
    std::optional<Instant> finished_at;
    std::vector<ExportedLine> lines;
};
BOOST_DESCRIBE_STRUCT(ExportedDialogue, (), (kind, guide, state, started_at, finished_at, lines))

struct ExportedCheckin {
    CheckinCause cause{};
    std::string subject, competence;
    Date due_on{};
    CheckinState state{};
    std::optional<Instant> closed_at;
};
BOOST_DESCRIBE_STRUCT(ExportedCheckin, (), (cause, subject, competence, due_on, state, closed_at))

struct Exported {
    std::vector<ExportedDialogue> dialogues;
    std::vector<ExportedCheckin> later_questions;
};
BOOST_DESCRIBE_STRUCT(Exported, (), (dialogues, later_questions))

constexpr int sessions_max = 1'000'000;  // all there are

}  // namespace

std::string InterviewPersonalData::export_data(storage::Session& session, PersonId person) {
    const auto framework = frameworks_.current();
    const auto name = [&](CompetenceId id) {
        const auto index = framework->index_of(id);
        return index ? framework->competence(*index).name : std::to_string(id.value);
    };
    const auto sessions = list_sessions(session, person, sessions_max, 0);
    std::vector<InterviewSessionId> ids;
    for (const auto& one : sessions) ids.push_back(one.id);
    const auto entries = list_entries(session, person, ids);
    const auto proposals = list_proposals(session, person, ids);
    Exported out;
    for (const auto& one : sessions) {
        ExportedDialogue dialogue{one.kind, one.guide, one.state, one.started_at, one.finished_at, {}};
        for (const auto& entry : entries) {
            if (entry.session_id != one.id) continue;
            ExportedLine line{entry.question_key, entry.question, entry.outcome, entry.answer,  entry.seconds,
                              entry.answered_at,  entry.prompt,   entry.reply,   entry.problem, {}};
            for (const auto& proposal : proposals) {
                if (proposal.entry_id != entry.id) continue;
                line.proposals.push_back({name(proposal.competence_id), proposal.level, proposal.polarity, proposal.origin,
                                          proposal.confidence_percent, proposal.decision, proposal.decided_level, proposal.decided_at});
            }
            dialogue.lines.push_back(std::move(line));
        }
        out.dialogues.push_back(std::move(dialogue));
    }
    for (const auto& checkin : list_checkins(session, person)) {
        out.later_questions.push_back({checkin.cause, checkin.subject, checkin.competence_id ? name(*checkin.competence_id) : "", checkin.due_on,
                                       checkin.state, checkin.closed_at});
    }
    return web::to_json(out);
}

void InterviewPersonalData::erase(storage::Transaction& transaction, PersonId person) {
    remove_dialogues(transaction, person);
    remove_checkins(transaction, person);
}

}  // namespace kc::interview
