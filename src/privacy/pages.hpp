// SPDX-License-Identifier: EUPL-1.2
// /konto/daten: download of everything about oneself. /konto/loeschung: erasure of one's own account, in two steps.
#pragma once

#include "http/router.hpp"
#include "privacy/privacy.hpp"
#include "web/page.hpp"

#include <memory>
#include <string>

namespace kc::privacy {

struct PrivacyPageOptions {
    std::string session_cookie;  // removed from the browser when its account is gone
};

// The objects must outlive the router.
void register_pages(http::Router& router, const web::Site& site, PrivacyService& privacy, PrivacyPageOptions options);

}  // namespace kc::privacy
