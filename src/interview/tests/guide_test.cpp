// SPDX-License-Identifier: EUPL-1.2
#include "interview/tests/delivered_framework.hpp"
#include "interview/tests/interview_town.hpp"

#include <doctest/doctest.h>

using namespace kc;
using namespace kc::interview;
using namespace kc::interview::test;

namespace {

std::string replaced(std::string_view from, std::string_view to) {
    std::string text(small_guide);
    const auto at = text.find(from);
    REQUIRE(at != std::string::npos);
    return text.replace(at, from.size(), to);
}

int line_of(std::string_view text, std::string_view part) {
    return static_cast<int>(std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(text.find(part)), '\n')) + 1;
}

// The one problem of a guide in which something was replaced.
GuideProblem problem_of(const std::string& text) {
    const auto reading = read_guide_text(text, "guide-test.yaml");
    std::string all;
    for (const auto& problem : reading.problems) all += describe("guide-test.yaml", problem) + "\n";
    CAPTURE(all);
    REQUIRE(reading.problems.size() >= 1);
    return reading.problems.front();
}

bool contains(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

}  // namespace

TEST_CASE("the delivered guide is sound and fits the delivered competences") {
    const auto file = std::filesystem::path(KC_SOURCE_DIR) / "config/interview/guide-2026-1.yaml";
    const auto reading = read_guide(file);
    for (const auto& problem : reading.problems) FAIL_CHECK(describe(file, problem));
    for (const auto& problem : check_against(reading.guide, *delivered_framework())) FAIL_CHECK(describe(file, problem));
    CHECK(reading.guide.version == "2026-1");
    CHECK(reading.guide.questions_of(CheckinCause::unit_completed)->size() == 2);
    CHECK(reading.guide.questions_of(CheckinCause::job_changed)->size() == 2);
    for (const auto& question : reading.guide.questions) {
        CAPTURE(question.key);
        CHECK_FALSE(question.help.de.empty());
        CHECK(question.text.de.size() < 160);
    }
}

TEST_CASE("what the competence map no longer has is told with file, line and remedy (IV-02)") {
    const auto guide = guide_of(replaced("competence: $subject", "competence: e-akte"));
    const auto texts = contradictions(guide, *delivered_framework());
    const auto found = std::find_if(texts.begin(), texts.end(), [](const std::string& text) { return contains(text, "„e-akte“"); });
    REQUIRE(found != texts.end());
    CHECK(contains(*found, "guide-test.yaml, Zeile"));
    CHECK(contains(*found, "Prüfen Sie das Kürzel"));
}

TEST_CASE("a missing translation is named with line and field") {
    const auto text = replaced(R"(text: {de: "Was tun Sie?", en: "What do you do?"})", R"(text: {de: "Was tun Sie?"})");
    const auto problem = problem_of(text);
    CHECK(problem.line == line_of(text, "key: job"));
    CHECK(problem.field == "questions.text.en");
    CHECK(contains(describe("guide-test.yaml", problem), "guide-test.yaml, Zeile 7, Feld „questions.text.en“: fehlt. Ergänzen Sie die Übersetzung."));
}

TEST_CASE("a key that is there twice is refused") {
    const auto problem = problem_of(replaced("key: goal, kind: job_choice", "key: job, kind: job_choice"));
    // The branch to the question of the old name is reported first: it stands further up.
    CHECK(contains(problem.text, "„goal“ ist keine Frage"));
    const auto twice = problem_of(replaced("key: further,", "key: wishes,"));
    CHECK(contains(twice.text, "gibt es schon"));
}

TEST_CASE("a loop, a branch to nowhere and a question that is never asked are refused") {
    CHECK(contains(problem_of(replaced("Nein\", en: \"No\"}}", "Nein\", en: \"No\"}, next: week}")).text, "Das Gespräch käme nie zum Ende"));
    CHECK(contains(problem_of(replaced("next: wishes", "next: nirgends")).text, "„nirgends“ ist keine Frage"));
    const auto unreachable = problem_of(replaced("Ja\", en: \"Yes\"}, next: goal}", "Ja\", en: \"Yes\"}, next: further}"));
    CHECK(contains(unreachable.text, "„goal“ wird nie gefragt"));
}

TEST_CASE("unknown fields, kinds and values are refused with what is possible") {
    CHECK(contains(problem_of(replaced("kind: free_text, since", "kind: free_txt, since")).text, "Möglich sind: job_choice, free_text"));
    CHECK(contains(problem_of(replaced("limit: 2", "limits: 2")).text, "ist hier nicht vorgesehen"));
    CHECK(contains(problem_of(replaced("limit: 2", "limit: viele")).text, "ist keine ganze Zahl von 1 bis 200"));
    CHECK(contains(problem_of(replaced("weekly_hours: 2", "weekly_hours: zwei")).text, "7,5"));
    CHECK(contains(problem_of(replaced("key: \"no\"", "key: \"nein\"")).text, "yes und no"));
    CHECK(contains(problem_of(replaced("{competence}", "Kompetenz")).text, "nennt die Kompetenz nicht"));
    CHECK(contains(problem_of("guide: [").text, "kein YAML"));
    CHECK(contains(problem_of("- nur eine Liste").text, "kein Eintrag mit Feldern"));
    CHECK(contains(problem_of(replaced("guide: \"2026-1\"", "guide: \"erste\"")).text, "ist keine Version"));
}

TEST_CASE("competences, areas and role profiles that do not exist are refused") {
    const auto database = kc::test::sqlite_database();
    const InterviewTown town(**database);
    const auto problems = [&](const std::string& text) { return check_against(guide_of(text), *town.frameworks->current()); };
    CHECK(problems(std::string(small_guide)).empty());
    const auto competence = problems(replaced("conversation: {de", "conversations: {de"));
    REQUIRE(competence.size() == 1);
    CHECK(contains(competence.front().text, "„conversations“ ist keine Kompetenz"));
    CHECK(competence.front().line == line_of(small_guide, "- key: soft"));
    CHECK(contains(problems(replaced("areas: [social]", "areas: [sozial]")).front().text, "ist kein Kompetenzfeld"));
    CHECK(contains(problems(replaced("en: \"Both\"}, ", "en: \"Both\"}, role: nirgends, ")).front().text, "ist kein Tätigkeitsprofil"));
}

TEST_CASE("of several guides the newest is used, and each is found by its version") {
    std::vector<Guide> guides;
    for (const auto version : {"2026-10", "2026-2", "2025-11"})
        guides.push_back(guide_of(replaced("guide: \"2026-1\"", fmt::format("guide: \"{}\"", version))));
    const GuideLibrary library(std::move(guides));
    CHECK(library.newest().version == "2026-10");
    CHECK(library.find("2026-2")->version == "2026-2");
    CHECK(library.find("2026-3") == nullptr);
    std::vector<Guide> twice;
    twice.push_back(guide_of(small_guide));
    twice.push_back(guide_of(small_guide));
    CHECK_THROWS_AS(GuideLibrary(std::move(twice)), GuideError);
}

TEST_CASE("a directory without a guide, or with one that is not sound, stops the start with every problem") {
    const kc::test::TemporaryDirectory directory;
    CHECK_THROWS_AS(GuideLibrary::load(directory.path()), GuideError);
    CHECK_THROWS_AS(GuideLibrary::load(directory.path() / "missing"), GuideError);
    CHECK_NOTHROW(GuideLibrary::load(std::filesystem::path(KC_SOURCE_DIR) / "config/interview"));
}
