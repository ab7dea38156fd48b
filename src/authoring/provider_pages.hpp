// SPDX-License-Identifier: EUPL-1.2
// The pages on which a provider presents itself and the office enters new ones.
#pragma once

#include "authoring/provider_service.hpp"
#include "http/router.hpp"
#include "web/page.hpp"

namespace kc::authoring {

void register_provider_pages(http::Router& router, const web::Site& site, ProviderService& providers);  // /anbieter-bereich/anbieter …

}  // namespace kc::authoring
