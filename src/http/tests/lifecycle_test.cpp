// SPDX-License-Identifier: EUPL-1.2
// Full queues, orderly stops, taken ports, rate limits, proxies, log and metrics.
#include "http/client_address.hpp"
#include "http/tests/test_server.hpp"

#include <atomic>
#include <condition_variable>

#include <doctest/doctest.h>

using namespace kc;
using namespace kc::http;
using namespace kc::http::test;

namespace {

// A handler waits here until the test lets it go.
class Gate {
public:
    void pass() {
        std::unique_lock lock(mutex_);
        ++waiting_;
        changed_.notify_all();
        changed_.wait(lock, [this] { return open_; });
    }
    void wait_for(int count) {
        std::unique_lock lock(mutex_);
        changed_.wait_for(lock, std::chrono::seconds(20), [&] { return waiting_ >= count; });
    }
    void open() {
        const std::lock_guard lock(mutex_);
        open_ = true;
        changed_.notify_all();
    }

private:
    std::mutex mutex_;
    std::condition_variable changed_;
    int waiting_ = 0;
    bool open_ = false;
};

constexpr std::string_view slow_request = "GET /langsam HTTP/1.1\r\nHost: a\r\n\r\n";

}  // namespace

TEST_CASE("a full queue answers 503 at once, and the password pool has its own") {
    Gate gate;
    ServerOptions options;
    options.worker_threads = 1;
    options.queue_max = 1;
    options.password_queue_max = 1;
    TestServer server(
        [&](Router& router) {
            router.get("/langsam", [&](Request&) {
                gate.pass();
                return text("fertig");
            });
            router.add(Method::post, "/anmeldung", {.pool = Pool::passwords}, [](Request&) { return text("angemeldet"); });
            router.on_error([](const Request& request, int status) {
                return html("Seite " + std::to_string(status) + " " + request.number + (request.language == Language::en ? " en" : " de"));
            });
        },
        options);
    RawClient running(server.port), queued(server.port);
    running.send(slow_request);
    gate.wait_for(1);
    queued.send(slow_request);
    CHECK(eventually([&] { return server.server->numbers().queued == 1; }));
    RawClient third(server.port);
    third.send("GET /langsam HTTP/1.1\r\nHost: a\r\nAccept-Language: en-GB,de;q=0.5\r\n\r\n");
    const auto refused = third.read_answer();
    CHECK(refused.status == 503);
    CHECK(refused.header("retry-after") == "1");
    CHECK(refused.body.starts_with("Seite 503 "));
    CHECK(refused.body.ends_with(" en"));
    CHECK(ask(server.port, "POST /anmeldung HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n").body == "angemeldet");
    CHECK(server.metrics.text().find("kc_http_queue{pool=\"workers\"} 1") != std::string::npos);
    gate.open();
    CHECK(running.read_answer().body == "fertig");
    CHECK(queued.read_answer().body == "fertig");
    third.send(slow_request);  // the refused connection goes on
    CHECK(third.read_answer().body == "fertig");
}

TEST_CASE("stopping finishes what runs, closes what waits and refuses what comes") {
    Gate gate;
    TestServer server([&](Router& router) {
        router.get("/langsam", [&](Request&) {
            gate.pass();
            return text("fertig");
        });
        router.get("/", [](Request&) { return text("ok"); });
    });
    RawClient running(server.port), idle(server.port), half(server.port);
    idle.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    CHECK(idle.read_answer().status == 200);
    running.send(slow_request);
    gate.wait_for(1);
    std::atomic<bool> stopped{false};
    std::thread stopping([&] {
        server.server->stop(std::chrono::seconds(60));
        stopped = true;
    });
    CHECK(idle.ended());
    CHECK(half.ended());
    CHECK(server.server->stopping());
    CHECK(eventually([&] {
        try {
            RawClient late(server.port);
            return false;
        } catch (const std::exception&) {
            return true;
        }
    }));
    CHECK(!stopped);
    gate.open();
    const auto answer = running.read_answer();
    CHECK(answer.body == "fertig");
    CHECK(answer.header("connection") == "close");
    CHECK(running.ended());
    stopping.join();
    CHECK(server.server->numbers().connections == 0);
}

TEST_CASE("a request whose body is still coming is finished when the server stops") {
    TestServer server([&](Router& router) { router.post("/", [](Request& request) { return text(std::string(request.body())); }); });
    RawClient client(server.port);
    client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 6\r\nExpect: 100-continue\r\n\r\n");
    CHECK(client.read_answer().status == 100);
    std::thread stopping([&] { server.server->stop(std::chrono::seconds(60)); });
    CHECK(eventually([&] { return server.server->stopping(); }));
    client.send("fertig");
    CHECK(client.read_answer().body == "fertig");
    stopping.join();
}

