// SPDX-License-Identifier: EUPL-1.2
// /pruefungsaufgaben: the questions of placement tests by competence, one question as learners see it, writing and publishing it.
#include "placement/answer_fields.hpp"
#include "placement/item_form.hpp"
#include "placement/level_estimate.hpp"
#include "placement/pages.hpp"
#include "placement/refusals.hpp"
#include "web/confirm.hpp"

#include <algorithm>
#include <map>

namespace kc::placement {

namespace {

constexpr std::string_view items_path = "/pruefungsaufgaben";
constexpr std::string_view map_path = "/themenlandkarte";  // under it this page stands in the navigation
constexpr std::uint64_t form_bytes_max = 64 * 1024;

std::string item_path(PlacementItemId id, std::string_view rest = {}) {
    return fmt::format("{}/{}{}{}", items_path, id.value, rest.empty() ? "" : "/", rest);
}

struct ItemRow {
    PlacementItemId id;
    std::string name, question;
    int level = 1, version = 1;
    ItemKind kind{};
    ItemState state{};
    bool draft = false, outdated = false;
};
BOOST_DESCRIBE_STRUCT(ItemRow, (), (id, name, question, level, version, kind, state, draft, outdated))

struct CompetenceRow {
    std::string slug, name;
    int published = 0, drafts = 0;
    bool enough = false;
};
BOOST_DESCRIBE_STRUCT(CompetenceRow, (), (slug, name, published, drafts, enough))

struct ItemsView {
    web::ChoiceField competence, state;
    std::string chosen;  // slug
    bool filtered = false;
    int least = questions_min;
    std::vector<ItemRow> items;
    std::vector<CompetenceRow> competences;
};
BOOST_DESCRIBE_STRUCT(ItemsView, (), (competence, state, chosen, filtered, least, items, competences))

struct PointView {
    std::string href, text;
};
BOOST_DESCRIBE_STRUCT(PointView, (), (href, text))

struct ItemView {
    PlacementItemId id;
    std::string slug, name, question, explanation;
    int level = 1, version = 1, revision = 1;
    ItemKind kind{};
    ItemState state{};
    bool draft = false, published = false, outdated = false, sound = false, may_edit = false;
    AnswerFields answer;
    std::vector<std::string> solution;
    std::vector<PointView> open_points;
    std::vector<ItemRow> others;  // the other versions
};
BOOST_DESCRIBE_STRUCT(ItemView, (),
                      (id, slug, name, question, explanation, level, version, revision, kind, state, draft, published, outdated, sound, may_edit,
                       answer, solution, open_points, others))

ItemEdit edit_of(const Item& item) { return {item.competence_id, item.level, item.kind, item.question, item.explanation, item.options}; }

class ItemPages {
public:
    ItemPages(const web::Site& site, ItemService& items)
        : site_(site),
          items_(items),
          list_(site.bind<ItemsView>("placement/items")),
          item_(site.bind<ItemView>("placement/item")),
          form_(site.bind<ItemFormView>("placement/item_form")),
          confirm_(web::bind_confirmation(site)) {}

    http::Response list(const http::Request& request) const {
        return for_editors(request, [&](const Viewer& viewer) {
            const auto framework = items_.framework();
            ItemsView view;
            ItemFilter filter;
            const auto fields = site_.fields(request);
            const auto language = web::language_of(request);
            auto competences = competence_options(*framework, language);
            competences.insert(competences.begin(), {"", site_.text(request, "placement.items.all_competences"), {}});
            if (const auto index = framework->competence_by_slug(request.query("kompetenz").value_or(""))) {
                filter.competence = framework->competence(*index).id;
                view.chosen = framework->competence(*index).slug;
            }
            auto states = fields.options_of<ItemState>();
            states.insert(states.begin(), {"", site_.text(request, "placement.items.all_states"), {}});
            ItemState state{};
            if (const std::string name(request.query("zustand").value_or("")); boost::describe::enum_from_string(name.c_str(), state)) {
                filter.state = state;
            }
            view.filtered = filter.competence || filter.state;
            view.competence = fields.choice("kompetenz", {.label = "placement.item.competence"}, competences, view.chosen);
            view.state = fields.choice("zustand", {.label = "placement.items.state"}, states,
                                       filter.state ? boost::describe::enum_to_string(*filter.state, "") : "");
            view.competence.optional_mark = view.state.optional_mark = false;
            const auto items = items_.list(viewer, filter);
            if (!items) return refusal(request, items.error());
            if (view.filtered) {
                for (const auto& item : *items) {
                    // Without a state: what is asked or being written; what was replaced is found at its question.
                    if (filter.state || item.state != ItemState::outdated) view.items.push_back(row_of(*framework, item));
                }
            } else {
                view.competences = by_competence(*framework, *items);
            }
            return site_.render(request, {.title = "placement.items.title", .active = map_path, .breadcrumbs = {map_crumb(request)}}, list_, view);
        });
    }

