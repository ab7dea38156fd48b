// SPDX-License-Identifier: EUPL-1.2
#include "interview/own_page.hpp"
#include "interview/pages.hpp"

#include "competence/views.hpp"

#include <algorithm>

namespace kc::interview {

namespace {

constexpr std::string_view dont_know = "weiss_nicht";

struct FormQuestion {
    QuestionView question;
    std::vector<ProposalView> proposals;
};
BOOST_DESCRIBE_STRUCT(FormQuestion, (), (question, proposals))

struct FormLevel {
    web::ChoiceField level;
    std::string stated;
};
BOOST_DESCRIBE_STRUCT(FormLevel, (), (level, stated))

struct FormArea {
    std::string name;
    std::vector<FormLevel> levels;
};
BOOST_DESCRIBE_STRUCT(FormArea, (), (name, levels))

struct FormView {
    std::vector<FormQuestion> questions;
    std::vector<FormArea> areas;
    bool job_open = false;
    std::optional<web::ErrorSummary> errors;
};
BOOST_DESCRIBE_STRUCT(FormView, (), (questions, areas, job_open, errors))

std::string field_of(std::string_view key) { return fmt::format("q-{}", key); }

// The levels the form asks for: what jobs and interests ask for, each under the key it was asked by, or the block that would ask.
struct LevelQuestion {
    std::string key;
    std::size_t competence = 0;
};

std::vector<LevelQuestion> level_questions(const State& state) {
    std::vector<LevelQuestion> all;
    const auto given = state.given();
    const Situation situation{state.framework(), state.own.standings, given};
    for (const auto index : competence::needed_competences(state.own)) {
        const auto& competence = state.framework().competence(index);
        if (!competence.published()) continue;
        const auto& area = state.framework().area_of(competence).slug;
        std::string key;
        for (const auto& entry : state.entries) {
            if (competence_of_key(entry.question_key) == competence.slug) key = entry.question_key;
        }
        for (const auto& question : *state.way.questions) {
            if (!key.empty()) break;
            const bool fits = question.areas.empty() || std::find(question.areas.begin(), question.areas.end(), area) != question.areas.end();
            if (question.kind == QuestionKind::levels && fits && on_the_way(state.way, situation, question.key)) {
                key = fmt::format("{}.{}", question.key, competence.slug);
            }
        }
        if (!key.empty()) all.push_back({std::move(key), index});
    }
    return all;
}

class FormPages {
public:
    FormPages(const web::Site& site, InterviewService& interviews)
        : site_(site), interviews_(interviews), form_(site.bind<FormView>("interview/form")) {}

    http::Response show(const http::Request& request) const {
        return with_learner(request, site_, [&](const Viewer& viewer) {
            const auto state = interviews_.find_state(viewer);
            const bool shown = state && state->guide != nullptr;
            return shown ? page(request, *state, nullptr) : web::redirect("/interview");
        });
    }

    http::Response save(const http::Request& request) {
        return with_learner(request, site_, [&](const Viewer& viewer) {
            const auto state = interviews_.find_state(viewer);
            if (!state) return refusal_page(request, site_, InterviewError::no_session);
            if (state->guide == nullptr) return refusal_page(request, site_, InterviewError::guide_missing);
            web::FormReader form(request);
            const auto decisions = read_decisions(form, *state);
            auto answers = read_answers(form, *state);
            if (!form.ok()) return page(request, *state, &form);
            const auto answered = interviews_.answer(viewer, answers, web::language_of(request));
            if (!answered) return refused(request, viewer, form, answered.error());
            if (!decisions.empty()) {
                // A changed answer has taken its old proposals with it; the decision about them is void.
                const auto now = interviews_.find_state(viewer);
                std::vector<DecisionInput> still_open;
                for (const auto& decision : decisions) {
                    const auto open = now ? now->open_proposals() : std::vector<const StoredProposal*>();
                    if (std::any_of(open.begin(), open.end(), [&](const auto* one) { return one->id == decision.proposal; }))
                        still_open.push_back(decision);
                }
                const auto decided = interviews_.decide(viewer, still_open);
                if (!decided) return refused(request, viewer, form, decided.error());
            }
            return web::redirect("/interview/formular", {.message_key = "interview.notice.saved"});
        });
    }

private:
    // Only what was changed: what was not touched is no new statement.
    std::vector<AnswerInput> read_answers(web::FormReader& form, const State& state) const {
        std::vector<AnswerInput> answers;
        for (const auto* question : fixed_questions(state.way, state.given())) {
            const auto name = field_of(question->key);
            AnswerInput input{question->key, Outcome::answered, {}};
            for (const auto& value : form.raw_all(name)) {
                if (!value.empty()) input.values.push_back(value);
            }
            if (input.values.empty()) continue;
            // A job that stands in the profile stands chosen in the form: leaving it there says nothing new.
            const auto* entry = state.entry_of(question->key);
            if (entry == nullptr && question->kind == QuestionKind::job_choice && input.values.front() == stated_role(state, question->job)) continue;
            answers.push_back(std::move(input));
        }
        for (const auto& [key, competence] : level_questions(state)) {
            const auto name = field_of(key);
            if (!form.has(name)) continue;
            const auto value = form.choice(name, {std::string(dont_know), "0", "1", "2", "3", "4", "5"});
            if (value.empty()) continue;
            if (value == dont_know)
                answers.push_back({key, Outcome::dont_know, {}});
            else
                answers.push_back({key, Outcome::answered, {value}});
        }
        return answers;
    }

