// SPDX-License-Identifier: EUPL-1.2
#include "discovery/true_cost.hpp"

namespace kc::discovery {

TrueCost true_cost(const CostInput& input, const CostRates& rates) {
    TrueCost cost{.course = input.course, .presence_days = input.presence_days};
    if (input.presence_days > 0) {
        if (input.travel) {
            cost.kilometres = input.travel->kilometres;
            cost.travel_minutes = input.travel->minutes;
            cost.travel = rates.per_kilometre * (std::int64_t{2} * input.travel->kilometres * input.presence_days);
            const std::int64_t minutes = std::int64_t{2} * input.travel->minutes * input.presence_days;
            cost.travel_time = HalfHours{(minutes + 29) / 30};
        } else {
            cost.complete = false;
        }
    }
    cost.absence = input.learning + cost.travel_time;
    cost.working_time = Money{(rates.per_hour * cost.absence.value).value / 2};  // half hours; an odd cent is dropped
    cost.total = cost.course + cost.travel + cost.working_time;
    return cost;
}

}  // namespace kc::discovery
