// SPDX-License-Identifier: EUPL-1.2
// The public face of the room: what the dashboard shows of the own plan (R57). The wiring takes service.hpp, replanning.hpp, pages.hpp.
#pragma once

#include "base/viewer.hpp"
#include "planning/model.hpp"
#include "storage/database.hpp"

#include <optional>
#include <vector>

namespace kc::planning {

struct SummaryItem {
    LearningUnitId unit_id;
    std::optional<TutorialDateId> tutorial_date_id;
    Date starts_on{}, ends_on{};
};

struct PlanSummary {
    bool accepted = false;   // a plan is in force
    bool proposal = false;   // one waits for the person's decision
    int closed_percent = 0;  // of the plan in force
    std::vector<SummaryItem> items;           // of the plan in force, by day
    std::vector<SummaryItem> proposed_items;  // of the proposal, by day
    std::vector<CompletedUnit> completed;     // the last five, newest first
};

// Of the viewer herself, in two statements.
PlanSummary plan_summary(storage::Session& session, const Viewer& viewer);

}  // namespace kc::planning
