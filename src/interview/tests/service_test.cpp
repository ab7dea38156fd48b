// SPDX-License-Identifier: EUPL-1.2
#include "interview/tests/interview_town.hpp"

#include <doctest/doctest.h>

using namespace kc;
using namespace kc::interview;
using namespace kc::interview::test;

namespace {

void begin(InterviewTown& town) {
    REQUIRE(town.interviews.start(town.clerk));
    REQUIRE(town.say("job", {"citizen-service"}));
}

void decide(InterviewTown& town, std::string_view slug, bool accept, std::optional<int> level = {}) {
    const auto state = town.state();
    const DecisionInput input{town.proposal_of(state, slug).id, accept, level};
    REQUIRE(town.interviews.decide(town.clerk, std::span(&input, 1)));
}

}  // namespace

TEST_CASE("the dialogue asks for the job, then for soft competences, each in words of real work") {
    for (auto& database : kc::test::databases()) {
        InterviewTown town(*database);
        CHECK_FALSE(town.interviews.find_state(town.clerk));
        REQUIRE(town.interviews.start(town.clerk));
        CHECK(town.asked() == "job");
        REQUIRE(town.say("job", {"citizen-service"}));
        CHECK(town.service->find_own(town.clerk)->facts.jobs.present == town.role("citizen-service"));
        CHECK(town.asked() == "soft.conversation");
        REQUIRE(town.say("soft.conversation", {"3"}));
        CHECK(town.asked() == "soft.teamwork");
        REQUIRE(town.leave("soft.teamwork", Outcome::dont_know));
        CHECK(town.asked() == "week");
        CHECK(town.service->find_own(town.clerk)->facts.skipped == std::vector{town.competence("teamwork")});
        const auto state = town.state();
        CHECK(state.entries[1].question == "Wann haben Sie zuletzt jemanden beraten?");
        CHECK(state.entries[1].answer == "Ich kann Gesprächsführung auf Stufe 3.");
        CHECK(town.level("conversation").level == 3);
        CHECK(town.level("conversation").evidence != nullptr);
    }
}

TEST_CASE("what somebody does not know of herself counts as answered in the profile until the line says something else (IV-04, KO-12)") {
    for (auto& database : kc::test::databases()) {
        InterviewTown town(*database);
        begin(town);
        const auto skipped = [&] { return town.service->find_own(town.clerk)->facts.skipped.size(); };
        REQUIRE(town.say("soft.conversation", {"3"}));
        REQUIRE(town.leave("soft.teamwork", Outcome::skipped));
        CHECK(skipped() == 0);  // passed over is not answered
        REQUIRE(town.leave("soft.teamwork", Outcome::dont_know));
        CHECK(skipped() == 1);
        REQUIRE(town.say("soft.teamwork", {"2"}));
        CHECK(skipped() == 0);
        REQUIRE(town.leave("soft.teamwork", Outcome::dont_know));
        CHECK(skipped() == 1);
        REQUIRE(town.interviews.remove_line(town.clerk, town.state().entry_of("soft.teamwork")->id));
        CHECK(skipped() == 0);
        REQUIRE(town.leave("soft.conversation", Outcome::dont_know));
        REQUIRE(town.interviews.remove_all(town.clerk));
        CHECK(skipped() == 0);
    }
}

TEST_CASE("every level cites guide and question") {
    for (auto& database : kc::test::databases()) {
        InterviewTown town(*database);
        begin(town);
        REQUIRE(town.say("soft.conversation", {"3"}));
        const auto own = town.service->find_own(town.clerk);
        const auto* evidence = town.standing(*own, "conversation").current.evidence;
        CHECK(evidence->origin == "interview:2026-1:soft.conversation");
        CHECK(evidence->source == competence::EvidenceSource::interview);
    }
}

