// SPDX-License-Identifier: EUPL-1.2
// Counting places, formats and weekdays by document, each document being two small numbers (DayView::Offered).
#if defined(__GNUC__) && !defined(__clang__) && defined(__OPTIMIZE__)
#pragma GCC optimize("O3")  // see KC_SEARCH_CLONES
#endif
#include <array>
#include <numeric>

#include "search/occurrences.hpp"

namespace kc::search {

void OccurrenceTest::count_sets(const OccurrenceColumns& columns, const DayView& view, const Bits& documents, OccurrenceCounts& counts) {
    // Neighbours often offer the same: raising one counter twice in a row waits for the first time. So four of them take turns.
    constexpr std::size_t turns = 4;
    thread_local std::vector<std::array<std::uint32_t, turns>> by_set;
    by_set.assign(view.where_begin.size() - 1, {});
    std::array<std::array<std::uint32_t, turns>, 128> by_weekdays{};
    const auto* const offered = view.offered.data();
    for_each_bit_fetched(
        documents.span(), [=](std::uint32_t document) { fetch_ahead(offered + document); },
        [&, of_set = by_set.data(), turn = std::size_t{0}](std::uint32_t document) mutable {
            ++of_set[offered[document].where][turn];
            ++by_weekdays[offered[document].weekdays][turn];
            turn = (turn + 1) % turns;
        });
    const auto sum = [](const std::array<std::uint32_t, turns>& counters) { return std::accumulate(counters.begin(), counters.end(), 0U); };
    for (std::size_t set = 0; set < by_set.size(); ++set) {
        const auto number = sum(by_set[set]);
        if (number == 0) continue;
        for (auto k = view.where_begin[set]; k < view.where_begin[set + 1]; ++k) {
            const auto list = view.where_lists[k];
            (list < columns.places ? counts.places[list] : counts.formats[list - view.format_list]) += number;
        }
    }
    for (std::size_t days = 1; days < by_weekdays.size(); ++days) {
        const auto number = sum(by_weekdays[days]);
        for (std::size_t i = 0; i < 7 && number != 0; ++i) counts.weekdays[i] += (days >> i & 1) != 0 ? number : 0;
    }
}

}  // namespace kc::search
