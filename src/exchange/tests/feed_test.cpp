// SPDX-License-Identifier: EUPL-1.2
// Fetching feeds: paging, circles, redirects, limits, and addresses that must never be reached.
#include "exchange/feed_client.hpp"
#include "exchange/source_service.hpp"
#include "exchange/tests/exchange_town.hpp"

#include <doctest/doctest.h>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

using namespace kc;
using namespace kc::exchange;
using kc::test::ExchangeTown;

namespace {

// Answers one request per connection with what `answer` says about its first line and headers.
class TinyServer {
public:
    explicit TinyServer(std::function<std::string(const std::string& request)> answer) : answer_(std::move(answer)) {
        listener_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        REQUIRE(bind(listener_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0);
        REQUIRE(listen(listener_, 8) == 0);
        socklen_t size = sizeof address;
        getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size);
        port_ = ntohs(address.sin_port);
        thread_ = std::thread([this] { serve(); });
    }
    ~TinyServer() {
        stop_ = true;
        thread_.join();
        close(listener_);
    }
    std::string address(const std::string& path = "/feed") const { return fmt::format("http://127.0.0.1:{}{}", port_, path); }
    int requests() const { return requests_; }

private:
    void serve() {
        while (!stop_) {
            pollfd ready{listener_, POLLIN, 0};
            if (poll(&ready, 1, 20) <= 0) continue;
            const int client = accept(listener_, nullptr, nullptr);
            std::string request;
            char piece[4096];
            while (request.find("\r\n\r\n") == std::string::npos) {
                const auto read = recv(client, piece, sizeof piece, 0);
                if (read <= 0) break;
                request.append(piece, static_cast<std::size_t>(read));
            }
            ++requests_;
            const std::string response = answer_(request);
            for (std::size_t sent = 0; sent < response.size();) {
                const auto wrote = send(client, response.data() + sent, response.size() - sent, MSG_NOSIGNAL);
                if (wrote <= 0) break;
                sent += static_cast<std::size_t>(wrote);
            }
            close(client);
        }
    }

    std::function<std::string(const std::string&)> answer_;
    int listener_ = -1;
    std::uint16_t port_ = 0;
    std::atomic<bool> stop_{false};
    std::atomic<int> requests_{0};
    std::thread thread_;
};

std::string ok(const std::string& body, const std::string& headers = "") {
    return fmt::format("HTTP/1.1 200 OK\r\nContent-Length: {}\r\nConnection: close\r\n{}\r\n{}", body.size(), headers, body);
}

std::string course(const std::string& id, const std::string& next) {
    return fmt::format(
        R"({{"links":{{"self":"https://kurse.example/feed"{}}},"data":[{{"id":"{}","type":"Course","attributes":{{"name":"Kurs {}","courseMode":["online","asynchronous"],"access":["free"]}}}}]}})",
        next.empty() ? "" : R"(,"next":")" + next + "\"", id, id);
}

FeedRules local() { return {.allowed_hosts = {"127.0.0.1"}, .loopback_allowed = true, .request_time_max = std::chrono::seconds{5}}; }

std::string problem_of(const FeedAnswer& answer) { return answer.read.problems.empty() ? "" : answer.read.problems.front().message; }

bool starts(const std::string& request, std::string_view path) { return request.starts_with("GET " + std::string(path) + " "); }

}  // namespace

TEST_CASE("all pages of a feed are one import") {
    TinyServer* self = nullptr;
    TinyServer server([&](const std::string& request) {
        if (starts(request, "/feed")) return ok(course("1", "/feed?page=2"), "ETag: \"abc\"\r\n");
        if (starts(request, "/feed?page=2")) return ok(course("2", self->address("/feed?page=3")));
        return ok(course("2", ""));  // moved from page 2 to page 3 while we read
    });
    self = &server;
    const auto answer = fetch_feed({.address = server.address()}, {}, local());
    CHECK(problem_of(answer) == "");
    CHECK(answer.pages == 3);
    CHECK(answer.etag == "\"abc\"");
    CHECK(answer.read.offers.size() == 2);
    CHECK(answer.read.complete);
}

