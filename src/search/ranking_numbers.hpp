// SPDX-License-Identifier: EUPL-1.2
// The constants of the rank (BM25F). Lengths are compared with the schema's typical ones, never with an average of the corpus:
// then a document's impact depends on nothing but itself, and an update ranks exactly like a rebuild.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace kc::search {

inline constexpr float saturation = 1.2F;            // BM25's k1
inline constexpr float length_normalisation = 0.5F;  // BM25's b
inline constexpr float score_unit = 1000;

// What one occurrence of a word of weight 1 adds in a field, before saturation.
inline float field_share(float field_weight, float typical_words, std::uint32_t words) {
    const float length = static_cast<float>(words) / std::max(typical_words, 1.0F);
    return field_weight / (1 - length_normalisation + length_normalisation * length);
}

inline std::uint8_t impact_of(float frequency) {
    return static_cast<std::uint8_t>(std::clamp(std::lround(255 * frequency / (saturation + frequency)), 1L, 255L));
}

inline double inverse_frequency(std::uint32_t documents, std::uint32_t all) {
    return std::log1p((static_cast<double>(all) - documents + 0.5) / (documents + 0.5));
}

}  // namespace kc::search
