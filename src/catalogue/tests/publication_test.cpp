// SPDX-License-Identifier: EUPL-1.2
#include "catalogue/publication.hpp"
#include "catalogue/catalogue.hpp"
#include "catalogue/content_json.hpp"
#include "storage/changes.hpp"
#include "storage/database.hpp"
#include "tests/support/town.hpp"

#include <doctest/doctest.h>

namespace kc::catalogue {
namespace {

using namespace std::chrono;

UnitContent full_content() {
    UnitContent content;
    content.slug = "wird-nicht-gelesen";
    content.kind = OfferKind::coaching;
    content.title = "Akten ohne Papier führen";
    content.objective = "Sie legen eine elektronische Akte an.";
    content.description_specialist = "Fachlich „genau“ mit\nUmbruch und <Zeichen>.";
    content.description_general = "Einfach gesagt.";
    content.audience = "Alle im Bürgerbüro";
    content.modules = {"social"};
    content.mandatory_in = {"social"};
    content.teaches = {{"conversation", 1}, {"conversation", 2}};
    content.self_study = HalfHours{4};
    content.tutorial = HalfHours{8};
    content.follow_up = HalfHours{3};
    content.mode = Format::hybrid;
    content.presence_days = 1;
    content.price_member = Money{12345};
    content.price_other = Money{23456};
    content.origin = Origin::acquired;
    content.funded = true;
    content.funding = "Land";
    content.practice = "Am nächsten Tag.";
    content.keywords = {"E-Akte", "DMS, neu"};
    content.participants_min = 4;
    content.participants_max = 12;
    content.difficulty = Difficulty::advanced;
    content.dqr = 5;
    content.ects_tenths = 15;
    content.credentials = {CredentialKind::participation, CredentialKind::certificate};
    content.accessibility = {AccessibilityFeature::captions};
    content.accessibility_note = "Bitte melden.";
    content.seals = {{"Siegel", "Prüfstelle", year{2027} / January / 31}, {"Zweites", "Andere", std::nullopt}};
    content.source = SourceContent{"csv", "17", "https://example.org/17"};
    return content;
}

struct Publication {
    test::Town town;
    ProviderId provider;
    Instant now = town.clock.now();

