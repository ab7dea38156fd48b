// SPDX-License-Identifier: EUPL-1.2
#include "planning/layout.hpp"

#include "base/random.hpp"

#include <doctest/doctest.h>

using namespace kc;
using namespace kc::planning;

namespace {

Date day(std::string_view iso) { return *parse_date(iso); }
HalfHours hh(std::int64_t value) { return HalfHours{value}; }
LayoutItem self_paced(std::int64_t hours, std::vector<std::size_t> after = {}) { return {hh(hours), hh(0), hh(0), std::nullopt, std::move(after)}; }
LayoutItem scheduled(std::int64_t before, std::int64_t tutorial, std::int64_t later, std::string_view first, std::string_view last,
                     std::vector<std::size_t> after = {}) {
    return {hh(before), hh(tutorial), hh(later), std::pair(day(first), day(last)), std::move(after)};
}
// Tuesday, 3 March 2026
LayoutLimits limits(std::optional<std::int64_t> weekly) {
    return {day("2026-03-03"), day("2026-12-31"), weekly ? std::optional(hh(*weekly)) : std::nullopt, {}};
}

}  // namespace

TEST_CASE("LP-20: a self-paced unit begins in the first week and takes as many weeks as its hours need") {
    const auto phases = lay_out({self_paced(20)}, limits(8));
    REQUIRE(phases[0].size() == 1);
    CHECK(phases[0][0].starts_on == day("2026-03-03"));
    CHECK(phases[0][0].ends_on == day("2026-03-20"));  // Friday of the third week: 8 + 8 + 4
    CHECK(phases[0][0].hours == hh(20));
}

TEST_CASE("LP-21: exactly the weekly hours fit into one week, one half hour more needs the next") {
    CHECK(lay_out({self_paced(8)}, limits(8))[0][0].ends_on == day("2026-03-06"));
    CHECK(lay_out({self_paced(9)}, limits(8))[0][0].ends_on == day("2026-03-13"));
}

TEST_CASE("LP-22: self-study ends before its tutorial, follow-up begins after it") {
    const auto phases = lay_out({scheduled(6, 12, 4, "2026-03-18", "2026-03-19")}, limits(8))[0];
    REQUIRE(phases.size() == 3);
    CHECK(phases[0].kind == PhaseKind::self_study);
    CHECK(phases[0].ends_on < day("2026-03-18"));
    CHECK(phases[1].kind == PhaseKind::tutorial);
    CHECK(phases[1].starts_on == day("2026-03-18"));
    CHECK(phases[1].ends_on == day("2026-03-19"));
    CHECK(phases[2].kind == PhaseKind::follow_up);
    CHECK(phases[2].starts_on > day("2026-03-19"));
}

TEST_CASE("LP-22: a self-paced unit that a date needs is finished before the date, though another one would come first") {
    // 16 half hours without a date, then 8 that the tutorial of 12 March needs.
    const auto phases = lay_out({self_paced(16), self_paced(8), scheduled(0, 8, 0, "2026-03-12", "2026-03-12", {1})}, limits(8));
    CHECK(phases[1][0].ends_on < day("2026-03-12"));
    CHECK(phases[0][0].ends_on > phases[1][0].ends_on);
}

TEST_CASE("LP-23: what builds on another unit begins when that is finished") {
    const auto phases = lay_out({self_paced(8, {1}), self_paced(16)}, limits(8));
    CHECK(phases[1][0].starts_on == day("2026-03-03"));
    CHECK(phases[0][0].starts_on > phases[1][0].ends_on);
    const auto later = lay_out({scheduled(0, 8, 0, "2026-04-15", "2026-04-15"), self_paced(4, {0})}, limits(8));
    CHECK(later[1][0].starts_on > day("2026-04-15"));
}

TEST_CASE("LP-24: without weekly hours four hours a week are assumed, more where the date is near") {
    CHECK(lay_out({self_paced(16)}, limits(std::nullopt))[0][0].ends_on == day("2026-03-13"));
    const auto near = lay_out({scheduled(30, 8, 0, "2026-03-11", "2026-03-11")}, limits(std::nullopt))[0];
    CHECK(near[0].hours == hh(30));
    CHECK(near[0].ends_on < day("2026-03-11"));
}

