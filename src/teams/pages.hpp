// SPDX-License-Identifier: EUPL-1.2
// The routes of this room, for app/routes.cpp.
#pragma once

#include "http/router.hpp"
#include "teams/call_service.hpp"
#include "teams/exit_service.hpp"
#include "teams/plan_service.hpp"
#include "teams/risk.hpp"
#include "web/page.hpp"

namespace kc::teams {

inline constexpr std::string_view plans_path = "/teamplanung";

struct TeamSources {
    const web::Site& site;
    PlanService& plans;
    RiskService& risks;
    ExitService& exits;
    CallService& calls;
};

void register_plan_pages(http::Router& router, const TeamSources& sources);  // /teamplanung, /teamplanung/neu, /teamplanung/{id}
void register_risk_pages(http::Router& router, const TeamSources& sources);  // /teamplanung/risiken
void register_exit_pages(http::Router& router, const TeamSources& sources);  // /teamplanung/ausscheiden
void register_call_pages(http::Router& router, const TeamSources& sources);  // /teamplanung/aufrufe
void register_api(http::Router& router, const TeamSources& sources);         // /api/v1/team-plans, /api/v1/competence-risks

// All of the above.
void register_routes(http::Router& router, const TeamSources& sources);

}  // namespace kc::teams
