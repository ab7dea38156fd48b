// SPDX-License-Identifier: EUPL-1.2
// The preparation of a side: private, printable, with ticks for what goes onto the shared sheet.
#include "development/own_page.hpp"
#include "development/preparation.hpp"

#include <algorithm>

namespace kc::development {

namespace {

struct NoteField {
    web::TextField text;
    web::CheckboxField shared;
};
BOOST_DESCRIBE_STRUCT(NoteField, (), (text, shared))

struct PreparationView {
    std::optional<TalkRow> talk;  // absent: no talk is open, the page is for reading and printing
    std::string action;
    bool as_employee = true;
    bool profile_empty = false;
    std::vector<NoteField> notes;
    std::vector<web::ChoiceField> groups;
    std::optional<web::ChoiceField> role;
    std::string role_slug;
    std::optional<web::ErrorSummary> errors;
};
BOOST_DESCRIBE_STRUCT(PreparationView, (), (talk, action, as_employee, profile_empty, notes, groups, role, role_slug, errors))

constexpr ItemKind kinds[] = {ItemKind::gap, ItemKind::interest, ItemKind::planned_unit, ItemKind::completed_unit, ItemKind::demand};
constexpr Topic topics[] = {Topic::achieved, Topic::wanted, Topic::support};

std::string name_of(ItemKind kind) { return boost::describe::enum_to_string(kind, ""); }
std::string name_of(Topic topic) { return boost::describe::enum_to_string(topic, ""); }

class PreparationPages {
public:
    explicit PreparationPages(const DevelopmentSources& sources)
        : site_(sources.site),
          talks_(sources.talks),
          profiles_(sources.profiles),
          curricula_(sources.curricula),
          preparation_(site_.bind<PreparationView>("development/preparation")) {}

    // The sheet without a number: of the talk that is open, else without one.
    http::Response sheet(const http::Request& request) const {
        return with_viewer(request, [&](const Viewer& viewer) {
            const auto own = talks_.list_own(viewer);
            if (!own) return refusal_page(request, site_, own.error());
            for (const auto& talk : *own) {
                if (talk.talk.open() && talk.side == Side::employee) return web::redirect(path_of(talk.talk.id) + "/vorbereitung");
            }
            if (!viewer.may(Permission::keep_own_profile)) return web::redirect("/mitarbeitergespraech");
            PreparationView view;
            const auto offered = offered_items(viewer, nullptr, {});
            add_groups(request, view, offered, {}, site_.fields(request));
            view.profile_empty = offered.empty();
            return render(request, view, 200);
        });
    }

    http::Response show(const http::Request& request) const {
        return with_open_talk(request, [&](const Viewer& viewer, const FullTalk& talk) { return show(request, viewer, talk, nullptr); });
    }

    http::Response save(const http::Request& request) {
        return with_open_talk(request, [&](const Viewer& viewer, const FullTalk& talk) {
            web::FormReader form(request);
            std::vector<Note> notes;
            for (const auto topic : topics) {
                notes.push_back({talk.side, topic, form.text(name_of(topic), {.max = note_length_max, .lines = true}),
                                 form.checkbox("teilen_" + name_of(topic))});
            }
            const auto offered = offered_items(viewer, &talk, form.raw("taetigkeit"));
            std::vector<SheetItem> ticked;
            for (const auto kind : kinds) {
                std::vector<std::string> allowed;
                for (const auto& item : offered) {
                    if (item.kind == kind) allowed.push_back(key_of(item));
                }
                const auto chosen = form.choices(name_of(kind), allowed);
                for (const auto& item : offered) {
                    if (item.kind == kind && std::find(chosen.begin(), chosen.end(), key_of(item)) != chosen.end()) ticked.push_back(item);
                }
            }
            if (!form.ok()) return show(request, viewer, talk, &form);
            const auto saved = talks_.prepare(viewer, talk.talk.id, notes, ticked);
            if (!saved) return refusal_page(request, site_, saved.error());
            return web::redirect(path_of(talk.talk.id), {.message_key = "development.notice.prepared"});
        });
    }

private:
    template <class Page> http::Response with_open_talk(const http::Request& request, Page&& page) const {
        return with_viewer(request, [&](const Viewer& viewer) {
            const auto talk = talks_.find(viewer, request.get_id<TalkId>("id"));
            if (!talk) return refusal_page(request, site_, talk.error());
            if (!talk->talk.open()) return refusal_page(request, site_, TalkError::talk_closed);
            return page(viewer, *talk);
        });
    }

    const competence::RoleProfile* role_named(const competence::CompetenceFramework& framework, std::string_view slug) const {
        const auto* role = framework.role_profile_by_slug(slug);
        return role != nullptr && role->published() ? role : nullptr;
    }

