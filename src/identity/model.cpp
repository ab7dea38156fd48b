// SPDX-License-Identifier: EUPL-1.2
#include "identity/model.hpp"

#include "base/slug.hpp"

#include "base/text.hpp"

namespace kc::identity {

std::string display_name(std::string_view first_name, std::string_view last_name) {
    std::string name(first_name);
    if (!name.empty() && !last_name.empty()) name += ' ';
    return name += last_name;
}

std::optional<std::string> parse_email(std::string_view text) {
    const std::string email = lower_ascii(trim(text));
    if (email.size() < 3 || email.size() > 254) return std::nullopt;
    const auto at = email.find('@');
    if (at == std::string::npos || at == 0 || at > 64 || email.find('@', at + 1) != std::string::npos) return std::nullopt;
    const auto allowed_in_local = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || std::string_view("!#$%&'*+/=?^_`{|}~.-").find(c) != std::string_view::npos;
    };
    const std::string_view local = std::string_view(email).substr(0, at);
    const std::string_view domain = std::string_view(email).substr(at + 1);
    if (!std::all_of(local.begin(), local.end(), allowed_in_local)) return std::nullopt;
    if (local.front() == '.' || local.back() == '.' || local.find("..") != std::string_view::npos) return std::nullopt;
    if (domain.empty() || domain.find('.') == std::string_view::npos) return std::nullopt;
    for (std::size_t begin = 0; begin <= domain.size();) {
        const std::size_t end = std::min(domain.find('.', begin), domain.size());
        const std::string_view part = domain.substr(begin, end - begin);
        if (part.empty() || part.size() > 63 || part.front() == '-' || part.back() == '-') return std::nullopt;
        const bool plain = std::all_of(part.begin(), part.end(), [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; });
        if (!plain) return std::nullopt;
        begin = end + 1;
    }
    return email;
}

namespace {

bool is_single_line(std::string_view text, std::size_t length_max) {
    return !text.empty() && is_valid_utf8(text) && code_points(text) <= length_max && !contains_control_characters(text) &&
           text.find_first_of("\r\n\t") == std::string_view::npos && trim(text).size() == text.size();
}

}  // namespace

bool is_person_name(std::string_view text) { return is_single_line(text, 100); }

bool is_organisation_name(std::string_view text) { return is_single_line(text, 200); }

std::vector<Role> grantable_roles(const Viewer& viewer, OrganisationId organisation) {
    std::vector<Role> roles;
    if (!viewer.may(Permission::manage_people, organisation)) return roles;
    roles = {Role::learner, Role::supervisor, Role::hr_decision_maker, Role::instructor, Role::venue_host};
    if (viewer.may(Permission::manage_all_organisations)) {
        roles.insert(roles.end(), {Role::provider_editor, Role::board_member, Role::office});
        if (viewer.has_role(Role::system_operator)) roles.push_back(Role::system_operator);
    }
    return roles;
}

bool may_grant(const Viewer& viewer, Role role, OrganisationId organisation) {
    const auto roles = grantable_roles(viewer, organisation);
    return std::find(roles.begin(), roles.end(), role) != roles.end();
}

bool is_protected(Role role) { return role == Role::office || role == Role::system_operator; }

std::optional<TreeProblem> find_tree_problem(const std::vector<DepartmentVersion>& versions, DepartmentId department, DepartmentId parent, Date from,
                                             std::optional<Date> until) {
    std::set<Date> days{from};
    for (const auto& version : versions) {
        for (const auto& day : {std::optional(version.valid_from), version.valid_until}) {
            if (day && *day > from && (!until || *day < *until)) days.insert(*day);
        }
    }
    for (const Date day : days) {
        std::map<DepartmentId, std::optional<DepartmentId>> parents;
        for (const auto& version : versions) {
            if (version.covers(day)) parents[version.department_id] = version.parent_id;
        }
        if (!parents.contains(parent)) return TreeProblem::parent_not_open;
        std::set<DepartmentId> seen;
        for (std::optional<DepartmentId> above = parent; above;) {
            if (*above == department || !seen.insert(*above).second) return TreeProblem::cycle;
            const auto found = parents.find(*above);
            above = found == parents.end() ? std::nullopt : found->second;
        }
    }
    return std::nullopt;
}

std::string slug_of(std::string_view name) {
    auto slug = address_part(name, 60);
    return slug.empty() ? "organisation" : slug;
}

}  // namespace kc::identity
