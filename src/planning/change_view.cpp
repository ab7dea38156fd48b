// SPDX-License-Identifier: EUPL-1.2
#include "planning/change_view.hpp"

#include "planning/warning_view.hpp"

#include "web/form.hpp"

#include <algorithm>

namespace kc::planning {

namespace {

std::vector<std::string> warnings_about(LearningUnitId unit, const OwnPlans& own, const CurriculumService& curricula, const Viewer& viewer,
                                        const PlanViews& views) {
    const auto* plan = own.state.proposed ? &own.state.proposed->plan : own.state.accepted ? &own.state.accepted->plan : nullptr;
    const auto profile = plan != nullptr ? curricula.profile_of(viewer) : std::nullopt;
    if (!profile) return {};
    const auto item = std::find_if(plan->items.begin(), plan->items.end(), [&](const auto& planned) { return planned.unit == unit; });
    if (item == plan->items.end()) return {};
    const DateWarnings warnings(*own.catalogue, profile->organisation, &profile->preferences);
    return warning_sentences(warnings.about(*item, *plan, own.state.choices), *own.catalogue, views);
}

}  // namespace

std::vector<std::string> cost_sentences(const ChoiceCost& cost, const PlanViews& views) {
    return cost.impossible ? std::vector<std::string>{} : views.difference(cost.difference).effects;
}

std::string cost_verdict(const ChoiceCost& cost, const PlanViews& views) {
    if (cost.impossible) return views.text("planning.cost.impossible");
    if (!cost_sentences(cost, views).empty()) return {};
    return views.text(cost.difference.closure < 0 ? "planning.cost.little" : "planning.cost.nothing");
}

std::optional<ChangeView> change_view(const http::Request& request, const CurriculumService& curricula, const Viewer& viewer, const OwnPlans& own,
                                      const PlanViews& views) {
    const auto asked = request.query("geaendert");
    const auto number = asked ? web::parse_integer(*asked) : std::nullopt;
    if (!number) return std::nullopt;
    const LearningUnitId unit{*number};
    const auto title = web::MessageFields{{"title", views.link(unit).title}};
    const auto path = fmt::format("/lehrplan/einheiten/{}", unit.value);
    if (own.state.choices.is_completed(unit))
        return ChangeView{views.text("planning.change.completed", title), path + "/abschluss/ruecknahme", {}, {}, false, {}};
    const auto* choice = own.state.choices.find(unit);
    if (choice == nullptr) return std::nullopt;
    ChangeView view{views.text(choice->choice == Choice::excluded ? "planning.change.excluded" : "planning.change.locked", title),
                    path + "/freigabe",
                    {},
                    {},
                    false,
                    {}};
    if (choice->choice == Choice::locked) view.warnings = warnings_about(unit, own, curricula, viewer, views);
    const auto costs = curricula.costs_of_choices(viewer, unit);
    if (!costs || costs->single.empty()) return view;
    view.costs = cost_sentences(costs->single.front(), views);
    view.verdict = cost_verdict(costs->single.front(), views);
    view.compared = !view.costs.empty();
    return view;
}

}  // namespace kc::planning
