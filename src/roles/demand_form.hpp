// SPDX-License-Identifier: EUPL-1.2
// The form of one demand line: its fields, and how what was sent becomes a DemandEdit again.
#pragma once

#include "roles/page_parts.hpp"

namespace kc::roles {

struct ConflictView {
    int level = 0, weight = 0;
    std::string reason;  // as the colleague saved it
};
BOOST_DESCRIBE_STRUCT(ConflictView, (), (level, weight, reason))

struct DemandFormView {
    std::string role, slug, action, back, remove_path;
    std::string competence, competence_slug, competence_description, seen, layer;
    bool is_new = false;
    std::optional<web::ChoiceField> scope;  // where there is something to choose
    web::ChoiceField level, weight;
    web::TextField reason, deadline_on, deadline_law;
    web::ChoiceField deadline_weight;
    std::vector<std::string> impact;
    std::optional<ConflictView> conflict;
    std::optional<web::ErrorSummary> errors;
};
BOOST_DESCRIBE_STRUCT(DemandFormView, (),
                      (role, slug, action, back, remove_path, competence, competence_slug, competence_description, seen, layer, is_new, scope, level,
                       weight, reason, deadline_on, deadline_law, deadline_weight, impact, conflict, errors))

// Which layers and authorities somebody may choose from for a new line, by the value of the field: "market", "authority", "authority-17".
std::vector<web::Option> scope_options(const web::Site& site, const http::Request& request, const Named& named, const RoleService::Rights& rights,
                                       const std::map<OrganisationId, std::string>& authorities);

// Everything but headings, impact and conflict. `edit` fills the fields when nothing was refused; errors come last.
void fill_form(DemandFormView& view, const web::Site& site, const http::Request& request, const competence::Competence& competence,
               const std::optional<DemandEdit>& edit, const std::vector<web::Option>& scopes, const web::FormReader* refused);
// Problems are noted in the form. Of a line that exists `edit` brings layer, authority and competence.
void read_form(web::FormReader& form, DemandEdit& edit, const std::vector<web::Option>& scopes);

DemandEdit edit_of(const competence::DemandRecord& record);

}  // namespace kc::roles
