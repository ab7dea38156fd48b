// SPDX-License-Identifier: EUPL-1.2
#include "placement/tests/placement_town.hpp"

#include <doctest/doctest.h>

#include <set>

using namespace kc;
using namespace kc::placement;
using namespace kc::placement::test;

TEST_CASE("a test finds the level, and nothing enters the profile before the person takes it over (KP-07)") {
    in_each_town([](PlacementTown& town) {
        const auto state = town.answer_as(town.clerk, "teamwork", 3);
        CHECK(state.test.finished());
        CHECK(state.test.level == 3);
        CHECK(state.answered >= questions_min);
        CHECK(state.answered <= questions_max);
        CHECK(std::ssize(state.answers) == state.answered);
        CHECK_FALSE(town.current(town.clerk, "teamwork"));
        CHECK(town.observer.told.empty());
        REQUIRE(town.tests->record(town.clerk, state.test.id));
        const auto current = town.current(town.clerk, "teamwork");
        REQUIRE(current);
        CHECK(current->level == 3);
        CHECK(current->confidence_percent == state.test.confidence_percent);
        CHECK(current->evidence->source == competence::EvidenceSource::test);
        CHECK(current->evidence->origin == "test:teamwork:1");
        CHECK(town.observer.told.size() == 1);
        REQUIRE(town.tests->record(town.clerk, state.test.id));  // sent twice
        CHECK(town.count("SELECT count(*) FROM evidence") == 1);
        CHECK(town.count("SELECT count(*) FROM audit_log WHERE action = 'placement.recorded'") == 1);
    });
}

TEST_CASE("right answers and explanations are not given away before the end (KP-07)") {
    in_each_town([](PlacementTown& town) {
        const auto id = *town.tests->begin(town.clerk, town.competence("teamwork"));
        auto state = *town.tests->show(town.clerk, id);
        REQUIRE(state.question);
        state = *town.tests->answer(town.clerk, id, state.question->item.id, {});
        CHECK(state.answers.empty());
        CHECK(state.answered == 1);
        CHECK_FALSE(state.may_record);
        CHECK(town.tests->record(town.clerk, id).error() == PlacementError::not_finished);
    });
}

TEST_CASE("a test is resumed with the same question, and an answer sent twice counts once") {
    in_each_town([](PlacementTown& town) {
        const auto id = *town.tests->begin(town.clerk, town.competence("teamwork"));
        const auto first = *town.tests->show(town.clerk, id);
        town.pass_days(3);
        CHECK(*town.tests->begin(town.clerk, town.competence("teamwork")) == id);
        const auto again = *town.tests->show(town.clerk, id);
        REQUIRE((first.question && again.question));
        CHECK(again.question->item.id == first.question->item.id);
        CHECK(again.question->shown == first.question->shown);
        const auto item = first.question->item.id;
        CHECK(town.tests->answer(town.clerk, id, item, {99}).error() == PlacementError::impossible_choice);
        CHECK(town.tests->answer(town.clerk, id, PlacementItemId{9999}, {0}).error() == PlacementError::other_question);
        REQUIRE(town.tests->answer(town.clerk, id, item, {}));
        CHECK(town.tests->answer(town.clerk, id, item, right_choice(first.question->item))->answered == 1);
        CHECK(town.count("SELECT count(*) FROM placement_answers") == 1);
        CHECK(town.count("SELECT count(*) FROM placement_answers WHERE is_right") == 0);  // what was said first stays
    });
}

TEST_CASE("a finished test is repeated after seven days, with questions not seen before first (KP-08)") {
    in_each_town([](PlacementTown& town) {
        const auto before = town.answer_as(town.clerk, "teamwork", 2);
        CHECK(town.tests->begin(town.clerk, town.competence("teamwork")).error() == PlacementError::too_early);
        CHECK(town.tests->discard(town.clerk, before.test.id).error() == PlacementError::too_early);
        CHECK(town.tests->answer(town.clerk, before.test.id, PlacementItemId{9999}, {}).error() == PlacementError::already_finished);
        town.pass_days(6);
        CHECK(town.tests->begin(town.clerk, town.competence("teamwork")).error() == PlacementError::too_early);
        town.pass_days(1);
        std::set<PlacementItemId> seen;
        for (const auto& answer : before.answers) seen.insert(answer.item.id);
        const auto id = town.tests->begin(town.clerk, town.competence("teamwork"));
        REQUIRE(id);
        CHECK(*id != before.test.id);
        CHECK_FALSE(seen.contains(town.tests->show(town.clerk, *id)->question->item.id));
        REQUIRE(town.tests->discard(town.clerk, *id));
        CHECK(town.tests->show(town.clerk, *id).error() == PlacementError::not_found);
    });
}

