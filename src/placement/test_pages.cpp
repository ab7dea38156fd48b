// SPDX-License-Identifier: EUPL-1.2
// /kurz-pruefen: which tests there are, and one test question by question without a script.
#include "base/berlin_time.hpp"
#include "placement/answer_fields.hpp"
#include "placement/pages.hpp"
#include "placement/refusals.hpp"
#include "web/confirm.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace kc::placement {

namespace {

constexpr std::string_view list_path = "/kurz-pruefen";

struct OfferRow {
    std::string slug, name, area;
    bool assessed = false;
    int current = 0, confidence_percent = 0;
    bool open = false, asked_for = false;
    std::optional<Date> repeat_from;
    std::optional<Date> tested_on;
};
BOOST_DESCRIBE_STRUCT(OfferRow, (), (slug, name, area, assessed, current, confidence_percent, open, asked_for, repeat_from, tested_on))

struct ListView {
    std::vector<OfferRow> first;  // unsure and asked for, or begun
    std::vector<OfferRow> more;
};
BOOST_DESCRIBE_STRUCT(ListView, (), (first, more))

struct BeginView {
    std::string slug, name, description;
    bool assessed = false;
    int current = 0;
    std::optional<Date> repeat_from;
};
BOOST_DESCRIBE_STRUCT(BeginView, (), (slug, name, description, assessed, current, repeat_from))

struct QuestionView {
    std::string slug, name;
    int number = 1, most = questions_max;
    std::string question;
    PlacementItemId item;
    AnswerFields answer;
    std::optional<web::ErrorSummary> errors;
};
BOOST_DESCRIBE_STRUCT(QuestionView, (), (slug, name, number, most, question, item, answer, errors))

struct AnswerView {
    int number = 1;
    std::string question, explanation;
    bool right = false, none = false;
    std::vector<std::string> chosen, solution;
};
BOOST_DESCRIBE_STRUCT(AnswerView, (), (number, question, explanation, right, none, chosen, solution))

struct ResultView {
    std::string slug, name, descriptor;
    int level = 0, confidence_percent = 0, right = 0, answered = 0;
    bool has_current = false;
    int current = 0;
    bool may_record = false, recorded = false;
    std::vector<AnswerView> answers;
    std::optional<Date> repeat_from;
};
BOOST_DESCRIBE_STRUCT(ResultView, (),
                      (slug, name, descriptor, level, confidence_percent, right, answered, has_current, current, may_record, recorded, answers,
                       repeat_from))

class TestPages {
public:
    TestPages(const web::Site& site, PlacementService& tests)
        : site_(site),
          tests_(tests),
          list_(site.bind<ListView>("placement/tests")),
          begin_(site.bind<BeginView>("placement/test_begin")),
          question_(site.bind<QuestionView>("placement/test_question")),
          result_(site.bind<ResultView>("placement/test_result")),
          confirm_(web::bind_confirmation(site)) {}

    http::Response list(const http::Request& request) const {
        if (request.viewer() == nullptr) return web::redirect("/anmelden");
        const auto offers = tests_.offers(*request.viewer());
        if (!offers) return refusal(request, offers.error());
        const auto framework = tests_.framework();
        ListView view;
        for (const auto& offer : *offers) {
            const auto& competence = framework->competence(*framework->index_of(offer.competence));
            OfferRow row{.slug = competence.slug,
                         .name = competence.name,
                         .area = framework->area_of(competence).name_in(web::language_of(request)),
                         .assessed = offer.assessed,
                         .current = offer.current,
                         .confidence_percent = offer.confidence_percent,
                         .open = offer.open.has_value(),
                         .asked_for = offer.asked_for,
                         .repeat_from = offer.repeat_from,
                         .tested_on = offer.latest ? std::optional(berlin_date(*offer.latest->finished_at)) : std::nullopt};
            const bool matters = row.open || (offer.unsure && offer.asked_for && !offer.repeat_from);
            (matters ? view.first : view.more).push_back(std::move(row));
        }
        return site_.render(request, {.title = "placement.tests.title", .active = list_path}, list_, view);
    }

    http::Response show(const http::Request& request) const { return show(request, nullptr); }

    http::Response begin(const http::Request& request) const {
        return with_competence(request, [&](const Viewer& viewer, const competence::Competence& competence) {
            const auto begun = tests_.begin(viewer, competence.id);
            if (!begun) return refusal(request, begun.error());
            return web::redirect(path_of(competence));
        });
    }

