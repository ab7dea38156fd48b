// SPDX-License-Identifier: EUPL-1.2
#include "catalogue/catalogue.hpp"
#include "catalogue/listing.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <random>

namespace kc::catalogue {
namespace {

using namespace std::chrono;
using Shared = CatalogueSnapshot::Shared;

constexpr Date begin = year{2026} / March / 2;

// As the database would hold it: nothing resolved, units by title.
CatalogueSnapshot::Parts small_region() {
    CatalogueSnapshot::Parts parts;
    parts.places = {{PlaceId{1}, "aue", "Aue", 49, 8}, {PlaceId{2}, "berg", "Berg", 50, 9}};
    for (std::int64_t i = 1; i <= 3; ++i) {
        parts.providers.push_back({ProviderId{i}, fmt::format("anbieter-{}", i), OrganisationId{i}, {}, fmt::format("Anbieter {}", i), "", 0, {}});
        Venue venue;
        venue.id = VenueId{i};
        venue.slug = fmt::format("ort-{}", i);
        venue.name = fmt::format("Ort {}", i);
        parts.venues.push_back(std::move(venue));
        parts.modules.push_back({ModuleId{i}, fmt::format("modul-{}", i), "Modul", "Module", "", {}, {}});
    }
    parts.courses.push_back({CourseId{1}, "kurs-1", "Kurs 1", 0, false, {}, {LearningUnitId{1}, LearningUnitId{2}, LearningUnitId{3}}, {}});
    parts.courses.push_back({CourseId{2}, "kurs-2", "Kurs 2", 1, true, {}, {LearningUnitId{3}, LearningUnitId{30}}, {}});
    return parts;
}

class Change {
public:
    explicit Change(unsigned seed) : random_(seed) {}

    std::int64_t below(std::int64_t end) { return static_cast<std::int64_t>(random_() % static_cast<std::uint64_t>(end)); }

