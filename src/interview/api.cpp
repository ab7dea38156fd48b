// SPDX-License-Identifier: EUPL-1.2
#include "interview/api_json.hpp"
#include "interview/pages.hpp"
#include "interview/refusals.hpp"
#include "interview/views.hpp"

#include "web/api_response.hpp"
#include "web/json_reader.hpp"
#include "web/json_schema.hpp"

#include <algorithm>
#include <charconv>

namespace kc::interview {

namespace {

constexpr std::size_t decisions_max = 200;

class Api {
public:
    Api(const web::Site& site, InterviewService& interviews, const competence::FrameworkSource& frameworks)
        : site_(site), interviews_(interviews), frameworks_(frameworks) {}

    http::Response state(const http::Request& request) const {
        return with_viewer(request, [&](const Viewer& viewer) { return state_of(request, viewer); });
    }

    http::Response start(const http::Request& request) {
        web::JsonReader json(request.body());
        return turn(request, json, [&](const Viewer& viewer) { return interviews_.start(viewer); });
    }

    http::Response answer(const http::Request& request) {
        web::JsonReader json(request.body());
        AnswerInput input{json.text("question", {.required = true}), json.enumerator<Outcome>("outcome").value_or(Outcome::answered), {}};
        // A free text is longer than the items of other lists: it is checked with its question.
        input.values = json.texts("values", 100);
        return turn(request, json, [&](const Viewer& viewer) { return interviews_.answer(viewer, std::span(&input, 1), web::language_of(request)); });
    }

    http::Response skip(const http::Request& request) {
        web::JsonReader json(request.body());
        const AnswerInput input{json.text("question", {.required = true}), Outcome::skipped, {}};
        return turn(request, json, [&](const Viewer& viewer) { return interviews_.answer(viewer, std::span(&input, 1), web::language_of(request)); });
    }

    http::Response decide(const http::Request& request) {
        web::JsonReader json(request.body());
        std::vector<DecisionInput> decisions;
        for (auto& one : json.objects("decisions", decisions_max, true)) {
            const auto proposal = one.id<ProposalId>("proposal", true);
            const auto accept = one.boolean("accept", true);
            const auto level = one.integer("level", {.max = competence::level_max});
            one.finish();
            if (proposal) decisions.push_back({*proposal, accept.value_or(false), level ? std::optional(static_cast<int>(*level)) : std::nullopt});
        }
        return turn(request, json, [&](const Viewer& viewer) { return interviews_.decide(viewer, decisions); });
    }

    http::Response back(const http::Request& request) {
        web::JsonReader json(request.body());
        return turn(request, json, [&](const Viewer& viewer) { return interviews_.back(viewer); });
    }

    http::Response finish(const http::Request& request) {
        web::JsonReader json(request.body());
        return turn(request, json, [&](const Viewer& viewer) { return interviews_.finish(viewer); });
    }

    http::Response transcript(const http::Request& request) const {
        return with_viewer(request, [&](const Viewer& viewer) {
            TranscriptJson json;
            const auto text = request.query("page").value_or("1");
            const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), json.page);
            if (error != std::errc() || end != text.data() + text.size() || json.page < 1 || json.page > 10'000) {
                return web::api_problems(request, site_.messages(), {{"page", "interview.problem.page", {}}});
            }
            const auto transcript = interviews_.transcript(viewer, json.page);
            if (!transcript) return refusal(request, {InterviewError::not_permitted, {}});
            json.total = transcript->session_count;
            for (const auto& session : transcript->sessions) json.dialogues.push_back(dialogue_json(session, *transcript));
            return web::api_json(json);
        });
    }

