// SPDX-License-Identifier: EUPL-1.2
#include "teams/refusals.hpp"

#include "teams/pages.hpp"

namespace kc::teams {

int status_of(TeamError error) {
    switch (error) {
        case TeamError::not_permitted: return 403;
        case TeamError::group_not_found:
        case TeamError::plan_not_found:
        case TeamError::call_not_found:
        case TeamError::person_not_found: return 404;
        case TeamError::already_called:
        case TeamError::caller_gone: return 409;
        case TeamError::group_too_small:
        case TeamError::group_would_reveal:
        case TeamError::nothing_to_call:
        case TeamError::too_many_goals:
        case TeamError::invalid: return 422;
    }
    return 422;
}

std::string message_key_of(TeamError error) { return fmt::format("teams.refusal.{}", boost::describe::enum_to_string(error, "invalid")); }
std::string message_key_of(ExitTableError error) { return fmt::format("teams.table_refusal.{}", boost::describe::enum_to_string(error, "empty")); }

void register_routes(http::Router& router, const TeamSources& sources) {
    register_plan_pages(router, sources);
    register_risk_pages(router, sources);
    register_exit_pages(router, sources);
    register_call_pages(router, sources);
    register_api(router, sources);
}

}  // namespace kc::teams
