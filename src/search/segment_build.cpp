// SPDX-License-Identifier: EUPL-1.2
// From a draft to a segment: documents into their order, words numbered by frequency, lists inverted, columns laid out.
#include <algorithm>
#include <map>
#include <numeric>
#include <stdexcept>
#include <thread>

#include "search/ranking_numbers.hpp"
#include "search/segment.hpp"

namespace kc::search {

namespace {

// Where the parts of the draft's documents end: in the draft a document ends where the next one begins.
DraftDocument end_of(const Draft& draft, std::size_t document) {
    if (document + 1 < draft.documents.size()) return draft.documents[document + 1];
    return {0,
            0,
            std::nullopt,
            draft.tokens.size(),
            static_cast<std::uint32_t>(draft.values.size()),
            static_cast<std::uint32_t>(draft.numbers.size()),
            static_cast<std::uint32_t>(draft.occurrences.size())};
}

// The draft's documents in the order that breaks ties; of those with one key only the last.
std::vector<std::uint32_t> final_order(const Draft& draft) {
    const auto& documents = draft.documents;
    std::vector<std::uint32_t> order(documents.size());
    std::iota(order.begin(), order.end(), 0U);
    std::sort(order.begin(), order.end(),
              [&](std::uint32_t a, std::uint32_t b) { return documents[a].key != documents[b].key ? documents[a].key < documents[b].key : a > b; });
    order.erase(std::unique(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) { return documents[a].key == documents[b].key; }),
                order.end());
    std::stable_sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) { return documents[a].order < documents[b].order; });
    return order;
}

// Renumbers the words by how often they occur (frequent ones take one byte in the texts), and drops those that no document uses.
std::vector<std::uint32_t> renumber_words(WordTable& table, std::vector<std::uint32_t>& frequencies) {
    std::vector<std::uint32_t> by_frequency(frequencies.size());
    std::iota(by_frequency.begin(), by_frequency.end(), 0U);
    std::sort(by_frequency.begin(), by_frequency.end(), [&](std::uint32_t a, std::uint32_t b) {
        return frequencies[a] != frequencies[b] ? frequencies[a] > frequencies[b] : table.words[a] < table.words[b];
    });
    while (!by_frequency.empty() && frequencies[by_frequency.back()] == 0) by_frequency.pop_back();
    WordTable renumbered;
    std::vector<std::uint32_t> number(frequencies.size(), StringTable::absent);
    std::vector<std::uint32_t> sorted_frequencies;
    for (const auto word : by_frequency) {
        number[word] = renumbered.words.intern(table.words[word]);
        sorted_frequencies.push_back(frequencies[word]);
        for (auto k = table.begin[word]; k < table.begin[word + 1]; ++k) {
            renumbered.word_terms.push_back({renumbered.terms.intern(table.terms[table.word_terms[k].term]), table.word_terms[k].weight});
        }
        renumbered.begin.push_back(static_cast<std::uint32_t>(renumbered.word_terms.size()));
    }
    renumbered.words.shrink();
    renumbered.terms.shrink();
    renumbered.begin.shrink_to_fit();
    renumbered.word_terms.shrink_to_fit();
    table = std::move(renumbered);
    frequencies = std::move(sorted_frequencies);
    return number;
}

struct Inverted {
    std::vector<Posting> entries;
    std::vector<std::uint8_t> impacts;
};

// The terms of the documents from … to - 1, each with the impact of all its words in all fields.
Inverted invert(const Schema& schema, const Segment& segment, std::uint32_t from, std::uint32_t to) {
    Inverted out;
    std::vector<float> sum(segment.table.terms.size(), 0);
    std::vector<std::uint32_t> touched;
    for (auto document = from; document < to; ++document) {
        touched.clear();
        TextReader text(segment, document);
        for (const auto& field : schema.fields) {
            const auto count = text.next();
            const float share = field_share(field.weight, field.typical_words, count);
            for (std::uint32_t i = 0; i < count; ++i) {
                const auto word = text.next();
                for (auto k = segment.table.begin[word]; k < segment.table.begin[word + 1]; ++k) {
                    const auto& term = segment.table.word_terms[k];
                    if (sum[term.term] == 0) touched.push_back(term.term);
                    sum[term.term] += std::max(share * term.weight, 1e-6F);
                }
            }
        }
        for (const auto term : touched) {
            out.entries.push_back({term, document});
            out.impacts.push_back(impact_of(sum[term]));
            sum[term] = 0;
        }
    }
    return out;
}

