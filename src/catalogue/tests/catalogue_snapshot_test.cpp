// SPDX-License-Identifier: EUPL-1.2
#include "catalogue/catalogue.hpp"
#include "catalogue/content.hpp"
#include "catalogue/listing.hpp"
#include "storage/changes.hpp"
#include "storage/database.hpp"
#include "tests/support/town.hpp"

#include <doctest/doctest.h>

#include <atomic>

namespace kc::catalogue {
namespace {

using namespace std::chrono;

std::shared_ptr<const CatalogueSnapshot> load(const test::Town& town) {
    return town.database().read([](storage::Session& session) { return load_catalogue(session); });
}

LearningUnit unit_with(std::string title, std::int64_t price, std::int64_t hours, std::vector<TutorialDate> dates = {},
                       Format mode = Format::online) {
    LearningUnit unit;
    unit.id = LearningUnitId{static_cast<std::int64_t>(std::hash<std::string>{}(title) >> 2)};
    unit.slug = title;
    unit.title = std::move(title);
    unit.mode = mode;
    unit.tutorial = HalfHours{hours};
    unit.price_member = Money{price / 2};
    unit.price_other = Money{price};
    unit.dates = std::move(dates);
    return unit;
}

TutorialDate date_on(Date day, DateState state = DateState::planned) {
    static std::int64_t number = 0;
    return {TutorialDateId{++number}, Format::online, day, day, 540, 720, std::nullopt, 10, add_days(day, -14), state};
}

std::string titles(const CatalogueSnapshot& snapshot, const std::vector<std::size_t>& units) {
    std::string all;
    for (const auto unit : units) all += (all.empty() ? "" : " ") + snapshot.unit(unit).title;
    return all;
}

constexpr Date today = year{2026} / March / 2;

CatalogueSnapshot three_units() {
    CatalogueSnapshot::Parts parts;
    parts.places.push_back({PlaceId{1}, "ort", "Ort", 49, 8});
    parts.providers.push_back({ProviderId{1}, "anbieter", OrganisationId{9}, ProviderKind::company, "Anbieter", "", 0, {}});
    parts.units.push_back(unit_with("Akte", 3000, 4, {date_on(add_days(today, 60))}));
    parts.units.push_back(unit_with("Beratung", 1000, 8, {date_on(add_days(today, 13)), date_on(add_days(today, 40), DateState::cancelled)}));
    parts.units.push_back(unit_with("Chor", 1000, 2, {}, Format::self_paced));
    parts.members.insert(OrganisationId{1});
    return CatalogueSnapshot(std::move(parts));
}

}  // namespace

TEST_CASE("the snapshot holds what the database holds, linked in both directions, on both databases") {
    for (auto make : {+[] { return test::sqlite_database(); }, +[] { return test::postgres_database(); }}) {
        auto database = make();
        if (!database) continue;
        const test::Town town(std::move(database));
        const auto snapshot = load(town);
        CHECK(static_cast<std::int64_t>(snapshot->units().size()) == town.sample.units);
        CHECK(snapshot->providers().size() == 20);
        CHECK(snapshot->venues().size() == 36);
        CHECK(snapshot->modules().size() == 11);
        CHECK(snapshot->courses().size() >= 8);
        std::int64_t dates = 0;
        for (std::size_t i = 0; i < snapshot->units().size(); ++i) {
            const auto& unit = snapshot->unit(i);
            CHECK(snapshot->find_unit(unit.slug) == &unit);
            CHECK(snapshot->find_unit(unit.id) == &unit);
            CHECK_FALSE(unit.teaches.empty());
            CHECK_FALSE(unit.modules.empty());
            const auto& of_provider = snapshot->provider_of(unit).units;
            CHECK(std::find(of_provider.begin(), of_provider.end(), i) != of_provider.end());
            for (const auto& date : unit.dates) {
                if (unit.code_share_of) break;  // they are its original's
                ++dates;
                CHECK(snapshot->find_date(date.id) == &date);
                CHECK(snapshot->unit_of_date(date.id) == &unit);
                CHECK((snapshot->venue_of(date) == nullptr) == (date.mode == Format::online));
            }
            for (const auto& taught : unit.teaches) {
                const auto teaching = snapshot->teaching(taught);
                CHECK(std::find(teaching.begin(), teaching.end(), i) != teaching.end());
            }
            CHECK((i == 0 || sort_key(snapshot->unit(i - 1).title) <= sort_key(unit.title)));
        }
        CHECK(dates == town.sample.dates);
        const auto* basics = snapshot->find_unit("gespraech-grundlagen");
        const auto* advanced = snapshot->find_unit("gespraech-intensiv");
        REQUIRE(basics);
        REQUIRE(advanced);
        const auto leads = snapshot->leads_to(*basics);
        CHECK(std::find(leads.begin(), leads.end(), snapshot->index_of(advanced->id)) != leads.end());
        const auto builds = snapshot->builds_on(*advanced);
        CHECK(std::find(builds.begin(), builds.end(), snapshot->index_of(basics->id)) != builds.end());
        CHECK(snapshot->provider_of_organisation(town.organisation("akademie-it")) == snapshot->find_provider("akademie-it"));
        CHECK(snapshot->price_for(*basics, town.organisation("weinheim")) == basics->price_member);
        CHECK(snapshot->price_for(*basics, town.organisation("mauer")) == basics->price_other);
    }
}

TEST_CASE("a retired unit is left out of the catalogue, and so is what refers to it") {
    const test::Town town;
    town.database().in_transaction(
        [&](storage::Transaction& transaction) { transaction.execute("UPDATE learning_units SET state = 'retired' WHERE slug = 'ozg-einstieg'"); });
    const auto snapshot = load(town);
    CHECK(snapshot->find_unit("ozg-einstieg") == nullptr);
    CHECK(static_cast<std::int64_t>(snapshot->units().size()) == town.sample.units - 1);
    REQUIRE(snapshot->find_course("kurs-ozg"));
    CHECK(snapshot->find_course("kurs-ozg")->units.size() == 4);
}

TEST_CASE("a change of the offers reaches the snapshot without a restart") {
    const test::Town town;
    CatalogueSource source(town.database());
    storage::ChangeFeed feed(town.database(), town.database().read([](storage::Session& s) { return storage::change_position(s); }));
    source.follow(feed);
    feed.start();
    const auto before = source.current();
    const auto unit = town.unit("ozg-einstieg");
    town.database().in_transaction([&](storage::Transaction& transaction) {
        transaction.execute("UPDATE learning_units SET title = 'Neu benannt' WHERE id = ?", unit);
        storage::record_change(transaction, storage::ChangeTopic::learning_unit, unit.value);
    });
    for (int i = 0; i < 500 && source.current() == before; ++i) std::this_thread::sleep_for(10ms);
    CHECK(source.current()->find_unit(unit)->title == "Neu benannt");
    CHECK(before->find_unit(unit)->title != "Neu benannt");  // who holds the old one keeps it unchanged
    feed.stop();
}

TEST_CASE("AN-10, AN-11: a date can be booked until its deadline and is shown until it begins, unless it is cancelled") {
    const auto date = date_on(add_days(today, 14));
    CHECK(date.bookable(today));
    CHECK_FALSE(date.bookable(add_days(today, 1)));
    CHECK(date.upcoming(add_days(today, 14)));
    CHECK_FALSE(date.upcoming(add_days(today, 15)));
    const auto cancelled = date_on(add_days(today, 14), DateState::cancelled);
    CHECK_FALSE(cancelled.bookable(today));
    CHECK_FALSE(cancelled.upcoming(today));
}

TEST_CASE("AN-20 to AN-23: lists are filtered and sorted the same way in both directions, ties by title") {
    const auto snapshot = three_units();
    const auto listed = [&](UnitOrder by, bool descending, bool member = false) {
        return titles(snapshot, list_units(snapshot, {}, {by, descending}, member, today));
    };
    CHECK(listed(UnitOrder::title, false) == "Akte Beratung Chor");
    CHECK(listed(UnitOrder::title, true) == "Chor Beratung Akte");
    CHECK(listed(UnitOrder::hours, false) == "Chor Akte Beratung");
    CHECK(listed(UnitOrder::price, false) == "Beratung Chor Akte");
    CHECK(listed(UnitOrder::price, true) == "Akte Beratung Chor");
    // Beratung's next date has its deadline behind it and the other one is cancelled: it comes last in both directions.
    CHECK(listed(UnitOrder::next_date, false) == "Chor Akte Beratung");
    CHECK(listed(UnitOrder::next_date, true) == "Akte Chor Beratung");
    CHECK(titles(snapshot, list_units(snapshot, {.module = {}, .provider = {}, .format = Format::self_paced}, {}, false, today)) == "Chor");
    CHECK(list_units(snapshot, {.module = {}, .provider = 0, .format = Format::hybrid}, {}, false, today).empty());
}

TEST_CASE("titles are ordered as German readers expect") {
    CHECK(sort_key("Ämter") < sort_key("Anfang"));
    CHECK(sort_key("öffnen") < sort_key("Ordnung"));
    CHECK(sort_key("Zebra") > sort_key("Übung"));
    CHECK(sort_key("Straße") == sort_key("strasse"));
}

TEST_CASE("content that names something unknown is refused and nothing is stored") {
    const test::Town town;
    const auto count = [&] {
        return town.database().read([](storage::Session& s) { return s.get<std::int64_t>("SELECT count(*) FROM learning_units"); });
    };
    const auto before = count();
    CatalogueContent content;
    UnitContent unit;
    unit.slug = "neu";
    unit.provider = "nirgends";
    content.units.push_back(unit);
    std::string problem;
    try {
        town.database().in_transaction([&](storage::Transaction& transaction) { write_catalogue(transaction, content, town.clock.now()); });
    } catch (const CatalogueContentError& error) {
        problem = error.what();
    }
    CHECK(problem.find("nirgends") != std::string::npos);
    CHECK(problem.find("neu") != std::string::npos);
    CHECK(count() == before);
}

}  // namespace kc::catalogue
