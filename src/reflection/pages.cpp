// SPDX-License-Identifier: EUPL-1.2
#include "reflection/pages.hpp"

#include "consent/ask.hpp"
#include "web/confirm.hpp"

#include <fmt/format.h>

namespace kc::reflection {

namespace {

struct MarkView {
    std::string topic, left, right, words, note;
    bool placed = false;
    int percent = 0;  // where the mark stands between the two statements
};
BOOST_DESCRIBE_STRUCT(MarkView, (), (topic, left, right, words, note, placed, percent))

struct AreaView {
    Area area{};
    std::string name, path;
    std::vector<MarkView> marks;
    bool empty = true;
};
BOOST_DESCRIBE_STRUCT(AreaView, (), (area, name, path, marks, empty))

struct FormerView {
    Date saved_on{};
    std::vector<MarkView> marks;
};
BOOST_DESCRIBE_STRUCT(FormerView, (), (saved_on, marks))

struct CardView {
    bool exists = false, readable = true;
    std::optional<Date> saved_on;
    std::string start_path;
    std::vector<AreaView> areas;
    bool keeps_history = false;
    std::vector<FormerView> former;
    std::optional<consent::AskView> ask;  // before anything is noted
};
BOOST_DESCRIBE_STRUCT(CardView, (), (exists, readable, saved_on, start_path, areas, keeps_history, former, ask))

struct QuestionView {
    web::ChoiceField position;
    web::TextField note;
};
BOOST_DESCRIBE_STRUCT(QuestionView, (), (position, note))

struct QuestionsView {
    Area area{};
    std::string action;
    int step = 0, steps = 0;
    bool last = false;
    std::vector<QuestionView> questions;
    std::optional<web::ErrorSummary> errors;
};
BOOST_DESCRIBE_STRUCT(QuestionsView, (), (area, action, step, steps, last, questions, errors))

constexpr int area_count = static_cast<int>(Area::learning) + 1;

std::string name_of(Question question) { return boost::describe::enum_to_string(question, ""); }
std::string path_of(Area area) { return fmt::format("/reflexion/fragen/{}", boost::describe::enum_to_string(area, "")); }

int status_of(ReflectionError error) {
    switch (error) {
        case ReflectionError::not_permitted: return 403;
        case ReflectionError::invalid_answer: return 422;
        case ReflectionError::unreadable: return 409;
        case ReflectionError::no_card: return 404;
        case ReflectionError::no_consent: return 409;
    }
    return 422;
}

class Pages {
public:
    Pages(const web::Site& site, ReflectionService& reflection, consent::ConsentService& consents)
        : site_(site),
          reflection_(reflection),
          consents_(consents),
          card_(site.bind<CardView>("reflection/card")),
          questions_(site.bind<QuestionsView>("reflection/questions")),
          confirm_(web::bind_confirmation(site)) {}

    http::Response show(const http::Request& request) const {
        return with_own(request, [&](const Viewer& viewer, const OwnCard& own) {
            CardView view{.exists = own.saved_on.has_value(),
                          .readable = own.readable,
                          .saved_on = own.saved_on,
                          .start_path = path_of(Area::work),
                          .areas = {},
                          .keeps_history = own.keeps_history,
                          .former = {},
                          .ask = {}};
            if (const auto* text = consents_.text_for(viewer, consent::reflection_card); text != nullptr && !own.consented) {
                view.ask = consent::ask_view(*text, web::language_of(request));
            }
            for (int i = 0; i < area_count; ++i) {
                const auto area = static_cast<Area>(i);
                AreaView of{area, site_.text(request, fmt::format("reflection.area.{}", boost::describe::enum_to_string(area, ""))), path_of(area),
                            marks(request, own.card, area), true};
                of.empty = of.marks.empty();
                view.areas.push_back(std::move(of));
            }
            for (const auto& former : own.former) {
                FormerView of{former.saved_on, {}};
                for (int i = 0; i < area_count; ++i) {
                    for (auto& mark : marks(request, former.card, static_cast<Area>(i))) of.marks.push_back(std::move(mark));
                }
                view.former.push_back(std::move(of));
            }
            return page(request, {.title = "reflection.title", .active = "/profil"}, card_, view);
        });
    }

