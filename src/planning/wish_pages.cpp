// SPDX-License-Identifier: EUPL-1.2
// /lehrplan/wuensche: every wish of the person with what it costs against the best plan without it, and the way back (F45).
#include "planning/change_view.hpp"
#include "planning/own_page.hpp"

namespace kc::planning {
namespace {

struct WishRow {
    LearningUnitId unit;
    std::string slug, title;
    bool excluded = false;
    std::optional<Date> day;  // of the chosen date
    std::string verdict;
    std::vector<std::string> costs;
};
BOOST_DESCRIBE_STRUCT(WishRow, (), (unit, slug, title, excluded, day, verdict, costs))

struct WishesView {
    std::vector<WishRow> wishes;
    bool several = false;
    std::string verdict;  // of all together
    std::vector<std::string> costs;
};
BOOST_DESCRIBE_STRUCT(WishesView, (), (wishes, several, verdict, costs))

}  // namespace

void register_wish_pages(http::Router& router, const web::Site& site, CurriculumService& curricula) {
    const auto page = std::make_shared<web::Template<WishesView>>(site.bind<WishesView>("planning/wishes"));
    router.add(http::Method::get, "/lehrplan/wuensche", {.rate_class = "planning"}, [&site, &curricula, page](http::Request& request) {
        return with_own_plans(request, site, curricula, [&](const Viewer& viewer, const OwnPlans& own) {
            const auto costs = curricula.costs_of_choices(viewer);
            if (!costs)
                return costs.error() == CurriculumError::profile_incomplete ? web::redirect("/lehrplan") : refusal_page(request, site, costs.error());
            const auto views = views_of(request, site, own);
            WishesView view;
            for (const auto& cost : costs->single) {
                const auto named = views.link(cost.choice.unit_id);
                WishRow row{cost.choice.unit_id, named.slug, named.title, cost.choice.choice == Choice::excluded, {}, {}, {}};
                const auto* unit = costs->catalogue->find_unit(cost.choice.unit_id);
                const auto* date =
                    unit != nullptr && cost.choice.tutorial_date_id ? PlanningCatalogue::find_date(*unit, *cost.choice.tutorial_date_id) : nullptr;
                if (date != nullptr) row.day = date->first_day;
                row.costs = cost_sentences(cost, views);
                row.verdict = cost_verdict(cost, views);
                view.wishes.push_back(std::move(row));
            }
            view.several = view.wishes.size() > 1;
            if (view.several) {
                view.costs = cost_sentences(costs->all, views);
                view.verdict = cost_verdict(costs->all, views);
            }
            return site.render(request, {.title = "planning.wishes.title", .active = "/lehrplan", .breadcrumbs = {curriculum_crumb(site, request)}},
                               *page, view);
        });
    });
}

}  // namespace kc::planning
