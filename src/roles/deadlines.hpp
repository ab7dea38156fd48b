// SPDX-License-Identifier: EUPL-1.2
// The statutory deadlines of all demands, and how many people have which work (F48, TA-13).
#pragma once

#include "competence/demand_editing.hpp"
#include "roles/service.hpp"

#include <map>
#include <span>

namespace kc::roles {

struct DeadlineLine {
    const competence::RoleProfile* role = nullptr;  // nullptr: all kinds of work
    std::size_t competence = 0;
    int level = 0;
};

struct StatutoryDeadline {
    Date until{};
    std::string law;
    std::optional<OrganisationId> organisation;  // only for the people of this authority
    int weight = 0;                              // the highest of its lines
    std::vector<DeadlineLine> lines;
};

// By day, those the viewer may see; of published works and competences.
std::vector<StatutoryDeadline> deadlines_of(const competence::CompetenceFramework& framework, const Viewer* viewer);

class PeopleByWork {
public:
    PeopleByWork() = default;
    explicit PeopleByWork(std::span<const competence::PeopleAtWork> rows);
    std::int64_t count(const competence::RoleProfile* role, std::optional<OrganisationId> organisation) const;

private:
    std::map<std::pair<std::int64_t, std::int64_t>, std::int64_t> numbers_;  // by work and authority, -1 for all
};

}  // namespace kc::roles
