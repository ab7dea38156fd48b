// SPDX-License-Identifier: EUPL-1.2
// /teamplanung: the plans of the organisation, one plan, its removal and its table. The form is in plan_form_pages.cpp.
#include "base/csv.hpp"
#include "teams/page_parts.hpp"
#include "teams/plan_form.hpp"
#include "teams/plan_view.hpp"
#include "web/confirm.hpp"

namespace kc::teams {

namespace {

struct PlanRow {
    TeamPlanId id;
    std::string name;
    int people = 0;
    Instant created_at{};
    Money price_cents;
    SearchStatus status{};
};
BOOST_DESCRIBE_STRUCT(PlanRow, (), (id, name, people, created_at, price_cents, status))

struct PlansView {
    std::vector<PlanRow> plans;
};
BOOST_DESCRIBE_STRUCT(PlansView, (), (plans))

class PlanPages {
public:
    explicit PlanPages(const TeamSources& sources)
        : site_(sources.site),
          plans_(sources.plans),
          calls_(sources.calls),
          list_(site_.bind<PlansView>("teams/plans")),
          plan_(site_.bind<PlanView>("teams/plan")),
          confirm_(web::bind_confirmation(site_)) {}

    http::Response list(const http::Request& request) const {
        return with_planner(request, site_, [&](const Viewer& viewer, OrganisationId) {
            const auto plans = plans_.list(viewer);
            if (!plans) return refusal_page(request, site_, plans.error());
            PlansView view;
            for (const auto& head : *plans) {
                view.plans.push_back(
                    {head.id, group_name(site_, request, head.group_name), head.people, head.created_at, head.price_cents, head.status});
            }
            return site_.render(request, {.title = "teams.plans.title", .active = plans_path}, list_, view);
        });
    }

    http::Response show(const http::Request& request) const {
        return with_plan(request, [&](const Viewer& viewer, const TeamPlan& plan) {
            const auto goals = plans_.people_with_goals(viewer, plan);
            const auto view = plan_view(site_, request, *plans_.framework(), plan, goals ? *goals : std::vector<AgreedGoal>{}, plans_.today());
            return site_.render(
                request,
                {.title = "teams.plan.title", .active = plans_path, .breadcrumbs = {plans_crumb(site_, request)}, .islands = {}, .wide = true}, plan_,
                view);
        });
    }

    http::Response table(const http::Request& request) const {
        return with_plan(request, [&](const Viewer&, const TeamPlan& plan) {
            const auto view = plan_view(site_, request, *plans_.framework(), plan, {}, plans_.today());
            std::string csv = "\xEF\xBB\xBF";
            const auto line = [&](std::initializer_list<std::string> cells) {
                bool first = true;
                for (const auto& cell : cells) {
                    if (!first) csv += ';';
                    first = false;
                    csv += csv_cell(cell);
                }
                csv += "\r\n";
            };
            const auto word = [&](std::string_view key) { return site_.text(request, key); };
            line({word("teams.plan.offer"), word("teams.plan.first_day"), word("teams.plan.last_day"), word("teams.plan.place"),
                  word("teams.plan.seats")});
            for (const auto& offer : view.offers) {
                line({offer.title, offer.first_day ? to_iso(*offer.first_day) : "", offer.last_day ? to_iso(*offer.last_day) : "", offer.place,
                      std::to_string(offer.seats)});
            }
            auto response = http::bytes(std::move(csv), "text/csv; charset=utf-8");
            response.header("Content-Disposition", http::attachment_disposition(fmt::format("teamplan-{}.csv", plan.head.id.value)));
            return response;
        });
    }

    http::Response ask_removal(const http::Request& request) const {
        return with_plan(request, [&](const Viewer&, const TeamPlan& plan) {
            return web::confirmation_page(site_, request, confirm_,
                                          {.title = site_.text(request, "teams.removal.title"),
                                           .text = site_.text(request, "teams.removal.text"),
                                           .action = path_of(plan.head.id) + "/loeschung",
                                           .label = site_.text(request, "teams.removal.button"),
                                           .back = path_of(plan.head.id),
                                           .irreversible = true,
                                           .fields = {}},
                                          plans_path);
        });
    }

    http::Response remove(const http::Request& request) {
        return with_planner(request, site_, [&](const Viewer& viewer, OrganisationId) {
            const auto removed = plans_.remove(viewer, request.get_id<TeamPlanId>("plan"));
            if (!removed) return refusal_page(request, site_, removed.error());
            return web::redirect(plans_path, {.message_key = "teams.notice.plan_removed"});
        });
    }

    http::Response call(const http::Request& request) {
        return with_planner(request, site_, [&](const Viewer& viewer, OrganisationId) {
            const auto duty = web::parse_integer(request.form("aufgabe").value_or("")).value_or(-1);
            const auto called = calls_.call(viewer, request.get_id<TeamPlanId>("plan"), static_cast<int>(std::clamp<std::int64_t>(duty, -1, 100)));
            if (!called) return refusal_page(request, site_, called.error());
            return web::redirect("/teamplanung/aufrufe", {.message_key = "teams.notice.called"});
        });
    }

private:
    template <class Page> http::Response with_plan(const http::Request& request, Page&& page) const {
        return with_planner(request, site_, [&](const Viewer& viewer, OrganisationId) {
            const auto plan = plans_.find(viewer, request.get_id<TeamPlanId>("plan"));
            if (!plan) return refusal_page(request, site_, plan.error());
            return page(viewer, *plan);
        });
    }

    const web::Site& site_;
    PlanService& plans_;
    CallService& calls_;
    web::Template<PlansView> list_;
    web::Template<PlanView> plan_;
    web::Template<web::Confirmation> confirm_;
};

}  // namespace

void register_plan_pages(http::Router& router, const TeamSources& sources) {
    using http::Request;
    const auto pages = std::make_shared<PlanPages>(sources);
    router.get("/teamplanung", [pages](Request& r) { return pages->list(r); });
    register_plan_form(router, sources);
    router.get("/teamplanung/{plan:id}", [pages](Request& r) { return pages->show(r); });
    router.get("/teamplanung/{plan:id}/plaetze.csv", [pages](Request& r) { return pages->table(r); });
    router.get("/teamplanung/{plan:id}/loeschung", [pages](Request& r) { return pages->ask_removal(r); });
    router.post("/teamplanung/{plan:id}/loeschung", [pages](Request& r) { return pages->remove(r); });
    router.post("/teamplanung/{plan:id}/aufruf", [pages](Request& r) { return pages->call(r); });
}

}  // namespace kc::teams
