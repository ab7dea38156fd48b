// SPDX-License-Identifier: EUPL-1.2
// The versions of an offer: what differs between any two, and an old text as a new draft.
#include "authoring/content_texts.hpp"
#include "authoring/own_offer.hpp"

namespace kc::authoring {

namespace {

struct VersionLine {
    LearningUnitId id;
    int version = 0;
    Instant published_at{};
    bool current = false, can_take = false;
};
BOOST_DESCRIBE_STRUCT(VersionLine, (), (id, version, published_at, current, can_take))

struct ComparisonView {
    std::string heading;
    std::vector<DifferenceLine> lines;
};
BOOST_DESCRIBE_STRUCT(ComparisonView, (), (heading, lines))

struct VersionsView {
    LearningUnitId id;
    std::string title;
    std::vector<VersionLine> versions;  // newest first
    web::ChoiceField from, to;
    std::optional<ComparisonView> compared;
};
BOOST_DESCRIBE_STRUCT(VersionsView, (), (id, title, versions, from, to, compared))

class VersionPages {
public:
    explicit VersionPages(const PageParts& parts) : parts_(parts), site_(parts.site), versions_(site_.bind<VersionsView>("authoring/versions")) {}

    http::Response list(const http::Request& request) const {
        return with_offer(request, parts_, [&](const Viewer& viewer, const Offer& offer) {
            const auto versions = parts_.authoring.versions(viewer, offer.unit.id);
            if (!versions) return refusal_page(request, site_, versions.error().error);
            VersionsView view{.id = offer.unit.id, .title = offer.content().title};
            std::vector<web::Option> options;
            for (const auto& [version, published_at] : *versions) {
                const bool current = version == offer.unit.version;
                view.versions.push_back({offer.unit.id, version, published_at, current, offer.editable() && !offer.draft && !current});
                options.push_back({std::to_string(version), site_.text(request, "authoring.portal.version", {{"version", version}}), {}});
            }
            const auto chosen = [&](const char* name, int otherwise) {
                const auto number = web::parse_integer(request.query(name).value_or(""));
                for (const auto& line : view.versions) {
                    if (number == line.version) return line.version;
                }
                return otherwise;
            };
            const int newest = view.versions.empty() ? 0 : view.versions.front().version;
            const int from = chosen("von", view.versions.size() > 1 ? view.versions[1].version : newest), to = chosen("bis", newest);
            const auto fields = site_.fields(request);
            view.from = fields.choice("von", {.label = "authoring.versions.from"}, options, std::to_string(from));
            view.to = fields.choice("bis", {.label = "authoring.versions.to"}, options, std::to_string(to));
            view.from.optional_mark = view.to.optional_mark = false;
            if (from != to) {
                const auto before = parts_.authoring.version(viewer, offer.unit.id, from);
                const auto after = parts_.authoring.version(viewer, offer.unit.id, to);
                if (before && after) {
                    const ContentTexts texts(site_.messages(), web::language_of(request), parts_.authoring.catalogue(), parts_.authoring.framework());
                    view.compared = ComparisonView{site_.text(request, "authoring.versions.heading", {{"from", from}, {"to", to}}),
                                                   texts.differences(*before, *after)};
                }
            }
            return site_.render(request,
                                {.title = "authoring.versions.title", .active = portal_path, .breadcrumbs = offer_crumbs(site_, request, offer)},
                                versions_, view);
        });
    }

    http::Response take(const http::Request& request) {
        return with_editor(request, site_, [&](const Viewer& viewer) {
            const auto id = request.get_id<LearningUnitId>("id");
            const auto version = web::parse_integer(request.path_value("version").value_or("")).value_or(0);
            const auto draft = parts_.authoring.take_version(viewer, id, static_cast<int>(std::min<std::int64_t>(version, 1'000'000)));
            if (!draft) return refusal_page(request, site_, draft.error().error);
            return web::redirect(offer_path(id), {.message_key = "authoring.notice.version_taken"});
        });
    }

private:
    PageParts parts_;
    const web::Site& site_;
    web::Template<VersionsView> versions_;
};

}  // namespace

void register_version_pages(http::Router& router, const PageParts& parts) {
    const auto pages = std::make_shared<VersionPages>(parts);
    router.get("/anbieter-bereich/angebote/{id:id}/versionen", [pages](http::Request& request) { return pages->list(request); });
    router.post("/anbieter-bereich/angebote/{id:id}/versionen/{version:id}/entwurf",
                [pages](http::Request& request) { return pages->take(request); });
}

}  // namespace kc::authoring