TEST_CASE("when the grace is over what does not end is closed, and event streams end at once") {
    std::mutex mutex;
    std::vector<EventStream> streams;
    TestServer server([&](Router& router) {
        router.get("/ereignisse", [&](Request&) {
            const std::lock_guard lock(mutex);
            return events(streams.emplace_back());
        });
        router.post("/", [](Request&) { return text("ok"); });
    });
    RawClient listening(server.port), stalled(server.port);
    listening.send("GET /ereignisse HTTP/1.1\r\nHost: a\r\n\r\n");
    CHECK(listening.read_until("\r\n\r\n").find("200 OK") != std::string::npos);
    stalled.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\nExpect: 100-continue\r\n\r\n");
    CHECK(stalled.read_answer().status == 100);
    server.server->stop(std::chrono::milliseconds(200));
    CHECK(listening.ended());
    CHECK(stalled.ended());
    CHECK(streams[0].closed());
}

TEST_CASE("a server can be started and stopped many times over, whatever moment the stop meets") {
    Router router;
    router.get("/", [](Request&) { return text("ok"); });
    for (int round = 0; round < 60; ++round) {
        ServerOptions options;
        options.io_threads = 1 + static_cast<unsigned>(round % 2);
        options.worker_threads = 1;
        Server server(options, router);
        server.start();
        if (round % 3 == 0) CHECK(get(server.port(), "/").status == 200);
        // Around the 100 ms at which deadlines are looked at.
        if (round % 10 == 0) std::this_thread::sleep_for(std::chrono::milliseconds(95 + round / 10));
        server.stop(std::chrono::milliseconds(0));
    }
}

TEST_CASE("a taken port is named together with the way out") {
    TestServer server([](Router& router) { router.get("/", [](Request&) { return text("ok"); }); });
    ServerOptions options;
    options.listen = {{"127.0.0.1", server.port}};
    Server second(options, server.router);
    try {
        second.start();
        FAIL("the port was free");
    } catch (const std::runtime_error& refusal) {
        const std::string words = refusal.what();
        CHECK(words.find("port " + std::to_string(server.port)) != std::string::npos);
        CHECK(words.find("already taken") != std::string::npos);
        CHECK(words.find("--listen 127.0.0.1:") != std::string::npos);
    }
}

TEST_CASE("addresses to listen on are read or refused in plain words") {
    CHECK(parse_listen_address("8080").port == 8080);
    CHECK(parse_listen_address("8080").address == "127.0.0.1");
    CHECK(parse_listen_address("0.0.0.0:80").address == "0.0.0.0");
    CHECK(parse_listen_address("[::1]:8080").address == "::1");
    CHECK(parse_listen_address("localhost:0").address == "127.0.0.1");
    for (const auto* wrong : {"", "x", "127.0.0.1:", "127.0.0.1:99999", "haus:8080", "1.2.3:80", "8080x"}) {
        CAPTURE(wrong);
        CHECK_THROWS_AS(parse_listen_address(wrong), std::invalid_argument);
    }
}

