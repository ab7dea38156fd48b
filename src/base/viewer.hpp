// SPDX-License-Identifier: EUPL-1.2
// The Viewer: who asks, in which roles. Writes check may() in the service next to the rule;
// reads of protected rows take the viewer and narrow the SQL by it.
#pragma once

#include "base/ids.hpp"
#include "base/language.hpp"

#include <string>
#include <vector>

#include <boost/describe/enum.hpp>

namespace kc {

// A person can hold several of these in several organisations (R27–R43).
enum class Role {
    learner,            // Beschäftigte
    supervisor,         // Führungskraft
    hr_decision_maker,  // Personalentscheidung
    provider_editor,    // Redaktion eines Anbieters
    instructor,         // Lehrperson
    board_member,       // Beirat
    office,             // Geschäftsstelle
    venue_host,         // Lernort
    system_operator,    // technischer Betrieb
};
BOOST_DESCRIBE_ENUM(Role, learner, supervisor, hr_decision_maker, provider_editor, instructor, board_member, office, venue_host, system_operator)

enum class Permission {
    keep_own_profile,  // profile, self-assessment, learning preferences
    plan_own_curriculum,
    see_people,           // names and departments of the own organisation
    manage_people,        // invite, import, assign roles
    manage_organisation,  // departments
    manage_all_organisations,
    see_provider_units,
    see_operations,  // jobs, audit log, outbox
    run_operations,  // retry jobs
    see_feedback,
    edit_offers,       // drafts, dates and courses of the own provider
    release_offers,    // make a submitted draft what everybody sees
    edit_venues,       // of the own organisation
    edit_search,       // the words the search knows
    see_demand,        // searches without a hit, gaps without an offer; never whose
    edit_framework,    // competences of the catalogue
    import_framework,  // proposals from other frameworks
    edit_demands,      // what a work asks for: of the own authority, or of all with manage_all_organisations
    agree_goals,       // in a development talk, as the employer's side
    confirm_evidence,  // what a person asks to have confirmed
    plan_teams,        // training of a department as a whole, and what leaves with retirements; numbers and agreed goals only
    trust_issuers,     // whose signed learning histories count here
};

struct RoleAssignment {
    Role role;
    OrganisationId organisation;
    auto operator<=>(const RoleAssignment&) const = default;
};

struct Viewer {
    PersonId person;
    OrganisationId organisation;  // the employer, or where the account was created
    std::string display_name;
    Language language = Language::de;
    std::vector<RoleAssignment> roles;

    bool has_role(Role role) const;
    bool has_role(Role role, OrganisationId in) const;
    bool may(Permission permission) const;                     // in any of the viewer's organisations
    bool may(Permission permission, OrganisationId in) const;  // in this one
    std::vector<OrganisationId> organisations_where(Permission permission) const;
};

bool role_grants(Role role, Permission permission);

}  // namespace kc
