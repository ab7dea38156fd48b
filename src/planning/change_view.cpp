// SPDX-License-Identifier: EUPL-1.2
#include "planning/change_view.hpp"

#include "web/form.hpp"

namespace kc::planning {

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
        return ChangeView{views.text("planning.change.completed", title), path + "/abschluss/ruecknahme", {}, {}, false};
    const auto* choice = own.state.choices.find(unit);
    if (choice == nullptr) return std::nullopt;
    ChangeView view{views.text(choice->choice == Choice::excluded ? "planning.change.excluded" : "planning.change.locked", title),
                    path + "/freigabe",
                    {},
                    {},
                    false};
    const auto costs = curricula.costs_of_choices(viewer, unit);
    if (!costs || costs->single.empty()) return view;
    view.costs = cost_sentences(costs->single.front(), views);
    view.verdict = cost_verdict(costs->single.front(), views);
    view.compared = !view.costs.empty();
    return view;
}

}  // namespace kc::planning
