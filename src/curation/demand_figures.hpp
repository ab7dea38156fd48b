// SPDX-License-Identifier: EUPL-1.2
// Demand for one competence as plain numbers, for providers. A later room counts them; here they are made safe to show (TL-50): no
// group under five people, and none that can be worked out from the others.
#pragma once

#include "base/date.hpp"
#include "base/ids.hpp"

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include <boost/describe.hpp>

namespace kc::curation {

inline constexpr std::int64_t group_least = 5;

// So many people in this region can do `from_level` and need `to_level`.
struct DemandGroup {
    std::string region;
    int from_level = 0, to_level = 0;
    std::int64_t people = 0;
};

struct DemandFigures {
    std::vector<DemandGroup> groups;  // every person once
    std::int64_t offers = 0;          // that teach it and can be booked by everybody
    std::optional<Date> counted_on;   // absent: never counted
};
using DemandSource = std::function<DemandFigures(CompetenceId)>;

struct DemandRow {
    std::string region;                // empty in the list by level
    int from_level = 0, to_level = 0;  // 0 in the list by region
    std::int64_t people = 0;
    bool rest = false;  // several small groups together
};
BOOST_DESCRIBE_STRUCT(DemandRow, (), (region, from_level, to_level, people, rest))

struct SafeDemand {
    std::optional<std::int64_t> people;  // absent: fewer than five
    std::vector<DemandRow> by_level, by_region;
};
SafeDemand safe_to_show(const DemandFigures& figures);

}  // namespace kc::curation
