// SPDX-License-Identifier: EUPL-1.2
#if defined(__GNUC__) && !defined(__clang__) && defined(__OPTIMIZE__)
#pragma GCC optimize("O3")  // see KC_SEARCH_CLONES
#endif
#include "search/filters.hpp"

#include <algorithm>
#include <map>
#include <optional>

namespace kc::search {

namespace {

constexpr std::uint32_t few_documents = 500;  // counted value by value

enum class Kind : std::uint8_t { facet, number, boosted };

struct Dimension {  // one filter on documents
    Kind kind;
    std::size_t which;
    Bits passing;
    Bits others;  // the documents that pass all other filters
};

// Sixty-four numbers in a row are compared at once, where any of their documents is wanted.
KC_SEARCH_CLONES static void in_range(const std::int32_t* numbers, std::size_t documents, std::int32_t least, std::int32_t most,
                                      const BitWord* wanted, BitWord* out) {
    for (std::size_t word = 0; word * 64 < documents; ++word) {
        if (wanted[word] == 0) continue;
        const std::size_t end = std::min<std::size_t>(64, documents - word * 64);
        const std::int32_t* at = numbers + word * 64;
        BitWord bits = 0;
        for (std::size_t i = 0; i < end; ++i) bits |= static_cast<BitWord>(at[i] >= least && at[i] <= most) << i;
        out[word] = bits;
    }
}

std::vector<Dimension> dimensions_of(const Segment& segment, const Query& query, const SegmentBoosts& boosts, const Bits& found) {
    std::vector<Dimension> dimensions;
    std::map<std::size_t, std::size_t> facet_dimension;  // several selections of one facet are one filter
    for (const auto& selection : query.selections) {
        if (selection.values.empty() || selection.facet + 1 >= segment.facet_begin.size()) continue;
        const auto [at, fresh] = facet_dimension.emplace(selection.facet, dimensions.size());
        if (fresh) dimensions.push_back({Kind::facet, selection.facet, Bits(segment.documents), {}});
        for (const auto value : selection.values) {
            if (value < segment.facet_size(selection.facet)) {
                segment.facet_lists.or_into(segment.facet_begin[selection.facet] + value, dimensions[at->second].passing);
            }
        }
    }
    std::map<std::size_t, std::pair<std::int32_t, std::int32_t>> numbers;
    for (const auto& filter : query.numbers) {
        if (filter.column >= segment.numbers.size() || (!filter.least && !filter.most)) continue;
        auto& range = numbers.emplace(filter.column, std::pair{no_number + 1, std::numeric_limits<std::int32_t>::max()}).first->second;
        if (filter.least) range.first = std::max(range.first, *filter.least);
        if (filter.most) range.second = std::min(range.second, *filter.most);
    }
    for (const auto& [column, range] : numbers) {
        dimensions.push_back({Kind::number, column, Bits(segment.documents), {}});
        in_range(segment.numbers[column].data(), segment.documents, range.first, range.second, found.data(), dimensions.back().passing.data());
    }
    if (query.boosted_only) dimensions.push_back({Kind::boosted, 0, boosts.positive, {}});
    return dimensions;
}

// Counts every value of the facets: by rows of the documents or by lists of the values, whichever is cheaper.
void count_facets(const Segment& segment, const std::vector<std::size_t>& facets, const Bits& documents, std::uint32_t size,
                  std::vector<std::uint32_t>& counts) {
    counts.assign(segment.facet_begin.back(), 0);
    if (size == 0) return;
    if (size < few_documents) {
        const auto fetch = [&](std::uint32_t document) { fetch_ahead(segment.values.data() + segment.value_begin[document]); };
        for_each_bit_fetched(documents.span(), fetch, [&](std::uint32_t document) {
            for (auto k = segment.value_begin[document]; k < segment.value_begin[document + 1]; ++k) ++counts[segment.values[k]];
        });
        return;
    }
    const auto& rows = segment.facet_rows;
    std::vector<std::uint64_t> by_lists(rows.columns(), 0);
    for (const auto facet : facets) {
        if (rows.column_of(facet) != CountRows::no_column) by_lists[rows.column_of(facet)] += segment.facet_costs[facet];
    }
    std::vector<std::uint32_t> by_rows;
    for (std::uint32_t column = 0; column < rows.columns(); ++column) {
        if (by_lists[column] > rows.cost(column, size)) by_rows.push_back(column);
    }
    if (!by_rows.empty()) rows.count(documents, by_rows, counts.data());
    for (const auto facet : facets) {
        if (std::find(by_rows.begin(), by_rows.end(), rows.column_of(facet)) != by_rows.end()) continue;
        for (auto list = segment.facet_begin[facet]; list < segment.facet_begin[facet + 1]; ++list) {
            counts[list] = segment.facet_lists.and_count(list, documents);
        }
    }
}

// A set of documents whose counts are known, and how many documents it has more or less than the one to be counted.
struct KnownSet {
    Bits documents;
    const std::uint32_t* counts = nullptr;  // by value; null: those of all documents
    std::uint32_t different = 0;
};

// The nearest known set: all documents or a frequent term of the query. Without a value: nothing is nearer than no document at all.
std::optional<KnownSet> nearest_known(const Segment& segment, std::span<const std::uint32_t> terms, const Bits& documents, std::uint32_t size) {
    std::optional<KnownSet> nearest;
    if (segment.documents - size < size) {
        nearest = KnownSet{Bits(segment.documents), nullptr, segment.documents - size};
        nearest->documents.fill(segment.documents);
    }
    if (size < 8 * few_documents) return nearest;
    for (const auto term : terms) {
        const auto* counts = segment.facet_term_counts.of(term);
        if (counts == nullptr) continue;
        Bits of_term(segment.documents);
        segment.postings.or_into(term, of_term);
        const auto common = and_count(documents.data(), of_term.data(), documents.words());
        const auto different = size + segment.postings.count(term) - 2 * common;
        if (different < (nearest ? nearest->different : size)) nearest = KnownSet{std::move(of_term), counts, different};
    }
    return nearest;
}

// Adds the counts of the facets over one set of documents.
void add_facets(const Segment& segment, const std::vector<std::size_t>& facets, std::span<const std::uint32_t> terms, const Bits& documents,
                std::uint32_t size, Answer& answer) {
    if (size == 0 || facets.empty()) return;
    thread_local std::vector<std::uint32_t> more, less;
    const auto known = nearest_known(segment, terms, documents, size);
    if (known) {
        const auto beyond = without(documents, known->documents), missing = without(known->documents, documents);
        count_facets(segment, facets, beyond, beyond.count(), more);
        count_facets(segment, facets, missing, missing.count(), less);
    } else {
        count_facets(segment, facets, documents, size, more);
    }
    for (const auto facet : facets) {
        for (std::size_t value = 0; value < segment.facet_size(facet); ++value) {
            const auto list = segment.facet_begin[facet] + value;
            auto count = more[list];
            if (known) count += (known->counts != nullptr ? known->counts[list] : segment.facet_lists.count(list)) - less[list];
            answer.facet_counts[facet][value] += count;
        }
    }
}

void add_range(const Segment& segment, std::size_t column, const Bits& documents, std::uint32_t size, NumberRange& range) {
    const auto& numbers = segment.numbers[column];
    const auto take = [&](std::int32_t number) {
        if (range.least == no_number || number < range.least) range.least = number;
        if (range.most == no_number || number > range.most) range.most = number;
    };
    if (size < 600) {
        for_each_bit(documents.span(), [&](std::uint32_t document) {
            if (numbers[document] != no_number) take(numbers[document]);
        });
        return;
    }
    // Many documents: the first of them in the order of the numbers is found after a few steps, from either end.
    const auto& order = segment.number_order[column];
    const auto known = order.begin() + segment.numbered[column];
    const auto first = std::find_if(order.begin(), known, [&](std::uint32_t document) { return documents.test(document); });
    if (first == known) return;
    take(numbers[*first]);
    auto last = known;
    while (!documents.test(*--last)) {
    }
    take(numbers[*last]);
}

}  // namespace

SegmentBoosts::SegmentBoosts(const Segment& segment, std::span<const Boost> boosts) : positive(segment.documents) {
    for (const auto& boost : boosts) {
        if (const auto document = segment.find(boost.key)) points.emplace_back(*document, boost.points);
    }
    std::stable_sort(points.begin(), points.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    // Of a key that came twice the last one counts.
    std::size_t kept = 0;
    for (std::size_t i = 0; i < points.size(); ++i) {
        if (i + 1 < points.size() && points[i + 1].first == points[i].first) continue;
        points[kept++] = points[i];
    }
    points.resize(kept);
    for (const auto& [document, value] : points) {
        if (value > 0) positive.set(document);
    }
}

std::int32_t SegmentBoosts::of(std::uint32_t document) const {
    const auto at = std::lower_bound(points.begin(), points.end(), document, [](const auto& a, std::uint32_t b) { return a.first < b; });
    return at != points.end() && at->first == document ? at->second : 0;
}

Filtered filter_and_count(const Segment& segment, const Query& query, const OccurrenceTest& test, const SegmentBoosts& boosts, const DayView& view,
                          std::span<const std::uint32_t> terms, Bits found, Answer& answer) {
    auto dimensions = dimensions_of(segment, query, boosts, found);
    Bits all = found;
    for (const auto& dimension : dimensions) all &= dimension.passing;
    const bool sideways = query.count && !dimensions.empty();
    if (sideways) {
        for (auto& dimension : dimensions) {
            if (dimension.kind == Kind::boosted) continue;
            dimension.others = found;
            for (const auto& other : dimensions) {
                if (&other != &dimension) dimension.others &= other.passing;
            }
        }
    }
    OccurrenceCounts counts;
    counts.places.assign(answer.place_counts.size(), 0);
    counts.formats.assign(answer.format_counts.size(), 0);
    Filtered result;
    if (test.active()) {
        Bits candidates = all;
        if (sideways) {
            for (const auto& dimension : dimensions) {
                if (dimension.kind != Kind::boosted) candidates |= dimension.others;
            }
        }
        Bits matching(segment.documents);
        test.run(segment.occurrences, view, candidates, all, matching, query.count ? &counts : nullptr);
        all &= matching;
        for (auto& dimension : dimensions) {
            if (sideways && dimension.kind != Kind::boosted) dimension.others &= matching;
        }
        result.count = all.count();
    } else {
        result.count = all.count();
        if (query.count && result.count > 0) test.count(segment.occurrences, view, all, result.count, counts);
    }
    answer.total += result.count;
    if (query.count) {
        for (std::size_t i = 0; i < counts.places.size(); ++i) answer.place_counts[i] += counts.places[i];
        for (std::size_t i = 0; i < counts.formats.size(); ++i) answer.format_counts[i] += counts.formats[i];
        for (std::size_t i = 0; i < 7; ++i) answer.weekday_counts[i] += counts.weekdays[i];
        answer.boosted_count += and_count(all.data(), boosts.positive.data(), all.words());
        std::vector<std::size_t> unselected;
        std::vector<bool> selected(answer.facet_counts.size()), filtered(answer.ranges.size());
        for (const auto& dimension : dimensions) {
            if (dimension.kind == Kind::facet) {
                selected[dimension.which] = true;
                add_facets(segment, {dimension.which}, terms, dimension.others, dimension.others.count(), answer);
            } else if (dimension.kind == Kind::number) {
                filtered[dimension.which] = true;
                add_range(segment, dimension.which, dimension.others, dimension.others.count(), answer.ranges[dimension.which]);
            }
        }
        for (std::size_t facet = 0; facet < selected.size(); ++facet) {
            if (!selected[facet]) unselected.push_back(facet);
        }
        add_facets(segment, unselected, terms, all, result.count, answer);
        for (std::size_t column = 0; column < filtered.size(); ++column) {
            if (!filtered[column]) add_range(segment, column, all, result.count, answer.ranges[column]);
        }
    }
    result.documents = std::move(all);
    return result;
}

}  // namespace kc::search
