// SPDX-License-Identifier: EUPL-1.2
// /taetigkeiten/neu and …/bearbeiten: name, description, everyday titles and state of a kind of work (TA-10).
#include "roles/page_parts.hpp"

namespace kc::roles {

using competence::Alignment;
using competence::AlignmentRelation;
using competence::ForeignFramework;
using competence::FrameworkState;
using competence::RoleTexts;

namespace {

struct AlignmentFields {
    web::TextField concept_id, label;
    web::ChoiceField relation;
};
BOOST_DESCRIBE_STRUCT(AlignmentFields, (), (concept_id, label, relation))

struct AlignmentGroup {
    std::string id, title, hint;
    bool is_esco = false;
    std::vector<AlignmentFields> rows;
    web::CheckboxField none;
};
BOOST_DESCRIBE_STRUCT(AlignmentGroup, (), (id, title, hint, is_esco, rows, none))

struct TextsView {
    std::string action, back, name_now;
    bool is_new = false, conflict = false;
    int version = 0;
    web::TextField name, name_en, description, titles;
    web::ChoiceField state, successors;
    std::vector<AlignmentGroup> alignments;
    std::string esco;
    std::optional<web::ErrorSummary> errors;
};
BOOST_DESCRIBE_STRUCT(TextsView, (),
                      (action, back, name_now, is_new, conflict, version, name, name_en, description, titles, state, successors, alignments, esco,
                       errors))

constexpr std::size_t alignment_rows_max = 6;
constexpr std::size_t alignment_rows = 2;  // more only where more are stored
constexpr ForeignFramework of_occupations[] = {ForeignFramework::esco, ForeignFramework::kldb};

std::string name_of(ForeignFramework framework) { return boost::describe::enum_to_string(framework, ""); }

AlignmentGroup alignment_group(const web::Site& site, const http::Request& request, const web::Fields& fields, ForeignFramework framework,
                               const RoleTexts& texts) {
    const auto name = name_of(framework);
    AlignmentGroup group{.id = "zuordnung-" + name,
                         .title = site.text(request, "roles.texts.alignments_" + name),
                         .hint = site.text(request, "roles.texts.alignments_" + name + "_hint"),
                         .is_esco = framework == ForeignFramework::esco,
                         .rows = {},
                         .none = {}};
    std::vector<Alignment> present;
    bool none = false;
    for (const auto& alignment : texts.alignments) {
        if (alignment.framework != framework) continue;
        if (alignment.relation == AlignmentRelation::none)
            none = true;
        else
            present.push_back(alignment);
    }
    auto relations = fields.options_of<AlignmentRelation>();
    std::erase_if(relations, [](const web::Option& option) { return option.value == "none"; });
    for (std::size_t row = 0; row < std::min(alignment_rows_max, std::max(alignment_rows, present.size())); ++row) {
        const auto alignment = row < present.size() ? present[row] : Alignment{framework, {}, {}, AlignmentRelation::close};
        const auto field = [&](std::string_view part) { return fmt::format("{}_{}_{}", name, part, row); };
        auto concept_id = fields.text(field("id"), {.label = "roles.texts.alignment_id", .max = 120}, alignment.concept_id);
        auto label = fields.text(field("label"), {.label = "roles.texts.alignment_label"}, alignment.label);
        auto relation = fields.choice(field("relation"), {.label = "roles.texts.alignment_relation"}, relations,
                                      boost::describe::enum_to_string(alignment.relation, "close"));
        concept_id.optional_mark = label.optional_mark = relation.optional_mark = false;
        group.rows.push_back({std::move(concept_id), std::move(label), std::move(relation)});
    }
    group.none = fields.checkbox(name + "_none", {.label = "roles.texts.alignment_none"}, none);
    return group;
}

std::vector<Alignment> read_alignments(web::FormReader& form) {
    std::vector<Alignment> alignments;
    for (const auto framework : of_occupations) {
        const auto name = name_of(framework);
        if (form.checkbox(name + "_none")) alignments.push_back({framework, "", "", AlignmentRelation::none});
        for (std::size_t row = 0; row < alignment_rows_max; ++row) {
            const auto field = [&](std::string_view part) { return fmt::format("{}_{}_{}", name, part, row); };
            const auto id = form.text(field("id"), {.max = 120});
            const auto label = form.text(field("label"));
            const auto relation = form.enumerator<AlignmentRelation>(field("relation")).value_or(AlignmentRelation::close);
            if (id.empty() && label.empty()) continue;
            alignments.push_back({framework, id, label, relation == AlignmentRelation::none ? AlignmentRelation::close : relation});
        }
    }
    return alignments;
}

std::string lines_of(const std::vector<std::string>& titles) {
    std::string text;
    for (const auto& title : titles) text += (text.empty() ? "" : "\n") + title;
    return text;
}

RoleTexts read_texts(web::FormReader& form, const competence::CompetenceFramework& framework) {
    RoleTexts texts;
    texts.name = form.text("name", {.required = true});
    texts.name_en = form.text("name_en");
    texts.description = form.text("description", {.required = true, .max = 2000, .lines = true});
    const auto titles = form.text("titles", {.max = 4000, .lines = true});
    for (std::string_view rest = titles; !rest.empty();) {
        const auto end = std::min(rest.find('\n'), rest.size());
        texts.titles.emplace_back(rest.substr(0, end));
        rest.remove_prefix(std::min(rest.size(), end + 1));
    }
    texts.state = form.enumerator<FrameworkState>("state", {.required = true}).value_or(FrameworkState::draft);
    texts.alignments = read_alignments(form);
    std::vector<std::string> slugs;
    for (const auto& role : framework.role_profiles()) slugs.push_back(role.slug);
    for (const auto& slug : form.choices("successors", slugs)) texts.successors.push_back(framework.role_profile_by_slug(slug)->id);
    return texts;
}

class TextPages {
public:
    explicit TextPages(const PageParts& parts) : parts_(parts), site_(parts.site), texts_(site_.bind<TextsView>("roles/texts")) {}

