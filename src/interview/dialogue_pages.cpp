// SPDX-License-Identifier: EUPL-1.2
#include "interview/own_page.hpp"
#include "interview/pages.hpp"

#include "web/confirm.hpp"

#include <algorithm>

namespace kc::interview {

namespace {

constexpr std::string_view turn_id = "gespraech";
constexpr std::size_t history_shown = 1;  // the question of now stays on the first screen of a phone

// Where the operator has configured a language model: whether it reads along for this person.
struct ModelNote {
    bool reads_along = false;
};
BOOST_DESCRIBE_STRUCT(ModelNote, (), (reads_along))

struct CheckinView {
    CheckinId id;
    CheckinCause cause{};
    std::string subject;
};
BOOST_DESCRIBE_STRUCT(CheckinView, (), (id, cause, subject))

struct StartView {
    std::optional<CheckinView> checkin;
    std::optional<Instant> last_finished;
    int first_minutes = 0, whole_minutes = 0;
    bool transcript = false;
    std::optional<ModelNote> model;
};
BOOST_DESCRIBE_STRUCT(StartView, (), (checkin, last_finished, first_minutes, whole_minutes, transcript, model))

struct EndView {
    EndReason reason{};
    int asked = 0, saved = 0;
    bool useful = false, checkin = false;
};
BOOST_DESCRIBE_STRUCT(EndView, (), (reason, asked, saved, useful, checkin))

struct DecideView {
    std::vector<ProposalView> proposals;
    bool by_model = false;
    std::string prompt, reply, problem;
};
BOOST_DESCRIBE_STRUCT(DecideView, (), (proposals, by_model, prompt, reply, problem))

struct TurnView {
    std::vector<LineView> earlier, history;
    std::optional<ProgressView> progress;
    std::optional<QuestionView> question;
    std::optional<DecideView> decide;
    std::optional<EndView> end;
    bool guide_missing = false, can_go_back = false, fragment = false;
    std::optional<web::ErrorSummary> errors;
};
BOOST_DESCRIBE_STRUCT(TurnView, (), (earlier, history, progress, question, decide, end, guide_missing, can_go_back, fragment, errors))

struct DialogueView {
    TurnView turn;
    std::string title;
    bool checkin = false;
    std::optional<ModelNote> model;
};
BOOST_DESCRIBE_STRUCT(DialogueView, (), (turn, title, checkin, model))

class DialoguePages {
public:
    DialoguePages(const web::Site& site, InterviewService& interviews)
        : site_(site),
          interviews_(interviews),
          start_(site.bind<StartView>("interview/start")),
          dialogue_(site.bind<DialogueView>("interview/dialogue")),
          turn_(site.bind<TurnView>("interview/turn")),
          confirm_(web::bind_confirmation(site)) {}

    http::Response show(const http::Request& request) const {
        return with_learner(request, site_, [&](const Viewer& viewer) {
            const auto state = interviews_.find_state(viewer);
            return state ? dialogue(request, *state, nullptr) : start_page(request, viewer);
        });
    }

    http::Response begin(const http::Request& request) {
        return with_learner(request, site_, [&](const Viewer& viewer) {
            web::FormReader form(request);
            const auto started = interviews_.start(viewer);
            if (!started) return refusal_page(request, site_, started.error().error);
            return web::redirect(form.text("view") == "form" ? "/interview/formular" : "/interview");
        });
    }

    http::Response answer(const http::Request& request) {
        return with_learner(request, site_, [&](const Viewer& viewer) {
            web::FormReader form(request);
            AnswerInput input{form.text("question", {.required = true, .max = 200}), Outcome::answered, {}};
            const auto action = form.text("action");
            if (action == "pause") return web::redirect("/uebersicht", {.message_key = "interview.notice.paused"});
            if (action == "ueberspringen") input.outcome = Outcome::skipped;
            if (action == "weiss_nicht") input.outcome = Outcome::dont_know;
            if (input.outcome == Outcome::answered) {
                for (const auto& value : form.raw_all("answer")) {
                    if (!value.empty()) input.values.push_back(value);
                }
            }
            if (!form.ok()) return site_.error_page(request, 422, "interview.problem.unknown_question");
            const auto answered = interviews_.answer(viewer, std::span(&input, 1), web::language_of(request));
            if (answered) return web::redirect("/interview");
            if (answered.error().error != InterviewError::invalid_answer) return refusal_page(request, site_, answered.error().error);
            for (const auto& problem : answered.error().problems) form.refuse("answer", problem.message_key, problem.arguments);
            const auto state = interviews_.find_state(viewer);
            return state ? dialogue(request, *state, &form, input.question) : web::redirect("/interview");
        });
    }

