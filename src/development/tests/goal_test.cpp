// SPDX-License-Identifier: EUPL-1.2
#include "development/tests/development_town.hpp"

#include <doctest/doctest.h>

using namespace kc;
using namespace kc::development;
using namespace kc::development::test;

TEST_CASE("a goal holds only with two signatures, each with its day (MG-13)") {
    for (auto& town : development_towns()) {
        const auto& people = town->town;
        const auto talk = town->talk();
        const auto id = *town->goals.propose(people.clerk, talk, town->level_goal(4));
        auto own = *town->goals.find(people.clerk, id);
        CHECK(own.full.goal.state == GoalState::proposed);
        CHECK(own.full.agreed() == nullptr);
        REQUIRE(own.full.proposal() != nullptr);
        CHECK(own.full.proposal()->signed_by(Side::employee));
        CHECK_FALSE(own.full.proposal()->signed_by(Side::counterpart));
        CHECK_FALSE(town->target(people.clerk, town->wanted()).asked_for());
        CHECK(town->goals.accept(people.clerk, id, 1).error() == GoalError::own_proposal);
        CHECK(town->goals.accept(people.supervisor, id, 2).error() == GoalError::proposal_outdated);
        const auto competence = town->wanted();
        REQUIRE(town->goals.accept(people.supervisor, id, 1));
        REQUIRE(town->goals.accept(people.supervisor, id, 1));  // sent twice
        own = *town->goals.find(people.clerk, id);
        CHECK(own.full.goal.state == GoalState::agreed);
        CHECK(own.full.agreed()->signed_by_both());
        CHECK(own.full.proposal() == nullptr);
        CHECK(town->goals.accept(people.clerk, id, 1));
        const auto target = town->target(people.clerk, competence);
        CHECK(target.value.level == 4);
        CHECK(target.value.weight == goal_weight);
        REQUIRE(target.origins.back().agreed != nullptr);
        CHECK(target.origins.back().agreed->until_day == town->in_days(180));
    }
}

TEST_CASE("either side answers with another proposal, and every version is kept (MG-14)") {
    for (auto& town : development_towns()) {
        const auto& people = town->town;
        const auto id = *town->goals.propose(people.supervisor, town->talk(), town->level_goal(5));
        auto lower = town->level_goal(3);
        REQUIRE(town->goals.counter(people.clerk, id, 1, lower));
        CHECK(town->goals.accept(people.clerk, id, 1).error() == GoalError::proposal_outdated);
        CHECK(town->goals.counter(people.supervisor, id, 1, town->free_goal()).error() == GoalError::proposal_outdated);
        CHECK(town->goals.counter(people.supervisor, id, 2, lower).error() == GoalError::nothing_changed);
        REQUIRE(town->goals.accept(people.supervisor, id, 2));
        const auto own = *town->goals.find(people.clerk, id);
        REQUIRE(own.full.versions.size() == 2);
        CHECK(own.full.versions[0].withdrawn_at);
        CHECK(own.full.versions[0].level == 5);
        CHECK(own.full.agreed()->level == 3);
        CHECK(own.full.events.size() == 3);
        CHECK(town->goals.find(people.supervisor, id)->full.versions.size() == 2);
    }
}

