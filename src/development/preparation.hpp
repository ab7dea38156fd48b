// SPDX-License-Identifier: EUPL-1.2
// What a side can put onto the shared sheet: the employee out of her own profile and plan, the employer's side out of the public demands of
// a work. Pure; what is not ticked never leaves the own preparation (MG-05, MG-06).
#pragma once

#include "competence/service.hpp"
#include "development/talk_store.hpp"
#include "planning/service.hpp"

#include <vector>

namespace kc::development {

inline constexpr std::size_t offered_gaps_max = 15, offered_units_max = 20;

// Gaps by importance, interests, planned units, completed units; `plans` may be absent.
std::vector<SheetItem> offered_to_employee(const competence::OwnProfile& profile, const planning::OwnPlans* plans);
// What this work asks for with this employer: general, market and own lines merged, highest level first.
std::vector<SheetItem> offered_to_counterpart(const competence::CompetenceFramework& framework, const competence::RoleProfile& role,
                                              OrganisationId organisation, Date today);

// How a tick is sent: "gap:17".
std::string key_of(const SheetItem& item);

}  // namespace kc::development
