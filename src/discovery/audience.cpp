// SPDX-License-Identifier: EUPL-1.2
#include "discovery/audience.hpp"

namespace kc::discovery {

std::vector<bool> specialist_areas(const competence::CompetenceFramework& framework, OrganisationId organisation, const competence::Jobs& jobs) {
    std::vector<bool> areas(framework.areas().size(), false);
    const auto* role = jobs.present ? framework.role_profile(*jobs.present) : nullptr;
    if (role == nullptr) return areas;
    for (const auto& demand : role->demands) {
        if (demand.organisation && *demand.organisation != organisation) continue;
        if (demand.level >= specialist_level) areas[framework.competence(demand.competence).area] = true;
    }
    return areas;
}

bool reads_as_specialist(const competence::CompetenceFramework& framework, const std::vector<bool>& areas, const catalogue::LearningUnit& unit) {
    return std::any_of(unit.teaches.begin(), unit.teaches.end(), [&](const auto& taught) {
        const auto index = framework.index_of(taught.competence);
        return index && framework.competence(*index).area < areas.size() && areas[framework.competence(*index).area];
    });
}

}  // namespace kc::discovery