TEST_CASE("LP-25: a week of absence takes no work") {
    auto away = limits(8);
    away.absences.push_back({day("2026-03-02"), day("2026-03-08")});
    CHECK(lay_out({self_paced(4)}, away)[0][0].starts_on == day("2026-03-09"));
    away.absences = {{day("2026-03-02"), day("2026-03-04")}};
    CHECK(lay_out({self_paced(4)}, away)[0][0].starts_on == day("2026-03-05"));
}

TEST_CASE("LP-25: self-study and follow-up begin and end on working days") {
    auto sunday = limits(8);
    sunday.first_day = day("2026-03-08");
    CHECK(lay_out({self_paced(4)}, sunday)[0][0].starts_on == day("2026-03-09"));
    CHECK(lay_out({self_paced(4)}, sunday)[0][0].ends_on == day("2026-03-13"));
    auto part_time = limits(8);
    part_time.working_days = 0b0000110;  // Tuesday and Wednesday
    CHECK(lay_out({self_paced(10)}, part_time)[0][0].ends_on == day("2026-03-11"));
    // A tutorial that ends on a Friday: the follow-up waits for Monday.
    const auto after = lay_out({scheduled(0, 8, 4, "2026-03-13", "2026-03-13")}, limits(8))[0];
    CHECK(after[1].starts_on == day("2026-03-16"));
    // No working day is left before the tutorial: the work stays before it all the same.
    const auto late = lay_out({scheduled(4, 8, 0, "2026-03-09", "2026-03-09")}, sunday)[0];
    CHECK(late[0].starts_on == day("2026-03-08"));
}

TEST_CASE("a circle of prerequisites and an empty plan do not hang the layout") {
    CHECK(lay_out({}, limits(8)).empty());
    const auto phases = lay_out({self_paced(4, {1}), self_paced(4, {0})}, limits(8));
    CHECK(phases[0][0].hours + phases[1][0].hours == hh(8));
}

TEST_CASE("random plans: all work is laid out once, self-study before and follow-up after its tutorial") {
    for (std::uint64_t seed = 1; seed <= 200; ++seed) {
        CAPTURE(seed);
        SeededRandom random(seed);
        std::vector<LayoutItem> items;
        const auto count = 1 + random.below(8);
        for (std::uint64_t i = 0; i < count; ++i) {
            std::vector<std::size_t> after;
            if (i > 0 && random.chance(40)) after.push_back(random.below(i));
            LayoutItem item{hh(static_cast<std::int64_t>(random.below(20))), hh(static_cast<std::int64_t>(random.below(16))),
                            hh(static_cast<std::int64_t>(random.below(8))), std::nullopt, after};
            if (random.chance(50)) {
                const auto first = add_days(day("2026-03-04"), static_cast<int>(random.below(200)));
                item.date = std::pair(first, add_days(first, static_cast<int>(random.below(2))));
            }
            items.push_back(item);
        }
        auto rules = limits(random.chance(70) ? std::optional<std::int64_t>(1 + static_cast<std::int64_t>(random.below(16))) : std::nullopt);
        if (random.chance(30)) rules.absences.push_back({day("2026-04-01"), day("2026-04-20")});
        const auto phases = lay_out(items, rules);
        for (std::size_t i = 0; i < items.size(); ++i) {
            HalfHours sum;
            for (const auto& phase : phases[i]) {
                sum += phase.hours;
                CHECK(phase.starts_on <= phase.ends_on);
                CHECK(phase.starts_on >= rules.first_day);
                if (items[i].date && phase.kind == PhaseKind::self_study) CHECK(phase.ends_on < items[i].date->first);
                if (items[i].date && phase.kind == PhaseKind::follow_up) CHECK(phase.starts_on > items[i].date->second);
            }
            CHECK(sum == items[i].self_study + items[i].tutorial + items[i].follow_up);
        }
    }
}
