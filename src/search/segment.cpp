// SPDX-License-Identifier: EUPL-1.2
#if defined(__GNUC__) && !defined(__clang__) && defined(__OPTIMIZE__)
#pragma GCC optimize("O3")  // see KC_SEARCH_CLONES
#endif
#include "search/segment.hpp"

#include <algorithm>

namespace kc::search {

// One bit per byte: whether a number ends with it.
static BitWord last_bytes(const std::uint8_t* text, std::size_t size) {
    std::uint8_t rest[64];
    if (size < 64) {
        std::memset(rest, 0xFF, sizeof rest);
        std::memcpy(rest, text, size);
        text = rest;
    }
    std::uint8_t ends[64];
    for (std::size_t i = 0; i < 64; ++i) ends[i] = static_cast<std::uint8_t>(text[i] < 0x80 ? 1 : 0);
    return pack_bits(ends);
}

namespace {

std::size_t slot_of(DocumentKey key) {
    auto h = static_cast<std::uint64_t>(key) * 0x9E3779B97F4A7C15ULL;
    return static_cast<std::size_t>(h ^ (h >> 32));
}

template <class T> std::size_t bytes_of(const std::vector<T>& vector) { return vector.capacity() * sizeof(T); }

}  // namespace

void Segment::index_keys() {
    std::size_t slots = 16;
    while (slots < keys.size() * 2) slots *= 2;
    key_slots.assign(slots, StringTable::absent);
    for (std::uint32_t document = 0; document < documents; ++document) {
        auto at = slot_of(keys[document]);
        while (key_slots[at & (slots - 1)] != StringTable::absent) ++at;
        key_slots[at & (slots - 1)] = document;
    }
}

std::optional<std::uint32_t> Segment::find(DocumentKey key) const {
    for (auto at = slot_of(key);; ++at) {
        const auto document = key_slots[at & (key_slots.size() - 1)];
        if (document == StringTable::absent) return std::nullopt;
        if (keys[document] == key) return document;
    }
}

std::optional<std::int64_t> Segment::only_for_of(std::uint32_t document) const {
    if ((open[document >> 6] >> (document & 63) & 1) != 0) return std::nullopt;
    for (const auto& group : closed) {
        if (std::binary_search(group.documents.begin(), group.documents.end(), document)) return group.only_for;
    }
    return std::nullopt;
}

FacetValue Segment::facet_value(std::uint32_t position) const {
    const auto list = values[position];
    const auto facet = std::upper_bound(facet_begin.begin(), facet_begin.end(), list) - facet_begin.begin() - 1;
    return {static_cast<std::uint16_t>(facet), static_cast<std::uint16_t>(list - facet_begin[static_cast<std::size_t>(facet)])};
}

std::shared_ptr<const DayView> Segment::day_view(Day today) const {
    auto view = last_day_view.load();
    if (!view || view->today != today) {
        view = std::make_shared<const DayView>(occurrences, today);
        last_day_view.store(view);
    }
    return view;
}

std::size_t Segment::memory_bytes() const {
    std::size_t bytes = table.memory_bytes() + postings.memory_bytes() + bytes_of(text_begin) + bytes_of(text) + bytes_of(title_begin) +
                        bytes_of(titles) + vocabulary.memory_bytes() + bytes_of(keys) + bytes_of(orders) + bytes_of(key_slots) + bytes_of(open) +
                        bytes_of(value_begin) + bytes_of(values) + facet_lists.memory_bytes() + facet_rows.memory_bytes() +
                        facet_term_counts.memory_bytes() + occurrences.memory_bytes();
    for (const auto& group : closed) bytes += bytes_of(group.documents);
    for (const auto& column : numbers) bytes += bytes_of(column);
    for (const auto& order : number_order) bytes += bytes_of(order);
    if (const auto view = last_day_view.load()) bytes += view->memory_bytes();
    return bytes;
}

std::span<const std::uint32_t> text_numbers(const Segment& segment, std::uint32_t document) {
    thread_local std::vector<std::uint32_t> numbers;
    const std::size_t size = segment.text_begin[document + 1] - segment.text_begin[document];
    const auto* const text = segment.text.data() + segment.text_begin[document];
    if (numbers.size() < size) numbers.resize(size);
    auto* out = numbers.data();
    std::size_t from = 0;  // the first byte of the number
    for (std::size_t i = 0; i < size; i += 64) {
        for (auto ends = last_bytes(text + i, std::min<std::size_t>(64, size - i)); ends != 0; ends &= ends - 1) {
            const auto last = i + static_cast<std::size_t>(std::countr_zero(ends));
            const auto bytes = last + 1 - from;
            if (bytes > 4) [[unlikely]] {
                *out = 0;
                for (std::size_t k = bytes; k-- > 0;) *out = *out << 7 | (text[from + k] & 0x7FU);
            } else {
                std::uint32_t four = text[from];
                if constexpr (std::endian::native == std::endian::little)
                    std::memcpy(&four, text + from, 4);
                else
                    for (std::size_t k = 1; k < bytes; ++k) four |= std::uint32_t{text[from + k]} << (8 * k);
                const auto value = (four & 0x7F) | (four >> 1 & 0x3F80) | (four >> 2 & 0x1FC000) | (four >> 3 & 0xFE00000);
                *out = value & ((1U << (7 * bytes)) - 1);
            }
            ++out;
            from = last + 1;
        }
    }
    return {numbers.data(), static_cast<std::size_t>(out - numbers.data())};
}

}  // namespace kc::search
