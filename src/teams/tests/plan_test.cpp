// SPDX-License-Identifier: EUPL-1.2
#include "teams/tests/team_town.hpp"

#include <doctest/doctest.h>

#include <chrono>

using namespace kc;
using namespace kc::teams;
using namespace kc::teams::test;

namespace {

std::vector<int> people(int without, int with, int level) {
    std::vector<int> levels(static_cast<std::size_t>(without), 0);
    levels.insert(levels.end(), static_cast<std::size_t>(with), level);
    return levels;
}

}  // namespace

TEST_CASE("HR plans a department: covered people count, the others get seats, and the plan is stored") {
    for (const auto& house : team_towns()) {
        const auto slug = house->taught();
        const auto department = house->department("Kasse", slug, people(8, 7, 2));
        const auto plan = house->made(house->question(department, slug, 2, 8));
        CHECK(plan.head.people == 15);
        REQUIRE(plan.duties.size() == 1);
        CHECK(plan.duties[0].covered == 5);  // seven, told in steps of five
        CHECK(plan.duties[0].seats_wanted == 3);
        CHECK(plan.duties[0].seats_planned == 3);
        CHECK(plan.head.status == SearchStatus::proven);
        REQUIRE_FALSE(plan.ways.empty());
        REQUIRE_FALSE(plan.units.empty());
        int seats = 0;
        Money price;
        for (const auto& way : plan.ways) {
            seats += way.seats;
            price += way.price_cents * way.seats;
        }
        CHECK(seats == 3);
        CHECK(price == plan.head.price_cents);
        CHECK(house->plans.list(house->hr)->size() == 1);
        CHECK(house->value("SELECT COUNT(*) FROM audit_log WHERE action = 'team_plan.made'") == 1);
        REQUIRE(house->plans.remove(house->hr, plan.head.id).has_value());
        CHECK(house->plans.list(house->hr)->empty());
        CHECK(house->value("SELECT COUNT(*) FROM team_plan_units") == 0);
        CHECK(house->plans.remove(house->hr, plan.head.id).error() == TeamError::plan_not_found);
    }
}

TEST_CASE("TP-12: a limit on people away spreads the seats over more days, and the plan says what one more would bring") {
    TeamTown house;
    const auto slug = house.taught();
    const auto department = house.department("Kasse", slug, people(20, 0, 0));
    auto question = house.question(department, slug, 2, 3);
    question.away_max = 1;
    const auto plan = house.made(question);
    std::map<Date, int> away;
    for (const auto& way : plan.ways) {
        for (const auto& unit : plan.units) {
            if (unit.way == way.position && unit.first_day) away[*unit.first_day] += way.seats;
        }
    }
    for (const auto& [day, count] : away) CHECK(count <= 1);
    question.away_max = 0;
    const auto none = house.made(question);
    for (const auto& unit : none.units) CHECK_FALSE(unit.first_day.has_value());
}

TEST_CASE("a budget of nothing leaves seats open where every way costs") {
    TeamTown house;
    const auto slug = house.taught();
    const auto department = house.department("Kasse", slug, people(20, 0, 0));
    auto question = house.question(department, slug, 2, 5);
    const auto free = house.made(question);
    question.budget = Money{0};
    const auto plan = house.made(question);
    CHECK(plan.head.price_cents == Money{0});
    if (free.head.price_cents > Money{0}) CHECK(plan.duties[0].seats_planned < free.duties[0].seats_planned);
}

TEST_CASE("TP-03: trying out limits, levels and numbers tells no more than the coarse counts") {
    TeamTown house;
    const auto slug = house.taught();
    // Two departments that differ by one person's level get the same answer to every question.
    const auto one = house.department("Kasse", slug, people(14, 6, 2));
    const auto other = house.department("Archiv", slug, people(13, 7, 2));
    for (const int level : {1, 2}) {
        for (int wanted = 1; wanted <= 20; wanted += 3) {
            for (const std::optional<int> away : {std::optional<int>(), std::optional(1)}) {
                auto question = house.question(one, slug, level, wanted);
                question.away_max = away;
                const auto a = house.made(question);
                question.department = other;
                const auto b = house.made(question);
                CHECK(a.duties[0].covered == b.duties[0].covered);
                CHECK(a.duties[0].seats_wanted == b.duties[0].seats_wanted);
                CHECK(a.duties[0].seats_planned == b.duties[0].seats_planned);
                CHECK(a.head.price_cents == b.head.price_cents);
                CHECK(a.head.absence_days == b.head.absence_days);
                CHECK(a.ways.size() == b.ways.size());
            }
        }
    }
}

