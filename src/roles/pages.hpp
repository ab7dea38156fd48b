// SPDX-License-Identifier: EUPL-1.2
// The routes of this room, for app/routes.cpp.
#pragma once

#include "http/router.hpp"
#include "roles/description_service.hpp"
#include "roles/service.hpp"
#include "web/page.hpp"

namespace kc::roles {

inline constexpr std::string_view roles_path = "/taetigkeiten";
inline constexpr std::string_view esco_notice = "This service uses the ESCO classification of the European Commission.";

struct PageParts {
    const web::Site& site;
    RoleService& roles;
    DescriptionService& descriptions;
};

void register_profile_pages(http::Router& router, const PageParts& parts);      // /taetigkeiten, /{slug}, tables
void register_deadline_pages(http::Router& router, const PageParts& parts);     // /taetigkeiten/fristen
void register_demand_pages(http::Router& router, const PageParts& parts);       // …/anforderungen
void register_history_pages(http::Router& router, const PageParts& parts);      // …/verlauf
void register_text_pages(http::Router& router, const PageParts& parts);         // …/neu, …/bearbeiten
void register_description_pages(http::Router& router, const PageParts& parts);  // /taetigkeiten/stellenbeschreibung
void register_api(http::Router& router, const PageParts& parts);

// All of the above.
void register_routes(http::Router& router, const PageParts& parts);

}  // namespace kc::roles