    http::Response remove_line(const http::Request& request) {
        return with_viewer(request, [&](const Viewer& viewer) {
            const auto removed = interviews_.remove_line(viewer, request.get_id<EntryId>("id"));
            return removed ? http::no_content() : refusal(request, removed.error());
        });
    }

private:
    template <class Act> http::Response with_viewer(const http::Request& request, Act&& act) const {
        const auto* viewer = request.viewer();
        if (viewer == nullptr) return web::api_error(request, 401, "not_signed_in", site_.text(request, "interview.problem.not_signed_in"));
        if (!viewer->may(Permission::keep_own_profile)) return refusal(request, {InterviewError::not_permitted, {}});
        return act(*viewer);
    }

    template <class Act> http::Response turn(const http::Request& request, web::JsonReader& json, Act&& act) {
        if (!json.finish()) return web::api_problems(request, site_.messages(), json.problems());
        return with_viewer(request, [&](const Viewer& viewer) {
            const auto done = act(viewer);
            return done ? state_of(request, viewer) : refusal(request, done.error());
        });
    }

    http::Response refusal(const http::Request& request, const InterviewRefusal& refusal) const {
        if (refusal.error == InterviewError::invalid_answer) {
            auto problems = refusal.problems;
            for (auto& problem : problems) problem.field = problem.field.starts_with("proposal-") ? "decisions" : "values";
            return web::api_problems(request, site_.messages(), problems);
        }
        return web::api_error(request, status_of(refusal.error), boost::describe::enum_to_string(refusal.error, ""),
                              site_.text(request, message_key_of(refusal.error)));
    }

    http::Response state_of(const http::Request& request, const Viewer& viewer) const {
        StateJson json;
        const auto state = interviews_.find_state(viewer);
        if (!state) return web::api_json(json);
        json.open = true;
        json.kind = state->session.kind;
        json.guide = state->session.guide;
        if (state->guide == nullptr) return web::api_json(json);
        json.progress = ProgressJson{state->left.asked, state->left.left, state->left.minutes(), state->left.saved, state->useful()};
        const Views views(site_, request, *state);
        if (!state->revisiting) {
            for (const auto* proposal : state->open_proposals())
                json.proposals.push_back(proposal_json(views.proposal(*proposal, false, nullptr), *proposal, *state));
        }
        if (!json.proposals.empty()) return web::api_json(json);
        if (state->next.ask)
            json.question = question_json(request, views, *state);
        else
            json.end = state->next.reason;
        return web::api_json(json);
    }

    ProposalJson proposal_json(const ProposalView& view, const StoredProposal& proposal, const State& state) const {
        ProposalJson json{.id = proposal.id,
                          .competence = view.slug,
                          .name = view.competence,
                          .polarity = proposal.polarity,
                          .level = proposal.level,
                          .descriptor = view.descriptor,
                          .confidence_percent = proposal.confidence_percent,
                          .origin = proposal.origin,
                          .statement = {},
                          .mentions = {},
                          .reason = view.reason};
        for (const auto& entry : state.entries) {
            if (entry.id == proposal.entry_id) json.statement = entry.answer;
        }
        for (const auto& mention : mentions_of_text(proposal.mentions, json.statement.size())) json.mentions.push_back({mention.begin, mention.end});
        return json;
    }

    QuestionJson question_json(const http::Request& request, const Views& views, const State& state) const {
        const auto& asked = *state.next.ask;
        const auto view = views.question(asked, site_.fields(request), "answer", "");
        QuestionJson json{.key = asked.key,
                          .kind = asked.question->kind,
                          .text = view.text,
                          .help = view.help,
                          .competence = {},
                          .options = {},
                          .minimum = {},
                          .maximum = {},
                          .answer = {}};
        if (asked.competence) json.competence = state.framework().competence(*asked.competence).slug;
        for (const auto* choice : {&view.select, &view.radios, &view.levels, &view.boxes}) {
            if (!*choice) continue;
            for (const auto& option : (*choice)->options) json.options.push_back({option.value, option.label});
        }
        if (asked.question->kind == QuestionKind::number) {
            json.minimum = asked.question->minimum;
            json.maximum = asked.question->maximum;
        }
        if (const auto* entry = state.entry_of(asked.key); entry != nullptr && entry->outcome == Outcome::answered) {
            json.answer = asked.question->kind == QuestionKind::free_text ? std::vector<std::string>{entry->answer} : lines_of(entry->chosen);
        }
        return json;
    }

