// SPDX-License-Identifier: EUPL-1.2
// LevelEstimate: how likely each level is for one person after each answer (Bayes over the levels 0 to 5, KP-04 …), and from that the
// next question, the end and the result of a test. Pure and deterministic: the same seed and answers lead to the same test.
#pragma once

#include "placement/item.hpp"

#include <array>
#include <optional>
#include <span>

namespace kc::placement {

inline constexpr int levels = 6;         // 0 to 5
inline constexpr int questions_min = 3;  // KP-05
inline constexpr int questions_max = 6;
inline constexpr int enough_percent = 80;    // KP-05: the likeliest level is that likely
inline constexpr int confidence_least = 65;  // KP-06: a test counts more than an own statement …
inline constexpr int confidence_most = 85;   // … and less than a confirmation

class LevelEstimate {
public:
    // What is known before (KP-03): no level says nothing. Levels above `highest`, the highest that is asked for, cannot be told from it.
    LevelEstimate(std::optional<int> level, int confidence_percent, int highest);

    void take(int item_level, double guess, bool right);

    double at_least(int level) const;
    int likeliest() const;
    double probability(int level) const { return probability_[static_cast<std::size_t>(level)]; }
    int confidence_percent() const;  // KP-06

private:
    void normalise();
    std::array<double, levels> probability_{};
};

struct Candidate {
    PlacementItemId id;
    int level = 1;
    double guess = 0.25;
    bool seen_before = false;  // in an earlier test of this person (KP-08)
};

// The index of the best next question among those not asked yet: at the level of which is least certain whether it is reached, not seen
// before if possible, and by the seed among equals. Nothing when there is none.
std::optional<std::size_t> next_question(const LevelEstimate& estimate, std::span<const Candidate> open, std::uint64_t seed);

bool is_finished(const LevelEstimate& estimate, int answered, std::size_t open);

}  // namespace kc::placement
