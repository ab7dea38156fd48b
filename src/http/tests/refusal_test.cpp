// SPDX-License-Identifier: EUPL-1.2
// What must never reach a handler: smuggled requests, oversized and malformed ones, methods and versions we do not speak.
#include "http/tests/test_server.hpp"

#include <atomic>

#include <doctest/doctest.h>

using namespace kc;
using namespace kc::http;
using namespace kc::http::test;

namespace {

struct Fixture {
    std::atomic<int> handled{0};
    TestServer server;
    static ServerOptions small() {
        ServerOptions options;
        options.header_bytes_max = 4096;
        options.target_bytes_max = 1024;
        options.body_bytes_max = 1000;
        return options;
    }
    Fixture()
        : server(
              [this](Router& router) {
                  router.get("/", [this](Request&) { return ++handled, text("ok"); });
                  router.get("/seite", [this](Request&) { return ++handled, text("ok"); });
                  router.get("/suche", [this](Request& request) { return ++handled, text(std::string(request.query("q").value_or(""))); });
                  router.post("/form", [this](Request& request) { return ++handled, text(std::string(request.form("name").value_or(""))); });
                  router.add(Method::post, "/gross", {.body_bytes_max = 5000},
                             [this](Request& request) { return ++handled, text(std::to_string(request.body().size())); });
                  router.get("/admin", [this](Request&) { return handled += 1000, text("smuggled"); });
                  router.on_error(
                      [](const Request& request, int status) { return html("Seite " + std::to_string(status) + " Vorgang " + request.number); });
              },
              small()) {}
};

// The request must be refused with this status and the connection closed, whatever follows in it.
void refuses(Fixture& fixture, int status, std::string_view request) {
    CAPTURE(request);
    RawClient client(fixture.server.port);
    client.send(request);
    const auto answer = client.read_answer();
    CHECK(answer.status == status);
    CHECK(answer.header("connection") == "close");
    CHECK(answer.body.find("Seite " + std::to_string(status) + " Vorgang ") == 0);
    CHECK(answer.body.find("UUUU") == std::string::npos);
    CHECK(client.read_answer().status == 0);
    CHECK(fixture.handled < 1000);
}

}  // namespace

