// SPDX-License-Identifier: EUPL-1.2
#include "planning/own_page.hpp"

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

// What the person has just decided about one unit, and the way back. Made from what is stored, so that it never claims what is not.
struct ChangeView {
    std::string text, undo_path;
};
BOOST_DESCRIBE_STRUCT(ChangeView, (), (text, undo_path))

struct CurriculumView {
    std::optional<PlanView> plan;  // in force, else proposed
    bool accepted = false, proposed = false, proven = false, infeasible = false, has_items = false;
    std::optional<PlanView> waiting;        // a proposal beside the plan in force
    std::optional<NextStepView> next_step;  // no plan yet
    std::optional<web::PlanChart> chart;
    std::optional<ChangeView> change;
    std::vector<OpenGapView> more_gaps;  // folded away
    std::vector<UnitLink> excluded;
    std::vector<CompletedView> completed;
};
BOOST_DESCRIBE_STRUCT(CurriculumView, (),
                      (plan, accepted, proposed, proven, infeasible, has_items, waiting, next_step, chart, change, more_gaps, excluded, completed))

struct ProposalView {
    PlanView plan;
    DifferenceView difference;
    bool against_plan = false;  // there is a plan in force to compare with
    bool infeasible = false;
    std::vector<OpenGapView> more_gaps;
};
BOOST_DESCRIBE_STRUCT(ProposalView, (), (plan, difference, against_plan, infeasible, more_gaps))

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
};
BOOST_DESCRIBE_STRUCT(VersionView, (), (version, state, cause, closed_percent, half_hours, price_cents, items, created_at, decided_at, overtaken))

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

std::optional<ChangeView> change_of(const http::Request& request, const OwnPlans& own, const PlanViews& views) {
    const auto asked = request.query("geaendert");
    const auto number = asked ? web::parse_integer(*asked) : std::nullopt;
    if (!number) return std::nullopt;
    const LearningUnitId unit{*number};
    const auto title = web::MessageFields{{"title", views.link(unit).title}};
    const auto path = fmt::format("/lehrplan/einheiten/{}", unit.value);
    if (own.state.choices.is_completed(unit)) return ChangeView{views.text("planning.change.completed", title), path + "/abschluss/ruecknahme"};
    const auto* choice = own.state.choices.find(unit);
    if (choice == nullptr) return std::nullopt;
    return ChangeView{views.text(choice->choice == Choice::excluded ? "planning.change.excluded" : "planning.change.locked", title),
                      path + "/freigabe"};
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
                view.accepted = shown->state == CurriculumState::accepted;
                view.proposed = !view.accepted;
                view.proven = shown->plan.status == PlanStatus::optimal;
                view.infeasible = shown->plan.status == PlanStatus::infeasible;
                view.has_items = !shown->plan.items.empty();
                if (view.has_items) view.chart = chart_of(*view.plan, views.text("planning.timeline"), curricula_.today());
                view.more_gaps = fold_gaps(*view.plan);
                if (view.accepted && own.state.proposed) view.waiting = views.plan(*own.state.proposed);
            } else {
                const auto needs = database_.read(
                    [&](Session& session) { return competence::needs_summary(session, own.catalogue->framework(), viewer, curricula_.today()); });
                view.next_step = NextStepView{needs.enough_for_curriculum, needs.next_path};
            }
            view.change = change_of(request, own, views);
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
        return with_own_plans(request, site_, curricula_, [&](const Viewer&, const OwnPlans& own) {
            if (!own.state.proposed) return web::redirect("/lehrplan", {.message_key = "planning.notice.no_proposal", .kind = web::NoticeKind::info});
            const auto views = views_of(request, site_, own);
            const auto& proposal = *own.state.proposed;
            const Difference difference = difference_between(own.state.accepted ? own.state.accepted->plan : Plan{}, proposal.plan);
            ProposalView view{views.plan(proposal),
                              views.difference(difference),
                              own.state.accepted.has_value(),
                              proposal.plan.status == PlanStatus::infeasible,
                              {}};
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
                                         head.created_at, head.decided_at, head.state == CurriculumState::replaced && !head.decided_at});
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
    router.post("/lehrplan/ruecknahme", [pages](http::Request& request) { return pages->undo(request); });
}

void register_routes(http::Router& router, const web::Site& site, CurriculumService& curricula, competence::ProfileService& profiles,
                     storage::Database& database) {
    register_curriculum_pages(router, site, curricula, database);
    register_choice_pages(router, site, curricula);
    register_limit_pages(router, site, curricula, profiles);
    register_downloads(router, site, curricula);
    register_api(router, site, curricula, database);
}

}  // namespace kc::planning