    http::Response answer(const http::Request& request) const {
        return with_competence(request, [&](const Viewer& viewer, const competence::Competence& competence) {
            const auto state = tests_.latest(viewer, competence.id);
            if (!state) return refusal(request, state.error());
            if (!*state || !(*state)->question) return web::redirect(path_of(competence));
            const auto& question = *(*state)->question;
            web::FormReader form(request);
            const auto item = form.id<PlacementItemId>("frage", {.required = true});
            // An answer to a question of before (the page was still open elsewhere): show the present one.
            if (!form.ok() || *item != question.item.id) return web::redirect(path_of(competence));
            const auto choice = form.text("action") == "weiss_nicht" ? Choice{} : read_choice(form, question);
            if (!form.ok()) return show(request, &form);
            const auto answered = tests_.answer(viewer, (*state)->test.id, *item, choice);
            if (!answered) return refusal(request, answered.error());
            return web::redirect(path_of(competence));
        });
    }

    http::Response record(const http::Request& request) const {
        return with_latest(request, [&](const Viewer& viewer, const competence::Competence& competence, const TestState& state) {
            const auto recorded = tests_.record(viewer, state.test.id);
            if (!recorded) return refusal(request, recorded.error());
            return web::redirect("/kompetenzen/" + competence.slug, {.message_key = "placement.notice.recorded"});
        });
    }

    http::Response confirm_discard(const http::Request& request) const {
        return with_latest(request, [&](const Viewer&, const competence::Competence& competence, const TestState&) {
            return web::confirmation_page(site_, request, confirm_,
                                          {.title = site_.text(request, "placement.test.discard_title"),
                                           .text = site_.text(request, "placement.test.discard_text"),
                                           .action = path_of(competence) + "/abbruch",
                                           .label = site_.text(request, "placement.test.discard"),
                                           .back = path_of(competence)},
                                          list_path);
        });
    }

    http::Response discard(const http::Request& request) const {
        return with_latest(request, [&](const Viewer& viewer, const competence::Competence&, const TestState& state) {
            const auto discarded = tests_.discard(viewer, state.test.id);
            if (!discarded) return refusal(request, discarded.error());
            return web::redirect(list_path, {.message_key = "placement.notice.discarded", .kind = web::NoticeKind::info});
        });
    }

private:
    static std::string path_of(const competence::Competence& competence) { return fmt::format("{}/{}", list_path, competence.slug); }

    http::Response refusal(const http::Request& request, PlacementError error) const {
        return site_.error_page(request, status_of(error), message_key_of(error));
    }

    template <class Page> http::Response with_competence(const http::Request& request, Page&& page) const {
        if (request.viewer() == nullptr) return web::redirect("/anmelden");
        if (!request.viewer()->may(Permission::keep_own_profile)) return refusal(request, PlacementError::not_permitted);
        const auto framework = tests_.framework();
        const auto index = framework->competence_by_slug(request.path_value("slug").value_or(""));
        if (!index) return site_.error_page(request, 404);
        return page(*request.viewer(), framework->competence(*index));
    }

    template <class Page> http::Response with_latest(const http::Request& request, Page&& page) const {
        return with_competence(request, [&](const Viewer& viewer, const competence::Competence& competence) {
            const auto state = tests_.latest(viewer, competence.id);
            if (!state) return refusal(request, state.error());
            if (!*state) return site_.error_page(request, 404);
            return page(viewer, competence, **state);
        });
    }

    web::PageOptions options(const http::Request& request, const competence::Competence& competence, int status = 200) const {
        return {.title_text = site_.text(request, "placement.test.window", {{"name", competence.name}}),
                .active = list_path,
                .breadcrumbs = {{std::string(list_path), site_.text(request, "placement.tests.title")}},
                .status = status};
    }

    http::Response show(const http::Request& request, const web::FormReader* refused) const {
        return with_competence(request, [&](const Viewer& viewer, const competence::Competence& competence) {
            const auto testable = tests_.testable();
            const auto state = tests_.latest(viewer, competence.id);
            if (!state) return refusal(request, state.error());
            const bool items = std::binary_search(testable.begin(), testable.end(), competence.id);
            if (!items && !*state) return refusal(request, PlacementError::no_items);
            if (*state && (*state)->question) return question_page(request, competence, *(*state)->question, refused);
            if (*state && (*state)->test.finished() && !request.query("neu")) return result_page(request, competence, **state);
            BeginView view{competence.slug, competence.name, competence.description, false, 0, std::nullopt};
            if (*state) {
                view.assessed = (*state)->current_level.has_value();
                view.current = (*state)->current_level.value_or(0);
                view.repeat_from = waiting((*state)->test);
            }
            return site_.render(request, options(request, competence), begin_, view);
        });
    }

    std::optional<Date> waiting(const PlacementTest& test) const {
        if (!test.finished_at) return std::nullopt;
        const auto from = add_days(berlin_date(*test.finished_at), repeat_after_days);
        return from > tests_.today() ? std::optional(from) : std::nullopt;
    }

