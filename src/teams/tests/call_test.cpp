// SPDX-License-Identifier: EUPL-1.2
#include "teams/tests/team_town.hpp"

#include <doctest/doctest.h>

using namespace kc;
using namespace kc::teams;
using namespace kc::teams::test;

namespace {

// A department of ten, the last of whom has the level; a plan for three and its call.
struct Called {
    explicit Called(TeamTown& house) {
        slug = house.taught();
        std::vector<int> levels(10, 0);
        levels.back() = 5;
        department = house.department("Kasse", slug, levels);
        plan = house.made(house.question(department, slug, 2, 3));
        call = *house.calls.call(house.hr, plan.head.id, 0);
    }
    std::string slug;
    DepartmentId department;
    TeamPlan plan;
    TeamCallId call;
};

}  // namespace

TEST_CASE("TP-30: a call reaches those of the group who lack the level, and nobody else") {
    for (const auto& house : team_towns()) {
        const Called called(*house);
        const auto lacking = house->viewer_of(house->members.front()), able = house->viewer_of(house->members.back());
        REQUIRE(house->calls.list_own(lacking)->size() == 1);
        CHECK(house->calls.list_own(lacking)->front().caller == house->town.hr_decision_maker.display_name);
        CHECK(house->calls.list_own(able)->empty());
        CHECK(house->calls.list_own(house->town.clerk)->empty());  // another department
        CHECK_FALSE(house->calls.list_own(house->town.system_operator).has_value());
        CHECK(house->calls.call(house->hr, called.plan.head.id, 0).error() == TeamError::already_called);
        CHECK(house->calls.call(house->hr, called.plan.head.id, 7).error() == TeamError::plan_not_found);
        CHECK(house->calls.call(house->town.clerk, called.plan.head.id, 0).error() == TeamError::not_permitted);
        CHECK(house->calls.call(house->foreign_hr, called.plan.head.id, 0).error() == TeamError::plan_not_found);
    }
}

TEST_CASE("TP-31: who says yes proposes a goal that holds when HR agrees") {
    for (const auto& house : team_towns()) {
        const Called called(*house);
        const auto person = house->viewer_of(house->members.front());
        const auto goal = house->calls.accept(person, called.call, "Ich möchte das lernen.");
        REQUIRE(goal.has_value());
        CHECK(*house->calls.accept(person, called.call, "Ich möchte das lernen.") == *goal);  // sent twice
        CHECK(house->value("SELECT COUNT(*) FROM goals") == 1);
        const auto own = *house->goals.find(person, *goal);
        CHECK(own.full.goal.state == development::GoalState::proposed);
        CHECK(own.full.shown().level == 2);
        REQUIRE(house->goals.accept(house->hr, *goal, 1).has_value());
        CHECK(house->goals.find(person, *goal)->full.goal.state == development::GoalState::agreed);
        CHECK(house->calls.list_own(person)->front().answer == CallAnswer::accepted);
        CHECK(house->plans.people_with_goals(house->hr, called.plan)->size() == 1);
    }
}

TEST_CASE("TP-32: a no is seen by nobody and leaves no trace in the log") {
    TeamTown house;
    const Called called(house);
    const auto person = house.viewer_of(house.members[1]);
    const auto entries = house.value("SELECT COUNT(*) FROM audit_log");
    REQUIRE(house.calls.decline(person, called.call).has_value());
    CHECK(house.value("SELECT COUNT(*) FROM audit_log") == entries);
    CHECK(house.value("SELECT COUNT(*) FROM goals") == 0);
    CHECK(house.calls.list_own(person)->front().answer == CallAnswer::declined);
    CHECK(house.calls.decline(house.viewer_of(house.members.back()), called.call).error() == TeamError::call_not_found);
    // Her own copy holds it, and it goes with her account.
    TeamsPersonalData data(house.town.clock);
    CHECK(house.town.database().read([&](storage::Session& session) { return data.export_data(session, person.person); }).find("declined") !=
          std::string::npos);
    house.town.database().in_transaction([&](storage::Transaction& transaction) { data.erase(transaction, person.person); });
    CHECK(house.value("SELECT COUNT(*) FROM team_call_answers") == 0);
}

TEST_CASE("TP-33: a call ends with its deadline, with HR's word, or with the account of who called") {
    TeamTown house;
    const Called called(house);
    const auto person = house.viewer_of(house.members.front());
    CHECK(house.calls.close(house.foreign_hr, called.call).error() == TeamError::call_not_found);
    CHECK(house.calls.close(house.town.clerk, called.call).error() == TeamError::not_permitted);
    REQUIRE(house.calls.close(house.hr, called.call).has_value());
    CHECK(house.calls.close(house.hr, called.call).error() == TeamError::call_not_found);
    CHECK(house.calls.list_own(person)->empty());
    CHECK(house.calls.accept(person, called.call, "…").error() == TeamError::call_not_found);

    REQUIRE(house.calls.call(house.hr, called.plan.head.id, 0).has_value());
    CHECK(house.calls.list_own(person)->size() == 1);
    TeamsPersonalData data(house.town.clock);
    house.town.database().in_transaction([&](storage::Transaction& transaction) { data.erase(transaction, house.hr.person); });
    CHECK(house.calls.list_own(person)->empty());
    CHECK(house.plans.list(house.hr)->size() == 1);  // numbers stay

    REQUIRE(house.calls.call(house.hr, called.plan.head.id, 0).has_value());
    CHECK(house.calls.list_own(person)->size() == 1);
    house.town.clock.advance(std::chrono::hours{24} * 400);
    CHECK(house.calls.list_own(person)->empty());
    CHECK(house.calls.call(house.hr, called.plan.head.id, 0).error() == TeamError::nothing_to_call);
}

TEST_CASE("a caller who may no longer agree on goals is named as the reason") {
    TeamTown house;
    const Called called(house);
    house.write("DELETE FROM role_assignments WHERE person_id = ? AND role IN ('hr_decision_maker', 'supervisor')", house.hr.person);
    CHECK(house.calls.accept(house.viewer_of(house.members.front()), called.call, "…").error() == TeamError::caller_gone);
}
