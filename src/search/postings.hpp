// SPDX-License-Identifier: EUPL-1.2
// Inverted lists: for each term (or facet value) the documents that have it, ascending, optionally with an impact of 1 … 255 per document.
// Documents come in chunks of 65,536; in a chunk a list is an array of 16-bit numbers, or a bitmap when that is smaller. A list that holds a
// large part of the chunk keeps its impacts by document: that costs some bytes, and scoring such a list is what queries wait for.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "search/bits.hpp"

namespace kc::search {

struct Posting {  // one entry while a list is built
    std::uint32_t list;
    std::uint32_t document;
};

class PostingLists {
public:
    PostingLists() = default;
    // Entries ascend by document within each list. Impacts: empty, or one per entry.
    PostingLists(std::size_t lists, std::size_t documents, const std::vector<Posting>& entries, const std::vector<std::uint8_t>& impacts);

    std::size_t lists() const { return first_.empty() ? 0 : first_.size() - 1; }
    std::uint32_t count(std::size_t list) const;
    std::uint8_t most_impact(std::size_t list) const { return most_impacts_[list]; }
    void or_into(std::size_t list, Bits& bits) const;
    std::uint32_t and_count(std::size_t list, const Bits& bits) const;
    bool meets(std::size_t list, const Bits& bits) const;  // whether they have a document in common
    // Rough cost of and_count in nanoseconds, to choose between counting by lists and by documents.
    std::uint32_t and_cost(std::size_t list) const;
    // The same for reading the impacts of all blocks.
    std::uint32_t block_cost(std::size_t list) const;
    std::size_t memory_bytes() const;

    // Looks up impacts of one list for ascending documents.
    class Cursor {
    public:
        Cursor() = default;
        Cursor(const PostingLists& lists, std::size_t list) : lists_(&lists), next_(lists.first_[list]), end_(lists.first_[list + 1]) {}
        [[gnu::always_inline]] std::uint32_t impact(std::uint32_t document);  // 0: the list does not hold it
        void prefetch(std::uint32_t document) const {
            if (direct_ != nullptr && document >> 16 == chunk_) fetch_ahead(direct_ + (document & 0xFFFF));
        }

    private:
        void enter(std::uint32_t chunk);

        const PostingLists* lists_ = nullptr;
        std::uint32_t next_ = 0, end_ = 0;  // containers not entered yet
        std::uint32_t chunk_ = 0xFFFFFFFF;  // the chunk entered
        const BitWord* dense_ = nullptr;
        const std::uint8_t* direct_ = nullptr;  // impacts by document, 0 for those not held
        const std::uint16_t* ranks_ = nullptr;
        const std::uint16_t* at_ = nullptr;  // sparse: position in the array
        const std::uint16_t* array_end_ = nullptr;
        const std::uint8_t* impacts_ = nullptr;  // dense: of the container; sparse: of *at_
    };

    // Impacts of one list for a whole block of documents at a time, blocks ascending.
    static constexpr std::uint32_t block_documents = 2048;
    class BlockReader {
    public:
        BlockReader(const PostingLists& lists, std::size_t list) : lists_(&lists), next_(lists.first_[list]), end_(lists.first_[list + 1]) {}
        // Impacts by document of the block, 0 for those not held; null: none is held. Either inside the lists or written to `buffer`.
        const std::uint8_t* read(std::uint32_t block, std::uint8_t* buffer);
        // An array of numbers: to be walked rather than read. True for what is absent.
        bool sparse(std::uint32_t block);
        // Calls visit(document within the block, impact) for what a sparse list holds of the block.
        template <class Visit> void each(std::uint32_t block, Visit&& visit) {
            const auto [from, to] = part(block);
            for (auto i = from; i < to; ++i)
                visit(lists_->sparse_[lists_->containers_[next_].offset + i] % block_documents,
                      lists_->impacts_[lists_->containers_[next_].impacts + i]);
        }

    private:
        bool enter(std::uint32_t block);
        std::pair<std::uint32_t, std::uint32_t> part(std::uint32_t block);  // of the sparse container under next_

        const PostingLists* lists_;
        std::uint32_t next_, end_;
        std::uint32_t at_ = 0;  // in the sparse container under next_
    };

private:
    struct Container {
        std::uint32_t count;
        std::uint32_t offset;   // into sparse_ or dense_
        std::uint32_t impacts;  // into impacts_
        std::uint16_t chunk;
        bool dense;
        bool direct;
    };
    std::size_t chunk_words(std::uint32_t chunk) const;

    std::size_t documents_ = 0;
    std::vector<std::uint32_t> first_;  // list → its first container; one more at the end
    std::vector<Container> containers_;
    std::vector<std::uint16_t> sparse_;
    std::vector<BitWord> dense_;        // each bitmap begins at a multiple of four words
    std::vector<std::uint16_t> ranks_;  // by four words of dense_: how many documents of the container stand before
    std::vector<std::uint8_t> impacts_;
    std::vector<std::uint8_t> most_impacts_;  // by list; empty without impacts
};

inline std::uint32_t PostingLists::Cursor::impact(std::uint32_t document) {
    if (document >> 16 != chunk_) enter(document >> 16);
    const std::uint32_t low = document & 0xFFFF;
    if (direct_ != nullptr) return direct_[low];
    if (dense_ != nullptr) {
        const std::uint32_t at = low >> 6;
        const BitWord word = dense_[at];
        if ((word >> (low & 63) & 1) == 0) return 0;
        std::uint32_t rank = ranks_[at >> 2];
        for (std::uint32_t i = at & ~3U; i < at; ++i) rank += static_cast<std::uint32_t>(std::popcount(dense_[i]));
        rank += static_cast<std::uint32_t>(std::popcount(word & ((BitWord{1} << (low & 63)) - 1)));
        return impacts_[rank];
    }
    if (at_ == array_end_) return 0;
    if (*at_ < low) {
        // Galloping: the next document is mostly near, sometimes far.
        const std::uint16_t* from = at_;
        std::ptrdiff_t step = 1;
        while (array_end_ - from > step && from[step] < low) {
            from += step;
            step *= 2;
        }
        const std::uint16_t* to = array_end_ - from > step ? from + step : array_end_;
        ++from;
        while (from < to) {
            const auto* middle = from + (to - from) / 2;
            if (*middle < low)
                from = middle + 1;
            else
                to = middle;
        }
        impacts_ += from - at_;
        at_ = from;
        if (at_ == array_end_) return 0;
    }
    return *at_ == low ? *impacts_ : 0;
}

}  // namespace kc::search
