// SPDX-License-Identifier: EUPL-1.2
// What a set of units reaches for one learner, kept up to date while units come and go: reasons ask this for dozens of variants of a plan.
// Whatever is told in the end has been confirmed by the checker, which shares nothing with this.
#pragma once

#include "planning/optimizer/optimizer.hpp"

#include <vector>

namespace kc::planning {

class TaughtLevels {
public:
    // Memory is used again from learner to learner.
    void start(const optimizer::PreparedCatalogue& catalogue, const optimizer::Learner& learner);
    void add(int unit) { count(unit, 1); }
    void remove(int unit) { count(unit, -1); }

    int level_of(int competence) const { return levels_[static_cast<std::size_t>(competence)]; }
    bool is_taught(const optimizer::Step& step) const { return taught_[static_cast<std::size_t>(catalogue_->step_index(step))] > 0; }
    std::int64_t closure() const;
    // Is everything there that the unit needs, from the start or taught by another unit than itself?
    bool has_needs_of(int unit, bool is_among_them) const;

private:
    void count(int unit, int by);

    const optimizer::PreparedCatalogue* catalogue_ = nullptr;
    const optimizer::Learner* learner_ = nullptr;
    std::vector<int> levels_;
    std::vector<int> weights_;
    std::vector<int> taught_;  // per step: how many of the units teach it
};

}  // namespace kc::planning
