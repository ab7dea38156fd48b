// SPDX-License-Identifier: EUPL-1.2
// Rule 9 for units whose dates are settled: can the work that has to be finished before each date be chosen so that it fits into the weeks?
// Where a need has several providers in the plan one of them is enough, so the least sufficient sets are searched, with bounded work.
#pragma once

#include <cstdint>
#include <set>
#include <utility>
#include <vector>

namespace kc::planning::optimizer {

class WeekCheck {
public:
    enum class Answer { holds, broken, not_examined };

    struct Unit {
        std::int64_t half_hours = 0;
        int first_day = 0;  // of its date; only where it has one
        int ready = 0;      // the earliest day it can be finished when everything in the plan may be used
        bool scheduled = false;
        std::vector<std::vector<int>> needs;  // per need: the units that meet it; a predecessor is a need with one
    };

    void clear() { units_.clear(); }
    Unit& add() { return units_.emplace_back(); }
    std::size_t size() const { return units_.size(); }

    // Dates must not share a day, and everything must be in order (rules 3, 4 and 7). `work` grows by what was tried beyond the plain
    // way through; above `work_max` the question stays open.
    Answer answer(int first_day, std::int64_t weekly_half_hours, std::int64_t& work, std::int64_t work_max);

private:
    bool settle_stage(std::size_t stage);
    bool meet_needs(std::size_t stage);
    bool can_still_fit(std::size_t stage);
    bool may_help(int unit, std::size_t stage) const;
    bool is_as_good(int better, int worse) const;
    void look_up_grounded(int target);
    std::vector<int> branch_candidates(std::size_t stage, int target) const;

    std::vector<Unit> units_;
    std::vector<int> by_start_;                   // scheduled units; the stages
    std::vector<std::int64_t> capacity_;          // per stage
    std::vector<std::vector<int>> serves_;        // per unit: numbers of the needs it meets
    std::vector<std::pair<int, int>> flat_need_;  // per number of a need: unit and place in its list
    std::vector<char> in_;                        // part of the work so far
    std::vector<char> grounded_;                  // and everything it builds on as well
    std::vector<int> barred_at_;                  // not looked at in this stage any more
    std::set<std::pair<std::size_t, std::vector<char>>> failed_;
    std::vector<int> taken_mark_;
    int taken_round_ = 0;
    std::int64_t hours_ = 0;
    std::int64_t tries_ = 0;
    std::int64_t tries_max_ = 0;
    bool gave_up_ = false;
};

}  // namespace kc::planning::optimizer