    http::Response show(const http::Request& request) const {
        return with_item(request, [&](const Viewer& viewer, const Item& item) { return item_page(request, viewer, item, {}, 200); });
    }

    http::Response show_new(const http::Request& request) const {
        return for_editors(request,
                           [&](const Viewer&) { return form_page(request, nullptr, {}, request.query("kompetenz").value_or(""), nullptr, 200); });
    }

    http::Response create(const http::Request& request) {
        return for_editors(request, [&](const Viewer& viewer) {
            web::FormReader form(request);
            const auto edit = read_item_form(form, *items_.framework());
            if (!form.ok()) return form_page(request, nullptr, edit, form.raw("competence"), &form, 422);
            const auto created = items_.create(viewer, edit);
            if (created) return web::redirect(item_path(*created), {.message_key = "placement.notice.item_created"});
            if (created.error().error != ItemError::item_invalid) return refusal(request, created.error().error);
            form.refuse(created.error().problems);
            return form_page(request, nullptr, edit, form.raw("competence"), &form, 422);
        });
    }

    http::Response edit(const http::Request& request) const {
        return with_item(request, [&](const Viewer&, const Item& item) {
            return form_page(request, &item, edit_of(item), slug_of(item.competence_id), nullptr, 200);
        });
    }

    http::Response save(const http::Request& request) {
        return with_item(request, [&](const Viewer& viewer, const Item& item) {
            web::FormReader form(request);
            const auto edit = read_item_form(form, *items_.framework());
            if (!form.ok()) return form_page(request, &item, edit, form.raw("competence"), &form, 422);
            const auto saved = items_.save(viewer, item.id, edit, revision_of(form));
            if (saved) return web::redirect(item_path(*saved), {.message_key = "placement.notice.item_saved"});
            switch (saved.error().error) {
                case ItemError::changed_meanwhile: return form_page(request, &item, edit, form.raw("competence"), &form, 409);
                case ItemError::item_invalid:
                    form.refuse(saved.error().problems);
                    return form_page(request, &item, edit, form.raw("competence"), &form, 422);
                case ItemError::not_permitted:
                case ItemError::item_not_found:
                case ItemError::draft_open:
                case ItemError::not_a_draft:
                case ItemError::not_asked: break;
            }
            return refusal(request, saved.error().error);
        });
    }

    http::Response publish(const http::Request& request) {
        return with_item(request, [&](const Viewer& viewer, const Item& item) {
            const web::FormReader form(request);
            const auto published = items_.publish(viewer, item.id, revision_of(form));
            if (published) return web::redirect(item_path(item.id), {.message_key = "placement.notice.item_published"});
            const auto error = published.error().error;
            // The page says what is there by now, and what is still open.
            if (error == ItemError::changed_meanwhile)
                return web::redirect(item_path(item.id), {"placement.notice.item_changed_meanwhile", web::NoticeKind::warning});
            if (error == ItemError::item_invalid)
                return web::redirect(item_path(item.id), {"placement.notice.item_still_open", web::NoticeKind::warning});
            return refusal(request, error);
        });
    }

    http::Response ask_outdate(const http::Request& request) const { return ask(request, "outdate", "veraltet", ItemState::published); }
    http::Response outdate(const http::Request& request) {
        return with_item(request, [&](const Viewer& viewer, const Item& item) {
            const auto done = items_.outdate(viewer, item.id);
            return done ? web::redirect(item_path(item.id), {.message_key = "placement.notice.item_outdated"}) : refusal(request, done.error());
        });
    }