TEST_CASE("a test begins where the profile is unsure and does not lower what it cannot tell (KP-03, KP-07)") {
    in_each_town([](PlacementTown& town) {
        const competence::Answer answer{town.competence("teamwork"), 5};
        REQUIRE(town.service->self_assess(town.clerk, std::span(&answer, 1)));
        const auto state = town.answer_as(town.clerk, "teamwork", 5);
        CHECK(state.test.prior_level == 5);
        CHECK(state.test.level == 4);  // no question goes higher
        CHECK_FALSE(state.may_record);
        CHECK(town.tests->record(town.clerk, state.test.id).error() == PlacementError::beyond_test);
        CHECK(town.current(town.clerk, "teamwork")->level == 5);
    });
}

TEST_CASE("answers and results are the learner's own (KP-09)") {
    in_each_town([](PlacementTown& town) {
        const auto id = *town.tests->begin(town.clerk, town.competence("teamwork"));
        const auto item = town.tests->show(town.clerk, id)->question->item.id;
        for (const auto& other : {town.colleague, town.stranger}) {
            CHECK(town.tests->show(other, id).error() == PlacementError::not_found);
            CHECK(town.tests->answer(other, id, item, {}).error() == PlacementError::not_found);
            CHECK(town.tests->record(other, id).error() == PlacementError::not_found);
            CHECK(town.tests->discard(other, id).error() == PlacementError::not_found);
            CHECK_FALSE(*town.tests->latest(other, town.competence("teamwork")));
        }
        for (const auto& other : {town.boss, town.editor}) {
            CHECK(town.tests->show(other, id).error() == PlacementError::not_permitted);
            CHECK(town.tests->offers(other).error() == PlacementError::not_permitted);
            CHECK(town.tests->begin(other, town.competence("teamwork")).error() == PlacementError::not_permitted);
            CHECK(town.tests->latest(other, town.competence("teamwork")).error() == PlacementError::not_permitted);
            CHECK(town.tests->answer(other, id, item, {}).error() == PlacementError::not_permitted);
            CHECK(town.tests->record(other, id).error() == PlacementError::not_permitted);
            CHECK(town.tests->discard(other, id).error() == PlacementError::not_permitted);
        }
        CHECK(town.count("SELECT count(*) FROM placement_tests") == 1);
    });
}

TEST_CASE("without enough questions there is no test, and an unknown competence is refused (KP-02)") {
    in_each_town([](PlacementTown& town) {
        CHECK(town.tests->begin(town.clerk, town.competence("e-file")).error() == PlacementError::no_items);
        CHECK(town.tests->begin(town.clerk, CompetenceId{9999}).error() == PlacementError::unknown_competence);
        CHECK(town.tests->testable() == std::vector{std::min(town.competence("teamwork"), town.competence("conversation")),
                                                    std::max(town.competence("teamwork"), town.competence("conversation"))});
    });
}

TEST_CASE("what is unsure and matters most is offered first") {
    in_each_town([](PlacementTown& town) {
        REQUIRE(town.service->set_jobs(town.clerk, {town.role("citizen-service"), {}}));
        auto offers = *town.tests->offers(town.clerk);
        REQUIRE(offers.size() == 2);
        CHECK(offers[0].competence == town.competence("conversation"));  // weight 8 against 6
        CHECK((offers[0].unsure && offers[0].asked_for && !offers[0].assessed));
        const competence::Answer answer{town.competence("conversation"), 3};
        REQUIRE(town.service->self_assess(town.clerk, std::span(&answer, 1)));
        offers = *town.tests->offers(town.clerk);
        CHECK(offers[0].competence == town.competence("teamwork"));  // the other one is sure enough now
        CHECK_FALSE(offers[1].unsure);
    });
}
