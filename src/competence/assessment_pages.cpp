// SPDX-License-Identifier: EUPL-1.2
#include "competence/own_page.hpp"

#include <algorithm>

namespace kc::competence {

namespace {

constexpr std::string_view dont_know = "weiss_nicht";

struct IntroView {
    int position = 0, needed = 0, answered = 0, open = 0;
    bool job = false, begun = false, finished = false;
    std::string next_path;
};
BOOST_DESCRIBE_STRUCT(IntroView, (), (position, needed, answered, open, job, begun, finished, next_path))

// What she said before, and the surer value that counts instead.
struct StatedView {
    int level = 0;
    EvidenceSource source{};
    Date on{};
};
BOOST_DESCRIBE_STRUCT(StatedView, (), (level, source, on))

struct StepView {
    std::string slug, name, description, area;
    int position = 0, needed = 0;
    web::ChoiceField level;
    std::optional<StatedView> stated, counting;
    std::string previous_path;
    std::optional<web::ErrorSummary> errors;
};
BOOST_DESCRIBE_STRUCT(StepView, (), (slug, name, description, area, position, needed, level, stated, counting, previous_path, errors))

struct AllRow {
    std::string slug, description;
    web::ChoiceField level;
    std::optional<Date> stated_on;
};
BOOST_DESCRIBE_STRUCT(AllRow, (), (slug, description, level, stated_on))

struct AllArea {
    std::string name;
    std::vector<AllRow> rows;
};
BOOST_DESCRIBE_STRUCT(AllArea, (), (name, rows))

struct AllView {
    std::vector<AllArea> areas;
    std::optional<web::ErrorSummary> errors;
};
BOOST_DESCRIBE_STRUCT(AllView, (), (areas, errors))

struct FurtherRow {
    std::string slug, name, description;
    bool assessed = false;
    int current = 0;
};
BOOST_DESCRIBE_STRUCT(FurtherRow, (), (slug, name, description, assessed, current))

struct FurtherArea {
    std::string name;
    std::vector<FurtherRow> rows;
};
BOOST_DESCRIBE_STRUCT(FurtherArea, (), (name, rows))

struct FurtherView {
    std::vector<FurtherArea> areas;
};
BOOST_DESCRIBE_STRUCT(FurtherView, (), (areas))

std::vector<std::string> level_values() { return {"0", "1", "2", "3", "4", "5"}; }

bool answered(const Standing& standing) { return standing.current.assessed() || standing.skipped; }

std::string step_path(const OwnProfile& own, std::size_t competence) { return "/profil/koennen/" + own.framework->competence(competence).slug; }

// Where to go from position `from` (an index into `needed`): the next question that is still open, from here on and then from the
// beginning. When all were answered before, simply the next one, to look through them again.
std::optional<std::size_t> next_position(const OwnProfile& own, const std::vector<std::size_t>& needed, std::size_t from) {
    const auto is_open = [&](std::size_t position) { return position != from && !answered(own.standings[needed[position]]); };
    for (std::size_t position = from + 1; position < needed.size(); ++position) {
        if (is_open(position)) return position;
    }
    for (std::size_t position = 0; position < from; ++position) {
        if (is_open(position)) return position;
    }
    const bool looking_through = answered(own.standings[needed[from]]);
    if (looking_through && from + 1 < needed.size()) return from + 1;
    return std::nullopt;
}

class AssessmentPages {
public:
    AssessmentPages(const web::Site& site, ProfileService& profiles)
        : site_(site),
          profiles_(profiles),
          intro_(site.bind<IntroView>("competence/assessment")),
          step_(site.bind<StepView>("competence/assessment_step")),
          all_(site.bind<AllView>("competence/assessment_all")),
          further_(site.bind<FurtherView>("competence/assessment_further")) {}

    http::Response intro(const http::Request& request) const {
        return with_own_profile(request, site_, profiles_, [&](const Viewer&, const OwnProfile& own) {
            const auto needed = needed_competences(own);
            IntroView view{.position = 1,
                           .needed = static_cast<int>(needed.size()),
                           .answered = own.complete.assessed + own.complete.skipped,
                           .open = own.complete.open(),
                           .job = own.complete.job,
                           .begun = false,
                           .finished = own.complete.assessment_done(),
                           .next_path = {}};
            view.begun = view.answered > 0;
            const auto first_open = std::find_if(needed.begin(), needed.end(), [&](auto index) { return !answered(own.standings[index]); });
            if (first_open != needed.end()) {
                view.position = static_cast<int>(first_open - needed.begin()) + 1;
                view.next_path = step_path(own, *first_open);
            } else if (!needed.empty()) {
                view.next_path = step_path(own, needed.front());
            }
            return site_.render(request, options(request, "competence.assessment.title"), intro_, view);
        });
    }

    http::Response show_step(const http::Request& request) const { return show_step(request, nullptr); }

