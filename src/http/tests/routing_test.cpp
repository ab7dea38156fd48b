// SPDX-License-Identifier: EUPL-1.2
#include "http/request_builder.hpp"
#include "http/router.hpp"
#include "http/tests/test_server.hpp"

#include <doctest/doctest.h>

using namespace kc;
using namespace kc::http;
using namespace kc::http::test;

namespace {

Response answer(const Router& router, RequestBuilder builder) {
    auto request = builder.build();
    return router.handle(request);
}

Router sample() {
    Router router;
    router.get("/", [](Request&) { return text("start"); });
    router.get("/lehrplan/neu", [](Request&) { return text("neu"); });
    router.get("/lehrplan/{id:id}", [](Request& request) { return text("id " + std::to_string(request.id<PersonId>("id")->value)); });
    router.get("/lehrplan/{name}", [](Request& request) { return text("name " + std::string(*request.path_value("name"))); });
    router.get("/lehrplan/{id:id}/woche/{week}",
               [](Request& request) { return text(std::string(*request.path_value("id")) + "/" + std::string(*request.path_value("week"))); });
    router.post("/buchungen/{booking:id}/stornierung", [](Request&) { return redirect("/buchungen"); });
    router.get("/statisch/{pfad:rest}", [](Request& request) { return text(std::string(*request.path_value("pfad"))); });
    return router;
}

}  // namespace

TEST_CASE("literals win over ids, ids over values, and rest takes the slashes along") {
    const auto router = sample();
    const auto body = [&](std::string_view target) { return std::string(answer(router, RequestBuilder(Method::get, target)).text()); };
    CHECK(body("/") == "start");
    CHECK(body("/lehrplan/neu") == "neu");
    CHECK(body("/lehrplan/17") == "id 17");
    CHECK(body("/lehrplan/017") == "name 017");
    CHECK(body("/lehrplan/m%C3%BCller") == "name müller");
    CHECK(body("/lehrplan/17/woche/3") == "17/3");
    CHECK(body("/statisch/a/b.css") == "a/b.css");
}

TEST_CASE("a malformed id is not found before the handler runs") {
    const auto router = sample();
    for (const std::string id : {"0", "-1", "abc", "1x", "99999999999999999999", "+5"}) {
        CAPTURE(id);
        CHECK(answer(router, RequestBuilder(Method::post, "/buchungen/" + id + "/stornierung")).status == 404);
    }
    CHECK(answer(router, RequestBuilder(Method::post, "/buchungen/5/stornierung")).status == 303);
}

TEST_CASE("a known path with another method gives 405 and says which are allowed, OPTIONS asks for the same") {
    const auto router = sample();
    const auto refused = answer(router, RequestBuilder(Method::post, "/lehrplan/neu"));
    CHECK(refused.status == 405);
    CHECK(refused.headers.get("Allow") == "GET, HEAD, OPTIONS");
    const auto asked = answer(router, RequestBuilder(Method::options, "/buchungen/5/stornierung"));
    CHECK(asked.status == 204);
    CHECK(asked.headers.get("Allow") == "POST, OPTIONS");
    CHECK(answer(router, RequestBuilder(Method::get, "/nirgends")).status == 404);
    CHECK(answer(router, RequestBuilder(Method::get, "/statisch/")).status == 404);
}

TEST_CASE("a trailing slash leads to the page without it and keeps the query") {
    const auto router = sample();
    const auto moved = answer(router, RequestBuilder(Method::get, "/lehrplan/neu/?a=1"));
    CHECK(moved.status == 301);
    CHECK(moved.headers.get("Location") == "/lehrplan/neu?a=1");
    CHECK(answer(router, RequestBuilder(Method::post, "/buchungen/5/stornierung/")).status == 308);
    CHECK(answer(router, RequestBuilder(Method::get, "//boese.example/")).status == 404);
}

TEST_CASE("doubled and malformed patterns are refused when they are added") {
    auto router = sample();
    const auto nothing = [](Request&) { return Response(); };
    CHECK_THROWS_AS(router.get("/lehrplan/neu", nothing), std::invalid_argument);
    CHECK_THROWS_AS(router.get("/lehrplan/{other}", nothing), std::invalid_argument);
    CHECK_THROWS_AS(router.get("lehrplan", nothing), std::invalid_argument);
    CHECK_THROWS_AS(router.get("/lehrplan/", nothing), std::invalid_argument);
    CHECK_THROWS_AS(router.get("/a//b", nothing), std::invalid_argument);
    CHECK_THROWS_AS(router.get("/a/{b", nothing), std::invalid_argument);
    CHECK_THROWS_AS(router.get("/a/{b:number}", nothing), std::invalid_argument);
    CHECK_THROWS_AS(router.get("/a/{b:rest}/c", nothing), std::invalid_argument);
    CHECK(router.routes().size() == 7);
}

