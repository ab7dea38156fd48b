// SPDX-License-Identifier: EUPL-1.2
#include "authoring/work_pages.hpp"

namespace kc::authoring {

void register_work_routes(http::Router& router, const WorkParts& parts) {
    register_date_pages(router, parts.site, parts.dates);
    register_date_series_pages(router, parts.site, parts.dates);
    register_date_api(router, parts.site, parts.dates);
    register_venue_pages(router, parts.site, parts.venues);
    register_venue_api(router, parts.site, parts.venues);
    register_course_pages(router, parts.site, parts.courses);
    register_course_api(router, parts.site, parts.courses);
    register_bulk_pages(router, parts.site, parts.bulk);
    register_impact_pages(router, parts.site, parts.authoring, parts.people_planning);
    register_freshness_pages(router, parts.site, parts.freshness);
}

}  // namespace kc::authoring
