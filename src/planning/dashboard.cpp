// SPDX-License-Identifier: EUPL-1.2
#include "planning/planning.hpp"

#include "planning/store.hpp"

#include <algorithm>

namespace kc::planning {

namespace {

constexpr std::size_t shown_max = 3;

struct Row {
    CurriculumState state{};
    std::optional<Date> postponed_until;
    std::int64_t closure = 0;
    std::int64_t closure_wanted = 0;
    std::optional<LearningUnitId> unit_id;  // absent: a plan without items
    std::optional<TutorialDateId> tutorial_date_id;
    std::optional<Date> starts_on, ends_on;
    std::optional<std::string> explanation;
};
BOOST_DESCRIBE_STRUCT(Row, (), (state, postponed_until, closure, closure_wanted, unit_id, tutorial_date_id, starts_on, ends_on, explanation))

// From the first day of self-study to the last day of the follow-up; nothing for a unit that is no longer offered.
std::optional<PlannedUnitSummary> named(const catalogue::CatalogueSnapshot& offers, const Row& row) {
    const auto* unit = offers.find_unit(*row.unit_id);
    if (unit == nullptr) return std::nullopt;
    CurriculumItem item{.unit = *row.unit_id, .date = row.tutorial_date_id, .starts_on = *row.starts_on, .ends_on = *row.ends_on};
    read_explanation(*row.explanation, item);
    PlannedUnitSummary result{item.unit, unit->slug, unit->title, item.starts_on, item.ends_on, !item.date};
    for (const auto& phase : item.phases) {
        result.starts_on = std::min(result.starts_on, phase.starts_on);
        result.ends_on = std::max(result.ends_on, phase.ends_on);
    }
    return result;
}

int percent_closed(const Row& row) {
    Plan plan;
    plan.closure = row.closure;
    plan.closure_wanted = row.closure_wanted;
    return closed_percent(plan);
}

}  // namespace

DashboardSummary dashboard_summary(storage::Session& session, const catalogue::CatalogueSnapshot& offers, const Viewer& viewer, Date today) {
    DashboardSummary summary;
    const auto done = session.query<CompletedUnit>(
        "SELECT unit_id, completed_on FROM completed_units WHERE person_id = ? ORDER BY completed_on DESC, unit_id", viewer.person);
    summary.done_count = static_cast<std::int64_t>(done.size());
    for (const auto& completed : done) {
        if (summary.done.size() == shown_max) break;
        const auto* unit = offers.find_unit(completed.unit_id);
        if (unit != nullptr) summary.done.push_back({unit->id, unit->slug, unit->title, completed.completed_on, completed.completed_on, false});
    }
    const auto is_done = [&](LearningUnitId id) { return std::any_of(done.begin(), done.end(), [&](const auto& d) { return d.unit_id == id; }); };

    const auto rows = session.query<Row>(
        "SELECT c.state, c.postponed_until, c.closure, c.closure_wanted, i.unit_id, i.tutorial_date_id, i.starts_on, i.ends_on, i.explanation"
        " FROM curricula c LEFT JOIN curriculum_items i ON i.curriculum_id = c.id"
        " WHERE c.person_id = ? AND c.state IN ('accepted', 'proposed') ORDER BY i.starts_on, i.position",
        viewer.person);
    for (const auto& row : rows) {
        if (row.state == CurriculumState::accepted)
            summary.has_plan = true;
        else if (!row.postponed_until || *row.postponed_until <= today)  // LP-44
            summary.proposal_waiting = true;
    }
    for (const auto& row : rows) {
        const bool accepted = row.state == CurriculumState::accepted;
        if (accepted || !summary.has_plan) summary.closed_percent = percent_closed(row);
        if (!row.unit_id) continue;
        if (accepted || !summary.has_plan) ++summary.planned_units;
        if (is_done(*row.unit_id)) continue;
        const auto unit = named(offers, row);
        if (!unit || unit->ends_on < today) continue;
        if (!accepted) {
            if (!summary.has_plan && summary.recommended.size() < shown_max) summary.recommended.push_back(*unit);
        } else if (unit->starts_on <= today) {
            summary.current.push_back(*unit);
        } else if (summary.next.size() < shown_max) {
            summary.next.push_back(*unit);
        }
    }
    return summary;
}

}  // namespace kc::planning
