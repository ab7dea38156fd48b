// SPDX-License-Identifier: EUPL-1.2
#include "teams/seat_plan.hpp"

#include "base/random.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <functional>

using namespace kc;
using namespace kc::teams;
using planning::optimizer::PlannedUnit;

namespace {

using DateSeats = std::vector<std::pair<PlannedUnit, int>>;

struct Case {
    SeatQuestion question;
    std::optional<int> away_max;
    DateSeats date_seats;
    void connect() { question.limits = shared_limits(question.ways, away_max, date_seats); }
};

Case random_case(std::uint64_t seed) {
    SeededRandom random(seed);
    Case made;
    const int duties = static_cast<int>(random.between(1, 2));
    for (int d = 0; d < duties; ++d) {
        SeatDuty duty;
        duty.seats_wanted = static_cast<int>(random.between(0, 4));
        for (int level = 0; level < 3; ++level) duty.people[static_cast<std::size_t>(level)] = static_cast<int>(random.between(0, 3));
        made.question.duties.push_back(duty);
    }
    const int ways = static_cast<int>(random.between(1, 6));
    for (int w = 0; w < ways; ++w) {
        SeatWay way;
        way.duty = static_cast<int>(random.below(static_cast<std::uint64_t>(duties)));
        way.start_level = static_cast<int>(random.below(3));
        way.price_cents = random.between(0, 3) * 100;
        way.half_hours = random.between(1, 4);
        for (int day = 0; day < 4; ++day) {
            if (random.chance(35)) way.away_days.push_back(day);
        }
        way.items.push_back({static_cast<int>(random.below(3)), static_cast<int>(random.below(2))});
        made.question.ways.push_back(way);
    }
    if (random.chance(60)) made.away_max = static_cast<int>(random.between(0, 3));
    if (random.chance(50)) made.question.budget_cents = random.between(0, 12) * 100;
    if (random.chance(50)) made.date_seats = {{{0, 0}, static_cast<int>(random.between(0, 3))}, {{1, 1}, 1}};
    made.connect();
    return made;
}

// Every number of seats for every way.
SeatCost best_by_trying(const Case& tried) {
    const auto& question = tried.question;
    std::int64_t wanted = 0;
    for (const auto& duty : question.duties) wanted += duty.seats_wanted;
    SeatCost best{wanted, 0, 0, 0};
    SeatPlan plan;
    plan.seats.assign(question.ways.size(), 0);
    const std::function<void(std::size_t)> go = [&](std::size_t way) {
        if (way == question.ways.size()) {
            SeatCost cost{wanted, 0, 0, 0};
            for (std::size_t i = 0; i < plan.seats.size(); ++i) {
                const auto& w = question.ways[i];
                cost = cost + SeatCost{-1, w.price_cents, static_cast<std::int64_t>(w.away_days.size()), w.half_hours} * plan.seats[i];
            }
            plan.cost = plan.bound = cost;
            if (cost < best && check_seat_plan(question, tried.away_max, tried.date_seats, plan).empty()) best = cost;
            return;
        }
        for (int seats = 0; seats <= 3; ++seats) {
            plan.seats[way] = seats;
            go(way + 1);
        }
        plan.seats[way] = 0;
    };
    go(0);
    return best;
}

SeatWay way(std::int64_t euros, std::vector<int> days, PlannedUnit item = {0, -1}, int duty = 0, int start = 0) {
    return {duty, start, euros * 100, 8, std::move(days), {item}};
}

Case one_duty(int seats, int people, std::vector<SeatWay> ways) {
    Case made;
    made.question.duties = {{seats, {people, 0, 0, 0, 0, 0}}};
    made.question.ways = std::move(ways);
    return made;
}

}  // namespace

