// SPDX-License-Identifier: EUPL-1.2
#include "planning/calendar.hpp"
#include "planning/own_page.hpp"
#include "planning/printed_plan.hpp"

#include "print/pdf.hpp"

namespace kc::planning {
namespace {

// The plan in force only: a proposal is no appointment yet.
template <class Make>
http::Response download(const http::Request& request, const web::Site& site, const CurriculumService& curricula, std::string_view name,
                        std::string_view type, Make&& make) {
    return with_own_plans(request, site, curricula, [&](const Viewer& viewer, const OwnPlans& own) {
        if (!own.state.accepted) return site.error_page(request, 404, "planning.problem.nothing_accepted");
        const auto words = views_of(request, site, own);
        auto response = http::bytes(
            make(words.plan(*own.state.accepted), words, own.state.accepted->decided_at.value_or(own.state.accepted->created_at), viewer), type);
        response.header("Content-Disposition", http::attachment_disposition(name));
        return response;
    });
}

}  // namespace

void register_downloads(http::Router& router, const web::Site& site, CurriculumService& curricula) {
    router.get("/lehrplan/lehrplan.ics", [&site, &curricula](http::Request& request) {
        return download(request, site, curricula, "lehrplan.ics", "text/calendar; charset=utf-8",
                        [](const PlanView& plan, const PlanViews& words, Instant made_at, const Viewer& owner) {
                            return to_icalendar(plan, words, made_at, owner.person);
                        });
    });
    router.get("/lehrplan/lehrplan.csv", [&site, &curricula](http::Request& request) {
        return download(
            request, site, curricula, "lehrplan.csv", "text/csv; charset=utf-8",
            [&](const PlanView& plan, const PlanViews& words, Instant, const Viewer&) { return to_csv(plan, words, web::language_of(request)); });
    });
    router.add(http::Method::get, "/lehrplan/lehrplan.pdf", {.rate_class = "planning"}, [&site, &curricula](http::Request& request) {
        return download(request, site, curricula, "lehrplan.pdf", "application/pdf",
                        [&](const PlanView& plan, const PlanViews& words, Instant made_at, const Viewer& owner) {
                            return print::to_pdf(printed_plan(
                                plan, words,
                                {.name = owner.display_name, .today = curricula.today(), .made_at = made_at, .language = web::language_of(request)}));
                        });
    });
}

}  // namespace kc::planning