    http::Response save_step(const http::Request& request) {
        return with_own_profile(request, site_, profiles_, [&](const Viewer& viewer, const OwnProfile& own) {
            const auto competence = own.framework->competence_by_slug(request.path_value("slug").value_or(""));
            if (!competence) return site_.error_page(request, 404);
            web::FormReader form(request);
            const auto action = form.text("action");
            if (action == "pause" && !form.has("level")) return web::redirect("/profil");
            std::optional<int> level;
            if (action != dont_know) {
                const auto chosen = form.choice("level", level_values(), {.required = true});
                if (!chosen.empty()) level = chosen.front() - '0';
            }
            if (!form.ok()) return show_step(request, &form);
            const Answer answer{own.framework->competence(*competence).id, level};
            const auto saved = profiles_.self_assess(viewer, std::span(&answer, 1));
            if (!saved) return refusal_page(request, site_, saved.error());
            if (action == "pause") return web::redirect("/profil", {.message_key = "competence.notice.paused"});
            const auto needed = needed_competences(own);
            const auto here = std::find(needed.begin(), needed.end(), *competence);
            if (here == needed.end()) return web::redirect("/profil/koennen");
            const auto next = next_position(own, needed, static_cast<std::size_t>(here - needed.begin()));
            if (next) return web::redirect(step_path(own, needed[*next]));
            return web::redirect(own.complete.preferences ? "/kompetenzen" : "/profil/interessen",
                                 {.message_key = "competence.notice.assessment_done"});
        });
    }

    http::Response show_all(const http::Request& request) const { return show_all(request, nullptr); }

    http::Response save_all(const http::Request& request) {
        return with_own_profile(request, site_, profiles_, [&](const Viewer& viewer, const OwnProfile& own) {
            web::FormReader form(request);
            std::vector<Answer> answers;
            for (const auto index : needed_competences(own)) {
                const auto& competence = own.framework->competence(index);
                const auto name = field_name(competence);
                if (!form.has(name)) continue;
                auto allowed = level_values();
                allowed.emplace_back(dont_know);
                const auto chosen = form.choice(name, allowed);
                if (chosen.empty()) continue;
                if (chosen == dont_know) {
                    answers.push_back({competence.id, std::nullopt});
                    continue;
                }
                const int level = chosen.front() - '0';
                const auto* before = own_statement(own, competence.id);
                // What was not touched is no new statement: otherwise every save would renew the date of all.
                if (before == nullptr || before->level != level) answers.push_back({competence.id, level});
            }
            if (!form.ok()) return show_all(request, &form);
            const auto saved = profiles_.self_assess(viewer, answers);
            if (!saved) return refusal_page(request, site_, saved.error());
            return web::redirect("/profil", {.message_key = "competence.notice.assessment_saved"});
        });
    }

    http::Response further(const http::Request& request) const {
        return with_own_profile(request, site_, profiles_, [&](const Viewer&, const OwnProfile& own) {
            const auto language = web::language_of(request);
            FurtherView view;
            std::size_t area = own.framework->areas().size();
            for (const auto& standing : own.standings) {
                if (standing.target.asked_for()) continue;
                const auto& competence = own.framework->competence(standing.competence);
                // Nobody is asked for what is outdated; who said something about it once still finds it.
                if (!competence.published() && !standing.current.assessed()) continue;
                if (competence.area != area) {
                    area = competence.area;
                    view.areas.push_back({own.framework->area_of(competence).name_in(language), {}});
                }
                view.areas.back().rows.push_back(
                    {competence.slug, competence.name, competence.description, standing.current.assessed(), standing.current.level});
            }
            return site_.render(request, options(request, "competence.assessment.further_title"), further_, view);
        });
    }

private:
    web::PageOptions options(const http::Request& request, std::string_view title, int status = 200) const {
        return {.title = title, .active = "/profil", .breadcrumbs = {profile_crumb(site_, request)}, .status = status};
    }

    static std::string field_name(const Competence& competence) { return fmt::format("level-{}", competence.id.value); }

    // Level 0 has its own words where somebody wrote them, else the same plain ones for every competence.
    std::vector<web::Option> level_options(const http::Request& request, const Competence& competence) const {
        std::vector<web::Option> options{{"0", competence.level_0.empty() ? site_.text(request, "competence.level_zero") : competence.level_0, {}}};
        for (int level = 1; level <= level_max; ++level) {
            const auto& descriptor = competence.descriptors[static_cast<std::size_t>(level - 1)];
            const auto number = site_.text(request, "competence.level_number", {{"level", level}});
            options.push_back({std::to_string(level), descriptor.empty() ? number : descriptor, descriptor.empty() ? std::string() : number});
        }
        return options;
    }

