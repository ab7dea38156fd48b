// SPDX-License-Identifier: EUPL-1.2
#include "authoring/tests/work_town.hpp"

#include <doctest/doctest.h>

#include <fmt/format.h>

namespace kc::authoring {
namespace {

using catalogue::AccessibilityFeature;
using catalogue::VenueContent;
using http::Method;
using test::contains;
using test::work_towns;
using test::WorkPages;
using test::WorkTown;

VenueContent workshop() {
    VenueContent venue;
    venue.name = "Alte Werkstatt";
    venue.place = "heidelberg";
    venue.street = "Gartenweg 4";
    venue.seats = 18;
    venue.equipment = "Beamer\nWhiteboard, Beamer";
    venue.accessibility = {AccessibilityFeature::hearing_loop, AccessibilityFeature::step_free};
    venue.price_day = Money{120'00};
    return venue;
}

std::vector<std::string> fields(const std::vector<FieldProblem>& problems) {
    std::vector<std::string> names;
    for (const auto& problem : problems) names.push_back(problem.field);
    return names;
}

}  // namespace

TEST_CASE("RE-60: what is wrong with a venue is told field by field") {
    CHECK(check_venue(workshop(), true, std::nullopt).empty());
    VenueContent empty;
    CHECK(fields(check_venue(empty, false, std::nullopt)) == std::vector<std::string>{"name", "street", "place", "seats"});
    auto venue = workshop();
    venue.price_day = Money{-1};
    venue.equipment = std::string(61, 'x');
    venue.description = std::string(2001, 'x');
    CHECK(fields(check_venue(venue, true, std::nullopt)) == std::vector<std::string>{"equipment", "description", "price_day"});
    CHECK(fields(check_venue(workshop(), true, FullestDate{parse_date("2026-09-15").value(), 19})) == std::vector<std::string>{"seats"});
    CHECK(check_venue(workshop(), true, FullestDate{parse_date("2026-09-15").value(), 18}).empty());
}

TEST_CASE("equipment is a list of things, each once, and step-free access has one truth") {
    auto venue = workshop();
    normalise(venue);
    CHECK(venue.equipment == "Beamer, Whiteboard");
    CHECK(venue.step_free);
    CHECK(equipment_list(" ;,\n").empty());
    venue.accessibility.clear();
    normalise(venue);
    CHECK_FALSE(venue.step_free);
}

TEST_CASE("RE-61: hosts, providers and the office add and change venues of their own organisation only") {
    for (auto& town : work_towns()) {
        const auto& host = town->town.venue_host;
        const auto choices = town->venues.choices(host);
        REQUIRE(choices);
        REQUIRE(choices->hosts.size() == 1);
        const auto id = town->venues.add(host, choices->hosts[0].id, workshop());
        REQUIRE(id);
        CHECK(town->audits("venue.added") == 1);
        const auto stored = town->venues.find(host, *id);
        REQUIRE(stored);
        CHECK(stored->content.equipment == "Beamer, Whiteboard");
        CHECK(stored->content.accessibility.size() == 2);
        CHECK(stored->content.price_day == Money{120'00});
        town->catalogues.reload();
        CHECK(town->catalogues.current()->find_venue("alte-werkstatt") != nullptr);
        auto changed = stored->content;
        changed.name = "Neue Werkstatt";
        CHECK(town->venues.change(host, *id, changed));
        CHECK(town->venues.find(host, *id)->row.name == "Neue Werkstatt");
        CHECK(town->venues.change(town->town.provider_editor, *id, changed).error().error == VenueError::venue_not_found);
        CHECK(town->venues.add(host, town->editor_organisation(), workshop()).error().error == VenueError::not_own_host);
        CHECK(town->venues.add(town->town.office, town->town.organisation("weinheim"), workshop()).error().error == VenueError::not_own_host);
        CHECK(town->venues.change(town->town.office, *id, changed));
        CHECK(town->venues.list(town->town.clerk).error() == VenueError::not_permitted);
        changed.place = "nirgendwo";
        CHECK(fields(town->venues.change(host, *id, changed).error().problems) == std::vector<std::string>{"place"});
        CHECK(town->venues.list(host)->size() < town->venues.list(town->town.office)->size());
    }
}

TEST_CASE("RE-62: a retired venue keeps its dates and takes no new ones until it is offered again") {
    for (auto& town : work_towns()) {
        const auto& editor = town->town.provider_editor;
        const auto venue = town->venue("hd-lernwerkstatt");
        const DateInput input{.mode = catalogue::Format::on_site,
                              .first_day = parse_date("2026-09-15").value(),
                              .last_day = parse_date("2026-09-15").value(),
                              .start_minute = 540,
                              .end_minute = 960,
                              .venue = venue,
                              .seats = 24};
        const auto date = town->dates.add(editor, town->own_unit(), input);
        REQUIRE(date);
        const auto bookings = town->venues.bookings(editor, venue);
        REQUIRE(bookings);
        CHECK_FALSE(bookings->empty());
        auto smaller = town->venues.find(editor, venue)->content;
        smaller.seats = 23;
        CHECK(fields(town->venues.change(editor, venue, smaller).error().problems) == std::vector<std::string>{"seats"});
        CHECK(town->venues.retire(editor, venue));
        CHECK(town->venues.retire(editor, venue));
        CHECK(town->audits("venue.retired") == 1);
        CHECK(town->dates.add(editor, town->own_unit(), input).error().problems.at(0).field == "venue");
        CHECK(town->dates.change(editor, town->own_unit(), *date, input));  // it was there before
        CHECK(town->venues.restore(editor, venue));
        CHECK(town->dates.add(editor, town->own_unit(), input));
    }
}

TEST_CASE("pages of venues list, add, change and retire them") {
    WorkTown town;
    WorkPages pages(town);
    const auto& host = town.town.venue_host;
    const auto list = pages.get("/anbieter-bereich/lernorte", host);
    CHECK(list.status == 200);
    CHECK(contains(list.text(), "Innovationslabor Hafenspeicher"));
    CHECK_FALSE(contains(list.text(), "Lernwerkstatt am Neckar"));
    CHECK(contains(pages.get("/anbieter-bereich/lernorte/neu", town.town.office).text(), "Träger"));
    CHECK(pages.get("/anbieter-bereich/lernorte", town.town.clerk).status == 403);
    std::vector<std::pair<std::string, std::string>> fields{
        {"name", "Alte Werkstatt"},       {"street", "Gartenweg 4"},      {"place", "heidelberg"}, {"seats", "18"},
        {"equipment", "Beamer\r\nTafel"}, {"accessibility", "step_free"}, {"price_day", "120,00"}};
    CHECK(pages.post("/anbieter-bereich/lernorte/neu", host, fields).status == 303);
    const auto id = town.value("SELECT max(id) FROM venues");
    const auto one = fmt::format("/anbieter-bereich/lernorte/{}", id);
    CHECK(contains(pages.get(one, host).text(), "Beamer\nTafel</textarea>"));
    fields[3].second = "0";
    const auto wrong = pages.post(one, host, fields);
    CHECK(wrong.status == 422);
    CHECK(contains(wrong.text(), "href=\"#feld-seats\""));
    CHECK(contains(pages.get(one + "/rueckzug", host).text(), "kein Termin geplant"));
    CHECK(pages.post(one + "/rueckzug", host).status == 303);
    CHECK(contains(pages.get("/anbieter-bereich/lernorte", host).text(), "Wieder anbieten"));
    CHECK(pages.post(one + "/wiederaufnahme", host).status == 303);
    CHECK(pages.get(fmt::format("/anbieter-bereich/lernorte/{}", town.venue("hd-lernwerkstatt").value), host).status == 404);
}

TEST_CASE("the JSON interface keeps venues like the pages") {
    WorkTown town;
    WorkPages pages(town);
    const auto& host = town.town.venue_host;
    const auto organisation = town.venues.choices(host)->hosts[0].id.value;
    const auto body =
        fmt::format(R"({{"host":{},"name":"Alte Werkstatt","street":"Gartenweg 4","place":"heidelberg","seats":18,"equipment":["Beamer"],)"
                    R"("accessibility":["step_free"],"price_day_cents":12000}})",
                    organisation);
    const auto added = pages.json(Method::post, "/api/v1/provider/venues", host, body);
    CHECK(added.status == 201);
    CHECK(contains(added.text(), "\"slug\":\"alte-werkstatt\""));
    CHECK(contains(added.text(), "\"equipment\":[\"Beamer\"]"));
    const auto one = fmt::format("/api/v1/provider/venues/{}", town.value("SELECT max(id) FROM venues"));
    CHECK(contains(pages.json(Method::put, one + "/retirement", host).text(), "\"retired\":true"));
    CHECK(contains(pages.json(Method::del, one + "/retirement", host).text(), "\"retired\":false"));
    CHECK(pages.json(Method::get, one, town.town.provider_editor).status == 404);
    CHECK(pages.json(Method::get, "/api/v1/provider/venues", town.town.clerk).status == 403);
    const auto wrong =
        pages.json(Method::put, one, host, R"({"name":"A","street":"Gartenweg 4","place":"heidelberg","seats":18,"price_day_cents":-1})");
    CHECK(wrong.status == 422);
}

}  // namespace kc::authoring
