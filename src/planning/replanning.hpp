// SPDX-License-Identifier: EUPL-1.2
// The jobs that keep plans up to date. app/ hands the handlers to the job worker.
#pragma once

#include "planning/service.hpp"

#include <functional>
#include <map>
#include <string>

namespace kc::planning {

inline constexpr std::string_view replan_job = "planning.replan";  // {"people":[…],"cause":"profile_changed"}, with "units" for offers
inline constexpr std::string_view offers_job = "planning.offers";  // {"units":[…]}: finds whom these units concern
inline constexpr std::string_view prove_job = "planning.prove";    // {"people":[…],"cause":…}: after all others, a few people at a time

// `renew_offers` reads these units into the catalogue snapshot before affected people are planned again.
using RenewOffers = std::function<void(std::span<const LearningUnitId> units)>;
std::map<std::string, jobs::JobHandler> job_handlers(CurriculumService& curricula, RenewOffers renew_offers = {});
jobs::JobHandler prove_handler(CurriculumService& curricula);

}  // namespace kc::planning
