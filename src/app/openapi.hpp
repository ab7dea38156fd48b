// SPDX-License-Identifier: EUPL-1.2
// The OpenAPI 3.1 document, made from the route table: each /api/v1 route with its parameters and schemas.
#pragma once

#include "http/router.hpp"

#include <string>

namespace kc::app {

std::string openapi_document(const http::Router& router);

}  // namespace kc::app