    static std::string stated_role(const State& state, JobSlot slot) {
        const auto& jobs = state.own.facts.jobs;
        const auto& job = slot == JobSlot::present ? jobs.present : jobs.future;
        const auto* role = job ? state.framework().role_profile(*job) : nullptr;
        return role ? role->slug : std::string();
    }

    http::Response refused(const http::Request& request, const Viewer& viewer, web::FormReader& form, const InterviewRefusal& refusal) const {
        if (refusal.error != InterviewError::invalid_answer) return refusal_page(request, site_, refusal.error);
        for (const auto& problem : refusal.problems) {
            const bool of_proposal = problem.field.starts_with("proposal-");
            form.refuse(of_proposal ? problem.field : field_of(problem.field), problem.message_key, problem.arguments);
        }
        const auto state = interviews_.find_state(viewer);
        return state ? page(request, *state, &form) : web::redirect("/interview");
    }

    http::Response page(const http::Request& request, const State& state, const web::FormReader* refused) const {
        const Views views(site_, request, state);
        const auto fields = site_.fields(request, refused);
        FormView view;
        view.job_open = !state.own.facts.jobs.present;
        for (const auto* question : fixed_questions(state.way, state.given())) {
            const auto asked = find_question(state.way, state.framework(), question->key);
            if (!asked) continue;
            const auto label = question_text(*asked, state.framework(), web::language_of(request), state.checkin ? state.checkin->subject : "");
            FormQuestion one{views.question(*asked, fields, field_of(question->key), label), {}};
            leave_open(one.question);
            if (const auto* entry = state.entry_of(question->key)) {
                for (const auto* proposal : state.open_proposals()) {
                    if (proposal->entry_id == entry->id) one.proposals.push_back(views.proposal(*proposal, false, refused));
                }
            }
            view.questions.push_back(std::move(one));
        }
        add_levels(request, state, fields, view);
        view.errors = fields.errors();
        return site_.render(request,
                            {.title = "interview.form.title",
                             .active = "/interview",
                             .breadcrumbs = {{"/interview", site_.text(request, "interview.title")}},
                             .status = refused ? 422 : 200},
                            form_, view);
    }

    // In the dialogue a question wants an answer; here any of them may be left for later.
    static void leave_open(QuestionView& question) {
        for (auto* field : {&question.statement, &question.number}) {
            if (*field) (*field)->required = false;
        }
        for (auto* field : {&question.select, &question.radios, &question.boxes, &question.levels}) {
            if (*field) (*field)->required = false;
        }
    }

    void add_levels(const http::Request& request, const State& state, const web::Fields& fields, FormView& view) const {
        const auto& framework = state.framework();
        std::size_t area = framework.areas().size();
        for (const auto& [key, index] : level_questions(state)) {
            const auto& competence = framework.competence(index);
            if (competence.area != area) {
                area = competence.area;
                view.areas.push_back({framework.area_of(competence).name_in(web::language_of(request)), {}});
            }
            std::vector<web::Option> options{{std::string(dont_know), site_.text(request, "interview.dont_know"), {}}};
            for (int level = 0; level <= competence::level_max; ++level) {
                const auto& sentence = descriptor_of(competence, level);
                options.push_back(
                    {std::to_string(level),
                     sentence.empty() ? site_.text(request, "interview.level_number", {{"level", level}}) : fmt::format("{} – {}", level, sentence),
                     {}});
            }
            const auto* entry = state.entry_of(key);
            const auto chosen = entry == nullptr ? std::string() : entry->outcome == Outcome::dont_know ? std::string(dont_know) : entry->chosen;
            FormLevel one{fields.choice(field_of(key), {.label_text = competence.name, .required = true, .empty_option = true}, options, chosen), {}};
            one.level.required = false;  // a question left alone stays open; no mark besides
            const auto& current = state.own.standings[index].current;
            if (current.assessed()) {
                one.stated = site_.text(request, "interview.stated", {{"level", current.level}, {"date", current.evidence->assessed_on}});
            }
            view.areas.back().levels.push_back(std::move(one));
        }
    }

    const web::Site& site_;
    InterviewService& interviews_;
    web::Template<FormView> form_;
};

}  // namespace

void register_form_pages(http::Router& router, const web::Site& site, InterviewService& interviews) {
    const auto pages = std::make_shared<FormPages>(site, interviews);
    router.get("/interview/formular", [pages](http::Request& request) { return pages->show(request); });
    router.post("/interview/formular", [pages](http::Request& request) { return pages->save(request); });
}

}  // namespace kc::interview
