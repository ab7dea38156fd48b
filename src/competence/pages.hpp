// SPDX-License-Identifier: EUPL-1.2
// The routes of this room, for app/routes.cpp. Each part keeps its bound templates alive inside its handlers.
#pragma once

#include "competence/service.hpp"
#include "http/router.hpp"
#include "web/page.hpp"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace kc::competence {

// What rooms to the right of this one add to its pages; app/ fills it in. Everything may be left out.
struct ProfileLinks {
    std::function<std::vector<CompetenceId>()> placement_tests{};  // competences with a short test (/kurz-pruefen/{slug}), sorted
    bool confirmations = false;                                    // /profil/nachweise and /profil/bestaetigungen are there
    // Pages of other rooms that belong to a profile: path, and message keys "<key>.title" and "<key>.text".
    struct Way {
        std::string path, key;
    };
    std::vector<Way> ways{};
    // The question of an interview, the title of a document …, for an origin; empty: the words of this room.
    std::function<std::string(std::string_view origin, Language language)> origin_title{};
};

// /profil and /profil/taetigkeit; the database is read for the departments to choose from.
void register_profile_pages(http::Router& router, const web::Site& site, ProfileService& profiles, storage::Database& database,
                            const ProfileLinks& links);
// /profil/koennen …
void register_assessment_pages(http::Router& router, const web::Site& site, ProfileService& profiles);
// /profil/interessen and /profil/lernzeit
void register_preference_pages(http::Router& router, const web::Site& site, ProfileService& profiles);
// /kompetenzen and /kompetenzen/export.csv
void register_gap_pages(http::Router& router, const web::Site& site, ProfileService& profiles, const ProfileLinks& links);
// /kompetenzen/{slug} …
void register_competence_pages(http::Router& router, const web::Site& site, ProfileService& profiles, const ProfileLinks& links);
// /api/v1/me/…, /api/v1/competences, /api/v1/role-profiles
void register_api(http::Router& router, const web::Site& site, ProfileService& profiles, const ProfileLinks& links);

// All of the above.
void register_routes(http::Router& router, const web::Site& site, ProfileService& profiles, storage::Database& database,
                     const ProfileLinks& links = {});

}  // namespace kc::competence
