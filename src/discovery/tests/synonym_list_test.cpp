// SPDX-License-Identifier: EUPL-1.2
#include "discovery/synonym_preview.hpp"
#include "discovery/tests/saved_town.hpp"
#include "storage/changes.hpp"

#include <doctest/doctest.h>

#include <thread>

using namespace kc;
using namespace kc::discovery;
using namespace kc::discovery::test;

namespace {

const std::string better = "groups:\n  - [Fahrrad, Drahtesel]\n  - [Quatschwort, Datenschutz]\n";

}  // namespace

TEST_CASE("the list is saved by the office alone, in revisions, and nobody overwrites what somebody else has saved") {
    for (auto& town : saved_towns()) {
        auto& lists = town->synonym_lists;
        const auto& office = town->town.office;
        CHECK(lists.in_force().revision == 0);
        CHECK(lists.text() == delivered_synonyms);
        CHECK(lists.save(town->town.board_member, 0, better).error().error == SynonymListError::not_permitted);
        CHECK(lists.restore(town->town.clerk, 0, 0).error().error == SynonymListError::not_permitted);
        CHECK(lists.save(office, 0, delivered_synonyms).error().error == SynonymListError::unchanged);
        CHECK(*lists.save(office, 0, better) == 1);
        CHECK(lists.text() == better);
        CHECK(lists.save(office, 0, "groups:\n  - [a, b]\n").error().error == SynonymListError::outdated);
        const auto unreadable = lists.save(office, 1, "groups:\n  - [nur eins\n");
        CHECK(unreadable.error().error == SynonymListError::unreadable);
        CHECK_FALSE(unreadable.error().problems.empty());
        CHECK(lists.restore(office, 1, 77).error().error == SynonymListError::revision_not_found);
        CHECK(*lists.restore(office, 1, 0) == 2);
        CHECK(lists.text() == delivered_synonyms);
        CHECK(lists.history(10).size() == 2);
        CHECK(*lists.find_text(1) == better);
        CHECK(town->value("SELECT COUNT(*) FROM audit_log WHERE action = 'search_vocabulary.changed'") == 2);
        CHECK(town->value("SELECT COUNT(*) FROM change_log WHERE topic = 'search_vocabulary'") == 2);
    }
}

TEST_CASE("a saved list is in force for the search of this node within a second") {
    for (auto& town : saved_towns()) {
        OfferSearch offers(town->catalogues, town->frameworks, town->town.clock, language_of_project(), [&] { return town->synonym_lists.text(); });
        const auto position = town->town.database().read([](storage::Session& session) { return storage::change_position(session); });
        storage::ChangeFeed feed(town->town.database(), position);
        offers.follow(feed);
        feed.start();
        const auto hits = [&] {
            const auto state = offers.current();
            SearchQuery query;
            query.text = "Quatschwort";
            return find_offers(*state, query, searcher_of(*state, nullptr, nullptr, town->town.clock.today()), Purpose::list).answer.total;
        };
        CHECK(hits() == 0);
        const auto begin = std::chrono::steady_clock::now();
        REQUIRE(town->synonym_lists.save(town->town.office, 0, better).has_value());
        while (hits() == 0 && std::chrono::steady_clock::now() - begin < std::chrono::seconds(20))
            std::this_thread::sleep_for(std::chrono::milliseconds(5));
        const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - begin).count();
        MESSAGE("in force after " << took << " ms");
        CHECK(hits() > 0);
        feed.stop();
    }
}

TEST_CASE("the preview tells how words are understood and which hits change, and changes nothing itself") {
    SavedTown town;
    auto read = search::parse_synonyms(better);
    REQUIRE(read.has_value());
    const auto state = town.offers.current();
    const auto preview = preview_synonyms(*state, *town.offers.language(), std::move(*read), "Quatschwort", town.town.clock.today());
    CHECK(preview.total_before == 0);
    CHECK(preview.total_after > 0);
    REQUIRE_FALSE(preview.words.empty());
    CHECK(preview.words.front().also == std::vector<std::string>{"Datenschutz"});
    REQUIRE_FALSE(preview.hits.empty());
    CHECK(preview.hits.front().after == 1);
    CHECK_FALSE(preview.hits.front().before);
    CHECK(town.offers.current()->index == state->index);
}