    http::Response ask_discard(const http::Request& request) const { return ask(request, "discard", "verwerfen", ItemState::draft); }
    http::Response discard(const http::Request& request) {
        return with_item(request, [&](const Viewer& viewer, const Item& item) {
            const auto done = items_.discard(viewer, item.id);
            if (!done) return refusal(request, done.error());
            return web::redirect(fmt::format("{}?kompetenz={}", items_path, slug_of(item.competence_id)),
                                 {.message_key = "placement.notice.item_discarded"});
        });
    }

private:
    template <class Page> http::Response for_editors(const http::Request& request, Page&& page) const {
        if (request.viewer() == nullptr) return web::redirect("/anmelden");
        if (!request.viewer()->may(Permission::edit_framework)) return refusal(request, ItemError::not_permitted);
        return page(*request.viewer());
    }

    template <class Page> http::Response with_item(const http::Request& request, Page&& page) const {
        return for_editors(request, [&](const Viewer& viewer) {
            const auto item = items_.find(viewer, request.get_id<PlacementItemId>("id"));
            return item ? page(viewer, *item) : refusal(request, item.error());
        });
    }

    http::Response refusal(const http::Request& request, ItemError error) const {
        return site_.error_page(request, status_of(error), message_key_of(error));
    }

    web::Crumb map_crumb(const http::Request& request) const { return {std::string(map_path), site_.text(request, "placement.items.map")}; }

    std::string slug_of(CompetenceId id) const {
        const auto framework = items_.framework();
        const auto index = framework->index_of(id);
        return index ? framework->competence(*index).slug : std::string();
    }

