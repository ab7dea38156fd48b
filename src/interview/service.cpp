// SPDX-License-Identifier: EUPL-1.2
#include "interview/service.hpp"

#include "competence/store.hpp"
#include "interview/recording.hpp"
#include "interview/store.hpp"
#include "storage/audit.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>

namespace kc::interview {

using storage::Session;
using storage::Transaction;

namespace {

// Numbers and keys only: what was said stands in the transcript, which is the person's own.
void audit(Transaction& transaction, const Viewer& viewer, std::string_view action, std::int64_t subject, Instant now) {
    storage::record_audit(transaction, {.at = now,
                                        .actor = viewer.person,
                                        .action = fmt::format("interview.{}", action),
                                        .subject_type = "interview_session",
                                        .subject_id = subject,
                                        .details = "{}"});
}

Refusal<InterviewRefusal> no(InterviewError error, std::vector<FieldProblem> problems = {}) {
    return refuse(InterviewRefusal{error, std::move(problems)});
}

std::vector<StoredProposal> to_store(const Understanding& understood, const Entry& entry, bool wishes) {
    std::vector<StoredProposal> proposals;
    for (const auto& one : understood.proposals) {
        auto polarity = one.polarity;
        if (wishes && polarity == extraction::Polarity::has) polarity = extraction::Polarity::wants;  // IV-12
        std::optional<int> level = one.level;
        if (polarity == extraction::Polarity::lacks) level = 0;
        if (polarity == extraction::Polarity::wants) level.reset();
        proposals.push_back({.id = {},
                             .entry_id = entry.id,
                             .session_id = entry.session_id,
                             .competence_id = one.competence,
                             .level = level,
                             .polarity = polarity,
                             .confidence_percent = one.confidence_percent,
                             .mentions = text_of_mentions(one.mentions),
                             .reason_key = one.reason_key,
                             .origin = one.origin,
                             .decision = Decision::open,
                             .decided_level = {},
                             .decided_at = {},
                             .evidence_id = {},
                             .interest_added = false});
    }
    return proposals;
}

// What the turn will write, made before the transaction: understanding may take its time.
struct PreparedAnswer {
    const AnswerInput* input = nullptr;
    Asked asked;
    ReadAnswer answer;
    Understanding understood;
};

Understanding without_model(Understanding understood) {
    std::erase_if(understood.proposals, [](const Understood& proposal) { return proposal.origin == ProposalOrigin::model; });
    understood.exchange.reset();
    return understood;
}

std::vector<Given> given_of(const std::vector<Entry>& entries) {
    std::vector<Given> given;
    for (const auto& entry : entries) given.push_back(entry.given());
    return given;
}

}  // namespace

std::vector<const StoredProposal*> State::open_proposals() const {
    std::vector<const StoredProposal*> open;
    for (const auto& proposal : proposals) {
        if (proposal.open() && own.framework->index_of(proposal.competence_id)) open.push_back(&proposal);
    }
    return open;
}

const Entry* State::entry_of(std::string_view question) const {
    const auto found = std::find_if(entries.begin(), entries.end(), [&](const Entry& entry) { return entry.question_key == question; });
    return found == entries.end() ? nullptr : &*found;
}

std::vector<Given> State::given() const { return given_of(entries); }

std::optional<State> InterviewService::read_state(Session& session, const Viewer& viewer, std::optional<InterviewSession> open) const {
    if (!open) return std::nullopt;
    auto facts = competence::find_person_facts(session, viewer.person);
    if (!facts) return std::nullopt;
    State state;
    state.session = std::move(*open);
    state.own.framework = parts_.frameworks.current();
    state.own.facts = std::move(*facts);
    state.own.today = parts_.clock.today();
    state.own.standings = competence::standings(*state.own.framework, state.own.facts.facts(), state.own.today);
    state.own.complete = competence::completeness(state.own.standings, state.own.facts.jobs, state.own.facts.preferences.has_value());
    const std::array only{state.session.id};
    state.entries = list_entries(session, viewer.person, only);
    state.proposals = list_proposals(session, viewer.person, only);
    state.guide = parts_.guides.find(state.session.guide);
    if (state.session.checkin_id) state.checkin = find_checkin(session, viewer.person, *state.session.checkin_id);
    if (state.guide == nullptr) return state;
    state.way = {state.guide, &state.guide->questions, std::nullopt};
    if (state.session.kind == SessionKind::checkin) {
        state.way.questions = state.checkin ? state.guide->questions_of(state.checkin->cause) : nullptr;
        if (state.way.questions == nullptr) {
            state.guide = nullptr;
            return state;
        }
        state.way.subject = state.checkin->competence_id;
    }
    const auto given = state.given();
    const Situation situation{*state.own.framework, state.own.standings, given};
    state.next = next_question(state.way, situation);
    state.left = forecast(state.way, situation);
    if (!state.session.revisit.empty() && on_the_way(state.way, situation, state.session.revisit)) {
        if (auto asked = find_question(state.way, *state.own.framework, state.session.revisit)) {
            state.next = {std::move(asked), {}};
            state.revisiting = true;
        }
    }
    return state;
}

std::optional<State> InterviewService::find_state(const Viewer& viewer) const {
    if (!viewer.may(Permission::keep_own_profile)) return std::nullopt;
    return parts_.database.read([&](Session& session) { return read_state(session, viewer, find_open_session(session, viewer.person)); });
}

template <class Change> Result<void, InterviewRefusal> InterviewService::turn(const Viewer& viewer, Change&& change) {
    if (!viewer.may(Permission::keep_own_profile)) return no(InterviewError::not_permitted);
    return parts_.database.in_transaction([&](Transaction& transaction) -> Result<void, InterviewRefusal> {
        if (!competence::lock_person(transaction, viewer.person)) return no(InterviewError::not_permitted);
        const auto open = lock_open_session(transaction, viewer.person);
        if (!open) return no(InterviewError::no_session);
        return change(transaction, *open);
    });
}

std::optional<bool> InterviewService::model_reads_along(const Viewer& viewer) const {
    if (!parts_.model) return std::nullopt;
    return parts_.database.read([&](Session& session) { return parts_.model->agreed(session, viewer.person); });
}

Result<void, InterviewRefusal> InterviewService::start(const Viewer& viewer) {
    if (!viewer.may(Permission::keep_own_profile)) return no(InterviewError::not_permitted);
    return parts_.database.in_transaction([&](Transaction& transaction) -> Result<void, InterviewRefusal> {
        if (!competence::lock_person(transaction, viewer.person)) return no(InterviewError::not_permitted);
        const auto id = insert_session(transaction, viewer.person, SessionKind::interview, newest_guide().version, std::nullopt, parts_.clock.now());
        if (id) audit(transaction, viewer, "started", id->value, parts_.clock.now());
        return {};
    });
}

Result<void, InterviewRefusal> InterviewService::answer(const Viewer& viewer, std::span<const AnswerInput> answers, Language language) {
    if (!viewer.may(Permission::keep_own_profile)) return no(InterviewError::not_permitted);
    const auto state = find_state(viewer);
    if (!state) return no(InterviewError::no_session);
    if (state->guide == nullptr) return no(InterviewError::guide_missing);
    std::vector<PreparedAnswer> prepared;
    std::vector<FieldProblem> problems;
    auto given = state->given();
    std::set<std::string> seen;
    const bool with_model = model_reads_along(viewer).value_or(false);
    for (const auto& input : answers) {
        const Situation situation{state->framework(), state->own.standings, given};
        auto asked = find_question(state->way, state->framework(), input.question);
        if (!asked || !on_the_way(state->way, situation, input.question) || !seen.insert(input.question).second) {
            return no(InterviewError::unknown_question);
        }
        PreparedAnswer one{&input, std::move(*asked), {}, {}};
        if (input.outcome == Outcome::answered) {
            auto read = read_answer(one.asked, input.values, state->framework(), language);
            if (!read) {
                auto problem = read.error();
                problem.field = input.question;
                problems.push_back(std::move(problem));
                continue;
            }
            one.answer = std::move(*read);
        }
        // What a form sends besides may lie on the way that this answer opens.
        std::erase_if(given, [&](const Given& before) { return before.question == input.question; });
        given.push_back({input.question, input.outcome, one.answer.chosen, 0});
        const auto* before = state->entry_of(input.question);
        const bool same =
            before != nullptr && before->outcome == input.outcome && before->chosen == one.answer.chosen && before->answer == one.answer.text;
        if (same) continue;
        if (one.answer.free_text) one.understood = with_model ? parts_.model->understand(one.answer.text) : parts_.understand(one.answer.text);
        prepared.push_back(std::move(one));
    }
    if (!problems.empty()) return no(InterviewError::invalid_answer, std::move(problems));
    const auto session_id = state->session.id;
    return turn(viewer, [&](Transaction& transaction, const InterviewSession& open) -> Result<void, InterviewRefusal> {
        if (open.id != session_id) return no(InterviewError::no_session);
        const auto now = parts_.clock.now();
        // Withdrawn while the model was thinking: what it said is not kept (EW-07).
        if (with_model && !parts_.model->agreed(transaction, viewer.person)) {
            for (auto& one : prepared) one.understood = without_model(std::move(one.understood));
        }
        Recorder recorder(transaction, parts_.observer, state->framework(), viewer.person, now, parts_.clock.today());
        auto entries = list_entries(transaction, viewer.person, std::array{open.id});
        const auto take_back = [&](const Entry& entry) {
            recorder.take_back(list_proposals_of(transaction, viewer.person, entry.id));
            const auto left = entry.outcome == Outcome::dont_know ? find_question(state->way, state->framework(), entry.question_key) : std::nullopt;
            if (left && left->competence) recorder.take_back_open(state->framework().competence(*left->competence).id);
            remove_entry(transaction, viewer.person, entry.id);
        };
        const auto measured = (now - open.turned_at).count();
        for (auto& one : prepared) {
            Entry entry{.id = {},
                        .session_id = open.id,
                        .position = entries.empty() ? 1 : entries.back().position + 1,
                        .question_key = one.input->question,
                        .question = question_text(one.asked, state->framework(), language, state->checkin ? state->checkin->subject : ""),
                        .outcome = one.input->outcome,
                        .chosen = one.answer.chosen,
                        .answer = one.answer.text,
                        .seconds = prepared.size() == 1 ? counted_seconds(*one.asked.question, measured) : typical_seconds(*one.asked.question),
                        .answered_at = now,
                        .prompt = {},
                        .reply = {},
                        .problem = {}};
            if (one.understood.exchange) {
                entry.prompt = one.understood.exchange->prompt;
                entry.reply = one.understood.exchange->answer;
                entry.problem = one.understood.exchange->problem;
            }
            const auto before =
                std::find_if(entries.begin(), entries.end(), [&](const Entry& other) { return other.question_key == entry.question_key; });
            if (before != entries.end()) {
                entry.position = before->position;
                take_back(*before);
                entries.erase(before);
            }
            entry.id = insert_entry(transaction, viewer.person, entry);
            if (auto problem = recorder.apply(one.answer, origin_of(open.guide, entry.question_key), entry)) {
                problem->field = entry.question_key;
                return no(InterviewError::invalid_answer, {std::move(*problem)});
            }
            if (entry.outcome == Outcome::dont_know && one.asked.competence) {
                recorder.leave_open(state->framework().competence(*one.asked.competence).id);
            }
            insert_proposals(transaction, viewer.person, to_store(one.understood, entry, one.asked.question->wishes));
            const auto place = std::find_if(entries.begin(), entries.end(), [&](const Entry& other) { return other.position > entry.position; });
            entries.insert(place, entry);
        }
        // A changed answer can lead another way; what was said on the old one is taken back.
        const auto now_given = given_of(entries);
        const Situation situation{state->framework(), state->own.standings, now_given};
        for (const auto& entry : entries) {
            if (!on_the_way(state->way, situation, entry.question_key)) take_back(entry);
        }
        update_turn(transaction, viewer.person, open.id, "", now);
        audit(transaction, viewer, "answered", open.id.value, now);
        return {};
    });
}

Result<void, InterviewRefusal> InterviewService::decide(const Viewer& viewer, std::span<const DecisionInput> decisions) {
    return turn(viewer, [&](Transaction& transaction, const InterviewSession& open) -> Result<void, InterviewRefusal> {
        const auto now = parts_.clock.now();
        const std::array only{open.id};
        auto proposals = list_proposals(transaction, viewer.person, only);
        const auto entries = list_entries(transaction, viewer.person, only);
        std::vector<StoredProposal*> decided, accepted;
        std::vector<std::string> origins;
        for (const auto& decision : decisions) {
            const auto found =
                std::find_if(proposals.begin(), proposals.end(), [&](const StoredProposal& one) { return one.id == decision.proposal; });
            if (found == proposals.end() || !found->open()) return no(InterviewError::proposal_not_found);
            auto& proposal = *found;
            const auto level = decision.level ? decision.level : proposal.level;
            if (decision.accept && !proposal.wants()) {
                const bool fits = level && *level >= 0 && *level <= competence::level_max;
                if (!fits) {
                    return no(
                        InterviewError::invalid_answer,
                        {{fmt::format("proposal-{}", proposal.id.value), level ? "interview.problem.level" : "interview.problem.level_needed", {}}});
                }
                proposal.decided_level = level;
            }
            proposal.decided_at = now;
            proposal.decision = !decision.accept                                               ? Decision::rejected
                                : proposal.wants() || proposal.level == proposal.decided_level ? Decision::confirmed
                                                                                               : Decision::corrected;
            decided.push_back(&proposal);
            if (!decision.accept) continue;
            const auto entry = std::find_if(entries.begin(), entries.end(), [&](const Entry& one) { return one.id == proposal.entry_id; });
            accepted.push_back(&proposal);
            origins.push_back(origin_of(open.guide, entry == entries.end() ? "" : entry->question_key));
        }
        Recorder recorder(transaction, parts_.observer, *parts_.frameworks.current(), viewer.person, now, parts_.clock.today());
        recorder.take_over(accepted, origins);
        for (const auto* proposal : decided) update_decision(transaction, viewer.person, *proposal);
        update_turn(transaction, viewer.person, open.id, open.revisit, now);
        audit(transaction, viewer, "decided", open.id.value, now);
        return {};
    });
}

Result<void, InterviewRefusal> InterviewService::back(const Viewer& viewer) {
    return turn(viewer, [&](Transaction& transaction, const InterviewSession& open) -> Result<void, InterviewRefusal> {
        const auto entries = list_entries(transaction, viewer.person, std::array{open.id});
        auto here = std::find_if(entries.begin(), entries.end(), [&](const Entry& entry) { return entry.question_key == open.revisit; });
        if (here == entries.begin()) return no(InterviewError::nothing_before);  // also when nothing was said yet
        update_turn(transaction, viewer.person, open.id, std::prev(here)->question_key, parts_.clock.now());
        return {};
    });
}

Result<void, InterviewRefusal> InterviewService::finish(const Viewer& viewer) {
    return turn(viewer, [&](Transaction& transaction, const InterviewSession& open) -> Result<void, InterviewRefusal> {
        const auto now = parts_.clock.now();
        reject_open_proposals(transaction, viewer.person, open.id, now);
        update_finished(transaction, viewer.person, open.id, now);
        if (open.checkin_id) update_checkin(transaction, viewer.person, *open.checkin_id, CheckinState::answered, now);
        audit(transaction, viewer, "finished", open.id.value, now);
        return {};
    });
}

Result<void, InterviewRefusal> InterviewService::discard(const Viewer& viewer) {
    return turn(viewer, [&](Transaction& transaction, const InterviewSession& open) -> Result<void, InterviewRefusal> {
        const auto now = parts_.clock.now();
        Recorder recorder(transaction, parts_.observer, *parts_.frameworks.current(), viewer.person, now, parts_.clock.today());
        recorder.take_back(list_proposals(transaction, viewer.person, std::array{open.id}));
        remove_session(transaction, viewer.person, open.id);
        audit(transaction, viewer, "discarded", open.id.value, now);
        return {};
    });
}

}  // namespace kc::interview
