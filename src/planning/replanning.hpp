// SPDX-License-Identifier: EUPL-1.2
// The jobs that keep plans up to date. app/ hands the handlers to the job worker.
#pragma once

#include "planning/service.hpp"

#include <functional>
#include <map>
#include <string>

namespace kc::planning {

inline constexpr std::string_view replan_job = "planning.replan";  // {"people":[…],"cause":"profile_changed"}
inline constexpr std::string_view offers_job = "planning.offers";  // {"units":[…]}: finds whom these units concern

// `renew_offers` reads these units into the catalogue snapshot before affected people are planned again.
using RenewOffers = std::function<void(std::span<const LearningUnitId> units)>;
std::map<std::string, jobs::JobHandler> job_handlers(CurriculumService& curricula, RenewOffers renew_offers = {});

}  // namespace kc::planning
