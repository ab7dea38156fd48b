// SPDX-License-Identifier: EUPL-1.2
// Sets of documents as bitmaps, one bit per document, and the few loops over them in which a query spends its time.
// 100,000 documents are 12.5 KB: "and" with counting takes about a microsecond, which is why totals and facets are counted, not estimated.
#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <utility>
#include <vector>

// The hot loops are compiled for several processors; which one runs is decided when the program starts. Sanitizers cannot start with such
// functions. The files that use this ask for O3, because O2 vectorises next to nothing.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && !defined(__SANITIZE_THREAD__) && !defined(__SANITIZE_ADDRESS__)
#define KC_SEARCH_CLONES __attribute__((target_clones("arch=x86-64-v4", "avx2", "default")))
#else
#define KC_SEARCH_CLONES
#endif

namespace kc::search {

using BitWord = std::uint64_t;

inline std::size_t bit_words(std::size_t documents) { return (documents + 63) / 64; }

// A bitmap borrowed from a pool of the thread, so that a query allocates nothing once the thread is warm.
class Bits {
public:
    Bits() = default;
    explicit Bits(std::size_t documents);  // all zero
    Bits(const Bits& other);
    Bits(Bits&& other) noexcept : words_(std::exchange(other.words_, {})) {}
    Bits& operator=(Bits other) noexcept {
        std::swap(words_, other.words_);
        return *this;
    }
    ~Bits();

    BitWord* data() { return words_.data(); }
    const BitWord* data() const { return words_.data(); }
    std::size_t words() const { return words_.size(); }
    bool test(std::uint32_t document) const { return (words_[document >> 6] >> (document & 63) & 1) != 0; }
    void set(std::uint32_t document) { words_[document >> 6] |= BitWord{1} << (document & 63); }
    void reset(std::uint32_t document) { words_[document >> 6] &= ~(BitWord{1} << (document & 63)); }
    void fill(std::size_t documents);  // the first so many bits become one
    std::span<const BitWord> span() const { return words_; }

    Bits& operator&=(const Bits& other);
    Bits& operator|=(const Bits& other);
    std::uint32_t count() const;
    bool none() const;

private:
    std::vector<BitWord> words_;
};

Bits without(const Bits& documents, const Bits& others);
std::uint32_t and_count(const BitWord* left, const BitWord* right, std::size_t words);
void or_words(BitWord* into, const BitWord* from, std::size_t words);

// Asks for memory that will be needed soon. Not the compiler's builtin: it takes functions that do nothing else for empty and leaves them out.
[[gnu::always_inline]] inline void fetch_ahead(const void* address) {
#if defined(__x86_64__)
    asm volatile("prefetcht0 %0" : : "m"(*static_cast<const char*>(address)));
#else
    __builtin_prefetch(address);
#endif
}

// Sixty-four bytes of 0 and 1 as bits.
[[gnu::always_inline]] inline BitWord pack_bits(const std::uint8_t* bytes) {
    BitWord bits = 0;
    for (std::size_t i = 0; i < 8; ++i) {
        std::uint64_t eight = 0;
        std::memcpy(&eight, bytes + i * 8, 8);
        bits |= (eight * 0x0102040810204080ULL >> 56) << (i * 8);
    }
    return bits;
}

// Calls visit(document) for each bit, ascending. Returning false from visit ends the walk (visit returning void never does).
template <class Visit> inline void for_each_bit(std::span<const BitWord> words, Visit&& visit) {
    for (std::size_t i = 0; i < words.size(); ++i) {
        for (BitWord word = words[i]; word != 0; word &= word - 1) {
            const auto document = static_cast<std::uint32_t>(i * 64 + static_cast<std::size_t>(std::countr_zero(word)));
            if constexpr (std::is_same_v<decltype(visit(document)), bool>) {
                if (!visit(document)) return;
            } else {
                visit(document);
            }
        }
    }
}

// Writes the numbers of all set bits, the first one standing for `first`; up to eight places behind the last one are overwritten. Without asking
// for each bit whether it is the last of its word: among some in a hundred documents that cannot be guessed.
std::size_t list_bits(std::span<const BitWord> words, std::uint32_t first, std::uint32_t* out);

// The same as for_each_bit, where visit needs what lies far away: fetch(document) asks for it some documents ahead.
template <class Fetch, class Visit> inline void for_each_bit_fetched(std::span<const BitWord> words, Fetch&& fetch, Visit&& visit) {
    constexpr std::size_t together = 64, ahead = 24;
    std::uint32_t documents[together * 64 + 8];
    for (std::size_t from = 0; from < words.size(); from += together) {
        const auto part = words.subspan(from, std::min(together, words.size() - from));
        const auto size = list_bits(part, static_cast<std::uint32_t>(from * 64), documents);
        for (std::size_t i = 0; i < std::min(ahead, size); ++i) fetch(documents[i]);
        std::size_t i = 0;
        for (; i + ahead < size; ++i) {
            fetch(documents[i + ahead]);
            visit(documents[i]);
        }
        for (; i < size; ++i) visit(documents[i]);
    }
}

}  // namespace kc::search