TEST_CASE("nothing that was not confirmed enters the profile") {
    for (auto& database : kc::test::databases()) {
        InterviewTown town(*database);
        begin(town);
        REQUIRE(town.say("week", {"Ich schreibe Briefe, das mit dem Team nicht. Ich will KI lernen. Beratung auch."}));
        CHECK(town.count("SELECT COUNT(*) FROM evidence") == 0);
        CHECK(town.count("SELECT COUNT(*) FROM person_interests") == 0);
        const auto state = town.state();
        REQUIRE(state.open_proposals().size() == 4);
        CHECK(mentions_of_text(town.proposal_of(state, "office-text").mentions, 100).front() == extraction::Mention{13, 19});

        decide(town, "office-text", true);
        CHECK(town.level("office-text").level == 3);
        CHECK_FALSE(town.level("teamwork").assessed());
        decide(town, "teamwork", true);
        CHECK(town.level("teamwork").assessed());
        CHECK(town.level("teamwork").level == 0);
        decide(town, "ai-basics", true);
        CHECK(town.interested("ai-basics"));
        CHECK_FALSE(town.level("ai-basics").assessed());
        decide(town, "conversation", true, 4);
        CHECK(town.level("conversation").level == 4);
        CHECK(town.state().open_proposals().empty());
    }
}

TEST_CASE("a proposal can be corrected or rejected, and a level must be named where none was proposed") {
    for (auto& database : kc::test::databases()) {
        InterviewTown town(*database);
        begin(town);
        REQUIRE(town.say("week", {"Briefe und Beratung"}));
        auto state = town.state();
        const DecisionInput no_level{town.proposal_of(state, "conversation").id, true, {}};
        const auto refused = town.interviews.decide(town.clerk, std::span(&no_level, 1));
        REQUIRE_FALSE(refused);
        CHECK(refused.error().error == InterviewError::invalid_answer);
        CHECK(refused.error().problems.front().message_key == "interview.problem.level_needed");
        decide(town, "conversation", false);
        decide(town, "office-text", true, 1);
        CHECK(town.level("office-text").level == 1);
        CHECK_FALSE(town.level("conversation").assessed());
        state = town.state();
        CHECK(town.proposal_of(state, "office-text").decision == Decision::corrected);
        CHECK(town.proposal_of(state, "conversation").decision == Decision::rejected);
        const DecisionInput again{town.proposal_of(state, "conversation").id, true, 2};
        CHECK(town.interviews.decide(town.clerk, std::span(&again, 1)).error().error == InterviewError::proposal_not_found);
    }
}

TEST_CASE("a competence answered in free words is not asked for again") {
    for (auto& database : kc::test::databases()) {
        InterviewTown town(*database);
        REQUIRE(town.interviews.start(town.clerk));
        REQUIRE(town.say("job", {"registry-office"}));
        REQUIRE(town.say("week", {"Ich schreibe Briefe."}));
        decide(town, "office-text", true);
        for (const auto* question : {"form", "change", "wishes"}) REQUIRE(town.leave(question, Outcome::skipped));
        while (!town.asked().empty()) {
            CHECK(town.asked() != "further.office-text");
            REQUIRE(town.leave(town.asked(), Outcome::dont_know));
        }
        CHECK(town.state().left.saved == 1);
    }
}

