// SPDX-License-Identifier: EUPL-1.2
#if defined(__GNUC__) && !defined(__clang__) && defined(__OPTIMIZE__)
#pragma GCC optimize("O3")  // see KC_SEARCH_CLONES
#endif
#include "search/count_rows.hpp"

#include <algorithm>
#include <array>
#include <numeric>

namespace kc::search {

namespace {

constexpr std::uint32_t combinations_max = 2048;  // 8 KB of counters stay in the nearest cache
constexpr std::uint32_t slots_max = 4;            // of one kind; with more values per document lists count as fast
constexpr std::size_t counters_max = 0xFFFF;

struct Plan {
    std::vector<std::size_t> kinds;  // one with several slots, or several with one
    std::uint32_t slots = 1;
    std::uint32_t combinations = 1;
};

// The most values that any document has of each kind.
std::vector<std::uint32_t> most_values(const ValueRows& rows, std::span<const std::uint32_t> kinds) {
    std::vector<std::uint32_t> most(kinds.size() - 1, 0);
    std::vector<std::uint32_t> of_one(most.size());
    for (std::size_t document = 0; document + 1 < rows.begin.size(); ++document) {
        std::fill(of_one.begin(), of_one.end(), 0);
        for (auto k = rows.begin[document]; k < rows.begin[document + 1]; ++k) {
            const auto kind = static_cast<std::size_t>(std::upper_bound(kinds.begin(), kinds.end(), rows.values[k]) - kinds.begin() - 1);
            most[kind] = std::max(most[kind], ++of_one[kind]);
        }
    }
    return most;
}

// Kinds of one value each are put together while their combinations are few, the largest first.
std::vector<Plan> plan_columns(const std::vector<std::uint32_t>& most, std::span<const std::uint32_t> kinds) {
    const auto size = [&](std::size_t kind) { return kinds[kind + 1] - kinds[kind] + 1; };  // and none
    std::vector<std::size_t> order(most.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return size(a) > size(b); });
    std::vector<Plan> plans;
    std::size_t counters = 0;
    for (const auto kind : order) {
        if (most[kind] == 0 || most[kind] > slots_max) continue;
        auto fitting = plans.end();
        if (most[kind] == 1) {
            fitting = std::find_if(plans.begin(), plans.end(), [&](const Plan& plan) {
                return plan.slots == 1 && std::uint64_t{plan.combinations} * size(kind) <= combinations_max;
            });
        }
        if (fitting == plans.end()) {
            if (counters + combinations_max + size(kind) > counters_max) continue;
            plans.push_back({{}, most[kind], 1});
            fitting = plans.end() - 1;
        }
        counters += fitting->combinations * size(kind) - fitting->combinations;
        fitting->kinds.push_back(kind);
        fitting->combinations *= size(kind);
    }
    return plans;
}

}  // namespace

CountRows::CountRows(const ValueRows& rows, std::span<const std::uint32_t> kinds) : column_of_(kinds.size() - 1, no_column) {
    if (rows.begin.size() < 2) return;
    const auto plans = plan_columns(most_values(rows, kinds), kinds);
    struct Place {
        std::uint32_t column = no_column;
        std::uint32_t factor = 0;  // of (value + 1) within the counter
    };
    std::vector<Place> places(kinds.size() - 1);
    std::uint32_t counters = 0;
    for (const auto& plan : plans) {
        const auto first_kind = static_cast<std::uint32_t>(kinds_.size());
        const Column column{static_cast<std::uint32_t>(width_), plan.slots, counters,
                            counters + plan.combinations,       first_kind, first_kind + static_cast<std::uint32_t>(plan.kinds.size())};
        std::uint32_t factor = 1;
        for (const auto kind : plan.kinds) {
            column_of_[kind] = static_cast<std::uint32_t>(columns_.size());
            places[kind] = {column_of_[kind], factor};
            kinds_.push_back({kinds[kind], kinds[kind + 1] - kinds[kind]});
            factor *= kinds[kind + 1] - kinds[kind] + 1;
        }
        width_ += plan.slots;
        counters = column.end;
        columns_.push_back(column);
    }
    counters_ = counters;
    const auto documents = rows.begin.size() - 1;
    rows_.assign(documents * width_, 0);
    std::vector<std::uint32_t> used(columns_.size());
    for (std::size_t document = 0; document < documents; ++document) {
        auto* row = rows_.data() + document * width_;
        for (const auto& column : columns_) std::fill_n(row + column.first_slot, column.slots, static_cast<std::uint16_t>(column.first));
        std::fill(used.begin(), used.end(), 0);
        for (auto k = rows.begin[document]; k < rows.begin[document + 1]; ++k) {
            const auto kind = static_cast<std::size_t>(std::upper_bound(kinds.begin(), kinds.end(), rows.values[k]) - kinds.begin() - 1);
            const auto place = places[kind];
            if (place.column == no_column) continue;
            const auto& column = columns_[place.column];
            auto& slot = row[column.first_slot + (column.slots > 1 ? used[place.column]++ : 0)];
            slot = static_cast<std::uint16_t>(slot + (rows.values[k] - kinds[kind] + 1) * place.factor);
        }
    }
}

