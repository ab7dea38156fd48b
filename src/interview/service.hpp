// SPDX-License-Identifier: EUPL-1.2
// InterviewService: the dialogue of a person with a guide. Dialogue, form and JSON are views of the one session a person has open.
// Every turn is one transaction with audit entry; nothing that was not confirmed enters the profile (IV-10).
#pragma once

#include "base/clock.hpp"
#include "base/result.hpp"
#include "competence/service.hpp"
#include "interview/answers.hpp"
#include "interview/model.hpp"
#include "interview/understanding.hpp"

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace kc::interview {

enum class InterviewError {
    not_permitted,       // no learner, or the account is no longer active
    no_session,          // nothing is open
    session_open,        // something else is open
    unknown_question,    // not of this guide, or not on the way of this person
    invalid_answer,      // see the problems
    proposal_not_found,  // none of this person that is still open
    guide_missing,       // the version this session began with is no longer there
    nothing_before,      // the first question has none before it
    entry_not_found,     // no such line of this person
    checkin_not_found,   // no such question of this person, or no longer due
};
BOOST_DESCRIBE_ENUM(InterviewError, not_permitted, no_session, session_open, unknown_question, invalid_answer, proposal_not_found, guide_missing,
                    nothing_before, entry_not_found, checkin_not_found)

struct InterviewRefusal {
    InterviewError error{};
    std::vector<FieldProblem> problems{};  // only with invalid_answer; field: the key of the question, or "proposal-<id>"
};

struct AnswerInput {
    std::string question;
    Outcome outcome = Outcome::answered;
    std::vector<std::string> values{};
};

struct DecisionInput {
    ProposalId proposal;
    bool accept = false;
    std::optional<int> level{};  // absent: as proposed
};

// The open session with everything that is derived from it.
struct State {
    competence::OwnProfile own;  // the profile as it is now
    InterviewSession session;
    const Guide* guide = nullptr;  // absent: this version is gone
    Way way;
    std::optional<StoredCheckin> checkin;
    std::vector<Entry> entries;             // in order
    std::vector<StoredProposal> proposals;  // of these
    Next next;                              // what to ask; on hold while proposals wait
    bool revisiting = false;                // the person went back to this question
    Forecast left;

    std::vector<const StoredProposal*> open_proposals() const;
    const Entry* entry_of(std::string_view question) const;
    const competence::CompetenceFramework& framework() const { return *own.framework; }
    std::vector<Given> given() const;
    bool useful() const { return own.complete.enough_for_curriculum(); }  // KO-13
};

struct Transcript {
    std::vector<InterviewSession> sessions;  // newest first
    std::vector<Entry> entries;
    std::vector<StoredProposal> proposals;
    std::int64_t session_count = 0;
};

inline constexpr int transcript_page_size = 10;  // dialogues on a page

struct InterviewParts {
    storage::Database& database;
    const Clock& clock;
    const competence::FrameworkSource& frameworks;
    competence::ProfileObserver& observer;
    const GuideLibrary& guides;
    Understand understand;               // by the rules of the platform alone
    std::optional<ModelUse> model = {};  // where the operator has configured one
};

class Recorder;

class InterviewService {
public:
    explicit InterviewService(InterviewParts parts) : parts_(std::move(parts)) {}

    // Only ever the viewer's own rows (IV-40). Seven statements.
    std::optional<State> find_state(const Viewer& viewer) const;
    std::optional<StoredCheckin> find_due_checkin(const Viewer& viewer) const;

    Result<void, InterviewRefusal> start(const Viewer& viewer);  // goes on with what is open
    Result<void, InterviewRefusal> start_checkin(const Viewer& viewer, CheckinId checkin);
    Result<void, InterviewRefusal> dismiss_checkin(const Viewer& viewer, CheckinId checkin);

    // A turn of the dialogue, or everything a form changed: all of it or nothing.
    Result<void, InterviewRefusal> answer(const Viewer& viewer, std::span<const AnswerInput> answers, Language language);
    Result<void, InterviewRefusal> decide(const Viewer& viewer, std::span<const DecisionInput> decisions);
    Result<void, InterviewRefusal> back(const Viewer& viewer);
    Result<void, InterviewRefusal> finish(const Viewer& viewer);   // what waits for a decision is not taken over
    Result<void, InterviewRefusal> discard(const Viewer& viewer);  // with everything that came from it

    std::optional<Transcript> transcript(const Viewer& viewer, int page = 1) const;  // nothing without the right to a profile
    Result<Entry, InterviewRefusal> find_line(const Viewer& viewer, EntryId entry) const;
    Result<void, InterviewRefusal> remove_line(const Viewer& viewer, EntryId entry);
    Result<void, InterviewRefusal> remove_all(const Viewer& viewer);

    // Whether a language model reads along for this person; nothing where none is configured.
    std::optional<bool> model_reads_along(const Viewer& viewer) const;

    const Guide& newest_guide() const { return parts_.guides.newest(); }
    Date today() const { return parts_.clock.today(); }

private:
    void take_back_open(Recorder& recorder, const Entry& entry) const;
    struct Turn;  // one transaction that changes a session
    template <class Change> Result<void, InterviewRefusal> turn(const Viewer& viewer, Change&& change);
    std::optional<State> read_state(storage::Session& session, const Viewer& viewer, std::optional<InterviewSession> open) const;

    InterviewParts parts_;
};

}  // namespace kc::interview
