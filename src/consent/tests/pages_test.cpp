// SPDX-License-Identifier: EUPL-1.2
#include "consent/pages.hpp"
#include "consent/ask.hpp"
#include "consent_town.hpp"
#include "http/request_builder.hpp"

#include <doctest/doctest.h>

using namespace kc;
using namespace kc::consent;
using namespace kc::consent::test;
using http::Method;

namespace {

bool contains(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

const web::Site& site() {
    static const web::Site made([] {
        web::SiteOptions options;
        options.rooms = std::string(KC_SOURCE_DIR) + "/src";
        options.secret = "test";
        return options;
    }());
    return made;
}

struct Desk {
    explicit Desk(storage::Database& database) : office(database) { register_routes(router, site(), office.consents); }

    http::Response send(Method method, std::string_view path, const Viewer* viewer,
                        const std::vector<std::pair<std::string, std::string>>& fields = {}, std::string_view json = {}) {
        http::RequestBuilder builder(method, path);
        for (const auto& [name, value] : fields) builder.form(name, value);
        if (!json.empty()) builder.body(json);
        if (viewer != nullptr) builder.viewer(*viewer);
        auto request = builder.build();
        return router.handle(request);
    }
    http::Response get(std::string_view path) { return send(Method::get, path, &office.clerk); }

    Office office;
    http::Router router;
};

const std::string list = "/datenschutz/einwilligungen";
const std::vector<std::pair<std::string, std::string>> first_version{{"fassung", "1"}, {"sprache", "de"}};

}  // namespace

TEST_CASE("the page shows each purpose with its text and asks with a button, never with a ticked box (EW-02)") {
    auto database = kc::test::sqlite_database();
    Desk desk(**database);
    const auto page = desk.get(list);
    CHECK(page.status == 200);
    CHECK(page.headers.get("Cache-Control") == "no-store");
    CHECK(contains(page.text(), "Fassung 1."));
    CHECK(contains(page.text(), "Die Karte wird gelöscht."));
    CHECK(contains(page.text(), "Nicht eingewilligt"));
    CHECK_FALSE(contains(page.text(), "checkbox"));
    CHECK_FALSE(contains(page.text(), "/datenschutz/einwilligungen/model"));
    CHECK(desk.send(Method::get, list, nullptr).headers.get("Location") == "/anmelden");
    CHECK_FALSE(contains(desk.send(Method::get, list, &desk.office.visitor).text(), "einwilligungen/cards"));
}

TEST_CASE("giving, proof on paper and as a file, withdrawing") {
    auto database = kc::test::sqlite_database();
    Desk desk(**database);
    CHECK(desk.send(Method::post, list + "/cards/einwilligung", &desk.office.clerk, first_version).status == 303);
    CHECK(desk.office.given(desk.office.clerk, "cards"));
    const auto page = desk.get(list);
    CHECK(contains(page.text(), "Eingewilligt am 2. März 2026"));
    CHECK(contains(page.text(), "Ein Widerruf löscht zurzeit nichts"));
    const auto proof = list + "/cards/nachweise/1";
    CHECK(contains(page.text(), proof));
    const auto paper = desk.get(proof);
    CHECK(paper.status == 200);
    CHECK(contains(paper.text(), sha256_hex("Karte führen\n\nFassung 1.\n\nDie Karte wird gelöscht.\n")));
    CHECK(contains(paper.text(), "Ada Bauer"));
    CHECK(contains(paper.text(), "Nicht widerrufen"));
    const auto file = desk.get(proof + "/nachweis.json");
    CHECK(contains(file.text(), R"("wording":"Karte führen\n\nFassung 1.\n\nDie Karte wird gelöscht.\n")"));
    CHECK(contains(*file.headers.get("Content-Disposition"), "einwilligung-1.json"));
    CHECK(desk.get(list + "/mails/nachweise/1").status == 404);
    CHECK(desk.get(list + "/cards/nachweise/2").status == 404);
    CHECK(desk.send(Method::get, proof, &desk.office.colleague).status == 404);
    CHECK(desk.send(Method::get, proof + "/nachweis.json", &desk.office.colleague).status == 404);
    CHECK(desk.send(Method::post, list + "/cards/widerruf", &desk.office.clerk).headers.get("Location") == list);
    CHECK_FALSE(desk.office.given(desk.office.clerk, "cards"));
    CHECK(desk.send(Method::post, list + "/cards/widerruf", &desk.office.clerk).headers.get("Location") == list);
    CHECK(desk.get(list + "/cards/widerruf").headers.get("Location") == list);
    CHECK(contains(desk.get(proof).text(), "Widerrufen"));
    CHECK(contains(desk.get(list).text(), "Verlauf und Nachweise"));
}

TEST_CASE("where data are lost the page says how much and asks before it withdraws (EW-09)") {
    auto database = kc::test::sqlite_database();
    Desk desk(**database);
    REQUIRE(desk.office.give(desk.office.clerk, "cards"));
    desk.office.consents.on_preview("cards", [](storage::Session&, PersonId) { return std::vector<Effect>{{"consent.rule.free"}}; });
    const auto effect = site().messages().text(Language::de, "consent.rule.free");
    CHECK(contains(desk.get(list).text(), "Das würde ein Widerruf jetzt löschen"));
    CHECK(contains(desk.get(list).text(), R"(href="/datenschutz/einwilligungen/cards/widerruf")"));
    const auto question = desk.get(list + "/cards/widerruf");
    CHECK(contains(question.text(), "Einwilligung widerrufen: Karte führen?"));
    CHECK(contains(question.text(), effect));
    CHECK(contains(question.text(), "Widerrufen und löschen"));
    CHECK(desk.office.given(desk.office.clerk, "cards"));
}

TEST_CASE("a form of yesterday's text agrees to nothing") {
    auto database = kc::test::sqlite_database();
    Desk desk(**database);
    desk.office.go_to(day(4, 2));
    CHECK(desk.send(Method::post, list + "/cards/einwilligung", &desk.office.clerk, first_version).headers.get("Location") == list);
    CHECK(desk.send(Method::post, list + "/cards/einwilligung", &desk.office.clerk).headers.get("Location") == list);
    CHECK_FALSE(desk.office.given(desk.office.clerk, "cards"));
    CHECK(desk.send(Method::post, list + "/nothing/einwilligung", &desk.office.clerk, first_version).status == 404);
    CHECK(desk.send(Method::post, list + "/model/einwilligung", &desk.office.clerk, first_version).status == 409);
    CHECK(desk.send(Method::post, list + "/cards/einwilligung", &desk.office.visitor, first_version).status == 403);
    CHECK(desk.get(list + "/nothing/widerruf").status == 404);
    CHECK(desk.send(Method::post, list + "/nothing/widerruf", &desk.office.clerk).status == 404);
    CHECK(desk.send(Method::post, list + "/cards/einwilligung", nullptr, first_version).headers.get("Location") == "/anmelden");
}

TEST_CASE("programs list, give and withdraw as the pages do") {
    auto database = kc::test::sqlite_database();
    Desk desk(**database);
    const std::string path = "/api/v1/me/consents";
    CHECK(desk.send(Method::get, path, nullptr).status == 401);
    const auto before = desk.get(path);
    CHECK(contains(before.text(), R"("purpose":"cards")"));
    CHECK(contains(before.text(), R"("state":"not_given")"));
    const auto give = [&](std::string_view body) { return desk.send(Method::post, path + "/cards/agreement", &desk.office.clerk, {}, body).status; };
    CHECK(give(R"({"version":1})") == 422);
    CHECK(give(R"({"version":1,"language":"fr"})") == 422);
    CHECK(give(R"({"version":2,"language":"en"})") == 409);
    CHECK(give(R"({"version":1,"language":"en"})") == 204);
    const auto after = desk.get(path);
    CHECK(contains(after.text(), R"("given_through":"/api/v1/me/consents")"));
    CHECK(contains(after.text(), R"("wording":"Keep a card)"));
    CHECK(desk.send(Method::post, path + "/cards/withdrawal", &desk.office.clerk).status == 204);
    CHECK(desk.send(Method::post, path + "/cards/withdrawal", &desk.office.clerk).status == 409);
    CHECK(desk.send(Method::post, path + "/nothing/withdrawal", &desk.office.clerk).status == 404);
    CHECK(desk.send(Method::post, path + "/cards/withdrawal", nullptr).status == 401);
}

TEST_CASE("a room asks in a form of its own only whoever has not agreed yet") {
    auto database = kc::test::sqlite_database();
    Office office(**database);
    const auto asks = [&](const Viewer& viewer, std::string_view purpose) {
        return office.database.read([&](storage::Session& session) { return ask_view(office.consents, session, viewer, purpose, Language::en); });
    };
    REQUIRE(asks(office.clerk, "cards"));
    CHECK(asks(office.clerk, "cards")->title == "Keep a card");
    CHECK(asks(office.clerk, "cards")->version == 1);
    CHECK_FALSE(asks(office.visitor, "cards"));
    CHECK_FALSE(asks(office.clerk, "model"));
    REQUIRE(office.give(office.clerk, "cards"));
    CHECK_FALSE(asks(office.clerk, "cards"));
    const web::FormReader form(web::FormReader::Values{{"fassung", "3"}, {"sprache", "en"}});
    CHECK(read_agreement(form, "cards", "/karte").version == 3);
    CHECK(read_agreement(form, "cards", "/karte").language == Language::en);
    CHECK(read_agreement(web::FormReader(web::FormReader::Values{{"fassung", "-1"}}), "cards", "").version == 0);
}
