// SPDX-License-Identifier: EUPL-1.2
// Which courses a plan amounts to: three to six units of one module, the mandatory ones included, or a course a provider put together; and
// which course is near (R68, R70; LP-70 … LP-74). Pure.
#pragma once

#include "planning/planning_instance.hpp"

#include <vector>

namespace kc::planning {

inline constexpr std::size_t course_units_min = 3, course_units_max = 6;
inline constexpr std::size_t course_missing_max = 2;  // more is not near
inline constexpr std::size_t near_courses_max = 3;

struct CourseGroup {
    std::size_t module = 0;               // index into CatalogueSnapshot::modules()
    std::optional<std::size_t> offered;   // index into CatalogueSnapshot::courses(): put together by a provider
    std::vector<LearningUnitId> units;    // planned or completed; mandatory ones first, then as planned
    std::vector<LearningUnitId> missing;  // none: the course is whole
    HalfHours missing_hours;
};

struct CourseGroups {
    std::vector<CourseGroup> whole;
    std::vector<CourseGroup> near;  // the least hours first
};

CourseGroups group_courses(const PlanningCatalogue& catalogue, const Plan& plan, const PersonChoices& choices);

}  // namespace kc::planning