    http::Response show_step(const http::Request& request, const web::FormReader* refused) const {
        return with_own_profile(request, site_, profiles_, [&](const Viewer&, const OwnProfile& own) {
            const auto index = own.framework->competence_by_slug(request.path_value("slug").value_or(""));
            if (!index) return site_.error_page(request, 404);
            const auto needed = needed_competences(own);
            const auto here = std::find(needed.begin(), needed.end(), *index);
            // Not among the questions of this person: the page of the competence has a form for everybody.
            if (here == needed.end()) return web::redirect("/kompetenzen/" + own.framework->competence(*index).slug);
            return site_.render(request, options(request, "competence.assessment.title", refused ? 422 : 200), step_,
                                step_view(request, own, needed, static_cast<std::size_t>(here - needed.begin()), refused));
        });
    }

    StepView step_view(const http::Request& request, const OwnProfile& own, const std::vector<std::size_t>& needed, std::size_t position,
                       const web::FormReader* refused) const {
        const auto& standing = own.standings[needed[position]];
        const auto& competence = own.framework->competence(standing.competence);
        const auto* stated = own_statement(own, competence.id);
        const auto fields = site_.fields(request, refused);
        StepView view;
        view.slug = competence.slug;
        view.name = competence.name;
        view.description = competence.description;
        view.area = own.framework->area_of(competence).name_in(web::language_of(request));
        view.position = static_cast<int>(position) + 1;
        view.needed = static_cast<int>(needed.size());
        view.level = fields.choice("level", {.label = "competence.assessment.question", .required = true}, level_options(request, competence),
                                   stated ? std::to_string(stated->level) : std::string());
        if (stated) view.stated = StatedView{stated->level, stated->source, stated->assessed_on};
        if (const auto* counting = standing.current.evidence; counting != stated) {
            view.counting = StatedView{counting->level, counting->source, counting->assessed_on};
        }
        view.previous_path = position == 0 ? "/profil/koennen" : step_path(own, needed[position - 1]);
        view.errors = fields.errors();
        return view;
    }

    http::Response show_all(const http::Request& request, const web::FormReader* refused) const {
        return with_own_profile(request, site_, profiles_, [&](const Viewer&, const OwnProfile& own) {
            const auto language = web::language_of(request);
            const auto fields = site_.fields(request, refused);
            AllView view;
            std::size_t area = own.framework->areas().size();
            for (const auto index : needed_competences(own)) {
                const auto& competence = own.framework->competence(index);
                if (competence.area != area) {
                    area = competence.area;
                    view.areas.push_back({own.framework->area_of(competence).name_in(language), {}});
                }
                view.areas.back().rows.push_back(all_row(request, own, competence, fields));
            }
            view.errors = fields.errors();
            return site_.render(request, options(request, "competence.assessment.all_title", refused ? 422 : 200), all_, view);
        });
    }

    AllRow all_row(const http::Request& request, const OwnProfile& own, const Competence& competence, const web::Fields& fields) const {
        const auto* stated = own_statement(own, competence.id);
        std::vector<web::Option> options{{std::string(dont_know), site_.text(request, "competence.assessment.dont_know"), {}},
                                         {"0", site_.text(request, "competence.level_zero_short"), {}}};
        for (int level = 1; level <= level_max; ++level) {
            options.push_back(
                {std::to_string(level), fmt::format("{} – {}", level, competence.descriptors[static_cast<std::size_t>(level - 1)]), {}});
        }
        const bool skipped = own.standings[static_cast<std::size_t>(&competence - own.framework->competences().data())].skipped;
        AllRow row{
            competence.slug, competence.description,
            fields.choice(field_name(competence), {.label_text = competence.name, .hint_text = competence.description, .empty_option = true}, options,
                          stated    ? std::to_string(stated->level)
                          : skipped ? std::string(dont_know)
                                    : std::string()),
            std::nullopt};
        row.level.optional_mark = false;  // all of them are voluntary: saying it once above is enough
        if (stated) row.stated_on = stated->assessed_on;
        return row;
    }

    const web::Site& site_;
    ProfileService& profiles_;
    web::Template<IntroView> intro_;
    web::Template<StepView> step_;
    web::Template<AllView> all_;
    web::Template<FurtherView> further_;
};

}  // namespace

void register_assessment_pages(http::Router& router, const web::Site& site, ProfileService& profiles) {
    const auto pages = std::make_shared<AssessmentPages>(site, profiles);
    router.get("/profil/koennen", [pages](http::Request& request) { return pages->intro(request); });
    router.get("/profil/koennen/alle", [pages](http::Request& request) { return pages->show_all(request); });
    router.post("/profil/koennen/alle", [pages](http::Request& request) { return pages->save_all(request); });
    router.get("/profil/koennen/weitere", [pages](http::Request& request) { return pages->further(request); });
    router.get("/profil/koennen/{slug}", [pages](http::Request& request) { return pages->show_step(request); });
    router.post("/profil/koennen/{slug}", [pages](http::Request& request) { return pages->save_step(request); });
}

}  // namespace kc::competence
