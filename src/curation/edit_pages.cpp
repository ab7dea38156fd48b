// SPDX-License-Identifier: EUPL-1.2
// Editing: the list of working copies, the form, the preview with publishing.
#include "curation/edit_form.hpp"
#include "web/confirm.hpp"

namespace kc::curation {

namespace {

struct DraftRow : DraftLine {
    bool sound = false;  // may be published as it is
    std::string value;   // of its check box: slug and what it was read at
};
BOOST_DESCRIBE_STRUCT(DraftRow, (DraftLine), (sound, value))

struct DraftsView {
    std::vector<DraftRow> drafts;
    bool publishable = false;
};
BOOST_DESCRIBE_STRUCT(DraftsView, (), (drafts, publishable))

// "teamwork:3:1" → slug, version 3, revision 1.
std::optional<std::pair<std::string, Base>> chosen_draft(std::string_view value) {
    const auto second = value.rfind(':');
    if (second == std::string_view::npos || second == 0) return std::nullopt;
    const auto first = value.rfind(':', second - 1);
    if (first == std::string_view::npos) return std::nullopt;
    const auto version = web::parse_integer(value.substr(first + 1, second - first - 1)), revision = web::parse_integer(value.substr(second + 1));
    constexpr std::int64_t number_max = 1'000'000'000;
    if (!version || !revision || *version < 0 || *revision < 0 || *version > number_max || *revision > number_max) return std::nullopt;
    return std::pair(std::string(value.substr(0, first)), Base{static_cast<int>(*version), static_cast<int>(*revision)});
}

constexpr std::uint64_t form_bytes_max = 256 * 1024;
constexpr std::size_t remark_letters_max = 300;
constexpr std::string_view drafts_path = "/themenlandkarte/bearbeiten";
constexpr std::int64_t drafts_at_once_max = 200;

class EditPages {
public:
    explicit EditPages(const PageParts& parts)
        : parts_(parts),
          site_(parts.site),
          drafts_(site_.bind<DraftsView>("curation/drafts")),
          edit_(site_.bind<EditView>("curation/edit")),
          preview_(site_.bind<CompetencePageView>("curation/competence")),
          confirm_(web::bind_confirmation(site_)) {}

    http::Response drafts(const http::Request& request) const {
        return for_editors(request, site_, [&](const Viewer& viewer) {
            const auto lines = parts_.curation.drafts(viewer);
            if (!lines) return refusal_page(request, site_, lines.error().error);
            DraftsView view;
            for (const auto& line : *lines) {
                const bool sound = line.open == 0;
                view.drafts.push_back({line, sound, fmt::format("{}:{}:{}", line.slug, line.version, line.revision)});
                view.publishable = view.publishable || sound;
            }
            return site_.render(request, {.title = "curation.drafts.title", .active = map_path, .breadcrumbs = {map_crumb(site_, request)}}, drafts_,
                                view);
        });
    }

    // Several at once: what somebody has changed since the page was read is left out and stays a draft.
    http::Response publish_chosen(const http::Request& request) {
        return for_editors(request, site_, [&](const Viewer& viewer) {
            web::FormReader form(request);
            std::int64_t done = 0, refused = 0;
            for (const auto& value : form.raw_all("auswahl")) {
                const auto chosen = chosen_draft(value);
                if (!chosen || done + refused >= drafts_at_once_max) continue;
                ++(parts_.curation.publish(viewer, chosen->first, chosen->second, "") ? done : refused);
            }
            const web::NoticeKind warning = web::NoticeKind::warning;
            if (done + refused == 0) return web::redirect(drafts_path, {"curation.notice.no_draft_chosen", warning});
            if (refused > 0) return web::redirect(drafts_path, {"curation.notice.some_not_published", warning});
            return web::redirect(drafts_path, {.message_key = "curation.notice.all_published"});
        });
    }

    http::Response show_new(const http::Request& request) const {
        return for_editors(request, site_, [&](const Viewer&) {
            CompetenceContent content;
            content.area = request.query("bereich").value_or("");
            return new_page(request, content, nullptr, 200);
        });
    }

    http::Response create(const http::Request& request) {
        return for_editors(request, site_, [&](const Viewer& viewer) {
            web::FormReader form(request);
            const auto content = read_form(form, *parts_.curation.framework());
            if (!form.ok()) return new_page(request, content, &form, 422);
            const auto created = parts_.curation.create(viewer, content);
            if (created) return web::redirect(competence_path(*created, "bearbeiten"), {.message_key = "curation.notice.created"});
            if (created.error().error != CurationError::invalid) return refusal_page(request, site_, created.error().error);
            form.refuse(created.error().problems);
            return new_page(request, content, &form, 422);
        });
    }

    http::Response show(const http::Request& request) const {
        return with_editing(request,
                            [&](const Viewer&, const Editing& editing) { return edit_page(request, editing, editing.content, nullptr, 200); });
    }

