// SPDX-License-Identifier: EUPL-1.2
#include "planning/calendar_view.hpp"
#include "planning/change_view.hpp"
#include "planning/own_page.hpp"

#include "catalogue/views.hpp"

#include <algorithm>

namespace kc::planning {
namespace {

struct DateRow {
    TutorialDateId id;
    catalogue::Format mode{};
    Date first_day{}, last_day{};
    bool one_day = false;
    std::string start, end, venue, place;
    DateFit fit{};
    bool usable = false, chosen = false;
    std::string overlaps, verdict;
    std::vector<std::string> warnings, costs;
};
BOOST_DESCRIBE_STRUCT(DateRow, (),
                      (id, mode, first_day, last_day, one_day, start, end, venue, place, fit, usable, chosen, overlaps, verdict, warnings, costs))

struct DatesView {
    LearningUnitId unit;
    std::string slug, title;
    std::vector<DateRow> usable, others;
};
BOOST_DESCRIBE_STRUCT(DatesView, (), (unit, slug, title, usable, others))

struct CompletionView {
    LearningUnitId unit;
    std::string slug, title;
    std::vector<EffectView> teaches;
    web::TextField completed_on;
    std::optional<web::ErrorSummary> errors;
};
BOOST_DESCRIBE_STRUCT(CompletionView, (), (unit, slug, title, teaches, completed_on, errors))

class ChoicePages {
public:
    ChoicePages(const web::Site& site, CurriculumService& curricula)
        : site_(site),
          curricula_(curricula),
          dates_(site.bind<DatesView>("planning/dates")),
          completion_(site.bind<CompletionView>("planning/completion")) {}

    http::Response exclude(const http::Request& request) {
        return change(request, "", [&](const Viewer& viewer, LearningUnitId unit) { return curricula_.exclude(viewer, unit); });
    }
    http::Response clear(const http::Request& request) {
        return change(request, "planning.notice.choice_removed",
                      [&](const Viewer& viewer, LearningUnitId unit) { return curricula_.clear_choice(viewer, unit); });
    }
    http::Response undo_completion(const http::Request& request) {
        return change(request, "planning.notice.completion_undone",
                      [&](const Viewer& viewer, LearningUnitId unit) { return curricula_.undo_completion(viewer, unit); });
    }
    http::Response lock(const http::Request& request) {
        web::FormReader form(request);
        const auto date = form.id<TutorialDateId>("date");
        if (!form.ok()) return refusal_page(request, site_, CurriculumError::date_not_found);
        return change(request, "", [&](const Viewer& viewer, LearningUnitId unit) { return curricula_.lock(viewer, unit, date); });
    }

    http::Response show_dates(const http::Request& request) const {
        return with_own_plans(request, site_, curricula_, [&](const Viewer& viewer, const OwnPlans& own) {
            const auto id = request.get_id<LearningUnitId>("unit");
            const auto* unit = own.catalogue->find_unit(id, viewer.organisation);
            if (unit == nullptr) return refusal_page(request, site_, CurriculumError::unit_not_found);
            const auto choices = curricula_.list_dates(viewer, id, true);
            if (!choices) return refusal_page(request, site_, choices.error());
            const auto views = views_of(request, site_, own);
            DatesView view{id, unit->slug, unit->title, {}, {}};
            for (const auto& choice : *choices) {
                const auto* date = PlanningCatalogue::find_date(*unit, choice.date);
                const auto* venue = own.catalogue->snapshot().venue_of(*date);
                DateRow row{date->id,
                            date->mode,
                            date->first_day,
                            date->last_day,
                            date->first_day == date->last_day,
                            catalogue::clock_time(date->start_minute),
                            catalogue::clock_time(date->end_minute),
                            venue != nullptr ? venue->name : "",
                            venue != nullptr ? own.catalogue->snapshot().place_of(*venue).name : "",
                            choice.fit,
                            choice.fit == DateFit::usable,
                            is_chosen(own, id, date->id),
                            overlap_text(views, choice),
                            {},
                            warning_sentences(choice.warnings, *own.catalogue, views),
                            {}};
                if (choice.cost) {
                    const ChoiceCost cost{{}, *choice.cost, choice.impossible};
                    row.costs = cost_sentences(cost, views);
                    row.verdict = cost_verdict(cost, views);
                }
                (row.usable ? view.usable : view.others).push_back(std::move(row));
            }
            return site_.render(request, options(request, "planning.dates.title"), dates_, view);
        });
    }