TEST_CASE("pages that lead in a circle or never end bring nothing") {
    TinyServer circle([&](const std::string& request) {
        return ok(course(starts(request, "/feed") ? "1" : "2", starts(request, "/feed") ? "/feed?page=2" : "/feed"));
    });
    auto answer = fetch_feed({.address = circle.address()}, {}, local());
    CHECK(problem_of(answer).find("im Kreis") != std::string::npos);
    CHECK(answer.read.offers.empty());
    int page = 0;
    TinyServer endless([&](const std::string&) {
        ++page;
        return ok(course(std::to_string(page), fmt::format("/feed?page={}", page)));
    });
    auto rules = local();
    rules.pages_max = 7;
    answer = fetch_feed({.address = endless.address()}, {}, rules);
    CHECK(problem_of(answer).find("mehr als 7 Seiten") != std::string::npos);
    CHECK(endless.requests() == 7);
}

TEST_CASE("a next page or a redirect to another server is not followed") {
    TinyServer server([&](const std::string& request) {
        if (starts(request, "/away"))
            return std::string("HTTP/1.1 302 Found\r\nLocation: https://anders.example/\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        if (starts(request, "/loop")) return std::string("HTTP/1.1 302 Found\r\nLocation: /loop2\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        if (starts(request, "/loop2")) return std::string("HTTP/1.1 302 Found\r\nLocation: /loop\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        if (starts(request, "/moved")) return std::string("HTTP/1.1 301 Moved\r\nLocation: /feed\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        return ok(course("1", starts(request, "/feed") ? "" : "https://anders.example/feed"));
    });
    CHECK(problem_of(fetch_feed({.address = server.address("/away")}, {}, local())).find("leitet weiter") != std::string::npos);
    CHECK(problem_of(fetch_feed({.address = server.address("/next")}, {}, local())).find("anderen Server") != std::string::npos);
    CHECK(problem_of(fetch_feed({.address = server.address("/loop")}, {}, local())).find("im Kreis") != std::string::npos);
    CHECK(problem_of(fetch_feed({.address = server.address("/moved")}, {}, local())) == "");
}

TEST_CASE("an unchanged feed is not read again, and errors are told") {
    TinyServer server([&](const std::string& request) {
        if (request.find("If-None-Match: \"abc\"") != std::string::npos) return std::string("HTTP/1.1 304 Not Modified\r\nConnection: close\r\n\r\n");
        if (starts(request, "/broken")) return ok("{");
        return std::string("HTTP/1.1 500 Error\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
    });
    CHECK(fetch_feed({.address = server.address(), .etag = "\"abc\""}, {}, local()).not_modified);
    CHECK(problem_of(fetch_feed({.address = server.address()}, {}, local())).find("500") != std::string::npos);
    CHECK(problem_of(fetch_feed({.address = server.address("/broken")}, {}, local())).find("Seite 1") != std::string::npos);
}

TEST_CASE("a page that is too large or too slow is given up") {
    TinyServer server([&](const std::string& request) {
        if (starts(request, "/slow")) std::this_thread::sleep_for(std::chrono::milliseconds(1800));
        return ok(std::string(300'000, ' '));
    });
    auto rules = local();
    rules.page_bytes_max = 100'000;
    CHECK(problem_of(fetch_feed({.address = server.address()}, {}, rules)).find("größer als") != std::string::npos);
    rules.request_time_max = std::chrono::seconds{1};
    CHECK(problem_of(fetch_feed({.address = server.address("/slow")}, {}, rules)).find("zu langsam") != std::string::npos);
}

TEST_CASE("the own network is never reached, whatever a name resolves to") {
    auto rules = local();
    rules.loopback_allowed = false;
    rules.allowed_hosts = {"localhost", "127.0.0.1"};
    CHECK(problem_of(fetch_feed({.address = "https://localhost:1/feed"}, {}, rules)).find("internes Netz") != std::string::npos);
    CHECK(refuse_address("http://127.0.0.1/feed", rules).has_value());
    const auto four = [](int a, int b, int c, int d) {
        const unsigned char bytes[] = {static_cast<unsigned char>(a), static_cast<unsigned char>(b), static_cast<unsigned char>(c),
                                       static_cast<unsigned char>(d)};
        return is_private_address(bytes);
    };
    CHECK(four(10, 0, 0, 1));
    CHECK(four(172, 16, 0, 1));
    CHECK(four(192, 168, 1, 1));
    CHECK(four(169, 254, 169, 254));
    CHECK(four(100, 64, 0, 1));
    CHECK(four(0, 0, 0, 0));
    CHECK(four(224, 0, 0, 1));
    CHECK_FALSE(four(93, 184, 216, 34));
    CHECK_FALSE(four(172, 32, 0, 1));
    const auto six = [](const char* text) {
        unsigned char bytes[16];
        REQUIRE(inet_pton(AF_INET6, text, bytes) == 1);
        return is_private_address(bytes);
    };
    CHECK(six("::1"));
    CHECK(six("::"));
    CHECK(six("fe80::1"));
    CHECK(six("fd00::1"));
    CHECK(six("::ffff:10.0.0.1"));
    CHECK(six("64:ff9b::a00:1"));
    CHECK(six("2002:a00:1::"));
    CHECK_FALSE(six("2606:2800:220:1:248:1893:25c8:1946"));
}

TEST_CASE("a source is fetched on schedule, keeps its mark, and comes again") {
    ExchangeTown town;
    TinyServer server([&](const std::string& request) {
        if (request.find("If-None-Match: \"v1\"") != std::string::npos) return std::string("HTTP/1.1 304 Not Modified\r\nConnection: close\r\n\r\n");
        return ok(course("1", ""), "ETag: \"v1\"\r\n");
    });
    SourceService sources({town.database(), town.clock, town.imports, town.queue, local()});
    const SourceContent content{.provider = town.own_provider().id, .name = "Kurse", .address = server.address(), .every_hours = 24};
    CHECK(sources.add(town.provider_editor, {.provider = town.own_provider().id, .name = "x", .address = "https://anders.example/"}).error().error ==
          SourceError::address_refused);
    const auto id = sources.add(town.provider_editor, content);
    REQUIRE(id.has_value());
    CHECK(sources.add(town.provider_editor, content).error().error == SourceError::already_there);
    auto publishing = content;
    publishing.outcome = ImportOutcome::publish;
    CHECK(sources.change(town.provider_editor, *id, publishing).error().error == SourceError::publish_not_permitted);
    CHECK(sources.find(town.clerk, *id).error().error == SourceError::not_permitted);

    jobs::JobWorker worker(town.database(), town.clock, {{std::string(pull_job), [&](const jobs::Job& job) { sources.run_job(job); }}});
    CHECK(worker.run_due() == 1);
    CHECK(town.count("SELECT count(*) FROM import_runs WHERE state = 'done' AND added = 1") == 1);
    CHECK(sources.find(town.provider_editor, *id)->etag == "\"v1\"");
    CHECK(worker.run_due() == 0);
    town.clock.advance(std::chrono::hours{25});
    CHECK(worker.run_due() == 1);
    CHECK(town.count("SELECT count(*) FROM import_runs") == 1);  // unchanged: no further run
    REQUIRE(sources.remove(town.provider_editor, *id).has_value());
    town.clock.advance(std::chrono::hours{25});
    CHECK(worker.run_due() == 1);  // its last job finds nothing to do
    CHECK(town.count("SELECT count(*) FROM learning_units WHERE source_system = 'moochub:kurse.example'") == 1);
}
