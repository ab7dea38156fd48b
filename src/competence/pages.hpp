// SPDX-License-Identifier: EUPL-1.2
// The routes of this room, for app/routes.cpp. Each part keeps its bound templates alive inside its handlers.
#pragma once

#include "competence/service.hpp"
#include "http/router.hpp"
#include "web/page.hpp"

namespace kc::competence {

// /profil and /profil/taetigkeit; the database is read for the departments to choose from.
void register_profile_pages(http::Router& router, const web::Site& site, ProfileService& profiles, storage::Database& database);
// /profil/koennen …
void register_assessment_pages(http::Router& router, const web::Site& site, ProfileService& profiles);
// /profil/interessen and /profil/lernzeit
void register_preference_pages(http::Router& router, const web::Site& site, ProfileService& profiles);
// /kompetenzen …
void register_gap_pages(http::Router& router, const web::Site& site, ProfileService& profiles);
// /api/v1/me/…, /api/v1/competences, /api/v1/role-profiles
void register_api(http::Router& router, const web::Site& site, ProfileService& profiles);

// All of the above.
void register_routes(http::Router& router, const web::Site& site, ProfileService& profiles, storage::Database& database);

}  // namespace kc::competence
