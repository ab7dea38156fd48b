// SPDX-License-Identifier: EUPL-1.2
#include "interview/tests/delivered_framework.hpp"
#include "interview/tests/interview_town.hpp"

#include <doctest/doctest.h>

using namespace kc;
using namespace kc::interview;
using namespace kc::interview::test;
using competence::CurrentLevel;

namespace {

competence::Standing standing(std::size_t index, int target, int weight) {
    competence::Standing one;
    one.competence = index;
    one.target.value = {target, weight};
    return one;
}

}  // namespace

TEST_CASE("what is unknown is fully uncertain, what was just said is sure, what faded lies between") {
    CHECK(uncertainty_percent(CurrentLevel{}) == 100);
    const competence::Evidence evidence;
    CHECK(uncertainty_percent({.level = 2, .confidence_percent = 65, .evidence = &evidence}) == 0);
    CHECK(uncertainty_percent({.level = 2, .confidence_percent = 60, .evidence = &evidence}) == 0);
    CHECK(uncertainty_percent({.level = 2, .confidence_percent = 30, .evidence = &evidence}) == 50);
    CHECK(uncertainty_percent({.level = 2, .confidence_percent = 0, .evidence = &evidence}) == 100);
}

TEST_CASE("a question is worth weight times missing levels times uncertainty") {
    CHECK(worth_asking(standing(0, 4, 9)) == 36);
    CHECK(worth_asking(standing(0, 0, 0)) == 0);
    auto faded = standing(0, 4, 9);
    const competence::Evidence evidence;
    faded.current = {.level = 3, .confidence_percent = 30, .evidence = &evidence};
    CHECK(worth_asking(faded) == 18);
}

TEST_CASE("among near equals the soft one is asked first, but not before one that is worth far more") {
    const std::vector<Candidate> near{{0, 30, false}, {1, 25, true}, {2, 26, true}, {3, 10, true}};
    CHECK(ask_first(near)->competence == 2);
    const std::vector<Candidate> far{{0, 40, false}, {1, 25, true}};
    CHECK(ask_first(far)->competence == 0);
    CHECK(ask_first(std::vector<Candidate>{}) == nullptr);
}

TEST_CASE("whatever the job, a first useful profile is there within 5 minutes and the dialogue ends within 12") {
    const auto framework = delivered_framework();
    const auto reading = read_guide(std::filesystem::path(KC_SOURCE_DIR) / "config/interview/guide-2026-1.yaml");
    const Guide& guide = reading.guide;
    const Way way{&guide, &guide.questions, {}};
    const auto today = competence::test::today;
    int longest = 0, most = 0;
    for (const auto& role : framework->role_profiles()) {
        CAPTURE(role.slug);
        // The worst case: free texts from which nothing is understood, and a person who wants to move on.
        competence::Jobs jobs;
        std::vector<competence::Evidence> evidence;
        evidence.reserve(500);
        std::vector<Given> given;
        bool preferences = false;
        int seconds = 0, useful_after = 0;
        while (true) {
            const auto standings = competence::standings(*framework, {OrganisationId{0}, jobs, evidence, {}, {}}, today);
            if (useful_after == 0 && competence::completeness(standings, jobs, preferences).enough_for_curriculum()) useful_after = seconds;
            const auto next = next_question(way, {*framework, standings, given});
            if (!next.ask) break;
            REQUIRE(given.size() < 60);
            const auto& question = *next.ask->question;
            Given answer{next.ask->key, Outcome::answered, {}, typical_seconds(question)};
            if (question.kind == QuestionKind::free_text) answer.seconds += 20;  // looking through proposals
            if (question.kind == QuestionKind::job_choice) (question.job == JobSlot::present ? jobs.present : jobs.future) = role.id;
            if (question.key == "change") answer.option = "yes";
            if (question.key == "goal")
                jobs.future =
                    framework->role_profiles().front().id == role.id ? framework->role_profiles().back().id : framework->role_profiles().front().id;
            if (question.key.starts_with("learning")) preferences = true;
            if (next.ask->competence) {
                evidence.push_back(
                    {EvidenceId{1}, framework->competence(*next.ask->competence).id, 2, competence::EvidenceSource::interview, 65, today, {}, {}});
            }
            seconds += answer.seconds;
            given.push_back(answer);
        }
        CHECK(useful_after > 0);
        CHECK(useful_after <= guide.first_minutes * 60);
        CHECK(seconds <= guide.whole_minutes * 60);
        CHECK(given[1].question.starts_with("soft."));
        longest = std::max(longest, seconds);
        most = std::max(most, static_cast<int>(given.size()));
    }
    MESSAGE("longest: " << longest << " s, most questions: " << most);
    CHECK(most <= 32);
}