    http::Response show_new(const http::Request& request) const {
        return for_office(request, [&](const Viewer&) {
            RoleTexts texts;
            texts.state = FrameworkState::draft;
            return page(request, new_view(), texts, nullptr, 200);
        });
    }

    http::Response create(const http::Request& request) {
        return for_office(request, [&](const Viewer& viewer) {
            web::FormReader form(request);
            const auto texts = read_texts(form, *parts_.roles.framework());
            if (!form.ok()) return page(request, new_view(), texts, &form, 422);
            const auto slug = parts_.roles.add_role(viewer, texts);
            if (slug) return web::redirect(address_of(*slug), {.message_key = "roles.notice.role_added"});
            if (slug.error().error != RoleError::invalid) return refusal_page(request, site_, slug.error().error);
            form.refuse(slug.error().problems);
            return page(request, new_view(), texts, &form, 422);
        });
    }

    http::Response show(const http::Request& request) const {
        return with_role(request, [&](const Viewer&, const Named& named, const competence::StoredRole& stored) {
            return page(request, view_of(named, stored), stored.texts, nullptr, 200);
        });
    }

    http::Response save(const http::Request& request) {
        return with_role(request, [&](const Viewer& viewer, const Named& named, const competence::StoredRole& stored) {
            web::FormReader form(request);
            const auto texts = read_texts(form, *parts_.roles.framework());
            auto view = view_of(named, stored);
            const auto seen = static_cast<int>(form.integer("version", {.max = 1'000'000}).value_or(0));
            if (!form.ok()) {
                view.version = seen;
                return page(request, std::move(view), texts, &form, 422);
            }
            const auto saved = parts_.roles.change_role(viewer, named.role->id, texts, seen);
            if (saved) return web::redirect(address_of(named.slug), {.message_key = "roles.notice.role_changed"});
            if (saved.error().error == RoleError::changed_meanwhile) {
                view.conflict = true;  // the present version goes into the form: saving again takes what was typed
                return page(request, std::move(view), texts, &form, 409);
            }
            if (saved.error().error != RoleError::invalid) return refusal_page(request, site_, saved.error().error);
            form.refuse(saved.error().problems);
            view.version = seen;
            return page(request, std::move(view), texts, &form, 422);
        });
    }

private:
    template <class Page> http::Response for_office(const http::Request& request, Page&& page) const {
        return for_editors(request, site_, [&](const Viewer& viewer, const RoleService::Rights& rights) {
            if (!rights.everything) return refusal_page(request, site_, RoleError::not_permitted);
            return page(viewer);
        });
    }

