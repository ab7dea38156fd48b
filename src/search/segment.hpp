// SPDX-License-Identifier: EUPL-1.2
// One immutable part of an index: documents numbered from 0 in the order that breaks ties, with lists, columns and texts.
// An index has one large segment and a few small ones with what changed since.
#pragma once

#include <atomic>
#include <bit>
#include <cstdint>
#include <cstring>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "search/count_rows.hpp"
#include "search/draft.hpp"
#include "search/postings.hpp"
#include "search/term_counts.hpp"
#include "search/vocabulary.hpp"

namespace kc::search {

// The sorted documents of one organisation that nobody else sees.
struct ClosedGroup {
    std::int64_t only_for;
    std::vector<std::uint32_t> documents;
};

struct Segment {
    std::uint32_t documents = 0;
    std::size_t fields = 0;

    WordTable table;
    PostingLists postings;                  // by term, with impacts
    std::vector<std::uint32_t> text_begin;  // document → its part of `text`, in bytes; one more at the end
    std::vector<std::uint8_t>
        text;  // per field: number of words, words; as variable-length numbers; three bytes behind it; read four bytes at a time
    std::vector<std::uint32_t> title_begin;  // the same for the titles alone, again: they are read for many documents that are not shown,
    std::vector<std::uint8_t> titles;        // and so lie side by side instead of each somewhere between the texts
    Vocabulary vocabulary;

    std::vector<DocumentKey> keys;
    std::vector<std::int64_t> orders;
    std::vector<std::uint32_t> key_slots;  // hash table key → document
    std::vector<BitWord> open;             // documents everybody may see
    std::vector<ClosedGroup> closed;       // sorted by only_for

    std::vector<std::uint32_t> facet_begin;  // facet → its first list; one more at the end
    std::vector<std::uint32_t> value_begin;  // document → its first value; one more at the end
    std::vector<std::uint16_t> values;       // numbers of lists
    PostingLists facet_lists;
    CountRows facet_rows;
    TermCounts facet_term_counts;
    std::vector<std::uint32_t> facet_costs;  // by facet: nanoseconds, roughly, to count it by its lists

    std::vector<std::vector<std::int32_t>> numbers;        // [column][document]
    std::vector<std::vector<std::uint32_t>> number_order;  // [column]: documents by number, those without last
    std::vector<std::uint32_t> numbered;                   // [column]: how many have one

    OccurrenceColumns occurrences;

    void index_keys();
    std::optional<std::uint32_t> find(DocumentKey key) const;
    std::optional<std::int64_t> only_for_of(std::uint32_t document) const;
    FacetValue facet_value(std::uint32_t position) const;
    std::size_t facet_size(std::size_t facet) const { return facet_begin[facet + 1] - facet_begin[facet]; }
    std::size_t memory_bytes() const;
    // What counts on that day. The last day asked for is kept; others are worked out anew (some milliseconds for 100,000 documents).
    std::shared_ptr<const DayView> day_view(Day today) const;

    mutable std::atomic<std::shared_ptr<const DayView>> last_day_view{};
};

// Reads the words of one document back: per field their number, then the words.
class TextReader {
public:
    TextReader(const Segment& segment, std::uint32_t document) : at_(segment.text.data() + segment.text_begin[document]) {}
    static TextReader title(const Segment& segment, std::uint32_t document) {
        return TextReader(segment.titles.data() + segment.title_begin[document]);
    }

    // Numbers of one, two and three bytes without a branch: which comes next cannot be guessed.
    std::uint32_t next() {
        if constexpr (std::endian::native == std::endian::little) {
            std::uint32_t bytes = 0;
            std::memcpy(&bytes, at_, 4);
            const std::uint32_t second = bytes >> 7 & 1, third = second & bytes >> 15;
            if ((third & bytes >> 23) == 0) [[likely]] {
                at_ += 1 + second + third;
                return (bytes & 0x7F) | (bytes >> 1 & 0x3F80 & (0U - second)) | (bytes >> 2 & 0x1FC000 & (0U - third));
            }
        }
        std::uint32_t value = 0;
        for (unsigned shift = 0;; shift += 7) {
            const std::uint8_t byte = *at_++;
            value |= static_cast<std::uint32_t>(byte & 0x7F) << shift;
            if (byte < 0x80) return value;
        }
    }

private:
    explicit TextReader(const std::uint8_t* at) : at_(at) {}
    const std::uint8_t* at_;
};

// All numbers of one document's text at once, in the order of TextReader and at twice its speed: where each number ends is seen for sixty-four
// bytes together, so that no number waits for the one before. Valid until the thread reads the next text.
std::span<const std::uint32_t> text_numbers(const Segment& segment, std::uint32_t document);

// Consumes the draft.
std::shared_ptr<const Segment> make_segment(const Schema& schema, const Analyzer& analyzer, Draft&& draft, unsigned threads);

}  // namespace kc::search
