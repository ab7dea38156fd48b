// SPDX-License-Identifier: EUPL-1.2
#include "competence/own_page.hpp"

#include "web/chart.hpp"

#include <algorithm>

namespace kc::competence {

namespace {

constexpr std::ptrdiff_t cards_max = 6;  // more would hide what matters first

struct GapsView {
    CompetencesView competences;
    std::vector<CompetenceView> top, more;  // the gaps: the first ones as cards, the rest as rows
    int gap_count = 0, reached_count = 0;
    bool job = false;
    bool unassessed = false;  // some of what is needed was not assessed yet
    web::LevelChart chart;
};
BOOST_DESCRIBE_STRUCT(GapsView, (), (competences, top, more, gap_count, reached_count, job, unassessed, chart))

struct LevelRow {
    int level = 0;
    std::string descriptor;
    bool current = false, reached = false, goal = false;
};
BOOST_DESCRIBE_STRUCT(LevelRow, (), (level, descriptor, current, reached, goal))

struct CompetencePageView {
    CompetenceView competence;
    std::string description;
    std::vector<LevelRow> levels;
    std::vector<EvidenceView> evidence;
    bool stronger_evidence = false;  // what she said last does not count, because something surer does
    web::ChoiceField level;
    std::optional<web::ErrorSummary> errors;
};
BOOST_DESCRIBE_STRUCT(CompetencePageView, (), (competence, description, levels, evidence, stronger_evidence, level, errors))

class GapPages {
public:
    GapPages(const web::Site& site, ProfileService& profiles)
        : site_(site),
          profiles_(profiles),
          gaps_(site.bind<GapsView>("competence/gaps")),
          competence_(site.bind<CompetencePageView>("competence/competence")) {}

    http::Response list(const http::Request& request) const {
        return with_own_profile(request, site_, profiles_, [&](const Viewer&, const OwnProfile& own) {
            GapsView view{.competences = competences_view(own, web::language_of(request)),
                          .top = {},
                          .more = {},
                          .gap_count = 0,
                          .reached_count = 0,
                          .job = own.complete.job,
                          .unassessed = own.complete.assessed < own.complete.needed,
                          .chart = {}};
            view.gap_count = static_cast<int>(view.competences.gaps.size());
            view.reached_count = static_cast<int>(view.competences.reached.size());
            view.chart = chart(request, view.competences);
            auto& gaps = view.competences.gaps;
            const auto cards_end = gaps.begin() + std::min<std::ptrdiff_t>(cards_max, std::ssize(gaps));
            view.top.assign(std::make_move_iterator(gaps.begin()), std::make_move_iterator(cards_end));
            view.more.assign(std::make_move_iterator(cards_end), std::make_move_iterator(gaps.end()));
            return site_.render(request, {.title = "competence.gaps.title", .active = "/kompetenzen"}, gaps_, view);
        });
    }

    http::Response show(const http::Request& request) const { return show(request, nullptr); }

    http::Response assess(const http::Request& request) {
        const auto framework = profiles_.framework();
        const auto index = framework->competence_by_slug(request.path_value("slug").value_or(""));
        if (!index) return site_.error_page(request, 404);
        web::FormReader form(request);
        const auto chosen = form.choice("level", {"0", "1", "2", "3", "4", "5"}, {.required = true});
        if (!form.ok() || request.viewer() == nullptr) return show(request, &form);
        const Answer answer{framework->competence(*index).id, chosen.front() - '0'};
        const auto saved = profiles_.self_assess(*request.viewer(), std::span(&answer, 1));
        if (!saved) return refusal_page(request, site_, saved.error());
        return web::redirect(path_of(request), {.message_key = "competence.notice.level_saved"});
    }

    http::Response withdraw(const http::Request& request) {
        return change_evidence(request, "competence.notice.evidence_withdrawn",
                               [&](const Viewer& viewer, EvidenceId id) { return profiles_.withdraw(viewer, id); });
    }

    http::Response restore(const http::Request& request) {
        return change_evidence(request, "competence.notice.evidence_restored",
                               [&](const Viewer& viewer, EvidenceId id) { return profiles_.restore(viewer, id); });
    }

