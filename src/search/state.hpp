// SPDX-License-Identifier: EUPL-1.2
// What an Index consists of: segments, and which of their documents still count.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "search/index.hpp"
#include "search/segment.hpp"

namespace kc::search {

struct Label {
    std::size_t facet;
    std::uint16_t value;
    std::string text;
    std::string folded;  // words separated by one space
};

struct SegmentView {
    std::shared_ptr<const Segment> segment;
    std::shared_ptr<const std::vector<BitWord>> live;
    std::uint32_t live_count = 0;
};

struct IndexState {
    Schema schema;
    std::shared_ptr<const Analyzer> analyzer;
    std::shared_ptr<const std::vector<Label>> labels;
    std::vector<SegmentView> segments;  // the large one first, then by age
};

SegmentView all_live(std::shared_ptr<const Segment> segment);

// The documents of each segment that a person with these memberships may see.
std::vector<Bits> visible_documents(const IndexState& state, std::span<const std::int64_t> member_of);

}  // namespace kc::search
