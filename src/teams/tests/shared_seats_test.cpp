// SPDX-License-Identifier: EUPL-1.2
#include "teams/shared_seats.hpp"

#include <algorithm>

#include <doctest/doctest.h>

using namespace kc::teams;
namespace opt = kc::planning::optimizer;

namespace {

// Units 0 to 2 with one date each; unit 0 serves both duties.
struct Case {
    Case(int people_a, int people_b) {
        for (int i = 0; i < 3; ++i) {
            opt::Unit unit;
            unit.half_hours = 10 + i;
            unit.price_cents = 100'00 * (i + 1);
            unit.scheduled = true;
            unit.dates.push_back({.days = {10 * i + 10, 10 * i + 11}});
            offers.units.push_back(unit);
        }
        question.duties = {{.seats_wanted = 4, .people = {people_a}}, {.seats_wanted = 3, .people = {people_b}}};
        question.ways = {way(0, {0}), way(1, {0, 1})};
        plan.seats = {4, 3};
        sum();
    }

    SeatWay way(int duty, const std::vector<int>& units) const {
        SeatWay made{.duty = duty};
        for (const int unit : units) {
            made.items.push_back({unit, 0});
            made.price_cents += offers.units[static_cast<std::size_t>(unit)].price_cents;
            made.half_hours += offers.units[static_cast<std::size_t>(unit)].half_hours;
            const auto& days = offers.units[static_cast<std::size_t>(unit)].dates[0].days;
            for (int day = days.first_day; day <= days.last_day; ++day) made.away_days.push_back(day);
        }
        return made;
    }
    void sum() {
        plan.cost = {};
        for (std::size_t i = 0; i < question.ways.size(); ++i) {
            const auto& one = question.ways[i];
            plan.cost = plan.cost + SeatCost{0, one.price_cents, static_cast<std::int64_t>(one.away_days.size()), one.half_hours} * plan.seats[i];
        }
    }
    // Shares, and adds up what is left apart from the search.
    SharedSeats shared(int people) const {
        auto result = share_seats(question, plan, offers, people);
        SeatCost cost;
        std::vector<int> seats(question.duties.size(), 0), wanted(question.duties.size(), 0);
        for (const auto& group : result.groups) {
            CHECK(group.seats > 0);
            seats[static_cast<std::size_t>(group.way.duty)] += group.seats;
            cost =
                cost + SeatCost{0, group.way.price_cents, static_cast<std::int64_t>(group.way.away_days.size()), group.way.half_hours} * group.seats;
        }
        for (std::size_t i = 0; i < question.ways.size(); ++i) wanted[static_cast<std::size_t>(question.ways[i].duty)] += plan.seats[i];
        CHECK(seats == wanted);
        CHECK(cost == result.cost);
        return result;
    }

    opt::Catalogue offers;
    SeatQuestion question;
    SeatPlan plan;
};

}  // namespace

TEST_CASE("TP-15: an offer of two duties is paid once for people who certainly serve both, and only for so many") {
    // Of ten people all start both ways: three seats of both duties can be the same people.
    CHECK(Case(10, 10).shared(10).cost.price_cents == Case(10, 10).plan.cost.price_cents - 3 * 100'00);
    CHECK(Case(10, 10).shared(10).cost.absence_days == Case(10, 10).plan.cost.absence_days - 3 * 2);
    CHECK(Case(10, 10).shared(10).cost.half_hours == Case(10, 10).plan.cost.half_hours - 3 * 10);
    // Six and six out of ten: two at least are the same.
    CHECK(Case(6, 6).shared(10).cost.price_cents == Case(6, 6).plan.cost.price_cents - 2 * 100'00);
    // Five and five out of ten may be ten different people.
    CHECK(Case(5, 5).shared(10).cost == Case(5, 5).plan.cost);
    CHECK(Case(5, 5).shared(10).possible);
}

TEST_CASE("a way that another duty serves wholly needs nothing of its own") {
    Case one(10, 10);
    one.question.ways[1] = one.way(1, {0});
    one.sum();
    const auto shared = one.shared(10);
    CHECK(shared.cost.price_cents == 4 * 100'00);
    CHECK(std::any_of(shared.groups.begin(), shared.groups.end(),
                      [](const SeatGroup& group) { return group.way.items.empty() && group.seats == 3 && group.way.away_days.empty(); }));
}

TEST_CASE("nothing is put together when one person could not be at both dates, or when ways have no offer in common") {
    Case clash(10, 10);
    clash.question.ways[0] = clash.way(0, {0, 2});
    clash.offers.units[2].dates[0].days = clash.offers.units[1].dates[0].days;  // as the other way needs it
    clash.sum();
    CHECK(clash.shared(10).cost == clash.plan.cost);
    Case apart(10, 10);
    apart.question.ways[1] = apart.way(1, {1});
    apart.sum();
    CHECK(apart.shared(10).cost == apart.plan.cost);
    CHECK_FALSE(apart.shared(10).possible);
    Case other_date(10, 10);
    other_date.offers.units[0].dates.push_back({.days = {50, 51}});
    other_date.question.ways[1].items[0].date = 1;
    CHECK(other_date.shared(10).cost == other_date.plan.cost);
}

TEST_CASE("of three duties the two that save most are put together") {
    Case three(10, 10);
    three.question.duties.push_back({.seats_wanted = 2, .people = {10}});
    three.question.ways.push_back(three.way(2, {1}));
    three.plan.seats.push_back(2);
    three.sum();
    // Duties 0 and 1 share unit 0 for three people (300 €), duties 1 and 2 unit 1 for two (400 €).
    CHECK(three.shared(10).cost.price_cents == three.plan.cost.price_cents - 2 * 200'00);
}
