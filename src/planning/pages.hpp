// SPDX-License-Identifier: EUPL-1.2
// The routes of this room, for app/routes.cpp. Each part keeps its bound templates alive inside its handlers.
#pragma once

#include "competence/service.hpp"
#include "http/router.hpp"
#include "planning/service.hpp"
#include "web/page.hpp"

namespace kc::planning {

// /lehrplan, /lehrplan/vorschlag, /lehrplan/verlauf and the decisions about a version; the database is read for the next step of a
// profile that is not complete yet.
void register_curriculum_pages(http::Router& router, const web::Site& site, CurriculumService& curricula, storage::Database& database);
// /lehrplan/einheiten/{unit}/…: exclude, lock, another date, completed
void register_choice_pages(http::Router& router, const web::Site& site, CurriculumService& curricula);
// /lehrplan/grenzen
void register_limit_pages(http::Router& router, const web::Site& site, CurriculumService& curricula, competence::ProfileService& profiles);
// /lehrplan/lehrplan.ics and .csv
void register_downloads(http::Router& router, const web::Site& site, CurriculumService& curricula);
// /api/v1/me/curriculum …
void register_api(http::Router& router, const web::Site& site, CurriculumService& curricula, storage::Database& database);

// All of the above.
void register_routes(http::Router& router, const web::Site& site, CurriculumService& curricula, competence::ProfileService& profiles,
                     storage::Database& database);

}  // namespace kc::planning
