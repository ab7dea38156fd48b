// SPDX-License-Identifier: EUPL-1.2
#include "placement/level_estimate.hpp"

#include "base/random.hpp"

#include <doctest/doctest.h>

#include <vector>

using namespace kc;
using namespace kc::placement;

namespace {

// Two questions per level, 1 to 4.
std::vector<Candidate> candidates(bool seen_first = false) {
    std::vector<Candidate> all;
    for (int level = 1; level <= 4; ++level) {
        all.push_back({PlacementItemId{level * 10}, level, 0.25, seen_first});
        all.push_back({PlacementItemId{level * 10 + 1}, level, 0.25, false});
    }
    return all;
}

struct Course {
    int level = 0, confidence = 0, asked = 0;
    std::vector<int> levels;
};

template <class Answers> Course run(LevelEstimate estimate, std::uint64_t seed, Answers&& answers) {
    auto open = candidates();
    Course course;
    while (!is_finished(estimate, course.asked, open.size())) {
        const auto index = *next_question(estimate, open, seed);
        course.levels.push_back(open[index].level);
        estimate.take(open[index].level, open[index].guess, answers(open[index].level));
        open.erase(open.begin() + static_cast<std::ptrdiff_t>(index));
        ++course.asked;
    }
    course.level = estimate.likeliest();
    course.confidence = estimate.confidence_percent();
    return course;
}

}  // namespace

TEST_CASE("without knowledge all levels are equally likely, with it the known one is likeliest (KP-03)") {
    const LevelEstimate unknown(std::nullopt, 0, 4);
    for (int level = 0; level <= 4; ++level) CHECK(unknown.probability(level) == doctest::Approx(0.2));
    CHECK(unknown.probability(5) == 0);
    const LevelEstimate sure(3, 90, 4), unsure(3, 20, 4);
    CHECK(sure.likeliest() == 3);
    CHECK(sure.probability(3) > unsure.probability(3));
    CHECK(LevelEstimate(5, 60, 4).likeliest() == 4);
}

TEST_CASE("right answers speak for higher levels, wrong ones for lower (KP-04)") {
    LevelEstimate up(2, 60, 4), down(2, 60, 4);
    up.take(3, 0.25, true);
    down.take(3, 0.25, false);
    CHECK(up.at_least(3) > LevelEstimate(2, 60, 4).at_least(3));
    CHECK(down.at_least(3) < LevelEstimate(2, 60, 4).at_least(3));
    // What is easily guessed says less.
    LevelEstimate guessed(2, 60, 4);
    guessed.take(3, 0.5, true);
    CHECK(guessed.at_least(3) < up.at_least(3));
}

TEST_CASE("the test finds the level of somebody who answers like it, whatever the profile said before (KP-05)") {
    for (int level = 0; level <= 4; ++level) {
        for (const auto& prior : {LevelEstimate(std::nullopt, 0, 4), LevelEstimate(level, 60, 4), LevelEstimate(2, 45, 4)}) {
            CAPTURE(level);
            const auto course = run(prior, 1, [&](int asked) { return asked <= level; });
            CHECK(course.level == level);
            CHECK(course.asked >= questions_min);
            CHECK(course.asked <= questions_max);
            CHECK(course.confidence >= confidence_least);
            CHECK(course.confidence <= confidence_most);
        }
    }
}

TEST_CASE("after a right answer the next question is not easier, after a wrong one not harder (KP-05)") {
    const auto up = run(LevelEstimate(2, 45, 4), 1, [](int) { return true; });
    CHECK(up.levels.front() >= 2);
    CHECK(up.levels.back() >= up.levels.front());
    const auto down = run(LevelEstimate(2, 45, 4), 1, [](int) { return false; });
    CHECK(down.levels.back() <= down.levels.front());
}

TEST_CASE("the same seed asks the same questions, another one may ask others") {
    const auto estimate = LevelEstimate(std::nullopt, 0, 4);
    const auto open = candidates();
    const auto first = next_question(estimate, open, 5);
    CHECK(first == next_question(estimate, open, 5));
    bool differs = false;
    for (std::uint64_t seed = 0; seed < 40; ++seed) differs = differs || next_question(estimate, open, seed) != first;
    CHECK(differs);
}

TEST_CASE("questions that were not seen before come first, as long as they fit (KP-08)") {
    const auto estimate = LevelEstimate(2, 60, 4);
    const auto open = candidates(true);
    for (std::uint64_t seed = 0; seed < 20; ++seed) CHECK_FALSE(open[*next_question(estimate, open, seed)].seen_before);
    CHECK_FALSE(next_question(estimate, {}, 1));
}

TEST_CASE("somebody who only guesses seldom comes out above level one") {
    SeededRandom random(20260302);
    int high = 0;
    constexpr int runs = 400;
    for (int i = 0; i < runs; ++i) {
        const auto course = run(LevelEstimate(std::nullopt, 0, 4), random.next(), [&](int) { return random.chance(25); });
        high += course.level > 1;
    }
    MESSAGE("guessing: " << high << " of " << runs << " above level 1");
    CHECK(high < runs / 4);
}

TEST_CASE("people who know their level and slip at times are placed within one level nearly always") {
    SeededRandom random(7);
    int exact = 0, near = 0, runs = 0;
    for (int level = 0; level <= 4; ++level) {
        for (int i = 0; i < 200; ++i, ++runs) {
            const auto course = run(LevelEstimate(std::nullopt, 0, 4), random.next(),
                                    [&](int asked) { return asked <= level ? random.chance(92) : random.chance(25); });
            exact += course.level == level;
            near += std::abs(course.level - level) <= 1;
        }
    }
    MESSAGE("placed exactly: " << exact << ", within one level: " << near << " of " << runs);
    CHECK(near * 100 >= runs * 85);
}