TEST_CASE("attempts to smuggle a request are refused and the connection closed") {
    Fixture fixture;
    const std::string hidden = "GET /admin HTTP/1.1\r\nHost: a\r\n\r\n";
    for (const std::string head : {
             "Transfer-Encoding: xchunked\r\n",
             "Transfer-Encoding: chunked, identity\r\n",
             "Transfer-Encoding: identity, chunked\r\n",
             "Transfer-Encoding: gzip, chunked\r\n",
             "Transfer-Encoding: identity\r\n",
             "Transfer-Encoding:\r\n",
             "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n",
             "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n",
             "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n",
             "Content-Length: 3, 3\r\n",
             "Content-Length: 3\r\nContent-Length: 3\r\n",
             "Content-Length: 3\r\nContent-Length: 4\r\n",
             "Content-Length: +3\r\n",
             "Content-Length: 3 4\r\n",
             "Content-Length: -1\r\n",
             "Content-Length: 0x3\r\n",
             "Content-Length:\r\n",
             "Content-Length: 99999999999999999999999\r\n",
             "Content-Length : 3\r\n",
             "X: a\r\n folded\r\n",
             "X: a\r\n\tContent-Length: 3\r\n",
             " Content-Length: 3\r\n",
             "Content Length: 3\r\n",
             "X: a\rb\r\n",
             "X: a\nContent-Length: 3\r\n",
         }) {
        refuses(fixture, 400, "POST /form HTTP/1.1\r\nHost: a\r\n" + head + "\r\n" + hidden);
    }
    refuses(fixture, 400, std::string("GET / HTTP/1.1\r\nHost: a\r\nX: a\0b\r\n\r\n", 35) + hidden);
    refuses(fixture, 400, "POST /form HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
    CHECK(fixture.handled == 0);
}

TEST_CASE("malformed chunks are refused") {
    Fixture fixture;
    const std::string head = "POST /form HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
    for (const std::string body : {"zz\r\nabc\r\n0\r\n\r\n", "-1\r\nabc\r\n", "3\r\nabcX\r\n0\r\n\r\n", "3\nabc\r\n0\r\n\r\n",
                                   "ffffffffffffffffff\r\nabc\r\n", "\r\n3\r\nabc\r\n0\r\n\r\n"}) {
        refuses(fixture, 400, head + body);
    }
    refuses(fixture, 400, head + "3;" + std::string(40'000, 'x'));
    CHECK(fixture.handled == 0);
}

TEST_CASE("HTTP/1.1 needs exactly one Host, and a proper one") {
    Fixture fixture;
    refuses(fixture, 400, "GET / HTTP/1.1\r\n\r\n");
    refuses(fixture, 400, "GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n");
    refuses(fixture, 400, "GET / HTTP/1.1\r\nHost: a\r\nhost: b\r\n\r\n");
    refuses(fixture, 400, "GET / HTTP/1.1\r\nHost:\r\n\r\n");
    refuses(fixture, 400, "GET / HTTP/1.1\r\nHost: a/b@c\r\n\r\n");
    CHECK(ask(fixture.server.port, "GET / HTTP/1.1\r\nHost: [::1]:8080\r\n\r\n").status == 200);
    CHECK(ask(fixture.server.port, "GET / HTTP/1.0\r\n\r\n").status == 200);
}

TEST_CASE("malformed request lines are refused") {
    Fixture fixture;
    for (const std::string line : {"GET /", "GET", "GET  / HTTP/1.1", "GET / HTTP/1.1 ", "GET /a b HTTP/1.1", "GET / http/1.1", "GET / HTTP/1",
                                   "G\x01T / HTTP/1.1", " GET / HTTP/1.1", "GET http HTTP/1.1", "GET * HTTP/1.1"}) {
        refuses(fixture, 400, line + "\r\nHost: a\r\n\r\n");
    }
    refuses(fixture, 505, "GET / HTTP/2.0\r\nHost: a\r\n\r\n");
    refuses(fixture, 505, "GET / HTTP/1.2\r\nHost: a\r\n\r\n");
    refuses(fixture, 505, "GET / HTTP/0.9\r\nHost: a\r\n\r\n");
    refuses(fixture, 501, "TRACE / HTTP/1.1\r\nHost: a\r\n\r\n");
    refuses(fixture, 501, "CONNECT a:80 HTTP/1.1\r\nHost: a\r\n\r\n");
    refuses(fixture, 501, "BREW / HTTP/1.1\r\nHost: a\r\n\r\n");
    refuses(fixture, 417, "POST /form HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nExpect: miracles\r\n\r\n");
    CHECK(fixture.handled == 0);
}

TEST_CASE("broken percent-encoding, bad UTF-8 and control characters give 400 in path, query and form") {
    Fixture fixture;
    for (const std::string target : {"/%", "/%4", "/%zz", "/%00", "/%0a", "/%ff", "/%c3%28", "/%c0%af", "/%ed%a0%80", "/a%2fb", "/a/../b", "/..",
                                     "/%2e%2e/x", "/./a", "/suche?q=%", "/suche?q=%ff", "/suche?%c3=1", "/suche?q=%00", "/suche?q=%1b"}) {
        refuses(fixture, 400, "GET " + target + " HTTP/1.1\r\nHost: a\r\n\r\n");
    }
    for (const std::string form : {"name=%", "name=%g1", "name=%ff", "name=\xc3(", "%ff=x", "name=%00"}) {
        CAPTURE(form);
        const auto answer =
            ask(fixture.server.port, "POST /form HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: " +
                                         std::to_string(form.size()) + "\r\n\r\n" + form);
        CHECK(answer.status == 400);
        CHECK(answer.body.find("Seite 400") == 0);
    }
    CHECK(fixture.handled == 0);
    CHECK(get(fixture.server.port, "/suche?q=B%C3%BCrger+und%20Amt").body == "Bürger und Amt");
}

TEST_CASE("too many query parameters are refused") {
    ServerOptions options;
    TestServer server([](Router& router) { router.get("/", [](Request&) { return text("ok"); }); }, options);
    std::string target = "/?";
    for (int i = 0; i < 2500; ++i) target += "a&";
    CHECK(get(server.port, target).status == 400);
}

TEST_CASE("a long target gives 414, large headers 431, many headers 431") {
    Fixture fixture;
    refuses(fixture, 414, "GET /" + std::string(2000, 'a') + " HTTP/1.1\r\nHost: a\r\n\r\n");
    refuses(fixture, 414, "GET /" + std::string(20'000, 'a') + " HTTP/1.1\r\nHost: a\r\n\r\n");
    refuses(fixture, 431, "GET / HTTP/1.1\r\nHost: a\r\nX: " + std::string(5000, 'a') + "\r\n\r\n");
    std::string many = "GET / HTTP/1.1\r\nHost: a\r\n";
    for (int i = 0; i < 150; ++i) many += "X: a\r\n";
    refuses(fixture, 431, many + "\r\n");
    CHECK(fixture.handled == 0);
}

TEST_CASE("a body above the limit gives 413, announced or chunked, and the route may allow more") {
    Fixture fixture;
    refuses(fixture, 413, "POST /form HTTP/1.1\r\nHost: a\r\nContent-Length: 1001\r\n\r\n" + std::string(1001, 'a'));
    refuses(fixture, 413, "POST /form HTTP/1.1\r\nHost: a\r\nContent-Length: 999999999999\r\n\r\n");
    refuses(fixture, 413, "POST /form HTTP/1.1\r\nHost: a\r\nContent-Length: 2000\r\nExpect: 100-continue\r\n\r\n");
    refuses(fixture, 413, "POST /form HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n800\r\n" + std::string(2048, 'a') + "\r\n0\r\n\r\n");
    CHECK(fixture.handled == 0);
    CHECK(ask(fixture.server.port, "POST /gross HTTP/1.1\r\nHost: a\r\nContent-Length: 5000\r\n\r\n" + std::string(5000, 'a')).body == "5000");
    refuses(fixture, 413, "POST /gross HTTP/1.1\r\nHost: a\r\nContent-Length: 5001\r\n\r\n" + std::string(5001, 'a'));
}

TEST_CASE("a client that is refused while it still sends can read why") {
    Fixture fixture;
    for (int i = 0; i < 5; ++i) {
        RawClient client(fixture.server.port);
        client.send("POST /form HTTP/1.1\r\nHost: a\r\nContent-Length: 3000000\r\n\r\n" + std::string(3'000'000, 'a'));
        CHECK(client.read_answer().status == 413);
    }
}

TEST_CASE("a head that trickles in gives 408, a silent connection is closed, a stalled body gives 408") {
    ServerOptions options;
    options.header_timeout = std::chrono::milliseconds(300);
    options.idle_timeout = std::chrono::milliseconds(300);
    options.body_timeout = std::chrono::milliseconds(300);
    TestServer server(
        [](Router& router) {
            router.post("/", [](Request&) { return text("ok"); });
            router.get("/", [](Request&) { return text("ok"); });
        },
        options);

    RawClient trickle(server.port), silent(server.port), idle(server.port), stalled(server.port);
    trickle.send("GET / HTTP/1.1\r\nHo");
    stalled.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nabc");
    idle.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    CHECK(idle.read_answer().status == 200);
    CHECK(trickle.read_answer().status == 408);
    CHECK(trickle.ended());
    CHECK(stalled.read_answer().status == 408);
    CHECK(stalled.ended());
    CHECK(silent.read_answer().status == 0);
    CHECK(idle.read_answer().status == 0);
    // A byte now and then keeps a head no longer alive than the limit, nor a body.
    RawClient crawling(server.port);
    std::atomic<bool> stop{false};
    std::thread dripping([&] {
        crawling.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n");
        while (!stop) {
            crawling.send("x");
            std::this_thread::sleep_for(std::chrono::milliseconds(20));
        }
    });
    CHECK(crawling.read_answer().status == 408);
    stop = true;
    dripping.join();
}

TEST_CASE("a client that does not read its answer is cut off and holds no worker") {
    ServerOptions options;
    options.write_timeout = std::chrono::milliseconds(300);
    const auto big = std::make_shared<const std::string>(32 * 1024 * 1024, 'x');
    TestServer server(
        [&](Router& router) {
            router.get("/big", [&](Request&) { return http::bytes("", "application/octet-stream"); });
            router.get("/huge", [&](Request&) {
                Response r;
                r.body = big;
                r.headers.set("Content-Type", "image/png");
                return r;
            });
        },
        options);
    RawClient slow(server.port);
    slow.shrink_receive_buffer();
    slow.send("GET /huge HTTP/1.1\r\nHost: a\r\n\r\n");
    CHECK(eventually([&] { return server.server->numbers().connections == 1; }));
    CHECK(get(server.port, "/big").status == 200);
    CHECK(eventually([&] { return server.server->numbers().connections == 0; }));
    CHECK(server.server->numbers().running == 0);
}

TEST_CASE("more connections than allowed are turned away at once") {
    ServerOptions options;
    options.connections_max = 2;
    TestServer server([](Router& router) { router.get("/", [](Request&) { return text("ok"); }); }, options);
    RawClient one(server.port), two(server.port);
    one.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    two.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    CHECK(one.read_answer().status == 200);
    CHECK(two.read_answer().status == 200);
    RawClient three(server.port);
    CHECK(three.read_answer().status == 503);
    CHECK(three.ended());
    one.close();
    CHECK(eventually([&] { return server.server->numbers().connections < 2; }));
    CHECK(get(server.port, "/").status == 200);
}

TEST_CASE("when the server is nearly full, connections that only wait make room") {
    ServerOptions options;
    options.connections_max = 10;
    TestServer server([](Router& router) { router.get("/", [](Request&) { return text("ok"); }); }, options);
    std::vector<std::unique_ptr<RawClient>> waiting;
    for (int i = 0; i < 10; ++i) {
        waiting.push_back(std::make_unique<RawClient>(server.port));
        waiting.back()->send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        CHECK(waiting.back()->read_answer().status == 200);
    }
    CHECK(eventually([&] { return server.server->numbers().connections < 10; }));
    CHECK(get(server.port, "/").status == 200);
}
