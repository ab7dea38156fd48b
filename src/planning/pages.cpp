// SPDX-License-Identifier: EUPL-1.2
#include "planning/change_reasons.hpp"
#include "planning/change_view.hpp"
#include "planning/own_page.hpp"
#include "planning/warning_view.hpp"

#include "web/chart.hpp"
#include "web/form.hpp"

#include <algorithm>

namespace kc::planning {
namespace {

constexpr int history_max = 50;

struct NextStepView {
    bool ready = false;     // all is there: the plan can be made at once
    std::string next_path;  // else: where the profile goes on
};
BOOST_DESCRIBE_STRUCT(NextStepView, (), (ready, next_path))

struct CompletedView {
    LearningUnitId unit;
    std::string slug, title;
    Date completed_on{};
};
BOOST_DESCRIBE_STRUCT(CompletedView, (), (unit, slug, title, completed_on))

struct CurriculumView {
    std::optional<PlanView> plan;  // in force, else proposed
    bool accepted = false, proposed = false, proven = false, infeasible = false, has_items = false, has_courses = false;
    bool can_postpone = false;  // a first proposal is all there is: it stays in sight
    bool automatic = false;     // accepted by the person's own rule
    bool has_wishes = false;
    std::optional<PlanView> waiting;        // a proposal beside the plan in force
    std::optional<Date> postponed_until;    // the same, put off
    std::optional<NextStepView> next_step;  // no plan yet
    std::optional<web::PlanChart> chart;
    std::optional<ChangeView> change;
    std::vector<OpenGapView> more_gaps;  // folded away
    std::vector<UnitLink> excluded;
    std::vector<CompletedView> completed;
};
BOOST_DESCRIBE_STRUCT(CurriculumView, (),
                      (plan, accepted, proposed, proven, infeasible, has_items, has_courses, can_postpone, automatic, has_wishes, waiting,
                       postponed_until, next_step, chart, change, more_gaps, excluded, completed))

struct ProposalView {
    PlanView plan;
    DifferenceView difference;
    bool against_plan = false;  // there is a plan in force to compare with
    bool infeasible = false;
    bool can_postpone = false;
    std::optional<Date> postponed_until;
    std::vector<OpenGapView> more_gaps;
    std::vector<WarnedUnitView> warned;
};
BOOST_DESCRIBE_STRUCT(ProposalView, (), (plan, difference, against_plan, infeasible, can_postpone, postponed_until, more_gaps, warned))

struct VersionView {
    int version = 0;
    CurriculumState state{};
    Cause cause{};
    int closed_percent = 0;
    HalfHours half_hours;
    Money price_cents;
    std::int64_t items = 0;
    Instant created_at{};
    std::optional<Instant> decided_at;
    bool overtaken = false;  // a proposal nobody decided on
    bool automatic = false;  // accepted by the person's own rule
    std::optional<Date> postponed_until;
};
BOOST_DESCRIBE_STRUCT(VersionView, (),
                      (version, state, cause, closed_percent, half_hours, price_cents, items, created_at, decided_at, overtaken, automatic,
                       postponed_until))

struct HistoryView {
    std::vector<VersionView> versions;
};
BOOST_DESCRIBE_STRUCT(HistoryView, (), (versions))

constexpr std::size_t gaps_shown = 5;

// Takes what does not have to be seen at once out of the plan.
std::vector<OpenGapView> fold_gaps(PlanView& plan) {
    if (plan.open_gaps.size() <= gaps_shown + 1) return {};  // a fold for one row saves nothing
    const auto from = plan.open_gaps.begin() + gaps_shown;
    std::vector<OpenGapView> folded(std::make_move_iterator(from), std::make_move_iterator(plan.open_gaps.end()));
    plan.open_gaps.erase(from, plan.open_gaps.end());
    return folded;
}

web::PlanChart chart_of(const PlanView& plan, std::string_view title, Date today) {
    std::vector<web::PlannedItem> items;
    Date first = plan.planned_on, last = plan.planned_on;
    for (const auto& item : plan.items) {
        web::PlannedItem row{item.title, fmt::format("#einheit-{}", item.unit.value), {}};
        for (const auto& phase : item.phases) {
            row.phases.push_back({static_cast<web::PhaseKind>(phase.kind), phase.starts_on, phase.ends_on});
            first = std::min(first, phase.starts_on);
            last = std::max(last, phase.ends_on);
        }
        items.push_back(std::move(row));
    }
    return web::plan_chart("zeitleiste", title, first, last, items, today);
}

class CurriculumPages {
public:
    CurriculumPages(const web::Site& site, CurriculumService& curricula, storage::Database& database)
        : site_(site),
          curricula_(curricula),
          database_(database),
          curriculum_(site.bind<CurriculumView>("planning/curriculum")),
          proposal_(site.bind<ProposalView>("planning/proposal")),
          history_(site.bind<HistoryView>("planning/history")) {}

