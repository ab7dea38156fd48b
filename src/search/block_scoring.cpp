// SPDX-License-Identifier: EUPL-1.2
#if defined(__GNUC__) && !defined(__clang__) && defined(__OPTIMIZE__)
#pragma GCC optimize("O3")  // see KC_SEARCH_CLONES
#endif
#include "search/block_scoring.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <functional>

namespace kc::search {

namespace {
constexpr std::size_t block = PostingLists::block_documents;
using Points = std::array<std::uint16_t, block>;
using Impacts = std::array<std::uint8_t, block>;

void clear(Points& points) { std::memset(points.data(), 0, sizeof points); }
}  // namespace

// Loops of constant length over arrays that do not overlap: the compiler turns each into vector instructions, of which one multiplies
// sixteen impacts with the factor and keeps the upper halves. That is Scorer's `impact * factor >> 8`, bit by bit.
[[gnu::always_inline]] static inline std::uint16_t points_of(std::uint8_t impact, std::uint16_t factor) {
    const auto high = static_cast<std::uint16_t>(impact << 8);
    return static_cast<std::uint16_t>(std::uint32_t{high} * factor >> 16);
}

KC_SEARCH_CLONES static void set_points(std::uint16_t* __restrict best, const std::uint8_t* __restrict impacts, std::uint16_t factor) {
    for (std::size_t i = 0; i < block; ++i) best[i] = points_of(impacts[i], factor);
}

KC_SEARCH_CLONES static void take_best(std::uint16_t* __restrict best, const std::uint8_t* __restrict impacts, std::uint16_t factor) {
    for (std::size_t i = 0; i < block; ++i) {
        const auto points = points_of(impacts[i], factor);
        best[i] = best[i] > points ? best[i] : points;
    }
}

KC_SEARCH_CLONES static void add_term(std::uint16_t* __restrict sum, std::uint8_t* __restrict least, const std::uint8_t* __restrict impacts,
                                      std::uint16_t factor) {
    for (std::size_t i = 0; i < block; ++i) sum[i] = static_cast<std::uint16_t>(sum[i] + points_of(impacts[i], factor));
    for (std::size_t i = 0; i < block; ++i) least[i] = least[i] < impacts[i] ? least[i] : impacts[i];
}

KC_SEARCH_CLONES static void take_best_group(std::uint16_t* __restrict best, const std::uint16_t* __restrict sum,
                                             const std::uint8_t* __restrict least) {
    for (std::size_t i = 0; i < block; ++i) {
        const auto held = static_cast<std::uint16_t>(least[i] == 0 ? 0 : 0xFFFF);
        const auto points = static_cast<std::uint16_t>(sum[i] & held);
        best[i] = best[i] > points ? best[i] : points;
    }
}

KC_SEARCH_CLONES static void add_word(std::uint16_t* __restrict total, const std::uint16_t* __restrict best) {
    for (std::size_t i = 0; i < block; ++i) total[i] = static_cast<std::uint16_t>(total[i] + best[i]);
}

// The most points among each sixty-four documents of the block.
KC_SEARCH_CLONES static void largest(const std::uint16_t* __restrict points, std::uint16_t* __restrict most) {
    for (std::size_t k = 0; k < block / 64; ++k) {
        std::uint16_t of_these = 0;
        for (std::size_t i = 0; i < 64; ++i) of_these = of_these > points[k * 64 + i] ? of_these : points[k * 64 + i];
        most[k] = of_these;
    }
}

// One bit per document: whether it has at least so many points.
KC_SEARCH_CLONES static BitWord at_least(const std::uint16_t* __restrict points, std::uint16_t least) {
    std::uint8_t enough[64];
    for (std::size_t i = 0; i < 64; ++i) enough[i] = static_cast<std::uint8_t>(points[i] >= least ? 1 : 0);
    return pack_bits(enough);
}

// The best documents so far, each as one number: points, then the earlier document.
class BestPoints {
public:
    explicit BestPoints(std::size_t wanted) : wanted_(wanted) { keys_.reserve(2 * wanted + 128); }

