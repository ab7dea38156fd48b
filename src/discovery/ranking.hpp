// SPDX-License-Identifier: EUPL-1.2
// How much an offer brings one person for the time, money and absence it takes, and why (FI-20 …). Pure: the same figures order the
// list and stand in the explanation, point by point.
#pragma once

#include "catalogue/catalogue.hpp"
#include "catalogue/travel.hpp"
#include "competence/competence.hpp"
#include "discovery/search_query.hpp"

#include <optional>
#include <unordered_map>
#include <vector>

namespace kc::discovery {

struct GapOf {
    int current = 0, target = 0, weight = 0;
};

// What a person can and needs, for looking up by competence.
class Needs {
public:
    Needs() = default;
    explicit Needs(const competence::LearnerProfile& learner);

    const GapOf* gap(CompetenceId competence) const;  // only where the target lies above
    int current(CompetenceId competence) const;
    const std::unordered_map<CompetenceId, GapOf>& gaps() const { return gaps_; }

private:
    std::unordered_map<CompetenceId, GapOf> gaps_;
    std::unordered_map<CompetenceId, int> current_;
};

// A level of a gap that the offer closes.
struct ClosedLevel {
    CompetenceId competence;
    int level = 0;
    int weight = 0;
    bool complete = true;  // false: a level below is missing and not taught here, so that it counts half
};

struct Rank {
    int points = 0;              // a hundred times the benefit per hour of effort; 0: closes no gap
    int benefit = 0;             // in tenths: weight of each closed level, half for incomplete ones
    bool needs_missing = false;  // the offer expects what the person cannot do yet: the benefit counts half
    std::vector<ClosedLevel> closed;
    int gaps = 0;  // competences
    // What it takes, in minutes (FI-21), before the weights.
    int learning_minutes = 0, cost_minutes = 0, way_minutes = 0, absence_minutes = 0;
    int effort_minutes = 0;  // after the weights, with the fixed part
};

inline constexpr int fixed_minutes = 60;          // to register and to get into it
inline constexpr int cents_per_hour = 40'00;      // an hour of work, as in the true cost of an offer (FI-64)
inline constexpr int absence_minutes_a_day = 60;  // somebody stands in for a person who is away

struct RankCosts {
    Money price;
    std::optional<catalogue::Travel> way;  // absent: nobody travels, or nobody knows
};

Rank rank_offer(const catalogue::LearningUnit& unit, const Needs& needs, const RankCosts& costs, const RankWeights& weights);

// Indices of all units that teach a level of a gap, each once.
std::vector<std::size_t> offers_for(const Needs& needs, const catalogue::CatalogueSnapshot& snapshot);

}  // namespace kc::discovery
