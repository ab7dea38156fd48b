// SPDX-License-Identifier: EUPL-1.2
// An offer that teaches the competences of two duties: people who take part in both duties attend and pay it once (TP-15). Works on a plan
// that is found already; pure.
#pragma once

#include "teams/seat_plan.hpp"

namespace kc::teams {

// So many of the plan's seats of one way, or a part of it.
struct SeatGroup {
    SeatWay way;  // what these people need; in the second duty without what they attend for the first
    int seats = 0;
};

struct SharedSeats {
    std::vector<SeatGroup> groups;  // every seat of the plan once
    SeatCost cost;                  // the plan's, without what was counted twice
    // Some ways of different duties have an offer in common, so another choice of ways might save more: nothing is proven then.
    bool possible = false;
};

// `people` in the group. That the same people can take both seats has to be certain from the numbers alone: of a people and b people out of
// n at least a + b − n are the same.
SharedSeats share_seats(const SeatQuestion& question, const SeatPlan& plan, const planning::optimizer::Catalogue& offers, int people);

}  // namespace kc::teams
