// SPDX-License-Identifier: EUPL-1.2
// The plan in force as a document for paper and file: months with dates, places, hours and prices, sums, what stays open and why, and the
// courses it amounts to or is near (LP-52).
#pragma once

#include "planning/views.hpp"
#include "print/document.hpp"

#include <string_view>

namespace kc::planning {

struct PrintedFor {
    std::string_view name;  // whose plan it is
    Date today{};
    Instant made_at{};  // of the plan: the same plan gives the same file on the same day
    Language language{};
};

print::Document printed_plan(const PlanView& plan, const PlanViews& words, const PrintedFor& printed);

}  // namespace kc::planning
