// SPDX-License-Identifier: EUPL-1.2
#include "development/own_page.hpp"

#include "web/confirm.hpp"

#include <algorithm>

namespace kc::development {

namespace {

struct StartForm {
    web::ChoiceField person;
    web::TextField day;
    bool anybody = false;
};
BOOST_DESCRIBE_STRUCT(StartForm, (), (person, day, anybody))

struct TalksView {
    bool employee = false, counterpart = false;
    std::vector<TalkRow> own, team;
    std::optional<StartForm> start_own, start_team;
    std::optional<web::ErrorSummary> errors;
};
BOOST_DESCRIBE_STRUCT(TalksView, (), (employee, counterpart, own, team, start_own, start_team, errors))

struct NoteView {
    Topic topic{};
    std::string text;
};
BOOST_DESCRIBE_STRUCT(NoteView, (), (topic, text))

struct ItemView {
    ItemKind kind{};
    std::string title;
    std::optional<int> from_level, to_level;
};
BOOST_DESCRIBE_STRUCT(ItemView, (), (kind, title, from_level, to_level))

struct SheetView {
    std::string by;
    std::vector<NoteView> notes;
    std::vector<ItemView> items;
    bool empty = true;
};
BOOST_DESCRIBE_STRUCT(SheetView, (), (by, notes, items, empty))

struct TalkView {
    TalkRow talk;
    std::optional<Date> held_on, closed_on;
    bool held = false, as_employee = false;
    std::vector<SheetView> sheets;  // first the viewer's
    std::vector<GoalView> goals;
    bool sheet_visible = true;
};
BOOST_DESCRIBE_STRUCT(TalkView, (), (talk, held_on, closed_on, held, as_employee, sheets, goals, sheet_visible))

class TalkPages {
public:
    explicit TalkPages(const DevelopmentSources& sources)
        : site_(sources.site),
          talks_(sources.talks),
          goals_(sources.goals),
          list_(site_.bind<TalksView>("development/talks")),
          talk_(site_.bind<TalkView>("development/talk")),
          confirm_(web::bind_confirmation(site_)) {}

    http::Response list(const http::Request& request) const {
        return with_viewer(request, [&](const Viewer& viewer) { return list(request, viewer, nullptr); });
    }

    http::Response start(const http::Request& request) {
        return with_viewer(request, [&](const Viewer& viewer) {
            if (!may_develop(viewer)) return refusal_page(request, site_, TalkError::not_permitted);
            web::FormReader form(request);
            const bool team = form.choice("als", {"employee", "counterpart"}, {.required = true}) == "counterpart";
            const auto person = form.id<PersonId>(team ? "person" : "gegenueber", {.required = true});
            const auto day = form.date(team ? "tag_team" : "tag", {.required = true});
            if (!form.ok()) return list(request, viewer, &form);
            const auto started = team ? talks_.start_as_counterpart(viewer, *person, *day) : talks_.start_as_employee(viewer, *person, *day);
            if (started) return web::redirect(path_of(*started) + "/vorbereitung", {.message_key = "development.notice.talk_started"});
            switch (started.error()) {
                case TalkError::date_out_of_range: form.refuse(team ? "tag_team" : "tag", message_key_of(started.error())); break;
                case TalkError::person_not_found:
                case TalkError::already_open: form.refuse(team ? "person" : "gegenueber", message_key_of(started.error())); break;
                case TalkError::not_permitted:
                case TalkError::talk_not_found:
                case TalkError::talk_closed:
                case TalkError::text_too_long:
                case TalkError::item_not_offered: return refusal_page(request, site_, started.error());
            }
            return list(request, viewer, &form);
        });
    }

    http::Response show(const http::Request& request) const {
        return with_talk(request, [&](const Viewer& viewer, const FullTalk& full) {
            const auto language = web::language_of(request);
            TalkView view{.talk = talk_row(full, site_.messages(), language),
                          .held_on = full.talk.held_on,
                          .closed_on = full.talk.closed_on,
                          .held = full.talk.state == TalkState::held,
                          .as_employee = full.side == Side::employee,
                          .sheets = {},
                          .goals = {},
                          .sheet_visible = full.side == Side::employee || full.talk.open()};
            for (const auto side : {full.side, other_side(full.side)}) {
                SheetView sheet{.by = side == full.side ? site_.text(request, "development.you") : view.talk.partner};
                for (const auto& note : full.notes) {
                    if (note.side == side && note.shared) sheet.notes.push_back({note.topic, note.text});
                }
                for (const auto& item : full.items) {
                    if (item.side == side) sheet.items.push_back({item.kind, item.title, item.from_level, item.to_level});
                }
                sheet.empty = sheet.notes.empty() && sheet.items.empty();
                view.sheets.push_back(std::move(sheet));
            }
            if (const auto goals = goals_.list_of_talk(viewer, full.talk.id)) {
                for (const auto& goal : *goals)
                    view.goals.push_back(goal_view(goal, *goals_.framework(), site_.messages(), language, talks_.today()));
            }
            return site_.render(request,
                                {.title = "development.talk.title", .active = "/mitarbeitergespraech", .breadcrumbs = {talks_crumb(site_, request)}},
                                talk_, view);
        });
    }

