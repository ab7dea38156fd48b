// SPDX-License-Identifier: EUPL-1.2
// The routes of everything around descriptions, for app/routes.cpp: dates, venues, courses, bulk changes, withdrawal, freshness.
#pragma once

#include "authoring/bulk_pages.hpp"
#include "authoring/course_pages.hpp"
#include "authoring/date_pages.hpp"
#include "authoring/freshness_pages.hpp"
#include "authoring/impact_pages.hpp"
#include "authoring/venue_pages.hpp"

namespace kc::authoring {

// All outlive the router.
struct WorkParts {
    const web::Site& site;
    AuthoringService& authoring;
    DateService& dates;
    VenueService& venues;
    CourseService& courses;
    BulkService& bulk;
    FreshnessService& freshness;
    PeoplePlanning people_planning;
};

void register_work_routes(http::Router& router, const WorkParts& parts);

}  // namespace kc::authoring