PostingLists invert_all(const Schema& schema, const Segment& segment, unsigned threads) {
    threads = segment.documents < 2000 ? 1 : std::clamp(threads, 1U, 16U);
    std::vector<Inverted> parts(threads);
    const auto begin = [&](unsigned part) { return static_cast<std::uint32_t>(std::uint64_t{segment.documents} * part / threads); };
    std::vector<std::thread> helpers;
    for (unsigned part = 1; part < threads; ++part) {
        helpers.emplace_back([&, part] { parts[part] = invert(schema, segment, begin(part), begin(part + 1)); });
    }
    parts[0] = invert(schema, segment, 0, begin(1));
    for (auto& helper : helpers) helper.join();
    for (unsigned part = 1; part < threads; ++part) {
        parts[0].entries.insert(parts[0].entries.end(), parts[part].entries.begin(), parts[part].entries.end());
        parts[0].impacts.insert(parts[0].impacts.end(), parts[part].impacts.begin(), parts[part].impacts.end());
        parts[part] = {};
    }
    return {segment.table.terms.size(), segment.documents, parts[0].entries, parts[0].impacts};
}

void put_number(std::vector<std::uint8_t>& into, std::uint32_t value) {
    for (; value >= 0x80; value >>= 7) into.push_back(static_cast<std::uint8_t>(value | 0x80));
    into.push_back(static_cast<std::uint8_t>(value));
}

void lay_out_texts(Segment& segment, const Draft& draft, const std::vector<std::uint32_t>& order, const std::vector<std::uint32_t>& number,
                   std::size_t title_field) {
    segment.title_begin.reserve(order.size() + 1);
    segment.title_begin.push_back(0);
    segment.text.reserve(draft.tokens.size() * 3 / 2);
    segment.text_begin.reserve(order.size() + 1);
    segment.text_begin.push_back(0);
    for (const auto document : order) {
        auto at = draft.documents[document].tokens;
        for (std::size_t field = 0; field < segment.fields; ++field) {
            const auto count = draft.tokens[at++];
            const auto from = static_cast<std::ptrdiff_t>(segment.text.size());
            put_number(segment.text, count);
            for (std::uint32_t i = 0; i < count; ++i) put_number(segment.text, number[draft.tokens[at++]]);
            if (field == title_field) segment.titles.insert(segment.titles.end(), segment.text.begin() + from, segment.text.end());
        }
        segment.title_begin.push_back(static_cast<std::uint32_t>(segment.titles.size()));
        segment.text_begin.push_back(static_cast<std::uint32_t>(segment.text.size()));
    }
    for (auto* bytes : {&segment.text, &segment.titles}) {
        bytes->insert(bytes->end(), 3, 0);  // TextReader reads four bytes at a time
        bytes->shrink_to_fit();
    }
}

void lay_out_documents(Segment& segment, const Draft& draft, const std::vector<std::uint32_t>& order) {
    segment.open.assign(bit_words(order.size()), 0);
    std::map<std::int64_t, std::vector<std::uint32_t>> closed;
    for (std::uint32_t i = 0; i < order.size(); ++i) {
        const auto& document = draft.documents[order[i]];
        segment.keys.push_back(document.key);
        segment.orders.push_back(document.order);
        if (document.only_for)
            closed[*document.only_for].push_back(i);
        else
            segment.open[i >> 6] |= BitWord{1} << (i & 63);
    }
    for (auto& [only_for, documents] : closed) segment.closed.push_back({only_for, std::move(documents)});
    segment.keys.shrink_to_fit();
    segment.orders.shrink_to_fit();
    segment.index_keys();
}

void lay_out_facets(Segment& segment, const Schema& schema, const Draft& draft, const std::vector<std::uint32_t>& order) {
    std::vector<std::uint32_t> sizes(schema.facets.size(), 0);
    for (const auto& value : draft.values) sizes[value.facet] = std::max(sizes[value.facet], value.value + 1U);
    segment.facet_begin.assign(1, 0);
    for (const auto size : sizes) segment.facet_begin.push_back(segment.facet_begin.back() + size);
    if (segment.facet_begin.back() > 0xFFFF) throw std::length_error("search: more than 65,535 facet values in all; values must be dense");
    std::vector<Posting> entries;
    entries.reserve(draft.values.size());
    segment.values.reserve(draft.values.size());
    segment.value_begin.reserve(order.size() + 1);
    segment.value_begin.push_back(0);
    for (std::uint32_t i = 0; i < order.size(); ++i) {
        const auto end = end_of(draft, order[i]).values;
        for (auto k = draft.documents[order[i]].values; k < end; ++k) {
            const auto list = segment.facet_begin[draft.values[k].facet] + draft.values[k].value;
            segment.values.push_back(static_cast<std::uint16_t>(list));
            entries.push_back({list, i});
        }
        segment.value_begin.push_back(static_cast<std::uint32_t>(segment.values.size()));
    }
    segment.facet_lists = PostingLists(segment.facet_begin.back(), order.size(), entries, {});
    segment.facet_rows = CountRows({segment.value_begin, segment.values}, segment.facet_begin);
    for (std::size_t facet = 0; facet < sizes.size(); ++facet) {
        std::uint32_t cost = 0;
        for (auto list = segment.facet_begin[facet]; list < segment.facet_begin[facet + 1]; ++list) cost += segment.facet_lists.and_cost(list);
        segment.facet_costs.push_back(cost);
    }
}

