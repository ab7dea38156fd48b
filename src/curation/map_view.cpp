// SPDX-License-Identifier: EUPL-1.2
#include "curation/map_view.hpp"

#include <set>

namespace kc::curation {

std::vector<std::int64_t> roles_asking(const CompetenceFramework& framework) {
    std::vector<std::int64_t> counts(framework.competences().size());
    for (const auto& role : framework.role_profiles()) {
        if (!role.published()) continue;
        std::set<std::size_t> asked;
        for (const auto& line : role.demands) {
            if (!line.organisation) asked.insert(line.competence);
        }
        for (const auto competence : asked) ++counts[competence];
    }
    return counts;
}

void add_roles(const CompetenceFramework& framework, std::size_t competence, Language language, CompetencePageView& view) {
    for (const auto& line : framework.general_demands()) {
        if (line.competence == competence) view.roles.push_back({{}, line.layer, line.level, true});
    }
    for (const auto& role : framework.role_profiles()) {
        if (!role.published()) continue;
        const competence::DemandLine* highest = nullptr;
        for (const auto& line : role.demands) {
            if (line.competence != competence || line.organisation) continue;
            if (highest == nullptr || line.level > highest->level) highest = &line;
        }
        if (highest != nullptr) view.roles.push_back({role.name_in(language), highest->layer, highest->level, false});
    }
}

}  // namespace kc::curation