std::uint64_t CountRows::cost(std::uint32_t column, std::uint32_t documents) const {
    return std::uint64_t{documents} * columns_[column].slots + (columns_[column].end - columns_[column].first);
}

// Neighbours often have the same values: raising one counter twice in a row waits for the first time. So they take turns among several sets of
// counters.
constexpr std::size_t turns = 2;

template <std::size_t width> static void count_rows(const Bits& documents, const std::uint16_t* rows, std::uint32_t* counters, std::size_t size) {
    std::size_t turn = 0;
    for_each_bit_fetched(
        documents.span(), [=](std::uint32_t document) { fetch_ahead(rows + document * width); },
        [=](std::uint32_t document) mutable {
            const auto* row = rows + document * width;
            auto* const of_turn = counters + turn;
            for (std::size_t i = 0; i < width; ++i) ++of_turn[row[i]];
            turn = size - turn;
        });
}

// The usual widths as loops without a branch.
void CountRows::count_whole_rows(const Bits& documents, std::uint32_t* counters) const {
    switch (width_) {
        case 1: return count_rows<1>(documents, rows_.data(), counters, counters_);
        case 2: return count_rows<2>(documents, rows_.data(), counters, counters_);
        case 3: return count_rows<3>(documents, rows_.data(), counters, counters_);
        case 4: return count_rows<4>(documents, rows_.data(), counters, counters_);
        case 5: return count_rows<5>(documents, rows_.data(), counters, counters_);
        case 6: return count_rows<6>(documents, rows_.data(), counters, counters_);
        case 7: return count_rows<7>(documents, rows_.data(), counters, counters_);
        case 8: return count_rows<8>(documents, rows_.data(), counters, counters_);
        default: break;
    }
    for_each_bit(documents.span(), [&](std::uint32_t document) {
        for (std::size_t i = 0; i < width_; ++i) ++counters[rows_[document * width_ + i]];
    });
}

// One slot as a loop of its own: a facet that is chosen is counted by itself, over many documents.
void CountRows::count_slots(const Bits& documents, std::span<const std::uint32_t> slots, std::uint32_t* counters) const {
    const auto* const rows = rows_.data();
    const auto width = width_;
    const auto fetch = [=](std::uint32_t document) { fetch_ahead(rows + document * width); };
    if (slots.size() == 1) {
        const auto* const column = rows + slots[0];
        for_each_bit_fetched(documents.span(), fetch, [=](std::uint32_t document) { ++counters[column[document * width]]; });
        return;
    }
    for_each_bit_fetched(documents.span(), fetch, [=](std::uint32_t document) {
        const auto* row = rows + document * width;
        for (const auto slot : slots) ++counters[row[slot]];
    });
}

void CountRows::count(const Bits& documents, std::span<const std::uint32_t> columns, std::uint32_t* counts) const {
    thread_local std::vector<std::uint32_t> counters;
    counters.assign(turns * counters_, 0);
    std::size_t slots = 0;
    std::array<std::uint32_t, 64> slot;
    for (const auto column : columns) {
        for (std::uint32_t i = 0; i < columns_[column].slots && slots < slot.size(); ++i) slot[slots++] = columns_[column].first_slot + i;
    }
    if (slots == width_) {
        count_whole_rows(documents, counters.data());
    } else {
        count_slots(documents, std::span(slot).first(slots), counters.data());
    }
    for (std::size_t i = 0; i < counters_; ++i) counters[i] += counters[counters_ + i];
    for (const auto column : columns) spread(columns_[column], counters.data() + columns_[column].first, counts);
}

// The counters of one column are a table of as many dimensions as it has kinds: one after the other is summed up and taken out.
void CountRows::spread(const Column& column, std::uint32_t* counters, std::uint32_t* counts) const {
    std::size_t rest = column.end - column.first;
    for (auto k = column.first_kind; k < column.end_kind; ++k) {
        const auto& kind = kinds_[k];
        rest /= kind.values + 1;
        auto* const into = counts + kind.first;
        for (std::size_t row = 0; row < rest; ++row) {
            const auto* const of_row = counters + row * (kind.values + 1);
            std::uint32_t sum = of_row[0];  // documents without a value
            for (std::uint32_t value = 0; value < kind.values; ++value) into[value] += of_row[value + 1];
            for (std::uint32_t value = 0; value < kind.values; ++value) sum += of_row[value + 1];
            counters[row] = sum;  // behind it everything was read
        }
    }
}

std::size_t CountRows::memory_bytes() const {
    return 2 * rows_.capacity() + 4 * column_of_.capacity() + kinds_.capacity() * sizeof(Kind) + columns_.capacity() * sizeof(Column);
}

}  // namespace kc::search
