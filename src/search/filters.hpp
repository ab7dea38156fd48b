// SPDX-License-Identifier: EUPL-1.2
// The filters of a query on one segment, and the counts of every facet under the other filters (drill sideways).
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "search/answer.hpp"
#include "search/segment.hpp"

namespace kc::search {

// The boosts of a query as they concern one segment.
struct SegmentBoosts {
    std::vector<std::pair<std::uint32_t, std::int32_t>> points;  // by document, ascending
    Bits positive;

    SegmentBoosts(const Segment& segment, std::span<const Boost> boosts);
    std::int32_t of(std::uint32_t document) const;
};

struct Filtered {
    Bits documents;
    std::uint32_t count = 0;
};

// `terms` are those of the query: counts near one of them are known. Applies all filters to `found` (text and visibility) and adds what it counts to the answer, whose vectors are long enough.
Filtered filter_and_count(const Segment& segment, const Query& query, const OccurrenceTest& test, const SegmentBoosts& boosts, const DayView& view,
                          std::span<const std::uint32_t> terms, Bits found, Answer& answer);

}  // namespace kc::search
