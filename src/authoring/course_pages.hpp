// SPDX-License-Identifier: EUPL-1.2
// The routes about courses, for the registration of this room.
#pragma once

#include "authoring/course_service.hpp"
#include "http/router.hpp"
#include "web/page.hpp"

namespace kc::authoring {

// /anbieter-bereich/kurse …
void register_course_pages(http::Router& router, const web::Site& site, CourseService& courses);
// /api/v1/provider/courses …
void register_course_api(http::Router& router, const web::Site& site, CourseService& courses);

int status_of(CourseError error);
std::string message_key_of(CourseError error);  // "authoring.courses.problem.course_not_found"

}  // namespace kc::authoring
