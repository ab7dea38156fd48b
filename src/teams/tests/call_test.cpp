// SPDX-License-Identifier: EUPL-1.2
#include "teams/tests/team_town.hpp"

#include "consent/service.hpp"
#include "teams/group_report.hpp"

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

TEST_CASE("TP-34: the overview counts calls without an answer, and asks the database about them at most once a minute") {
    TeamTown house;
    const auto counted = [&](PersonId person) { return house.calls.count_open(house.viewer_of(person)); };
    CHECK(house.calls.count_open(house.town.clerk) == 0);
    const Called called(house);
    CHECK(counted(house.members.front()) == 1);
    CHECK(counted(house.members.back()) == 0);  // has the level
    CHECK(house.calls.count_open(house.town.system_operator) == 0);
    REQUIRE(house.calls.decline(house.viewer_of(house.members.front()), called.call).has_value());
    CHECK(counted(house.members.front()) == 0);
    CHECK(counted(house.members[1]) == 1);
    const auto minute = std::chrono::seconds{61};
    house.write("UPDATE team_calls SET closed_at = 1");  // by another node: seen a minute later
    CHECK(counted(house.members[1]) == 1);
    house.town.clock.advance(minute);
    CHECK(counted(house.members[1]) == 0);
    house.write("UPDATE team_calls SET closed_at = NULL");
    house.town.clock.advance(minute);
    CHECK(counted(house.members[1]) == 1);
    REQUIRE(house.calls.close(house.hr, called.call).has_value());
    CHECK(counted(house.members[1]) == 0);
    house.write("UPDATE team_calls SET closed_at = NULL");
    CHECK(counted(house.members[1]) == 0);  // nobody calls: known for a minute
    house.town.clock.advance(minute);
    CHECK(counted(house.members[1]) == 1);
}

TEST_CASE("TP-34: mails tell of a call to all of the group who agreed to the text that says so, whatever they can do") {
    for (const auto& house : team_towns()) {
        consent::ConsentService consents(house->town.database(), house->town.clock,
                                         consent::ConsentTexts::load(std::string(KC_SOURCE_DIR) + "/config/consents"));
        const Called called(*house);
        const auto early = house->viewer_of(house->members[2]);
        REQUIRE(consents.give(early, {consent::development_mails, 1, Language::de, "/datenschutz/einwilligungen"}).has_value());
        house->town.clock.advance(std::chrono::hours{24} * 300);  // the second text is in force
        house->write("UPDATE team_calls SET called_at = ?", house->town.clock.now());
        const auto told = [&](Instant since = {}, PersonId after = {}, int limit = 10) {
            return house->town.database().read([&](storage::Session& session) {
                std::vector<PersonId> people;
                for (const auto& one : list_called_readers(session, house->today(), since, after, limit)) people.push_back(one.person_id);
                return people;
            });
        };
        CHECK(told().empty());
        const std::vector<PersonId> agreeing{house->members[0], house->members[1], house->members.back()};
        for (const auto person : agreeing)
            REQUIRE(
                consents.give(house->viewer_of(person), {consent::development_mails, 2, Language::de, "/datenschutz/einwilligungen"}).has_value());
        REQUIRE(consents.give(house->town.clerk, {consent::development_mails, 2, Language::de, "/datenschutz/einwilligungen"}).has_value());
        CHECK(told() == agreeing);  // also who has the level; not who agreed to the first text only, nor another department
        CHECK(told({}, {}, 2) == std::vector{agreeing[0], agreeing[1]});
        CHECK(told({}, agreeing[1], 2) == std::vector{agreeing[2]});
        CHECK(told(house->town.clock.now()).empty());  // no news any more
        house->write("INSERT INTO development_mails (person_id, told_until) VALUES (?, ?)", agreeing[0], house->town.clock.now());
        CHECK(told() == std::vector{agreeing[1], agreeing[2]});
        REQUIRE(house->calls.decline(house->viewer_of(agreeing[1]), called.call).has_value());
        CHECK(told() == std::vector{agreeing[2]});
        REQUIRE(consents.withdraw(house->viewer_of(agreeing[2]), consent::development_mails, "/datenschutz/einwilligungen").has_value());
        CHECK(told().empty());
    }
}

TEST_CASE("a caller who may no longer agree on goals is named as the reason") {
    TeamTown house;
    const Called called(house);
    house.write("DELETE FROM role_assignments WHERE person_id = ? AND role IN ('hr_decision_maker', 'supervisor')", house.hr.person);
    CHECK(house.calls.accept(house.viewer_of(house.members.front()), called.call, "…").error() == TeamError::caller_gone);
}
