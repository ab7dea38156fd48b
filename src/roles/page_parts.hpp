// SPDX-License-Identifier: EUPL-1.2
// What all pages of this room begin and end with. Included by its pages only.
#pragma once

#include "roles/authorities_report.hpp"
#include "roles/pages.hpp"
#include "roles/refusals.hpp"
#include "roles/views.hpp"

namespace kc::roles {

// Those who edit demands; everybody else is sent away kindly.
template <class Page> http::Response for_editors(const http::Request& request, const web::Site& site, Page&& page) {
    const auto* viewer = request.viewer();
    if (viewer == nullptr) return web::redirect("/anmelden");
    const auto rights = RoleService::rights_of(*viewer);
    if (!rights.any()) return site.error_page(request, 403, message_key_of(RoleError::not_permitted));
    return page(*viewer, rights);
}

inline http::Response refusal_page(const http::Request& request, const web::Site& site, RoleError error) {
    return site.error_page(request, status_of(error), message_key_of(error));
}

// What the slug of an address names: a kind of work, or the general demands.
struct Named {
    std::shared_ptr<const competence::CompetenceFramework> framework;
    const competence::RoleProfile* role = nullptr;  // nullptr: the general demands
    std::string slug;

    std::optional<RoleProfileId> id() const { return role != nullptr ? std::optional(role->id) : std::nullopt; }
};
// Drafts are for the office alone; nothing: there is no such page for this viewer.
std::optional<Named> find_named(const http::Request& request, const RoleService& roles);
std::string name_of(const Named& named, const web::Site& site, const http::Request& request);

std::map<OrganisationId, std::string> names_of_authorities(const RoleService& roles);

inline web::Crumb roles_crumb(const web::Site& site, const http::Request& request) {
    return {std::string(roles_path), site.text(request, "roles.list.title")};
}
inline web::Crumb named_crumb(const Named& named, const web::Site& site, const http::Request& request) {
    return {address_of(named.slug), name_of(named, site, request)};
}

// An impact in sentences.
std::vector<std::string> impact_sentences(const web::Site& site, const http::Request& request, const Impact& impact);
std::string count_words(const web::Site& site, const http::Request& request, const ToldCount& count);

// Weights from `from` to 10, each with its words.
std::vector<web::Option> weight_options(const web::Site& site, const http::Request& request, int from);
std::string importance_words(const web::Site& site, const http::Request& request, int weight);

}  // namespace kc::roles
