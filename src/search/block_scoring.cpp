// SPDX-License-Identifier: EUPL-1.2
#if defined(__GNUC__) && !defined(__clang__) && defined(__OPTIMIZE__)
#pragma GCC optimize("O3")  // see KC_SEARCH_CLONES
#endif
#include "search/block_scoring.hpp"

#include <algorithm>
#include <array>
#include <memory>

namespace kc::search {

namespace {
constexpr std::size_t block = PostingLists::block_documents;
using Points = std::array<std::uint32_t, block>;
using Impacts = std::array<std::uint8_t, block>;
}  // namespace

// Loops of constant length over arrays that do not overlap: the compiler turns each into vector instructions.
KC_SEARCH_CLONES static void take_best(std::uint32_t* __restrict best, const std::uint8_t* __restrict impacts, std::uint32_t factor) {
    for (std::size_t i = 0; i < block; ++i) {
        const std::uint32_t points = impacts[i] * factor;
        best[i] = best[i] > points ? best[i] : points;
    }
}

KC_SEARCH_CLONES static void add_term(std::uint32_t* __restrict sum, std::uint32_t* __restrict missing, const std::uint8_t* __restrict impacts,
                                      std::uint32_t factor) {
    for (std::size_t i = 0; i < block; ++i) {
        sum[i] += impacts[i] * factor;
        missing[i] |= impacts[i] == 0 ? ~0U : 0U;
    }
}

KC_SEARCH_CLONES static void take_best_group(std::uint32_t* __restrict best, const std::uint32_t* __restrict sum,
                                             const std::uint32_t* __restrict missing) {
    for (std::size_t i = 0; i < block; ++i) {
        const std::uint32_t points = sum[i] & ~missing[i];
        best[i] = best[i] > points ? best[i] : points;
    }
}

KC_SEARCH_CLONES static void add_word(std::uint32_t* __restrict total, std::uint32_t* __restrict matched, const std::uint32_t* __restrict best,
                                      std::uint32_t one) {
    for (std::size_t i = 0; i < block; ++i) {
        total[i] += best[i] >> 8;
        matched[i] += best[i] > 0 ? one : 0;
    }
}

KC_SEARCH_CLONES static std::uint32_t largest(const std::uint32_t* __restrict points) {
    std::uint32_t most = 0;
    for (std::size_t i = 0; i < 64; ++i) most = most > points[i] ? most : points[i];
    return most;
}

class BlockScorer {
public:
    BlockScorer(const Scorer& scorer, const Segment& segment) : scorer_(scorer) {
        for (const auto& term : scorer.terms_) readers_.emplace_back(segment.postings, term.list);
    }

    void score(std::uint32_t number) {
        total.fill(0);
        matched.fill(0);
        for (const auto& word : scorer_.words_) {
            best_.fill(0);
            for (auto g = word.first; g < word.end; ++g) add_group(scorer_.groups_[g], number);
            add_word(total.data(), matched.data(), best_.data(), word.required ? 1 : 0);
        }
    }

    Points total, matched;

private:
    void add_group(const Scorer::Group& group, std::uint32_t number) {
        if (group.end - group.first == 1) {
            if (const auto* impacts = readers_[group.first].read(number, buffer_.data()))
                take_best(best_.data(), impacts, scorer_.terms_[group.first].factor);
            return;
        }
        sum_.fill(0);
        missing_.fill(0);
        for (auto t = group.first; t < group.end; ++t) {
            const auto* impacts = readers_[t].read(number, buffer_.data());
            if (impacts == nullptr) return;
            add_term(sum_.data(), missing_.data(), impacts, scorer_.terms_[t].factor);
        }
        take_best_group(best_.data(), sum_.data(), missing_.data());
    }

    const Scorer& scorer_;
    std::vector<PostingLists::BlockReader> readers_;
    Points best_, sum_, missing_;
    Impacts buffer_;
};

void offer_blocks(const Scorer& scorer, const Segment& segment, const Bits& documents, const SegmentBoosts& boosts, bool ranked_by_words,
                  std::uint32_t segment_number, Best& best) {
    BlockScorer blocks(scorer, segment);
    const auto words = documents.span();
    auto boost = boosts.points.begin();
    for (std::size_t first = 0; first < words.size(); first += block / 64) {
        const auto last = std::min(words.size(), first + block / 64);
        if (std::all_of(words.begin() + static_cast<std::ptrdiff_t>(first), words.begin() + static_cast<std::ptrdiff_t>(last),
                        [](BitWord word) { return word == 0; })) {
            continue;
        }
        blocks.score(static_cast<std::uint32_t>(first * 64 / block));
        for (auto i = first; i < last; ++i) {
            const auto base = (i - first) * 64;
            // Sixty-four documents of which none can be among the best are passed over at once.
            if (boosts.points.empty() && !ranked_by_words && best.full() && largest(blocks.total.data() + base) < best.threshold()) continue;
            for (BitWord word = words[i]; word != 0; word &= word - 1) {
                const auto bit = static_cast<std::size_t>(std::countr_zero(word));
                const auto document = static_cast<std::uint32_t>(i * 64 + bit);
                std::int64_t primary = blocks.total[base + bit];
                while (boost != boosts.points.end() && boost->first < document) ++boost;
                if (boost != boosts.points.end() && boost->first == document) primary += boost->second;
                if (ranked_by_words) primary += static_cast<std::int64_t>(blocks.matched[base + bit]) << 40;
                if (best.full() && (primary < best.threshold() || (primary == best.threshold() && segment_number == 0))) continue;
                best.offer({primary, segment_number, document, 0});
            }
        }
    }
}

}  // namespace kc::search