    template <class Page> http::Response with_role(const http::Request& request, Page&& page) const {
        return for_office(request, [&](const Viewer& viewer) {
            const auto named = find_named(request, parts_.roles);
            if (!named || named->role == nullptr) return refusal_page(request, site_, RoleError::role_not_found);
            const auto stored = parts_.roles.find_role(viewer, named->role->id);
            if (!stored) return refusal_page(request, site_, stored.error());
            return page(viewer, *named, *stored);
        });
    }

    static TextsView new_view() {
        TextsView view;
        view.is_new = true;
        view.action = "/taetigkeiten/neu";
        view.back = roles_path;
        return view;
    }
    static TextsView view_of(const Named& named, const competence::StoredRole& stored) {
        TextsView view;
        view.action = address_of(named.slug, "bearbeiten");
        view.back = address_of(named.slug);
        view.name_now = stored.texts.name;
        view.version = stored.version;
        return view;
    }

    http::Response page(const http::Request& request, TextsView view, const RoleTexts& texts, const web::FormReader* refused, int status) const {
        const auto fields = site_.fields(request, refused);
        view.name = fields.text("name", {.label = "roles.texts.name", .required = true, .max = 120}, texts.name);
        view.name_en = fields.text("name_en", {.label = "roles.texts.name_en", .hint = "roles.texts.name_en_hint", .max = 120}, texts.name_en);
        view.description = fields.text(
            "description", {.label = "roles.texts.description", .hint = "roles.texts.description_hint", .required = true, .max = 1000, .rows = 5},
            texts.description);
        view.titles =
            fields.text("titles", {.label = "roles.texts.titles", .hint = "roles.texts.titles_hint", .max = 4000, .rows = 6}, lines_of(texts.titles));
        auto states = fields.options_of<FrameworkState>();
        for (auto& state : states) state.hint = site_.text(request, "roles.texts.state_" + state.value);
        view.state =
            fields.choice("state", {.label = "roles.texts.state", .required = true}, states, boost::describe::enum_to_string(texts.state, "draft"));
        const auto framework = parts_.roles.framework();
        std::vector<web::Option> roles;
        std::vector<std::string> chosen;
        for (const auto& role : framework->role_profiles()) {
            const bool is_chosen = std::find(texts.successors.begin(), texts.successors.end(), role.id) != texts.successors.end();
            if (is_chosen) chosen.push_back(role.slug);
            const bool is_itself = !view.is_new && view.back == address_of(role.slug);
            if ((role.published() && !is_itself) || is_chosen) roles.push_back({role.slug, role.name_in(web::language_of(request)), {}});
        }
        view.successors = fields.choices("successors", {.label = "roles.texts.successors", .hint = "roles.texts.successors_hint"}, roles, chosen);
        for (const auto foreign : of_occupations) view.alignments.push_back(alignment_group(site_, request, fields, foreign, texts));
        view.esco = esco_notice;
        view.errors = fields.errors();
        return site_.render(request,
                            {.title = view.is_new ? "roles.texts.title_new" : "roles.texts.title",
                             .active = roles_path,
                             .breadcrumbs = {roles_crumb(site_, request)},
                             .status = status},
                            texts_, view);
    }

    PageParts parts_;
    const web::Site& site_;
    web::Template<TextsView> texts_;
};

}  // namespace

void register_text_pages(http::Router& router, const PageParts& parts) {
    const auto pages = std::make_shared<TextPages>(parts);
    using http::Request;
    router.get("/taetigkeiten/neu", [pages](Request& request) { return pages->show_new(request); });
    router.post("/taetigkeiten/neu", [pages](Request& request) { return pages->create(request); });
    router.get("/taetigkeiten/{slug}/bearbeiten", [pages](Request& request) { return pages->show(request); });
    router.post("/taetigkeiten/{slug}/bearbeiten", [pages](Request& request) { return pages->save(request); });
}

}  // namespace kc::roles