    http::Response agree(const http::Request& request) {
        if (request.viewer() == nullptr) return web::redirect("/anmelden");
        const web::FormReader form(request);
        const auto given = consents_.give(*request.viewer(), consent::read_agreement(form, consent::reflection_card, "/reflexion"));
        if (given) return web::redirect(path_of(Area::work), {.message_key = "consent.notice.given"});
        if (given.error() == consent::ConsentError::outdated_text) {
            return web::redirect("/reflexion", {.message_key = "consent.notice.outdated_text", .kind = web::NoticeKind::warning});
        }
        return site_.error_page(request, consent::status_of(given.error()), consent::message_key_of(given.error()));
    }

    http::Response ask(const http::Request& request) const { return ask(request, nullptr); }

    http::Response answer(const http::Request& request) {
        const auto area = area_named(request.path_value("area").value_or(""));
        if (!area) return site_.error_page(request, 404);
        if (request.viewer() == nullptr) return web::redirect("/anmelden");
        web::FormReader form(request);
        std::vector<Answer> answers;
        for (const auto question : questions_of(*area)) {
            Answer answer{.question = question};
            const auto position = form.choice(name_of(question), {"0", "1", "2", "3", "4", "5"});
            if (!position.empty()) answer.position = position.front() - '0';
            answer.note = form.text(name_of(question) + "_note", {.max = note_length_max, .lines = true});
            answers.push_back(std::move(answer));
        }
        if (!form.ok()) return ask(request, &form);
        const auto saved = reflection_.answer(*request.viewer(), *area, answers);
        if (!saved) return refused(request, saved.error());
        if (const auto next = next_area(*area); next && form.raw("weiter") == "1") return web::redirect(path_of(*next));
        return web::redirect("/reflexion", {.message_key = "reflection.notice.saved"});
    }

    http::Response set_history(const http::Request& request) {
        if (request.viewer() == nullptr) return web::redirect("/anmelden");
        const bool keeps = request.form("verlauf").value_or("") == "1";
        const auto done = reflection_.keep_history(*request.viewer(), keeps);
        if (!done) return refused(request, done.error());
        return web::redirect("/reflexion", {.message_key = keeps ? "reflection.notice.history_on" : "reflection.notice.history_off"});
    }

    http::Response confirm_erasure(const http::Request& request) const {
        return with_own(request, [&](const Viewer&, const OwnCard&) {
            return web::confirmation_page(site_, request, confirm_,
                                          {.title = site_.text(request, "reflection.erase.question"),
                                           .text = site_.text(request, "reflection.erase.text"),
                                           .action = "/reflexion/loeschung",
                                           .label = site_.text(request, "reflection.erase.label"),
                                           .back = "/reflexion",
                                           .fields = {}},
                                          "/profil");
        });
    }

    http::Response erase(const http::Request& request) {
        if (request.viewer() == nullptr) return web::redirect("/anmelden");
        const auto done = reflection_.erase(*request.viewer());
        if (!done) return refused(request, done.error());
        return web::redirect("/reflexion", {.message_key = "reflection.notice.erased"});
    }

private:
    template <class Page> http::Response with_own(const http::Request& request, Page&& show) const {
        const auto* viewer = request.viewer();
        if (viewer == nullptr) return web::redirect("/anmelden");
        const auto own = reflection_.find_own(*viewer);
        if (!own) return refused(request, own.error());
        return show(*viewer, *own);
    }

    http::Response refused(const http::Request& request, ReflectionError error) const {
        return site_.error_page(request, status_of(error), fmt::format("reflection.problem.{}", boost::describe::enum_to_string(error, "")));
    }

    // On a shared computer nothing of it stays in the browser's memory.
    template <class View>
    http::Response page(const http::Request& request, const web::PageOptions& options, const web::Template<View>& body, const View& view) const {
        auto response = site_.render(request, options, body, view);
        response.header("Cache-Control", "no-store");
        return response;
    }

    std::string statement(const http::Request& request, Question question, std::string_view side) const {
        return site_.text(request, fmt::format("reflection.{}.{}", side, name_of(question)));
    }