    DialogueJson dialogue_json(const InterviewSession& session, const Transcript& transcript) const {
        const auto framework = frameworks_.current();
        DialogueJson json{session.id, session.kind, session.guide, session.state, session.started_at, session.finished_at, {}};
        for (const auto& entry : transcript.entries) {
            if (entry.session_id != session.id) continue;
            LineJson line{entry.id, entry.question_key, entry.question, entry.outcome, entry.answer, entry.answered_at,
                          {},       entry.prompt,       entry.reply,    entry.problem};
            for (const auto& proposal : transcript.proposals) {
                const auto index = proposal.entry_id == entry.id ? framework->index_of(proposal.competence_id) : std::nullopt;
                if (!index) continue;
                line.results.push_back({framework->competence(*index).slug, proposal.polarity, proposal.level, proposal.decided_level,
                                        proposal.origin, proposal.decision});
            }
            json.lines.push_back(std::move(line));
        }
        return json;
    }

    const web::Site& site_;
    InterviewService& interviews_;
    const competence::FrameworkSource& frameworks_;
};

}  // namespace

void register_api(http::Router& router, const web::Site& site, InterviewService& interviews, const competence::FrameworkSource& frameworks) {
    const auto api = std::make_shared<Api>(site, interviews, frameworks);
    struct Operation {
        std::string name, summary, answer, body = {};  // answer and body: JSON Schema; no answer: 204
    };
    const auto add = [&](http::Method method, std::string_view pattern, Operation operation, auto function) {
        router.add(method, pattern,
                   {.body_bytes_max = 64 * 1024,
                    .name = std::move(operation.name),
                    .summary = std::move(operation.summary),
                    .request_schema = std::move(operation.body),
                    .response_schema = std::move(operation.answer)},
                   [api, function](http::Request& request) { return ((*api).*function)(request); });
    };
    using http::Method;
    using web::json_schema;
    const auto state = json_schema<StateJson>();
    const std::string nothing = R"({"type":"object","additionalProperties":false})";
    add(Method::get, "/api/v1/me/interview", {"getMyInterview", "Stand des eigenen Gesprächs mit der nächsten Frage", state}, &Api::state);
    add(Method::post, "/api/v1/me/interview", {"startMyInterview", "Gespräch beginnen oder fortsetzen", state, nothing}, &Api::start);
    add(Method::post, "/api/v1/me/interview/answer", {"answerMyInterview", "Eine Frage beantworten", state, json_schema<AnswerBody>()}, &Api::answer);
    add(Method::post, "/api/v1/me/interview/decide",
        {"decideMyInterview", "Vorschläge bestätigen, berichtigen oder ablehnen", state, json_schema<DecisionsBody>()}, &Api::decide);
    add(Method::post, "/api/v1/me/interview/back", {"stepBackMyInterview", "Zur Frage davor", state, nothing}, &Api::back);
    add(Method::post, "/api/v1/me/interview/skip", {"skipMyInterview", "Eine Frage überspringen", state, json_schema<SkipBody>()}, &Api::skip);
    add(Method::post, "/api/v1/me/interview/finish", {"finishMyInterview", "Gespräch abschließen", state, nothing}, &Api::finish);
    add(Method::get, "/api/v1/me/interview/transcript", {"getMyInterviewTranscript", "Eigenes Gesprächsprotokoll", json_schema<TranscriptJson>()},
        &Api::transcript);
    add(Method::del, "/api/v1/me/interview/transcript/{id:id}", {"removeMyInterviewLine", "Eine Zeile des Protokolls löschen", ""},
        &Api::remove_line);
}

}  // namespace kc::interview
