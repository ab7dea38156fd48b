// SPDX-License-Identifier: EUPL-1.2
// Scores whole blocks of documents, several documents per instruction. For queries that find a good part of a segment.
#pragma once

#include "search/ranking.hpp"

namespace kc::search {

void offer_blocks(const Scorer& scorer, const Segment& segment, const Bits& documents, const SegmentBoosts& boosts, bool ranked_by_words,
                  std::uint32_t segment_number, Best& best);

}  // namespace kc::search
