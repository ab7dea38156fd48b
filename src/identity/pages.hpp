// SPDX-License-Identifier: EUPL-1.2
// The pages and JSON routes of identity, one function per subject. app calls them; all arguments must outlive the router.
#pragma once

#include "http/rate_limit.hpp"
#include "http/router.hpp"
#include "identity/services.hpp"
#include "web/page.hpp"

namespace kc::identity {

// Rate classes that app must define: "sign_in" per address (the server checks it), "sign_in_account" per account.
inline constexpr std::string_view rate_per_address = "sign_in";
inline constexpr std::string_view rate_per_account = "sign_in_account";

void register_sign_in_pages(http::Router& router, const web::Site& site, Identity& identity, http::RateLimiter& limiter);
void register_account_pages(http::Router& router, const web::Site& site, Identity& identity, http::RateLimiter& limiter);
void register_people_pages(http::Router& router, const web::Site& site, Identity& identity, const Clock& clock);
void register_import_pages(http::Router& router, const web::Site& site, Identity& identity);
void register_organisation_pages(http::Router& router, const web::Site& site, Identity& identity, const Clock& clock);
void register_api(http::Router& router, const web::Site& site, Identity& identity, http::RateLimiter& limiter);

// All of the above.
void register_pages(http::Router& router, const web::Site& site, Identity& identity, const Clock& clock, http::RateLimiter& limiter);

}  // namespace kc::identity