TEST_CASE("TP-02: small groups and groups that would reveal somebody are refused with the reason") {
    TeamTown house;
    const auto slug = house.taught();
    const auto small = house.department("Klein", slug, people(4, 0, 0));
    CHECK(house.plans.make(house.hr, house.question(small, slug, 2, 1)).error().error == TeamError::group_too_small);
    const auto above = house.department("Amt", slug, people(1, 0, 0));
    const auto below = house.department("Team", slug, people(9, 0, 0), above);
    CHECK(house.plans.make(house.hr, house.question(below, slug, 2, 1)).error().error == TeamError::group_would_reveal);
    CHECK(house.plans.make(house.hr, house.question(above, slug, 2, 1)).has_value());
    CHECK(house.plans.make(house.hr, house.question(DepartmentId{999'999}, slug, 2, 1)).error().error == TeamError::group_not_found);
    CHECK(house.value("SELECT COUNT(*) FROM audit_log WHERE action = 'team_plan.made'") == 1);
}

TEST_CASE("only HR of the organisation plans and sees plans") {
    TeamTown house;
    const auto slug = house.taught();
    const auto department = house.department("Kasse", slug, people(10, 0, 0));
    const auto question = house.question(department, slug, 2, 1);
    const auto plan = house.made(question);
    for (const auto* viewer : {&house.town.clerk, &house.town.supervisor, &house.town.office, &house.foreign_hr}) {
        CHECK(house.plans.make(*viewer, question).error().error == TeamError::not_permitted);
        CHECK_FALSE(house.plans.find(*viewer, plan.head.id).has_value());
        CHECK_FALSE(house.plans.remove(*viewer, plan.head.id).has_value());
        CHECK_FALSE(house.risks.view(*viewer, house.weinheim).has_value());
    }
    CHECK(house.plans.find(house.foreign_hr, plan.head.id).error() == TeamError::plan_not_found);
}

TEST_CASE("TP-07: what is asked is checked at both ends") {
    TeamTown house;
    const auto slug = house.taught();
    const auto department = house.department("Kasse", slug, people(10, 0, 0));
    const auto good = house.question(department, slug, 2, 10);
    CHECK(house.plans.make(house.hr, good).has_value());
    const auto refused = [&](auto&& change) {
        auto question = good;
        change(question);
        const auto made = house.plans.make(house.hr, question);
        return !made && made.error().error == TeamError::invalid && !made.error().problems.empty();
    };
    CHECK(refused([](TeamQuestion& q) { q.duties.clear(); }));
    CHECK(refused([](TeamQuestion& q) { q.duties[0].people = 11; }));
    CHECK(refused([](TeamQuestion& q) { q.duties[0].people = 0; }));
    CHECK(refused([](TeamQuestion& q) { q.duties[0].level = 6; }));
    CHECK(refused([](TeamQuestion& q) { q.duties[0].level = 0; }));
    CHECK(refused([&](TeamQuestion& q) { q.duties[0].until = house.today(); }));
    CHECK(refused([&](TeamQuestion& q) { q.duties[0].until = house.in_days(6 * 366); }));
    CHECK(refused([](TeamQuestion& q) { q.duties[0].competence = CompetenceId{999'999}; }));
    CHECK(refused([](TeamQuestion& q) { q.duties.push_back(q.duties[0]); }));
    CHECK(refused([](TeamQuestion& q) { q.duties.resize(4, q.duties[0]); }));
    CHECK(refused([](TeamQuestion& q) { q.duties[0].law = std::string(201, 'x'); }));
    CHECK(refused([](TeamQuestion& q) { q.away_max = 11; }));
    CHECK(refused([](TeamQuestion& q) { q.away_max = -1; }));
    CHECK(refused([](TeamQuestion& q) { q.budget = Money{-1}; }));
}

TEST_CASE("TP-06: names stand only beside agreed goals of the group") {
    TeamTown house;
    const auto slug = house.taught();
    const auto department = house.department("Kasse", slug, people(10, 0, 0));
    const auto person = house.viewer_of(house.members.front());
    const auto talk = *house.talks.start_as_employee(person, house.hr.person, house.today());
    const auto goal = *house.goals.propose(
        person, talk,
        {.competence_id = house.town.competence(slug), .level = 2, .title = {}, .why = "Neue Aufgabe", .law = {}, .deadline_on = house.in_days(200)});
    const auto plan = house.made(house.question(department, slug, 2, 3));
    CHECK(house.plans.people_with_goals(house.hr, plan)->empty());  // proposed is not agreed
    REQUIRE(house.goals.accept(house.hr, goal, 1).has_value());
    CHECK(house.plans.people_with_goals(house.hr, plan)->size() == 1);
    const auto suggested = house.plans.suggestions(house.hr, house.weinheim);
    CHECK(std::any_of(suggested->begin(), suggested->end(), [](const SuggestedDuty& duty) { return duty.people_with_goal == 1; }));
    const auto other = house.department("Archiv", slug, people(10, 0, 0));
    CHECK(house.plans.people_with_goals(house.hr, house.made(house.question(other, slug, 2, 3)))->empty());
}

TEST_CASE("fifty people and three duties are planned quickly") {
    TeamTown house;
    const auto framework = house.frameworks.current();
    const auto first = house.taught();
    std::vector<int> levels;
    for (int i = 0; i < 50; ++i) levels.push_back(i % 4);
    const auto department = house.department("Großes Amt", first, levels);
    auto question = house.question(department, first, 3, 30);
    for (std::size_t i = 0; i < framework->competences().size() && question.duties.size() < 3; ++i) {
        const auto& competence = framework->competence(i);
        if (competence.slug != first) question.duties.push_back({competence.id, 3, 20, house.in_days(400), ""});
    }
    question.away_max = 3;
    question.budget = Money{20'000'00};
    const auto before = std::chrono::steady_clock::now();
    const auto plan = house.made(question);
    const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - before);
    MESSAGE("50 people, 3 duties: " << took.count() << " ms, " << plan.ways.size() << " ways, "
                                    << std::string(boost::describe::enum_to_string(plan.head.status, "")));
    CHECK(plan.duties.size() == 3);
}
