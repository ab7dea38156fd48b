// SPDX-License-Identifier: EUPL-1.2
// The pages and addresses of imports and exports, as browsers and programs see them.
#include "exchange/pages.hpp"
#include "exchange/tests/exchange_town.hpp"
#include "http/request_builder.hpp"

#include <doctest/doctest.h>
#include <boost/json.hpp>

using namespace kc;
using namespace kc::exchange;
using http::Method;
using http::RequestBuilder;
using kc::test::ExchangeTown;

namespace {

struct Pages : ExchangeTown {
    Pages()
        : site({.rooms = std::filesystem::path(KC_SOURCE_DIR) / "src", .secret = "secret"}),
          sources({database(), clock, imports, queue, {.allowed_hosts = {"kurse.beispielhausen.example"}}}) {
        register_routes(router, {site, clock, imports, sources, catalogue, framework, "https://campus.example"});
    }

    http::Response send(RequestBuilder&& builder) {
        auto request = builder.build();
        return router.handle(request);
    }
    http::Response get(std::string_view target, const Viewer& viewer) {
        RequestBuilder builder(Method::get, target);
        builder.viewer(viewer);
        return send(std::move(builder));
    }
    std::string location(const http::Response& response) { return std::string(response.headers.get("Location").value_or("")); }

    web::Site site;
    SourceService sources;
    http::Router router;
};

bool contains(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

}  // namespace

TEST_CASE("an editor uploads a file, sees what it would do, takes it over and fetches the report") {
    Pages pages;
    auto list = pages.get("/anbieter-bereich/importe", pages.provider_editor);
    CHECK(list.status == 200);
    CHECK(contains(list.text(), "Vorlage für Excel"));
    RequestBuilder upload(Method::post, "/anbieter-bereich/importe");
    upload.viewer(pages.provider_editor).form("format", "auto").file("file", "kurse.xml", "text/xml", ExchangeTown::fixture("open-vhs-1.2.xml"));
    const auto uploaded = pages.send(std::move(upload));
    REQUIRE(uploaded.status == 303);
    const std::string path = pages.location(uploaded);
    const auto checked = pages.get(path, pages.provider_editor);
    CHECK(checked.status == 200);
    CHECK(contains(checked.text(), "Bildungsurlaub: Tabellenkalkulation im Amt"));
    CHECK(contains(checked.text(), "preis/zusatz"));
    CHECK(contains(checked.text(), "Als Entwürfe speichern"));
    CHECK_FALSE(contains(checked.text(), "value=\"publish\""));  // only for the office
    RequestBuilder take(Method::post, path);
    take.viewer(pages.provider_editor).form("outcome", "draft");
    CHECK(pages.send(std::move(take)).status == 303);
    const auto done = pages.get(path, pages.provider_editor);
    CHECK(contains(done.text(), "Übernommen"));
    CHECK(pages.get(path + "/bericht.csv", pages.provider_editor).status == 200);
    CHECK(contains(pages.get(path + "/bericht.json", pages.provider_editor).text(), "\"counts\""));
    CHECK(pages.get(path, pages.clerk).status == 403);
    RequestBuilder again(Method::post, path);
    again.viewer(pages.provider_editor).form("outcome", "draft");
    CHECK(pages.send(std::move(again)).status == 422);
}

TEST_CASE("an upload without a file, and one that cannot be read, say what to do") {
    Pages pages;
    RequestBuilder empty(Method::post, "/anbieter-bereich/importe");
    empty.viewer(pages.provider_editor).form("format", "auto");
    const auto refused = pages.send(std::move(empty));
    CHECK(refused.status == 422);
    CHECK(contains(refused.text(), "Wählen Sie eine Datei"));
    RequestBuilder broken(Method::post, "/anbieter-bereich/importe");
    broken.viewer(pages.provider_editor).form("format", "moochub").file("file", "a.json", "application/json", "{");
    const auto uploaded = pages.send(std::move(broken));
    REQUIRE(uploaded.status == 303);
    const auto page = pages.get(pages.location(uploaded), pages.provider_editor);
    CHECK(contains(page.text(), "kein gültiges JSON"));
    CHECK_FALSE(contains(page.text(), "Angebote übernehmen"));
}

TEST_CASE("a source on a server that nobody allowed is refused, one that is allowed is kept and removed") {
    Pages pages;
    const auto add = [&](std::string_view address) {
        RequestBuilder builder(Method::post, "/anbieter-bereich/importe/quellen/neu");
        builder.viewer(pages.provider_editor)
            .form("name", "Feed")
            .form("address", address)
            .form("format", "auto")
            .form("every_hours", "24")
            .form("outcome", "draft")
            .form("enabled", "1");
        return pages.send(std::move(builder));
    };
    for (const auto address : {"https://anders.example/feed", "http://kurse.beispielhausen.example/feed", "https://a:b@kurse.beispielhausen.example/",
                               "ftp://x", "https://127.0.0.1/"}) {
        CAPTURE(address);
        CHECK(add(address).status == 422);
    }
    CHECK(add("https://kurse.beispielhausen.example/feed").status == 303);
    CHECK(add("https://kurse.beispielhausen.example/feed").status == 422);
    const auto id = pages.count("SELECT id FROM import_sources");
    const auto path = fmt::format("/anbieter-bereich/importe/quellen/{}", id);
    CHECK(contains(pages.get("/anbieter-bereich/importe/quellen", pages.provider_editor).text(), "beispielhausen"));
    CHECK(pages.get(path, pages.provider_editor).status == 200);
    CHECK(pages.get(path, pages.clerk).status == 403);
    CHECK(pages.get(path + "/loeschung", pages.provider_editor).status == 200);
    CHECK(pages.count("SELECT count(*) FROM jobs WHERE kind = 'exchange.pull'") == 1);
    RequestBuilder remove(Method::post, path + "/loeschung");
    remove.viewer(pages.provider_editor);
    CHECK(pages.send(std::move(remove)).status == 303);
    CHECK(pages.count("SELECT count(*) FROM import_sources") == 0);
}

TEST_CASE("templates come as files") {
    Pages pages;
    CHECK(contains(pages.get("/anbieter-bereich/importe/vorlage.csv", pages.provider_editor).text(), "Kennung;Titel"));
    CHECK(pages.get("/anbieter-bereich/importe/vorlage.xlsx", pages.provider_editor).text().starts_with("PK"));
    CHECK(pages.get("/anbieter-bereich/importe/vorlage.csv", pages.clerk).status == 403);
}

TEST_CASE("programs upload, take over and list sources as JSON") {
    Pages pages;
    const auto provider = pages.own_provider().slug;
    RequestBuilder upload(Method::post, "/api/v1/imports?provider=" + provider + "&file_name=a.csv&format=csv");
    upload.viewer(pages.provider_editor).body("Kennung;Titel;Form;Preis Mitglieder\nA;Eins;Selbststudium;0\n", "text/csv");
    const auto created = pages.send(std::move(upload));
    REQUIRE(created.status == 201);
    const auto id = boost::json::parse(created.text()).at("id").as_int64();
    RequestBuilder take(Method::post, fmt::format("/api/v1/imports/{}", id));
    take.viewer(pages.provider_editor).body(R"({"outcome":"draft"})");
    const auto done = pages.send(std::move(take));
    CHECK(done.status == 200);
    CHECK(contains(done.text(), "\"state\":\"done\""));
    CHECK(contains(pages.get(fmt::format("/api/v1/imports/{}/report", id), pages.provider_editor).text(), "\"result\":\"added\""));
    CHECK(contains(pages.get("/api/v1/imports", pages.provider_editor).text(), "a.csv"));
    CHECK(pages.get("/api/v1/imports", pages.clerk).status == 403);
    RequestBuilder refused(Method::post, "/api/v1/import-sources");
    refused.viewer(pages.provider_editor).body(R"({"provider":")" + provider + R"(","name":"x","address":"https://anders.example/"})");
    CHECK(pages.send(std::move(refused)).status == 422);
    RequestBuilder unknown(Method::post, "/api/v1/imports?provider=gibt-es-nicht");
    unknown.viewer(pages.provider_editor).body("x", "text/csv");
    CHECK(pages.send(std::move(unknown)).status == 404);
}

TEST_CASE("MOOChub is served page by page in the version that is asked for") {
    Pages pages;
    const auto fetch = [&](std::string_view target, std::string_view accept) {
        RequestBuilder builder(Method::get, target);
        if (!accept.empty()) builder.header("Accept", accept);
        return pages.send(std::move(builder));
    };
    const auto newest = fetch("/api/v1/moochub/courses", "");
    CHECK(newest.status == 200);
    CHECK(newest.headers.get("Content-Type") == "application/vnd.api+json; moochub-version=3.0");
    CHECK_FALSE(newest.headers.get("Sunset").has_value());
    const auto old = fetch("/api/v1/moochub/courses?page%5Bnumber%5D=2&page%5Bsize%5D=10", "application/vnd.api+json; moochub-version=2");
    CHECK(old.headers.get("Content-Type") == "application/vnd.api+json; moochub-version=2.3");
    CHECK(old.headers.get("Sunset").has_value());
    const auto links = boost::json::parse(old.text()).at("links").as_object();
    CHECK(links.at("prev").as_string() == "https://campus.example/api/v1/moochub/courses?page%5Bnumber%5D=1&page%5Bsize%5D=10");
    CHECK(fetch("/api/v1/moochub/courses", "application/vnd.api+json; moochub-version=9").status == 406);
    CHECK(fetch("/api/v1/moochub/courses?page%5Bsize%5D=0", "").status == 400);
    CHECK(fetch("/api/v1/moochub/courses?seite=1", "").status == 400);
}

TEST_CASE("an offer is there as linked data, an internal one is not") {
    Pages pages;
    const auto snapshot = pages.catalogue.current();
    const auto* open = public_units(*snapshot).front();
    CHECK(pages.get("/api/v1/offers/" + open->slug + "/amb", pages.clerk).status == 200);
    CHECK(pages.get("/angebote/" + open->slug + "/schema.json", pages.clerk).headers.get("Content-Type") == "application/ld+json");
    for (const auto& unit : snapshot->units()) {
        if (!unit.only_for) continue;
        CHECK(pages.get("/api/v1/offers/" + unit.slug + "/amb", pages.office).status == 404);
        CHECK(pages.get("/angebote/" + unit.slug + "/schema.json", pages.office).status == 404);
    }
}