void lay_out_numbers(Segment& segment, const Schema& schema, const Draft& draft, const std::vector<std::uint32_t>& order) {
    for (std::size_t column = 0; column < schema.numbers.size(); ++column) {
        std::vector<std::int32_t> numbers;
        numbers.reserve(order.size());
        for (const auto document : order) numbers.push_back(draft.numbers[draft.documents[document].numbers + column]);
        std::vector<std::uint32_t> sorted(order.size());
        std::iota(sorted.begin(), sorted.end(), 0U);
        // no_number is the smallest int32 and belongs to the end: as an unsigned number less one it is the largest.
        const auto rank = [&](std::uint32_t document) {
            return static_cast<std::int64_t>(numbers[document] == no_number ? INT64_MAX : numbers[document]);
        };
        std::stable_sort(sorted.begin(), sorted.end(), [&](std::uint32_t a, std::uint32_t b) { return rank(a) < rank(b); });
        segment.numbered.push_back(static_cast<std::uint32_t>(numbers.size()) -
                                   static_cast<std::uint32_t>(std::count(numbers.begin(), numbers.end(), no_number)));
        segment.numbers.push_back(std::move(numbers));
        segment.number_order.push_back(std::move(sorted));
    }
}

void lay_out_occurrences(OccurrenceColumns& columns, const Draft& draft, const std::vector<std::uint32_t>& order) {
    columns.begin.reserve(order.size() + 1);
    columns.all.reserve(draft.occurrences.size());
    columns.keys.reserve(draft.occurrences.size());
    columns.begin.push_back(0);
    for (const auto document : order) {
        const auto end = end_of(draft, document).occurrences;
        for (auto k = draft.documents[document].occurrences; k < end; ++k) {
            const auto& occurrence = draft.occurrences[k];
            columns.all.push_back(occurrence);
            columns.keys.push_back(draft.occurrence_keys[k]);
            if (occurrence.place != no_value) columns.places = std::max<std::size_t>(columns.places, occurrence.place + 1U);
            if (occurrence.format != no_value) columns.formats = std::max<std::size_t>(columns.formats, occurrence.format + 1U);
        }
        columns.begin.push_back(static_cast<std::uint32_t>(columns.all.size()));
    }
}

}  // namespace

std::shared_ptr<const Segment> make_segment(const Schema& schema, const Analyzer& analyzer, Draft&& given, unsigned threads) {
    Draft draft = std::move(given);
    auto segment = std::make_shared<Segment>();
    const auto order = final_order(draft);
    segment->documents = static_cast<std::uint32_t>(order.size());
    segment->fields = schema.fields.size();
    {
        std::vector<std::uint32_t> frequencies(draft.table.words.size(), 0);
        for (const auto document : order) {
            auto at = draft.documents[document].tokens;
            for (std::size_t field = 0; field < segment->fields; ++field) {
                for (auto count = draft.tokens[at++]; count > 0; --count) ++frequencies[draft.tokens[at++]];
            }
        }
        const auto number = renumber_words(draft.table, frequencies);
        segment->table = std::move(draft.table);
        segment->table.index_terms();
        lay_out_texts(*segment, draft, order, number, schema.title_field());
        draft.tokens = {};
        segment->vocabulary = Vocabulary(segment->table, frequencies, analyzer);
    }
    lay_out_documents(*segment, draft, order);
    lay_out_facets(*segment, schema, draft, order);
    lay_out_numbers(*segment, schema, draft, order);
    lay_out_occurrences(segment->occurrences, draft, order);
    draft = {};
    segment->postings = invert_all(schema, *segment, threads);
    segment->facet_term_counts = TermCounts(segment->postings, segment->facet_lists, segment->documents);
    return segment;
}

}  // namespace kc::search
