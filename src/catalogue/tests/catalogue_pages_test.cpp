// SPDX-License-Identifier: EUPL-1.2
#include "catalogue/pages.hpp"
#include "http/request_builder.hpp"
#include "storage/database.hpp"
#include "tests/support/town.hpp"

#include <doctest/doctest.h>

namespace kc::catalogue {
namespace {

using http::Method;
using http::RequestBuilder;

struct Pages {
    explicit Pages(std::string_view change = {}) {
        if (!change.empty()) town.database().in_transaction([&](storage::Transaction& transaction) { transaction.execute(change); });
        catalogue.emplace(town.database());
        framework.emplace(town.database());
        web::SiteOptions options;
        options.rooms = std::string(KC_SOURCE_DIR) + "/src";
        options.secret = "test";
        options.navigation = {{"/angebote", "catalogue.navigation", {}, true}};
        site.emplace(options);
        router.on_error([this](const http::Request& request, int status) { return site->error_page(request, status); });
        register_routes(router, {*site, *catalogue, *framework, town.clock});
    }

    http::Response get(std::string_view target, const Viewer* viewer = nullptr, Language language = Language::de) {
        RequestBuilder builder(Method::get, target);
        builder.language(language);
        if (viewer != nullptr) builder.viewer(*viewer);
        auto request = builder.build();
        return router.handle(request);
    }

