// SPDX-License-Identifier: EUPL-1.2
#include "interview/adaptive.hpp"

#include <algorithm>

namespace kc::interview {

int uncertainty_percent(const competence::CurrentLevel& current) {
    if (!current.assessed()) return 100;
    return std::max(0, (sure_percent - current.confidence_percent) * 100 / sure_percent);
}

double worth_asking(const competence::Standing& standing) {
    if (!standing.target.asked_for()) return 0;
    return standing.target.value.weight * standing.target.value.level * (uncertainty_percent(standing.current) / 100.0);
}

std::vector<Candidate> worth_asking(const competence::CompetenceFramework& framework, std::span<const competence::Standing> standings,
                                    const AskRule& rule) {
    std::vector<Candidate> candidates;
    const auto contains = [](std::span<const std::string> list, const std::string& slug) {
        return std::find(list.begin(), list.end(), slug) != list.end();
    };
    for (const auto& standing : standings) {
        const double worth = worth_asking(standing);
        if (worth <= 0 || worth < rule.threshold) continue;
        const auto& competence = framework.competence(standing.competence);
        const auto& area = framework.area_of(competence).slug;
        if (!competence.published() || (!rule.areas.empty() && !contains(rule.areas, area))) continue;
        if (rule.asked_before && rule.asked_before(standing.competence)) continue;
        candidates.push_back({standing.competence, worth, contains(rule.soft_areas, area)});
    }
    return candidates;
}

const Candidate* ask_first(std::span<const Candidate> candidates) {
    if (candidates.empty()) return nullptr;
    const auto by_worth = [](const Candidate& a, const Candidate& b) { return a.worth < b.worth; };
    const double near = std::max_element(candidates.begin(), candidates.end(), by_worth)->worth * near_equal_percent / 100;
    const Candidate* first = nullptr;
    for (const auto& candidate : candidates) {
        if (candidate.worth < near) continue;
        if (first == nullptr || (candidate.soft && !first->soft) || (candidate.soft == first->soft && candidate.worth > first->worth))
            first = &candidate;
    }
    return first;
}

}  // namespace kc::interview