    http::Response save(const http::Request& request) {
        return with_editing(request, [&](const Viewer& viewer, const Editing& editing) {
            web::FormReader form(request);
            auto content = read_form(form, *parts_.curation.framework());
            content.slug = editing.live.slug;
            if (!form.ok()) return edit_page(request, editing, content, &form, 422);
            const auto saved = parts_.curation.save(viewer, editing.live.slug, content, base_of(form));
            if (saved) {
                if (form.raw("aktion") == "vorschau") return web::redirect(competence_path(editing.live.slug, "vorschau"));
                return web::redirect(competence_path(editing.live.slug, "bearbeiten"), {.message_key = "curation.notice.saved"});
            }
            switch (saved.error().error) {
                case CurationError::changed_meanwhile: return conflict(request, viewer, content, form);
                case CurationError::invalid: form.refuse(saved.error().problems); return edit_page(request, editing, content, &form, 422);
                case CurationError::not_permitted:
                case CurationError::not_found:
                case CurationError::unchanged:
                case CurationError::is_outdated:
                case CurationError::not_published:
                case CurationError::not_outdated:
                case CurationError::draft_open:
                case CurationError::never_published: break;
            }
            return refusal_page(request, site_, saved.error().error);
        });
    }

    http::Response preview(const http::Request& request) const {
        return with_editing(request, [&](const Viewer&, const Editing& editing) { return preview_page(request, editing, nullptr); });
    }

    http::Response publish(const http::Request& request) {
        return with_editing(request, [&](const Viewer& viewer, const Editing& editing) {
            web::FormReader form(request);
            const auto remark = form.text("remark", {.max = remark_letters_max});
            if (!form.ok()) return preview_page(request, editing, &form);
            const auto published = parts_.curation.publish(viewer, editing.live.slug, base_of(form), remark);
            if (published) return web::redirect(competence_path(editing.live.slug), {.message_key = "curation.notice.published"});
            const auto error = published.error().error;
            if (error == CurationError::changed_meanwhile || error == CurationError::unchanged || error == CurationError::invalid) {
                // The preview shows what is there by now, what is new in it and what is still open.
                return web::redirect(competence_path(editing.live.slug, "vorschau"),
                                     {error == CurationError::changed_meanwhile ? "curation.notice.changed_meanwhile"
                                      : error == CurationError::unchanged       ? "curation.notice.unchanged"
                                                                                : "curation.notice.still_open",
                                      web::NoticeKind::warning});
            }
            return refusal_page(request, site_, error);
        });
    }

    http::Response ask_discard(const http::Request& request) const {
        return with_editing(request, [&](const Viewer&, const Editing& editing) {
            if (!editing.has_draft()) return refusal_page(request, site_, CurationError::not_found);
            const bool is_new = editing.state == FrameworkState::draft;
            return web::confirmation_page(site_, request, confirm_,
                                          {.title = site_.text(request, "curation.discard.title", {{"name", editing.content.name}}),
                                           .text = site_.text(request, is_new ? "curation.discard.text_new" : "curation.discard.text"),
                                           .action = competence_path(editing.live.slug, "verwerfen"),
                                           .label = site_.text(request, "curation.discard.button"),
                                           .back = competence_path(editing.live.slug, "bearbeiten"),
                                           .fields = {}},
                                          map_path);
        });
    }

    http::Response discard(const http::Request& request) {
        return for_editors(request, site_, [&](const Viewer& viewer) {
            const auto discarded = parts_.curation.discard(viewer, request.path_value("slug").value_or(""));
            if (!discarded) return refusal_page(request, site_, discarded.error().error);
            return web::redirect(drafts_path, {.message_key = "curation.notice.discarded"});
        });
    }

private:
    template <class Page> http::Response with_editing(const http::Request& request, Page&& page) const {
        return for_editors(request, site_, [&](const Viewer& viewer) {
            const auto editing = parts_.curation.find(viewer, request.path_value("slug").value_or(""));
            if (!editing) return refusal_page(request, site_, editing.error().error);
            if ((*editing).state == FrameworkState::outdated) return refusal_page(request, site_, CurationError::is_outdated);
            return page(viewer, *editing);
        });
    }

