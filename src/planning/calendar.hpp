// SPDX-License-Identifier: EUPL-1.2
// A plan as files for other programs: a calendar (RFC 5545) with every tutorial day and every stretch of work of one's own, and a table
// for spreadsheets.
#pragma once

#include "planning/views.hpp"

#include <string>

namespace kc::planning {

// Tutorials are events with a time in UTC; work of one's own is whole days that leave the day free.
std::string to_icalendar(const PlanView& plan, const PlanViews& words, Instant made_at, PersonId owner);

// Semicolons, UTF-8 with byte order mark, and nothing a spreadsheet would run as a formula.
std::string to_csv(const PlanView& plan, const PlanViews& words, Language language);

}  // namespace kc::planning