    explicit Publication(std::unique_ptr<test::TestDatabase> database) : town(std::move(database)) {
        provider = town.database().read([](storage::Session& s) { return s.get<ProviderId>("SELECT id FROM providers WHERE slug = 'dialograum'"); });
    }
    template <class F> auto write(F&& f) { return town.database().in_transaction(std::forward<F>(f)); }
    template <class F> auto read(F&& f) { return town.database().read(std::forward<F>(f)); }
    LearningUnitId published(const UnitContent& content) {
        return write([&](storage::Transaction& tx) {
            const auto id = create_unit(tx, provider, content.title, now);
            publish_unit(tx, id, content, now);
            return id;
        });
    }
};

UnitContent without_names(UnitContent content) {
    content.slug.clear();
    content.provider.clear();
    return content;
}

}  // namespace

TEST_CASE("a description comes back from JSON as it was written") {
    auto content = full_content();
    content.dates.push_back({Format::online, year{2027} / March / 1, year{2027} / March / 2, 540, 720, std::nullopt, 12, year{2027} / February / 1,
                             DateState::planned, 0, "t1"});
    const auto read = unit_content_from_json(to_json(content));
    REQUIRE(read.has_value());
    CHECK(*read == content);
}

TEST_CASE("a description in JSON that is wrong is refused with the place and what is expected") {
    const auto problem = [](std::string_view json) {
        const auto read = unit_content_from_json(json);
        REQUIRE_FALSE(read.has_value());
        return read.error().field + "|" + read.error().message;
    };
    CHECK(problem("{").starts_with("|Das ist kein gültiges JSON"));
    CHECK(problem("[]").starts_with("|Hier wird ein Objekt"));
    CHECK(problem(R"({"titel":"x"})").starts_with("titel|Diese Angabe ist nicht bekannt"));
    CHECK(problem(R"({"title":7})").starts_with("title|Hier wird ein Text"));
    CHECK(problem(R"({"mode":"vor Ort"})").starts_with("mode|Erlaubt sind: on_site, online"));
    CHECK(problem(R"({"teaches":[{"competence":"a","level":"b"}]})").starts_with("teaches[0].level|Hier wird eine ganze Zahl"));
    CHECK(problem(R"({"seals":[{"name":"a","valid_until":"31.1.2027"}]})").starts_with("seals[0].valid_until|Hier wird ein Datum"));
    CHECK(problem(R"({"dqr":99999999999})").starts_with("dqr|"));
    CHECK(problem(R"({"dates":[{"last_day":"2027-03-02"}]})").starts_with("dates[0].first_day|Hier wird ein Datum"));
}

TEST_CASE("what is published is read back whole, in the tables and as a version") {
    for (auto make : {+[] { return test::sqlite_database(); }, +[] { return test::postgres_database(); }}) {
        auto database = make();
        if (!database) continue;
        Publication at(std::move(database));
        const auto content = full_content();
        const auto id = at.published(content);
        at.read([&](storage::Session& session) {
            const auto stored = find_stored_unit(session, id);
            REQUIRE(stored);
            CHECK(stored->slug == "akten-ohne-papier-fuehren");
            CHECK(stored->state == UnitState::published);
            CHECK(stored->version == 1);
            CHECK(without_names(read_unit_content(session, id)) == without_names(content));
            const auto version = read_unit_version(session, id, 1);
            REQUIRE(version);
            CHECK(*version == content);
            CHECK(find_stored_unit(session, at.provider, "csv", "17")->id == id);
            CHECK_FALSE(find_stored_unit(session, at.provider, "csv", "18"));
        });
        const auto snapshot = at.read([](storage::Session& session) { return load_catalogue(session); });
        const auto* unit = snapshot->find_unit(id);
        REQUIRE(unit != nullptr);
        CHECK(unit->seals.size() == 2);
        CHECK(unit->keywords == content.keywords);
        CHECK(unit->credentials == content.credentials);
        CHECK_FALSE(unit->seals[0].valid(year{2027} / February / 1));
    }
}

TEST_CASE("a published version stays as it was when a new one follows") {
    for (auto make : {+[] { return test::sqlite_database(); }, +[] { return test::postgres_database(); }}) {
        auto database = make();
        if (!database) continue;
        Publication at(std::move(database));
        auto content = full_content();
        const auto id = at.published(content);
        content.title = "Neuer Titel";
        content.teaches = {{"conversation", 3}};
        content.seals.clear();
        CHECK(at.write([&](storage::Transaction& tx) { return publish_unit(tx, id, content, at.now); }) == 2);
        at.read([&](storage::Session& session) {
            CHECK(read_unit_version(session, id, 1)->title == "Akten ohne Papier führen");
            CHECK(read_unit_version(session, id, 2)->title == "Neuer Titel");
            CHECK(read_unit_content(session, id).teaches == std::vector<LevelContent>{{"conversation", 3}});
            CHECK(list_unit_versions(session, id).size() == 2);
            CHECK(find_stored_unit(session, id)->slug == "akten-ohne-papier-fuehren");  // addresses do not change
        });
    }
}

TEST_CASE("an offer from before versions were kept keeps its first version when it changes") {
    Publication at(test::sqlite_database());
    const auto id = at.town.unit("gespraech-grundlagen");
    auto content = at.read([&](storage::Session& session) { return read_unit_content(session, id); });
    const auto title = content.title;
    at.write([&](storage::Transaction& tx) {
        tx.execute("DELETE FROM unit_versions WHERE unit_id = ?", id);
        content.title = "Anders";
        return publish_unit(tx, id, content, at.now);
    });
    at.read([&](storage::Session& session) { CHECK(read_unit_version(session, id, 1)->title == title); });
}

TEST_CASE("slugs stay unique, and an unknown name in a description writes nothing") {
    Publication at(test::sqlite_database());
    const auto content = full_content();
    const auto first = at.published(content), second = at.published([&] {
        auto other = content;
        other.source.reset();
        return other;
    }());
    at.read([&](storage::Session& session) {
        CHECK(find_stored_unit(session, first)->slug == "akten-ohne-papier-fuehren");
        CHECK(find_stored_unit(session, second)->slug == "akten-ohne-papier-fuehren-2");
    });
    auto wrong = content;
    wrong.source.reset();
    wrong.modules = {"gibt-es-nicht"};
    CHECK_THROWS_AS(at.published(wrong), CatalogueContentError);
    CHECK(at.read([&](storage::Session& session) { return list_stored_units(session, at.provider); }).size() > 2);
    CHECK(at.read([&](storage::Session& session) {
        return session.get<std::int64_t>("SELECT count(*) FROM learning_units WHERE state = 'draft'");
    }) == 0);
}

TEST_CASE("reading only the changed offers again gives the same catalogue as reading all") {
    for (auto make : {+[] { return test::sqlite_database(); }, +[] { return test::postgres_database(); }}) {
        auto database = make();
        if (!database) continue;
        Publication at(std::move(database));
        CatalogueSource source(at.town.database());
        std::vector<std::vector<LearningUnitId>> told;
        source.on_swap([&](const auto&, std::optional<std::span<const LearningUnitId>> changed) {
            if (changed)
                told.emplace_back(changed->begin(), changed->end());
            else
                told.emplace_back();
        });
        const auto added = at.published(full_content());
        const auto retired = at.town.unit("zuhoeren-nachfragen"), moved = at.town.unit("gespraech-grundlagen");
        at.write([&](storage::Transaction& tx) {
            retire_unit(tx, retired, at.now);
            auto dates = list_stored_dates(tx, moved);
            REQUIRE_FALSE(dates.empty());
            dates.front().state = DateState::cancelled;
            change_date(tx, dates.front());
            auto label = full_content();
            label.source.reset();
            label.title = "Unter eigenem Namen";
            label.origin = Origin::code_share;
            label.code_share_of = "gespraech-grundlagen";
            publish_unit(tx, create_unit(tx, at.provider, label.title, at.now), label, at.now);
            return 0;
        });
        const auto label = at.town.unit("unter-eigenem-namen");
        const std::vector<LearningUnitId> changed{added, retired, moved, label};
        source.renew(changed);
        CHECK(told.size() == 2);
        CHECK(told.front().empty());
        CHECK(told.back() == changed);
        const auto all = at.read([](storage::Session& session) { return load_catalogue(session); });
        const auto part = source.current();
        REQUIRE(all->units().size() == part->units().size());
        const auto ids = [](const CatalogueSnapshot& snapshot, const auto& indices) {
            std::vector<LearningUnitId> list;
            for (const std::size_t index : indices) list.push_back(snapshot.unit(index).id);
            return list;
        };
        CHECK(ids(*all, all->units().indices()) == ids(*part, part->units().indices()));
        for (std::size_t i = 0; i < all->units().size(); ++i) {
            const auto &a = all->units()[i], &b = part->units()[i];
            CAPTURE(a.title);
            CHECK(a.after.has_value() == b.after.has_value());
            if (a.after) CHECK(all->unit(*a.after).id == part->unit(*b.after).id);
            CHECK(a.courses == b.courses);
            CHECK(a.modules == b.modules);
            CHECK(a.dates == b.dates);
        }
        for (std::size_t i = 0; i < all->providers().size(); ++i)
            CHECK(ids(*all, all->providers()[i].units) == ids(*part, part->providers()[i].units));
        for (std::size_t i = 0; i < all->courses().size(); ++i) CHECK(ids(*all, all->courses()[i].units) == ids(*part, part->courses()[i].units));
        // The label has the dates of its original, and a date belongs to the original.
        const auto *original_unit = part->find_unit(moved), *label_unit = part->find_unit(label);
        REQUIRE(label_unit != nullptr);
        REQUIRE(label_unit->dates.size() == original_unit->dates.size());
        CHECK(part->unit_of_date(label_unit->dates.front().id)->id == moved);
    }
}

TEST_CASE("a unit that refers to a venue the node has not heard of yet brings the venue along") {
    Publication at(test::sqlite_database());
    CatalogueSource source(at.town.database());
    const auto unit = at.town.unit("gespraech-grundlagen");
    at.write([&](storage::Transaction& tx) {
        const auto venue = tx.get<VenueId>("SELECT id FROM venues ORDER BY id LIMIT 1");
        tx.execute(
            "INSERT INTO venues (slug, organisation_id, name, place_id, street, seats, step_free, equipment, description, accessibility, "
            "accessibility_note, didactics, price_day_cents, retired) SELECT 'aa-neu', organisation_id, 'Aa neu', place_id, street, seats, "
            "step_free, equipment, description, accessibility, accessibility_note, didactics, price_day_cents, retired FROM venues WHERE id = ?",
            venue);
        tx.execute("UPDATE tutorial_dates SET venue_id = (SELECT id FROM venues WHERE slug = 'aa-neu') WHERE unit_id = ?", unit);
        return 0;
    });
    const std::vector<LearningUnitId> changed{unit};
    source.renew(changed);
    const auto snapshot = source.current();
    REQUIRE(snapshot->find_venue("aa-neu") != nullptr);
    CHECK(snapshot->find_venue("aa-neu")->dates.size() == snapshot->find_unit(unit)->dates.size());
    CHECK(snapshot->venue_of(snapshot->find_unit(unit)->dates.front())->slug == "aa-neu");
    source.renew_surroundings();
    CHECK(source.current() == snapshot);  // known already
}

TEST_CASE("an internal offer is seen by its own people only") {
    Publication at(test::sqlite_database());
    auto content = full_content();
    content.only_for = "weinheim";
    const auto id = at.published(content);
    const auto snapshot = at.read([](storage::Session& session) { return load_catalogue(session); });
    const auto* unit = snapshot->find_unit(id);
    REQUIRE(unit != nullptr);
    CHECK(unit->visible_to(at.town.organisation("weinheim")));
    CHECK_FALSE(unit->visible_to(at.town.organisation("mauer")));
    CHECK_FALSE(unit->visible_to(std::nullopt));
}

}  // namespace kc::catalogue
