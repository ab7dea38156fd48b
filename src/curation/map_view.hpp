// SPDX-License-Identifier: EUPL-1.2
// The view of one competence, shared by its page and the preview of a working copy.
#pragma once

#include "base/text.hpp"
#include "curation/pages.hpp"
#include "curation/views.hpp"

namespace kc::curation {

struct RoleRow {
    std::string name;
    competence::DemandLayer layer{};
    int level = 0;
    bool everybody = false;
};
BOOST_DESCRIBE_STRUCT(RoleRow, (), (name, layer, level, everybody))

struct NamedLink {
    std::string slug, name;
};
BOOST_DESCRIBE_STRUCT(NamedLink, (), (slug, name))

struct VersionRow {
    int version = 0;
    std::optional<Instant> published_at;
    std::string remark;
    bool current = false, by_office = false, by_board = false;
};
BOOST_DESCRIBE_STRUCT(VersionRow, (), (version, published_at, remark, current, by_office, by_board))

struct VersionChoiceView {
    web::ChoiceField from, to;
    std::vector<DifferenceView> differences;
};
BOOST_DESCRIBE_STRUCT(VersionChoiceView, (), (from, to, differences))

struct DemandView {
    std::optional<std::int64_t> people;
    std::vector<DemandRow> by_level, by_region;
    std::int64_t offers = 0;
    std::optional<Date> counted_on;
};
BOOST_DESCRIBE_STRUCT(DemandView, (), (people, by_level, by_region, offers, counted_on))

struct PublishView {
    std::string slug;
    int version = 0, revision = 0;
    std::vector<OpenPointView> open_points;
    web::TextField remark;
    std::vector<DifferenceView> differences;
    bool sound = false;
};
BOOST_DESCRIBE_STRUCT(PublishView, (), (slug, version, revision, open_points, remark, differences, sound))

struct CompetencePageView {
    TextView text;
    FrameworkState state{};
    int version = 0;
    bool preview = false, edits = false, editable = false, can_outdate = false, can_republish = false, outdated = false, draft = false;
    std::vector<NamedLink> successors, predecessors;
    std::vector<RoleRow> roles;
    std::vector<VersionRow> versions;
    std::optional<VersionChoiceView> version_choice;
    std::optional<DemandView> demand;
    std::optional<PublishView> publish;
    std::string esco;
};
BOOST_DESCRIBE_STRUCT(CompetencePageView, (),
                      (text, state, version, preview, edits, editable, can_outdate, can_republish, outdated, draft, successors, predecessors, roles,
                       versions, version_choice, demand, publish, esco))

inline CompetencePageView competence_page(const http::Request& request, const web::Site&, const CompetenceFramework& framework,
                                          const CompetenceContent& content) {
    CompetencePageView view;
    view.text = text_view(framework, content, web::language_of(request));
    view.esco = esco_notice;
    return view;
}

inline web::Crumb map_crumb(const web::Site& site, const http::Request& request) {
    return {std::string(map_path), site.text(request, "curation.map.title")};
}

inline std::string competence_path(std::string_view slug, std::string_view rest = {}) {
    return fmt::format("{}/{}{}{}", map_path, slug, rest.empty() ? "" : "/", rest);
}

// Of every competence, how many published role profiles ask for it; what a single authority asks stays there (KO-20).
std::vector<std::int64_t> roles_asking(const CompetenceFramework& framework);
void add_roles(const CompetenceFramework& framework, std::size_t competence, Language language, CompetencePageView& view);

// Those who edit; everybody else is sent away kindly.
template <class Page> http::Response for_editors(const http::Request& request, const web::Site& site, Page&& page) {
    const auto* viewer = request.viewer();
    if (viewer == nullptr) return web::redirect("/anmelden");
    if (!viewer->may(Permission::edit_framework)) return site.error_page(request, 403, message_key_of(CurationError::not_permitted));
    return page(*viewer);
}

inline http::Response refusal_page(const http::Request& request, const web::Site& site, CurationError error) {
    return site.error_page(request, status_of(error), message_key_of(error));
}

}  // namespace kc::curation
