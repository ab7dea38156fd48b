// SPDX-License-Identifier: EUPL-1.2
// TP-02, TP-03, TP-20: what no number and no difference of numbers may give away.
#include "base/random.hpp"
#include "teams/coarse.hpp"
#include "teams/groups.hpp"

#include <doctest/doctest.h>

#include <algorithm>

using namespace kc;
using namespace kc::teams;

namespace {

DepartmentPeople department(std::int64_t id, std::optional<std::int64_t> above, int people) {
    return {DepartmentId{id}, above ? std::optional(DepartmentId{*above}) : std::nullopt, "Amt", people};
}

const Group& group(const std::vector<Group>& groups, std::int64_t id) { return *find_group(groups, DepartmentId{id}); }

// The departments a group consists of that stand in no smaller askable group: what a difference of groups can single out.
int people_alone(const std::vector<Group>& groups, const std::vector<DepartmentPeople>& departments, const Group& of, int without) {
    int alone = of.department ? 0 : without;
    for (const auto& one : departments) {
        const auto inside = [&](const Group& g) {
            return !g.department || std::find(g.departments.begin(), g.departments.end(), one.id) != g.departments.end();
        };
        if (!inside(of)) continue;
        const bool in_smaller = std::any_of(groups.begin(), groups.end(), [&](const Group& g) {
            return g.state == GroupState::askable && g.department != of.department && g.department && inside(g) &&
                   (!of.department || g.departments.size() < of.departments.size());
        });
        if (!in_smaller) alone += one.people;
    }
    return alone;
}

}  // namespace

TEST_CASE("TP-03: a count is told in steps of five and always leaves five people over") {
    CHECK(coarse(4, 50) == 0);
    CHECK(coarse(5, 50) == 5);
    CHECK(coarse(9, 50) == 5);
    CHECK(coarse(50, 50) == 45);
    CHECK(coarse(5, 5) == 0);
    CHECK(coarse(12, 12) == 5);
    for (int people = 5; people <= 60; ++people) {
        for (int count = 0; count <= people; ++count) {
            const auto range = range_of(coarse(count, people), people);
            CHECK(range.low <= count);
            CHECK(count <= range.high);
            CHECK(range.high - range.low >= 4);  // never one number
            CHECK(range.low < people);           // never all
        }
    }
}

TEST_CASE("TP-03: people of the middle fall to the level below, nobody is counted twice") {
    LevelCounts counts(23, 1);
    for (int i = 0; i < 7; ++i) counts.add(0, 3);
    for (int i = 0; i < 6; ++i) counts.add(0, 2);
    CHECK(counts.at_least(0, 3) == 5);
    CHECK(counts.at_least(0, 2) == 10);
    CHECK(counts.starting_at(0, 2, 3) == 5);
    CHECK(counts.starting_at(0, 0, 3) + counts.starting_at(0, 1, 3) + counts.starting_at(0, 2, 3) + counts.at_least(0, 3) == 23);
    CHECK(counts.usual_level(0) == 0);
}

TEST_CASE("TP-03: one person more or less changes what is told only where a step of five is crossed") {
    int changes = 0;
    for (int count = 0; count < 50; ++count) {
        const bool changed = coarse(count, 50) != coarse(count + 1, 50);
        if (changed) {
            ++changes;
            CHECK((count + 1) % 5 == 0);
        }
    }
    CHECK(changes == 9);
}

TEST_CASE("TP-02: groups under five are refused") {
    const std::vector<DepartmentPeople> departments{department(1, {}, 4), department(2, {}, 9), department(3, 2, 5)};
    const auto groups = groups_of(departments, 6);
    CHECK(groups.front().people == 24);
    CHECK(group(groups, 1).state == GroupState::too_small);
    CHECK(group(groups, 2).state == GroupState::askable);
    CHECK(group(groups, 2).people == 14);
    CHECK(group(groups, 3).state == GroupState::askable);
    CHECK(groups_of(std::vector{department(1, {}, 3)}, 1).front().state == GroupState::too_small);
}

TEST_CASE("TP-02: a department that would leave fewer than five beside it is refused") {
    // Ten people, nine of them in one team: the difference would be one person.
    const auto groups = groups_of(std::vector{department(1, {}, 1), department(2, 1, 9)}, 20);
    CHECK(group(groups, 1).state == GroupState::askable);
    CHECK(group(groups, 2).state == GroupState::would_reveal);
    // Several teams that together leave three.
    const auto more = groups_of(std::vector{department(1, {}, 3), department(2, 1, 8), department(3, 1, 6)}, 20);
    CHECK(group(more, 2).state == GroupState::askable);
    CHECK(group(more, 3).state == GroupState::would_reveal);
}

TEST_CASE("TP-02: no difference of askable groups is smaller than five, whatever the tree") {
    for (std::uint64_t seed = 1; seed <= 300; ++seed) {
        CAPTURE(seed);
        SeededRandom random(seed);
        std::vector<DepartmentPeople> departments;
        const auto count = random.between(1, 12);
        for (std::int64_t id = 1; id <= count; ++id) {
            const auto above = random.below(static_cast<std::uint64_t>(id));
            departments.push_back(
                department(id, above == 0 ? std::nullopt : std::optional(static_cast<std::int64_t>(above)), static_cast<int>(random.below(12))));
        }
        const int without = static_cast<int>(random.below(6));
        const auto groups = groups_of(departments, without);
        CHECK(groups.size() == departments.size() + 1);
        for (const auto& one : groups) {
            if (one.state != GroupState::askable) continue;
            CHECK(one.people >= group_min);
            const int alone = people_alone(groups, departments, one, without);
            const bool hidden = alone == 0 || alone >= group_min;
            CHECK(hidden);
        }
    }
}

TEST_CASE("TP-20: what remains never says that all who left had the level") {
    for (int left = 5; left < 20; ++left) {
        for (int before = left; before < 60; ++before) {
            const int after = before - left;  // all of them had it
            const int told_before = coarse(before, 100), told_after = coarse_rest(told_before, coarse(after, 100), left);
            CHECK(told_before - (told_after + 4) < left);
            CHECK(told_after <= told_before);
        }
    }
}
