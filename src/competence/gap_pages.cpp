// SPDX-License-Identifier: EUPL-1.2
// /kompetenzen: IST beside SOLL as a list, as bars or as a net, and as a table to take away.
#include "base/csv.hpp"
#include "competence/origins.hpp"
#include "competence/own_page.hpp"
#include "web/chart.hpp"

#include <algorithm>
#include <cmath>

namespace kc::competence {

namespace {

constexpr std::ptrdiff_t cards_max = 6;  // more would hide what matters first

struct Tab {
    std::string path, label;
    bool current = false;
};
BOOST_DESCRIBE_STRUCT(Tab, (), (path, label, current))

// What all three views have in common.
struct Head {
    int needed = 0, assessed = 0, gap_count = 0, reached_count = 0, check_count = 0;
    bool job = false;
    bool unassessed = false;  // some of what is needed was not assessed yet
    bool has_checks = false;  // gaps with an unsure level and a short test about it
    bool documents = false;   // one may keep certificates and ask for confirmations
    std::vector<Tab> views;
};
BOOST_DESCRIBE_STRUCT(Head, (), (needed, assessed, gap_count, reached_count, check_count, job, unassessed, has_checks, documents, views))

struct GapsView {
    Head head;
    std::vector<CompetenceView> top, more;  // the gaps: the first ones as cards, the rest as rows
    std::vector<CompetenceView> reached, further;
};
BOOST_DESCRIBE_STRUCT(GapsView, (), (head, top, more, reached, further))

struct BarsView {
    Head head;
    std::optional<web::LevelChart> chart;  // absent: nothing is asked for
};
BOOST_DESCRIBE_STRUCT(BarsView, (), (head, chart))

struct NetView {
    Head head;
    std::vector<Tab> areas;
    std::optional<web::RadarChart> radar;  // absent: nothing is asked for
    bool of_all = true;                    // means over the competences of each area
};
BOOST_DESCRIBE_STRUCT(NetView, (), (head, areas, radar, of_all))

constexpr std::string_view gaps_path = "/kompetenzen";

double mean(double sum, int count) { return std::round(sum / count * 10) / 10; }  // one decimal, as it is shown

class GapPages {
public:
    GapPages(const web::Site& site, ProfileService& profiles, const ProfileLinks& links)
        : site_(site),
          profiles_(profiles),
          links_(links),
          gaps_(site.bind<GapsView>("competence/gaps")),
          bars_(site.bind<BarsView>("competence/gaps_bars")),
          net_(site.bind<NetView>("competence/gaps_net")) {}

    http::Response list(const http::Request& request) const {
        return with_own_profile(request, site_, profiles_, [&](const Viewer&, const OwnProfile& own) {
            auto competences = competences_view(own, web::language_of(request));
            const auto shown = request.query("ansicht").value_or("liste");
            if (shown == "balken") return bars(request, own, competences);
            if (shown == "netz") return net(request, own, competences);
            mark_checks(competences, links_);
            GapsView view{.head = head(request, own, competences, "liste"), .top = {}, .more = {}, .reached = {}, .further = {}};
            for (const auto& row : competences.gaps) view.head.check_count += row.may_check;
            view.head.has_checks = view.head.check_count > 0;
            auto& gaps = competences.gaps;
            const auto cards_end = gaps.begin() + std::min<std::ptrdiff_t>(cards_max, std::ssize(gaps));
            view.top.assign(std::make_move_iterator(gaps.begin()), std::make_move_iterator(cards_end));
            view.more.assign(std::make_move_iterator(cards_end), std::make_move_iterator(gaps.end()));
            view.reached = std::move(competences.reached);
            view.further = std::move(competences.further);
            return site_.render(request, {.title = "competence.gaps.title", .active = gaps_path}, gaps_, view);
        });
    }

    http::Response export_csv(const http::Request& request) const {
        return with_own_profile(request, site_, profiles_, [&](const Viewer&, const OwnProfile& own) {
            const auto view = competences_view(own, web::language_of(request));
            std::string csv = "\xEF\xBB\xBF";
            for (const auto key :
                 {"name", "area", "current", "target", "missing", "weight", "source", "date", "confidence", "low", "high", "reasons"}) {
                if (csv.size() > 3) csv += ';';
                csv += csv_cell(site_.text(request, fmt::format("competence.csv.{}", key)));
            }
            csv += "\r\n";
            for (const auto* list : {&view.gaps, &view.reached, &view.further}) {
                for (const auto& competence : *list) append_csv_row(csv, request, competence);
            }
            auto response = http::bytes(std::move(csv), "text/csv; charset=utf-8");
            response.header("Content-Disposition", http::attachment_disposition(site_.text(request, "competence.csv.file")));
            response.header("Cache-Control", "no-store");
            return response;
        });
    }

private:
    Head head(const http::Request& request, const OwnProfile& own, const CompetencesView& competences, std::string_view shown) const {
        Head head{.needed = competences.needed,
                  .assessed = competences.assessed,
                  .gap_count = static_cast<int>(competences.gaps.size()),
                  .reached_count = static_cast<int>(competences.reached.size()),
                  .check_count = 0,
                  .job = own.complete.job,
                  .unassessed = own.complete.assessed < own.complete.needed,
                  .has_checks = false,
                  .documents = links_.confirmations,
                  .views = {}};
        for (const std::string_view name : {"liste", "balken", "netz"}) {
            head.views.push_back({name == "liste" ? std::string(gaps_path) : fmt::format("{}?ansicht={}", gaps_path, name),
                                  site_.text(request, fmt::format("competence.gaps.view_{}", name)), name == shown});
        }
        return head;
    }

