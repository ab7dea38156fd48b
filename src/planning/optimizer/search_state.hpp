// SPDX-License-Identifier: EUPL-1.2
// Which offers are chosen or barred at one point of the search, what they cost, and how to take steps back.
// "Barred" means: the plans looked at in this branch do not contain the offer; that is what keeps branches apart.
#pragma once

#include <vector>

#include "planning/optimizer/learner_model.hpp"

namespace kc::planning::optimizer {

enum class ItemStatus : char { open, chosen, barred };

class SearchState {
public:
    void reset(const LearnerModel& model);

    // Chooses an item together with the predecessors it names. False when one is barred or a budget breaks;
    // the caller then takes the steps back.
    bool choose(int item);
    void bar(int item);
    std::size_t mark() const { return trail_.size(); }
    void undo_to(std::size_t mark);

    ItemStatus status(int item) const { return status_[item]; }
    bool is_open(int item) const { return status_[item] == ItemStatus::open; }
    bool is_covered(int step) const { return cover_[step] > 0; }
    // Looks up which needs of the chosen items nobody chosen meets, and what meeting them must at least cost.
    // Offers for an open step from `position` on are left to the bound for open steps, so nothing is counted twice.
    struct Unmet {
        int urgent = -1;  // the need with the fewest offers, -1 when every need is met
        int offers = 0;
        std::int64_t half_hours = 0;
        std::int64_t price_cents = 0;
        std::int64_t presence_days = 0;
    };
    const Unmet& look_up_unmet(int position);
    const Unmet& unmet() const { return unmet_; }
    bool is_unmet(int step) const { return unmet_mark_[step] == unmet_round_; }

    const std::vector<int>& chosen() const { return chosen_; }
    std::int64_t half_hours = 0;
    std::int64_t price_cents = 0;
    std::int64_t presence_days = 0;
    std::int64_t loss = 0;      // weights of the open steps given up so far
    int differences_least = 0;  // units that will differ from the former plan whatever follows
    int finish_least() const;

private:
    void add_least_cost(int step, int position);

    const LearnerModel* model_ = nullptr;
    std::vector<ItemStatus> status_;
    std::vector<int> cover_;
    std::vector<int> chosen_;
    std::vector<int> unmet_mark_;
    int unmet_round_ = 0;
    std::vector<int> unmet_steps_;  // those beyond the open ones
    Unmet unmet_;
    std::vector<int> trail_;  // items, in the order of their change
};

}  // namespace kc::planning::optimizer
