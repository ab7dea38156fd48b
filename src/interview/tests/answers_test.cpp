// SPDX-License-Identifier: EUPL-1.2
#include "interview/tests/interview_town.hpp"

#include <doctest/doctest.h>

using namespace kc;
using namespace kc::interview;
using namespace kc::interview::test;

namespace {

constexpr std::string_view guide_text = R"(guide: "2026-3"
title: {de: "Probe", en: "Trial"}
questions:
  - key: tasks
    kind: multiple_choice
    since: "2026-3"
    text: {de: "Was tun Sie?", en: "What do you do?"}
    help: {de: "Darum.", en: "Because."}
    options:
      - {key: letters, text: {de: "Briefe schreiben", en: "Write letters"}, levels: {office-text: 3}}
      - {key: meetings, text: {de: "Videokonferenzen", en: "Video meetings"}, levels: {video-meetings: 2}, interests: [ai-basics]}
      - {key: counter, text: {de: "Am Schalter beraten", en: "Advise at the counter"}, role: citizen-service}
  - {key: days, kind: number, target: presence_days, minimum: 0, maximum: 20, since: "2026-3", text: {de: "Tage?", en: "Days?"}, help: {de: "Darum.", en: "Because."}}
)";

struct Answers {
    Result<ReadAnswer, FieldProblem> read(std::string_view key, std::vector<std::string> values, Language language = Language::de) {
        const Way way{&guide, &guide.questions, {}};
        return read_answer(*find_question(way, *town.frameworks->current(), key), values, *town.frameworks->current(), language);
    }
    std::unique_ptr<kc::test::TestDatabase> database = kc::test::sqlite_database();
    InterviewTown town{**database};
    Guide guide = guide_of(guide_text);
};

}  // namespace

TEST_CASE_FIXTURE(Answers, "answers map to levels, interests and a job, each once and in the order of the question") {
    const auto answer = *read("tasks", {"counter", "letters", "meetings", "letters"});
    CHECK(answer.chosen == "letters\nmeetings\ncounter");
    CHECK(answer.text == "Briefe schreiben; Videokonferenzen; Am Schalter beraten");
    REQUIRE(answer.levels.size() == 2);
    CHECK(answer.levels[0].competence == town.competence("office-text"));
    CHECK(answer.levels[0].level == 3);
    REQUIRE(answer.interests.size() == 1);
    CHECK(answer.interests[0] == town.competence("ai-basics"));
    CHECK(answer.present == town.role("citizen-service"));
    CHECK(read("tasks", {"letters"}, Language::en)->text == "Write letters");
    CHECK(read("tasks", {"letters", "dance"}).error().message_key == "interview.problem.choice");
}

TEST_CASE_FIXTURE(Answers, "a number sets what it is about and stays within its bounds") {
    CHECK(read("days", {" 6 "})->preferences.presence_days == 6);
    for (const auto wrong : {"21", "-1", "sechs", "6.5", "", "99999999999999999999"}) {
        CAPTURE(wrong);
        CHECK(read("days", {wrong}).error().message_key == "interview.problem.number");
    }
}

TEST_CASE_FIXTURE(Answers, "future jobs are offered with what often comes next in front, without the present one") {
    const auto framework = town.frameworks->current();
    const auto choices = role_choices(*framework, {town.role("citizen-service"), {}}, JobSlot::future, Language::de);
    REQUIRE(choices.size() == 2);
    CHECK(choices.front()->slug == "team-lead");
    CHECK(role_choices(*framework, {}, JobSlot::present, Language::de).size() == 3);
}

TEST_CASE("mentions survive storing, and nonsense in their place is left out") {
    const std::vector<extraction::Mention> mentions{{0, 3}, {7, 12}};
    CHECK(text_of_mentions(mentions) == "0-3,7-12");
    CHECK(mentions_of_text("0-3,7-12", 12) == mentions);
    CHECK(mentions_of_text("0-3,7-12", 11).size() == 1);  // beyond the text
    CHECK(mentions_of_text("5-3,x,4-,-2,7-9,8-10", 20).size() == 1);
    CHECK(mentions_of_text("", 20).empty());
}
