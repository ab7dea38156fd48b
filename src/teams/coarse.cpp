// SPDX-License-Identifier: EUPL-1.2
#include "teams/coarse.hpp"

#include <algorithm>

namespace kc::teams {

int coarse(int count, int people) { return std::max(0, std::min(count, people - group_min)) / count_step * count_step; }

CountRange range_of(int coarse_count, int people) {
    const bool highest = coarse_count + count_step > people - group_min;
    return {coarse_count, highest ? people : coarse_count + count_step - 1};
}

void LevelCounts::add(std::size_t competence, int level) { ++counts_[competence][static_cast<std::size_t>(level)]; }

int LevelCounts::at_least(std::size_t competence, int level) const {
    if (level <= 0) return people_;
    int exact = 0;
    for (int i = level; i <= competence::level_max; ++i) exact += counts_[competence][static_cast<std::size_t>(i)];
    return coarse(exact, people_);
}

int LevelCounts::starting_at(std::size_t competence, int level, int target) const {
    return at_least(competence, level) - at_least(competence, std::min(level + 1, target));
}

int LevelCounts::usual_level(std::size_t competence) const {
    int level = 0;
    while (level < competence::level_max && 2 * at_least(competence, level + 1) >= people_) ++level;
    return level;
}

int coarse_rest(int coarse_before, int coarse_after, int left) {
    while (coarse_after < coarse_before && coarse_before - (coarse_after + count_step - 1) >= left) coarse_after += count_step;
    return coarse_after;
}

}  // namespace kc::teams
