// SPDX-License-Identifier: EUPL-1.2
#include "http/tests/test_server.hpp"

#include <doctest/doctest.h>

using namespace kc;
using namespace kc::http;
using namespace kc::http::test;

namespace {

void hello_routes(Router& router) {
    router.get("/", [](Request&) { return html("<p>Guten Tag</p>"); });
    router.get("/echo", [](Request& request) { return text(std::string(request.query("q").value_or("-"))); });
    router.post("/echo", [](Request& request) { return text(std::string(request.body())); });
    router.get("/lehrplan/{id:id}", [](Request& request) { return text("plan " + std::to_string(request.get_id<PersonId>("id").value)); });
    router.get("/broken", [](Request&) -> Response { throw std::runtime_error("the disk is full"); });
}

}  // namespace

TEST_CASE("a page is served with the security headers") {
    TestServer server(hello_routes);
    const auto answer = get(server.port, "/");
    CHECK(answer.status == 200);
    CHECK(answer.body == "<p>Guten Tag</p>");
    CHECK(answer.header("content-type") == "text/html; charset=utf-8");
    CHECK(answer.header("cache-control") == "no-store");
    CHECK(answer.header("content-security-policy").find("default-src 'self'") == 0);
    CHECK(answer.header("x-content-type-options") == "nosniff");
    CHECK(answer.header("referrer-policy") == "same-origin");
    CHECK(answer.header("cross-origin-opener-policy") == "same-origin");
    CHECK(answer.header("permissions-policy") != "");
    CHECK(answer.header("strict-transport-security") == "");
    CHECK(answer.header("date").ends_with("GMT"));
}

TEST_CASE("a connection serves one request after the other") {
    TestServer server(hello_routes);
    RawClient client(server.port);
    for (int i = 0; i < 20; ++i) {
        client.send("GET /echo?q=" + std::to_string(i) + " HTTP/1.1\r\nHost: a\r\n\r\n");
        CHECK(client.read_answer().body == std::to_string(i));
    }
    client.send("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    const auto last = client.read_answer();
    CHECK(last.status == 200);
    CHECK(last.header("connection") == "close");
    CHECK(client.ended());
}

TEST_CASE("pipelined requests are answered in their order") {
    TestServer server(hello_routes);
    RawClient client(server.port);
    std::string all;
    for (int i = 0; i < 50; ++i) {
        all += "GET /echo?q=" + std::to_string(i) + " HTTP/1.1\r\nHost: a\r\n\r\n";
        all += "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nbody" + std::to_string(i % 10);
    }
    client.send(all);
    for (int i = 0; i < 50; ++i) {
        REQUIRE(client.read_answer().body == std::to_string(i));
        REQUIRE(client.read_answer().body == "body" + std::to_string(i % 10));
    }
}

TEST_CASE("a handler that throws gives the 500 page with the request number, and the server lives on") {
    TestServer server(hello_routes);
    const auto answer = get(server.port, "/broken");
    CHECK(answer.status == 500);
    CHECK(answer.body.find("disk") == std::string::npos);
    CHECK(eventually([&] { return server.log().find("\"status\":500") != std::string::npos; }));
    CHECK(get(server.port, "/").status == 200);
}

TEST_CASE("many connections at once on several loops are all answered") {
    ServerOptions options;
    options.io_threads = 2;
    TestServer server(hello_routes, options);
    std::vector<std::unique_ptr<RawClient>> clients;
    for (int i = 0; i < 100; ++i) {
        clients.push_back(std::make_unique<RawClient>(server.port));
        clients.back()->send("GET /lehrplan/" + std::to_string(i + 1) + " HTTP/1.1\r\nHost: a\r\n\r\n");
    }
    for (int i = 0; i < 100; ++i) CHECK(clients[static_cast<std::size_t>(i)]->read_answer().body == "plan " + std::to_string(i + 1));
    CHECK(server.server->numbers().connections == 100);
}
