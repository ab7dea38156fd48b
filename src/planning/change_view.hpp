// SPDX-License-Identifier: EUPL-1.2
// What the person has just decided about one unit, what it costs (F45), and the way back. Made from what is stored, so that it never claims
// what is not. In templates: {{#change}}{{>planning/change}}{{/change}}.
#pragma once

#include "http/request.hpp"
#include "planning/views.hpp"

namespace kc::planning {

struct ChangeView {
    std::string text, undo_path;
    std::vector<std::string> costs;  // sentences, against the best plan without this wish
    std::string verdict;             // instead of costs: nothing, hardly anything, not possible
    bool compared = false;
    std::vector<std::string> warnings;  // about the date it lies on now (LP-60)
};
BOOST_DESCRIBE_STRUCT(ChangeView, (), (text, undo_path, costs, verdict, compared, warnings))

// From ?geaendert={unit} of the address; nothing when there is no such decision.
std::optional<ChangeView> change_view(const http::Request& request, const CurriculumService& curricula, const Viewer& viewer, const OwnPlans& own,
                                      const PlanViews& views);

// Effects of a wish as sentences, or the verdict where there are none.
std::vector<std::string> cost_sentences(const ChoiceCost& cost, const PlanViews& views);
std::string cost_verdict(const ChoiceCost& cost, const PlanViews& views);

}  // namespace kc::planning
