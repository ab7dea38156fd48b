// SPDX-License-Identifier: EUPL-1.2
// Counts values over a set of documents row by row: each document has a short row of small numbers, each the number of a counter.
// Values that combine in few ways share one number (level, format and region: one counter instead of three), so that a document costs
// a handful of additions in a few kilobytes; what the counters stand for is spread over the values at the end.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "search/bits.hpp"

namespace kc::search {

// The values of the documents as lists of numbers, as they are laid out: value_begin[document] … value_begin[document + 1].
struct ValueRows {
    std::span<const std::uint32_t> begin;  // one more than documents
    std::span<const std::uint16_t> values;
};

class CountRows {
public:
    CountRows() = default;
    // kinds: first value of each kind, and one behind the last. A kind of which documents have more than a few values gets no column.
    CountRows(const ValueRows& rows, std::span<const std::uint32_t> kinds);

    static constexpr std::uint32_t no_column = 0xFFFFFFFF;
    std::size_t columns() const { return columns_.size(); }
    std::uint32_t column_of(std::size_t kind) const { return column_of_[kind]; }
    // Rough cost in nanoseconds of counting one column over so many documents.
    std::uint64_t cost(std::uint32_t column, std::uint32_t documents) const;
    // Adds how many of the documents have each value to `counts`; counts all kinds of the columns.
    void count(const Bits& documents, std::span<const std::uint32_t> columns, std::uint32_t* counts) const;
    std::size_t memory_bytes() const;

private:
    void count_whole_rows(const Bits& documents, std::uint32_t* counters) const;
    void count_slots(const Bits& documents, std::span<const std::uint32_t> slots, std::uint32_t* counters) const;

    struct Column {
        std::uint32_t first_slot, slots;  // in the row
        std::uint32_t first, end;         // its counters
        std::uint32_t first_kind, end_kind;
    };
    struct Kind {
        std::uint32_t first, values;  // of all values
    };
    void spread(const Column& column, std::uint32_t* counters, std::uint32_t* counts) const;

    std::size_t width_ = 0;
    std::vector<std::uint16_t> rows_;
    std::vector<Column> columns_;
    std::vector<std::uint32_t> column_of_;
    std::vector<Kind> kinds_;  // by column, in the order of their factors
    std::size_t counters_ = 0;
};

}  // namespace kc::search
