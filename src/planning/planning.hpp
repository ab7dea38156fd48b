// SPDX-License-Identifier: EUPL-1.2
// The public face of the room: what the dashboard shows of the own plan (R57). The wiring takes service.hpp, replanning.hpp, pages.hpp.
#pragma once

#include "base/viewer.hpp"
#include "planning/planning_instance.hpp"
#include "storage/database.hpp"

#include <string>
#include <vector>

namespace kc::planning {

struct PlannedUnitSummary {
    LearningUnitId unit;
    std::string slug, title;
    Date starts_on{}, ends_on{};  // first day of self-study to last day of the follow-up
    bool self_paced = false;
};
BOOST_DESCRIBE_STRUCT(PlannedUnitSummary, (), (unit, slug, title, starts_on, ends_on, self_paced))

struct DashboardSummary {
    bool has_plan = false;          // one is in force
    bool proposal_waiting = false;  // one waits for the person's decision
    int closed_percent = 0;         // of the plan in force, else of the proposal
    std::int64_t planned_units = 0;
    std::vector<PlannedUnitSummary> current;      // begun and not over
    std::vector<PlannedUnitSummary> next;         // at most three
    std::vector<PlannedUnitSummary> recommended;  // of the proposal while no plan is in force; at most three
    std::vector<PlannedUnitSummary> done;         // completed, newest first, at most three; both days are that of completion
    std::int64_t done_count = 0;
};
BOOST_DESCRIBE_STRUCT(DashboardSummary, (), (has_plan, proposal_waiting, closed_percent, planned_units, current, next, recommended, done, done_count))

// Of the viewer herself, in two statements.
DashboardSummary dashboard_summary(storage::Session& session, const catalogue::CatalogueSnapshot& offers, const Viewer& viewer, Date today);

}  // namespace kc::planning
