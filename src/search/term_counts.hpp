// SPDX-License-Identifier: EUPL-1.2
// How many documents of each frequent term have each facet value, counted when the index is built. What a query finds is mostly close to
// one of its terms: then only the difference has to be counted.
#pragma once

#include <cstdint>
#include <vector>

#include "search/postings.hpp"

namespace kc::search {

class TermCounts {
public:
    TermCounts() = default;
    TermCounts(const PostingLists& terms, const PostingLists& values, std::uint32_t documents);

    // By value; null for a term that is not frequent.
    const std::uint32_t* of(std::uint32_t term) const;
    std::size_t memory_bytes() const { return 4 * (terms_.capacity() + counts_.capacity()); }

private:
    std::vector<std::uint32_t> terms_;  // ascending
    std::vector<std::uint32_t> counts_;
    std::size_t values_ = 0;
};

}  // namespace kc::search
