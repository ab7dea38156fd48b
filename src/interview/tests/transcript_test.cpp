// SPDX-License-Identifier: EUPL-1.2
#include "interview/interview.hpp"
#include "interview/personal_data.hpp"
#include "interview/tests/interview_town.hpp"

#include <doctest/doctest.h>

using namespace kc;
using namespace kc::interview;
using namespace kc::interview::test;

namespace {

bool contains(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

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

TEST_CASE("deleting a line of the transcript recomputes the profile at once") {
    for (auto& database : kc::test::databases()) {
        InterviewTown town(*database);
        REQUIRE(town.service->set_interests(town.clerk, {town.competence("escape")}));
        begin(town);
        REQUIRE(town.say("soft.conversation", {"3"}));
        REQUIRE(town.say("week", {"Ich schreibe Briefe und will KI lernen"}));
        decide(town, "office-text", true);
        decide(town, "ai-basics", true);
        REQUIRE(town.interviews.finish(town.clerk));
        const auto transcript = *town.interviews.transcript(town.clerk);
        REQUIRE(transcript.entries.size() == 3);
        const auto told = town.observer.told.size();
        REQUIRE(town.interviews.remove_line(town.clerk, transcript.entries[2].id));
        CHECK(town.observer.told.size() > told);
        CHECK_FALSE(town.level("office-text").assessed());
        CHECK_FALSE(town.interested("ai-basics"));
        CHECK(town.interested("escape"));
        CHECK(town.level("conversation").level == 3);
        CHECK(town.interviews.transcript(town.clerk)->entries.size() == 2);
        CHECK(town.interviews.remove_line(town.clerk, transcript.entries[2].id).error().error == InterviewError::entry_not_found);
        REQUIRE(town.interviews.remove_all(town.clerk));
        CHECK_FALSE(town.level("conversation").assessed());
        CHECK(town.interviews.transcript(town.clerk)->sessions.empty());
    }
}

TEST_CASE("an interest that was there before stays when the line that repeats it goes") {
    for (auto& database : kc::test::databases()) {
        InterviewTown town(*database);
        REQUIRE(town.service->set_interests(town.clerk, {town.competence("ai-basics")}));
        begin(town);
        REQUIRE(town.say("week", {"KI lernen"}));
        decide(town, "ai-basics", true);
        REQUIRE(town.interviews.remove_line(town.clerk, town.state().entries.back().id));
        CHECK(town.interested("ai-basics"));
    }
}

TEST_CASE("nobody reads or touches the words of another person") {
    for (auto& database : kc::test::databases()) {
        InterviewTown town(*database);
        begin(town);
        REQUIRE(town.say("week", {"Briefe"}));
        const auto entry = town.state().entries.back().id;
        const auto proposal = town.state().proposals.front().id;
        for (const auto role : {Role::supervisor, Role::hr_decision_maker, Role::office, Role::system_operator}) {
            auto other = town.colleague;
            other.roles.push_back({role, town.town});
            CHECK(town.interviews.transcript(other)->entries.empty());
            CHECK_FALSE(town.interviews.find_state(other));
            CHECK(town.interviews.find_line(other, entry).error().error == InterviewError::entry_not_found);
            CHECK(town.interviews.remove_line(other, entry).error().error == InterviewError::entry_not_found);
        }
        REQUIRE(town.interviews.start(town.colleague));
        const DecisionInput input{proposal, true, {}};
        CHECK(town.interviews.decide(town.colleague, std::span(&input, 1)).error().error == InterviewError::proposal_not_found);
        CHECK_FALSE(town.interviews.transcript(town.editor));
        CHECK(town.interviews.start(town.editor).error().error == InterviewError::not_permitted);
        CHECK(town.interviews.find_line(town.editor, entry).error().error == InterviewError::not_permitted);
    }
}

TEST_CASE("two questions come 14 days after a unit, once, and can be left alone") {
    for (auto& database : kc::test::databases()) {
        InterviewTown town(*database);
        const auto complete = [&] {
            return town.database.in_transaction([&](storage::Transaction& tx) {
                return ask_after_unit(tx, town.clerk.person, "E-Akte kompakt", town.competence("e-file"), town.clock.today(), town.clock.now());
            });
        };
        CHECK(complete());
        CHECK_FALSE(complete());  // not after each of five units
        const auto summary = [&] {
            return town.database.read([&](storage::Session& session) { return interview_summary(session, town.clerk, town.clock.today()); });
        };
        CHECK_FALSE(summary().checkin);
        town.clock.advance(std::chrono::days{14});
        REQUIRE(summary().checkin);
        CHECK(summary().subject == "E-Akte kompakt");
        CHECK_FALSE(town.database.read([&](storage::Session& s) { return interview_summary(s, town.colleague, town.clock.today()); }).checkin);
        CHECK(town.interviews.start_checkin(town.colleague, *summary().checkin).error().error == InterviewError::checkin_not_found);

        const auto id = *summary().checkin;
        REQUIRE(town.interviews.start_checkin(town.clerk, id));
        REQUIRE(town.interviews.start_checkin(town.clerk, id));  // sent twice
        CHECK_FALSE(summary().checkin);                          // it is being answered
        CHECK(town.asked() == "applied");
        REQUIRE(town.say("applied", {"often"}));
        CHECK(town.state().entries.front().question == "Haben Sie „E-Akte kompakt“ angewendet?");
        CHECK(town.asked() == "unit-level");
        REQUIRE(town.say("unit-level", {"2"}));
        CHECK(town.asked().empty());
        CHECK(town.level("e-file").level == 2);
        REQUIRE(town.interviews.finish(town.clerk));
        CHECK_FALSE(summary().checkin);
        CHECK_FALSE(summary().interview_done);
        CHECK(town.interviews.start_checkin(town.clerk, id).error().error == InterviewError::checkin_not_found);
    }
}

TEST_CASE("a later question goes away when it is dismissed, and by itself after 30 days") {
    for (auto& database : kc::test::databases()) {
        InterviewTown town(*database);
        const auto change_job = [&] {
            return town.database.in_transaction([&](storage::Transaction& tx) {
                return ask_after_job_change(tx, town.clerk.person, "Standesamt", town.clock.today(), town.clock.now());
            });
        };
        REQUIRE(change_job());
        town.clock.advance(std::chrono::days{1});
        const auto due = town.interviews.find_due_checkin(town.clerk);
        REQUIRE(due);
        REQUIRE(town.interviews.dismiss_checkin(town.clerk, due->id));
        REQUIRE(town.interviews.dismiss_checkin(town.clerk, due->id));
        CHECK(town.interviews.dismiss_checkin(town.colleague, due->id).error().error == InterviewError::checkin_not_found);
        CHECK_FALSE(town.interviews.find_due_checkin(town.clerk));
        town.clock.advance(std::chrono::days{20});
        REQUIRE(change_job());
        town.clock.advance(std::chrono::days{32});
        CHECK_FALSE(town.interviews.find_due_checkin(town.clerk));
        // Whoever is in a dialogue is asked there.
        REQUIRE(town.interviews.start(town.clerk));
        CHECK_FALSE(change_job());
        CHECK(town.interviews.start_checkin(town.clerk, due->id).error().error == InterviewError::checkin_not_found);
    }
}

TEST_CASE("a later question waits while a dialogue is open") {
    for (auto& database : kc::test::databases()) {
        InterviewTown town(*database);
        town.database.in_transaction([&](storage::Transaction& tx) {
            ask_after_unit(tx, town.clerk.person, "E-Akte", town.competence("e-file"), town.clock.today(), town.clock.now());
        });
        town.clock.advance(std::chrono::days{14});
        const auto due = *town.interviews.find_due_checkin(town.clerk);
        REQUIRE(town.interviews.start(town.clerk));
        CHECK(town.interviews.start_checkin(town.clerk, due.id).error().error == InterviewError::session_open);
    }
}

TEST_CASE("data access tells everything, and erasure forgets it while a session is open") {
    for (auto& database : kc::test::databases()) {
        InterviewTown town(*database);
        begin(town);
        REQUIRE(town.say("week", {"Ich schreibe Briefe."}));
        town.database.in_transaction([&](storage::Transaction& tx) {
            ask_after_unit(tx, town.clerk.person, "E-Akte", town.competence("e-file"), town.clock.today(), town.clock.now());
        });
        InterviewPersonalData data(*town.frameworks);
        const auto exported = town.database.read([&](storage::Session& session) { return data.export_data(session, town.clerk.person); });
        CHECK(contains(exported, "Ich schreibe Briefe."));
        CHECK(contains(exported, "Texte am PC"));
        CHECK(contains(exported, "E-Akte"));
        town.database.in_transaction([&](storage::Transaction& tx) { data.erase(tx, town.clerk.person); });
        for (const auto table : {"interview_sessions", "interview_entries", "interview_proposals", "interview_checkins"}) {
            CHECK(town.count(fmt::format("SELECT COUNT(*) FROM {}", table)) == 0);
        }
    }
}
