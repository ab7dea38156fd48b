// SPDX-License-Identifier: EUPL-1.2
#include "roles/refusals.hpp"

#include "roles/pages.hpp"

namespace kc::roles {

int status_of(RoleError error) {
    switch (error) {
        case RoleError::not_permitted: return 403;
        case RoleError::role_not_found:
        case RoleError::demand_not_found:
        case RoleError::change_not_found: return 404;
        case RoleError::already_asked:
        case RoleError::changed_since:
        case RoleError::changed_meanwhile: return 409;
        case RoleError::invalid: return 422;
    }
    return 422;
}

std::string message_key_of(RoleError error) { return fmt::format("roles.refusal.{}", boost::describe::enum_to_string(error, "invalid")); }

int status_of(DescriptionError error) {
    switch (error) {
        case DescriptionError::not_permitted: return 403;
        case DescriptionError::not_found: return 404;
        case DescriptionError::already_decided: return 409;
        case DescriptionError::role_not_found:
        case DescriptionError::no_text:
        case DescriptionError::too_long:
        case DescriptionError::too_many:
        case DescriptionError::line_refused: return 422;
    }
    return 422;
}

std::string message_key_of(DescriptionError error) { return fmt::format("roles.refusal.{}", boost::describe::enum_to_string(error, "not_found")); }

void register_routes(http::Router& router, const PageParts& parts) {
    register_profile_pages(router, parts);
    register_deadline_pages(router, parts);
    register_demand_pages(router, parts);
    register_history_pages(router, parts);
    register_text_pages(router, parts);
    register_description_pages(router, parts);
    register_api(router, parts);
}

}  // namespace kc::roles
