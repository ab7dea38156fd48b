// SPDX-License-Identifier: EUPL-1.2
// Whom a change of a demand concerns, and how such numbers may be told (TA-06): never so exactly that somebody could be recognised.
#pragma once

#include "competence/demand_editing.hpp"
#include "storage/database.hpp"

#include <optional>

#include <boost/describe.hpp>

namespace kc::roles {

inline constexpr std::int64_t people_told_min = 5;  // below that only "weniger als fünf"
inline constexpr std::int64_t gaps_told_min = 10;   // people, before anything is said about their gaps
inline constexpr std::int64_t impact_people_max = 10'000;

struct Impact {
    std::int64_t people = 0;
    std::int64_t looked_at = 0;                  // at most impact_people_max
    std::int64_t new_gaps = 0, closed_gaps = 0;  // among those who were looked at
};

// A number of people as it may be shown: nobody, "weniger als fünf", "fast alle", or exactly.
struct ToldCount {
    std::int64_t number = 0;  // 0 unless exact
    bool none = false, few = false, most = false, exact = false;
};
BOOST_DESCRIBE_STRUCT(ToldCount, (), (number, none, few, most, exact))
ToldCount told(std::int64_t people);
// How many of a group lack or can do something. Neither nobody nor everybody is ever said, because that speaks of each of them: whoever tries
// one level after the other learns no more than that of fewer than five people.
ToldCount told_of(std::int64_t people, std::int64_t group);

// The numbers of an impact. Of fewer than ten people nothing is told about their gaps, not even that there are none.
struct ToldImpact {
    ToldCount people, new_gaps, closed_gaps;
    bool gaps_told = false;
    std::optional<std::int64_t> looked_at;  // where not everybody was looked at
};
BOOST_DESCRIBE_STRUCT(ToldImpact, (), (people, new_gaps, closed_gaps, gaps_told, looked_at))
ToldImpact told(const Impact& impact);

// What would change: one line goes, one comes, or both.
struct DemandSwap {
    std::optional<RoleProfileId> role;
    std::optional<OrganisationId> organisation;
    CompetenceId competence;
    const competence::DemandRecord* removed = nullptr;
    const competence::DemandRecord* added = nullptr;
};
Impact measure_impact(storage::Session& session, const competence::CompetenceFramework& framework, const DemandSwap& swap, Date today);

}  // namespace kc::roles
