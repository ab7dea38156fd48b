// SPDX-License-Identifier: EUPL-1.2
// The routes of this room, for app/routes.cpp.
#pragma once

#include "development/career_paths.hpp"
#include "development/goal_service.hpp"
#include "development/talk_service.hpp"
#include "http/router.hpp"
#include "web/page.hpp"

namespace kc::development {

struct DevelopmentSources {
    const web::Site& site;
    TalkService& talks;
    GoalService& goals;
    CareerPaths& careers;
    competence::ProfileService& profiles;
    planning::CurriculumService& curricula;
};

void register_talk_pages(http::Router& router, const DevelopmentSources& sources);         // /mitarbeitergespraech …
void register_preparation_pages(http::Router& router, const DevelopmentSources& sources);  // /mitarbeitergespraech/…/vorbereitung
void register_goal_pages(http::Router& router, const DevelopmentSources& sources);         // /ziele …
void register_goal_form_pages(http::Router& router, const DevelopmentSources& sources);    // /ziele/neu, /ziele/{id}/gegenvorschlag
void register_team_pages(http::Router& router, const DevelopmentSources& sources);         // /ziele/team
void register_career_pages(http::Router& router, const DevelopmentSources& sources);       // /karrierewege …
void register_api(http::Router& router, const DevelopmentSources& sources);                // /api/v1/me/goals …

// All of the above.
void register_routes(http::Router& router, const DevelopmentSources& sources);

}  // namespace kc::development
