// SPDX-License-Identifier: EUPL-1.2
#include "planning/planning.hpp"

#include "planning/store.hpp"

#include <algorithm>

namespace kc::planning {

namespace {
constexpr std::size_t shown_max = 3;
}

DashboardSummary dashboard_summary(storage::Session& session, const catalogue::CatalogueSnapshot& offers, const Viewer& viewer, Date today) {
    DashboardSummary summary;
    const auto state = find_state(session, viewer.person);
    if (!state) return summary;
    const auto named = [&](LearningUnitId id, Date from, Date to, bool self_paced) {
        const auto* unit = offers.find_unit(id);
        return PlannedUnitSummary{id, unit != nullptr ? unit->slug : "", unit != nullptr ? unit->title : "", from, to, self_paced};
    };
    summary.has_plan = state->accepted.has_value();
    summary.proposal_waiting = state->proposed.has_value();
    if (const auto* shown = state->accepted ? &*state->accepted : state->proposed ? &*state->proposed : nullptr) {
        summary.closed_percent = closed_percent(shown->plan);
        summary.planned_units = static_cast<std::int64_t>(shown->plan.items.size());
    }
    if (state->accepted) {
        for (const auto& item : state->accepted->plan.items) {
            if (state->choices.is_completed(item.unit) || offers.find_unit(item.unit) == nullptr) continue;
            Date from = item.starts_on, to = item.ends_on;
            for (const auto& phase : item.phases) from = std::min(from, phase.starts_on), to = std::max(to, phase.ends_on);
            if (to < today) continue;
            if (from <= today) summary.current.push_back(named(item.unit, from, to, !item.date));
            else if (summary.next.size() < shown_max) summary.next.push_back(named(item.unit, from, to, !item.date));
        }
    }
    auto done = state->choices.completed;
    summary.done_count = static_cast<std::int64_t>(done.size());
    std::sort(done.begin(), done.end(), [](const CompletedUnit& a, const CompletedUnit& b) { return std::tie(b.completed_on, a.unit_id) < std::tie(a.completed_on, b.unit_id); });
    for (const auto& unit : done) {
        if (summary.done.size() == shown_max) break;
        if (offers.find_unit(unit.unit_id) != nullptr) summary.done.push_back(named(unit.unit_id, unit.completed_on, unit.completed_on, false));
    }
    return summary;
}

}  // namespace kc::planning