    LearningUnit unit(std::int64_t id) {
        LearningUnit unit;
        unit.id = LearningUnitId{id};
        unit.slug = fmt::format("einheit-{}", id);
        unit.title = fmt::format("{}itel {}", "TtUÜ"[below(3)], below(40));
        unit.provider = static_cast<std::size_t>(below(3));
        if (below(3) == 0) unit.after_id = LearningUnitId{below(40) + 1};
        if (below(5) == 0) unit.code_share_of = LearningUnitId{below(40) + 1};
        for (std::size_t module = 0; module < 3; ++module) {
            if (below(2) == 0) unit.modules.push_back({module, below(2) == 0});
        }
        for (int level = 1; level <= 3; ++level) {
            if (below(2) == 0) unit.teaches.push_back({CompetenceId{below(3) + 1}, level});
        }
        if (below(2) == 0) unit.needs.push_back({CompetenceId{below(3) + 1}, 1});
        for (std::int64_t d = unit.code_share_of ? 0 : below(4); d > 0; --d) {
            const auto day = add_days(begin, static_cast<int>(below(60)));
            const auto venue = below(4);
            unit.dates.push_back({TutorialDateId{id * 100 + d}, Format::on_site, day, day, 540, 720,
                                  venue == 3 ? std::nullopt : std::optional(static_cast<std::size_t>(venue)), 10, day, DateState::planned});
        }
        return unit;
    }

private:
    std::mt19937 random_;
};

using Stored = std::map<std::int64_t, LearningUnit>;

Shared whole(const Stored& stored, CatalogueSnapshot::Surroundings around) {
    CatalogueSnapshot::Parts parts;
    static_cast<CatalogueSnapshot::Surroundings&>(parts) = std::move(around);
    for (const auto& [id, unit] : stored) parts.units.push_back(unit);
    std::sort(parts.units.begin(), parts.units.end(),
              [](const LearningUnit& a, const LearningUnit& b) { return std::pair(sort_key(a.title), a.id) < std::pair(sort_key(b.title), b.id); });
    return std::make_shared<const CatalogueSnapshot>(std::move(parts));
}

// Everything a snapshot answers, without its indices.
std::string told_by(const CatalogueSnapshot& snapshot) {
    std::string all;
    const auto list = [&](std::string_view name, const auto& indices) {
        all += fmt::format("\n  {}:", name);
        for (const std::size_t index : indices) all += fmt::format(" {}", snapshot.unit(index).id.value);
    };
    std::size_t position = 0;
    for (const auto& unit : snapshot.units()) {
        all += fmt::format("\n{} {} {} {}", unit.id.value, unit.title, snapshot.provider_of(unit).slug, unit.slug);
        if (unit.after) all += fmt::format(" after {}", snapshot.unit(*unit.after).id.value);
        for (const auto course : unit.courses) all += " " + snapshot.courses()[course].slug;
        for (const auto& [module, mandatory] : unit.modules) all += fmt::format(" {} {}", snapshot.modules()[module].slug, mandatory);
        for (const auto& date : unit.dates) {
            const auto* venue = snapshot.venue_of(date);
            all += fmt::format(" {}@{}", date.id.value, venue == nullptr ? "-" : venue->slug);
            if (!unit.code_share_of) {
                CHECK(snapshot.find_date(date.id) == &date);
                CHECK(snapshot.unit_of_date(date.id) == &unit);
            }
        }
        list("builds on", snapshot.builds_on(unit));
        list("leads to", snapshot.leads_to(unit));
        CHECK(snapshot.find_unit(unit.slug) == &unit);
        CHECK(snapshot.find_unit(unit.id) == &unit);
        CHECK(snapshot.position(*snapshot.index_of(unit.id)) == position);
        CHECK(&snapshot.units()[position++] == &unit);
    }
    for (const auto index : snapshot.providers_by_name()) list(snapshot.providers()[index].slug, snapshot.providers()[index].units);
    for (const auto& module : snapshot.modules()) {
        list(module.slug, module.mandatory_units);
        list("elective", module.elective_units);
    }
    for (const auto& course : snapshot.courses()) list(course.slug, course.units);
    for (const auto index : snapshot.venues_by_name()) {
        const auto& venue = snapshot.venues()[index];
        all += "\n" + venue.slug;
        for (const auto& [unit, date] : venue.dates) all += fmt::format(" {}", snapshot.unit(unit).dates[date].id.value);
    }
    for (std::int64_t competence = 1; competence <= 3; ++competence) {
        for (int level = 1; level <= 3; ++level) {
            list("teaching", snapshot.teaching({CompetenceId{competence}, level}));
            list("needing", snapshot.needing({CompetenceId{competence}, level}));
        }
    }
    return all;
}

}  // namespace

TEST_CASE("a snapshot made from changed units says the same as one made of everything, and the former one stays as it was") {
    for (unsigned seed = 1; seed <= 12; ++seed) {
        CAPTURE(seed);
        Change change(seed);
        Stored stored;
        for (std::int64_t id = 1; id <= 30; ++id) stored.emplace(id, change.unit(id));
        auto snapshot = whole(stored, small_region());
        for (int round = 0; round < 25; ++round) {
            std::vector<LearningUnitId> asked;
            std::vector<LearningUnit> loaded;
            for (auto n = change.below(4) + 1; n > 0; --n) {
                const auto id = change.below(40) + 1;
                if (std::find(asked.begin(), asked.end(), LearningUnitId{id}) != asked.end()) continue;
                asked.push_back(LearningUnitId{id});
                stored.erase(id);
                if (change.below(3) == 0) continue;
                stored.emplace(id, change.unit(id));
                loaded.push_back(stored.at(id));
            }
            const auto before = told_by(*snapshot);
            const auto next = CatalogueSnapshot::with_units(snapshot, std::move(loaded), asked);
            REQUIRE(told_by(*next.snapshot) == told_by(*whole(stored, small_region())));
            REQUIRE(told_by(*snapshot) == before);
            for (const auto& unit : next.snapshot->units()) {
                const auto* was = snapshot->find_unit(unit.id);
                if (was != nullptr && *was == unit && std::find(asked.begin(), asked.end(), unit.id) == asked.end()) CHECK(was == &unit);
                if (was == nullptr || was->dates != unit.dates) CHECK(std::find(next.units.begin(), next.units.end(), unit.id) != next.units.end());
            }
            snapshot = next.snapshot;
        }
    }
}

TEST_CASE("units keep their index while others come and go") {
    Change change(7);
    Stored stored;
    for (std::int64_t id = 1; id <= 10; ++id) stored.emplace(id, change.unit(id));
    const auto before = whole(stored, small_region());
    const std::vector<LearningUnitId> asked{LearningUnitId{4}, LearningUnitId{20}};
    std::vector<LearningUnit> loaded{change.unit(20)};
    const auto after = CatalogueSnapshot::with_units(before, loaded, asked).snapshot;
    for (std::int64_t id = 1; id <= 10; ++id) {
        if (id != 4) CHECK(after->index_of(LearningUnitId{id}) == before->index_of(LearningUnitId{id}));
    }
    CHECK_FALSE(after->index_of(LearningUnitId{4}).has_value());
    CHECK(after->index_of(LearningUnitId{20}) == before->index_of(LearningUnitId{4}));  // what is free is given out again
}

TEST_CASE("what is told again without a difference leaves the snapshot as it is") {
    Change change(3);
    Stored stored;
    for (std::int64_t id = 1; id <= 20; ++id) stored.emplace(id, change.unit(id));
    const auto snapshot = whole(stored, small_region());
    std::vector<LearningUnitId> asked{LearningUnitId{99}};
    std::vector<LearningUnit> loaded;
    for (const auto& [id, unit] : stored) {
        asked.push_back(unit.id);
        loaded.push_back(unit);
    }
    const auto again = CatalogueSnapshot::with_units(snapshot, loaded, asked);
    CHECK(again.snapshot == snapshot);
    CHECK(again.units.empty());
    CHECK(CatalogueSnapshot::with_surroundings(snapshot, small_region())->snapshot == snapshot);
}

TEST_CASE("providers, venues, modules and courses change around the units, which stay the same objects unless they refer to what moved") {
    for (unsigned seed = 1; seed <= 6; ++seed) {
        CAPTURE(seed);
        Change change(seed);
        Stored stored;
        for (std::int64_t id = 1; id <= 30; ++id) stored.emplace(id, change.unit(id));
        const auto former = whole(stored, small_region());
        const auto before = told_by(*former);

        auto renamed = small_region();
        renamed.providers[1].name = "Anders benannt";
        renamed.courses[0].unit_ids.pop_back();
        const auto next = CatalogueSnapshot::with_surroundings(former, renamed);
        REQUIRE(next.has_value());
        CHECK_FALSE(next->everything);
        CHECK(told_by(*next->snapshot) == told_by(*whole(stored, renamed)));
        for (const auto& unit : next->snapshot->units()) {
            const bool named = std::find(next->units.begin(), next->units.end(), unit.id) != next->units.end();
            CHECK(named == (unit.provider == 1));
            if (unit.id != LearningUnitId{3}) CHECK(former->find_unit(unit.id) == &unit);  // the third left a course
        }

        auto moved = small_region();
        std::swap(moved.providers[0], moved.providers[2]);
        Venue venue;
        venue.id = VenueId{9};
        venue.slug = "neu";
        moved.venues.insert(moved.venues.begin(), venue);
        moved.modules.push_back({ModuleId{9}, "modul-neu", "Modul", "Module", "", {}, {}});
        auto stored_after = stored;
        for (auto& [id, unit] : stored_after) {
            unit.provider = 2 - unit.provider;
            for (auto& date : unit.dates) {
                if (date.venue) ++*date.venue;
            }
        }
        const auto shifted = CatalogueSnapshot::with_surroundings(former, moved);
        REQUIRE(shifted.has_value());
        CHECK(told_by(*shifted->snapshot) == told_by(*whole(stored_after, moved)));
        CHECK(shifted->units.empty());  // nothing that is shown differs
        for (const auto& unit : shifted->snapshot->units()) CHECK(former->find_unit(unit.id) == &unit);
        CHECK(told_by(*former) == before);

        for (auto& [id, unit] : stored) std::erase_if(unit.dates, [](const TutorialDate& date) { return date.venue == 0; });
        auto fewer = small_region();
        fewer.venues.erase(fewer.venues.begin());
        auto stored_fewer = stored;
        for (auto& [id, unit] : stored_fewer) {
            for (auto& date : unit.dates) {
                if (date.venue) --*date.venue;
            }
        }
        const auto without_first = CatalogueSnapshot::with_surroundings(whole(stored, small_region()), fewer);
        REQUIRE(without_first.has_value());
        CHECK(told_by(*without_first->snapshot) == told_by(*whole(stored_fewer, fewer)));

        auto gone = small_region();
        gone.modules.pop_back();
        const bool in_use = std::any_of(stored.begin(), stored.end(), [](const auto& entry) {
            return std::any_of(entry.second.modules.begin(), entry.second.modules.end(), [](const UnitModule& of) { return of.module == 2; });
        });
        CHECK(CatalogueSnapshot::with_surroundings(former, gone).has_value() == !in_use);
    }
}

}  // namespace kc::catalogue