TEST_CASE("an address that asks too often gets 429 with the time to wait") {
    RateLimiter* limits = nullptr;
    TestServer server([&](Router& router) {
        router.add(Method::post, "/anmeldung", {.rate_class = "sign-in"}, [&](Request& request) {
            const auto decision = limits->allow("account", request.body());
            return text(decision ? "ok" : "zu oft", decision ? 200 : 429);
        });
    });
    limits = &server.limiter;
    server.limiter.define("sign-in", {.burst = 3, .per_minute = 1});
    server.limiter.define("account", {.burst = 1, .per_minute = 1});
    const auto post = [&](std::string_view body) {
        return ask(server.port,
                   "POST /anmeldung HTTP/1.1\r\nHost: a\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + std::string(body));
    };
    CHECK(post("ida").status == 200);
    CHECK(post("ida").body == "zu oft");
    CHECK(post("ole").status == 200);
    const auto refused = post("eva");
    CHECK(refused.status == 429);
    CHECK(std::stoi(refused.header("retry-after")) > 50);
    CHECK(std::stoi(refused.header("retry-after")) <= 60);
}

TEST_CASE("token buckets fill with time, are bounded in number and can be forgotten") {
    auto now = std::chrono::steady_clock::time_point{};
    RateLimiter limiter(3, [&] { return now; });
    limiter.define("a", {.burst = 2, .per_minute = 6});
    CHECK(limiter.allow("unknown class", "x"));
    CHECK(limiter.allow("a", "x"));
    CHECK(limiter.allow("a", "x"));
    const auto refused = limiter.allow("a", "x");
    CHECK(!refused);
    CHECK(refused.retry_after == std::chrono::seconds(10));
    CHECK(!limiter.check("a", "x"));
    now += std::chrono::seconds(10);
    CHECK(limiter.check("a", "x"));
    CHECK(limiter.allow("a", "x"));
    CHECK(!limiter.allow("a", "x"));
    limiter.forget("a", "x");
    CHECK(limiter.allow("a", "x"));
    now += std::chrono::hours(100);
    CHECK(limiter.allow("a", "x"));
    CHECK(limiter.allow("a", "x"));
    CHECK(!limiter.allow("a", "x"));
    for (int i = 0; i < 100; ++i) limiter.allow("a", std::to_string(i));
    CHECK(limiter.size() == 3);
    CHECK(address_key("192.0.2.7") == "192.0.2.7");
    CHECK(address_key("2001:db8:1:2:3:4:5:6") == "2001:db8:1:2::/64");
}

TEST_CASE("only a trusted proxy may say whom it speaks for") {
    const TrustedProxies proxies({"10.0.0.0/8", "2001:db8::/32", "127.0.0.1"});
    CHECK(proxies.client("192.0.2.1", "1.2.3.4") == "192.0.2.1");
    CHECK(proxies.client("10.1.2.3", "1.2.3.4") == "1.2.3.4");
    CHECK(proxies.client("10.1.2.3", "9.9.9.9, 1.2.3.4, 10.0.0.7") == "1.2.3.4");
    CHECK(proxies.client("10.1.2.3", "") == "10.1.2.3");
    CHECK(proxies.client("10.1.2.3", "quatsch") == "10.1.2.3");
    CHECK(proxies.client("2001:db8::5", "2001:4860::1") == "2001:4860::1");
    CHECK(!proxies.contains("11.0.0.1"));
    CHECK_THROWS_AS(TrustedProxies({"10.0.0.0/33"}), std::invalid_argument);
    CHECK_THROWS_AS(TrustedProxies({"haus"}), std::invalid_argument);

    const auto routes = [](Router& router) {
        router.get("/", [](Request& request) { return text(request.remote_address + (request.secure ? " secure" : "")); });
    };
    TestServer without(routes);
    CHECK(get(without.port, "/", "X-Forwarded-For: 1.2.3.4\r\nX-Forwarded-Proto: https\r\n").body == "127.0.0.1");
    ServerOptions options;
    options.trusted_proxies = {"127.0.0.0/8"};
    TestServer with(routes, options);
    const auto answer = get(with.port, "/", "X-Forwarded-For: 6.6.6.6, 1.2.3.4\r\nX-Forwarded-Proto: https\r\n");
    CHECK(answer.body == "1.2.3.4 secure");
    CHECK(answer.header("strict-transport-security") != "");
}

TEST_CASE("the access log has numbers and paths, but no query values, whole addresses or secrets in paths") {
    TestServer server([](Router& router) {
        router.get("/suche", [](Request& request) {
            request.set_viewer({.person = PersonId{42}});
            return text("ok");
        });
        router.add(Method::get, "/einladung/{token}", {.secret_in_path = true}, [](Request&) { return text("ok"); });
    });
    CHECK(get(server.port, "/suche?q=Krankheit").status == 200);
    CHECK(get(server.port, "/einladung/geheimnis").status == 200);
    CHECK(get(server.port, "/a%22b").status == 404);
    CHECK(eventually([&] { return server.log().find("404") != std::string::npos; }));
    const auto log = server.log();
    CHECK(log.find("\"path\":\"/suche\"") != std::string::npos);
    CHECK(log.find("\"person\":42") != std::string::npos);
    CHECK(log.find("\"status\":200") != std::string::npos);
    CHECK(log.find("\"network\":\"127.0.0.0/24\"") != std::string::npos);
    CHECK(log.find("/a\\\"b") != std::string::npos);
    CHECK(log.find("Krankheit") == std::string::npos);
    CHECK(log.find("geheimnis") == std::string::npos);
    CHECK(log.find("127.0.0.1") == std::string::npos);
    CHECK(network_for_log("2001:db8:1:2::3") == "2001:db8:1::/48");
}

TEST_CASE("metrics count by route and class of status, in Prometheus form") {
    TestServer server([](Router& router) { router.get("/lehrplan/{id:id}", [](Request&) { return text("ok"); }); });
    server.metrics.add_gauge("kc_test", "A number", [] { return 2.5; }, {{"name", "a\"b"}});
    CHECK(get(server.port, "/lehrplan/1").status == 200);
    CHECK(get(server.port, "/lehrplan/2").status == 200);
    CHECK(get(server.port, "/fehlt").status == 404);
    CHECK(eventually([&] { return server.metrics.text().find("status=\"4xx\"") != std::string::npos; }));
    const auto text = server.metrics.text();
    CHECK(text.find("# TYPE kc_http_requests_total counter") != std::string::npos);
    CHECK(text.find("kc_http_requests_total{method=\"GET\",route=\"/lehrplan/{id:id}\",status=\"2xx\"} 2") != std::string::npos);
    CHECK(text.find("kc_http_requests_total{method=\"-\",route=\"-\",status=\"4xx\"} 1") != std::string::npos);
    CHECK(text.find("kc_http_request_duration_seconds_bucket{method=\"GET\",route=\"/lehrplan/{id:id}\",le=\"+Inf\"} 2") != std::string::npos);
    CHECK(text.find("kc_http_connections ") != std::string::npos);
    CHECK(text.find("kc_test{name=\"a\\\"b\"} 2.5") != std::string::npos);
    Histogram histogram;
    histogram.observe_us(100);
    histogram.observe_us(101);
    histogram.observe_us(99'000'000);
    CHECK(histogram.bucket(0) == 1);
    CHECK(histogram.bucket(1) == 1);
    CHECK(histogram.bucket(Histogram::bounds_us.size()) == 1);
    CHECK(histogram.count() == 3);
}