TEST_CASE("filters run in their order, may end a request, and see error pages too") {
    auto router = sample();
    std::string seen;
    router.before([&](Request& request) -> std::optional<Response> {
        seen += "a" + std::string(request.route()) + ";";
        return std::nullopt;
    });
    router.before([&](Request& request) -> std::optional<Response> {
        seen += "b;";
        if (request.query("geheim")) return error(403);
        return std::nullopt;
    });
    router.after([&](const Request&, Response& response) { response.headers.set("X-After", std::to_string(response.status)); });
    router.on_error([](const Request&, int status) { return html("Fehler " + std::to_string(status)); });
    const auto good = answer(router, RequestBuilder(Method::get, "/lehrplan/4"));
    CHECK(seen == "a/lehrplan/{id:id};b;");
    CHECK(good.headers.get("X-After") == "200");
    const auto refused = answer(router, RequestBuilder(Method::get, "/lehrplan/4?geheim=1"));
    CHECK(refused.status == 403);
    CHECK(refused.text() == "Fehler 403");
    CHECK(refused.headers.get("X-After") == "403");
    CHECK(answer(router, RequestBuilder(Method::get, "/fehlt")).text() == "Fehler 404");
}

TEST_CASE("exceptions of handlers, filters and error pages all end in an answer") {
    Router router;
    router.get("/a", [](Request&) -> Response { throw std::runtime_error("a"); });
    router.get("/b", [](Request&) -> Response { throw 17; });
    router.get("/c", [](Request&) { return text("c"); });
    router.on_error([](const Request&, int) -> Response { throw std::runtime_error("page"); });
    CHECK(answer(router, RequestBuilder(Method::get, "/a")).status == 500);
    CHECK(answer(router, RequestBuilder(Method::get, "/b")).status == 500);
    CHECK(answer(router, RequestBuilder(Method::get, "/b")).text().find("TEST01-0001") != std::string::npos);
    router.after([](const Request&, Response&) { throw std::runtime_error("after"); });
    CHECK(answer(router, RequestBuilder(Method::get, "/c")).status == 500);
}

TEST_CASE("a request built by hand has everything a handler may ask for") {
    auto request = RequestBuilder(Method::post, "/anmeldung?weiter=%2Fplan&m=1&m=2")
                       .form("name", "Ida")
                       .form("tag", "1")
                       .form("tag", "2")
                       .cookie("sitzung", "abc")
                       .cookie("zwei", "def")
                       .header("X-Test", "ja")
                       .language(Language::en)
                       .viewer({.person = PersonId{7}})
                       .context({SessionId{3}, "token"})
                       .file("bild", "a.png", "image/png", "PNG")
                       .build();
    CHECK(request.path == "/anmeldung");
    CHECK(request.query("weiter") == "/plan");
    CHECK(request.query_all("m").size() == 2);
    CHECK(request.form("name") == "Ida");
    CHECK(request.form_all("tag") == std::vector<std::string_view>{"1", "2"});
    CHECK(!request.form("fehlt"));
    CHECK(request.cookie("sitzung") == "abc");
    CHECK(request.cookie("zwei") == "def");
    CHECK(!request.cookie("sitz"));
    CHECK(request.header("x-test") == "ja");
    CHECK(request.viewer()->person == PersonId{7});
    CHECK(request.context.csrf_token == "token");
    CHECK(request.file("bild")->file.size() == 3);
    CHECK_THROWS(RequestBuilder(Method::get, "/%ff"));
}

TEST_CASE("HEAD answers as GET does, without the body") {
    TestServer server([](Router& router) {
        router.get("/", [](Request&) { return html("<p>Guten Tag</p>"); });
        router.get("/strom", [](Request&) {
            return stream("text/csv", [](BodyWriter& out) {
                out.write("a;b");
                return false;
            });
        });
    });
    RawClient client(server.port);
    client.send("HEAD / HTTP/1.1\r\nHost: a\r\n\r\nHEAD /strom HTTP/1.1\r\nHost: a\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n");
    const auto head = client.read_answer(true);
    CHECK(head.status == 200);
    CHECK(head.header("content-length") == "16");
    CHECK(client.read_answer(true).status == 200);
    CHECK(client.read_answer().body == "<p>Guten Tag</p>");
}
