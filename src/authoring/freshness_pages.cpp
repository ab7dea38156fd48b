// SPDX-License-Identifier: EUPL-1.2
#include "authoring/freshness_pages.hpp"

#include "web/format.hpp"
#include "web/table.hpp"

#include <fmt/format.h>

namespace kc::authoring {

namespace {

constexpr std::size_t mail_lines_max = 50;  // more are counted; the page shows all

struct FindingView {
    std::string text, href, remedy;
};
BOOST_DESCRIBE_STRUCT(FindingView, (), (text, href, remedy))

struct LineView {
    LearningUnitId unit;
    std::string title;
    std::vector<FindingView> findings;
};
BOOST_DESCRIBE_STRUCT(LineView, (), (unit, title, findings))

struct GroupView {
    std::string slug, name;
    std::vector<LineView> lines;
};
BOOST_DESCRIBE_STRUCT(GroupView, (), (slug, name, lines))

struct FreshnessView {
    std::vector<GroupView> groups;
    std::optional<web::EmptyState> empty;
};
BOOST_DESCRIBE_STRUCT(FreshnessView, (), (groups, empty))

bool is_about_dates(FreshnessReason reason) { return reason == FreshnessReason::no_upcoming_date || reason == FreshnessReason::deadlines_over; }

class FreshnessPages {
public:
    FreshnessPages(const web::Site& site, FreshnessService& freshness)
        : site_(site), freshness_(freshness), page_(site.bind<FreshnessView>("authoring/freshness")) {}

    http::Response show(const http::Request& request) const {
        const auto* viewer = request.viewer();
        if (viewer == nullptr) return web::redirect("/anmelden");
        if (!viewer->may(Permission::edit_offers)) return site_.error_page(request, 403, "authoring.refusal.not_permitted");
        FreshnessView view;
        for (const auto& group : freshness_.list(*viewer)) {
            GroupView shown{group.provider.slug, group.provider.name, {}};
            for (const auto& line : group.lines) shown.lines.push_back(line_view(request, line));
            view.groups.push_back(std::move(shown));
        }
        if (view.groups.empty()) {
            view.empty =
                web::EmptyState{site_.text(request, "authoring.freshness.none"), site_.text(request, "authoring.freshness.none_text"), {}, {}};
        }
        return site_.render(request,
                            {.title = "authoring.freshness.title",
                             .active = "/anbieter-bereich",
                             .breadcrumbs = {{"/anbieter-bereich", site_.text(request, "authoring.work.area")}}},
                            page_, view);
    }

private:
    LineView line_view(const http::Request& request, const FreshnessLine& line) const {
        LineView view{line.unit, line.title, {}};
        for (const auto& finding : line.findings) {
            const auto base = fmt::format("/anbieter-bereich/angebote/{}", line.unit.value);
            const bool dates = is_about_dates(finding.reason);
            view.findings.push_back({finding_text(site_.messages(), web::language_of(request), finding), dates ? base + "/termine" : base,
                                     site_.text(request, dates ? "authoring.freshness.to_dates" : "authoring.freshness.to_offer")});
        }
        return view;
    }

    const web::Site& site_;
    FreshnessService& freshness_;
    web::Template<FreshnessView> page_;
};

}  // namespace

std::string finding_text(const web::Messages& messages, Language language, const FreshnessFinding& finding) {
    const auto key = fmt::format("authoring.freshness.{}", boost::describe::enum_to_string(finding.reason, ""));
    const auto day = finding.day ? web::format_date(*finding.day, language) : std::string();
    switch (finding.reason) {
        case FreshnessReason::no_upcoming_date:
        case FreshnessReason::source_broken: return messages.text(language, key);
        case FreshnessReason::deadlines_over:
        case FreshnessReason::text_old: return messages.text(language, key, {{"day", day}});
        case FreshnessReason::seal_expired:
        case FreshnessReason::seal_expiring: return messages.text(language, key, {{"day", day}, {"seal", finding.detail}});
    }
    return {};
}

FreshnessMails::Text CatalogueFreshnessMails::summary(Language language, const FreshnessGroup& group) const {
    std::string list;
    std::size_t told = 0;
    for (const auto& line : group.lines) {
        if (told++ == mail_lines_max) break;
        list += line.title + "\n";
        for (const auto& finding : line.findings) list += "  - " + finding_text(messages_, language, finding) + "\n";
    }
    if (group.lines.size() > mail_lines_max) {
        list += messages_.text(language, "authoring.freshness.mail_more", {{"count", group.lines.size() - mail_lines_max}}) + "\n";
    }
    return {messages_.text(language, "authoring.freshness.mail_subject", {{"count", group.lines.size()}}),
            messages_.text(language, "authoring.freshness.mail_body",
                           {{"provider", group.provider.name}, {"list", list}, {"link", public_url_ + "/anbieter-bereich/bitte-pruefen"}})};
}

void register_freshness_pages(http::Router& router, const web::Site& site, FreshnessService& freshness) {
    const auto pages = std::make_shared<FreshnessPages>(site, freshness);
    router.get("/anbieter-bereich/bitte-pruefen", [pages](http::Request& request) { return pages->show(request); });
}

}  // namespace kc::authoring
