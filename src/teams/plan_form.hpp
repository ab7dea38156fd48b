// SPDX-License-Identifier: EUPL-1.2
// The form of a new plan: /teamplanung/neu. Included by the pages of this room only.
#pragma once

#include "teams/pages.hpp"

namespace kc::teams {

void register_plan_form(http::Router& router, const TeamSources& sources);

}  // namespace kc::teams
