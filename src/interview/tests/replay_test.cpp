// SPDX-License-Identifier: EUPL-1.2
#include "interview/replay.hpp"
#include "interview/check_command.hpp"
#include "interview/tests/interview_town.hpp"

#include <doctest/doctest.h>

#include <fstream>

using namespace kc;
using namespace kc::interview;
using namespace kc::interview::test;

namespace {

bool contains(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

constexpr std::string_view recording = R"(answers:
  - {question: job, answer: citizen-service}
  - {question: soft.conversation, answer: "3"}
  - {question: soft.teamwork, outcome: dont_know}
  - question: week
    answer: "Ich schreibe Briefe und will KI lernen, Beratung mache ich auch."
    decide: {office-text: 2, conversation: no}
  - {question: form, answer: online}
  - {question: change, answer: "no"}
expect:
  levels: {conversation: 3, office-text: 2}
)";

struct Files {
    std::string guide() { return write("guide-2026-1.yaml", std::string(small_guide)); }
    std::string write(std::string_view name, std::string_view text) {
        const auto path = directory.path() / name;
        std::ofstream(path) << text;
        return path.string();
    }
    CommandAnswer check(const std::string& answers) {
        return check_command(
            {guide(), write("answers.yaml", answers)}, *town.frameworks->current(),
            [this](std::string_view statement) { return town.understand(statement, false); }, town.clock.today());
    }

    kc::test::TemporaryDirectory directory;
    std::unique_ptr<kc::test::TestDatabase> database = kc::test::sqlite_database();
    InterviewTown town{**database};
};

std::string replaced(std::string_view from, std::string_view to) {
    std::string text(recording);
    const auto at = text.find(from);
    REQUIRE(at != std::string::npos);
    return text.replace(at, from.size(), to);
}

}  // namespace

TEST_CASE_FIXTURE(Files, "a sound guide is told to be sound") {
    const auto answer = check_command({guide(), {}}, *town.frameworks->current(), {}, town.clock.today());
    CHECK(answer.code == 0);
    CHECK(answer.out == "guide-2026-1.yaml: Fassung 2026-1, 8 Fragen, 2 Nachfragen. Der Leitfaden ist in Ordnung.\n");
    CHECK(answer.errors.empty());
}

TEST_CASE_FIXTURE(Files, "a guide with a mistake is refused with its line") {
    std::string text(small_guide);
    text.replace(text.find("kind: job_choice"), 16, "kind: job");
    const auto answer = check_command({write("guide-2.yaml", text), {}}, *town.frameworks->current(), {}, town.clock.today());
    CHECK(answer.code == 1);
    CHECK(contains(answer.errors, "guide-2.yaml, Zeile 7, Feld „questions.kind“: „job“ gibt es nicht."));
    CHECK(check_command({directory.path() / "missing.yaml", {}}, *town.frameworks->current(), {}, town.clock.today()).code == 1);
}

TEST_CASE_FIXTURE(Files, "a replay prints the path, the proposals and the profile") {
    const auto answer = check(std::string(recording));
    CAPTURE(answer.out);
    CHECK(answer.errors == "");
    CHECK(answer.code == 0);
    CHECK(contains(answer.out, "  1. job: Was tun Sie?\n     → Bürgerservice\n"));
    CHECK(contains(answer.out, "· Texte am PC: Stufe 3 (berichtigt: 2)"));
    CHECK(contains(answer.out, "· Gesprächsführung: Stufe offen (abgelehnt)"));
    CHECK(contains(answer.out, "· KI verstehen: Interesse (bestätigt)"));
    CHECK(contains(answer.out, "wishes: Was möchten Sie lernen?\n     → (nicht beantwortet)"));
    CHECK(contains(answer.out, "Gesprächsführung: Stufe 3 (SOLL 3), aus interview:2026-1:soft.conversation"));
    CHECK(contains(answer.out, "Interessen: KI verstehen"));
    CHECK(contains(answer.out, "Genug für einen Lehrplan: ja"));
}

TEST_CASE_FIXTURE(Files, "what does not fit the guide is refused with its line") {
    auto answer = check(replaced("answer: citizen-service", "answer: mayor"));
    CHECK(answer.code == 1);
    CHECK(contains(answer.errors, "answers.yaml, Zeile 2, Feld „answer“: „mayor“ passt nicht zur Frage „job“."));
    answer = check(replaced("question: change", "question: chance"));
    CHECK(contains(answer.errors, "Zeile 9, Feld „question“: „chance“ wurde nicht gefragt."));
    answer = check(replaced("{office-text: 2, conversation: no}", "{e-file: 2}"));
    CHECK(contains(answer.errors, "„e-file“ wurde hier nicht vorgeschlagen."));
    answer = check(replaced("conversation: no", "conversation: vielleicht"));
    CHECK(contains(answer.errors, "„vielleicht“ ist keine Entscheidung."));
    answer = check(replaced("conversation: 3, office-text: 2", "conversation: 4"));
    CHECK(contains(answer.errors, "Zeile 11, Feld „levels“: „conversation“ hat Stufe 3, erwartet war 4."));
    answer = check(replaced("expect:", "expect:\n  path: [job, week]"));
    CHECK(contains(answer.errors, "weicht ab. Gefragt wurde: job, soft.conversation, soft.teamwork, week"));
}

TEST_CASE_FIXTURE(Files, "a recording that cannot be read is refused with its line") {
    CHECK(contains(check("answers: [").errors, "kein YAML"));
    CHECK(contains(check("- job").errors, "enthält keine Felder"));
    CHECK(contains(check("expect: {}").errors, "Feld „answers“: fehlt"));
    CHECK(contains(check("answers:\n  - {answer: 3}").errors, "Zeile 2, Feld „question“: fehlt"));
    CHECK(contains(check("answers:\n  - {question: job}").errors, "Zeile 2, Feld „answer“: fehlt"));
    CHECK(contains(check("answers:\n  - {question: job, answer: a}\n  - {question: job, answer: b}").errors,
                   "Zeile 3, Feld „question“: „job“ ist schon beantwortet."));
    CHECK(contains(check("answers:\n  - {question: job, anwser: a}").errors, "ist hier nicht vorgesehen"));
    CHECK(contains(check("answers: []\nexpect: {levels: {teamwork: 7}}").errors, "keine Stufe von 0 bis 5"));
}
