// SPDX-License-Identifier: EUPL-1.2
// What a worker does with a complete request: read the form, then hand it to the router.
#pragma once

#include "http/router.hpp"

namespace kc::http {

Response answer_request(const Router& router, Request& request);

}  // namespace kc::http