TEST_CASE("an agreed goal changes and ends only with both, and holds as it was until then (MG-15)") {
    for (auto& town : development_towns()) {
        const auto& people = town->town;
        const auto competence = town->wanted();
        auto later = town->level_goal(5);
        const auto id = town->agreed(later);
        later.deadline_on = town->in_days(300);
        REQUIRE(town->goals.counter(people.supervisor, id, 1, later));
        CHECK(town->goals.find(people.clerk, id)->full.agreed()->deadline_on == town->in_days(180));
        CHECK(town->target(people.clerk, competence).value.level == 5);
        REQUIRE(town->goals.turn_down(people.clerk, id, 2));
        CHECK(town->goals.turn_down(people.clerk, id, 2).error() == GoalError::nothing_to_accept);
        CHECK(town->goals.find(people.clerk, id)->full.goal.state == GoalState::agreed);
        REQUIRE(town->goals.counter(people.clerk, id, 2, later));
        REQUIRE(town->goals.accept(people.supervisor, id, 3));
        CHECK(town->goals.find(people.clerk, id)->full.agreed()->deadline_on == town->in_days(300));

        REQUIRE(town->goals.propose_end(people.clerk, id, 3));
        CHECK(town->goals.propose_end(people.clerk, id, 4).error() == GoalError::nothing_changed);
        CHECK(town->goals.find(people.clerk, id)->full.goal.state == GoalState::agreed);
        CHECK(town->target(people.clerk, competence).asked_for());
        REQUIRE(town->goals.accept(people.supervisor, id, 4));
        CHECK(town->goals.find(people.clerk, id)->full.goal.state == GoalState::ended);
        CHECK_FALSE(town->target(people.clerk, competence).asked_for());
        CHECK(town->goals.counter(people.clerk, id, 4, town->free_goal()).error() == GoalError::not_in_force);
        CHECK(town->goals.propose_end(people.clerk, id, 4).error() == GoalError::not_in_force);
        CHECK(town->goals.report(people.clerk, id).error() == GoalError::not_in_force);
    }
}

TEST_CASE("a proposal that is turned down before anything was agreed ends the matter") {
    DevelopmentTown town;
    const auto& people = town.town;
    const auto id = *town.goals.propose(people.supervisor, town.talk(), town.free_goal());
    CHECK(town.goals.turn_down(people.clerk, id, 2).error() == GoalError::proposal_outdated);
    REQUIRE(town.goals.turn_down(people.clerk, id, 1));
    CHECK(town.goals.find(people.clerk, id)->full.goal.state == GoalState::lapsed);
    CHECK(town.goals.find(people.supervisor, id).error() == GoalError::goal_not_found);
    CHECK(town.goals.accept(people.clerk, id, 1).error() == GoalError::nothing_to_accept);
}

TEST_CASE("a deadline that has passed meanwhile cannot be signed any more (MG-12)") {
    DevelopmentTown town;
    auto soon = town.free_goal();
    soon.deadline_on = town.in_days(2);
    const auto id = *town.goals.propose(town.town.supervisor, town.talk(), soon);
    town.town.clock.advance(std::chrono::days{2});
    CHECK(town.goals.accept(town.town.clerk, id, 1).error() == GoalError::deadline_out_of_range);
}

TEST_CASE("the employee reports, the counterpart confirms, and the demand is gone (MG-16)") {
    for (auto& town : development_towns()) {
        const auto& people = town->town;
        const auto competence = town->wanted();
        const auto id = town->agreed(town->level_goal());
        CHECK(town->goals.report(people.supervisor, id).error() == GoalError::not_permitted);
        CHECK(town->goals.confirm(people.supervisor, id).error() == GoalError::not_reported);
        CHECK(town->goals.not_yet(people.supervisor, id));  // it is not yet
        REQUIRE(town->goals.report(people.clerk, id));
        REQUIRE(town->goals.report(people.clerk, id));  // sent twice
        CHECK(town->goals.confirm(people.clerk, id).error() == GoalError::not_permitted);
        REQUIRE(town->goals.not_yet(people.supervisor, id));
        CHECK(town->target(people.clerk, competence).asked_for());
        REQUIRE(town->goals.report(people.clerk, id));
        REQUIRE(town->goals.confirm(people.supervisor, id));
        REQUIRE(town->goals.confirm(people.supervisor, id));  // sent twice
        CHECK(town->goals.find(people.clerk, id)->full.goal.state == GoalState::fulfilled);
        CHECK_FALSE(town->target(people.clerk, competence).asked_for());
        CHECK(town->goals.not_yet(people.clerk, id).error() == GoalError::not_reported);
    }
}

