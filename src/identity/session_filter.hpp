// SPDX-License-Identifier: EUPL-1.2
// SessionFilter: in front of every route. Puts the viewer into the request, asks for a sign-in where one is needed, and refuses
// writes that did not come from a page of this server (CSRF). Register it before all other filters that need the viewer.
#pragma once

#include "http/router.hpp"
#include "identity/sessions.hpp"
#include "web/page.hpp"

namespace kc::identity {

inline constexpr std::string_view session_cookie = "kc_session";
inline constexpr std::string_view visitor_cookie = "kc_form";         // the token of forms before sign-in, sent twice
inline constexpr std::string_view challenge_cookie = "kc_anmeldung";  // between password and second factor

// Adds the filters to the router. `router`, `sessions` and `site` must outlive it. Routes are public only when they say so.
void register_session_filter(http::Router& router, Sessions& sessions, const web::Site& site);

http::Cookie session_cookie_of(const std::string& token);
std::string describe_device(const http::Request& request);          // "Firefox, Windows": for the list of sessions
std::string safe_local_path(std::optional<std::string_view> path);  // where to go on to after signing in; "/" for anything else

}  // namespace kc::identity
