// SPDX-License-Identifier: EUPL-1.2
#include "discovery/ranking.hpp"

#include <cmath>

namespace kc::discovery {

namespace {

int weighted(int minutes, Importance importance) {
    switch (importance) {
        case Importance::low: return 0;
        case Importance::normal: return minutes;
        case Importance::high: return 2 * minutes;
    }
    return minutes;
}

bool teaches(const catalogue::LearningUnit& unit, CompetenceId competence, int level) {
    return std::any_of(unit.teaches.begin(), unit.teaches.end(),
                       [&](const auto& taught) { return taught.competence == competence && taught.level == level; });
}

// Every level between what the person can and this one is taught by the same offer.
bool reachable(const catalogue::LearningUnit& unit, CompetenceId competence, int current, int level) {
    for (int below = current + 1; below < level; ++below) {
        if (!teaches(unit, competence, below)) return false;
    }
    return true;
}

}  // namespace

Needs::Needs(const competence::LearnerProfile& learner) {
    for (const auto& [competence, level] : learner.current) current_[competence] = level;
    for (const auto& target : learner.targets) {
        const int have = current(target.competence);
        if (target.level > have) gaps_[target.competence] = {have, target.level, target.weight};
    }
}

const GapOf* Needs::gap(CompetenceId competence) const {
    const auto found = gaps_.find(competence);
    return found == gaps_.end() ? nullptr : &found->second;
}

int Needs::current(CompetenceId competence) const {
    const auto found = current_.find(competence);
    return found == current_.end() ? 0 : found->second;
}

Rank rank_offer(const catalogue::LearningUnit& unit, const Needs& needs, const RankCosts& costs, const RankWeights& weights) {
    Rank rank;
    for (const auto& taught : unit.teaches) {
        const auto* gap = needs.gap(taught.competence);
        if (gap == nullptr || taught.level <= gap->current || taught.level > gap->target) continue;
        const bool complete = reachable(unit, taught.competence, gap->current, taught.level);
        if (std::none_of(rank.closed.begin(), rank.closed.end(), [&](const ClosedLevel& other) { return other.competence == taught.competence; }))
            ++rank.gaps;
        rank.closed.push_back({taught.competence, taught.level, gap->weight, complete});
        rank.benefit += gap->weight * (complete ? 10 : 5);
    }
    rank.learning_minutes = static_cast<int>(unit.total().value * 30);
    rank.cost_minutes = static_cast<int>(costs.price.value * 60 / cents_per_hour);
    rank.absence_minutes = unit.presence_days * absence_minutes_a_day;
    if (costs.way) rank.way_minutes = 2 * costs.way->minutes * std::max(1, unit.presence_days);
    if (rank.closed.empty()) return rank;

    rank.needs_missing =
        std::any_of(unit.needs.begin(), unit.needs.end(), [&](const auto& need) { return needs.current(need.competence) < need.level; });
    if (rank.needs_missing) rank.benefit /= 2;
    rank.benefit = std::max(rank.benefit, 1);
    const int effort = weighted(rank.learning_minutes, weights.time) + weighted(rank.cost_minutes, weights.cost) +
                       weighted(rank.way_minutes + rank.absence_minutes, weights.travel);
    rank.effort_minutes = fixed_minutes + (weights.benefit == Importance::high ? effort / 2 : effort);
    const int counted = weights.benefit == Importance::low ? 10 : rank.benefit;  // FI-22: any gap is as good as another
    rank.points = std::max(1, static_cast<int>(std::lround(600.0 * counted / rank.effort_minutes)));
    return rank;
}

std::vector<std::size_t> offers_for(const Needs& needs, const catalogue::CatalogueSnapshot& snapshot) {
    std::vector<std::size_t> units;
    for (const auto& [competence, gap] : needs.gaps()) {
        for (int level = gap.current + 1; level <= gap.target; ++level) {
            const auto teaching = snapshot.teaching({competence, level});
            units.insert(units.end(), teaching.begin(), teaching.end());
        }
    }
    std::sort(units.begin(), units.end());
    units.erase(std::unique(units.begin(), units.end()), units.end());
    return units;
}

}  // namespace kc::discovery
