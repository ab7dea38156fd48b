// SPDX-License-Identifier: EUPL-1.2
#include "curation/demand_figures.hpp"

#include <algorithm>
#include <map>

namespace kc::curation {

namespace {

// Small groups are put together; while they are still under five, the next smallest joins them, because total and rest would tell it.
std::vector<DemandRow> without_small(std::vector<DemandRow> rows) {
    std::stable_sort(rows.begin(), rows.end(), [](const DemandRow& a, const DemandRow& b) { return a.people > b.people; });
    DemandRow rest{.region = {}, .rest = true};
    while (!rows.empty() && (rows.back().people < group_least || (rest.people > 0 && rest.people < group_least))) {
        rest.people += rows.back().people;
        rows.pop_back();
    }
    if (rest.people >= group_least) rows.push_back(rest);
    return rows;
}

}  // namespace

SafeDemand safe_to_show(const DemandFigures& figures) {
    std::map<std::pair<int, int>, std::int64_t> levels;
    std::map<std::string, std::int64_t> regions;
    std::int64_t total = 0;
    for (const auto& group : figures.groups) {
        levels[{group.from_level, group.to_level}] += group.people;
        regions[group.region] += group.people;
        total += group.people;
    }
    SafeDemand safe;
    if (total < group_least) return safe;
    safe.people = total;
    std::vector<DemandRow> by_level, by_region;
    for (const auto& [level, people] : levels) by_level.push_back({{}, level.first, level.second, people, false});
    for (const auto& [region, people] : regions) by_region.push_back({region, 0, 0, people, false});
    safe.by_level = without_small(std::move(by_level));
    safe.by_region = without_small(std::move(by_region));
    return safe;
}

}  // namespace kc::curation
