// SPDX-License-Identifier: EUPL-1.2
// /freigaben: what waits for the office, what has changed since the published version, release and sending back.
#include "authoring/content_texts.hpp"
#include "authoring/own_offer.hpp"
#include "authoring/readiness_view.hpp"

#include "web/table.hpp"

namespace kc::authoring {

namespace {

struct SubmissionLine {
    LearningUnitId id;
    std::string title, provider;
    OfferKind kind{};
    bool is_new = false;
    int change_count = 0, score = 0;
    std::optional<Instant> submitted_at;
};
BOOST_DESCRIBE_STRUCT(SubmissionLine, (), (id, title, provider, kind, is_new, change_count, score, submitted_at))

struct ReleasesView {
    std::vector<SubmissionLine> submissions;
    std::optional<web::EmptyState> empty;
};
BOOST_DESCRIBE_STRUCT(ReleasesView, (), (submissions, empty))

struct ReleaseView {
    LearningUnitId id;
    std::string title, provider;
    OfferKind kind{};
    int revision = 0;
    bool is_new = false;
    std::vector<DifferenceLine> lines;
    ReadinessView readiness;
    web::TextField remark;
    std::optional<web::ErrorSummary> errors;
};
BOOST_DESCRIBE_STRUCT(ReleaseView, (), (id, title, provider, kind, revision, is_new, lines, readiness, remark, errors))

constexpr std::string_view releases_path = "/freigaben";

class ReleasePages {
public:
    explicit ReleasePages(const PageParts& parts)
        : parts_(parts),
          site_(parts.site),
          list_(site_.bind<ReleasesView>("authoring/releases")),
          one_(site_.bind<ReleaseView>("authoring/release")) {}

    http::Response list(const http::Request& request) const {
        return with_office(request, [&](const Viewer& viewer) {
            const auto waiting = parts_.authoring.submissions(viewer);
            if (!waiting) return refusal_page(request, site_, waiting.error().error);
            ReleasesView view;
            for (const auto& [offer, readiness] : *waiting) {
                const auto& draft = *offer.draft;
                view.submissions.push_back({offer.unit.id, draft.content.title, offer.provider.name, draft.content.kind, offer.unit.version == 0,
                                            offer.unit.version == 0 ? 0 : static_cast<int>(changed_fields(*offer.published, draft.content).size()),
                                            readiness.score, draft.submitted_at});
            }
            if (view.submissions.empty())
                view.empty =
                    web::EmptyState{site_.text(request, "authoring.releases.none"), site_.text(request, "authoring.releases.none_text"), "", ""};
            return site_.render(request, {.title = "authoring.releases.title", .active = releases_path}, list_, view);
        });
    }

    http::Response show(const http::Request& request) const {
        return with_submission(request, [&](const Viewer&, const Offer& offer) { return page(request, offer, nullptr, 200); });
    }

    http::Response release(const http::Request& request) {
        return with_office(request, [&](const Viewer& viewer) {
            const auto id = request.get_id<LearningUnitId>("id");
            web::FormReader form(request);
            const auto revision = static_cast<int>(web::parse_integer(form.raw("revision")).value_or(0));
            const auto released = parts_.authoring.release(viewer, id, revision);
            if (released) return web::redirect(releases_path, {.message_key = "authoring.notice.released"});
            return refused(request, viewer, id, released.error(), form);
        });
    }

    http::Response send_back(const http::Request& request) {
        return with_office(request, [&](const Viewer& viewer) {
            const auto id = request.get_id<LearningUnitId>("id");
            web::FormReader form(request);
            const auto remark = form.text("remark", {.required = true, .max = 2000, .lines = true});
            if (!form.ok()) return again(request, viewer, id, form);
            const auto sent = parts_.authoring.send_back(viewer, id, remark);
            if (sent) return web::redirect(releases_path, {.message_key = "authoring.notice.sent_back"});
            return refused(request, viewer, id, sent.error(), form);
        });
    }

private:
    template <class Page> http::Response with_office(const http::Request& request, Page&& page) const {
        const auto* viewer = request.viewer();
        if (viewer == nullptr) return web::redirect("/anmelden");
        if (!viewer->may(Permission::release_offers)) return refusal_page(request, site_, AuthoringError::not_permitted);
        return page(*viewer);
    }

    template <class Page> http::Response with_submission(const http::Request& request, Page&& page) const {
        return with_office(request, [&](const Viewer& viewer) {
            const auto offer = parts_.authoring.find(viewer, request.get_id<LearningUnitId>("id"));
            if (!offer) return refusal_page(request, site_, offer.error().error);
            if (!offer->draft) return web::redirect(offer_path(offer->unit.id));
            return page(viewer, *offer);
        });
    }

    http::Response refused(const http::Request& request, const Viewer& viewer, LearningUnitId id, const AuthoringRefusal& refusal,
                           web::FormReader& form) const {
        const int status = status_of(refusal.error);
        if (status == 403 || status == 404 || refusal.error == AuthoringError::no_draft) return refusal_page(request, site_, refusal.error);
        form.refuse("", message_key_of(refusal.error));
        for (const auto& problem : refusal.problems) form.refuse("", problem.message_key, problem.arguments);
        return again(request, viewer, id, form, status);
    }

    http::Response again(const http::Request& request, const Viewer& viewer, LearningUnitId id, const web::FormReader& form, int status = 422) const {
        const auto offer = parts_.authoring.find(viewer, id);
        if (!offer) return refusal_page(request, site_, offer.error().error);
        if (!offer->draft) return refusal_page(request, site_, AuthoringError::no_draft);
        return page(request, *offer, &form, status);
    }

    http::Response page(const http::Request& request, const Offer& offer, const web::FormReader* form, int status) const {
        const auto language = web::language_of(request);
        const auto fields = site_.fields(request, form);
        const ContentTexts texts(site_.messages(), language, parts_.authoring.catalogue(), parts_.authoring.framework());
        const auto& content = offer.draft->content;
        const bool is_new = offer.unit.version == 0;
        const ReleaseView view{
            .id = offer.unit.id,
            .title = content.title,
            .provider = offer.provider.name,
            .kind = content.kind,
            .revision = offer.draft->revision,
            .is_new = is_new,
            .lines = texts.differences(is_new ? UnitContent{} : *offer.published, content),
            .readiness = readiness_view(parts_.authoring.assess(offer, content), site_.messages(), language, {}),
            .remark = fields.text("remark",
                                  {.label = "authoring.releases.remark", .hint = "authoring.releases.remark_hint", .required = true, .max = 2000}),
            .errors = fields.errors()};
        return site_.render(request,
                            {.title_text = view.title,
                             .active = releases_path,
                             .breadcrumbs = {{std::string(releases_path), site_.text(request, "authoring.releases.title")}},
                             .status = status,
                             .wide = true},
                            one_, view);
    }

    PageParts parts_;
    const web::Site& site_;
    web::Template<ReleasesView> list_;
    web::Template<ReleaseView> one_;
};

}  // namespace

void register_release_pages(http::Router& router, const PageParts& parts) {
    const auto pages = std::make_shared<ReleasePages>(parts);
    router.get("/freigaben", [pages](http::Request& request) { return pages->list(request); });
    router.get("/freigaben/{id:id}", [pages](http::Request& request) { return pages->show(request); });
    router.post("/freigaben/{id:id}/freigabe", [pages](http::Request& request) { return pages->release(request); });
    router.post("/freigaben/{id:id}/rueckgabe", [pages](http::Request& request) { return pages->send_back(request); });
}

}  // namespace kc::authoring
