// SPDX-License-Identifier: EUPL-1.2
#include "roles/deadlines.hpp"

#include <algorithm>
#include <tuple>

namespace kc::roles {

using competence::DemandLine;
using competence::RoleProfile;

std::vector<StatutoryDeadline> deadlines_of(const competence::CompetenceFramework& framework, const Viewer* viewer) {
    std::map<std::tuple<Date, std::string, std::optional<OrganisationId>>, StatutoryDeadline> found;
    const auto add = [&](const RoleProfile* role, const DemandLine& line) {
        if (!line.deadline || !RoleService::may_see(viewer, line.organisation) || !framework.competence(line.competence).published()) return;
        auto& entry = found[{line.deadline->until, line.deadline->law, line.organisation}];
        entry.until = line.deadline->until;
        entry.law = line.deadline->law;
        entry.organisation = line.organisation;
        entry.weight = std::max(entry.weight, line.deadline->weight);
        entry.lines.push_back({role, line.competence, line.level});
    };
    for (const auto& line : framework.general_demands()) add(nullptr, line);
    for (const auto& role : framework.role_profiles()) {
        if (!role.published()) continue;
        for (const auto& line : role.demands) add(&role, line);
    }
    std::vector<StatutoryDeadline> deadlines;
    for (auto& [key, entry] : found) deadlines.push_back(std::move(entry));
    return deadlines;
}

PeopleByWork::PeopleByWork(std::span<const competence::PeopleAtWork> rows) {
    for (const auto& row : rows) {
        const auto work = row.role_profile_id ? row.role_profile_id->value : -1;
        numbers_[{work, row.organisation_id.value}] += row.people;
        numbers_[{work, -1}] += row.people;
    }
}

std::int64_t PeopleByWork::count(const RoleProfile* role, std::optional<OrganisationId> organisation) const {
    const auto found = numbers_.find({role != nullptr ? role->id.value : -1, organisation ? organisation->value : -1});
    return found == numbers_.end() ? 0 : found->second;
}

}  // namespace kc::roles