    http::Response question_page(const http::Request& request, const competence::Competence& competence, const Question& question,
                                 const web::FormReader* refused) const {
        const auto fields = site_.fields(request, refused);
        QuestionView view;
        view.slug = competence.slug;
        view.name = competence.name;
        view.number = question.number;
        view.question = question.item.question;
        view.item = question.item.id;
        view.answer = answer_fields(site_, request, fields, question.item, question.shown);
        view.errors = fields.errors();
        return site_.render(request, options_of(request, competence, refused), question_, view);
    }

    web::PageOptions options_of(const http::Request& request, const competence::Competence& competence, const web::FormReader* refused) const {
        return options(request, competence, refused ? 422 : 200);
    }

    static Choice read_choice(web::FormReader& form, const Question& question) {
        const auto count = static_cast<int>(question.item.options.size());
        std::vector<std::string> allowed;
        for (int position = 0; position < count; ++position) allowed.push_back(std::to_string(position));
        Choice choice;
        if (question.item.kind == ItemKind::multiple_choice) {
            for (const auto& value : form.choices("antwort", allowed, {.required = true})) choice.push_back(value.front() - '0');
            return choice;
        }
        if (question.item.kind != ItemKind::ordering) {
            const auto value = form.choice("antwort", allowed, {.required = true});
            if (!value.empty()) choice.push_back(value.front() - '0');
            return choice;
        }
        choice.assign(static_cast<std::size_t>(count), -1);
        for (int position = 0; position < count; ++position) {
            const auto place = form.integer(place_name(position), {.required = true, .min = 1, .max = count});
            if (!place) continue;
            auto& slot = choice[static_cast<std::size_t>(*place - 1)];
            if (slot >= 0) form.refuse(place_name(position), "placement.problem.place_twice");
            slot = position;
        }
        return choice;
    }

    http::Response result_page(const http::Request& request, const competence::Competence& competence, const TestState& state) const {
        ResultView view;
        view.slug = competence.slug;
        view.name = competence.name;
        view.level = state.test.level.value_or(0);
        view.confidence_percent = state.test.confidence_percent.value_or(0);
        view.descriptor = view.level == 0 ? competence.level_0 : competence.descriptors[static_cast<std::size_t>(view.level - 1)];
        view.answered = state.answered;
        view.has_current = state.current_level.has_value();
        view.current = state.current_level.value_or(0);
        view.may_record = state.may_record;
        view.recorded = state.test.recorded_at.has_value();
        view.repeat_from = waiting(state.test);
        for (const auto& given : state.answers) {
            AnswerView answer;
            answer.number = static_cast<int>(view.answers.size()) + 1;
            answer.question = given.item.question;
            answer.explanation = given.item.explanation;
            answer.right = given.is_right;
            answer.none = given.chosen.empty();
            const auto labels = [&](const Choice& choice) {
                std::vector<std::string> texts;
                for (const int position : choice) texts.push_back(given.item.options.at(static_cast<std::size_t>(position)).label);
                return texts;
            };
            answer.chosen = labels(given.chosen);
            if (!given.is_right) answer.solution = labels(right_choice(given.item));
            view.right += given.is_right;
            view.answers.push_back(std::move(answer));
        }
        return site_.render(request, options(request, competence), result_, view);
    }

    const web::Site& site_;
    PlacementService& tests_;
    web::Template<ListView> list_;
    web::Template<BeginView> begin_;
    web::Template<QuestionView> question_;
    web::Template<ResultView> result_;
    web::Template<web::Confirmation> confirm_;
};

}  // namespace

void register_test_pages(http::Router& router, const web::Site& site, PlacementService& tests) {
    const auto pages = std::make_shared<TestPages>(site, tests);
    router.get("/kurz-pruefen", [pages](http::Request& request) { return pages->list(request); });
    router.get("/kurz-pruefen/{slug}", [pages](http::Request& request) { return pages->show(request); });
    router.post("/kurz-pruefen/{slug}", [pages](http::Request& request) { return pages->begin(request); });
    router.post("/kurz-pruefen/{slug}/antwort", [pages](http::Request& request) { return pages->answer(request); });
    router.post("/kurz-pruefen/{slug}/uebernahme", [pages](http::Request& request) { return pages->record(request); });
    router.get("/kurz-pruefen/{slug}/abbruch", [pages](http::Request& request) { return pages->confirm_discard(request); });
    router.post("/kurz-pruefen/{slug}/abbruch", [pages](http::Request& request) { return pages->discard(request); });
}

void register_routes(http::Router& router, const web::Site& site, PlacementService& tests, DocumentService& documents,
                     ConfirmationService& confirmations) {
    register_test_pages(router, site, tests);
    register_document_pages(router, site, documents);
    register_confirmation_pages(router, site, confirmations, documents);
    register_api(router, site, tests, documents, confirmations);
}

}  // namespace kc::placement
