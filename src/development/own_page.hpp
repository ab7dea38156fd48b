// SPDX-License-Identifier: EUPL-1.2
// What all pages of this room begin and end with. Included by the pages of this room only.
#pragma once

#include "development/pages.hpp"
#include "development/refusals.hpp"
#include "development/views.hpp"

namespace kc::development {

template <class Page> http::Response with_viewer(const http::Request& request, Page&& page) {
    const auto* viewer = request.viewer();
    if (viewer == nullptr) return web::redirect("/anmelden");
    return page(*viewer);
}

template <class Error> http::Response refusal_page(const http::Request& request, const web::Site& site, Error error) {
    return site.error_page(request, status_of(error), message_key_of(error));
}

inline web::Crumb talks_crumb(const web::Site& site, const http::Request& request) {
    return {"/mitarbeitergespraech", site.text(request, "development.talks.title")};
}
inline web::Crumb goals_crumb(const web::Site& site, const http::Request& request, Side side) {
    if (side == Side::employee) return {"/ziele", site.text(request, "development.goals.title")};
    return {"/ziele/team", site.text(request, "development.team.title")};
}

inline std::string path_of(TalkId id) { return fmt::format("/mitarbeitergespraech/{}", id.value); }
inline std::string path_of(GoalId id) { return fmt::format("/ziele/{}", id.value); }

}  // namespace kc::development
