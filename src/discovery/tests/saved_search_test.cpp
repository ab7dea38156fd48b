// SPDX-License-Identifier: EUPL-1.2
#include "discovery/tests/saved_town.hpp"

#include "web/format.hpp"

#include <doctest/doctest.h>

using namespace kc;
using namespace kc::discovery;
using namespace kc::discovery::test;
using http::Method;

namespace {

std::string provider_slug(const SavedTown& town, std::size_t unit = 0) {
    const auto snapshot = town.catalogues.current();
    return snapshot->provider_of(snapshot->unit(unit)).slug;
}

}  // namespace

TEST_CASE("a search is saved in its canonical form, once, for its person alone, and deleted again") {
    for (auto& town : saved_towns()) {
        const auto query = "seite=3&sortierung=preis&anbieter=" + provider_slug(*town);
        const auto id = town->saved.save(town->town.clerk, "  Mein Anbieter ", query, Digest::never);
        REQUIRE(id.has_value());
        const auto stored = town->saved.own(town->town.clerk);
        REQUIRE(stored.size() == 1);
        CHECK(stored.front().name == "Mein Anbieter");
        CHECK(stored.front().query == "anbieter=" + provider_slug(*town));
        CHECK(town->saved.save(town->town.clerk, "Noch einmal", query, Digest::never).error() == SavedSearchError::already_saved);
        CHECK(town->saved.own(town->town.newcomer).empty());
        CHECK(town->saved.remove(town->town.newcomer, *id).error() == SavedSearchError::search_not_found);
        CHECK(town->saved.change(town->town.newcomer, *id, "Fremd", Digest::daily).error() == SavedSearchError::search_not_found);
        CHECK(town->saved.change(town->town.clerk, *id, "Neuer Name", Digest::daily).has_value());
        CHECK(town->saved.own(town->town.clerk).front().name == "Neuer Name");
        CHECK(town->saved.remove(town->town.clerk, *id).has_value());
        CHECK(town->saved.remove(town->town.clerk, *id).error() == SavedSearchError::search_not_found);
        CHECK(town->value("SELECT COUNT(*) FROM audit_log WHERE action LIKE 'saved_search.%'") == 3);
    }
}

TEST_CASE("a search without a name, without a question, or by a closed account is refused") {
    SavedTown town;
    const auto query = "anbieter=" + provider_slug(town);
    CHECK(town.saved.save(town.town.clerk, "  ", query, Digest::never).error() == SavedSearchError::name_missing);
    CHECK(town.saved.save(town.town.clerk, std::string(81, 'x'), query, Digest::never).error() == SavedSearchError::name_too_long);
    CHECK(town.saved.save(town.town.clerk, "Alles", "", Digest::never).error() == SavedSearchError::empty_search);
    CHECK(town.saved.save(town.town.clerk, "Alles", "unbekannt=1&seite=2", Digest::never).error() == SavedSearchError::empty_search);
    for (std::size_t i = 0; i < saved_searches_max; ++i)
        REQUIRE(town.saved.save(town.town.clerk, "Suche", fmt::format("q=wort{}", i), Digest::never).has_value());
    CHECK(town.saved.save(town.town.clerk, "Suche", "q=zuviel", Digest::never).error() == SavedSearchError::too_many_searches);
    town.change(fmt::format("UPDATE people SET state = 'blocked' WHERE id = {}", town.town.newcomer.person.value));
    CHECK(town.saved.save(town.town.newcomer, "Suche", "q=akte", Digest::never).error() == SavedSearchError::not_permitted);
}

