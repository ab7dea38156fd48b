// SPDX-License-Identifier: EUPL-1.2
// What all pages about the own profile begin and end with. Included by the pages of this room only.
#pragma once

#include "competence/pages.hpp"
#include "competence/refusals.hpp"
#include "competence/views.hpp"

namespace kc::competence {

// Calls page(viewer, own profile); people without the right to a profile get the page that says so.
template <class Page>
http::Response with_own_profile(const http::Request& request, const web::Site& site, const ProfileService& profiles, Page&& page) {
    const auto* viewer = request.viewer();
    if (viewer == nullptr) return web::redirect("/anmelden");
    const auto own = profiles.find_own(*viewer);
    if (!own) return site.error_page(request, 403, "competence.problem.not_permitted");
    return page(*viewer, *own);
}

inline http::Response refusal_page(const http::Request& request, const web::Site& site, ProfileError error) {
    return site.error_page(request, status_of(error), message_key_of(error));
}

inline web::Crumb profile_crumb(const web::Site& site, const http::Request& request) {
    return {"/profil", site.text(request, "competence.profile.title")};
}

}  // namespace kc::competence
