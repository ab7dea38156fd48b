// SPDX-License-Identifier: EUPL-1.2
// The page before an offer is withdrawn: what that changes for others.
#pragma once

#include "authoring/impact_rules.hpp"
#include "authoring/service.hpp"
#include "http/router.hpp"
#include "web/page.hpp"

#include <functional>

namespace kc::authoring {

// How many people have this offer in their plan. Plans belong to a later room: app connects it. A number, never names (RE-71).
using PeoplePlanning = std::function<std::int64_t(LearningUnitId)>;

// /anbieter-bereich/angebote/{id}/rueckzug
void register_impact_pages(http::Router& router, const web::Site& site, AuthoringService& authoring, PeoplePlanning people_planning);

}  // namespace kc::authoring