    std::uint32_t least() const { return least_; }  // documents come in their order: a later one with fewer points is lost
    void offer(std::uint32_t points, std::uint32_t document) {
        keys_.push_back(std::uint64_t{points} << 32 | (0xFFFFFFFFU - document));
        if (keys_.size() >= 2 * wanted_ + 64) cut();
    }
    // What points the last of the best has; 0 when there are too few.
    std::uint32_t worst() {
        cut();
        return least_ > 0 ? least_ - 1 : 0;
    }
    template <class Visit> void each(Visit&& visit) {
        cut();
        for (const auto key : keys_) visit(static_cast<std::uint32_t>(key >> 32), 0xFFFFFFFFU - static_cast<std::uint32_t>(key));
    }

private:
    void cut() {
        if (keys_.size() < wanted_) return;
        const auto last = keys_.begin() + static_cast<std::ptrdiff_t>(wanted_) - 1;
        std::nth_element(keys_.begin(), last, keys_.end(), std::greater<>());
        least_ = static_cast<std::uint32_t>(*last >> 32) + 1;
        keys_.resize(wanted_);
    }

    std::size_t wanted_;
    std::uint32_t least_ = 0;
    std::vector<std::uint64_t> keys_;
};

class BlockScorer {
public:
    BlockScorer(const Scorer& scorer, const Segment& segment) : scorer_(scorer) {
        for (const auto& term : scorer.terms_) readers_.emplace_back(segment.postings, term.list);
        used_.assign(scorer.groups_.size(), true);
    }

    // Only the strongest alternatives of each word: what they give is a lower bound of every score.
    void use_strongest() {
        for (const auto& word : scorer_.words_) {
            for (auto g = word.first; g < word.end; ++g) used_[g] = scorer_.groups_[g].most * 16 > word.most * 15;
        }
    }

    // Without the alternatives that cannot lift any document to so many points: scores of documents that have as many stay exact.
    void use_from(std::int64_t points) {
        for (const auto& word : scorer_.words_) {
            const auto others = static_cast<std::int64_t>(scorer_.most_points_ - word.most);
            for (auto g = word.first; g < word.end; ++g) used_[g] = others + scorer_.groups_[g].most >= points;
        }
    }

    // The documents that satisfy an alternative which is used here and was not there.
    Bits beyond(const BlockScorer& other, const Segment& segment) const {
        Bits found(segment.documents);
        for (std::size_t g = 0; g < used_.size(); ++g) {
            if (!used_[g] || other.used_[g]) continue;
            const auto& group = scorer_.groups_[g];
            Bits all(segment.documents);
            segment.postings.or_into(scorer_.terms_[group.first].list, all);
            for (auto t = group.first + 1; t < group.end; ++t) {
                Bits one(segment.documents);
                segment.postings.or_into(scorer_.terms_[t].list, one);
                all &= one;
            }
            found |= all;
        }
        return found;
    }

    void score(std::uint32_t number) {
        bool first = true;
        for (const auto& word : scorer_.words_) {
            auto& into = first ? total : best_;
            fresh_ = true;
            for (auto g = word.first; g < word.end; ++g) {
                if (used_[g]) add_group(scorer_.groups_[g], number, into);
            }
            if (fresh_)
                first ? clear(into) : void();
            else if (!first)
                add_word(total.data(), best_.data());
            first = false;
        }
    }