    static int revision_of(const web::FormReader& form) {
        return static_cast<int>(std::clamp<std::int64_t>(web::parse_integer(form.raw("revision")).value_or(-1), -1, 1'000'000'000));
    }

    static ItemRow row_of(const competence::CompetenceFramework& framework, const Item& item) {
        const auto index = framework.index_of(item.competence_id);
        return {item.id,
                index ? framework.competence(*index).name : std::string(),
                item.question,
                item.level,
                item.version,
                item.kind,
                item.state,
                item.state == ItemState::draft,
                item.state == ItemState::outdated};
    }

    // Every published competence, those without enough questions first: that is where work waits.
    static std::vector<CompetenceRow> by_competence(const competence::CompetenceFramework& framework, const std::vector<Item>& items) {
        std::map<CompetenceId, std::pair<int, int>> counts;
        for (const auto& item : items) {
            auto& [published, drafts] = counts[item.competence_id];
            published += item.state == ItemState::published;
            drafts += item.state == ItemState::draft;
        }
        std::vector<CompetenceRow> rows;
        for (const auto& competence : framework.competences()) {
            const auto [published, drafts] = counts[competence.id];
            if (!competence.published() && published + drafts == 0) continue;
            rows.push_back({competence.slug, competence.name, published, drafts, published >= questions_min});
        }
        std::stable_sort(rows.begin(), rows.end(), [](const CompetenceRow& a, const CompetenceRow& b) {
            return std::tuple(a.enough, -a.drafts, -a.published) < std::tuple(b.enough, -b.drafts, -b.published);
        });
        return rows;
    }

    http::Response item_page(const http::Request& request, const Viewer& viewer, const Item& item, const web::FormReader* refused, int status) const {
        const auto framework = items_.framework();
        const auto row = row_of(*framework, item);
        ItemView view;
        view.id = item.id;
        view.slug = slug_of(item.competence_id);
        view.name = row.name;
        view.question = item.question;
        view.explanation = item.explanation;
        view.level = item.level;
        view.version = item.version;
        view.revision = item.revision;
        view.kind = item.kind;
        view.state = item.state;
        view.draft = row.draft;
        view.outdated = row.outdated;
        view.published = item.state == ItemState::published;
        view.answer = answer_fields(site_, request, site_.fields(request, refused), item, shown_order(item, 0));
        for (const int position : right_choice(item)) view.solution.push_back(item.options[static_cast<std::size_t>(position)].label);
        if (view.draft) {
            for (const auto& problem : items_.open_points(item)) {
                view.open_points.push_back({item_path(item.id, "bearbeiten") + "#" + web::Fields::id_of(problem.field),
                                            site_.messages().text(web::language_of(request), problem)});
            }
            view.sound = view.open_points.empty();
        }
        view.may_edit = true;
        const auto versions = items_.versions(viewer, item);
        if (!versions) return refusal(request, versions.error());
        for (const auto& version : *versions) {
            if (version.id == item.id) continue;
            view.others.push_back(row_of(*framework, version));
            if (version.state == ItemState::draft) view.may_edit = false;  // the draft is where to go on
        }
        return site_.render(request,
                            {.title_text = site_.text(request, "placement.item.title", {{"name", row.name}}),
                             .active = map_path,
                             .breadcrumbs = {map_crumb(request), {std::string(items_path), site_.text(request, "placement.items.title")}},
                             .status = status},
                            item_, view);
    }

    http::Response form_page(const http::Request& request, const Item* item, const ItemEdit& edit, std::string_view competence,
                             const web::FormReader* refused, int status) const {
        ItemFormView view;
        view.is_new = item == nullptr;
        view.action = item != nullptr ? item_path(item->id, "bearbeiten") : fmt::format("{}/neu", items_path);
        view.back = item != nullptr ? item_path(item->id) : std::string(items_path);
        view.conflict = status == 409;
        if (item != nullptr) {
            view.name = slug_of(item->competence_id);
            view.version = item->version;
            view.revision = item->revision;
            view.published = item->state == ItemState::published;
            view.outdated = item->state == ItemState::outdated;
        }
        fill_form(view, site_, request, *items_.framework(), edit, competence, refused);
        return site_.render(request,
                            {.title = item != nullptr ? "placement.item.edit" : "placement.item.new",
                             .active = map_path,
                             .breadcrumbs = {map_crumb(request), {std::string(items_path), site_.text(request, "placement.items.title")}},
                             .status = status},
                            form_, view);
    }

    http::Response ask(const http::Request& request, const std::string& what, std::string_view path, ItemState state) const {
        return with_item(request, [&](const Viewer&, const Item& item) {
            if (item.state != state) return refusal(request, state == ItemState::draft ? ItemError::not_a_draft : ItemError::not_asked);
            return web::confirmation_page(site_, request, confirm_,
                                          {.title = site_.text(request, "placement.item." + what + "_title"),
                                           .text = site_.text(request, "placement.item." + what + "_text"),
                                           .action = item_path(item.id, path),
                                           .label = site_.text(request, "placement.item." + what),
                                           .back = item_path(item.id),
                                           .irreversible = state == ItemState::draft,
                                           .fields = {}},
                                          map_path);
        });
    }

    const web::Site& site_;
    ItemService& items_;
    web::Template<ItemsView> list_;
    web::Template<ItemView> item_;
    web::Template<ItemFormView> form_;
    web::Template<web::Confirmation> confirm_;
};

}  // namespace

void register_item_pages(http::Router& router, const web::Site& site, ItemService& items) {
    const auto pages = std::make_shared<ItemPages>(site, items);
    const http::RouteOptions form{.body_bytes_max = form_bytes_max};
    using http::Method;
    router.get("/pruefungsaufgaben", [pages](http::Request& request) { return pages->list(request); });
    router.get("/pruefungsaufgaben/neu", [pages](http::Request& request) { return pages->show_new(request); });
    router.add(Method::post, "/pruefungsaufgaben/neu", form, [pages](http::Request& request) { return pages->create(request); });
    router.get("/pruefungsaufgaben/{id:id}", [pages](http::Request& request) { return pages->show(request); });
    router.get("/pruefungsaufgaben/{id:id}/bearbeiten", [pages](http::Request& request) { return pages->edit(request); });
    router.add(Method::post, "/pruefungsaufgaben/{id:id}/bearbeiten", form, [pages](http::Request& request) { return pages->save(request); });
    router.post("/pruefungsaufgaben/{id:id}/veroeffentlichung", [pages](http::Request& request) { return pages->publish(request); });
    router.get("/pruefungsaufgaben/{id:id}/veraltet", [pages](http::Request& request) { return pages->ask_outdate(request); });
    router.post("/pruefungsaufgaben/{id:id}/veraltet", [pages](http::Request& request) { return pages->outdate(request); });
    router.get("/pruefungsaufgaben/{id:id}/verwerfen", [pages](http::Request& request) { return pages->ask_discard(request); });
    router.post("/pruefungsaufgaben/{id:id}/verwerfen", [pages](http::Request& request) { return pages->discard(request); });
}

}  // namespace kc::placement
