// SPDX-License-Identifier: EUPL-1.2
#include "authoring/impact_rules.hpp"

#include <doctest/doctest.h>

namespace kc::authoring {
namespace {

using catalogue::CatalogueSnapshot;
using catalogue::CompetenceLevel;
using catalogue::LearningUnit;

Date on(std::string_view iso) { return parse_date(iso).value(); }

// Four units of one module and one provider; the first is mandatory and part of the only course.
struct Region {
    CatalogueSnapshot::Parts parts;

    Region() {
        parts.places.push_back({PlaceId{1}, "ort", "Ort"});
        parts.providers.push_back({ProviderId{1}, "anbieter", OrganisationId{1}, {}, "Anbieter", "", 0, {}});
        parts.modules.push_back({ModuleId{1}, "modul", "Modul", "Module", "", {}, {}});
        for (std::int64_t id = 1; id <= 4; ++id) {
            LearningUnit unit;
            unit.id = LearningUnitId{id};
            unit.slug = "einheit-" + std::to_string(id);
            unit.title = "Einheit " + std::to_string(id);
            unit.modules.push_back({0, id == 1});
            parts.units.push_back(std::move(unit));
        }
        parts.courses.push_back(
            {CourseId{1}, "kurs", "Kurs", 0, false, ProviderId{1}, {LearningUnitId{1}, LearningUnitId{2}, LearningUnitId{3}}, {}});
    }

    Impact impact(std::size_t index) {
        const CatalogueSnapshot snapshot(std::move(parts));
        return impact_of(snapshot, snapshot.unit(index), on("2026-03-02"));
    }
};

}  // namespace

TEST_CASE("RE-70: modules and courses that lose a unit are told, and what that breaks") {
    const auto impact = Region().impact(0);
    REQUIRE(impact.modules.size() == 1);
    CHECK(impact.modules[0].mandatory);
    REQUIRE(impact.courses.size() == 1);
    CHECK(impact.courses[0].remaining == 2);
    CHECK(impact.courses[0].too_few);
    CHECK(impact.courses[0].loses_mandatory);
    Region larger;
    larger.parts.courses[0].unit_ids.push_back(LearningUnitId{4});
    const auto kept = larger.impact(1);
    CHECK_FALSE(kept.courses[0].breaks());
    CHECK_FALSE(kept.modules[0].mandatory);
    CHECK(Region().impact(3).courses.empty());
}

TEST_CASE("RE-70: successors, labels and coming dates are told") {
    Region region;
    region.parts.units[1].after_id = LearningUnitId{1};
    region.parts.units[2].code_share_of = LearningUnitId{1};
    catalogue::TutorialDate coming, past, cancelled;
    coming.first_day = coming.last_day = on("2026-03-02");
    coming.seats = 10;
    coming.online_seats = 20;
    past.first_day = past.last_day = on("2026-03-01");
    cancelled.first_day = cancelled.last_day = on("2026-04-01");
    cancelled.state = catalogue::DateState::cancelled;
    region.parts.units[0].dates = {past, coming, cancelled};
    const auto impact = region.impact(0);
    REQUIRE(impact.successors.size() == 1);
    CHECK(impact.successors[0].title == "Einheit 2");
    REQUIRE(impact.labels.size() == 1);
    CHECK(impact.labels[0].title == "Einheit 3");
    REQUIRE(impact.dates.size() == 1);
    CHECK(impact.dates[0].seats == 30);
}

TEST_CASE("RE-72: a competence level that nobody else teaches is told, with the offers that need it") {
    const CompetenceLevel level{CompetenceId{7}, 2}, other{CompetenceId{8}, 1};
    Region region;
    region.parts.units[0].teaches = {level, other};
    region.parts.units[1].teaches = {other};
    region.parts.units[3].needs = {level};
    const auto impact = region.impact(0);
    CHECK(impact.untaught == std::vector{level});
    REQUIRE(impact.stranded.size() == 1);
    CHECK(impact.stranded[0].title == "Einheit 4");
    Region internal;  // an internal offer teaches its own people only
    internal.parts.units[0].teaches = {level};
    internal.parts.units[1].teaches = {level};
    internal.parts.units[1].only_for = OrganisationId{9};
    CHECK(internal.impact(0).untaught.size() == 1);
}

TEST_CASE("a unit that nothing hangs on has no impact") {
    Region region;
    region.parts.units[3].modules.clear();
    CHECK(region.impact(3).none());
}

}  // namespace kc::authoring
