// SPDX-License-Identifier: EUPL-1.2
#include "search/term_counts.hpp"

#include <algorithm>

namespace kc::search {

namespace {
constexpr std::uint32_t documents_least = 4096;  // smaller segments are counted at once
constexpr std::uint32_t frequent_share = 12;     // terms of so small a part of the documents are not frequent
constexpr std::size_t counts_max = 500'000;      // 2 MB
}  // namespace

TermCounts::TermCounts(const PostingLists& terms, const PostingLists& values, std::uint32_t documents) : values_(values.lists()) {
    if (documents < documents_least || values_ == 0) return;
    for (std::uint32_t term = 0; term < terms.lists(); ++term) {
        if (std::uint64_t{terms.count(term)} * frequent_share >= documents) terms_.push_back(term);
    }
    if (terms_.size() * values_ > counts_max) {  // the most frequent ones
        std::sort(terms_.begin(), terms_.end(),
                  [&](std::uint32_t a, std::uint32_t b) { return terms.count(a) != terms.count(b) ? terms.count(a) > terms.count(b) : a < b; });
        terms_.resize(counts_max / values_);
        std::sort(terms_.begin(), terms_.end());
    }
    counts_.reserve(terms_.size() * values_);
    for (const auto term : terms_) {
        Bits of_term(documents);
        terms.or_into(term, of_term);
        for (std::size_t value = 0; value < values_; ++value) counts_.push_back(values.and_count(value, of_term));
    }
}

const std::uint32_t* TermCounts::of(std::uint32_t term) const {
    const auto at = std::lower_bound(terms_.begin(), terms_.end(), term);
    return at == terms_.end() || *at != term ? nullptr : counts_.data() + static_cast<std::size_t>(at - terms_.begin()) * values_;
}

}  // namespace kc::search
