// SPDX-License-Identifier: EUPL-1.2
// Weekly hours where needs have several providers in the plan: the answer is that of trying every choice, and the work stays bounded.
#include <doctest/doctest.h>

#include <functional>
#include <limits>
#include <random>

#include "planning/optimizer/week_check.hpp"
#include "planning/tests/optimizer_cases.hpp"

namespace kc::planning::optimizer::test {

namespace {

constexpr int never = std::numeric_limits<int>::max();

int ready_day(const WeekCheck::Unit& unit, int needed) {
    if (needed == never) return never;
    if (!unit.scheduled) return needed;
    return unit.first_day > needed ? unit.first_day : never;  // dates of one day
}

// Every choice of one provider per need, as the format words it.
bool some_choice_fits(const std::vector<WeekCheck::Unit>& units, std::int64_t weekly_half_hours) {
    std::vector<std::vector<int>> choice(units.size());
    const auto fits = [&] {
        std::vector<int> ready(units.size(), never);
        for (std::size_t round = 0; round < units.size(); ++round)
            for (std::size_t i = 0; i < units.size(); ++i) {
                int needed = -1;
                for (const int provider : choice[i]) needed = std::max(needed, ready[static_cast<std::size_t>(provider)]);
                ready[i] = ready_day(units[i], needed);
            }
        if (std::count(ready.begin(), ready.end(), never) > 0) return false;
        for (const auto& date : units) {
            if (!date.scheduled) continue;
            std::vector<char> before(units.size(), 0);
            const std::function<void(std::size_t)> take = [&](std::size_t unit) {
                if (before[unit]) return;
                before[unit] = 1;
                for (const int provider : choice[unit]) take(static_cast<std::size_t>(provider));
            };
            for (std::size_t i = 0; i < units.size(); ++i)
                if (units[i].scheduled && units[i].first_day <= date.first_day) take(i);
            std::int64_t half_hours = 0;
            for (std::size_t i = 0; i < units.size(); ++i) half_hours += before[i] ? units[i].half_hours : 0;
            if (half_hours > (date.first_day / 7 + 1) * weekly_half_hours) return false;
        }
        return true;
    };
    const std::function<bool(std::size_t, std::size_t)> choose = [&](std::size_t unit, std::size_t need) {
        if (unit == units.size()) return fits();
        if (need == units[unit].needs.size()) return choose(unit + 1, 0);
        for (const int provider : units[unit].needs[need]) {
            choice[unit].push_back(provider);
            const bool found = choose(unit, need + 1);
            choice[unit].pop_back();
            if (found) return true;
        }
        return false;
    };
    return choose(0, 0);
}

}  // namespace

TEST_CASE("the choice of providers for the weekly hours is that of trying all") {
    int holds = 0;
    int broken = 0;
    for (unsigned seed = 1; seed <= 6000; ++seed) {
        CAPTURE(seed);
        std::mt19937 random(seed);
        const auto below = [&](int count) { return static_cast<int>(random() % static_cast<unsigned>(count)); };
        std::vector<WeekCheck::Unit> units(static_cast<std::size_t>(3 + below(6)));
        const int count = static_cast<int>(units.size());
        std::vector<int> days;
        for (auto& unit : units) {
            unit.half_hours = below(5);
            unit.scheduled = below(5) < 2;
            if (unit.scheduled) {
                do unit.first_day = 1 + below(30);
                while (std::find(days.begin(), days.end(), unit.first_day) != days.end());
                days.push_back(unit.first_day);
            }
        }
        for (int i = 0; i < count; ++i)
            for (int need = below(3); need > 0; --need) {
                std::vector<int> providers;
                for (int other = 0; other < count; ++other)
                    if (other != i && below(3) == 0) providers.push_back(other);
                if (!providers.empty()) units[static_cast<std::size_t>(i)].needs.push_back(providers);
            }
        std::vector<int> ready(units.size(), never);
        for (int round = 0; round < count; ++round)
            for (int i = 0; i < count; ++i) {
                int needed = -1;
                for (const auto& providers : units[static_cast<std::size_t>(i)].needs) {
                    int earliest = never;
                    for (const int p : providers) earliest = std::min(earliest, ready[static_cast<std::size_t>(p)]);
                    needed = std::max(needed, earliest);
                }
                ready[static_cast<std::size_t>(i)] = ready_day(units[static_cast<std::size_t>(i)], needed);
            }
        if (std::count(ready.begin(), ready.end(), never) > 0) continue;  // out of order: the week is not asked
        WeekCheck check;
        for (int i = 0; i < count; ++i) {
            units[static_cast<std::size_t>(i)].ready = ready[static_cast<std::size_t>(i)];
            check.add() = units[static_cast<std::size_t>(i)];
        }
        const int weekly = 1 + below(7);
        std::int64_t work = 0;
        const auto answer = check.answer(0, weekly, work, 1'000'000);
        const bool expected = some_choice_fits(units, weekly);
        REQUIRE(answer == (expected ? WeekCheck::Answer::holds : WeekCheck::Answer::broken));
        ++(expected ? holds : broken);
    }
    CHECK(holds > 500);
    CHECK(broken > 500);
}

namespace {

// Fifteen dates a week apart, each building on a step of its own that three units of the plan teach; every unit is wanted.
Case fifteen_dates(bool alike) {
    Case given;
    given.catalogue.competences.clear();
    given.learner.last_day = 400;
    given.learner.budget = {2'000, 1'000'000, 100};
    std::vector<int> earlier;
    for (int date = 0; date < 15; ++date) {
        const int step = static_cast<int>(given.catalogue.competences.size());
        for (int k = 0; k < 5; ++k) given.catalogue.competences.push_back("k" + std::to_string(step + k));
        for (int way = 0; way < 3; ++way) {
            const int basis = given.unit({{step + 1 + way, 1}});
            const int teaching = given.unit({{step, 1}}, alike ? std::vector<Step>{} : std::vector<Step>{{step + 1 + way, 1}});
            given.at(basis).half_hours = 3 + way;
            given.at(teaching).half_hours = alike ? 3 : 6 - way;
            for (const int unit : {basis, teaching}) given.learner.mandatory.push_back(unit);
        }
        std::vector<DayRange> days;
        for (int d = 0; d < 4; ++d) days.push_back({7 * date + d + 1, 7 * date + d + 1});
        const int unit = given.dated({{step + 4, 1}}, days, {{step, 1}});
        given.learner.mandatory.push_back(unit);
    }
    return given;
}

}  // namespace

TEST_CASE("many dates with many ways to prepare them stay within the work allowed") {
    for (const bool alike : {true, false})
        for (const int weekly : {1, 5, 7, 13, 20}) {
            CAPTURE(alike);
            CAPTURE(weekly);
            auto given = fifteen_dates(alike);
            given.learner.weekly_half_hours = weekly;
            Workspace workspace;
            const auto plan = solve(PreparedCatalogue(given.catalogue), given.learner, {.work = 20'000, .cancelled = {}}, workspace);
            CHECK(plan.work <= 100'000);  // naming what contradicts included
            if (plan.status == Status::infeasible && !alike && weekly == 5) {
                // The search is not given the time to leave everything out that could be; what is left has to contradict all the same.
                auto only_these = given.learner;
                only_these.mandatory = plan.conflict;
                CHECK_FALSE(plan.conflict.empty());
                CHECK(solve(PreparedCatalogue(given.catalogue), only_these, {.work = 20'000, .cancelled = {}}, workspace).status ==
                      Status::infeasible);
            }
            std::vector<int> left_out;
            for (const auto& missing : plan.mandatory_not_taken) left_out.push_back(missing.unit);
            if (plan.status != Status::infeasible)
                CHECK(check_plan(given.catalogue, given.learner, {plan.items, plan.closure, plan.half_hours, plan.price_cents, left_out}).empty());
            // A date, what it needs and the cheapest way there: 4 + 3 with one unit alike, 4 + 3 + 6 with two.
            if (weekly >= (alike ? 7 : 13)) CHECK(plan.status == Status::optimal);
        }
}

namespace {

// Both ways dates are searched: as always, and as where they are hard to find.
std::vector<Plan> both_ways(const Case& given) { return {given.solve_checked(), given.solve_checked({.cancelled = {}, .hard_after = 0})}; }

// The date of the last offer builds on one that has an early and a late date, and what that builds on is finished late or takes long.
// The offers beside it can have one of many dates each; only the weekly hours speak against the whole.
Case late_basis(int beside, int hours_of_long_way) {
    Case given;
    given.catalogue.competences.clear();
    for (int k = 0; k < 4 + beside; ++k) given.catalogue.competences.push_back("k" + std::to_string(k));
    given.learner.last_day = 364;
    given.learner.weekly_half_hours = 4;
    given.learner.budget = {300, 1'000'000, 10};
    const int aim = given.dated({{0, 1}}, {{214, 214}}, {{1, 1}});
    const int middle = given.dated({{1, 1}}, {{43, 43}, {50, 50}, {243, 243}, {323, 323}}, {{2, 1}, {3, 1}});
    const int first = given.unit({{2, 1}});
    const int late_way = given.dated({{3, 1}}, {{106, 106}, {169, 169}, {283, 283}});
    const int long_way = given.unit({{3, 1}});
    given.at(aim).half_hours = 13;
    given.at(middle).half_hours = 14;
    given.at(first).half_hours = 7;
    given.at(late_way).half_hours = 4;
    given.at(long_way).half_hours = hours_of_long_way;
    given.want(0, 1, 100);
    for (int i = 0; i < beside; ++i) {
        std::vector<DayRange> dates;
        for (int d = 0; d < 8; ++d) dates.push_back({30 + i + 40 * d, 30 + i + 40 * d});
        const int unit = given.dated({{4 + i, 1}}, dates);
        given.at(unit).half_hours = 6;
        given.learner.mandatory.push_back(unit);
    }
    return given;
}

}  // namespace

TEST_CASE("a date is possible when what it needs just fits into the weeks before, and not with half an hour more") {
    for (const int more : {0, 1}) {
        Case given;
        given.learner.weekly_half_hours = 4;
        const int basis = given.unit({{1, 1}});
        const int dated = given.dated({{0, 1}}, {{8, 8}, {15, 15}}, {{1, 1}});
        given.at(basis).half_hours = 4 + more;
        given.want(0, 1);
        for (const auto& plan : both_ways(given)) CHECK(date_of(plan, dated) == more);
    }
}

TEST_CASE("what has no later date counts before a date, what has one does not") {
    for (const int last : {7, 9}) {
        Case given;
        given.learner.weekly_half_hours = 4;
        given.dated({{1, 1}}, {{3, 3}, {last, last}});
        const int dated = given.dated({{0, 1}}, {{5, 5}, {20, 20}});
        given.want(0, 1);
        given.want(1, 1);
        for (const auto& plan : both_ways(given)) {
            CHECK(plan.closure == 2);
            CHECK(date_of(plan, dated) == (last == 7 ? 1 : 0));
        }
    }
}

TEST_CASE("what is needed before a date is finished the day before at the latest") {
    for (const int last : {9, 10}) {
        CAPTURE(last);
        Case given;
        given.learner.weekly_half_hours = 40;
        const int basis = given.dated({{1, 1}}, {{last - 1, last}, {20, 20}});
        const int dated = given.dated({{0, 1}}, {{10, 10}}, {{1, 1}});
        given.want(0, 1);
        for (const auto& plan : both_ways(given)) {
            CHECK(has(plan, dated) == (last == 9));
            CHECK(has(plan, basis) == (last == 9));
        }
    }
}

TEST_CASE("dates without time next to the cheapest ones are looked at again next to dearer ones") {
    Case given;
    given.learner.weekly_half_hours = 3;
    const int cheap = given.dated({{0, 1}}, {{9, 9}});
    const int dear = given.dated({{0, 1}}, {{31, 31}});
    given.at(dear).half_hours = 5;
    const int early_or_taken = given.dated({{1, 1}}, {{10, 10}, {30, 30}});
    given.dated({{2, 1}}, {{30, 30}});
    for (const int k : {0, 1, 2}) given.want(k, 1);
    for (const auto& plan : both_ways(given)) {
        CHECK(plan.closure == 3);
        CHECK(plan.half_hours == 13);
        CHECK(has(plan, dear));
        CHECK(!has(plan, cheap));
        CHECK(date_of(plan, early_or_taken) == 0);
    }
}

TEST_CASE("that a choice of offers has no dates is found out without trying the dates of all others") {
    for (const int hours_of_long_way : {11, 12}) {
        CAPTURE(hours_of_long_way);
        const auto given = late_basis(9, hours_of_long_way);
        const auto plan = given.solve_checked({.work = 20'000, .cancelled = {}});
        CHECK(plan.status == Status::optimal);
        // By day 50 eight weeks have begun: 32 half hours for 14, 7 and the long way.
        CHECK(plan.closure == (hours_of_long_way == 11 ? 100 : 0));
        CHECK(plan.work < 2'000);
    }
}

TEST_CASE("a question about weekly hours that would take too long stays open instead of being answered with no") {
    // Every pair of twelve units meets one need, so all but one are wanted; the bound sees only every other one.
    const int count = 12;
    WeekCheck check;
    for (int i = 0; i < count; ++i) {
        auto& unit = check.add();
        unit.half_hours = 10;
        unit.ready = -1;
    }
    auto& date = check.add();
    date.scheduled = true;
    date.first_day = date.ready = 3;
    for (int a = 0; a < count; ++a)
        for (int b = a + 1; b < count; ++b) date.needs.push_back({a, b});
    std::int64_t work = 0;
    CHECK(check.answer(0, 110, work, 1'000'000) == WeekCheck::Answer::holds);
    work = 0;
    CHECK(check.answer(0, 100, work, 1'000'000) == WeekCheck::Answer::broken);
    CHECK(work > 0);
    work = 0;
    CHECK(check.answer(0, 100, work, 10) == WeekCheck::Answer::not_examined);
    CHECK(work <= 20);
}

}  // namespace kc::planning::optimizer::test
