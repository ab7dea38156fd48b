// SPDX-License-Identifier: EUPL-1.2
#include "authoring/course_rules.hpp"

#include <doctest/doctest.h>

namespace kc::authoring {
namespace {

CourseUnit unit(std::int64_t id, bool mandatory = false) {
    return {.id = LearningUnitId{id},
            .title = "Einheit " + std::to_string(id),
            .offered = true,
            .in_module = true,
            .mandatory = mandatory,
            .hours = HalfHours{16},
            .price_member = Money{100'00},
            .price_other = Money{150'00},
            .language = "de"};
}

bool met(const CourseCheck& check, CourseRule rule) {
    for (const auto& outcome : check.rules) {
        if (outcome.rule == rule) return outcome.met;
    }
    return true;  // not told: nothing to say
}

std::string argument(const CourseCheck& check, CourseRule rule, std::string_view name) {
    for (const auto& outcome : check.rules) {
        if (outcome.rule != rule) continue;
        for (const auto& [key, value] : outcome.arguments) {
            if (key == name) return value;
        }
    }
    return {};
}

CourseCheck check(const std::vector<CourseUnit>& units, const std::vector<CourseUnit>& mandatory = {}) { return check_course(units, mandatory); }

}  // namespace

TEST_CASE("RE-65: a course has three to six units") {
    std::vector<CourseUnit> units;
    for (std::int64_t id = 1; id <= 7; ++id) {
        units.push_back(unit(id));
        CAPTURE(id);
        CHECK(met(check(units), CourseRule::count) == (id >= 3 && id <= 6));
    }
    CHECK_FALSE(met(check({}), CourseRule::count));
    CHECK(argument(check({unit(1)}), CourseRule::count, "missing") == "2");
    CHECK(argument(check(units), CourseRule::count, "surplus") == "1");
}

TEST_CASE("RE-66: all mandatory units of the module are in the course") {
    const std::vector<CourseUnit> mandatory{unit(1, true), unit(9, true)};
    const auto missing = check({unit(1, true), unit(2), unit(3)}, mandatory);
    CHECK_FALSE(missing.sound());
    CHECK(argument(missing, CourseRule::mandatory, "titles") == "„Einheit 9“");
    CHECK(check({unit(1, true), unit(2), unit(9, true)}, mandatory).sound());
    const std::vector<CourseUnit> seven{unit(11), unit(12), unit(13), unit(14), unit(15), unit(16), unit(17)};
    CHECK(argument(check({unit(1), unit(2), unit(3)}, seven), CourseRule::mandatory, "count") == "7");
}

TEST_CASE("RE-67: each unit counts in the module, is offered to everybody and occurs once") {
    auto outside = unit(2);
    outside.in_module = false;
    CHECK_FALSE(met(check({unit(1), outside, unit(3)}), CourseRule::module));
    auto retired = unit(2);
    retired.offered = false;
    CHECK_FALSE(met(check({unit(1), retired, unit(3)}), CourseRule::offered));
    const auto twice = check({unit(1), unit(2), unit(2)});
    CHECK_FALSE(met(twice, CourseRule::once));
    CHECK(argument(twice, CourseRule::once, "titles") == "„Einheit 2“");
}

TEST_CASE("RE-68: a unit comes after its predecessor and after what teaches the levels it needs, and the right order is told") {
    auto advanced = unit(1);
    advanced.after = LearningUnitId{3};
    const auto wrong = check({advanced, unit(2), unit(3)});
    CHECK_FALSE(met(wrong, CourseRule::order));
    CHECK(argument(wrong, CourseRule::order, "order") == "„Einheit 2“, „Einheit 3“, „Einheit 1“");
    CHECK(check({unit(2), unit(3), advanced}).sound());
    advanced.after = LearningUnitId{99};  // not part of the course: people bring it along
    CHECK(check({advanced, unit(2), unit(3)}).sound());

    const catalogue::CompetenceLevel level{CompetenceId{5}, 2};
    auto needs = unit(1), teaches = unit(2), also = unit(3);
    needs.needs = {level};
    CHECK(check({needs, teaches, also}).brought_along == std::vector{level});
    teaches.teaches = {level};
    CHECK_FALSE(met(check({needs, teaches, also}), CourseRule::order));
    CHECK(check({teaches, needs, also}).sound());
    CHECK(check({teaches, needs, also}).brought_along.empty());
    also.teaches = {level};  // one teacher before it is enough
    CHECK(check({also, needs, teaches}).sound());
}

TEST_CASE("RE-68: units that require each other have no order, and are named") {
    auto first = unit(1), second = unit(2);
    first.after = LearningUnitId{2};
    second.after = LearningUnitId{1};
    const auto circle = check({first, second, unit(3)});
    CHECK_FALSE(met(circle, CourseRule::acyclic));
    CHECK(circle.order.empty());
    CHECK(argument(circle, CourseRule::acyclic, "titles") == "„Einheit 1“, „Einheit 2“");
}

TEST_CASE("hours, prices, languages and places are summed up") {
    auto english = unit(3);
    english.language = "en";
    english.places = {"Mannheim", "Heidelberg"};
    auto other = unit(2);
    other.places = {"Mannheim"};
    const auto sums = check({unit(1), other, english});
    CHECK(sums.hours == HalfHours{48});
    CHECK(sums.price_member == Money{300'00});
    CHECK(sums.price_other == Money{450'00});
    CHECK(sums.languages == std::vector<std::string>{"de", "en"});
    CHECK(sums.places == std::vector<std::string>{"Heidelberg", "Mannheim"});
}

}  // namespace kc::authoring
