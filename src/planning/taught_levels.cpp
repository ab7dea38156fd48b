// SPDX-License-Identifier: EUPL-1.2
#include "planning/taught_levels.hpp"

#include <algorithm>

namespace kc::planning {

void TaughtLevels::start(const optimizer::PreparedCatalogue& catalogue, const optimizer::Learner& learner) {
    catalogue_ = &catalogue;
    learner_ = &learner;
    const auto competences = catalogue.catalogue().competences.size();
    levels_.assign(competences, 0);
    weights_.assign(competences, 0);
    taught_.assign(static_cast<std::size_t>(catalogue.step_count()), 0);
    for (const auto& entry : learner.current) levels_[static_cast<std::size_t>(entry.competence)] = entry.value;
    for (const auto& entry : learner.weight) weights_[static_cast<std::size_t>(entry.competence)] = entry.value;
}

void TaughtLevels::count(int unit, int by) {
    for (const int step : catalogue_->teaches_of(catalogue_->unit(unit))) taught_[static_cast<std::size_t>(step)] += by;
}

std::int64_t TaughtLevels::closure() const {
    std::int64_t sum = 0;
    for (const auto& target : learner_->target) {
        int level = level_of(target.competence);
        while (level < target.value && is_taught({target.competence, level + 1})) ++level;
        if (level > level_of(target.competence))
            sum += static_cast<std::int64_t>(weights_[static_cast<std::size_t>(target.competence)]) * (level - level_of(target.competence));
    }
    return sum;
}

bool TaughtLevels::has_needs_of(int unit, bool is_among_them) const {
    const auto own = catalogue_->teaches_of(catalogue_->unit(unit));
    for (const auto& need : catalogue_->needs_of(catalogue_->unit(unit))) {
        for (int level = level_of(need.competence) + 1; level <= need.level; ++level) {
            const int step = catalogue_->step_index({need.competence, level});
            const auto by_itself = is_among_them ? std::count(own.begin(), own.end(), step) : 0;
            if (taught_[static_cast<std::size_t>(step)] <= by_itself) return false;
        }
    }
    return true;
}

}  // namespace kc::planning
