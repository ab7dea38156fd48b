// SPDX-License-Identifier: EUPL-1.2
// Working days for sample tutorial dates: public holidays that Baden-Württemberg, Hesse and Rhineland-Palatinate have in common,
// and the days around Christmas on which nobody offers a course.
#pragma once

#include "base/date.hpp"

namespace kc::sample {

bool is_course_day(Date day);  // Monday to Friday, no holiday, not 24 December to 1 January

// The first day, `day` or later, from which `days` course days follow each other without a gap in the calendar.
Date next_course_days(Date day, int days);

}  // namespace kc::sample
