// SPDX-License-Identifier: EUPL-1.2
#include "discovery/tests/saved_town.hpp"

#include <doctest/doctest.h>

using namespace kc;
using namespace kc::discovery;
using namespace kc::discovery::test;
using http::Method;

TEST_CASE("how an offer stood is read back as it was written, and nothing else is taken for it") {
    const OfferCondition there{true, Money{45'00}, parse_date("2026-05-04"), 12, 345};
    CHECK(parse_offer_condition(to_text(there)) == there);
    CHECK(parse_offer_condition(to_text(OfferCondition{})) == OfferCondition{});
    for (const auto* text : {"", "1", "1;2;3;4;5", "1;x;;1;1", "1;45;2026-02-31;1;1", "1;45;;1;1;1"}) CHECK_FALSE(parse_offer_condition(text));
}

TEST_CASE("news is a new date, another price, other seats of the same date, or the end of the offer (FI-70)") {
    using enum OfferChange;
    const OfferCondition before{true, Money{45'00}, parse_date("2026-05-04"), 12, 345};
    auto now = before;
    CHECK(changes_between(before, now).empty());
    now.next_day = parse_date("2026-06-04");  // the first date has passed, the second was known
    now.seats = 5;
    CHECK(changes_between(before, now).empty());
    now.newest_date = 346;
    CHECK(changes_between(before, now) == std::vector{new_date});
    now = before;
    now.price = Money{40'00};
    now.seats = 8;
    CHECK(changes_between(before, now) == std::vector{price_lower, fewer_seats});
    now = before;
    now.next_day.reset();
    CHECK(changes_between(before, now) == std::vector{no_date_left});
    CHECK(changes_between(before, OfferCondition{}) == std::vector{retired});
    CHECK(changes_between(OfferCondition{}, before) == std::vector{offered_again, new_date});
    CHECK(changes_between(OfferCondition{}, OfferCondition{}).empty());
}

TEST_CASE("an offer is noted once, seen by its person alone, and taken off again; each change is in the audit log") {
    for (auto& town : follow_up_towns()) {
        const auto id = town->dated_units(1).front();
        CHECK(*town->watch_list.add(town->town.clerk, id));
        CHECK_FALSE(*town->watch_list.add(town->town.clerk, id));
        CHECK(town->watch_list.own(town->town.clerk).offers.size() == 1);
        CHECK(town->watch_list.own(town->town.newcomer).offers.empty());
        CHECK_FALSE(*town->watch_list.remove(town->town.newcomer, id));
        CHECK(*town->watch_list.remove(town->town.clerk, id));
        CHECK_FALSE(*town->watch_list.remove(town->town.clerk, id));
        CHECK(town->value("SELECT COUNT(*) FROM audit_log WHERE action LIKE 'watch_list.%'") == 2);
    }
}

TEST_CASE("unknown and foreign internal offers are refused, and so is a full list") {
    FollowUpTown town;
    CHECK(town.watch_list.add(town.town.clerk, LearningUnitId{999'999}).error() == WatchError::unit_not_found);
    const auto id = town.dated_units(1).front();
    town.change(fmt::format("UPDATE learning_units SET only_for_id = (SELECT id FROM organisations WHERE slug = 'mauer') WHERE id = {}", id.value));
    CHECK(town.watch_list.add(town.town.clerk, id).error() == WatchError::unit_not_found);
    CHECK(town.watch_list.add(town.town.outsider, id).has_value());

    town.change(
        fmt::format("INSERT INTO watched_units (person_id, unit_id, added_at, seen_state, mailed_state) "
                    "SELECT {}, id, 0, '', '' FROM learning_units WHERE id <> {}",
                    town.town.clerk.person.value, town.dated_units(1).front().value));
    // Up to the limit, whatever the size of the sample.
    const auto there = town.value(fmt::format("SELECT COUNT(*) FROM watched_units WHERE person_id = {}", town.town.clerk.person.value));
    if (there >= static_cast<std::int64_t>(watched_max))
        CHECK(town.watch_list.add(town.town.clerk, town.dated_units(1).front()).error() == WatchError::list_full);
    else
        CHECK(town.watch_list.add(town.town.clerk, town.dated_units(1).front()).has_value());
}

TEST_CASE("an account that was erased notes nothing") {
    FollowUpTown town;
    town.change(fmt::format("UPDATE people SET state = 'blocked' WHERE id = {}", town.town.clerk.person.value));
    CHECK(town.watch_list.add(town.town.clerk, town.dated_units(1).front()).error() == WatchError::not_permitted);
    CHECK(town.watch_list.set_digest(town.town.clerk, Digest::daily).error() == WatchError::not_permitted);
}

TEST_CASE("what changed since is shown until it is confirmed, also for an offer that was withdrawn") {
    for (auto& town : follow_up_towns()) {
        const auto ids = town->dated_units(2);
        for (const auto id : ids) (void)town->watch_list.add(town->town.clerk, id);
        CHECK_FALSE(town->watch_list.own(town->town.clerk).changed());
        town->change(fmt::format("UPDATE learning_units SET price_member_cents = price_member_cents + 500 WHERE id = {}", ids[0].value));
        town->change(fmt::format("UPDATE learning_units SET state = 'retired' WHERE id = {}", ids[1].value));
        const auto own = town->watch_list.own(town->town.clerk);
        CHECK(own.changed());
        for (const auto& offer : own.offers) {
            CHECK(offer.changes == std::vector{offer.id == ids[0] ? OfferChange::price_higher : OfferChange::retired});
            CHECK_FALSE(offer.title.empty());
        }
        CHECK(town->watch_list.confirm_seen(town->town.clerk).has_value());
        CHECK_FALSE(town->watch_list.own(town->town.clerk).changed());
    }
}

TEST_CASE("who asks to be told by mail is told from then on") {
    FollowUpTown town;
    const auto id = town.dated_units(1).front();
    (void)town.watch_list.add(town.town.clerk, id);
    const auto before = town.value<std::string>("SELECT mailed_state FROM watched_units");
    town.change(fmt::format("UPDATE learning_units SET price_member_cents = price_member_cents + 500 WHERE id = {}", id.value));
    CHECK(town.watch_list.own(town.town.clerk).digest == Digest::never);
    CHECK(town.watch_list.set_digest(town.town.clerk, Digest::weekly).has_value());
    CHECK(town.watch_list.own(town.town.clerk).digest == Digest::weekly);
    CHECK(town.value<std::string>("SELECT mailed_state FROM watched_units") != before);
    CHECK(town.value<std::string>("SELECT seen_state FROM watched_units") == before);
}

TEST_CASE("the page of the watch list shows changes, offers the way back, and works by forms alone") {
    FollowUpPages pages;
    CHECK(FollowUpPages::location(pages.get("/merkliste")) == "/anmelden");
    const auto* clerk = &pages.town.clerk;
    CHECK(contains(pages.get("/merkliste", clerk).text(), "Noch nichts gemerkt"));
    const auto ids = pages.dated_units(2);
    const auto path = [](LearningUnitId id, std::string_view rest = "") { return fmt::format("/merkliste/{}{}", id.value, rest); };
    auto answer = pages.post(path(ids[0]), {{"zurueck", "/angebote?q=akte"}}, clerk);
    CHECK(FollowUpPages::location(answer) == "/angebote?q=akte");
    CHECK(pages.post(path(ids[1]), {}, clerk).status == 303);
    CHECK(pages.post("/merkliste/999999", {}, clerk).status == 404);
    pages.change(fmt::format("UPDATE learning_units SET price_member_cents = price_member_cents + 500 WHERE id = {}", ids[0].value));
    auto page = pages.get("/merkliste", clerk);
    CHECK(occurrences(page.text(), "<h1") == 1);
    CHECK(contains(page.text(), "Preis gestiegen"));
    CHECK(contains(page.text(), "2 Angebote gemerkt"));
    CHECK(contains(page.text(), "type=\"checkbox\""));
    CHECK(pages.post("/merkliste/gesehen", {}, clerk).status == 303);
    CHECK_FALSE(contains(pages.get("/merkliste", clerk).text(), "Preis gestiegen"));

    answer = pages.post(path(ids[0], "/ruecknahme"), {{"zurueck", fmt::format("/merkliste?entfernt={}", ids[0].value)}}, clerk);
    page = pages.get(FollowUpPages::location(answer), clerk);
    CHECK(contains(page.text(), "Rückgängig machen"));
    CHECK(pages.post(path(ids[0]), {}, clerk).status == 303);
    CHECK_FALSE(contains(pages.get(FollowUpPages::location(answer), clerk).text(), "Rückgängig machen"));
    CHECK(pages.get("/merkliste?entfernt=%3Cscript%3E", clerk).status == 200);

    CHECK(pages.post("/merkliste/bescheid", {{"digest", "weekly"}}, clerk).status == 303);
    CHECK(pages.post("/merkliste/bescheid", {{"digest", "stuendlich"}}, clerk).status == 422);
    const auto compared = pages.get("/merkliste/vergleich?angebot=" + pages.catalogues.current()->find_unit(ids[0])->slug +
                                        "&angebot=" + pages.catalogues.current()->find_unit(ids[1])->slug,
                                    clerk);
    CHECK(FollowUpPages::location(compared).starts_with("/angebote/vergleich?angebot="));
    CHECK(FollowUpPages::location(pages.get("/merkliste/vergleich", clerk)) == "/merkliste");
}

TEST_CASE("programs keep the watch list by its offers") {
    FollowUpPages pages;
    const auto* clerk = &pages.town.clerk;
    const auto id = pages.dated_units(1).front();
    const auto path = fmt::format("/api/v1/me/watched-offers/{}", id.value);
    CHECK(pages.api(Method::put, path, clerk).status == 204);
    CHECK(pages.api(Method::put, path, clerk).status == 204);
    CHECK(contains(pages.api(Method::get, "/api/v1/me/watched-offers", clerk).text(), fmt::format("\"unit_id\":{}", id.value)));
    CHECK(pages.api(Method::del, path, clerk).status == 204);
    const auto refused = pages.api(Method::put, "/api/v1/me/watched-offers/999999", clerk);
    CHECK(refused.status == 404);
    CHECK(contains(refused.text(), "\"code\":\"unit_not_found\""));
}
