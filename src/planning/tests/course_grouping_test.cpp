// SPDX-License-Identifier: EUPL-1.2
#include "planning/course_grouping.hpp"

#include "planning/tests/small_offers.hpp"

#include <doctest/doctest.h>

using namespace kc;
using namespace kc::planning;
using namespace kc::planning::test;

namespace {

// Self-paced units without prerequisites; the first `mandatory` of a module's list are mandatory.
struct Offers : SmallOffers {
    explicit Offers(int units) {
        for (int i = 0; i < units; ++i) add({.half_hours = 4 + 2 * i});
    }
    void module(std::vector<std::size_t> mandatory, std::vector<std::size_t> elective) {
        catalogue::Module made;
        made.id = ModuleId{static_cast<std::int64_t>(parts.modules.size()) + 1};
        made.slug = "modul-" + std::to_string(made.id.value);
        made.name = made.name_en = "Modul " + std::to_string(made.id.value);
        const auto number = parts.modules.size();
        for (const auto unit : mandatory) parts.units[unit].modules.push_back({number, true});
        for (const auto unit : elective) parts.units[unit].modules.push_back({number, false});
        parts.modules.push_back(std::move(made));
    }
    void course(std::size_t module, const std::vector<std::int64_t>& units) {
        catalogue::Course made;
        made.id = CourseId{static_cast<std::int64_t>(parts.courses.size()) + 1};
        made.slug = "kurs-" + std::to_string(made.id.value);
        made.name = "Kurs " + std::to_string(made.id.value);
        made.module = module;
        for (const auto unit : units) made.unit_ids.push_back(LearningUnitId{unit});
        parts.courses.push_back(std::move(made));
    }
    CourseGroups groups(const std::vector<std::int64_t>& planned, const PersonChoices& choices = {}) const {
        Plan plan;
        for (const auto unit : planned) plan.items.push_back({.unit = LearningUnitId{unit}});
        return group_courses(make(), plan, choices);
    }
};

std::vector<std::int64_t> ids(const std::vector<LearningUnitId>& units) {
    std::vector<std::int64_t> values;
    for (const auto unit : units) values.push_back(unit.value);
    return values;
}

}  // namespace

TEST_CASE("LP-70: three units of a module with all its mandatory ones are a course, planned or completed") {
    Offers offers(5);
    offers.module({0}, {1, 2, 3});
    auto found = offers.groups({3, 1, 2});
    REQUIRE(found.whole.size() == 1);
    CHECK(ids(found.whole.front().units) == std::vector<std::int64_t>{1, 3, 2});  // the mandatory one first, then as planned
    CHECK(found.near.empty());
    PersonChoices choices;
    choices.completed.push_back({.unit_id = LearningUnitId{1}});
    CHECK(offers.groups({2, 3}, choices).whole.size() == 1);
    CHECK(offers.groups({2, 3, 4}).whole.empty());  // without the mandatory one
}

TEST_CASE("LP-70: a unit counts in each of its modules, and a course has at most six") {
    Offers offers(8);
    offers.module({0}, {1, 2, 3, 4, 5, 6, 7});
    offers.module({1}, {0, 2});
    const auto found = offers.groups({1, 2, 3, 4, 5, 6, 7, 8});
    REQUIRE(found.whole.size() == 2);
    CHECK(found.whole[0].units.size() == 6);
    CHECK(ids(found.whole[1].units) == std::vector<std::int64_t>{2, 1, 3});
}

TEST_CASE("LP-71: a course that a provider put together is named, and its module not once more") {
    Offers offers(4);
    offers.module({0}, {1, 2, 3});
    offers.course(0, {1, 2, 3});
    const auto found = offers.groups({1, 2, 3, 4});
    REQUIRE(found.whole.size() == 1);
    CHECK(found.whole.front().offered == 0);
    CHECK(found.near.empty());
    const auto near = offers.groups({1, 2});
    REQUIRE(near.near.size() == 1);
    CHECK(near.near.front().offered == 0);
    CHECK(ids(near.near.front().missing) == std::vector<std::int64_t>{3});
    CHECK(near.near.front().missing_hours == HalfHours{8});
}

TEST_CASE("LP-72: no course without mandatory units or with more than six of them") {
    Offers offers(8);
    offers.module({}, {0, 1, 2});
    offers.module({0, 1, 2, 3, 4, 5, 6}, {7});
    const auto found = offers.groups({1, 2, 3, 4, 5, 6, 7, 8});
    CHECK(found.whole.empty());
    CHECK(found.near.empty());
}

TEST_CASE("LP-73: near is what lacks at most two units and no more than are there; the shortest electives are named") {
    Offers offers(6);
    offers.module({0, 1}, {2, 3, 4});
    auto found = offers.groups({1, 5});
    REQUIRE(found.near.size() == 1);
    CHECK(ids(found.near.front().missing) == std::vector<std::int64_t>{2});  // the mandatory one completes three
    found = offers.groups({1, 2});
    REQUIRE(found.near.size() == 1);
    CHECK(ids(found.near.front().missing) == std::vector<std::int64_t>{3});  // four half hours less than the next
    CHECK(offers.groups({1}).near.empty());
    PersonChoices choices;
    choices.choices.push_back({.unit_id = LearningUnitId{3}, .choice = Choice::excluded});
    found = offers.groups({1, 2}, choices);
    REQUIRE(found.near.size() == 1);
    CHECK(ids(found.near.front().missing) == std::vector<std::int64_t>{4});
    choices.choices.front().unit_id = LearningUnitId{2};
    CHECK(offers.groups({1, 5}, choices).near.empty());  // a mandatory unit the person does not want
    offers.parts.units[1].only_for = OrganisationId{9};
    CHECK(offers.groups({1, 5}).near.empty());
}

TEST_CASE("LP-74: at most three near courses, those that lack the least first") {
    Offers offers(10);
    for (std::size_t i = 0; i < 4; ++i) offers.module({8, 9}, {7 - i});
    offers.module({8, 9, 0}, {});
    offers.module({8, 9, 1, 2}, {});
    const auto found = offers.groups({9, 10});
    REQUIRE(found.near.size() == 3);
    CHECK(found.near[0].module == 4);  // lacks the shortest unit
    CHECK(found.near[1].module == 3);
    CHECK(found.near[2].module == 2);
}