    http::Response hold(const http::Request& request) {
        return with_viewer(request, [&](const Viewer& viewer) {
            const auto id = request.get_id<TalkId>("id");
            const auto held = talks_.hold(viewer, id);
            if (!held) return refusal_page(request, site_, held.error());
            return web::redirect(path_of(id), {.message_key = "development.notice.talk_held"});
        });
    }

    http::Response confirm_close(const http::Request& request) const {
        return with_talk(request, [&](const Viewer&, const FullTalk& full) {
            if (!full.talk.open()) return refusal_page(request, site_, TalkError::talk_closed);
            return web::confirmation_page(site_, request, confirm_,
                                          {.title = site_.text(request, "development.close.question"),
                                           .text = site_.text(request, "development.close.text"),
                                           .action = path_of(full.talk.id) + "/abschluss",
                                           .label = site_.text(request, "development.close.label"),
                                           .back = path_of(full.talk.id),
                                           .fields = {}},
                                          "/mitarbeitergespraech");
        });
    }

    http::Response close(const http::Request& request) {
        return with_viewer(request, [&](const Viewer& viewer) {
            const auto id = request.get_id<TalkId>("id");
            const auto closed = talks_.close(viewer, id);
            if (!closed) return refusal_page(request, site_, closed.error());
            return web::redirect(path_of(id), {.message_key = "development.notice.talk_closed"});
        });
    }

private:
    template <class Page> http::Response with_talk(const http::Request& request, Page&& page) const {
        return with_viewer(request, [&](const Viewer& viewer) {
            const auto full = talks_.find(viewer, request.get_id<TalkId>("id"));
            if (!full) return refusal_page(request, site_, full.error());
            return page(viewer, *full);
        });
    }

    StartForm start_form(const web::Fields& fields, std::string_view name, std::string_view day, std::string_view label,
                         const std::vector<NamedPerson>& people) const {
        std::vector<web::Option> options;
        for (const auto& person : people) options.push_back({std::to_string(person.id.value), person.last_name + ", " + person.first_name, {}});
        const auto today = talks_.today();
        return {fields.choice(name, {.label = label, .required = true, .empty_option = true}, options),
                fields.date(day,
                            {.label = "development.start.day",
                             .required = true,
                             .min_date = add_days(today, -talk_days_back),
                             .max_date = add_days(today, talk_days_ahead)},
                            add_days(today, 14)),
                !people.empty()};
    }

    http::Response list(const http::Request& request, const Viewer& viewer, const web::FormReader* refused) const {
        const auto own = talks_.list_own(viewer);
        if (!own) return refusal_page(request, site_, own.error());
        const auto fields = site_.fields(request, refused);
        TalksView view{.employee = viewer.may(Permission::keep_own_profile), .counterpart = viewer.may(Permission::agree_goals)};
        for (const auto& talk : *own) {
            (talk.side == Side::employee ? view.own : view.team).push_back(talk_row(talk, site_.messages(), web::language_of(request)));
        }
        if (view.employee)
            view.start_own = start_form(fields, "gegenueber", "tag", "development.start.counterpart", talks_.partners_as_employee(viewer));
        if (view.counterpart) {
            view.start_team = start_form(fields, "person", "tag_team", "development.start.employee", talks_.partners_as_counterpart(viewer));
        }
        view.errors = fields.errors();
        return site_.render(
            request, {.title = "development.talks.title", .active = "/mitarbeitergespraech", .status = refused != nullptr ? 422 : 200}, list_, view);
    }

    const web::Site& site_;
    TalkService& talks_;
    GoalService& goals_;
    web::Template<TalksView> list_;
    web::Template<TalkView> talk_;
    web::Template<web::Confirmation> confirm_;
};

}  // namespace

void register_talk_pages(http::Router& router, const DevelopmentSources& sources) {
    const auto pages = std::make_shared<TalkPages>(sources);
    router.get("/mitarbeitergespraech", [pages](http::Request& request) { return pages->list(request); });
    router.post("/mitarbeitergespraech", [pages](http::Request& request) { return pages->start(request); });
    router.get("/mitarbeitergespraech/{id:id}", [pages](http::Request& request) { return pages->show(request); });
    router.post("/mitarbeitergespraech/{id:id}/stattgefunden", [pages](http::Request& request) { return pages->hold(request); });
    router.get("/mitarbeitergespraech/{id:id}/abschluss", [pages](http::Request& request) { return pages->confirm_close(request); });
    router.post("/mitarbeitergespraech/{id:id}/abschluss", [pages](http::Request& request) { return pages->close(request); });
}

void register_routes(http::Router& router, const DevelopmentSources& sources) {
    register_talk_pages(router, sources);
    register_preparation_pages(router, sources);
    register_goal_pages(router, sources);
    register_goal_form_pages(router, sources);
    register_team_pages(router, sources);
    register_career_pages(router, sources);
    register_api(router, sources);
}

}  // namespace kc::development
