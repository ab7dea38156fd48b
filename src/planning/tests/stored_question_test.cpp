// SPDX-License-Identifier: EUPL-1.2
// LP-55: the question that is kept with a plan says what the profile said, is renewed with it, and is never more than a short cut.
#include "planning/stored_question.hpp"

#include "planning/offer_effects.hpp"
#include "planning/personal_data.hpp"
#include "planning/tests/changed_offers.hpp"
#include "planning/tests/planning_town.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <tuple>

namespace kc::planning::test {
namespace {

// Every field with a value of its own.
competence::LearnerProfile learner() {
    competence::LearnerProfile profile{.person = PersonId{7},
                                       .organisation = OrganisationId{3},
                                       .jobs = {},
                                       .current = {{CompetenceId{12}, 1}, {CompetenceId{5}, 5}},
                                       .targets = {{CompetenceId{12}, 3, 10}, {CompetenceId{40}, 1, 2}, {CompetenceId{41}, 5, 1}},
                                       .preferences = {},
                                       .preferences_stated = true,
                                       .enough_for_curriculum = true};
    profile.preferences = {
        .hours = HalfHours{81},
        .weekly_hours = HalfHours{9},
        .budget = Money{123'456},
        .presence_days = 4,
        .until = *parse_date("2027-02-28"),
        .working_days = 0b010'1101,
        .online = false,
        .on_site = true,
        .places = {PlaceId{2}, PlaceId{900}},
        .absences = {{*parse_date("1999-12-31"), *parse_date("2026-03-04")}, {*parse_date("2026-08-01"), *parse_date("2026-08-21")}}};
    return profile;
}

void check_same(const competence::LearnerProfile& read, const competence::LearnerProfile& written) {
    CHECK(read.person == written.person);
    CHECK(read.organisation == written.organisation);
    CHECK(read.enough_for_curriculum);
    CHECK(read.preferences == written.preferences);
    const auto same_current = [](const competence::LevelOf& a, const competence::LevelOf& b) {
        return a.competence == b.competence && a.level == b.level;
    };
    const auto same_target = [](const competence::TargetOf& a, const competence::TargetOf& b) {
        return a.competence == b.competence && a.level == b.level && a.weight == b.weight;
    };
    CHECK(std::equal(read.current.begin(), read.current.end(), written.current.begin(), written.current.end(), same_current));
    CHECK(std::equal(read.targets.begin(), read.targets.end(), written.targets.begin(), written.targets.end(), same_target));
}

void check_round_trip(const competence::LearnerProfile& profile) {
    const auto text = question_text(profile);
    CAPTURE(text);
    const auto read = read_question(text, profile.person, profile.organisation);
    REQUIRE(read);
    check_same(*read, profile);
    CHECK(question_text(*read) == text);
}

auto as_tuples(const std::vector<ReachedStep>& steps) {
    std::vector<std::tuple<PersonId, CompetenceId, int>> tuples;
    for (const auto& step : steps) tuples.emplace_back(step.person, step.competence, step.level);
    return tuples;
}

void write(PlanningTown& town, std::string_view sql) {
    town.town.database().in_transaction([&](storage::Transaction& transaction) { transaction.run_script(sql); });
}

std::optional<std::string> stored(PlanningTown& town, const Viewer& viewer) { return town.state(viewer).question; }

}  // namespace

TEST_CASE("LP-55: a question is read as it was written, with every field") {
    check_round_trip(learner());
    auto plain = learner();
    plain.preferences.weekly_hours.reset();
    plain.preferences.online = true;
    plain.preferences.on_site = false;
    plain.preferences.places.clear();
    plain.preferences.absences.clear();
    plain.current.clear();
    plain.targets.clear();
    check_round_trip(plain);
    auto full = learner();
    for (int i = 1; i <= static_cast<int>(competence::places_max); ++i) full.preferences.places.push_back(PlaceId{1'000'000'000LL + i});
    for (int i = 0; i < 400; ++i) full.current.push_back({CompetenceId{9'000'000'000'000'000'000LL + i}, 1 + i % 5});
    check_round_trip(full);
    CHECK(question_text(learner()) != question_text(plain));
    CHECK(question_text(learner()).size() < 200);
}

TEST_CASE("LP-55: a question that is damaged or of another form counts as absent") {
    const auto text = question_text(learner());
    const auto read = [](std::string_view damaged) { return read_question(damaged, PersonId{7}, OrganisationId{3}).has_value(); };
    REQUIRE(read(text));
    for (std::size_t size = 0; size < text.size(); ++size) CHECK_FALSE(read(std::string_view(text).substr(0, size)));
    for (const auto* other : {"{}",
                              "[]",
                              "1",
                              "[1]",
                              "[1,2,3,4,5,6]",
                              "[\"1\",[],[],[],[],[]]",
                              "[1,[],[],[],[],[]]",
                              "[2,[81,9,0,4,20000,45,0,1],[],[],[],[]]",            // of a form to come
                              "[1,[81,9,0,4,20000,45,0],[],[],[],[]]",              // a limit is missing
                              "[1,[81,9,0,4,20000,45,0,1,1],[],[],[],[]]",          // one too many
                              "[1,[-1,9,0,4,20000,45,0,1],[],[],[],[]]",            // outside its bounds
                              "[1,[81,-2,0,4,20000,45,0,1],[],[],[],[]]",           //
                              "[1,[81,9,0,4,90000000,45,0,1],[],[],[],[]]",         //
                              "[1,[81,9,0,4,20000,128,0,1],[],[],[],[]]",           //
                              "[1,[81,9,0,4,20000,45,2,1],[],[],[],[]]",            //
                              "[1,[81,9,0,4,20000,45,0,1.5],[],[],[],[]]",          //
                              "[1,[81,9,0,4,20000,45,0,1],[0],[],[],[]]",           //
                              "[1,[81,9,0,4,20000,45,0,1],[],[20000],[],[]]",       // half an absence
                              "[1,[81,9,0,4,20000,45,0,1],[],[],[12],[]]",          // no level
                              "[1,[81,9,0,4,20000,45,0,1],[],[],[12,6],[]]",        //
                              "[1,[81,9,0,4,20000,45,0,1],[],[],[],[12,3]]",        // no weight
                              "[1,[81,9,0,4,20000,45,0,1],[],[],[],[12,3,\"\"]]",   //
                              "[1,[81,9,0,4,20000,45,0,1],[],[],[],[],[]]",         // more than is known here
                              "[1,[81,9,0,4,20000,45,0,1],{\"a\":1},[],[],[]]"}) {  //
        CAPTURE(other);
        CHECK_FALSE(read(other));
    }
    CHECK(read("[1,[81,9,0,4,20000,45,0,1],[],[],[],[]]"));
}

TEST_CASE("LP-55: what a new offer changes is the same with and without stored questions, and with damaged ones") {
    for (const auto& made : planning_towns()) {
        auto& town = *made;
        town.town.clock.advance(std::chrono::hours(1));  // the offers have been there for a while
        (void)town.curricula.plan_everyone(2);
        accept_all(town);
        const auto everybody = town.town.database().read([](storage::Session& session) {
            return session.query<PersonId>("SELECT person_id FROM curricula WHERE state = 'accepted' ORDER BY person_id");
        });
        const auto questions = town.town.database().read([&](storage::Session& session) { return list_questions(session, everybody); });
        CHECK(questions.size() == everybody.size());
        const auto profiles = town.town.database().read([&](storage::Session& session) {
            return competence::list_learner_profiles(session, *town.frameworks.current(), everybody, town.town.clock.today());
        });
        REQUIRE(profiles.size() == questions.size());
        for (std::size_t i = 0; i < questions.size(); ++i) {
            const auto read = read_question(questions[i].question, questions[i].person, profiles[i].organisation);
            REQUIRE(read);
            check_same(*read, profiles[i]);
        }
        const auto units = published(town);
        for (std::size_t i = 0; i < units.size(); i += std::max<std::size_t>(1, units.size() / 12)) {
            const auto unit = units[i];
            make_new(town, unit);
            const auto people = affected(town, unit);
            const auto now_stored = town.town.database().read([&](storage::Session& session) { return list_questions(session, people); });
            const auto with = effects_of(town, unit, people);
            const auto check_again = [&] {
                const auto without = effects_of(town, unit, people);
                CHECK(people_to_change(with) == people_to_change(without));
                CHECK(with.to_prove == without.to_prove);
                CHECK(with.to_review == without.to_review);
                CHECK(as_tuples(with.more_steps) == as_tuples(without.more_steps));
            };
            write(town, "UPDATE plan_questions SET question = substr(question, 2)");
            check_again();
            write(town, "DELETE FROM plan_questions WHERE person_id % 2 = 0");  // plans of before there were questions
            check_again();
            write(town, "DELETE FROM plan_questions");
            check_again();
            town.town.database().in_transaction([&](storage::Transaction& transaction) { put_questions(transaction, now_stored); });
        }
    }
}

TEST_CASE("LP-55: an offer is weighed with the stored question; without one, with the profile") {
    for (const auto& made : planning_towns()) {
        auto& town = *made;
        const auto& clerk = town.town.clerk;
        const auto before = town.accepted(clerk);
        const auto unit = before.accepted->plan.items.front().unit;
        make_new(town, unit, clerk.person);
        CHECK(people_to_change(effects_of(town, unit, {clerk.person})) == std::vector{clerk.person});
        auto idle = town.profile(clerk);  // who has no time to learn
        idle.preferences.hours = HalfHours{0};
        town.town.database().in_transaction(
            [&](storage::Transaction& transaction) { put_questions(transaction, std::vector<PersonQuestion>{{clerk.person, question_text(idle)}}); });
        CHECK(people_to_change(effects_of(town, unit, {clerk.person})).empty());
        write(town, "DELETE FROM plan_questions");
        CHECK(people_to_change(effects_of(town, unit, {clerk.person})) == std::vector{clerk.person});
        write(town, "UPDATE learning_preferences SET half_hours = 0");
        CHECK(people_to_change(effects_of(town, unit, {clerk.person})).empty());
    }
}

TEST_CASE("LP-55: the question goes with the profile that changes, comes back with the next plan, and is written only where it differs") {
    for (const auto& made : planning_towns()) {
        auto& town = *made;
        const auto& clerk = town.town.clerk;
        REQUIRE(town.curricula.propose(clerk));
        CHECK(stored(town, clerk) == question_text(town.profile(clerk)));
        auto preferences = town.profile(clerk).preferences;
        preferences.hours = HalfHours{preferences.hours.value + 2};
        REQUIRE(town.profiles.set_preferences(clerk, preferences));
        CHECK_FALSE(stored(town, clerk));
        town.run_jobs();
        CHECK(stored(town, clerk) == question_text(town.profile(clerk)));

        // A plan that stays has its question renewed all the same: in bulk, alone, and beside a proof.
        const auto versions = town.versions(clerk);
        const auto questions = [&](std::string_view text) { return fmt::format("UPDATE plan_questions SET question = '{}'", text); };
        write(town, questions("[]"));
        (void)town.curricula.plan_everyone(1, true);
        CHECK(stored(town, clerk) == question_text(town.profile(clerk)));
        write(town, questions("[]"));
        REQUIRE(town.curricula.propose(clerk));
        CHECK(stored(town, clerk) == question_text(town.profile(clerk)));
        write(town, questions("[]"));
        (void)town.curricula.prove(std::vector{clerk.person}, Cause::offers_changed);
        CHECK(stored(town, clerk) == question_text(town.profile(clerk)));
        write(town, "DELETE FROM plan_questions");
        (void)town.curricula.prove(std::vector{clerk.person}, Cause::offers_changed);
        CHECK(stored(town, clerk) == question_text(town.profile(clerk)));
        CHECK(town.versions(clerk) == versions);

        // Nothing to plan from any more: then there is no question either.
        write(town, "DELETE FROM learning_preferences");
        const auto unit = town.state(clerk).proposed->plan.items.front().unit;
        CHECK(town.curricula.exclude(clerk, unit).value() == Outcome::profile_incomplete);
        CHECK_FALSE(stored(town, clerk));
    }
}

TEST_CASE("LP-55: a proven plan is searched anew when it is looked at and time has changed its question") {
    for (const auto& made : planning_towns()) {
        auto& town = *made;
        const auto& clerk = town.town.clerk;
        const auto unit = town.accepted(clerk).accepted->plan.items.front().unit;
        make_new(town, unit, clerk.person);
        (void)town.curricula.prove(std::vector{clerk.person}, Cause::offers_changed);
        CHECK_FALSE(town.state(clerk).proposed);  // only its reasons were renewed
        write(town, "UPDATE plan_questions SET question = '[]'");
        (void)town.curricula.prove(std::vector{clerk.person}, Cause::offers_changed);
        REQUIRE(town.state(clerk).proposed);
        CHECK(town.state(clerk).proposed->plan.status == PlanStatus::optimal);
        CHECK(stored(town, clerk) == question_text(town.profile(clerk)));
    }
}

TEST_CASE("LP-55: the question is erased with the person, and the copy of her data needs nothing from it") {
    for (const auto& made : planning_towns()) {
        auto& town = *made;
        const auto& clerk = town.town.clerk;
        REQUIRE(town.curricula.propose(clerk));
        const auto exported = [&] {
            return town.town.database().read([&](storage::Session& session) { return PlanningPersonalData().export_data(session, clerk.person); });
        };
        const auto before = exported();
        CHECK(stored(town, clerk));
        write(town, "DELETE FROM plan_questions");
        CHECK(exported() == before);
        REQUIRE(town.curricula.propose(clerk));
        town.town.database().in_transaction([&](storage::Transaction& transaction) { PlanningPersonalData().erase(transaction, clerk.person); });
        CHECK(town.value("SELECT COUNT(*) FROM plan_questions") == 0);
    }
}

}  // namespace kc::planning::test
