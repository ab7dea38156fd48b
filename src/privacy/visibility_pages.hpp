// SPDX-License-Identifier: EUPL-1.2
// /datenschutz/wer-sieht-was: the table of visibility for everybody, without sign-in; all cells as CSV and JSON for staff councils.
#pragma once

#include "http/router.hpp"
#include "web/page.hpp"

namespace kc::privacy {

void register_visibility_pages(http::Router& router, const web::Site& site);

}  // namespace kc::privacy
