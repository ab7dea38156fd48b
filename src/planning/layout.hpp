// SPDX-License-Identifier: EUPL-1.2
// Puts the work of a plan into calendar weeks (LP-20 … LP-25): self-paced units and self-study as early as the weekly hours allow and
// before the date that needs them, follow-up after its tutorial. Pure: days in, phases out.
#pragma once

#include "planning/model.hpp"

#include <vector>

namespace kc::planning {

struct LayoutItem {
    HalfHours self_study, tutorial, follow_up;  // a self-paced unit has all its work in self_study and follow_up
    std::optional<std::pair<Date, Date>> date;  // days of the tutorial
    std::vector<std::size_t> after;             // items that have to be finished before
};

struct DaySpan {
    Date first{}, last{};
};

struct LayoutLimits {
    Date first_day{}, until{};
    std::optional<HalfHours> weekly;  // absent: four hours a week, more where that is too little (LP-24)
    std::vector<DaySpan> absences;    // a week without any free working day takes no work
    int working_days = 0b0011111;     // bit 0 is Monday; no phase begins or ends on another day while its week has one
};

// One list of phases per item, in the order of the items.
std::vector<std::vector<Phase>> lay_out(const std::vector<LayoutItem>& items, const LayoutLimits& limits);

Date monday_of(Date day);

}  // namespace kc::planning