    static Base base_of(const web::FormReader& form) {
        const auto number = [&](std::string_view field) {
            return static_cast<int>(std::clamp<std::int64_t>(web::parse_integer(form.raw(field)).value_or(-1), -1, 1'000'000'000));
        };
        return {.version = number("version"), .revision = number("revision")};
    }

    http::Response new_page(const http::Request& request, const CompetenceContent& content, const web::FormReader* refused, int status) const {
        EditView view;
        view.action = "/themenlandkarte/neu";
        view.is_new = true;
        fill_form(view, site_, request, *parts_.curation.framework(), content, refused);
        return site_.render(request, {.title = "curation.map.new", .active = map_path, .breadcrumbs = {map_crumb(site_, request)}, .status = status},
                            edit_, view);
    }

    http::Response edit_page(const http::Request& request, const Editing& editing, const CompetenceContent& content, const web::FormReader* refused,
                             int status, std::optional<ConflictView> conflict = {}) const {
        const auto framework = parts_.curation.framework();
        const auto language = web::language_of(request);
        EditView view;
        view.slug = editing.live.slug;
        view.name = editing.live.name;
        view.action = competence_path(editing.live.slug, "bearbeiten");
        view.draft = editing.state == FrameworkState::draft;
        view.has_draft = editing.has_draft();
        view.version = editing.base.version;
        view.revision = editing.base.revision;
        view.changed_at = editing.changed_at;
        view.conflict = std::move(conflict);
        view.open_points = open_point_views(site_.messages(), language, open_points(normalised(content), *framework), std::string());
        fill_form(view, site_, request, *framework, content, refused);
        return site_.render(request,
                            {.title_text = site_.text(request, "curation.edit.title", {{"name", editing.live.name}}),
                             .active = map_path,
                             .breadcrumbs = {map_crumb(site_, request), {competence_path(editing.live.slug), editing.live.name}},
                             .status = status},
                            edit_, view);
    }

    // TL-22: both texts are shown; what was typed stays in the fields, and saving again takes it.
    http::Response conflict(const http::Request& request, const Viewer& viewer, const CompetenceContent& typed, const web::FormReader& form) const {
        const auto now = parts_.curation.find(viewer, typed.slug);
        if (!now) return refusal_page(request, site_, now.error().error);
        const auto mine = normalised(typed);
        ConflictView view{difference_views(site_.messages(), web::language_of(request), *parts_.curation.framework(), (*now).content, mine)};
        return edit_page(request, *now, mine, &form, 409, std::move(view));
    }

    http::Response preview_page(const http::Request& request, const Editing& editing, const web::FormReader* refused) const {
        const auto framework = parts_.curation.framework();
        const auto language = web::language_of(request);
        auto view = competence_page(request, site_, *framework, editing.content);
        view.preview = true;
        PublishView publish{.slug = editing.live.slug,
                            .version = editing.base.version,
                            .revision = editing.base.revision,
                            .open_points = {},
                            .remark = {},
                            .differences = {}};
        publish.open_points =
            open_point_views(site_.messages(), language, open_points(editing.content, *framework), competence_path(editing.live.slug, "bearbeiten"));
        const bool is_new = editing.state == FrameworkState::draft;
        if (!is_new) publish.differences = difference_views(site_.messages(), language, *framework, editing.live, editing.content);
        publish.sound = publish.open_points.empty() && (is_new || !publish.differences.empty());
        publish.remark = site_.fields(request, refused)
                             .text("remark", {.label = "curation.publish.remark", .hint = "curation.publish.remark_hint", .max = remark_letters_max});
        view.publish = std::move(publish);
        return site_.render(request,
                            {.title = "curation.preview.title",
                             .active = map_path,
                             .breadcrumbs = {map_crumb(site_, request), {competence_path(editing.live.slug), editing.live.name}},
                             .status = refused ? 422 : 200},
                            preview_, view);
    }

    PageParts parts_;
    const web::Site& site_;
    web::Template<DraftsView> drafts_;
    web::Template<EditView> edit_;
    web::Template<CompetencePageView> preview_;
    web::Template<web::Confirmation> confirm_;
};

}  // namespace

void register_edit_pages(http::Router& router, const PageParts& parts) {
    const auto pages = std::make_shared<EditPages>(parts);
    using http::Method;
    using http::Request;
    const http::RouteOptions form{.body_bytes_max = form_bytes_max};
    router.get("/themenlandkarte/bearbeiten", [pages](Request& request) { return pages->drafts(request); });
    router.post("/themenlandkarte/bearbeiten", [pages](Request& request) { return pages->publish_chosen(request); });
    router.get("/themenlandkarte/neu", [pages](Request& request) { return pages->show_new(request); });
    router.add(Method::post, "/themenlandkarte/neu", form, [pages](Request& request) { return pages->create(request); });
    router.get("/themenlandkarte/{slug}/bearbeiten", [pages](Request& request) { return pages->show(request); });
    router.add(Method::post, "/themenlandkarte/{slug}/bearbeiten", form, [pages](Request& request) { return pages->save(request); });
    router.get("/themenlandkarte/{slug}/vorschau", [pages](Request& request) { return pages->preview(request); });
    router.post("/themenlandkarte/{slug}/veroeffentlichung", [pages](Request& request) { return pages->publish(request); });
    router.get("/themenlandkarte/{slug}/verwerfen", [pages](Request& request) { return pages->ask_discard(request); });
    router.post("/themenlandkarte/{slug}/verwerfen", [pages](Request& request) { return pages->discard(request); });
}

}  // namespace kc::curation
