// SPDX-License-Identifier: EUPL-1.2
// What an offer costs all in all (F35): its price, the way there and back, and the working time it takes.
// Pure; the rules are FI-64 … FI-67 of docs/rules/discovery.md.
#pragma once

#include "base/money.hpp"
#include "catalogue/travel.hpp"

#include <optional>

#include <boost/describe.hpp>

namespace kc::discovery {

// Set by the operator's policy, shown beside every sum that was made with them.
struct CostRates {
    Money per_kilometre{30};
    Money per_hour{40'00};
};
BOOST_DESCRIBE_STRUCT(CostRates, (), (per_kilometre, per_hour))

struct CostInput {
    Money course;
    HalfHours learning;                       // all three phases
    int presence_days = 0;                    // 0: nobody travels
    std::optional<catalogue::Travel> travel;  // to where it takes place; absent although there are presence days: nobody knows it
};

struct TrueCost {
    Money course;
    int presence_days = 0;
    std::optional<int> kilometres;  // one way; absent: nobody travels, or the way is not known
    int travel_minutes = 0;         // one way
    Money travel;
    HalfHours absence;      // learning and travelling, in whole half hours, rounded up
    HalfHours travel_time;  // the part of it that is travelling
    Money working_time;
    Money total;
    bool complete = true;  // false: the way is missing from the sum
};

TrueCost true_cost(const CostInput& input, const CostRates& rates);

}  // namespace kc::discovery
