// SPDX-License-Identifier: EUPL-1.2
// How many seats of which way: an exact search over numbers of seats. Nobody is named here; people who start from the same level are alike.
// Order of wishes (TP-10): as many of the wanted seats as possible, then the least cost, then the fewest days away, then the fewest hours.
#pragma once

#include "planning/optimizer/instance.hpp"

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace kc::teams {

// One way for one person from a start level to the level of a duty.
struct SeatWay {
    int duty = 0;
    int start_level = 0;
    std::int64_t price_cents = 0;
    std::int64_t half_hours = 0;
    std::vector<int> away_days;  // numbers of working days, sorted
    std::vector<planning::optimizer::PlannedUnit> items;
};

struct SeatDuty {
    int seats_wanted = 0;
    std::array<int, 6> people{};  // who could learn, by start level
};

// At most `most` seats altogether over these ways: people away on one day, or seats of one date.
struct SharedLimit {
    int most = 0;
    std::vector<int> ways;
};

struct SeatQuestion {
    std::vector<SeatDuty> duties;
    std::vector<SeatWay> ways;
    std::vector<SharedLimit> limits;
    std::optional<std::int64_t> budget_cents;
};

struct SeatCost {
    std::int64_t open = 0;  // wanted seats without a way
    std::int64_t price_cents = 0;
    std::int64_t absence_days = 0;
    std::int64_t half_hours = 0;
    auto operator<=>(const SeatCost&) const = default;
    SeatCost operator+(const SeatCost& b) const {
        return {open + b.open, price_cents + b.price_cents, absence_days + b.absence_days, half_hours + b.half_hours};
    }
    SeatCost operator-(const SeatCost& b) const {
        return {open - b.open, price_cents - b.price_cents, absence_days - b.absence_days, half_hours - b.half_hours};
    }
    SeatCost operator*(std::int64_t times) const { return {open * times, price_cents * times, absence_days * times, half_hours * times}; }
};

struct SeatPlan {
    std::vector<int> seats;  // by way
    SeatCost cost;
    SeatCost bound;       // no plan is better than this
    bool proven = false;  // the search came to its end: cost and bound are the same
    int nodes = 0;
};

inline constexpr int seat_nodes_max = 2000;

// The same question gives the same answer on every machine: the limit counts steps, not time.
SeatPlan plan_seats(const SeatQuestion& question, int nodes_max = seat_nodes_max);

// Days and dates as shared limits, for a catalogue of offers: at most `away_max` people away on a day, and the seats of each date.
std::vector<SharedLimit> shared_limits(const std::vector<SeatWay>& ways, std::optional<int> away_max,
                                       const std::vector<std::pair<planning::optimizer::PlannedUnit, int>>& date_seats);

// Everything that is wrong with a plan, found without the search: limits, sums, and claims (TP-11).
std::vector<std::string> check_seat_plan(const SeatQuestion& question, std::optional<int> away_max,
                                         const std::vector<std::pair<planning::optimizer::PlannedUnit, int>>& date_seats, const SeatPlan& plan);

}  // namespace kc::teams