    std::vector<MarkView> marks(const http::Request& request, const Card& card, Area area) const {
        std::vector<MarkView> views;
        for (const auto question : questions_of(area)) {
            const auto* answer = card.find(question);
            if (answer == nullptr) continue;
            MarkView view{.topic = statement(request, question, "question"),
                          .left = statement(request, question, "left"),
                          .right = statement(request, question, "right"),
                          .words = {},
                          .note = answer->note,
                          .placed = answer->position > 0,
                          .percent = 0};
            if (view.placed) {
                view.percent = (answer->position - 1) * 24 + 2;
                const auto& nearer = answer->position < position_middle ? view.left : view.right;
                view.words = answer->position == position_middle ? site_.text(request, "reflection.words.both")
                             : answer->position == 1 || answer->position == position_max
                                 ? nearer
                                 : site_.text(request, "reflection.words.rather", {{"statement", nearer}});
            }
            views.push_back(std::move(view));
        }
        return views;
    }

    http::Response ask(const http::Request& request, const web::FormReader* refused_form) const {
        const auto area = area_named(request.path_value("area").value_or(""));
        if (!area) return site_.error_page(request, 404);
        return with_own(request, [&](const Viewer&, const OwnCard& own) {
            if (!own.readable) return refused(request, ReflectionError::unreadable);
            if (!own.consented) return web::redirect("/reflexion");  // there it is asked
            const auto fields = site_.fields(request, refused_form);
            QuestionsView view{.area = *area,
                               .action = path_of(*area),
                               .step = static_cast<int>(*area) + 1,
                               .steps = area_count,
                               .last = !next_area(*area),
                               .questions = {},
                               .errors = {}};
            for (const auto question : questions_of(*area)) {
                const auto* answer = own.card.find(question);
                std::vector<web::Option> options;
                for (int position = 1; position <= position_max; ++position) {
                    const auto label = position == 1              ? statement(request, question, "left")
                                       : position == position_max ? statement(request, question, "right")
                                                                  : site_.text(request, fmt::format("reflection.position.{}", position));
                    options.push_back({std::to_string(position), label, {}});
                }
                options.push_back({"0", site_.text(request, "reflection.position.0"), {}});
                const auto topic = statement(request, question, "question");
                view.questions.push_back({fields.choice(name_of(question), {.label_text = topic}, options,
                                                        answer != nullptr ? std::to_string(answer->position) : std::string("0")),
                                          fields.text(name_of(question) + "_note", {.label = "reflection.note", .max = note_length_max, .rows = 2},
                                                      answer != nullptr ? answer->note : std::string())});
            }
            view.errors = fields.errors();
            return page(request,
                        {.title = "reflection.title",
                         .active = "/profil",
                         .breadcrumbs = {{"/reflexion", site_.text(request, "reflection.title")}},
                         .status = refused_form != nullptr ? 422 : 200},
                        questions_, view);
        });
    }

    const web::Site& site_;
    ReflectionService& reflection_;
    consent::ConsentService& consents_;
    web::Template<CardView> card_;
    web::Template<QuestionsView> questions_;
    web::Template<web::Confirmation> confirm_;
};

}  // namespace

void register_routes(http::Router& router, const web::Site& site, ReflectionService& reflection, consent::ConsentService& consents) {
    const auto pages = std::make_shared<Pages>(site, reflection, consents);
    router.get("/reflexion", [pages](http::Request& request) { return pages->show(request); });
    router.post("/reflexion/einwilligung", [pages](http::Request& request) { return pages->agree(request); });
    router.get("/reflexion/fragen/{area}", [pages](http::Request& request) { return pages->ask(request); });
    router.post("/reflexion/fragen/{area}", [pages](http::Request& request) { return pages->answer(request); });
    router.post("/reflexion/verlauf", [pages](http::Request& request) { return pages->set_history(request); });
    router.get("/reflexion/loeschung", [pages](http::Request& request) { return pages->confirm_erasure(request); });
    router.post("/reflexion/loeschung", [pages](http::Request& request) { return pages->erase(request); });
}

}  // namespace kc::reflection
