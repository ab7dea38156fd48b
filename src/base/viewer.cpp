// SPDX-License-Identifier: EUPL-1.2
#include "base/viewer.hpp"

#include <algorithm>

namespace kc {

bool role_grants(Role role, Permission permission) {
    using enum Permission;
    switch (role) {
        case Role::learner: return permission == keep_own_profile || permission == plan_own_curriculum;
        case Role::supervisor: return permission == see_people || permission == agree_goals || permission == confirm_evidence;
        case Role::hr_decision_maker:
            return permission == see_people || permission == manage_people || permission == manage_organisation || permission == edit_demands ||
                   permission == agree_goals || permission == confirm_evidence || permission == plan_teams;
        case Role::provider_editor: return permission == see_provider_units || permission == edit_offers || permission == edit_venues;
        case Role::instructor: return permission == see_provider_units || permission == confirm_evidence;
        case Role::board_member: return permission == see_demand || permission == edit_framework;
        case Role::venue_host: return permission == edit_venues;
        case Role::office:
            return permission == see_people || permission == manage_people || permission == manage_organisation ||
                   permission == manage_all_organisations || permission == see_provider_units || permission == see_feedback ||
                   permission == edit_offers || permission == release_offers || permission == edit_venues || permission == edit_search ||
                   permission == see_demand || permission == edit_framework || permission == import_framework || permission == edit_demands ||
                   permission == trust_issuers;
        case Role::system_operator: return permission == see_operations || permission == run_operations || permission == see_feedback;
    }
    return false;
}

namespace {

// The office of the cooperative acts for every organisation (R27); all other roles act where they were given.
bool holds_everywhere(const RoleAssignment& assignment) { return role_grants(assignment.role, Permission::manage_all_organisations); }

}  // namespace

bool Viewer::has_role(Role role) const {
    return std::any_of(roles.begin(), roles.end(), [&](const RoleAssignment& r) { return r.role == role; });
}

bool Viewer::has_role(Role role, OrganisationId in) const {
    return std::any_of(roles.begin(), roles.end(), [&](const RoleAssignment& r) { return r.role == role && r.organisation == in; });
}

bool Viewer::may(Permission permission) const {
    return std::any_of(roles.begin(), roles.end(), [&](const RoleAssignment& r) { return role_grants(r.role, permission); });
}

bool Viewer::may(Permission permission, OrganisationId in) const {
    return std::any_of(roles.begin(), roles.end(),
                       [&](const RoleAssignment& r) { return role_grants(r.role, permission) && (r.organisation == in || holds_everywhere(r)); });
}

std::vector<OrganisationId> Viewer::organisations_where(Permission permission) const {
    std::vector<OrganisationId> result;
    for (const auto& assignment : roles) {
        if (role_grants(assignment.role, permission)) result.push_back(assignment.organisation);
    }
    std::sort(result.begin(), result.end());
    result.erase(std::unique(result.begin(), result.end()), result.end());
    return result;
}

}  // namespace kc
