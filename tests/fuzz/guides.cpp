// SPDX-License-Identifier: EUPL-1.2
// The guide of the interview and recordings of its answers: files that subject experts write by hand.
#include "base/text.hpp"
#include "interview/guide_graph.hpp"
#include "interview/replay.hpp"
#include "tests/fuzz/small_framework.hpp"
#include "tests/fuzz/targets.hpp"

#include <set>

namespace kc::fuzz {

using namespace interview;

namespace {

void expect_problems(const std::vector<GuideProblem>& problems, bool ordered) {
    int before = 0;
    for (const auto& problem : problems) {
        expect(!problem.text.empty(), "a problem without a text");
        expect(problem.line >= 0 && (!ordered || problem.line >= before), "the line of a problem");
        before = problem.line;
        expect(!describe("guide.yaml", problem).empty(), "a problem that cannot be told");
    }
}

void expect_wording(const Wording& wording) {
    for (const auto* text : {&wording.de, &wording.en}) {
        expect(!text->empty() && is_valid_utf8(*text) && !contains_control_characters(*text), "the words of a question");
    }
}

void expect_question(const Question& question) {
    expect(!question.key.empty() && question.key != end_of_guide, "the key of a question");
    expect_wording(question.text);
    expect_wording(question.help);
    expect(question.importance >= 1 && question.importance <= 10, "the importance of a question");
    expect(!question.seconds || (*question.seconds >= 1 && *question.seconds <= 600), "how long a question takes");
    expect(question.minimum >= 0 && question.minimum <= question.maximum, "the bounds of a number");
    expect(question.kind != QuestionKind::level_choice || !question.competence.empty(), "a level of no competence");
    expect(question.kind != QuestionKind::number || question.target, "a number for nothing");
    expect(question.limit >= 0 && question.limit <= 200, "the limit of a question");
    std::set<std::string_view> keys;
    for (const auto& option : question.options) {
        expect(!option.key.empty() && keys.insert(option.key).second, "the key of an answer");
        expect_wording(option.text);
        for (const auto& mapping : option.effect.levels) expect(mapping.level >= 0 && mapping.level <= 5, "the level of an answer");
    }
    const bool choice =
        question.kind == QuestionKind::single_choice || question.kind == QuestionKind::multiple_choice || question.kind == QuestionKind::yes_no;
    expect(choice == (question.options.size() >= 2), "answers to choose from");
}

// Whatever is answered, the dialogue ends: no way leads on longer than there are questions.
void expect_end(const std::vector<Question>& questions) {
    expect(!questions.empty(), "no questions");
    std::vector<int> longest(questions.size(), -1);
    std::vector<bool> open(questions.size());
    const auto walk = [&](const auto& self, std::size_t at) -> int {
        if (at >= questions.size()) return 0;
        if (longest[at] >= 0) return longest[at];
        expect(!open[at], "a dialogue that never ends");
        open[at] = true;
        int most = 0;
        const auto follow = [&](const std::string& next) {
            const auto to = index_of_branch(questions, at, next);
            expect(to.has_value(), "a branch that leads nowhere");
            most = std::max(most, self(self, *to));
        };
        for (const auto& option : questions[at].options) {
            if (!option.next.empty()) follow(option.next);
        }
        follow(questions[at].next);
        open[at] = false;
        return longest[at] = most + 1;
    };
    walk(walk, 0);
}

}  // namespace

void guide(std::string_view bytes) {
    const std::string text(bytes);
    const auto recorded = read_recording_text(text);
    expect_problems(recorded.problems, false);
    if (recorded.problems.empty()) {
        for (const auto& level : recorded.recording.levels) expect(level.level >= 0 && level.level <= 5, "an expected level");
    }
    const auto reading = read_guide_text(text, "guide.yaml");
    expect_problems(reading.problems, true);
    if (!reading.problems.empty()) return;
    const auto& guide = reading.guide;
    expect(!guide.version.empty() && guide.first_minutes >= 1 && guide.first_minutes <= guide.whole_minutes && guide.whole_minutes <= 120,
           "the head of a guide");
    expect_wording(guide.title);
    std::set<std::string_view> keys;
    const auto all = [&](const std::vector<Question>& questions) {
        for (const auto& question : questions) {
            expect_question(question);
            expect(keys.insert(question.key).second, "a key that is there twice");
        }
        expect_end(questions);
    };
    all(guide.questions);
    for (const auto& checkin : guide.checkins) {
        all(checkin.questions);
        expect(checkin.questions.size() <= 2, "a long check-in");
    }
    expect_problems(check_against(guide, small_framework()), false);
}

}  // namespace kc::fuzz