TEST_CASE("the search finds what trying everything finds, and the checker agrees") {
    for (std::uint64_t seed = 1; seed <= 400; ++seed) {
        CAPTURE(seed);
        const auto tried = random_case(seed);
        const auto plan = plan_seats(tried.question, 100'000);
        CHECK(plan.proven);
        CHECK(check_seat_plan(tried.question, tried.away_max, tried.date_seats, plan).empty());
        CHECK(plan.cost == best_by_trying(tried));
        CHECK(plan_seats(tried.question, 100'000).seats == plan.seats);
    }
}

TEST_CASE("a search that has to stop early says so and names a bound") {
    int stopped = 0;
    for (std::uint64_t seed = 1; seed <= 400; ++seed) {
        CAPTURE(seed);
        const auto tried = random_case(seed);
        const auto plan = plan_seats(tried.question, 1);
        CHECK(check_seat_plan(tried.question, tried.away_max, tried.date_seats, plan).empty());
        const auto best = best_by_trying(tried);
        CHECK_FALSE(best < plan.bound);
        CHECK_FALSE(plan.cost < best);
        if (!plan.proven) ++stopped;
    }
    CHECK(stopped > 0);
}

TEST_CASE("TP-10: coverage comes before cost, cost before days away, days before hours") {
    auto tried = one_duty(2, 9, {way(100, {1}), way(50, {2, 3}), way(50, {4})});
    tried.away_max = 1;
    tried.connect();
    const auto plan = plan_seats(tried.question);
    CHECK(plan.seats == std::vector<int>{0, 1, 1});
    tried.away_max.reset();
    tried.connect();
    CHECK(plan_seats(tried.question).seats == std::vector<int>{0, 0, 2});
}

TEST_CASE("TP-12: nobody more is away on a day than allowed, over all duties") {
    Case tried;
    tried.question.duties = {{3, {9}}, {3, {9}}};
    tried.question.ways = {way(10, {1, 2}, {0, 0}, 0), way(40, {8}, {0, 1}, 0), way(10, {2}, {1, 0}, 1), way(30, {9}, {1, 1}, 1)};
    for (const int away : {2, 3}) {
        tried.away_max = away;
        tried.connect();
        const auto plan = plan_seats(tried.question);
        CHECK(plan.proven);
        CHECK(check_seat_plan(tried.question, away, {}, plan).empty());
        CHECK(plan.seats[0] + plan.seats[2] <= away);
    }
    CHECK(plan_seats(tried.question).cost.open == 0);
    tried.away_max = 0;
    tried.connect();
    CHECK(plan_seats(tried.question).cost.open == 6);
}

TEST_CASE("a budget leaves seats open rather than being exceeded, and one cent less changes the plan") {
    auto tried = one_duty(3, 9, {way(100, {1})});
    tried.question.budget_cents = 300'00;
    tried.connect();
    CHECK(plan_seats(tried.question).cost.open == 0);
    tried.question.budget_cents = 300'00 - 1;
    CHECK(plan_seats(tried.question).cost.open == 1);
    CHECK(check_seat_plan(tried.question, {}, {}, plan_seats(tried.question)).empty());
}

TEST_CASE("a date takes no more people than it has seats") {
    auto tried = one_duty(3, 9, {way(10, {1}, {0, 0}), way(90, {5}, {0, 1})});
    tried.date_seats = {{{0, 0}, 2}};
    tried.connect();
    CHECK(plan_seats(tried.question).seats == std::vector<int>{2, 1});
}

TEST_CASE("the checker finds every broken rule") {
    auto tried = one_duty(2, 1, {way(100, {1}, {0, 0})});
    tried.question.budget_cents = 150'00;
    tried.date_seats = {{{0, 0}, 1}};
    tried.connect();
    SeatPlan plan;
    plan.seats = {2};
    plan.cost = plan.bound = {0, 200'00, 2, 16};
    CHECK(check_seat_plan(tried.question, 1, tried.date_seats, plan).size() == 4);
    plan.seats = {1};
    CHECK(check_seat_plan(tried.question, 1, tried.date_seats, plan).size() == 1);  // the sums
    plan.cost = plan.bound = {1, 100'00, 1, 8};
    CHECK(check_seat_plan(tried.question, 1, tried.date_seats, plan).empty());
    plan.bound.open = 0;
    plan.proven = true;
    CHECK(check_seat_plan(tried.question, 1, tried.date_seats, plan).size() == 1);
    plan.seats = {};
    CHECK(check_seat_plan(tried.question, 1, tried.date_seats, plan).size() == 1);
}
