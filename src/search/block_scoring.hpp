// SPDX-License-Identifier: EUPL-1.2
// Scores whole blocks of documents, sixteen documents per instruction. For queries that find a good part of a segment.
#pragma once

#include "search/ranking.hpp"

namespace kc::search {

// Offers the best of the documents, by score alone. For scores below 65,536: see Scorer::fits_blocks.
void offer_blocks(const Scorer& scorer, const Segment& segment, const Bits& documents, std::uint32_t segment_number, Best& best);

}  // namespace kc::search