TEST_CASE("what a goal must name is refused by name (MG-10, MG-11)") {
    DevelopmentTown town;
    const auto& people = town.town;
    const auto talk = town.talk();
    auto content = town.level_goal();
    content.title = "Doppelt";
    CHECK(town.goals.propose(people.clerk, talk, content).error() == GoalError::subject_doubled);
    content = town.level_goal();
    content.competence_id = CompetenceId{999'999};
    CHECK(town.goals.propose(people.clerk, talk, content).error() == GoalError::unknown_competence);
    CHECK(town.goals.propose(people.clerk, TalkId{999'999}, town.free_goal()).error() == GoalError::talk_not_found);
    CHECK(town.goals.propose(people.hr_decision_maker, talk, town.free_goal()).error() == GoalError::talk_not_found);
    CHECK(town.goals.propose(people.office, talk, town.free_goal()).error() == GoalError::not_permitted);
    for (int i = 0; i < open_goals_max; ++i) REQUIRE(town.goals.propose(people.clerk, talk, town.free_goal()));
    CHECK(town.goals.propose(people.supervisor, talk, town.free_goal()).error() == GoalError::too_many_goals);
}

TEST_CASE("the employer's side beyond the talk sees what was agreed, in the own department or organisation (MG-04)") {
    for (auto& town : development_towns()) {
        const auto& people = town->town;
        const auto talk = town->talk();
        const auto draft = *town->goals.propose(people.clerk, talk, town->free_goal());
        const auto id = *town->goals.propose(people.clerk, talk, town->level_goal());
        CHECK(town->goals.list_team(people.hr_decision_maker, {})->goals.empty());
        REQUIRE(town->goals.accept(people.supervisor, id, 1));
        const auto team = *town->goals.list_team(people.hr_decision_maker, {});
        REQUIRE(team.goals.size() == 1);
        CHECK(team.total == 1);
        CHECK(team.goals.front().id == id);
        CHECK(team.counts.empty());  // fewer than five people
        CHECK(town->goals.find_in_team(people.hr_decision_maker, id));
        CHECK(town->goals.find_in_team(people.hr_decision_maker, draft).error() == GoalError::goal_not_found);
        CHECK(town->goals.find(people.hr_decision_maker, id).error() == GoalError::goal_not_found);
        CHECK(town->goals.list_own(people.hr_decision_maker)->empty());
        CHECK(town->goals.list_own(people.office).error() == GoalError::not_permitted);

        CHECK(town->goals.find(town->foreign_supervisor, id).error() == GoalError::goal_not_found);
        CHECK(town->goals.find_in_team(town->foreign_supervisor, id).error() == GoalError::goal_not_found);
        CHECK(town->goals.list_team(town->foreign_supervisor, {})->goals.empty());
        CHECK(town->goals.list_team(people.clerk, {}).error() == GoalError::not_permitted);
        CHECK(town->goals.list_team(people.provider_editor, {}).error() == GoalError::not_permitted);
        CHECK(town->goals.find_in_team(people.office, id).error() == GoalError::goal_not_found);
        CHECK_FALSE(town->goals.list_team(people.office, {})->sees_people);

        // A second supervisor: first of another department, then of the one above the clerk's.
        auto colleague = people.newcomer;
        colleague.roles = {{Role::supervisor, people.clerk.organisation}};
        const auto make_department = [&] {
            return town->town.database().in_transaction([&](storage::Transaction& tx) {
                return tx.get<DepartmentId>("INSERT INTO departments (organisation_id, created_at) VALUES (?, 0) RETURNING id",
                                            people.clerk.organisation);
            });
        };
        const auto above = make_department(), below = make_department();
        const std::string_view version =
            "INSERT INTO department_versions (department_id, valid_from, name, parent_id) VALUES (?, '2020-01-01', ?, ?)";
        town->write(version, above, "Amt", std::optional<DepartmentId>());
        town->write(version, below, "Sachgebiet", std::optional(above));
        town->write("UPDATE people SET department_id = NULL WHERE id = ?", colleague.person);
        CHECK(town->goals.list_team(colleague, {})->goals.empty());
        town->write("UPDATE people SET department_id = ? WHERE id = ?", below, people.clerk.person);
        town->write("UPDATE people SET department_id = ? WHERE id = ?", above, colleague.person);
        CHECK(town->goals.list_team(colleague, {})->goals.size() == 1);
        CHECK(town->goals.find(colleague, id).error() == GoalError::goal_not_found);
        town->write("UPDATE people SET department_id = ? WHERE id = ?", above, people.clerk.person);
        town->write("UPDATE people SET department_id = ? WHERE id = ?", below, colleague.person);
        CHECK(town->goals.list_team(colleague, {})->goals.empty());

        REQUIRE(town->goals.report(people.clerk, id));
        REQUIRE(town->goals.confirm(people.supervisor, id));
        CHECK(town->goals.list_team(people.hr_decision_maker, {.open_only = true})->goals.empty());
        CHECK(town->goals.list_team(people.hr_decision_maker, {})->goals.size() == 1);
    }
}

TEST_CASE("numbers are shown of employers where five people have agreed goals (MG-04)") {
    for (auto& town : development_towns()) {
        const auto employees = town->talks.partners_as_counterpart(town->town.supervisor);
        REQUIRE(employees.size() >= 5);
        for (std::size_t i = 0; i < 5; ++i) {
            CHECK(town->goals.list_team(town->town.office, {})->counts.empty());
            const auto viewer = town->town.viewer_of(employees[i].id);
            const auto talk = *town->talks.start_as_counterpart(town->town.supervisor, viewer.person, town->in_days(3));
            const auto id = *town->goals.propose(town->town.supervisor, talk, town->free_goal());
            REQUIRE(town->goals.accept(viewer, id, 1));
        }
        const auto counts = town->goals.list_team(town->town.office, {})->counts;
        REQUIRE(counts.size() == 1);
        CHECK(counts.front().people == 5);
        CHECK(counts.front().in_force == 5);
    }
}

TEST_CASE("goals with a former employer end, and the profile forgets the demand (MG-17)") {
    for (auto& town : development_towns()) {
        const auto& people = town->town;
        const auto competence = town->wanted();
        const auto id = town->agreed(town->level_goal());
        CHECK(town->goals.end_goals_of_leavers() == 0);
        town->write("UPDATE people SET organisation_id = ?, department_id = NULL WHERE id = ?", people.outsider.organisation, people.clerk.person);
        CHECK(town->goals.find(people.supervisor, id).error() == GoalError::goal_not_found);
        CHECK(town->goals.list_team(people.hr_decision_maker, {})->goals.empty());
        CHECK_FALSE(town->target(people.clerk, competence).asked_for());
        CHECK(town->goals.end_goals_of_leavers() == 1);
        CHECK(town->goals.end_goals_of_leavers() == 0);
        const auto own = *town->goals.find(people.clerk, id);
        CHECK(own.full.goal.state == GoalState::ended);
        CHECK(own.full.events.back().happening == Happening::left);
        CHECK(town->value("SELECT COUNT(*) FROM agreed_demands") == 0);
    }
}

TEST_CASE("an agreed goal is planned for at once, and no longer when it ends") {
    DevelopmentTown town;
    const auto jobs = [&] { return town.value("SELECT COUNT(*) FROM jobs WHERE kind = 'planning.replan'"); };
    const auto before = jobs();
    const auto id = town.agreed(town.level_goal());
    CHECK(jobs() > before);
    town.write("DELETE FROM jobs");
    REQUIRE(town.goals.counter(town.town.clerk, id, 1, town.free_goal()));
    CHECK(jobs() == 0);  // nothing is different yet
    REQUIRE(town.goals.accept(town.town.supervisor, id, 2));
    CHECK(jobs() == 1);
}