TEST_CASE("remembered hits are read back as they were written, whatever else stands there is left out") {
    RememberedHits hits;
    hits.providers = {3, 7};
    hits.offers[17] = {true, Money{45'00}, parse_date("2026-05-04"), 12, 345};
    hits.offers[18] = {true, Money{0}, std::nullopt, 0, 0};
    CHECK(parse_remembered_hits(to_text(hits)) == hits);
    CHECK(parse_remembered_hits("p x\nabc\n17 kaputt\n\n").offers.empty());
}

TEST_CASE("nothing is mailed as long as nothing is new, then one mail tells everything at once, and only once (FI-76, FI-77)") {
    for (auto& town : saved_towns()) {
        const auto& clerk = town->town.clerk;
        const auto ids = town->dated_units(1);
        const auto snapshot = town->catalogues.current();
        const auto& unit = *snapshot->find_unit(ids[0]);
        const auto query = "anbieter=" + snapshot->provider_of(unit).slug;
        REQUIRE(town->saved.save(clerk, "Mein Anbieter", query, Digest::daily).has_value());
        REQUIRE(town->watch_list.add(clerk, ids[0]).has_value());
        REQUIRE(town->watch_list.set_digest(clerk, Digest::daily).has_value());
        town->next_day();
        CHECK_FALSE(town->digests.write_to(clerk.person));
        town->next_day();
        town->change(fmt::format("UPDATE learning_units SET price_member_cents = price_member_cents - 100 WHERE id = {}", ids[0].value));
        (void)town->offers.current();
        CHECK(town->digests.write_to(clerk.person));
        CHECK_FALSE(town->digests.write_to(clerk.person));
        const auto mails = town->mails();
        REQUIRE(mails.size() == 1);
        CHECK(contains(mails[0], "Suche „Mein Anbieter“: 1 Neuigkeit"));
        CHECK(contains(mails[0], "Preis gesunken von"));
        CHECK(contains(mails[0], "Auf Ihrer Merkliste"));
        CHECK(contains(mails[0], "https://campus.example/angebote/" + unit.slug));
        CHECK(contains(mails[0], "https://campus.example/angebote?" + query));
        CHECK(contains(mails[0], "https://campus.example/nachrichten/abbestellen/" + town->digests.tokens().token_of(clerk.person)));
        CHECK(contains(mails[0], "Guten Tag "));
        CHECK_FALSE(contains(mails[0], "{"));
        town->next_day();
        CHECK_FALSE(town->digests.write_to(clerk.person));
    }
}

TEST_CASE("a new offer and a new date are news; an offer that appears later of a known provider is not called a new provider") {
    SavedTown town;
    const auto& clerk = town.town.clerk;
    const auto id = town.dated_units(1).front();
    const auto slug = town.catalogues.current()->provider_of(*town.catalogues.current()->find_unit(id)).slug;
    town.change(fmt::format("UPDATE learning_units SET state = 'retired' WHERE id = {}", id.value));
    REQUIRE(town.saved.save(clerk, "Suche", "anbieter=" + slug, Digest::daily).has_value());
    town.next_day();
    town.change(fmt::format("UPDATE learning_units SET state = 'published' WHERE id = {}", id.value));
    CHECK(town.digests.write_to(clerk.person));
    CHECK(contains(town.mails().back(), "neues Angebot,"));
    town.next_day();
    town.change(
        fmt::format("INSERT INTO tutorial_dates (unit_id, mode, first_day, last_day, start_minute, end_minute, seats, booking_deadline, state) "
                    "VALUES ({}, 'online', '2026-09-01', '2026-09-01', 540, 720, 10, '2026-08-20', 'planned')",
                    id.value));
    CHECK(town.digests.write_to(clerk.person));
    CHECK(contains(town.mails().back(), "neuer Termin"));
}

TEST_CASE("weekly means a week: the days in between are quiet") {
    SavedTown town;
    const auto& clerk = town.town.clerk;
    const auto id = town.dated_units(1).front();
    REQUIRE(town.watch_list.add(clerk, id).has_value());
    REQUIRE(town.watch_list.set_digest(clerk, Digest::weekly).has_value());
    CHECK_FALSE(town.digests.write_to(clerk.person));  // the first look
    town.change(fmt::format("UPDATE learning_units SET price_member_cents = price_member_cents + 100 WHERE id = {}", id.value));
    for (int day = 1; day < 7; ++day) {
        town.next_day();
        CHECK_FALSE(town.digests.write_to(clerk.person));
    }
    town.next_day();
    CHECK(town.digests.write_to(clerk.person));
    CHECK(contains(town.mails().back(), "Preis gestiegen von"));
}

TEST_CASE("the daily job writes to everybody who is due and queues the next day first") {
    SavedTown town;
    const auto id = town.dated_units(1).front();
    for (const auto* viewer : {&town.town.clerk, &town.town.newcomer, &town.town.outsider}) {
        REQUIRE(town.watch_list.add(*viewer, id).has_value());
        REQUIRE(town.watch_list.set_digest(*viewer, Digest::daily).has_value());
    }
    town.town.database().in_transaction([&](storage::Transaction& transaction) {
        town.digests.schedule(transaction);
        town.digests.schedule(transaction);
    });
    CHECK(town.value("SELECT COUNT(*) FROM jobs WHERE kind = 'discovery.digest'") == 1);
    town.next_day();
    town.change(
        fmt::format("UPDATE learning_units SET price_member_cents = price_member_cents + 100, price_other_cents = price_other_cents + 100 "
                    "WHERE id = {}",
                    id.value));
    town.change(fmt::format("UPDATE people SET state = 'blocked' WHERE id = {}", town.town.newcomer.person.value));
    jobs::JobWorker worker(town.town.database(), town.town.clock, {{std::string(digest_job), [&](const jobs::Job& job) { town.digests.run(job); }}});
    CHECK(worker.run_due() == 1);
    CHECK(town.mails().size() == 2);
    CHECK(town.value("SELECT COUNT(*) FROM jobs WHERE kind = 'discovery.digest' AND state = 'queued'") == 1);
    CHECK(worker.run_due() == 0);
}

TEST_CASE("a link to stop mails works without signing in, for one person, and a changed one for nobody") {
    FollowUpPages pages;
    const auto& clerk = pages.town.clerk;
    REQUIRE(pages.saved.save(clerk, "Suche", "q=akte", Digest::daily).has_value());
    REQUIRE(pages.saved.save(pages.town.newcomer, "Suche", "q=akte", Digest::daily).has_value());
    REQUIRE(pages.watch_list.set_digest(clerk, Digest::weekly).has_value());
    const auto token = pages.digests.tokens().token_of(clerk.person);
    const auto path = "/nachrichten/abbestellen/" + token;
    const auto asked = pages.get(path);
    CHECK(asked.status == 200);
    CHECK(contains(asked.text(), "<form method=\"post\""));
    CHECK_FALSE(contains(asked.text(), clerk.display_name));
    CHECK(pages.saved.own(clerk).front().digest == Digest::daily);  // looking changes nothing

    auto other = token;
    other.front() = other.front() == '1' ? '2' : '1';
    auto damaged = token;
    damaged.back() = damaged.back() == 'A' ? 'B' : 'A';
    const auto foreign = UnsubscribeTokens("another").token_of(clerk.person);
    for (const auto& wrong :
         {other, damaged, foreign, token.substr(0, token.size() - 1), token + "A", "0" + token, std::string("1."), std::string("1.A"),
          std::string("x"), std::string(10'000, '1'), "-" + token, "99999999999999999999." + token.substr(token.find('.') + 1)}) {
        CHECK(pages.get("/nachrichten/abbestellen/" + wrong).status == 404);
        CHECK(pages.post("/nachrichten/abbestellen/" + wrong, {}).status == 404);
    }
    CHECK(pages.saved.own(clerk).front().digest == Digest::daily);

    const auto done = pages.post(path, {});
    CHECK(done.status == 200);
    CHECK(contains(done.text(), "keine Nachrichten"));
    CHECK(pages.saved.own(clerk).front().digest == Digest::never);
    CHECK(pages.watch_list.own(clerk).digest == Digest::never);
    CHECK(pages.saved.own(pages.town.newcomer).front().digest == Digest::daily);
    CHECK(pages.post(path, {}).status == 200);
}

TEST_CASE("a search is saved, renamed and deleted by forms; what is refused stays in the form") {
    FollowUpPages pages;
    const auto* clerk = &pages.town.clerk;
    CHECK(FollowUpPages::location(pages.get("/gespeicherte-suchen")) == "/anmelden");
    CHECK(contains(pages.get("/gespeicherte-suchen", clerk).text(), "Noch keine Suche gespeichert"));
    CHECK(FollowUpPages::location(pages.get("/gespeicherte-suchen/neu", clerk)) == "/angebote");
    auto page = pages.get("/gespeicherte-suchen/neu?q=akte&form=online", clerk);
    CHECK(page.status == 200);
    CHECK(contains(page.text(), "name=\"suche\""));
    CHECK(contains(page.text(), "„akte“"));
    page = pages.post("/gespeicherte-suchen", {{"suche", "q=akte"}, {"name", ""}, {"digest", "daily"}}, clerk);
    CHECK(page.status == 422);
    CHECK(contains(page.text(), "id=\"fehler\""));
    CHECK(pages.post("/gespeicherte-suchen", {{"suche", "q=akte"}, {"name", "Akte <b>"}, {"digest", "daily"}}, clerk).status == 303);
    CHECK(pages.post("/gespeicherte-suchen", {{"suche", "q=akte"}, {"name", "Akte"}, {"digest", "daily"}}, clerk).status == 422);
    CHECK(FollowUpPages::location(pages.post("/gespeicherte-suchen", {{"suche", "%%%"}, {"name", "x"}, {"digest", "daily"}}, clerk)) == "/angebote");
    page = pages.get("/gespeicherte-suchen", clerk);
    CHECK(contains(page.text(), "Akte &lt;b&gt;"));
    CHECK(contains(page.text(), "href=\"/angebote?q=akte\""));
    const auto path = fmt::format("/gespeicherte-suchen/{}", pages.saved.own(*clerk).front().id.value);
    CHECK(pages.get(path, clerk).status == 200);
    CHECK(pages.get(path, &pages.town.newcomer).status == 404);
    CHECK(pages.post(path, {{"name", "Elektronische Akte"}, {"digest", "never"}}, clerk).status == 303);
    CHECK(pages.post(path, {{"name", "Elektronische Akte"}, {"digest", "immer"}}, clerk).status == 422);
    CHECK(pages.get(path + "/loeschung", clerk).status == 200);
    CHECK(pages.post(path + "/loeschung", {}, &pages.town.newcomer).status == 404);
    CHECK(pages.post(path + "/loeschung", {}, clerk).status == 303);
    CHECK(pages.post(path + "/loeschung", {}, clerk).status == 404);
}

TEST_CASE("programs keep saved searches, and hear by name what is wrong") {
    FollowUpPages pages;
    const auto* clerk = &pages.town.clerk;
    const auto created = pages.api(Method::post, "/api/v1/me/saved-searches", clerk, R"({"name":"Akte","query":"q=akte","digest":"weekly"})");
    CHECK(created.status == 201);
    const auto path = fmt::format("/api/v1/me/saved-searches/{}", pages.saved.own(*clerk).front().id.value);
    CHECK(contains(pages.api(Method::get, "/api/v1/me/saved-searches", clerk).text(), "\"digest\":\"weekly\""));
    CHECK(pages.api(Method::put, path, clerk, R"({"name":"Akten","digest":"never"})").status == 204);
    CHECK(pages.api(Method::put, path, clerk, R"({"name":"Akten"})").status == 422);
    CHECK(pages.api(Method::put, path, &pages.town.newcomer, R"({"name":"Akten","digest":"never"})").status == 404);
    CHECK(pages.api(Method::post, "/api/v1/me/saved-searches", clerk, R"({"name":"Akte","query":"q=akte"})").status == 409);
    CHECK(pages.api(Method::post, "/api/v1/me/saved-searches", clerk, R"({"name":"Akte","query":"x=1"})").status == 422);
    CHECK(pages.api(Method::del, path, clerk).status == 204);
    CHECK(pages.api(Method::del, path, clerk).status == 404);
}