    // What can be ticked today, and what stands on the sheet already.
    std::vector<SheetItem> offered_items(const Viewer& viewer, const FullTalk* talk, std::string_view role_slug) const {
        std::vector<SheetItem> offered;
        if (talk == nullptr || talk->side == Side::employee) {
            const auto own = profiles_.find_own(viewer);
            const auto plans = curricula_.find_own(viewer);
            if (own) offered = offered_to_employee(*own, plans ? &*plans : nullptr);
        } else {
            const auto framework = profiles_.framework();
            if (const auto* role = role_named(*framework, role_slug)) {
                offered = offered_to_counterpart(*framework, *role, talk->talk.organisation_id, talks_.today());
            }
        }
        if (talk == nullptr) return offered;
        for (const auto& item : talk->items) {
            const bool there = std::any_of(offered.begin(), offered.end(), [&](const SheetItem& other) { return key_of(other) == key_of(item); });
            if (item.side == talk->side && !there) offered.push_back(item);
        }
        return offered;
    }

    std::string label_of(const http::Request& request, const SheetItem& item) const {
        if (!item.to_level) return item.title;
        if (item.kind == ItemKind::demand) return site_.text(request, "development.item.demand", {{"title", item.title}, {"to", *item.to_level}});
        if (!item.from_level) return site_.text(request, "development.item.unassessed", {{"title", item.title}, {"to", *item.to_level}});
        return site_.text(request, "development.item.gap", {{"title", item.title}, {"from", *item.from_level}, {"to", *item.to_level}});
    }

    void add_groups(const http::Request& request, PreparationView& view, const std::vector<SheetItem>& offered,
                    const std::vector<std::string>& ticked, const web::Fields& fields) const {
        for (const auto kind : kinds) {
            std::vector<web::Option> options;
            for (const auto& item : offered) {
                if (item.kind == kind) options.push_back({key_of(item), label_of(request, item), {}});
            }
            if (options.empty()) continue;
            const auto label = site_.text(request, "development.item_kind." + name_of(kind));
            view.groups.push_back(fields.choices(name_of(kind), {.label_text = label}, options, ticked));
        }
    }

    http::Response show(const http::Request& request, const Viewer& viewer, const FullTalk& talk, const web::FormReader* refused) const {
        const auto fields = site_.fields(request, refused);
        PreparationView view;
        view.talk = talk_row(talk, site_.messages(), web::language_of(request));
        view.action = path_of(talk.talk.id) + "/vorbereitung";
        view.as_employee = talk.side == Side::employee;
        view.role_slug = refused != nullptr ? refused->raw("taetigkeit") : std::string(request.query("taetigkeit").value_or(""));
        const char* side = boost::describe::enum_to_string(talk.side, "");
        for (const auto topic : topics) {
            const auto note =
                std::find_if(talk.notes.begin(), talk.notes.end(), [&](const Note& row) { return row.side == talk.side && row.topic == topic; });
            const bool there = note != talk.notes.end();
            const auto label = site_.text(request, fmt::format("development.note.{}.{}", side, name_of(topic)));
            view.notes.push_back(
                {fields.text(name_of(topic), {.label_text = label, .max = note_length_max, .rows = 3}, there ? note->text : std::string()),
                 fields.checkbox("teilen_" + name_of(topic), {.label = "development.note.share"}, there && note->shared)});
        }
        const auto offered = offered_items(viewer, &talk, view.role_slug);
        std::vector<std::string> ticked;
        for (const auto& item : talk.items) {
            if (item.side == talk.side) ticked.push_back(key_of(item));
        }
        add_groups(request, view, offered, ticked, fields);
        if (!view.as_employee) view.role = role_choice(request, view.role_slug);
        view.profile_empty = view.as_employee && offered.empty();
        view.errors = fields.errors();
        return render(request, view, refused != nullptr ? 422 : 200);
    }

    web::ChoiceField role_choice(const http::Request& request, std::string_view chosen) const {
        const auto framework = profiles_.framework();
        std::vector<web::Option> options;
        for (const auto& role : framework->role_profiles()) {
            if (role.published()) options.push_back({role.slug, role.name_in(web::language_of(request)), {}});
        }
        return site_.fields(request).choice("taetigkeit", {.label = "development.preparation.role", .empty_option = true}, options, chosen);
    }

    http::Response render(const http::Request& request, const PreparationView& view, int status) const {
        return site_.render(request,
                            {.title = "development.preparation.title",
                             .active = "/mitarbeitergespraech",
                             .breadcrumbs = {talks_crumb(site_, request)},
                             .status = status},
                            preparation_, view);
    }

    const web::Site& site_;
    TalkService& talks_;
    competence::ProfileService& profiles_;
    planning::CurriculumService& curricula_;
    web::Template<PreparationView> preparation_;
};

}  // namespace

void register_preparation_pages(http::Router& router, const DevelopmentSources& sources) {
    const auto pages = std::make_shared<PreparationPages>(sources);
    router.get("/mitarbeitergespraech/vorbereitung", [pages](http::Request& request) { return pages->sheet(request); });
    router.get("/mitarbeitergespraech/{id:id}/vorbereitung", [pages](http::Request& request) { return pages->show(request); });
    router.post("/mitarbeitergespraech/{id:id}/vorbereitung", [pages](http::Request& request) { return pages->save(request); });
}

}  // namespace kc::development
