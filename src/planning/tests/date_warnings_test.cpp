// SPDX-License-Identifier: EUPL-1.2
#include "planning/date_warnings.hpp"

#include "catalogue/travel.hpp"
#include "planning/tests/small_offers.hpp"

#include <algorithm>

#include <doctest/doctest.h>

using namespace kc;
using namespace kc::planning;
using namespace kc::planning::test;

namespace {

// Degrees of latitude, at which the estimated way takes exactly so many minutes (FI-30 rounds up to five).
double latitude_at(int minutes) {
    for (double latitude = 49.5;; latitude += 0.001)
        if (catalogue::estimate_travel({49.5, 8.5}, {latitude, 8.5}).minutes >= minutes) return latitude;
}

struct Offers : SmallOffers {
    // Place 1 is the seat; place 2 lies so many minutes away.
    explicit Offers(int minutes) { parts.places[1].latitude = latitude_at(minutes); }

    PlanningCatalogue made() const {
        competence::CompetenceFramework::Parts framework;
        framework.areas.push_back({CompetenceAreaId{1}, "feld", "Feld", "Area", 1});
        competence::Competence competence;
        competence.id = CompetenceId{1};
        competence.slug = "k1";
        competence.name = "Kompetenz 1";
        framework.competences.push_back(competence);
        framework.places.push_back({PlaceId{1}, "Ort 1", 49.5, 8.5});
        framework.seats[OrganisationId{1}] = PlaceId{1};
        return PlanningCatalogue(std::make_shared<const catalogue::CatalogueSnapshot>(parts),
                                 std::make_shared<const competence::CompetenceFramework>(std::move(framework)), day("2026-03-02"));
    }
};

std::vector<DateWarningKind> kinds(const std::vector<DateWarning>& warnings) {
    std::vector<DateWarningKind> kinds;
    for (const auto& warning : warnings) kinds.push_back(warning.kind);
    return kinds;
}

// Warnings of the first unit beside the second, both at their first date.
std::vector<DateWarning> of_first(const Offers& offers, const competence::LearningPreferences* preferences) {
    const auto catalogue = offers.made();
    Plan plan;
    for (const auto& unit : offers.parts.units) {
        CurriculumItem item;
        item.unit = unit.id;
        item.date = unit.dates.front().id;
        item.starts_on = unit.dates.front().first_day;
        item.ends_on = unit.dates.front().last_day;
        plan.items.push_back(item);
    }
    const DateWarnings warnings(catalogue, OrganisationId{1}, preferences);
    const auto found = warnings.about(plan.items.front(), plan, {});
    // The same where the date is only looked at; then what lies on the same day is said elsewhere.
    auto looked_at = warnings.about(offers.parts.units.front(), offers.parts.units.front().dates.front(), &plan, {}, false);
    auto without = found;
    std::erase_if(without, [](const auto& warning) { return warning.kind == DateWarningKind::same_day; });
    CHECK(looked_at == without);
    return found;
}

const competence::LearningPreferences& usual() {
    static const auto preferences = [] {
        auto made = learner().preferences;
        made.online = false;
        return made;
    }();
    return preferences;
}

using Kind = DateWarningKind;
using Kinds = std::vector<DateWarningKind>;

}  // namespace

TEST_CASE("two places on directly following days: up to 120 minutes nothing is said, above that both dates say it (LP-62)") {
    const auto warned = [](int minutes, const char* second, catalogue::Format mode = catalogue::Format::on_site,
                           const competence::LearningPreferences* preferences = &usual()) {
        Offers offers(minutes);
        offers.add({}, {{.first = "2026-03-10"}});
        offers.add({}, {{.first = second, .mode = mode, .venue = 1}});
        return kinds(of_first(offers, preferences));
    };
    CHECK(warned(120, "2026-03-11") == Kinds{});
    CHECK(warned(125, "2026-03-11") == Kinds{Kind::far_to_day_after});
    CHECK(warned(125, "2026-03-09") == Kinds{Kind::far_from_day_before});
    CHECK(warned(125, "2026-03-12") == Kinds{});
    CHECK(warned(125, "2026-03-06") == Kinds{});
    CHECK(warned(125, "2026-03-11", catalogue::Format::online) == Kinds{});
    // A hybrid date has a way only for who does not attend online (LP-65).
    CHECK(warned(125, "2026-03-11", catalogue::Format::hybrid) == Kinds{Kind::far_to_day_after});
    auto online = usual();
    online.online = true;
    CHECK(warned(125, "2026-03-11", catalogue::Format::hybrid, &online) == Kinds{});
}