    Points total;

private:
    void add_group(const Scorer::Group& group, std::uint32_t number, Points& best) {
        const auto factor = static_cast<std::uint16_t>(scorer_.terms_[group.first].factor);
        if (group.end - group.first == 1) {
            if (readers_[group.first].sparse(number)) {
                readers_[group.first].each(number, [&](std::uint32_t at, std::uint8_t impact) {
                    if (fresh_) clear(best);
                    fresh_ = false;
                    best[at] = std::max(best[at], points_of(impact, factor));
                });
                return;
            }
            const auto* impacts = readers_[group.first].read(number, buffer_.data());
            if (impacts == nullptr) return;
            fresh_ ? set_points(best.data(), impacts, factor) : take_best(best.data(), impacts, factor);
            fresh_ = false;
            return;
        }
        // The rarest term comes first: where it does not occur, nothing more is read.
        for (auto t = group.first; t < group.end; ++t) {
            const auto* impacts = readers_[t].read(number, buffer_.data());
            if (impacts == nullptr) return;
            if (t == group.first) {
                set_points(sum_.data(), impacts, factor);
                std::copy_n(impacts, block, least_.data());
            } else {
                add_term(sum_.data(), least_.data(), impacts, factor);
            }
        }
        if (fresh_) clear(best);
        fresh_ = false;
        take_best_group(best.data(), sum_.data(), least_.data());
    }

    const Scorer& scorer_;
    std::vector<PostingLists::BlockReader> readers_;
    std::vector<bool> used_;
    bool fresh_ = true;  // nothing was written for this word yet
    Points best_, sum_;
    Impacts buffer_, least_;
};

// Offers the documents in their order. Those below `least` are left out; their scores need not be exact.
static void offer_scored(BlockScorer& blocks, std::span<const BitWord> words, std::uint32_t least, BestPoints& best) {
    for (std::size_t first = 0; first < words.size(); first += block / 64) {
        const auto last = std::min(words.size(), first + block / 64);
        BitWord any = 0;
        for (auto i = first; i < last; ++i) any |= words[i];
        if (any == 0) continue;
        blocks.score(static_cast<std::uint32_t>(first * 64 / block));
        std::array<std::uint16_t, block / 64> most;
        largest(blocks.total.data(), most.data());
        for (auto i = first; i < last; ++i) {
            if (words[i] == 0) continue;
            const auto* points = blocks.total.data() + (i - first) * 64;
            least = std::max(least, best.least());
            // Sixty-four documents of which none can be among the best are passed over at once.
            if (most[i - first] < least) continue;
            for (BitWord word = words[i] & at_least(points, static_cast<std::uint16_t>(least)); word != 0; word &= word - 1) {
                const auto bit = static_cast<unsigned>(std::countr_zero(word));
                best.offer(points[bit], static_cast<std::uint32_t>(i * 64 + bit));
            }
        }
    }
}

void offer_blocks(const Scorer& scorer, const Segment& segment, const Bits& documents, std::uint32_t segment_number, Best& best) {
    BestPoints kept(best.wanted());
    BlockScorer blocks(scorer, segment);
    // First with the strongest alternatives alone. So many documents have at least these points, hence what cannot reach them is not read:
    // mostly that is all the synonyms and parts, and then the first round was enough.
    blocks.use_strongest();
    offer_scored(blocks, documents.span(), 0, kept);
    const auto least = kept.worst();
    BlockScorer all(scorer, segment);
    all.use_from(least);
    auto more = all.beyond(blocks, segment);
    more &= documents;
    const auto count = more.count();
    if (scorer.cheaper_one_by_one(count)) {
        // The others' points are exact already.
        kept.each([&](std::uint32_t points, std::uint32_t document) {
            if (!more.test(document)) best.offer({points, segment_number, document, 0});
        });
        Scorer again = scorer;  // its cursors only go forward
        for_each_bit(more.span(), [&](std::uint32_t document) {
            const auto points = again.score(document).points;
            if (static_cast<std::uint32_t>(points) >= least) best.offer({points, segment_number, document, 0});
        });
        return;
    }
    BestPoints exact(best.wanted());
    offer_scored(all, documents.span(), least, exact);
    exact.each([&](std::uint32_t points, std::uint32_t document) { best.offer({points, segment_number, document, 0}); });
}

}  // namespace kc::search