TEST_CASE("the dialogue stops when the rest cannot change the plan, and says how many questions that saved") {
    const auto database = kc::test::sqlite_database();
    const InterviewTown town(**database);
    const auto framework = town.frameworks->current();
    const auto& guide = town.guides.newest();
    const Way way{&guide, &guide.questions, {}};
    std::vector<competence::Evidence> evidence;
    for (const auto slug : {"teamwork", "digital-basics", "e-file"}) {
        evidence.push_back(
            {EvidenceId{1}, town.competence(slug), 2, competence::EvidenceSource::self_assessment, 60, competence::test::today, {}, {}});
    }
    const competence::Jobs jobs{town.role("citizen-service"), {}};
    const auto standings = competence::standings(*framework, {town.town, jobs, evidence, {}, {}}, competence::test::today);
    std::vector<Given> given{{"job", Outcome::answered, {}, 30}};
    CHECK(next_question(way, {*framework, standings, given}).ask->key == "soft.conversation");
    CHECK(forecast(way, {*framework, standings, given}).saved == 3);
    for (const auto key : {"soft.conversation", "week", "form", "change", "wishes"}) given.push_back({key, Outcome::dont_know, {}, 5});
    const auto end = next_question(way, {*framework, standings, given});
    CHECK_FALSE(end.ask);
    CHECK(end.reason == EndReason::certain);
    CHECK(forecast(way, {*framework, standings, given}).left == 0);
}

TEST_CASE("a slow person gets fewer questions, and the promised time holds") {
    const auto database = kc::test::sqlite_database();
    const InterviewTown town(**database);
    const auto framework = town.frameworks->current();
    const auto& guide = town.guides.newest();
    const Way way{&guide, &guide.questions, {}};
    const competence::Jobs jobs{town.role("citizen-service"), {}};
    const auto standings = competence::standings(*framework, {town.town, jobs, {}, {}, {}}, competence::test::today);
    std::vector<Given> given;
    for (const auto key : {"job", "soft.conversation", "soft.teamwork", "week", "form", "change", "wishes"})
        given.push_back({key, Outcome::answered, {}, 100});
    const auto end = next_question(way, {*framework, standings, given});
    CHECK_FALSE(end.ask);
    CHECK(end.reason == EndReason::time);
    for (auto& one : given) one.seconds = 10;
    CHECK(next_question(way, {*framework, standings, given}).ask->key == "further.digital-basics");
}

TEST_CASE("the estimate follows the pace of this person") {
    const auto database = kc::test::sqlite_database();
    const InterviewTown town(**database);
    const auto framework = town.frameworks->current();
    const auto& guide = town.guides.newest();
    const Way way{&guide, &guide.questions, {}};
    const competence::Jobs jobs{town.role("citizen-service"), {}};
    const auto standings = competence::standings(*framework, {town.town, jobs, {}, {}, {}}, competence::test::today);
    const std::vector<Given> slow{{"job", Outcome::answered, {}, 90}}, quick{{"job", Outcome::answered, {}, 3}};
    CHECK(forecast(way, {*framework, standings, slow}).seconds > forecast(way, {*framework, standings, quick}).seconds);
    CHECK(forecast(way, {*framework, standings, quick}).left == 8);
    CHECK(counted_seconds(guide.questions.front(), 86'400) == 90);  // a night between was no answering
}

TEST_CASE("branches lead along the answers") {
    const auto database = kc::test::sqlite_database();
    const InterviewTown town(**database);
    const auto framework = town.frameworks->current();
    const auto& guide = town.guides.newest();
    const Way way{&guide, &guide.questions, {}};
    const auto standings = competence::standings(*framework, {town.town, {}, {}, {}, {}}, competence::test::today);
    const std::vector<Given> yes{{"change", Outcome::answered, "yes", 5}}, no{{"change", Outcome::answered, "no", 5}},
        skipped{{"change", Outcome::skipped, {}, 5}};
    CHECK(on_the_way(way, {*framework, standings, yes}, "goal"));
    CHECK_FALSE(on_the_way(way, {*framework, standings, no}, "goal"));
    CHECK_FALSE(on_the_way(way, {*framework, standings, skipped}, "goal"));
    CHECK(on_the_way(way, {*framework, standings, no}, "further.e-file"));
    CHECK_FALSE(find_question(way, *framework, "further"));
    CHECK_FALSE(find_question(way, *framework, "further.unknown"));
    CHECK_FALSE(find_question(way, *framework, "job.teamwork"));
    CHECK_FALSE(find_question(way, *framework, ""));
}