    http::Response decide(const http::Request& request) {
        return with_learner(request, site_, [&](const Viewer& viewer) {
            const auto state = interviews_.find_state(viewer);
            if (!state) return refusal_page(request, site_, InterviewError::no_session);
            web::FormReader form(request);
            std::vector<DecisionInput> decisions;
            if (form.text("action") == "ohne") {
                for (const auto* proposal : state->open_proposals()) decisions.push_back({proposal->id, false, std::nullopt});
            } else {
                decisions = read_decisions(form, *state);
                for (const auto* proposal : state->open_proposals()) {
                    const bool decided =
                        std::any_of(decisions.begin(), decisions.end(), [&](const auto& one) { return one.proposal == proposal->id; });
                    if (!decided && !form.problem(field_of(proposal->id))) form.refuse(field_of(proposal->id), "interview.problem.decide");
                }
            }
            if (!form.ok()) return dialogue(request, *state, &form);
            const auto decided = interviews_.decide(viewer, decisions);
            if (decided) return web::redirect("/interview");
            if (decided.error().error != InterviewError::invalid_answer) return refusal_page(request, site_, decided.error().error);
            form.refuse(decided.error().problems);
            return dialogue(request, *state, &form);
        });
    }

    http::Response back(const http::Request& request) {
        return step(request, [&](const Viewer& viewer) { return interviews_.back(viewer); }, "/interview", {});
    }

    http::Response finish(const http::Request& request) {
        return step(request, [&](const Viewer& viewer) { return interviews_.finish(viewer); }, "/interview", "interview.notice.finished");
    }

    http::Response confirm_discard(const http::Request& request) const {
        return with_learner(request, site_, [&](const Viewer& viewer) {
            if (!interviews_.find_state(viewer)) return refusal_page(request, site_, InterviewError::no_session);
            return web::confirmation_page(site_, request, confirm_,
                                          {.title = site_.text(request, "interview.discard.title"),
                                           .text = site_.text(request, "interview.discard.text"),
                                           .action = "/interview/verwerfen",
                                           .label = site_.text(request, "interview.discard.label"),
                                           .back = "/interview",
                                           .irreversible = true,
                                           .fields = {}},
                                          "/interview");
        });
    }

    http::Response discard(const http::Request& request) {
        return step(request, [&](const Viewer& viewer) { return interviews_.discard(viewer); }, "/interview", "interview.notice.discarded");
    }

    http::Response begin_checkin(const http::Request& request) {
        return step(request, [&](const Viewer& viewer) { return interviews_.start_checkin(viewer, request.get_id<CheckinId>("id")); }, "/interview",
                    {});
    }

    http::Response dismiss_checkin(const http::Request& request) {
        return step(
            request, [&](const Viewer& viewer) { return interviews_.dismiss_checkin(viewer, request.get_id<CheckinId>("id")); }, "/uebersicht",
            "interview.notice.checkin_dismissed");
    }

private:
    template <class Act> http::Response step(const http::Request& request, Act&& act, std::string_view path, std::string_view notice) {
        return with_learner(request, site_, [&](const Viewer& viewer) {
            const auto done = act(viewer);
            if (!done) return refusal_page(request, site_, done.error().error);
            return notice.empty() ? web::redirect(path) : web::redirect(path, {.message_key = std::string(notice)});
        });
    }

    http::Response start_page(const http::Request& request, const Viewer& viewer) const {
        StartView view;
        view.first_minutes = interviews_.newest_guide().first_minutes;
        view.whole_minutes = interviews_.newest_guide().whole_minutes;
        view.model = model_note(viewer);
        if (const auto checkin = interviews_.find_due_checkin(viewer)) view.checkin = CheckinView{checkin->id, checkin->cause, checkin->subject};
        if (const auto transcript = interviews_.transcript(viewer)) {
            view.transcript = transcript->session_count > 0;
            for (const auto& session : transcript->sessions) {
                if (session.kind == SessionKind::interview && session.finished_at && !view.last_finished) view.last_finished = session.finished_at;
            }
        }
        return site_.render(request, {.title = "interview.title", .active = "/interview"}, start_, view);
    }

    std::optional<ModelNote> model_note(const Viewer& viewer) const {
        const auto reads_along = interviews_.model_reads_along(viewer);
        return reads_along ? std::optional(ModelNote{*reads_along}) : std::nullopt;
    }