TEST_CASE("the page shows errors by line, keeps what was typed, and warns before somebody else's revision is replaced") {
    FollowUpPages pages;
    const auto* office = &pages.town.office;
    CHECK(FollowUpPages::location(pages.get("/suche-woerter")) == "/anmelden");
    for (const auto* viewer : {&pages.town.clerk, &pages.town.board_member, &pages.town.provider_editor}) {
        CHECK(pages.get("/suche-woerter", viewer).status == 403);
        CHECK(pages.post("/suche-woerter", {{"text", better}, {"fassung", "0"}}, viewer).status == 403);
        CHECK(pages.post("/suche-woerter/vorschau", {{"text", better}, {"suchwort", "x"}}, viewer).status == 403);
        CHECK(pages.get("/suche-woerter/fassungen/0", viewer).status == 403);
        CHECK(pages.post("/suche-woerter/fassungen/0/wiederherstellung", {{"fassung", "0"}}, viewer).status == 403);
    }
    auto page = pages.get("/suche-woerter", office);
    CHECK(page.status == 200);
    CHECK(contains(page.text(), "mitgelieferte Liste mit 1 Gruppe"));
    CHECK(contains(page.text(), "Drahtesel"));
    CHECK(occurrences(page.text(), "<h1") == 1);

    page = pages.post("/suche-woerter", {{"text", "groups:\n  - [OZG, OZG-Gesetz]\n  - {falsch: 1}\n"}, {"fassung", "0"}}, office);
    CHECK(page.status == 422);
    CHECK(contains(page.text(), "Zeile 3"));
    CHECK(contains(page.text(), "OZG-Gesetz"));
    page = pages.post("/suche-woerter", {{"text", "<script>alert(1)</script>"}, {"fassung", "0"}}, office);
    CHECK(page.status == 422);
    CHECK_FALSE(contains(page.text(), "<script>alert"));

    page = pages.post("/suche-woerter/vorschau", {{"text", better}, {"suchwort", "Quatschwort"}, {"fassung", "0"}}, office);
    CHECK(page.status == 200);
    CHECK(contains(page.text(), "Vorher 0 Treffer"));
    CHECK(contains(page.text(), "Datenschutz"));
    CHECK(pages.post("/suche-woerter/vorschau", {{"text", better}, {"suchwort", ""}}, office).status == 422);

    CHECK(pages.post("/suche-woerter", {{"text", better}, {"fassung", "0"}}, office).status == 303);
    page = pages.post("/suche-woerter", {{"text", "groups:\n  - [Meins, Deins]\n"}, {"fassung", "0"}}, office);
    CHECK(page.status == 409);
    CHECK(contains(page.text(), "Inzwischen hat jemand anderes gespeichert"));
    CHECK(contains(page.text(), "Meins, Deins"));
    CHECK(contains(page.text(), "name=\"fassung\" value=\"1\""));
    CHECK(pages.synonym_lists.text() == better);

    CHECK(contains(pages.get("/suche-woerter/fassungen/1", office).text(), "Quatschwort"));
    CHECK(pages.get("/suche-woerter/fassungen/9", office).status == 404);
    CHECK(pages.get("/suche-woerter/fassungen/%3Cscript%3E", office).status == 404);
    CHECK(pages.get("/suche-woerter/fassungen/99999999999999999999", office).status == 404);
    CHECK(pages.post("/suche-woerter/fassungen/0/wiederherstellung", {{"fassung", "0"}}, office).status == 409);
    CHECK(pages.post("/suche-woerter/fassungen/0/wiederherstellung", {{"fassung", "1"}}, office).status == 303);
    CHECK(pages.synonym_lists.text() == delivered_synonyms);
}