    http::Response show(const http::Request& request) const {
        return with_own_plans(request, site_, curricula_, [&](const Viewer& viewer, const OwnPlans& own) {
            const auto views = views_of(request, site_, own);
            CurriculumView view;
            if (const auto* shown = own.shown()) {
                view.plan = views.plan(*shown);
                add_warnings(*view.plan, shown->plan, own, viewer, curricula_, views);
                view.accepted = shown->state == CurriculumState::accepted;
                view.proposed = !view.accepted;
                view.proven = shown->plan.status == PlanStatus::optimal;
                view.infeasible = shown->plan.status == PlanStatus::infeasible;
                view.has_items = !shown->plan.items.empty();
                view.has_courses = !view.plan->courses.empty() || !view.plan->near_courses.empty();
                if (view.has_items) view.chart = chart_of(*view.plan, views.text("planning.timeline"), curricula_.today());
                view.more_gaps = fold_gaps(*view.plan);
                if (view.accepted && own.state.proposed) {
                    if (own.state.proposed->is_news(curricula_.today()))
                        view.waiting = views.plan(*own.state.proposed);
                    else
                        view.postponed_until = own.state.proposed->postponed_until;
                }
                view.automatic = view.accepted && shown->accepted_automatically;
                view.has_wishes = !own.state.choices.choices.empty();
            } else {
                const auto needs = database_.read(
                    [&](Session& session) { return competence::needs_summary(session, own.catalogue->framework(), viewer, curricula_.today()); });
                view.next_step = NextStepView{needs.enough_for_curriculum, needs.next_path};
            }
            view.change = change_view(request, curricula_, viewer, own, views);
            for (const auto& choice : own.state.choices.choices)
                if (choice.choice == Choice::excluded) view.excluded.push_back(views.link(choice.unit_id));
            for (const auto& done : own.state.choices.completed) {
                const auto named = views.link(done.unit_id);
                view.completed.push_back({done.unit_id, named.slug, named.title, done.completed_on});
            }
            return site_.render(request, {.title = "planning.title", .active = "/lehrplan"}, curriculum_, view);
        });
    }

    http::Response show_proposal(const http::Request& request) const {
        return with_own_plans(request, site_, curricula_, [&](const Viewer& viewer, const OwnPlans& own) {
            if (!own.state.proposed) return web::redirect("/lehrplan", {.message_key = "planning.notice.no_proposal", .kind = web::NoticeKind::info});
            const auto views = views_of(request, site_, own);
            const auto& proposal = *own.state.proposed;
            const Difference difference = difference_between(own.state.accepted ? own.state.accepted->plan : Plan{}, proposal.plan);
            ProposalView view{.plan = views.plan(proposal),
                              .difference = views.difference(difference),
                              .against_plan = own.state.accepted.has_value(),
                              .infeasible = proposal.plan.status == PlanStatus::infeasible,
                              .can_postpone = own.state.accepted.has_value(),
                              .postponed_until = proposal.is_news(curricula_.today()) ? std::nullopt : proposal.postponed_until,
                              .more_gaps = {},
                              .warned = {}};
            if (const auto profile = curricula_.profile_of(viewer)) {
                if (view.against_plan) name_reasons(view.difference, difference, own, *profile, views);
                add_warnings(view.plan, proposal.plan, own, *profile, views);
            }
            view.warned = warned_units(view.plan);
            view.more_gaps = fold_gaps(view.plan);
            if (!view.against_plan) view.difference.effects.clear();  // the figures above say it
            return site_.render(request,
                                {.title = "planning.proposal.title", .active = "/lehrplan", .breadcrumbs = {curriculum_crumb(site_, request)}},
                                proposal_, view);
        });
    }

