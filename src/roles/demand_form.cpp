// SPDX-License-Identifier: EUPL-1.2
#include "roles/demand_form.hpp"

namespace kc::roles {

using competence::DemandLayer;

namespace {

constexpr std::string_view authority_prefix = "authority-";

std::string scope_value(DemandLayer layer, const std::optional<OrganisationId>& organisation) {
    if (organisation) return fmt::format("{}{}", authority_prefix, organisation->value);
    return boost::describe::enum_to_string(layer, "");
}

void read_scope(std::string_view value, DemandEdit& edit) {
    edit.organisation.reset();
    if (value.starts_with(authority_prefix)) {
        edit.layer = DemandLayer::authority;
        edit.organisation = OrganisationId{web::parse_integer(value.substr(authority_prefix.size())).value_or(0)};
    } else {
        boost::describe::enum_from_string(std::string(value).c_str(), edit.layer);
    }
}

}  // namespace

std::vector<web::Option> scope_options(const web::Site& site, const http::Request& request, const Named& named, const RoleService::Rights& rights,
                                       const std::map<OrganisationId, std::string>& authorities) {
    std::vector<web::Option> options;
    if (named.role == nullptr) {
        if (rights.everything) options.push_back({"general", site.text(request, "competence.demand_layer.general"), {}});
        return options;
    }
    if (rights.everything) {
        options.push_back({"market", site.text(request, "roles.scope.market"), {}});
        options.push_back({"authority", site.text(request, "roles.scope.all_authorities"), {}});
    }
    const auto add = [&](OrganisationId organisation) {
        const auto name = authorities.find(organisation);
        options.push_back({scope_value(DemandLayer::authority, organisation),
                           site.text(request, "roles.scope.authority",
                                     {{"name", name != authorities.end() ? name->second : site.text(request, "roles.scope.own")}}),
                           {}});
    };
    if (rights.everything) {
        for (const auto& [organisation, name] : authorities) add(organisation);
    } else {
        for (const auto organisation : rights.organisations) add(organisation);
    }
    return options;
}

void fill_form(DemandFormView& view, const web::Site& site, const http::Request& request, const competence::Competence& competence,
               const std::optional<DemandEdit>& edit, const std::vector<web::Option>& scopes, const web::FormReader* refused) {
    const auto fields = site.fields(request, refused);
    view.competence = competence.name;
    view.competence_slug = competence.slug;
    view.competence_description = competence.description;
    if (scopes.size() > 1) {
        view.scope = fields.choice("layer", {.label = "roles.form.scope", .required = true, .empty_option = true}, scopes,
                                   edit ? scope_value(edit->layer, edit->organisation) : std::string());
    }
    std::vector<web::Option> levels;
    for (int level = 1; level <= competence::level_max; ++level) {
        const auto& descriptor = competence.descriptors[static_cast<std::size_t>(level - 1)];
        const auto number = site.text(request, "competence.level_number", {{"level", level}});
        levels.push_back({std::to_string(level), descriptor.empty() ? number : descriptor, descriptor.empty() ? std::string() : number});
    }
    view.level = fields.choice("level", {.label = "roles.form.level", .required = true}, levels, edit ? std::to_string(edit->level) : std::string());
    view.weight = fields.choice("weight", {.label = "roles.form.weight", .hint = "roles.form.weight_hint", .required = true, .empty_option = true},
                                weight_options(site, request, 1), edit ? std::to_string(edit->weight) : std::string());
    view.reason =
        fields.text("reason", {.label = "roles.form.reason", .hint = "roles.form.reason_hint", .required = true, .max = reason_max, .rows = 3},
                    edit ? edit->reason : std::string());
    const auto* deadline = edit && edit->deadline ? &*edit->deadline : nullptr;
    view.deadline_on = fields.date("deadline_on", {.label = "roles.form.deadline_on", .hint = "roles.form.deadline_hint"},
                                   deadline ? std::optional(deadline->until) : std::nullopt);
    view.deadline_weight = fields.choice("deadline_weight", {.label = "roles.form.deadline_weight", .empty_option = true},
                                         weight_options(site, request, 2), deadline ? std::to_string(deadline->weight) : std::string());
    view.deadline_law = fields.text("deadline_law", {.label = "roles.form.deadline_law", .hint = "roles.form.deadline_law_hint", .max = 120},
                                    deadline ? deadline->law : std::string());
    view.errors = fields.errors();
}

void read_form(web::FormReader& form, DemandEdit& edit, const std::vector<web::Option>& scopes) {
    if (scopes.size() > 1) {
        std::vector<std::string> values;
        for (const auto& option : scopes) values.push_back(option.value);
        read_scope(form.choice("layer", values, {.required = true}), edit);
    } else if (!scopes.empty()) {
        read_scope(scopes.front().value, edit);
    }
    edit.level = static_cast<int>(form.integer("level", {.required = true, .min = 1, .max = competence::level_max}).value_or(1));
    edit.weight = static_cast<int>(form.integer("weight", {.required = true, .min = 1, .max = 10}).value_or(1));
    edit.reason = form.text("reason", {.required = true, .max = reason_max, .lines = true});
    edit.deadline.reset();
    const bool any = !form.raw("deadline_on").empty() || !form.raw("deadline_weight").empty() || !form.raw("deadline_law").empty();
    // A deadline is whole or none: day, weight and law belong together.
    const auto until = form.date("deadline_on", {.required = any});
    const auto weight = form.integer("deadline_weight", {.required = any, .min = 1, .max = 10});
    auto law = form.text("deadline_law", {.required = any, .max = 120});
    if (any && until && weight) edit.deadline = competence::Deadline{*until, static_cast<int>(*weight), std::move(law)};
}

DemandEdit edit_of(const competence::DemandRecord& record) {
    DemandEdit edit{.role = record.role_profile_id,
                    .layer = record.layer,
                    .organisation = record.organisation_id,
                    .competence = record.competence_id,
                    .level = record.level,
                    .weight = record.weight,
                    .reason = record.reason,
                    .deadline = {}};
    if (record.deadline_on) edit.deadline = competence::Deadline{*record.deadline_on, record.deadline_weight.value_or(0), record.deadline_law};
    return edit;
}

}  // namespace kc::roles
