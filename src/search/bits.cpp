// SPDX-License-Identifier: EUPL-1.2
#include "search/bits.hpp"

#include <algorithm>

namespace kc::search {

namespace {

constexpr std::size_t pool_max = 64;  // bitmaps kept per thread

std::vector<std::vector<BitWord>>& pool() {
    thread_local std::vector<std::vector<BitWord>> vectors;
    return vectors;
}

std::vector<BitWord> borrow() {
    auto& vectors = pool();
    if (vectors.empty()) return {};
    auto words = std::move(vectors.back());
    vectors.pop_back();
    return words;
}

}  // namespace

Bits::Bits(std::size_t documents) : words_(borrow()) { words_.assign(bit_words(documents), 0); }

Bits::Bits(const Bits& other) : words_(borrow()) { words_.assign(other.words_.begin(), other.words_.end()); }

Bits::~Bits() {
    if (words_.capacity() == 0) return;
    auto& vectors = pool();
    if (vectors.size() < pool_max) vectors.push_back(std::move(words_));
}

void Bits::fill(std::size_t documents) {
    std::fill(words_.begin(), words_.begin() + static_cast<std::ptrdiff_t>(documents / 64), ~BitWord{0});
    if (documents % 64 != 0) words_[documents / 64] |= (BitWord{1} << (documents % 64)) - 1;
}

KC_SEARCH_CLONES static void and_words(BitWord* into, const BitWord* from, std::size_t words) {
    for (std::size_t i = 0; i < words; ++i) into[i] &= from[i];
}

KC_SEARCH_CLONES static std::uint32_t count_words(const BitWord* from, std::size_t words) {
    std::uint64_t n = 0;
    for (std::size_t i = 0; i < words; ++i) n += static_cast<std::uint64_t>(std::popcount(from[i]));
    return static_cast<std::uint32_t>(n);
}

KC_SEARCH_CLONES void or_words(BitWord* into, const BitWord* from, std::size_t words) {
    for (std::size_t i = 0; i < words; ++i) into[i] |= from[i];
}

KC_SEARCH_CLONES std::uint32_t and_count(const BitWord* left, const BitWord* right, std::size_t words) {
    std::uint64_t n = 0;
    for (std::size_t i = 0; i < words; ++i) n += static_cast<std::uint64_t>(std::popcount(left[i] & right[i]));
    return static_cast<std::uint32_t>(n);
}

Bits& Bits::operator&=(const Bits& other) {
    and_words(words_.data(), other.words_.data(), words_.size());
    return *this;
}

Bits& Bits::operator|=(const Bits& other) {
    or_words(words_.data(), other.words_.data(), words_.size());
    return *this;
}

std::uint32_t Bits::count() const { return count_words(words_.data(), words_.size()); }

bool Bits::none() const {
    return std::all_of(words_.begin(), words_.end(), [](BitWord word) { return word == 0; });
}

}  // namespace kc::search
