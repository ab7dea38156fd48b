// SPDX-License-Identifier: EUPL-1.2
// Unpredictable bytes for tokens, and a seeded generator for sample data and tests.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

namespace kc {

void fill_random(std::span<std::byte> bytes);      // from the operating system
std::string random_token(std::size_t bytes = 32);  // base64url without padding; 32 bytes are 43 characters

// SplitMix64: the same numbers on every machine for the same seed.
class SeededRandom {
public:
    explicit SeededRandom(std::uint64_t seed) : state_(seed) {}
    std::uint64_t next() {
        std::uint64_t z = (state_ += 0x9E3779B97F4A7C15ULL);
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
        return z ^ (z >> 31);
    }
    // Uniform in 0 … bound - 1; bound > 0.
    std::uint64_t below(std::uint64_t bound) { return static_cast<std::uint64_t>((static_cast<unsigned __int128>(next()) * bound) >> 64); }
    std::int64_t between(std::int64_t least, std::int64_t most) {
        return least + static_cast<std::int64_t>(below(static_cast<std::uint64_t>(most - least + 1)));
    }
    bool chance(int percent) { return below(100) < static_cast<std::uint64_t>(percent); }

private:
    std::uint64_t state_;
};

}  // namespace kc
