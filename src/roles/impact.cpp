// SPDX-License-Identifier: EUPL-1.2
#include "roles/impact.hpp"

#include "competence/store.hpp"

#include <algorithm>

namespace kc::roles {

using competence::CompetenceFramework;
using competence::DemandLine;
using competence::DemandRecord;

namespace {

constexpr int people_per_step = 500;

// The line of the snapshot that this row is.
const DemandLine* line_of(const CompetenceFramework& framework, const DemandRecord& record) {
    const auto* role = record.role_profile_id ? framework.role_profile(*record.role_profile_id) : nullptr;
    if (record.role_profile_id && role == nullptr) return nullptr;
    const auto& lines = role != nullptr ? role->demands : framework.general_demands();
    const auto found = std::find_if(lines.begin(), lines.end(), [&](const DemandLine& line) {
        return line.layer == record.layer && line.organisation == record.organisation_id &&
               framework.competence(line.competence).id == record.competence_id && line.level == record.level && line.reason == record.reason;
    });
    return found == lines.end() ? nullptr : &*found;
}

void count_gaps(const competence::Standing& standing, const DemandLine* removed, const DemandRecord* added, Impact& impact) {
    int before = 0, after = added != nullptr ? added->level : 0;
    for (const auto& origin : standing.target.origins) {
        if (origin.interest()) continue;  // a wish is no gap
        const int level = origin.agreed != nullptr ? origin.agreed->level : origin.line->level;
        before = std::max(before, level);
        if (origin.line == nullptr || origin.line != removed) after = std::max(after, level);
    }
    const bool gap_before = before > standing.current.level, gap_after = after > standing.current.level;
    ++impact.looked_at;
    impact.new_gaps += gap_after && !gap_before;
    impact.closed_gaps += gap_before && !gap_after;
}

}  // namespace

Impact measure_impact(storage::Session& session, const CompetenceFramework& framework, const DemandSwap& swap, Date today) {
    Impact impact{.people = competence::count_people_asked(session, swap.role, swap.organisation)};
    const auto index = framework.index_of(swap.competence);
    const auto* removed = swap.removed != nullptr ? line_of(framework, *swap.removed) : nullptr;
    PersonId after{0};
    while (index && impact.looked_at < impact_people_max) {
        const auto people = competence::list_people_asked(session, swap.role, swap.organisation, after, people_per_step);
        if (people.empty()) break;
        for (const auto& facts : competence::list_person_facts(session, people)) {
            count_gaps(competence::standings(framework, facts.facts(), today)[*index], removed, swap.added, impact);
        }
        after = people.back();
    }
    return impact;
}

ToldCount told(std::int64_t people) {
    const bool few = people > 0 && people < people_told_min;
    return {few ? 0 : people, people == 0, few, false, people >= people_told_min};
}

ToldCount told_of(std::int64_t people, std::int64_t group) {
    if (people < people_told_min) return {.few = true};
    if (group - people < people_told_min) return {.most = true};
    return {.number = people, .exact = true};
}

ToldImpact told(const Impact& impact) {
    ToldImpact shown{.people = told(impact.people), .new_gaps = {}, .closed_gaps = {}, .gaps_told = impact.people >= gaps_told_min, .looked_at = {}};
    if (!shown.gaps_told) return shown;
    shown.new_gaps = told_of(impact.new_gaps, impact.looked_at);
    shown.closed_gaps = told_of(impact.closed_gaps, impact.looked_at);
    if (impact.looked_at < impact.people) shown.looked_at = impact.looked_at;
    return shown;
}

}  // namespace kc::roles
