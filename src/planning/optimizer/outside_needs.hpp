// SPDX-License-Identifier: EUPL-1.2
// What offers need beyond the gaps, competence by competence, and the least that costs. Whoever needs it pays a part, so that all parts
// together never come to more than the offers that teach it.
#pragma once

#include <cstdint>
#include <vector>

#include "planning/optimizer/takeable_offers.hpp"

namespace kc::planning::optimizer {

class OutsideNeeds {
public:
    struct Need {
        int competence;  // one of the list kept here
        int level;       // up to which it is needed
    };
    struct Cost {
        int half_hours = 0, price_cents = 0;
    };

    void clear();
    // `position_of_step`: where a step stands among the open ones, -1 for all others. `own`: the bundle that is taken in any case.
    void start(const PreparedCatalogue& catalogue, const Learner& learner, const std::vector<int>& position_of_step, TakeableOffers& offers, int own);
    // Both: false when nobody teaches something that is needed. `users`: the positions of the open steps that the bundle teaches.
    bool add(const Bundle& bundle, std::uint64_t users, std::vector<Need>& needs);
    bool add_own();

    // Once everything is known. What the own bundle needs is paid in whole; the rest in equal parts by the positions that may ask for it.
    void find_costs();
    Cost own_cost() const;
    Cost part_of(const Need& need) const;

    void append_steps(std::vector<int>& steps) const;  // about whose offers something was assumed

private:
    struct Outside {
        int competence;        // of the catalogue
        int base;              // the level from which on it lies outside
        int examined;          // levels up to this one are looked at,
        int taught;            // and up to this one somebody teaches them
        int needed;            // the highest that is asked for
        int paid;              // needed by the own bundle
        std::uint64_t users;   // positions
        std::size_t costs_at;  // of the levels from base on
    };

    // Where the competence stands in the list when it is needed beyond its base; -1 otherwise, or when the bundle teaches some of that itself.
    int find(const Bundle& bundle, Step need);
    bool take_in(int at, int level);  // false: nobody teaches it
    int base_of(int competence) const;
    Cost cost(const Outside& outside, int level) const { return costs_[outside.costs_at + static_cast<std::size_t>(level - outside.base)]; }

    const PreparedCatalogue* catalogue_ = nullptr;
    const Learner* learner_ = nullptr;
    const std::vector<int>* position_of_step_ = nullptr;
    TakeableOffers* offers_ = nullptr;
    int own_ = -1;
    std::vector<Outside> list_;
    std::vector<int> of_competence_;  // where it stands in the list, -1: nowhere
    std::vector<Cost> costs_;
};

}  // namespace kc::planning::optimizer
