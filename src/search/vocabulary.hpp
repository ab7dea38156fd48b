// SPDX-License-Identifier: EUPL-1.2
// The words of a segment for people: completion by prefix and neighbours by typing error. Folded forms, sorted, each with the
// spelling that the documents use most.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace kc::search {

struct WordTable;
class Analyzer;

struct Neighbour {
    std::uint32_t entry = 0;
    std::uint32_t cost = 0;  // tenths of an edit, see edit_cost
};

class Vocabulary {
public:
    Vocabulary() = default;
    // frequencies: of each word of the table, over all documents; 0 leaves the word out.
    Vocabulary(const WordTable& table, const std::vector<std::uint32_t>& frequencies, const Analyzer& analyzer);

    std::size_t size() const { return begin_.empty() ? 0 : begin_.size() - 1; }
    std::string_view folded(std::uint32_t entry) const { return {bytes_.data() + begin_[entry], begin_[entry + 1] - begin_[entry]}; }
    std::uint32_t word(std::uint32_t entry) const { return words_[entry]; }  // number in the table of its most frequent spelling
    std::uint32_t frequency(std::uint32_t entry) const { return frequencies_[entry]; }

    bool contains(std::string_view folded) const;
    // First and last plus one of the entries that begin with the prefix.
    std::pair<std::uint32_t, std::uint32_t> with_prefix(std::string_view prefix) const;
    // Entries at most two edits away, one for short words; cheapest first, then the more frequent; at most `limit`.
    std::vector<Neighbour> neighbours(std::string_view folded, std::size_t limit) const;
    std::size_t memory_bytes() const;

private:
    std::string bytes_;
    std::vector<std::uint32_t> begin_;
    std::vector<std::uint32_t> words_;
    std::vector<std::uint32_t> frequencies_;
    std::vector<std::uint64_t> letters_;       // in the order of by_length_: which letters occur once, which twice
    std::vector<std::uint32_t> by_length_;     // entries ordered by length
    std::vector<std::uint32_t> length_begin_;  // length → place in by_length_
};

inline constexpr std::uint32_t cost_beyond = 1000;
// The cost of turning one folded word into another in tenths of an edit (Damerau, adjacent swaps), cheaper for slips that are common in
// German; cost_beyond when it takes more than `edits_max` edits.
std::uint32_t edit_cost(std::string_view typed, std::string_view meant, unsigned edits_max);

}  // namespace kc::search