    test::Town town;
    std::optional<CatalogueSource> catalogue;
    std::optional<competence::FrameworkSource> framework;
    std::optional<web::Site> site;
    http::Router router;
};

bool contains(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

std::size_t count(std::string_view text, std::string_view part) {
    std::size_t found = 0;
    for (auto at = text.find(part); at != std::string_view::npos; at = text.find(part, at + part.size())) ++found;
    return found;
}

}  // namespace

TEST_CASE("an offer shows outcome, dates, price, phases and what comes before and after on one page") {
    Pages pages;
    const auto response = pages.get("/angebote/gespraech-grundlagen");
    CHECK(response.status == 200);
    const auto text = response.text();
    CHECK(count(text, "<h1") == 1);
    for (const auto* part : {"Gute Gespräche führen", "Das können Sie danach", "Gesprächsführung", "von Stufe 0 auf Stufe 2", "Anmeldung bis",
                             "Dialogstube", "160,00", "220,00", "Für wen?", "Vorbereitung im Selbststudium: 2 Std.", "1 Tag vor Ort",
                             "So kann es weitergehen", "Anspruchsvolle Gespräche", "/module/social", "/anbieter/dialograum", "Für Fachleute"}) {
        INFO(std::string(part));
        CHECK(contains(text, part));
    }
    CHECK_FALSE(contains(text, "gilt für Sie"));  // visitors have no price of their own
    CHECK(contains(pages.get("/angebote/gespraech-grundlagen", nullptr, Language::en).text(), "What you can do afterwards"));
}

TEST_CASE("people see which price applies to them") {
    Pages pages;
    const auto member = pages.get("/angebote/gespraech-grundlagen", &pages.town.clerk);
    const auto outsider = pages.get("/angebote/gespraech-grundlagen", &pages.town.outsider);
    CHECK(contains(member.text(), "<strong>160,00\u00a0€</strong> gilt für Sie"));
    CHECK(contains(outsider.text(), "<strong>220,00\u00a0€</strong> gilt für Sie"));
}

TEST_CASE("past and cancelled dates are hidden, a passed deadline is told") {
    Pages pages("UPDATE tutorial_dates SET state = 'cancelled' WHERE unit_id = (SELECT id FROM learning_units WHERE slug = 'gespraech-grundlagen')");
    CHECK(contains(pages.get("/angebote/gespraech-grundlagen").text(), "Zurzeit ist kein Termin geplant"));
    Pages late(
        "UPDATE tutorial_dates SET first_day = '2026-03-03', last_day = '2026-03-03', booking_deadline = '2026-02-17' "
        "WHERE unit_id = (SELECT id FROM learning_units WHERE slug = 'gespraech-grundlagen')");
    CHECK(contains(late.get("/angebote/gespraech-grundlagen").text(), "Anmeldeschluss war am"));
    CHECK(contains(pages.get("/angebote/zuhoeren-nachfragen").text(), "Ein Termin ist nicht nötig"));
}

TEST_CASE("script in every text of an offer is shown as text") {
    Pages pages(
        "UPDATE learning_units SET title = '<script>alert(1)</script>', objective = '<script>alert(1)</script>', "
        "description_general = '<script>alert(1)</script>', description_specialist = '<script>alert(1)</script>', "
        "audience = '<script>alert(1)</script>' WHERE slug = 'gespraech-grundlagen'");
    for (const auto* path : {"/angebote/gespraech-grundlagen", "/anbieter/dialograum", "/module/social", "/lernorte/wm-dialogstube",
                             "/api/v1/units/gespraech-grundlagen"}) {
        const auto response = pages.get(path);
        CHECK(response.status == 200);
        if (!std::string_view(path).starts_with("/api")) CHECK_FALSE(contains(response.text(), "<script>alert"));
    }
}

TEST_CASE("what does not exist is answered with 404") {
    Pages pages;
    for (const auto* path : {"/angebote/gibt-es-nicht", "/anbieter/niemand", "/module/nichts", "/lernorte/nirgends", "/api/v1/units/gibt-es-nicht"}) {
        CHECK(pages.get(path).status == 404);
    }
}

TEST_CASE("every offer, provider, module and venue has a page") {
    Pages pages;
    const auto snapshot = pages.catalogue->current();
    for (const auto& unit : snapshot->units()) CHECK(pages.get("/angebote/" + unit.slug).status == (unit.only_for ? 404 : 200));
    for (const auto& provider : snapshot->providers()) CHECK(pages.get("/anbieter/" + provider.slug).status == 200);
    for (const auto& module : snapshot->modules()) CHECK(pages.get("/module/" + module.slug).status == 200);
    for (const auto& venue : snapshot->venues()) CHECK(pages.get("/lernorte/" + venue.slug).status == 200);
}

TEST_CASE("hosts find their own venues first, everybody sees address and access") {
    Pages pages;
    const auto own = pages.get("/lernorte", &pages.town.venue_host);
    CHECK(contains(own.text(), "Ihre Lernorte"));
    CHECK(own.text().find("Innovationslabor Hafenspeicher") < own.text().find("Weitere Lernorte"));
    CHECK_FALSE(contains(pages.get("/lernorte").text(), "Ihre Lernorte"));
    const auto venue = pages.get("/lernorte/bu-rathaus");
    CHECK(contains(venue.text(), "nicht stufenlos erreichbar"));
    CHECK(contains(venue.text(), "Marktbogen 7"));
}

TEST_CASE("the JSON interface lists and shows units like the pages, and says what is wrong with a parameter") {
    Pages pages;
    const auto list = pages.get("/api/v1/units?module=ozg&page_size=3&sort=price&direction=descending");
    CHECK(list.status == 200);
    CHECK(contains(list.text(), "\"page_size\":3"));
    CHECK(count(list.text(), "\"slug\":") == 6);  // three units with their providers
    CHECK(contains(pages.get("/api/v1/units?page=1000000").text(), "\"units\":[]"));
    const auto unit = pages.get("/api/v1/units/gespraech-grundlagen");
    CHECK(contains(unit.text(), "\"price_member_cents\":16000"));
    CHECK(contains(unit.text(), "\"booking_deadline\":\"2026-"));
    for (const auto* path :
         {"/api/v1/units?module=nichts", "/api/v1/units?provider=nichts", "/api/v1/units?format=fliegend", "/api/v1/units?sort=farbe",
          "/api/v1/units?page=0", "/api/v1/units?page=x", "/api/v1/units?page_size=201", "/api/v1/units?modul=ozg"}) {
        INFO(std::string(path));
        CHECK(pages.get(path).status == 422);
    }
    CHECK(contains(pages.get("/api/v1/modules").text(), "\"slug\":\"ozg\""));
    CHECK(contains(pages.get("/api/v1/providers").text(), "\"slug\":\"akademie-it\""));
    CHECK(contains(pages.get("/api/v1/venues").text(), "\"step_free\":false"));
}

}  // namespace kc::catalogue
