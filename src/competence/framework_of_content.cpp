// SPDX-License-Identifier: EUPL-1.2
#include "competence/framework_content.hpp"

#include <fmt/format.h>

namespace kc::competence {

namespace {

using IndexBySlug = std::unordered_map<std::string, std::size_t>;

std::size_t index_of(const IndexBySlug& known, const std::string& slug, const char* what) {
    const auto found = known.find(slug);
    if (found == known.end()) throw FrameworkContentError(fmt::format("there is no {} \"{}\": correct the name or add it", what, slug));
    return found->second;
}

DemandLine line_of(const DemandContent& demand, DemandLayer layer, const IndexBySlug& competences, Date stated_on) {
    return {.layer = layer,
            .organisation = demand.organisation,
            .competence = index_of(competences, demand.competence, "competence"),
            .level = demand.level,
            .weight = demand.weight,
            .reason = demand.reason,
            .stated_on = stated_on,
            .deadline = demand.deadline};
}

}  // namespace

CompetenceFramework framework_of(const FrameworkContent& content) {
    CompetenceFramework::Parts parts;
    IndexBySlug areas, competences, roles;
    for (const auto& area : content.areas) {
        areas.emplace(area.slug, parts.areas.size());
        const auto number = static_cast<std::int64_t>(parts.areas.size()) + 1;
        parts.areas.push_back({CompetenceAreaId{number}, area.slug, area.name, area.name_en, static_cast<int>(number)});
    }
    for (const auto& competence : content.competences) {
        competences.emplace(competence.slug, parts.competences.size());
        const auto number = static_cast<std::int64_t>(parts.competences.size()) + 1;
        Competence made{.id = CompetenceId{number},
                        .slug = competence.slug,
                        .area = index_of(areas, competence.area, "competence area"),
                        .name = competence.name,
                        .description = competence.description,
                        .keywords = competence.keywords,
                        .half_life_months = competence.half_life_months,
                        .position = static_cast<int>(number),
                        .level_0 = competence.level_0,
                        .descriptors = {},
                        .phrases = competence.phrases,
                        .alignments = competence.alignments};
        std::copy_n(competence.descriptors.begin(), std::min(competence.descriptors.size(), made.descriptors.size()), made.descriptors.begin());
        parts.competences.push_back(std::move(made));
    }
    for (const auto& role : content.role_profiles) {
        roles.emplace(role.slug, parts.role_profiles.size());
        const auto number = static_cast<std::int64_t>(parts.role_profiles.size()) + 1;
        parts.role_profiles.push_back({.id = RoleProfileId{number},
                                       .slug = role.slug,
                                       .name = role.name,
                                       .name_en = role.name_en,
                                       .description = role.description,
                                       .position = static_cast<int>(number),
                                       .titles = role.titles,
                                       .alignments = role.alignments,
                                       .successors = {},
                                       .demands = {}});
    }
    for (std::size_t i = 0; i < content.role_profiles.size(); ++i) {
        auto& made = parts.role_profiles[i];
        for (const auto& successor : content.role_profiles[i].successors) made.successors.push_back(index_of(roles, successor, "role profile"));
        for (const auto& demand : content.role_profiles[i].market) {
            made.demands.push_back(line_of(demand, DemandLayer::market, competences, content.stated_on));
        }
        for (const auto& demand : content.role_profiles[i].authority) {
            made.demands.push_back(line_of(demand, DemandLayer::authority, competences, content.stated_on));
        }
    }
    for (const auto& demand : content.general_demands) {
        parts.general_demands.push_back(line_of(demand, DemandLayer::general, competences, content.stated_on));
    }
    return CompetenceFramework(std::move(parts));
}

}  // namespace kc::competence
