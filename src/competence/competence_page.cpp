// SPDX-License-Identifier: EUPL-1.2
// /kompetenzen/{slug}: one competence with its levels, where the present value comes from, and every value before it.
#include "competence/origins.hpp"
#include "competence/own_page.hpp"

#include <algorithm>

namespace kc::competence {

namespace {

struct LevelRow {
    int level = 0;
    std::string descriptor;
    bool current = false, reached = false, goal = false;
};
BOOST_DESCRIBE_STRUCT(LevelRow, (), (level, descriptor, current, reached, goal))

struct SuccessorLink {
    std::string slug, name;
};
BOOST_DESCRIBE_STRUCT(SuccessorLink, (), (slug, name))

struct CompetencePageView {
    CompetenceView competence;
    bool outdated = false;  // stays readable; nobody is asked for it
    std::vector<SuccessorLink> successors;
    std::string description;
    std::vector<LevelRow> levels;
    std::vector<EvidenceView> evidence;
    bool stronger_evidence = false;  // what she said last does not count, because something surer does
    int half_life_months = 0;
    std::string origin_text, origin_path;  // of the value that counts
    bool may_confirm = false;              // somebody may be asked for a confirmation
    int confirm_level = 1;
    web::ChoiceField level;
    std::optional<web::ErrorSummary> errors;
};
BOOST_DESCRIBE_STRUCT(CompetencePageView, (),
                      (competence, outdated, successors, description, levels, evidence, stronger_evidence, half_life_months, origin_text, origin_path,
                       may_confirm, confirm_level, level, errors))

class CompetencePages {
public:
    CompetencePages(const web::Site& site, ProfileService& profiles, const ProfileLinks& links)
        : site_(site), profiles_(profiles), links_(links), competence_(site.bind<CompetencePageView>("competence/competence")) {}

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
            if (!index || own.framework->competence(*index).state == FrameworkState::draft) return site_.error_page(request, 404);
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
        view.half_life_months = competence.half_life_months;
        view.outdated = competence.state == FrameworkState::outdated;
        for (const auto& succession : own.framework->successions()) {
            if (succession.outdated != standing.competence) continue;
            view.successors.push_back({own.framework->competence(succession.successor).slug, own.framework->competence(succession.successor).name});
        }
        view.evidence = evidence_views(own, standing);
        for (auto& row : view.evidence) {
            auto origin = origin_in_words(site_, request, row.origin, links_);
            row.origin_text = std::move(origin.text);
            row.origin_path = std::move(origin.path);
            if (!row.counts) continue;
            view.origin_text = row.origin_text;
            view.origin_path = row.origin_path;
        }
        view.competence.may_check = view.competence.unsure && has_placement_test(links_, competence.id);
        view.may_confirm = links_.confirmations && competence.published() && standing.current.level > 0 &&
                           standing.current.confidence_percent < base_confidence(EvidenceSource::confirmation);
        view.confirm_level = std::max(1, standing.current.level);
        // A surer value that came later is no surprise; only what she said since then needs the explanation.
        view.stronger_evidence = stated != nullptr && standing.current.evidence != stated && standing.current.assessed() &&
                                 stated->assessed_on >= standing.current.evidence->assessed_on;
        std::vector<web::Option> options;
        for (int level = 0; level <= level_max; ++level) {
            const auto text = level > 0                    ? competence.descriptors[static_cast<std::size_t>(level - 1)]
                              : competence.level_0.empty() ? site_.text(request, "competence.level_zero")
                                                           : competence.level_0;
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

    const web::Site& site_;
    ProfileService& profiles_;
    ProfileLinks links_;
    web::Template<CompetencePageView> competence_;
};

}  // namespace

void register_competence_pages(http::Router& router, const web::Site& site, ProfileService& profiles, const ProfileLinks& links) {
    const auto pages = std::make_shared<CompetencePages>(site, profiles, links);
    router.get("/kompetenzen/{slug}", [pages](http::Request& request) { return pages->show(request); });
    router.post("/kompetenzen/{slug}/stufe", [pages](http::Request& request) { return pages->assess(request); });
    router.post("/kompetenzen/{slug}/nachweise/{id:id}/ruecknahme", [pages](http::Request& request) { return pages->withdraw(request); });
    router.post("/kompetenzen/{slug}/nachweise/{id:id}/wiederherstellung", [pages](http::Request& request) { return pages->restore(request); });
}

}  // namespace kc::competence
