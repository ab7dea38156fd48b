// SPDX-License-Identifier: EUPL-1.2
// What changes from one plan to another: units added and removed, dates moved, and the effect on hours, price and closed gaps.
#pragma once

#include "planning/model.hpp"

namespace kc::planning {

struct MovedItem {
    LearningUnitId unit;
    std::optional<TutorialDateId> from, to;
    Date from_starts{}, to_starts{};
};

struct Difference {
    std::vector<CurriculumItem> added, removed;
    std::vector<MovedItem> moved;
    std::vector<LearningUnitId> kept;
    HalfHours hours;  // new minus old; may be negative
    Money price;
    int presence_days = 0;
    int closed_percent = 0;
    std::int64_t closure = 0;  // weighted levels, where both plans are for the same gaps
    bool empty() const { return added.empty() && removed.empty() && moved.empty(); }
};

Difference difference_between(const Plan& before, const Plan& after);

}  // namespace kc::planning
