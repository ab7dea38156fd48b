// SPDX-License-Identifier: EUPL-1.2
#include "planning/planning.hpp"

namespace kc::planning {

namespace {

struct Row {
    CurriculumState state{};
    std::int64_t closure = 0;
    std::int64_t closure_wanted = 0;
    std::optional<LearningUnitId> unit_id;  // absent: a plan without items
    std::optional<TutorialDateId> tutorial_date_id;
    std::optional<Date> starts_on, ends_on;
};
BOOST_DESCRIBE_STRUCT(Row, (), (state, closure, closure_wanted, unit_id, tutorial_date_id, starts_on, ends_on))

}  // namespace

PlanSummary plan_summary(storage::Session& session, const Viewer& viewer) {
    PlanSummary summary;
    const auto rows = session.query<Row>(
        "SELECT c.state, c.closure, c.closure_wanted, i.unit_id, i.tutorial_date_id, i.starts_on, i.ends_on"
        " FROM curricula c LEFT JOIN curriculum_items i ON i.curriculum_id = c.id"
        " WHERE c.person_id = ? AND c.state IN ('accepted', 'proposed') ORDER BY i.starts_on, i.position",
        viewer.person);
    for (const auto& row : rows) {
        const bool accepted = row.state == CurriculumState::accepted;
        (accepted ? summary.accepted : summary.proposal) = true;
        if (accepted) {
            Plan plan;
            plan.closure = row.closure;
            plan.closure_wanted = row.closure_wanted;
            summary.closed_percent = planning::closed_percent(plan);
        }
        if (!row.unit_id) continue;
        (accepted ? summary.items : summary.proposed_items).push_back({*row.unit_id, row.tutorial_date_id, *row.starts_on, *row.ends_on});
    }
    summary.completed = session.query<CompletedUnit>(
        "SELECT unit_id, completed_on FROM completed_units WHERE person_id = ? ORDER BY completed_on DESC, unit_id LIMIT 5", viewer.person);
    return summary;
}

}  // namespace kc::planning
