// SPDX-License-Identifier: EUPL-1.2
// How many people of a group have a level, in steps of five and never all of them (TP-03): the only thing about competences that ever
// reaches a plan or a risk, so that no number and no difference between numbers says something about one person.
#pragma once

#include "base/ids.hpp"
#include "competence/framework.hpp"

#include <array>
#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include <boost/describe.hpp>

namespace kc::teams {

inline constexpr int group_min = 5;
inline constexpr int count_step = 5;

// The greatest multiple of five that leaves at least five people over; never more than `count`.
int coarse(int count, int people);

// What such a number tells: at least `low`, at most `high`.
struct CountRange {
    int low = 0, high = 0;
    bool operator==(const CountRange&) const = default;
};
BOOST_DESCRIBE_STRUCT(CountRange, (), (low, high))
CountRange range_of(int coarse_count, int people);

// Of one group, by competence of the framework and level: at least so many are at or above it. Level 0 are all.
class LevelCounts {
public:
    LevelCounts(int people, std::size_t competences) : people_(people), counts_(competences) {}

    void add(std::size_t competence, int level);  // one person's level above 0
    int people() const { return people_; }
    int at_least(std::size_t competence, int level) const;  // coarse
    // People who may start from exactly this level, when all coarse counts are taken at their word.
    int starting_at(std::size_t competence, int level, int target) const;
    // The highest level that half of the group has.
    int usual_level(std::size_t competence) const;

private:
    int people_;
    std::vector<std::array<int, competence::level_max + 1>> counts_;  // exact, by level; never handed out
};

// What is left of people who leave: before and after, both coarse, never so that all who left are known to have had the level (TP-20).
int coarse_rest(int coarse_before, int coarse_after, int left);

}  // namespace kc::teams
