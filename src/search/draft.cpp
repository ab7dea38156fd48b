// SPDX-License-Identifier: EUPL-1.2
#include "search/draft.hpp"

#include <algorithm>

#include "search/segment.hpp"

namespace kc::search {

std::uint32_t DraftWriter::word(std::string_view text) {
    auto& table = draft_.table;
    const auto known = table.words.size();
    const auto id = table.words.intern(text);
    if (id < known) return id;
    terms_.clear();
    analyzer_.word_terms(text, terms_);
    for (const auto& term : terms_) table.word_terms.push_back({table.terms.intern(term.text), term.weight});
    table.begin.push_back(static_cast<std::uint32_t>(table.word_terms.size()));
    return id;
}

void DraftWriter::add_text(std::string_view text) {
    auto& tokens = draft_.tokens;
    const auto at = tokens.size();
    tokens.push_back(0);
    words_.clear();
    analyzer_.words(text, words_);
    const auto& begin = draft_.table.begin;
    for (const auto& found : words_) {
        const auto id = word(found.text);
        if (begin[id] != begin[id + 1]) tokens.push_back(id);  // stop words find nothing and separate nothing
    }
    tokens[at] = static_cast<std::uint32_t>(tokens.size() - at - 1);
}

void DraftWriter::add(const Document& document) {
    draft_.documents.push_back({document.key, document.order, document.only_for, draft_.tokens.size(),
                                static_cast<std::uint32_t>(draft_.values.size()), static_cast<std::uint32_t>(draft_.numbers.size()),
                                static_cast<std::uint32_t>(draft_.occurrences.size())});
    for (std::size_t field = 0; field < schema_.fields.size(); ++field) {
        add_text(field < document.texts.size() ? std::string_view(document.texts[field]) : std::string_view());
    }
    const auto first_value = static_cast<std::ptrdiff_t>(draft_.values.size());
    for (const auto& value : document.values) {
        if (value.facet < schema_.facets.size() && value.value != no_value) draft_.values.push_back(value);
    }
    const auto less = [](const FacetValue& a, const FacetValue& b) { return a.facet != b.facet ? a.facet < b.facet : a.value < b.value; };
    const auto same = [](const FacetValue& a, const FacetValue& b) { return a.facet == b.facet && a.value == b.value; };
    std::sort(draft_.values.begin() + first_value, draft_.values.end(), less);
    draft_.values.erase(std::unique(draft_.values.begin() + first_value, draft_.values.end(), same), draft_.values.end());
    for (std::size_t column = 0; column < schema_.numbers.size(); ++column) {
        draft_.numbers.push_back(column < document.numbers.size() ? document.numbers[column] : no_number);
    }
    add_occurrences(document.occurrences);
}

void DraftWriter::add_occurrences(const std::vector<Occurrence>& occurrences) {
    const auto put = [&](const PackedOccurrence& occurrence, std::int64_t key) {
        draft_.occurrences.push_back(occurrence);
        draft_.occurrence_keys.push_back(key);
    };
    bool unscheduled = false;
    PackedOccurrence last{};
    last.format = no_value;
    for (const auto& occurrence : occurrences) {
        if (occurrence.kind == OccurrenceKind::unscheduled) {
            unscheduled = true;
            continue;
        }
        const auto packed = pack(occurrence);
        put(packed, occurrence.key);
        if (packed.kind == OccurrenceKind::dated && (last.format == no_value || packed.last_day >= last.last_day)) last = packed;
    }
    for (const auto& occurrence : occurrences) {
        if (occurrence.kind == OccurrenceKind::unscheduled) put(pack(occurrence), occurrence.key);
    }
    if (unscheduled) return;
    Occurrence later;  // what is left when all dates have passed
    later.kind = OccurrenceKind::unscheduled;
    later.format = last.format;
    put(pack(later), 0);
}

namespace {

// Gives each word and term of `from` its number in `into`; words that are new there bring their terms.
std::vector<std::uint32_t> join(WordTable& into, const WordTable& from) {
    std::vector<std::uint32_t> words(from.words.size());
    for (std::uint32_t i = 0; i < words.size(); ++i) {
        const auto known = into.words.size();
        words[i] = into.words.intern(from.words[i]);
        if (words[i] < known) continue;
        for (auto k = from.begin[i]; k < from.begin[i + 1]; ++k) {
            into.word_terms.push_back({into.terms.intern(from.terms[from.word_terms[k].term]), from.word_terms[k].weight});
        }
        into.begin.push_back(static_cast<std::uint32_t>(into.word_terms.size()));
    }
    return words;
}

}  // namespace

void Draft::append(const Draft& other) {
    const auto words = join(table, other.table);
    for (auto document : other.documents) {
        document.tokens += tokens.size();
        document.values += static_cast<std::uint32_t>(values.size());
        document.numbers += static_cast<std::uint32_t>(numbers.size());
        document.occurrences += static_cast<std::uint32_t>(occurrences.size());
        documents.push_back(document);
    }
    tokens.reserve(tokens.size() + other.tokens.size());
    for (std::size_t i = 0; i < other.tokens.size();) {  // count, words, count, words, …
        const auto count = other.tokens[i++];
        tokens.push_back(count);
        for (std::uint32_t k = 0; k < count; ++k) tokens.push_back(words[other.tokens[i++]]);
    }
    values.insert(values.end(), other.values.begin(), other.values.end());
    numbers.insert(numbers.end(), other.numbers.begin(), other.numbers.end());
    occurrences.insert(occurrences.end(), other.occurrences.begin(), other.occurrences.end());
    occurrence_keys.insert(occurrence_keys.end(), other.occurrence_keys.begin(), other.occurrence_keys.end());
}

void Draft::append(const Segment& segment, const std::vector<BitWord>* live) {
    // Only the words that the documents still use come along: a large table for a few documents would be waste.
    std::vector<std::uint32_t> words(segment.table.words.size(), StringTable::absent);
    const auto word_of = [&](std::uint32_t old) {
        auto& word = words[old];
        if (word != StringTable::absent) return word;
        const auto known = table.words.size();
        word = table.words.intern(segment.table.words[old]);
        if (word < known) return word;
        for (auto k = segment.table.begin[old]; k < segment.table.begin[old + 1]; ++k) {
            const auto& term = segment.table.word_terms[k];
            table.word_terms.push_back({table.terms.intern(segment.table.terms[term.term]), term.weight});
        }
        table.begin.push_back(static_cast<std::uint32_t>(table.word_terms.size()));
        return word;
    };
    for (std::uint32_t document = 0; document < segment.documents; ++document) {
        if (live != nullptr && ((*live)[document >> 6] >> (document & 63) & 1) == 0) continue;
        documents.push_back({segment.keys[document], segment.orders[document], segment.only_for_of(document), tokens.size(),
                             static_cast<std::uint32_t>(values.size()), static_cast<std::uint32_t>(numbers.size()),
                             static_cast<std::uint32_t>(occurrences.size())});
        TextReader text(segment, document);
        for (std::size_t field = 0; field < segment.fields; ++field) {
            const auto count = text.next();
            tokens.push_back(count);
            for (std::uint32_t k = 0; k < count; ++k) tokens.push_back(word_of(text.next()));
        }
        for (auto k = segment.value_begin[document]; k < segment.value_begin[document + 1]; ++k) values.push_back(segment.facet_value(k));
        for (const auto& column : segment.numbers) numbers.push_back(column[document]);
        const auto& columns = segment.occurrences;
        for (auto k = columns.begin[document]; k < columns.begin[document + 1]; ++k) {
            occurrences.push_back(columns.all[k]);
            occurrence_keys.push_back(columns.keys[k]);
        }
    }
}

void WordTable::index_terms() {
    term_begin.assign(terms.size() + 1, 0);
    for (const auto& entry : word_terms) ++term_begin[entry.term + 1];
    for (std::size_t i = 1; i < term_begin.size(); ++i) term_begin[i] += term_begin[i - 1];
    term_words.resize(word_terms.size());
    auto at = term_begin;
    for (std::uint32_t word = 0; word < words.size(); ++word) {
        for (auto k = begin[word]; k < begin[word + 1]; ++k) term_words[at[word_terms[k].term]++] = word;
    }
}

}  // namespace kc::search
