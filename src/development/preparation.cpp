// SPDX-License-Identifier: EUPL-1.2
#include "development/preparation.hpp"

#include <algorithm>

namespace kc::development {

std::vector<SheetItem> offered_to_employee(const competence::OwnProfile& profile, const planning::OwnPlans* plans) {
    std::vector<SheetItem> items;
    const auto& framework = *profile.framework;
    for (const auto index : competence::gaps(profile.standings)) {
        if (items.size() == offered_gaps_max) break;
        const auto& standing = profile.standings[index];
        const auto& competence = framework.competence(standing.competence);
        const auto from = standing.current.assessed() ? std::optional(standing.current.level) : std::nullopt;
        items.push_back({Side::employee, ItemKind::gap, competence.id.value, competence.name, from, standing.target.value.level});
    }
    for (const auto interest : profile.facts.interests) {
        if (const auto index = framework.index_of(interest)) {
            items.push_back({Side::employee, ItemKind::interest, interest.value, framework.competence(*index).name, std::nullopt, std::nullopt});
        }
    }
    if (plans == nullptr) return items;
    const auto add_unit = [&](ItemKind kind, LearningUnitId id, std::size_t first) {
        const auto* unit = plans->catalogue->find_unit(id);
        if (unit == nullptr || items.size() - first >= offered_units_max) return;
        items.push_back({Side::employee, kind, id.value, unit->title, std::nullopt, std::nullopt});
    };
    if (const auto* shown = plans->shown()) {
        const auto first = items.size();
        for (const auto& item : shown->plan.items) {
            if (!plans->state.choices.is_completed(item.unit)) add_unit(ItemKind::planned_unit, item.unit, first);
        }
    }
    const auto first = items.size();
    const auto& completed = plans->state.choices.completed;
    for (auto done = completed.rbegin(); done != completed.rend(); ++done) add_unit(ItemKind::completed_unit, done->unit_id, first);
    return items;
}

std::vector<SheetItem> offered_to_counterpart(const competence::CompetenceFramework& framework, const competence::RoleProfile& role,
                                              OrganisationId organisation, Date today) {
    const competence::Facts nobody{.organisation = organisation, .jobs = {role.id, std::nullopt}};
    const std::vector<competence::CurrentLevel> nothing(framework.competences().size());
    const auto targets = competence::target_levels(framework, nobody, nothing, today);
    std::vector<SheetItem> items;
    for (std::size_t i = 0; i < targets.size(); ++i) {
        if (targets[i].level == 0) continue;
        const auto& competence = framework.competence(i);
        items.push_back({Side::counterpart, ItemKind::demand, competence.id.value, competence.name, std::nullopt, targets[i].level});
    }
    std::stable_sort(items.begin(), items.end(), [](const SheetItem& a, const SheetItem& b) { return a.to_level > b.to_level; });
    return items;
}

std::string key_of(const SheetItem& item) { return fmt::format("{}:{}", boost::describe::enum_to_string(item.kind, ""), item.subject_id); }

}  // namespace kc::development