    http::Response show_completion(const http::Request& request) const { return show_completion(request, nullptr); }

    http::Response complete(const http::Request& request) {
        return with_own_plans(request, site_, curricula_, [&](const Viewer& viewer, const OwnPlans&) {
            web::FormReader form(request);
            const auto day = form.date("completed_on", {.required = true});
            if (!form.ok()) return show_completion(request, &form);
            const auto outcome = curricula_.complete(viewer, request.get_id<LearningUnitId>("unit"), *day);
            if (outcome) return redirect_to_change(request.get_id<LearningUnitId>("unit"), *outcome, "", false);
            if (outcome.error() != CurriculumError::completed_in_future && outcome.error() != CurriculumError::completed_too_long_ago) {
                return refusal_page(request, site_, outcome.error());
            }
            form.refuse("completed_on", message_key_of(outcome.error()));
            return show_completion(request, &form);
        });
    }

private:
    web::PageOptions options(const http::Request& request, std::string_view title, int status = 200) const {
        return {.title = title, .active = "/lehrplan", .breadcrumbs = {curriculum_crumb(site_, request)}, .status = status};
    }

    template <class Change> http::Response change(const http::Request& request, std::string_view notice, Change&& apply) {
        return with_own_plans(request, site_, curricula_, [&](const Viewer& viewer, const OwnPlans&) {
            const auto unit = request.get_id<LearningUnitId>("unit");
            const auto outcome = apply(viewer, unit);
            if (!outcome) return refusal_page(request, site_, outcome.error());
            return redirect_to_change(unit, *outcome, notice, request.form("ansicht") == "kalender");
        });
    }

    static bool is_chosen(const OwnPlans& own, LearningUnitId unit, TutorialDateId date) {
        const auto* shown = own.shown();
        return shown != nullptr && std::any_of(shown->plan.items.begin(), shown->plan.items.end(),
                                               [&](const auto& item) { return item.unit == unit && item.date == date; });
    }

    http::Response show_completion(const http::Request& request, const web::FormReader* refused) const {
        return with_own_plans(request, site_, curricula_, [&](const Viewer& viewer, const OwnPlans& own) {
            const auto id = request.get_id<LearningUnitId>("unit");
            const auto* unit = own.catalogue->find_unit(id, viewer.organisation);
            if (unit == nullptr) return refusal_page(request, site_, CurriculumError::unit_not_found);
            const auto fields = site_.fields(request, refused);
            CompletionView view{
                id,
                unit->slug,
                unit->title,
                {},
                fields.date(
                    "completed_on",
                    {.label = "planning.completion.day", .hint = "planning.completion.day_hint", .required = true, .max_date = curricula_.today()},
                    curricula_.today()),
                fields.errors()};
            for (const auto& step : unit->teaches) {
                const auto index = own.catalogue->framework().index_of(step.competence);
                if (!index) continue;
                const auto& competence = own.catalogue->framework().competence(*index);
                view.teaches.push_back({competence.slug, competence.name, step.level - 1, step.level});
            }
            return site_.render(request, options(request, "planning.completion.title", refused != nullptr ? 422 : 200), completion_, view);
        });
    }

    const web::Site& site_;
    CurriculumService& curricula_;
    web::Template<DatesView> dates_;
    web::Template<CompletionView> completion_;
};

}  // namespace

void register_choice_pages(http::Router& router, const web::Site& site, CurriculumService& curricula) {
    const auto pages = std::make_shared<ChoicePages>(site, curricula);
    router.post("/lehrplan/einheiten/{unit:id}/ausschluss", [pages](http::Request& request) { return pages->exclude(request); });
    router.post("/lehrplan/einheiten/{unit:id}/festlegung", [pages](http::Request& request) { return pages->lock(request); });
    router.post("/lehrplan/einheiten/{unit:id}/freigabe", [pages](http::Request& request) { return pages->clear(request); });
    router.post("/lehrplan/einheiten/{unit:id}/abschluss/ruecknahme", [pages](http::Request& request) { return pages->undo_completion(request); });
    router.add(http::Method::get, "/lehrplan/einheiten/{unit:id}/termin", {.rate_class = "planning"},
               [pages](http::Request& request) { return pages->show_dates(request); });
    router.get("/lehrplan/einheiten/{unit:id}/abschluss", [pages](http::Request& request) { return pages->show_completion(request); });
    router.post("/lehrplan/einheiten/{unit:id}/abschluss", [pages](http::Request& request) { return pages->complete(request); });
}

}  // namespace kc::planning