    http::Response show_history(const http::Request& request) const {
        return with_own_plans(request, site_, curricula_, [&](const Viewer& viewer, const OwnPlans&) {
            HistoryView view;
            for (const auto& head : database_.read([&](Session& session) { return list_heads(session, viewer.person, history_max); })) {
                Plan sums;
                sums.closure = head.closure;
                sums.closure_wanted = head.closure_wanted;
                view.versions.push_back({head.version, head.state, head.cause, closed_percent(sums), head.half_hours, head.price_cents, head.items,
                                         head.created_at, head.decided_at, head.state == CurriculumState::replaced && !head.decided_at,
                                         head.accepted_automatically, head.state == CurriculumState::proposed ? head.postponed_until : std::nullopt});
            }
            return site_.render(request,
                                {.title = "planning.history.title", .active = "/lehrplan", .breadcrumbs = {curriculum_crumb(site_, request)}},
                                history_, view);
        });
    }

    http::Response propose(const http::Request& request) {
        return with_own_plans(request, site_, curricula_, [&](const Viewer& viewer, const OwnPlans& own) {
            const auto outcome = curricula_.propose(viewer);
            if (!outcome) return refusal_page(request, site_, outcome.error());
            return redirect_after(own, *outcome, "planning.notice.still_best");
        });
    }

    http::Response accept(const http::Request& request) {
        return decide(
            request, [&](const Viewer& viewer) { return curricula_.accept(viewer, request.get_id<CurriculumId>("id")); }, "planning.notice.accepted");
    }
    http::Response decline(const http::Request& request) {
        return decide(
            request, [&](const Viewer& viewer) { return curricula_.decline(viewer, request.get_id<CurriculumId>("id")); },
            "planning.notice.declined");
    }
    http::Response postpone(const http::Request& request) {
        web::FormReader form(request);
        const auto weeks = form.integer("wochen", {.required = true, .min = 1, .max = postponed_weeks_max});
        if (!form.ok()) return refusal_page(request, site_, CurriculumError::invalid_postponement);
        return decide(
            request, [&](const Viewer& viewer) { return curricula_.postpone(viewer, request.get_id<CurriculumId>("id"), static_cast<int>(*weeks)); },
            "planning.notice.postponed");
    }
    http::Response undo(const http::Request& request) {
        return decide(request, [&](const Viewer& viewer) { return curricula_.undo(viewer); }, "planning.notice.undone");
    }

private:
    template <class Decision> http::Response decide(const http::Request& request, Decision&& decision, std::string_view notice) {
        const auto* viewer = request.viewer();
        if (viewer == nullptr) return web::redirect("/anmelden");
        const auto decided = decision(*viewer);
        if (!decided) return refusal_page(request, site_, decided.error());
        return web::redirect("/lehrplan", {.message_key = std::string(notice)});
    }

    const web::Site& site_;
    CurriculumService& curricula_;
    storage::Database& database_;
    web::Template<CurriculumView> curriculum_;
    web::Template<ProposalView> proposal_;
    web::Template<HistoryView> history_;
};

}  // namespace

void register_curriculum_pages(http::Router& router, const web::Site& site, CurriculumService& curricula, storage::Database& database) {
    const auto pages = std::make_shared<CurriculumPages>(site, curricula, database);
    router.get("/lehrplan", [pages](http::Request& request) { return pages->show(request); });
    router.get("/lehrplan/vorschlag", [pages](http::Request& request) { return pages->show_proposal(request); });
    router.get("/lehrplan/verlauf", [pages](http::Request& request) { return pages->show_history(request); });
    router.add(http::Method::post, "/lehrplan/berechnung", {.rate_class = "planning"},
               [pages](http::Request& request) { return pages->propose(request); });
    router.post("/lehrplan/versionen/{id:id}/annahme", [pages](http::Request& request) { return pages->accept(request); });
    router.post("/lehrplan/versionen/{id:id}/ablehnung", [pages](http::Request& request) { return pages->decline(request); });
    router.post("/lehrplan/versionen/{id:id}/wiedervorlage", [pages](http::Request& request) { return pages->postpone(request); });
    router.post("/lehrplan/ruecknahme", [pages](http::Request& request) { return pages->undo(request); });
}

void register_routes(http::Router& router, const PageParts& parts) {
    register_curriculum_pages(router, parts.site, parts.curricula, parts.database);
    register_choice_pages(router, parts.site, parts.curricula);
    register_wish_pages(router, parts.site, parts.curricula);
    register_calendar_pages(router, parts);
    register_feed(router, parts);
    register_settings_pages(router, parts);
    register_limit_pages(router, parts.site, parts.curricula, parts.profiles);
    register_downloads(router, parts.site, parts.curricula);
    register_api(router, parts.site, parts.curricula, parts.database);
    register_settings_api(router, parts);
}

}  // namespace kc::planning