    // `answered`: the question of a refused answer, which is shown again wherever the dialogue stands.
    http::Response dialogue(const http::Request& request, const State& state, const web::FormReader* refused, std::string_view answered = {}) const {
        const bool fragment = web::wants_fragment(request, turn_id);
        auto turn = turn_view(request, state, refused, answered);
        turn.fragment = fragment;
        if (fragment) return site_.fragment(turn_.render(turn, site_.context(request)));
        DialogueView view{std::move(turn), {}, state.session.kind == SessionKind::checkin, model_note(*request.viewer())};
        view.title = state.guide && !view.checkin ? state.guide->title.in(web::language_of(request)) : site_.text(request, "interview.checkin.title");
        return site_.render(request, {.title = "interview.title", .active = "/interview", .status = refused ? 422 : 200, .islands = {"interview"}},
                            dialogue_, view);
    }

    TurnView turn_view(const http::Request& request, const State& state, const web::FormReader* refused, std::string_view answered) const {
        TurnView view;
        const Views views(site_, request, state);
        for (const auto& entry : state.entries) view.history.push_back(views.line(entry));
        if (view.history.size() > history_shown) {
            const auto from = view.history.end() - static_cast<std::ptrdiff_t>(history_shown);
            view.earlier.assign(std::make_move_iterator(view.history.begin()), std::make_move_iterator(from));
            view.history.erase(view.history.begin(), from);
        }
        view.guide_missing = state.guide == nullptr;
        if (view.guide_missing) return view;
        view.progress = views.progress();
        view.can_go_back = !state.entries.empty() && state.session.revisit != state.entries.front().question_key;
        const auto fields = site_.fields(request, refused);
        const auto open = state.open_proposals();
        auto ask = state.next.ask;
        if (!answered.empty()) {
            if (auto again = find_question(state.way, state.framework(), answered)) ask = std::move(again);
        }
        if (!open.empty() && !state.revisiting && answered.empty()) {
            view.decide = decide_view(views, state, open, refused);
        } else if (ask) {
            view.question = views.question(*ask, fields, "answer", site_.text(request, "interview.answer"));
        } else {
            view.end = EndView{state.next.reason, state.left.asked, state.left.saved, state.useful(), state.session.kind == SessionKind::checkin};
        }
        view.errors = fields.errors();
        return view;
    }

    static DecideView decide_view(const Views& views, const State& state, const std::vector<const StoredProposal*>& open,
                                  const web::FormReader* refused) {
        DecideView view;
        for (const auto* proposal : open) view.proposals.push_back(views.proposal(*proposal, true, refused));
        const auto entry =
            std::find_if(state.entries.begin(), state.entries.end(), [&](const Entry& one) { return one.id == open.front()->entry_id; });
        if (entry != state.entries.end()) {
            view.by_model = !entry->prompt.empty() || !entry->problem.empty();
            view.prompt = entry->prompt;
            view.reply = entry->reply;
            view.problem = entry->problem;
        }
        return view;
    }

    const web::Site& site_;
    InterviewService& interviews_;
    web::Template<StartView> start_;
    web::Template<DialogueView> dialogue_;
    web::Template<TurnView> turn_;
    web::Template<web::Confirmation> confirm_;
};

}  // namespace

void register_dialogue_pages(http::Router& router, const web::Site& site, InterviewService& interviews) {
    const auto pages = std::make_shared<DialoguePages>(site, interviews);
    router.get("/interview", [pages](http::Request& request) { return pages->show(request); });
    router.post("/interview/beginn", [pages](http::Request& request) { return pages->begin(request); });
    router.post("/interview/antwort", [pages](http::Request& request) { return pages->answer(request); });
    router.post("/interview/auswahl", [pages](http::Request& request) { return pages->decide(request); });
    router.post("/interview/zurueck", [pages](http::Request& request) { return pages->back(request); });
    router.post("/interview/abschluss", [pages](http::Request& request) { return pages->finish(request); });
    router.get("/interview/verwerfen", [pages](http::Request& request) { return pages->confirm_discard(request); });
    router.post("/interview/verwerfen", [pages](http::Request& request) { return pages->discard(request); });
    router.post("/interview/nachfragen/{id:id}/beginn", [pages](http::Request& request) { return pages->begin_checkin(request); });
    router.post("/interview/nachfragen/{id:id}/schliessung", [pages](http::Request& request) { return pages->dismiss_checkin(request); });
}

void register_routes(http::Router& router, const web::Site& site, InterviewService& interviews, const competence::FrameworkSource& frameworks) {
    register_dialogue_pages(router, site, interviews);
    register_form_pages(router, site, interviews);
    register_transcript_pages(router, site, interviews, frameworks);
    register_api(router, site, interviews, frameworks);
}

}  // namespace kc::interview