TEST_CASE("dates of several days are neighbours by their last and first day") {
    Offers offers(150);
    offers.add({}, {{.first = "2026-03-10", .last = "2026-03-12"}});
    offers.add({}, {{.first = "2026-03-13", .venue = 1}});
    const auto warnings = of_first(offers, &usual());
    REQUIRE(warnings.size() == 1);
    CHECK(warnings.front().kind == Kind::far_to_day_after);
    CHECK(warnings.front().with == LearningUnitId{2});
    CHECK(warnings.front().place == 1);
    CHECK(warnings.front().minutes == 150);
}

TEST_CASE("two dates on the same day are said at a planned unit, whatever their places (LP-61)") {
    for (const auto* second : {"2026-03-10", "2026-03-11", "2026-03-12"}) {
        Offers offers(30);
        offers.add({}, {{.first = "2026-03-10", .last = "2026-03-11"}});
        offers.add({}, {{.first = second, .mode = catalogue::Format::online}});
        const bool same = std::string_view(second) != "2026-03-12";
        CHECK(kinds(of_first(offers, &usual())) == (same ? Kinds{Kind::same_day} : Kinds{}));
    }
}

TEST_CASE("a way that begins before six or ends after nine in the evening is said, a minute less is not (LP-63)") {
    const auto warned = [](int minutes, int start, int end, catalogue::Format mode = catalogue::Format::on_site) {
        Offers offers(minutes);
        offers.add({}, {{.first = "2026-03-10", .mode = mode, .venue = 1}});
        offers.parts.units.front().dates.front().start_minute = start;
        offers.parts.units.front().dates.front().end_minute = end;
        return kinds(of_first(offers, &usual()));
    };
    CHECK(warned(90, 7 * 60 + 30, 16 * 60) == Kinds{});
    CHECK(warned(90, 7 * 60 + 29, 16 * 60) == Kinds{Kind::leaves_early});
    CHECK(warned(90, 9 * 60, 19 * 60 + 30) == Kinds{});
    CHECK(warned(90, 9 * 60, 19 * 60 + 31) == Kinds{Kind::returns_late});
    CHECK(warned(90, 7 * 60, 20 * 60, catalogue::Format::online) == Kinds{});
    CHECK(warned(0, 5 * 60, 22 * 60) == Kinds{});  // at the seat itself
}

TEST_CASE("without a seat of the employer nothing is said about the way from there") {
    Offers offers(300);
    offers.add({}, {{.first = "2026-03-10", .venue = 1}});
    const auto catalogue = offers.made();
    const auto& unit = offers.parts.units.front();
    CHECK_FALSE(DateWarnings(catalogue, OrganisationId{1}, &usual()).about(unit, unit.dates.front(), nullptr, {}, true).empty());
    CHECK(DateWarnings(catalogue, OrganisationId{2}, &usual()).about(unit, unit.dates.front(), nullptr, {}, true).empty());
}

TEST_CASE("absences, days without work and public holidays are said on exactly these days (LP-64)") {
    auto preferences = usual();
    preferences.absences = {{day("2026-03-10"), day("2026-03-11")}};
    const auto warned = [&](const char* first, const char* last = "") {
        Offers offers(10);
        offers.add({}, {{.first = first, .last = last}});
        return kinds(of_first(offers, &preferences));
    };
    CHECK(warned("2026-03-09") == Kinds{});
    CHECK(warned("2026-03-10") == Kinds{Kind::absent});
    CHECK(warned("2026-03-09", "2026-03-10") == Kinds{Kind::absent});
    CHECK(warned("2026-03-12") == Kinds{});
    CHECK(warned("2026-03-13") == Kinds{});
    CHECK(warned("2026-03-14") == Kinds{Kind::not_working});
    CHECK(warned("2026-04-02") == Kinds{});
    CHECK(warned("2026-04-03") == Kinds{Kind::holiday});  // Good Friday
    Offers offers(10);
    offers.add({}, {{.first = "2026-03-14"}});
    CHECK(kinds(of_first(offers, nullptr)) == Kinds{});  // without preferences nothing is known about it
}

TEST_CASE("what is done, has no date or is gone from the offers is not warned of") {
    Offers offers(300);
    offers.add({}, {{.first = "2026-03-10", .venue = 1}});
    const auto catalogue = offers.made();
    const DateWarnings warnings(catalogue, OrganisationId{1}, &usual());
    Plan plan;
    CurriculumItem item;
    item.unit = LearningUnitId{1};
    CHECK(warnings.about(item, plan, {}).empty());
    item.date = TutorialDateId{100};
    CHECK_FALSE(warnings.about(item, plan, {}).empty());
    PersonChoices done;
    done.completed.push_back({.unit_id = item.unit});
    CHECK(warnings.about(item, plan, done).empty());
    item.unit = LearningUnitId{77};
    CHECK(warnings.about(item, plan, {}).empty());
}