TEST_CASE("learning time is taken from the answer, and the first useful profile is there") {
    for (auto& database : kc::test::databases()) {
        InterviewTown town(*database);
        begin(town);
        REQUIRE(town.say("soft.conversation", {"2"}));
        CHECK_FALSE(town.state().useful());
        REQUIRE(town.say("form", {"online"}));
        CHECK(town.state().useful());
        const auto preferences = *town.service->find_own(town.clerk)->facts.preferences;
        CHECK(preferences.online);
        CHECK_FALSE(preferences.on_site);
        CHECK(preferences.weekly_hours == HalfHours{4});
        CHECK(preferences.budget == Money{500'00});
    }
}

TEST_CASE("going back, answering anew replaces the answer and what came of it") {
    for (auto& database : kc::test::databases()) {
        InterviewTown town(*database);
        begin(town);
        REQUIRE(town.say("soft.conversation", {"3"}));
        REQUIRE(town.say("soft.teamwork", {"1"}));
        REQUIRE(town.interviews.back(town.clerk));
        CHECK(town.asked() == "soft.teamwork");
        REQUIRE(town.interviews.back(town.clerk));
        CHECK(town.asked() == "soft.conversation");
        CHECK(town.state().revisiting);
        REQUIRE(town.say("soft.conversation", {"4"}));
        CHECK(town.level("conversation").level == 4);
        CHECK(town.count("SELECT COUNT(*) FROM evidence") == 2);
        CHECK(town.asked() == "week");
        CHECK(town.state().entries.size() == 3);
        CHECK(town.state().entries[1].question_key == "soft.conversation");
        for (int i = 0; i < 3; ++i) REQUIRE(town.interviews.back(town.clerk));
        CHECK(town.interviews.back(town.clerk).error().error == InterviewError::nothing_before);
    }
}

TEST_CASE("sending the same answer twice changes nothing the second time") {
    for (auto& database : kc::test::databases()) {
        InterviewTown town(*database);
        begin(town);
        REQUIRE(town.say("soft.conversation", {"3"}));
        const auto told = town.observer.told.size();
        REQUIRE(town.say("soft.conversation", {"3"}));
        CHECK(town.observer.told.size() == told);
        CHECK(town.count("SELECT COUNT(*) FROM evidence") == 1);
        CHECK(town.count("SELECT COUNT(*) FROM interview_entries") == 2);
    }
}

TEST_CASE("a changed answer that leads another way takes back what was said on the old one") {
    for (auto& database : kc::test::databases()) {
        InterviewTown town(*database);
        begin(town);
        REQUIRE(town.say("change", {"yes"}));
        REQUIRE(town.say("goal", {"team-lead"}));
        CHECK(town.service->find_own(town.clerk)->facts.jobs.future == town.role("team-lead"));
        REQUIRE(town.say("change", {"no"}));
        CHECK(town.state().entry_of("goal") == nullptr);
        CHECK(town.say("goal", {"team-lead"}).error().error == InterviewError::unknown_question);
    }
}

TEST_CASE("wishes become interests, and nobody needs a level for them") {
    for (auto& database : kc::test::databases()) {
        InterviewTown town(*database);
        begin(town);
        REQUIRE(town.say("wishes", {"Bessere Briefe"}));
        CHECK(town.proposal_of(town.state(), "office-text").wants());
        decide(town, "office-text", true);
        CHECK(town.interested("office-text"));
        CHECK_FALSE(town.level("office-text").assessed());
    }
}

TEST_CASE("a language model is a second source that the learner can look at, and its failure stops nothing") {
    for (auto& database : kc::test::databases()) {
        InterviewTown town(*database);
        town.agree_to_model(town.clerk);
        begin(town);
        REQUIRE(town.say("week", {"Ich schreibe Briefe."}));
        auto state = town.state();
        CHECK(state.open_proposals().size() == 2);
        CHECK(town.proposal_of(state, "video-meetings").origin == ProposalOrigin::model);
        CHECK(state.entries.back().prompt == "Frage an das Modell");
        CHECK(state.entries.back().reply == "Antwort des Modells");
        town.model_fails = true;
        REQUIRE(town.say("week", {"Ich schreibe viele Briefe."}));
        state = town.state();
        CHECK(state.open_proposals().size() == 1);
        CHECK(state.entries.back().problem == "Keine Verbindung.");
    }
}

TEST_CASE("no answer goes to the language model without consent, and the dialogue goes on by its own rules (EW-25)") {
    for (auto& database : kc::test::databases()) {
        InterviewTown town(*database);
        bool asked = false;
        town.while_asked = [&] { asked = true; };
        begin(town);
        CHECK(town.interviews.model_reads_along(town.clerk) == false);
        REQUIRE(town.say("week", {"Ich schreibe Briefe."}));
        CHECK_FALSE(asked);
        CHECK(town.state().open_proposals().size() == 1);
        CHECK(town.state().entries.back().prompt.empty());
        // A model outside is another purpose: what was agreed to does not cover it.
        town.agree_to_model(town.clerk);
        InterviewService outside(
            {town.database, town.clock, *town.frameworks, town.observer, town.guides,
             [&](std::string_view text) { return town.understand(text, false); },
             ModelUse{[&](std::string_view text) { return town.understand(text, true); }, &town.consents, consent::language_model_outside}});
        CHECK(outside.model_reads_along(town.clerk) == false);
        InterviewService without({town.database, town.clock, *town.frameworks, town.observer, town.guides,
                                  [&](std::string_view text) { return town.understand(text, false); }});
        CHECK_FALSE(without.model_reads_along(town.clerk));
    }
}

TEST_CASE("withdrawing the consent removes what the model proposed and what went to and fro, and keeps what was confirmed (EW-25)") {
    for (auto& database : kc::test::databases()) {
        InterviewTown town(*database);
        const auto effects = [&] { return town.consents.find_own(town.clerk, consent::language_model)->effects; };
        const auto withdraw = [&] { return town.consents.withdraw(town.clerk, consent::language_model, "/datenschutz/einwilligungen"); };
        town.agree_to_model(town.clerk);
        begin(town);
        CHECK(effects().empty());
        REQUIRE(town.say("week", {"Ich schreibe Briefe."}));
        REQUIRE(effects().size() == 2);
        CHECK(effects().front().numbers.front().second == 1);
        REQUIRE(withdraw());
        auto state = town.state();
        CHECK(state.entries.back().prompt.empty());
        CHECK(state.entries.back().reply.empty());
        CHECK(state.open_proposals().size() == 1);
        town.agree_to_model(town.clerk);
        REQUIRE(town.say("week", {"Ich schreibe oft Briefe."}));
        const std::array decision{DecisionInput{town.proposal_of(town.state(), "video-meetings").id, true, std::nullopt}};
        REQUIRE(town.interviews.decide(town.clerk, decision));
        REQUIRE(withdraw());
        CHECK(town.level("video-meetings").level == 2);
        CHECK(town.proposal_of(town.state(), "video-meetings").origin == ProposalOrigin::model);
    }
}

TEST_CASE("what the model says after the consent was withdrawn is not kept (EW-07)") {
    for (auto& database : kc::test::databases()) {
        InterviewTown town(*database);
        town.agree_to_model(town.clerk);
        begin(town);
        town.while_asked = [&] { require(town.consents.withdraw(town.clerk, consent::language_model, "/anderswo").has_value()); };
        REQUIRE(town.say("week", {"Ich schreibe Briefe."}));
        CHECK(town.state().open_proposals().size() == 1);
        CHECK(town.state().entries.back().prompt.empty());
    }
}

TEST_CASE("wrong answers are refused with the field and change nothing") {
    for (auto& database : kc::test::databases()) {
        InterviewTown town(*database);
        CHECK(town.say("job", {"citizen-service"}).error().error == InterviewError::no_session);
        begin(town);
        const auto problem = [&](std::string_view question, std::vector<std::string> values) {
            const auto refused = town.say(question, std::move(values));
            REQUIRE_FALSE(refused);
            REQUIRE(refused.error().error == InterviewError::invalid_answer);
            CHECK(refused.error().problems.front().field == question);
            return refused.error().problems.front().message_key;
        };
        CHECK(problem("job", {"mayor"}) == "interview.problem.role");
        CHECK(problem("soft.conversation", {"6"}) == "interview.problem.level");
        CHECK(problem("soft.conversation", {"viel"}) == "interview.problem.level");
        CHECK(problem("week", {"  "}) == "interview.problem.empty");
        CHECK(problem("week", {}) == "interview.problem.empty");
        CHECK(problem("week", {std::string(1001, 'a')}) == "interview.problem.too_long");
        CHECK(problem("week", {"\xff"}) == "interview.problem.no_text");
        CHECK(problem("form", {"beides"}) == "interview.problem.choice");
        CHECK(problem("change", {"yes", "no"}) == "interview.problem.choice");
        CHECK(town.say("nothing", {"1"}).error().error == InterviewError::unknown_question);
        CHECK(town.say("goal", {"team-lead"}).error().error == InterviewError::unknown_question);  // not on the way
        CHECK(town.count("SELECT COUNT(*) FROM interview_entries") == 1);
    }
}

TEST_CASE("a future job needs a present one, and another one") {
    for (auto& database : kc::test::databases()) {
        InterviewTown town(*database);
        REQUIRE(town.interviews.start(town.clerk));
        REQUIRE(town.leave("job", Outcome::skipped));
        REQUIRE(town.say("change", {"yes"}));
        CHECK(town.say("goal", {"team-lead"}).error().problems.front().message_key == "interview.problem.present_first");
        REQUIRE(town.say("job", {"citizen-service"}));
        CHECK(town.say("goal", {"citizen-service"}).error().problems.front().message_key == "interview.problem.same_job");
        REQUIRE(town.say("goal", {"team-lead"}));
    }
}

TEST_CASE("one session per person: it goes on where it was, on whatever device") {
    for (auto& database : kc::test::databases()) {
        InterviewTown town(*database);
        begin(town);
        REQUIRE(town.interviews.start(town.clerk));
        CHECK(town.count("SELECT COUNT(*) FROM interview_sessions") == 1);
        CHECK(town.asked() == "soft.conversation");
        REQUIRE(town.interviews.finish(town.clerk));
        CHECK_FALSE(town.interviews.find_state(town.clerk));
        CHECK(town.interviews.finish(town.clerk).error().error == InterviewError::no_session);
        REQUIRE(town.interviews.start(town.clerk));
        CHECK(town.count("SELECT COUNT(*) FROM interview_sessions") == 2);
    }
}

TEST_CASE("a session keeps the guide it began with, also when that is gone") {
    const auto database = kc::test::sqlite_database();
    InterviewTown town(**database);
    begin(town);
    (*database)->in_transaction([](storage::Transaction& tx) { tx.execute("UPDATE interview_sessions SET guide = '2020-1'"); });
    CHECK(town.state().guide == nullptr);
    CHECK(town.say("week", {"Briefe"}).error().error == InterviewError::guide_missing);
    CHECK(town.interviews.finish(town.clerk));
}

TEST_CASE("finishing leaves open proposals out of the profile") {
    for (auto& database : kc::test::databases()) {
        InterviewTown town(*database);
        begin(town);
        REQUIRE(town.say("week", {"Briefe"}));
        REQUIRE(town.interviews.finish(town.clerk));
        CHECK(town.count("SELECT COUNT(*) FROM evidence") == 0);
        CHECK(town.count("SELECT COUNT(*) FROM interview_proposals WHERE decision = 'rejected'") == 1);
    }
}

TEST_CASE("discarding removes the dialogue with everything that came from it") {
    for (auto& database : kc::test::databases()) {
        InterviewTown town(*database);
        begin(town);
        REQUIRE(town.say("soft.conversation", {"3"}));
        REQUIRE(town.say("week", {"KI lernen"}));
        decide(town, "ai-basics", true);
        REQUIRE(town.interviews.discard(town.clerk));
        CHECK_FALSE(town.level("conversation").assessed());
        CHECK_FALSE(town.interested("ai-basics"));
        CHECK(town.count("SELECT COUNT(*) FROM interview_sessions") == 0);
        CHECK(town.service->find_own(town.clerk)->facts.jobs.present == town.role("citizen-service"));
    }
}