    static web::LevelInput level_of(const CompetenceView& competence) {
        return {.label = competence.name,
                .current = static_cast<double>(competence.current),
                .target = static_cast<double>(competence.target),
                .href = "/kompetenzen/" + competence.slug,
                .group = competence.area,
                .plausible = std::pair(static_cast<double>(competence.low), static_cast<double>(competence.high))};
    }

    http::Response bars(const http::Request& request, const OwnProfile& own, const CompetencesView& competences) const {
        BarsView view{.head = head(request, own, competences, "balken"), .chart = {}};
        std::vector<web::LevelInput> levels;
        for (const auto* list : {&competences.gaps, &competences.reached}) {
            for (const auto& competence : *list) levels.push_back(level_of(competence));
        }
        if (!levels.empty()) view.chart = web::level_chart("ist-soll", site_.text(request, "competence.gaps.chart"), levels, level_max);
        return site_.render(request, {.title = "competence.gaps.title", .active = gaps_path}, bars_, view);
    }

    // One axis per area with the means of what is asked for there; of one area (?bereich=…) one axis per competence.
    http::Response net(const http::Request& request, const OwnProfile& own, const CompetencesView& competences) const {
        NetView view{.head = head(request, own, competences, "netz"), .areas = {}, .radar = {}, .of_all = true};
        const auto chosen = request.query("bereich").value_or("");
        const auto language = web::language_of(request);
        std::vector<web::LevelInput> levels, means;
        std::string title = site_.text(request, "competence.gaps.net");
        view.areas.push_back({fmt::format("{}?ansicht=netz", gaps_path), site_.text(request, "competence.gaps.all_areas"), true});
        for (const auto& area : own.framework->areas()) {
            web::LevelInput sum{.label = area.name_in(language)};
            std::pair<double, double> plausible{0, 0};
            int count = 0;
            const bool picked = area.slug == chosen;
            for (const auto* list : {&competences.gaps, &competences.reached}) {
                for (const auto& competence : *list) {
                    if (competence.area_slug != area.slug) continue;
                    ++count;
                    sum.current += competence.current;
                    sum.target += competence.target;
                    plausible.first += competence.low;
                    plausible.second += competence.high;
                    if (picked) levels.push_back(level_of(competence));
                }
            }
            if (count == 0) continue;
            const auto path = fmt::format("{}?ansicht=netz&bereich={}", gaps_path, web::url_part(area.slug));
            view.areas.push_back({path, area.name_in(language), picked});
            if (picked) {
                view.areas.front().current = view.of_all = false;
                title = area.name_in(language);
            }
            sum.href = path;
            sum.current = mean(sum.current, count);
            sum.target = mean(sum.target, count);
            sum.plausible = std::pair(mean(plausible.first, count), mean(plausible.second, count));
            means.push_back(std::move(sum));
        }
        const auto& axes = view.of_all ? means : levels;
        if (!axes.empty()) view.radar = web::radar_chart("netz", title, axes, level_max);
        return site_.render(request, {.title = "competence.gaps.title", .active = gaps_path}, net_, view);
    }

    std::string words(const http::Request& request, std::string_view group, const char* name) const {
        return site_.text(request, fmt::format("competence.{}.{}", group, name));
    }

    void append_csv_row(std::string& csv, const http::Request& request, const CompetenceView& view) const {
        std::string reasons;
        for (const auto& origin : view.origins) {
            if (!reasons.empty()) reasons += " | ";
            reasons += words(request, "demand_origin", boost::describe::enum_to_string(origin.origin, ""));
            if (!origin.reason.empty()) reasons += ": " + origin.reason;
        }
        csv += csv_cell(view.name) + ';' + csv_cell(view.area) + ';';
        if (view.assessed) csv += std::to_string(view.current);
        csv += ';';
        if (view.target > 0) csv += std::to_string(view.target);
        csv += fmt::format(";{};", view.missing);
        if (view.weight > 0) csv += std::to_string(view.weight);
        csv += ';';
        if (view.basis) {
            csv += csv_cell(words(request, "evidence_source", boost::describe::enum_to_string(view.basis->source, ""))) + ';' +
                   to_iso(view.basis->assessed_on) + fmt::format(";{};{};{}", view.basis->confidence_percent, view.low, view.high);
        } else {
            csv += ";;;;";
        }
        csv += ';' + csv_cell(reasons) + "\r\n";
    }

    const web::Site& site_;
    ProfileService& profiles_;
    ProfileLinks links_;
    web::Template<GapsView> gaps_;
    web::Template<BarsView> bars_;
    web::Template<NetView> net_;
};

}  // namespace

void register_gap_pages(http::Router& router, const web::Site& site, ProfileService& profiles, const ProfileLinks& links) {
    const auto pages = std::make_shared<GapPages>(site, profiles, links);
    router.get("/kompetenzen", [pages](http::Request& request) { return pages->list(request); });
    router.get("/kompetenzen/export.csv", [pages](http::Request& request) { return pages->export_csv(request); });
}

}  // namespace kc::competence
