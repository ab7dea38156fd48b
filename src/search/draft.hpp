// SPDX-License-Identifier: EUPL-1.2
// Documents on their way into a segment: texts already cut into numbered words, everything else as columns.
// Each thread of a build fills its own draft; drafts and old segments are then appended to one another without analysing a text again.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "search/document.hpp"
#include "search/language.hpp"
#include "search/occurrences.hpp"
#include "search/schema.hpp"
#include "search/string_table.hpp"

namespace kc::search {

struct Segment;

struct WordTerm {
    std::uint32_t term;
    float weight;
};

// The distinct words of the texts as they are written there, and the terms each of them is found by.
struct WordTable {
    StringTable words;
    StringTable terms;
    std::vector<std::uint32_t> begin{0};  // word → its first term; one more at the end
    std::vector<WordTerm> word_terms;
    std::vector<std::uint32_t> term_begin;  // of a segment: term → its first word; one more at the end
    std::vector<std::uint32_t> term_words;

    void index_terms();
    std::size_t memory_bytes() const {
        return words.memory_bytes() + terms.memory_bytes() + begin.capacity() * 4 + word_terms.capacity() * sizeof(WordTerm) +
               4 * (term_begin.capacity() + term_words.capacity());
    }
};

struct DraftDocument {
    DocumentKey key;
    std::int64_t order;
    std::optional<std::int64_t> only_for;
    std::uint64_t tokens;  // begin of its part of Draft::tokens; it ends where the next document begins
    std::uint32_t values, numbers, occurrences;
};

struct Draft {
    WordTable table;
    std::vector<DraftDocument> documents;
    std::vector<std::uint32_t> tokens;  // per document and field: the number of words, then the words
    std::vector<FacetValue> values;
    std::vector<std::int32_t> numbers;  // one per column
    std::vector<PackedOccurrence> occurrences;
    std::vector<std::int64_t> occurrence_keys;

    void append(const Draft& other);
    void append(const Segment& segment, const std::vector<BitWord>* live);  // live: null means all
};

class DraftWriter {
public:
    DraftWriter(const Schema& schema, const Analyzer& analyzer) : schema_(schema), analyzer_(analyzer) {}

    void add(const Document& document);
    Draft& draft() { return draft_; }

private:
    std::uint32_t word(std::string_view text);
    void add_text(std::string_view text);
    void add_occurrences(const std::vector<Occurrence>& occurrences);

    const Schema& schema_;
    const Analyzer& analyzer_;
    Draft draft_;
    std::vector<Word> words_;
    std::vector<Term> terms_;
};

}  // namespace kc::search
