// SPDX-License-Identifier: EUPL-1.2
// /teamplanung/risiken: what leaves with retirements, and which deadlines come near; with its table as CSV.
#include "base/csv.hpp"
#include "teams/page_parts.hpp"

namespace kc::teams {

namespace {

constexpr std::size_t rows_drawn = 15;

struct YearRow {
    std::string year;  // text: a year is written without a point
    int leaving = 0, percent = 0;
};
BOOST_DESCRIBE_STRUCT(YearRow, (), (year, leaving, percent))

struct RemainingCell {
    std::string year, words;
};
BOOST_DESCRIBE_STRUCT(RemainingCell, (), (year, words))

struct RiskRow {
    std::string name, slug, area;
    int level = 0, jobs = 0;
    std::string able, rest;  // in words
    int able_percent = 0, rest_percent = 0, lost_percent = 0;
    bool loses = false;
    std::vector<RemainingCell> years;
    std::vector<HelpfulOffer> offers;
    std::string plan_href;
};
BOOST_DESCRIBE_STRUCT(RiskRow, (),
                      (name, slug, area, level, jobs, able, rest, able_percent, rest_percent, lost_percent, loses, years, offers, plan_href))

struct DeadlineRow {
    Date until{};
    std::string law, competence, slug, below;
    int level = 0;
    std::optional<Date> latest_start;
    bool late = false, no_offer = false;
    std::string plan_href;
};
BOOST_DESCRIBE_STRUCT(DeadlineRow, (), (until, law, competence, slug, below, level, latest_start, late, no_offer, plan_href))

struct RiskPage {
    OrganisationId organisation;
    int people = 0;
    std::string last_year;
    bool exits_known = false;
    std::vector<YearRow> years;
    std::vector<RiskRow> drawn, all;
    std::vector<DeadlineRow> deadlines;
};
BOOST_DESCRIBE_STRUCT(RiskPage, (), (organisation, people, last_year, exits_known, years, drawn, all, deadlines))

class RiskPages {
public:
    explicit RiskPages(const TeamSources& sources) : site_(sources.site), risks_(sources.risks), page_(site_.bind<RiskPage>("teams/risks")) {}

    http::Response show(const http::Request& request) const {
        return with_risks(request, [&](const RiskPage& page) {
            return site_.render(request,
                                {.title = "teams.risks.title", .active = plans_path, .breadcrumbs = {plans_crumb(site_, request)}, .wide = true},
                                page_, page);
        });
    }

    http::Response table(const http::Request& request) const {
        return with_risks(request, [&](const RiskPage& page) {
            std::string csv = "\xEF\xBB\xBF";
            const auto word = [&](std::string_view key) { return csv_cell(site_.text(request, key)); };
            csv += word("teams.risks.competence") + ';' + word("teams.risks.area") + ';' + word("teams.risks.level") + ';' +
                   word("teams.risks.jobs") + ';' + word("teams.risks.today");
            for (const auto& year : page.years) csv += fmt::format(";{}", year.year);
            csv += "\r\n";
            for (const auto& risk : page.all) {
                csv += csv_cell(risk.name) + ';' + csv_cell(risk.area) + fmt::format(";{};{};", risk.level, risk.jobs) + csv_cell(risk.able);
                for (const auto& year : risk.years) csv += ';' + csv_cell(year.words);
                csv += "\r\n";
            }
            auto response = http::bytes(std::move(csv), "text/csv; charset=utf-8");
            response.header("Content-Disposition", http::attachment_disposition("kompetenzrisiken.csv"));
            return response;
        });
    }

private:
    template <class Page> http::Response with_risks(const http::Request& request, Page&& page) const {
        return with_planner(request, site_, [&](const Viewer& viewer, OrganisationId organisation) {
            const auto risks = risks_.view(viewer, organisation);
            if (!risks) return refusal_page(request, site_, risks.error());
            return page(page_of(request, organisation, *risks));
        });
    }

    std::string told(const http::Request& request, int coarse_count) const {
        if (coarse_count == 0) return site_.text(request, "teams.count.few");
        return site_.text(request, "teams.count.at_least", {{"low", coarse_count}});
    }

    RiskPage page_of(const http::Request& request, OrganisationId organisation, const RiskView& view) const {
        const auto language = web::language_of(request);
        RiskPage page{.organisation = organisation,
                      .people = view.people,
                      .last_year = std::to_string(view.first_year + risk_years - 1),
                      .exits_known = view.exits_known,
                      .years = {},
                      .drawn = {},
                      .all = {},
                      .deadlines = {}};
        for (int i = 0; i < risk_years; ++i) {
            const int leaving = view.leaving[static_cast<std::size_t>(i)];
            page.years.push_back({std::to_string(view.first_year + i), leaving, leaving * 100 / std::max(1, view.leaving.back())});
        }
        for (const auto& risk : view.risks) {
            const auto& competence = view.framework->competence(risk.competence);
            const int rest = risk.remaining.back();
            RiskRow row{.name = competence.name,
                        .slug = competence.slug,
                        .area = view.framework->area_of(competence).name_in(language),
                        .level = risk.level,
                        .jobs = risk.jobs,
                        .able = told(request, risk.able),
                        .rest = told(request, rest),
                        .able_percent = risk.able * 100 / risk.jobs,
                        .rest_percent = rest * 100 / risk.jobs,
                        .lost_percent = 0,
                        .loses = risk.lost() > 0,
                        .years = {},
                        .offers = risk.offers,
                        .plan_href = prefilled_path(organisation, competence.slug, risk.level, {}, {})};
            row.lost_percent = row.able_percent - row.rest_percent;
            for (int i = 0; i < risk_years; ++i) {
                row.years.push_back({std::to_string(view.first_year + i), told(request, risk.remaining[static_cast<std::size_t>(i)])});
            }
            if (page.drawn.size() < rows_drawn) page.drawn.push_back(row);
            page.all.push_back(std::move(row));
        }
        for (const auto& deadline : view.deadlines) {
            const auto& competence = view.framework->competence(deadline.competence);
            page.deadlines.push_back(
                {.until = deadline.until,
                 .law = deadline.law,
                 .competence = competence.name,
                 .slug = competence.slug,
                 .below = deadline.below ? range_words(site_, request, *deadline.below, deadline.people) : site_.text(request, "teams.count.hidden"),
                 .level = deadline.level,
                 .latest_start = deadline.latest_start,
                 .late = deadline.late,
                 .no_offer = !deadline.latest_start,
                 .plan_href = prefilled_path(organisation, competence.slug, deadline.level, deadline.until, deadline.law)});
        }
        return page;
    }

    const web::Site& site_;
    RiskService& risks_;
    web::Template<RiskPage> page_;
};

}  // namespace

void register_risk_pages(http::Router& router, const TeamSources& sources) {
    const auto pages = std::make_shared<RiskPages>(sources);
    router.get("/teamplanung/risiken", [pages](http::Request& request) { return pages->show(request); });
    router.get("/teamplanung/risiken.csv", [pages](http::Request& request) { return pages->table(request); });
}

}  // namespace kc::teams