    http::Response export_csv(const http::Request& request) const {
        return with_own_profile(request, site_, profiles_, [&](const Viewer&, const OwnProfile& own) {
            const auto view = competences_view(own, web::language_of(request));
            std::string csv = "\xEF\xBB\xBF";
            for (const auto key : {"name", "area", "current", "target", "missing", "weight", "source", "date", "confidence", "reasons"}) {
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
    static std::string path_of(const http::Request& request) { return "/kompetenzen/" + std::string(request.path_value("slug").value_or("")); }

    template <class Change> http::Response change_evidence(const http::Request& request, std::string_view notice, Change&& change) {
        if (request.viewer() == nullptr) return web::redirect("/anmelden");
        const auto framework = profiles_.framework();
        if (!framework->competence_by_slug(request.path_value("slug").value_or(""))) return site_.error_page(request, 404);
        const auto changed = change(*request.viewer(), request.get_id<EvidenceId>("id"));
        if (!changed) return refusal_page(request, site_, changed.error());
        return web::redirect(path_of(request), {.message_key = std::string(notice)});
    }

    http::Response show(const http::Request& request, const web::FormReader* refused) const {
        return with_own_profile(request, site_, profiles_, [&](const Viewer&, const OwnProfile& own) {
            const auto index = own.framework->competence_by_slug(request.path_value("slug").value_or(""));
            if (!index) return site_.error_page(request, 404);
            const auto& competence = own.framework->competence(*index);
            return site_.render(request,
                                {.title_text = competence.name,
                                 .active = "/kompetenzen",
                                 .breadcrumbs = {{"/kompetenzen", site_.text(request, "competence.gaps.title")}},
                                 .status = refused ? 422 : 200},
                                competence_, competence_page(request, own, own.standings[*index], refused));
        });
    }

    CompetencePageView competence_page(const http::Request& request, const OwnProfile& own, const Standing& standing,
                                       const web::FormReader* refused) const {
        const auto& competence = own.framework->competence(standing.competence);
        const auto* stated = own_statement(own, competence.id);
        const auto fields = site_.fields(request, refused);
        CompetencePageView view;
        view.competence = competence_view(own, standing, web::language_of(request));
        view.description = competence.description;
        view.evidence = evidence_views(own, standing);
        view.stronger_evidence = stated != nullptr && standing.current.evidence != stated;
        std::vector<web::Option> options;
        for (int level = 0; level <= level_max; ++level) {
            const auto text = level == 0 ? site_.text(request, "competence.level_zero") : competence.descriptors[static_cast<std::size_t>(level - 1)];
            const auto number = site_.text(request, "competence.level_number", {{"level", level}});
            const bool goal = level > 0 && standing.target.value.level == level;
            view.levels.push_back({level, text, standing.current.assessed() && standing.current.level == level,
                                   !goal && standing.current.assessed() && level <= standing.current.level, goal});
            options.push_back({std::to_string(level), text.empty() ? number : text, text.empty() ? std::string() : number});
        }
        view.level = fields.choice("level", {.label = "competence.assessment.question", .required = true}, options,
                                   stated ? std::to_string(stated->level) : std::string());
        view.errors = fields.errors();
        return view;
    }

    web::LevelChart chart(const http::Request& request, const CompetencesView& view) const {
        std::vector<web::LevelInput> levels;
        for (const auto* list : {&view.gaps, &view.reached}) {
            for (const auto& competence : *list) {
                levels.push_back({competence.name, static_cast<double>(competence.current), static_cast<double>(competence.target),
                                  "/kompetenzen/" + competence.slug, competence.area});
            }
        }
        return web::level_chart("ist-soll", site_.text(request, "competence.gaps.chart"), levels, level_max);
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
                   to_iso(view.basis->assessed_on) + fmt::format(";{}", view.basis->confidence_percent);
        } else {
            csv += ";;";
        }
        csv += ';' + csv_cell(reasons) + "\r\n";
    }

    const web::Site& site_;
    ProfileService& profiles_;
    web::Template<GapsView> gaps_;
    web::Template<CompetencePageView> competence_;
};

}  // namespace

void register_gap_pages(http::Router& router, const web::Site& site, ProfileService& profiles) {
    const auto pages = std::make_shared<GapPages>(site, profiles);
    router.get("/kompetenzen", [pages](http::Request& request) { return pages->list(request); });
    router.get("/kompetenzen/export.csv", [pages](http::Request& request) { return pages->export_csv(request); });
    router.get("/kompetenzen/{slug}", [pages](http::Request& request) { return pages->show(request); });
    router.post("/kompetenzen/{slug}/stufe", [pages](http::Request& request) { return pages->assess(request); });
    router.post("/kompetenzen/{slug}/nachweise/{id:id}/ruecknahme", [pages](http::Request& request) { return pages->withdraw(request); });
    router.post("/kompetenzen/{slug}/nachweise/{id:id}/wiederherstellung", [pages](http::Request& request) { return pages->restore(request); });
}

}  // namespace kc::competence
