// SPDX-License-Identifier: EUPL-1.2
#include "placement/level_estimate.hpp"

#include "base/random.hpp"
#include "base/require.hpp"

#include <algorithm>
#include <cmath>

namespace kc::placement {

namespace {

constexpr double slip = 0.05;    // knows it and still chooses wrongly
constexpr double steepness = 3;  // of the step from "not yet" to "can do it" between two levels
constexpr double seen_before = 0.25;

// An item of a level is solved by those who stand there or higher, mostly, and by the others as often as they guess.
double right_probability(int person_level, int item_level, double guess) {
    const double knows = 1 / (1 + std::exp(-steepness * (person_level - item_level + 0.5)));
    return guess + (1 - slip - guess) * knows;
}

}  // namespace

LevelEstimate::LevelEstimate(std::optional<int> level, int confidence_percent, int highest) {
    require(highest >= 1 && highest < levels && confidence_percent >= 0 && confidence_percent <= 100);
    for (int i = 0; i <= highest; ++i) {
        // The surer the value of the profile, the faster the neighbours become unlikely.
        const double fall = 0.2 + confidence_percent / 100.0;
        probability_[static_cast<std::size_t>(i)] = level ? std::exp(-fall * std::abs(i - std::min(*level, highest))) : 1;
    }
    normalise();
}

void LevelEstimate::normalise() {
    double sum = 0;
    for (const double p : probability_) sum += p;
    for (double& p : probability_) p /= sum;
}

void LevelEstimate::take(int item_level, double guess, bool right) {
    for (int level = 0; level < levels; ++level) {
        const double p = right_probability(level, item_level, guess);
        probability_[static_cast<std::size_t>(level)] *= right ? p : 1 - p;
    }
    normalise();
}

double LevelEstimate::at_least(int level) const {
    double sum = 0;
    for (int i = level; i < levels; ++i) sum += probability(i);
    return sum;
}

int LevelEstimate::likeliest() const {
    return static_cast<int>(std::max_element(probability_.begin(), probability_.end()) - probability_.begin());  // of equals the lower one
}

int LevelEstimate::confidence_percent() const {
    const double share = std::clamp((probability(likeliest()) - 0.4) / 0.5, 0.0, 1.0);
    return static_cast<int>(std::lround(confidence_least + share * (confidence_most - confidence_least)));
}

std::optional<std::size_t> next_question(const LevelEstimate& estimate, std::span<const Candidate> open, std::uint64_t seed) {
    std::optional<std::size_t> best;
    double best_cost = 0;
    std::uint64_t best_draw = 0;
    for (std::size_t i = 0; i < open.size(); ++i) {
        const double cost = std::abs(estimate.at_least(open[i].level) - 0.5) + (open[i].seen_before ? seen_before : 0);
        const auto draw = SeededRandom(seed ^ static_cast<std::uint64_t>(open[i].id.value) * 0x9E3779B97F4A7C15ULL).next();
        if (best && (cost > best_cost + 1e-9 || (cost > best_cost - 1e-9 && draw >= best_draw))) continue;
        best = i;
        best_cost = cost;
        best_draw = draw;
    }
    return best;
}

bool is_finished(const LevelEstimate& estimate, int answered, std::size_t open) {
    if (open == 0 || answered >= questions_max) return true;
    return answered >= questions_min && estimate.probability(estimate.likeliest()) * 100 >= enough_percent;
}

}  // namespace kc::placement
