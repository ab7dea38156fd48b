// SPDX-License-Identifier: EUPL-1.2
// Two descriptions for two audiences (R77, FI-40): who works in the field of an offer reads the one for specialists, everybody else the
// one without technical terms.
#pragma once

#include "catalogue/model.hpp"
#include "competence/model.hpp"

#include <vector>

namespace kc::discovery {

inline constexpr int specialist_level = 2;  // asked for by the work itself, not by the demands that concern everybody

// By area of the framework: does the present work ask for that much in it?
std::vector<bool> specialist_areas(const competence::CompetenceFramework& framework, OrganisationId organisation, const competence::Jobs& jobs);

bool reads_as_specialist(const competence::CompetenceFramework& framework, const std::vector<bool>& areas, const catalogue::LearningUnit& unit);

}  // namespace kc::discovery
