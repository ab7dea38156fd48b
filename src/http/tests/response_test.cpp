// SPDX-License-Identifier: EUPL-1.2
// Answers on their way out: headers that cannot be broken open, cookies, compression, streams, events.
#include "http/compression.hpp"
#include "http/prepared_response.hpp"
#include "http/request_builder.hpp"
#include "http/tests/test_server.hpp"

#include <future>

#include <zlib.h>

#include <doctest/doctest.h>

using namespace kc;
using namespace kc::http;
using namespace kc::http::test;

namespace {

std::string head_of(Response response, AnswerContext context = {}) {
    return prepare(std::move(response), context, [] { return error(404); }).head;
}

std::string gunzip(std::string_view bytes) {
    z_stream stream{};
    inflateInit2(&stream, 15 + 16);
    std::string out(1'000'000, '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
    stream.avail_in = static_cast<uInt>(bytes.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    inflate(&stream, Z_FINISH);
    out.resize(stream.total_out);
    inflateEnd(&stream);
    return out;
}

}  // namespace

TEST_CASE("a line break cannot get into a header") {
    Response response = text("ok");
    CHECK_THROWS_AS(response.headers.set("X-Test", "a\r\nSet-Cookie: b=c"), std::invalid_argument);
    CHECK_THROWS_AS(response.headers.add("X-Test", "a\nb"), std::invalid_argument);
    CHECK_THROWS_AS(response.headers.set("X-Test\r\nY", "a"), std::invalid_argument);
    CHECK_THROWS_AS(response.headers.set("X Test", "a"), std::invalid_argument);
    CHECK_THROWS_AS(response.headers.set("", "a"), std::invalid_argument);
    CHECK_THROWS_AS(response.headers.set("X-Test", std::string_view("a\0b", 3)), std::invalid_argument);
    const auto moved = redirect("/a\r\nSet-Cookie: b=c\"<ä");
    CHECK(moved.headers.get("Location") == "/a%0D%0ASet-Cookie:%20b=c%22%3C%C3%A4");
    CHECK(attachment_disposition("a\r\nb\"ä.pdf") == "attachment; filename=\"a__b__.pdf\"; filename*=UTF-8''a%0D%0Ab%22%C3%A4.pdf");
    CHECK_THROWS(head_of(text("ok").cookie({.name = "a", .value = "b\r\nX: c"})));
    CHECK_THROWS(head_of(text("ok").cookie({.name = "a", .value = "b; Path=/x"})));
    TestServer server([](Router& router) {
        router.get("/", [](Request& request) { return text("ok").header("X-Echo", *request.query("x")); });
        router.get("/keks", [](Request& request) { return text("ok").cookie({.name = "a", .value = std::string(*request.query("x"))}); });
    });
    CHECK(get(server.port, "/?x=gut").header("x-echo") == "gut");
    const auto refused = get(server.port, "/?x=a%0d%0aSet-Cookie:%20b=c");
    CHECK(refused.status == 500);
    CHECK(refused.header("set-cookie") == "");
    CHECK(get(server.port, "/keks?x=a%0d%0aX:%20b").status == 500);
}

TEST_CASE("framing headers are the server's own") {
    auto response = text("ok");
    response.headers.set("Content-Length", "9999");
    response.headers.set("Transfer-Encoding", "chunked");
    const auto head = head_of(std::move(response));
    CHECK(head.find("9999") == std::string::npos);
    CHECK(head.find("chunked") == std::string::npos);
    CHECK(head.find("Content-Length: 2\r\n") != std::string::npos);
}

TEST_CASE("cookies are closed to scripts and other sites unless said otherwise, and secure over TLS") {
    const auto plain = head_of(text("ok").cookie({.name = "sitzung", .value = "abc", .max_age = std::chrono::hours(1)}));
    CHECK(plain.find("Set-Cookie: sitzung=abc; Path=/; Max-Age=3600; HttpOnly; SameSite=Lax\r\n") != std::string::npos);
    AnswerContext secure;
    secure.secure = true;
    const auto over_tls = head_of(text("ok").cookie({.name = "a", .value = "b", .http_only = false, .same_site = Cookie::SameSite::strict}), secure);
    CHECK(over_tls.find("Set-Cookie: a=b; Path=/; Secure; SameSite=Strict\r\n") != std::string::npos);
    CHECK(over_tls.find("Strict-Transport-Security: ") != std::string::npos);
    CHECK(head_of(text("ok").cookie(removed_cookie("a"))).find("a=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax") != std::string::npos);
}

TEST_CASE("a handler's own header replaces the default one") {
    const auto head = head_of(text("ok").header("Content-Security-Policy", "default-src 'none'").header("cache-control", "public, max-age=60"));
    CHECK(head.find("default-src 'none'") != std::string::npos);
    CHECK(head.find("default-src 'self'") == std::string::npos);
    CHECK(head.find("no-store") == std::string::npos);
}

TEST_CASE("text is compressed for those who accept it, small and binary bodies are not") {
    std::string page;
    for (int i = 0; i < 500; ++i) page += "<li>Lerneinheit " + std::to_string(i) + "</li>";
    TestServer server([&](Router& router) {
        router.get("/", [&](Request&) { return html(page).header("ETag", "\"1\""); });
        router.get("/klein", [](Request&) { return html("<p>kurz</p>"); });
        router.get("/bild", [&](Request&) { return bytes(page, "image/png"); });
        router.get("/geheim", [&](Request&) {
            auto r = html(page);
            r.compress = false;
            return r;
        });
    });
    const auto zipped = get(server.port, "/", "Accept-Encoding: gzip, deflate\r\n");
    CHECK(zipped.header("content-encoding") == "gzip");
    CHECK(zipped.header("vary") == "Accept-Encoding");
    CHECK(zipped.header("etag") == "W/\"1\"");
    CHECK(gunzip(zipped.body) == page);
    CHECK(get(server.port, "/", "If-None-Match: " + zipped.header("etag") + "\r\n").status == 304);
    CHECK(get(server.port, "/", "If-None-Match: \"2\"\r\n").status == 200);
    const auto brotli = get(server.port, "/", "Accept-Encoding: gzip, br;q=0.9\r\n");
    CHECK(brotli.header("content-encoding") == "br");
    CHECK(brotli.body.size() < page.size() / 2);
    CHECK(get(server.port, "/", "Accept-Encoding: br;q=0, gzip;q=0.0\r\n").header("content-encoding") == "");
    const auto plain = get(server.port, "/");
    CHECK(plain.body == page);
    CHECK(plain.header("vary") == "Accept-Encoding");
    CHECK(get(server.port, "/klein", "Accept-Encoding: br\r\n").header("content-encoding") == "");
    CHECK(get(server.port, "/bild", "Accept-Encoding: br\r\n").header("content-encoding") == "");
    CHECK(get(server.port, "/geheim", "Accept-Encoding: br\r\n").header("content-encoding") == "");
}

TEST_CASE("a stream comes piece by piece, only as fast as it is read, and not on a held worker") {
    std::atomic<int> produced{0};
    std::atomic<bool> fail{false};
    ServerOptions options;
    options.worker_threads = 1;
    TestServer server(
        [&](Router& router) {
            router.get("/export", [&](Request&) {
                auto row = std::make_shared<int>(0);
                return stream("text/csv", [&, row](BodyWriter& out) {
                    ++produced;
                    if (fail && *row == 3) throw std::runtime_error("the database went away");
                    out.write(std::string(64 * 1024, static_cast<char>('a' + *row % 26)));
                    return ++*row < 1000;
                });
            });
            router.get("/", [](Request&) { return text("ok"); });
        },
        options);
    {
        RawClient slow(server.port);
        slow.send("GET /export HTTP/1.1\r\nHost: a\r\n\r\n");
        CHECK(eventually([&] { return produced > 2; }));
        CHECK(get(server.port, "/").status == 200);  // the only worker is free
        CHECK(produced < 900);
        const auto answer = slow.read_answer();
        CHECK(answer.status == 200);
        CHECK(answer.header("transfer-encoding") == "chunked");
        CHECK(answer.body.size() == 64u * 1024 * 1000);
        CHECK(answer.body.back() == 'a' + 999 % 26);
        slow.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        CHECK(slow.read_answer().status == 200);
    }
    fail = true;
    RawClient cut(server.port);
    cut.send("GET /export HTTP/1.1\r\nHost: a\r\n\r\n");
    CHECK(cut.read_until("\r\n0\r\n\r\n").find("\r\n0\r\n\r\n") == std::string::npos);  // no proper end
    const auto old = ask(server.port, "GET / HTTP/1.0\r\n\r\n");
    CHECK(old.status == 200);
}

TEST_CASE("events reach the client, heart-beats keep it, closing ends it") {
    ServerOptions options;
    options.event_heartbeat = std::chrono::milliseconds(50);
    EventStream kept;
    std::promise<void> opened;
    TestServer server(
        [&](Router& router) {
            router.get("/ereignisse", [&](Request&) {
                kept.push({.data = "erste"});
                opened.set_value();
                return events(kept);
            });
        },
        options);
    RawClient client(server.port);
    client.send("GET /ereignisse HTTP/1.1\r\nHost: a\r\n\r\n");
    const auto head = client.read_until("\r\n\r\n");
    CHECK(head.find("Content-Type: text/event-stream") != std::string::npos);
    CHECK(head.find("Cache-Control: no-store") != std::string::npos);
    CHECK(client.read_until("\n\n").ends_with("data: erste\n\n"));
    opened.get_future().wait();
    CHECK(kept.push({.name = "plan", .data = "zwei\nZeilen\r\nund noch\reine", .id = "7\n8"}));
    CHECK(client.read_until("eine\n\n").ends_with("id: 78\nevent: plan\ndata: zwei\ndata: Zeilen\ndata: und noch\ndata: eine\n\n"));
    CHECK(client.read_until(": \n\n").ends_with(": \n\n"));
    std::thread pushing([&] {
        for (int i = 0; i < 200; ++i) kept.push({.data = "n" + std::to_string(i)});
    });
    CHECK(client.read_until("data: n199\n\n").ends_with("data: n199\n\n"));
    pushing.join();
    kept.close();
    CHECK(client.read_until("0\r\n\r\n").ends_with("0\r\n\r\n"));
    CHECK(client.ended());
    CHECK(!kept.push({.data = "zu spät"}));
}

TEST_CASE("a client that does not read its events is cut off; one that leaves is noticed") {
    ServerOptions options;
    options.event_heartbeat = std::chrono::milliseconds(30);
    options.write_timeout = std::chrono::seconds(60);
    std::mutex mutex;
    std::vector<EventStream> streams;
    TestServer server(
        [&](Router& router) {
            router.get("/ereignisse", [&](Request&) {
                EventStream stream(32 * 1024);
                const std::lock_guard lock(mutex);
                streams.push_back(stream);
                return events(stream);
            });
        },
        options);
    RawClient lazy(server.port);
    lazy.shrink_receive_buffer();
    lazy.send("GET /ereignisse HTTP/1.1\r\nHost: a\r\n\r\n");
    CHECK(eventually([&] {
        const std::lock_guard lock(mutex);
        return streams.size() == 1;
    }));
    const std::string data(8 * 1024, 'x');
    CHECK(eventually([&] { return !streams[0].push({.data = data}); }));
    RawClient leaving(server.port);
    leaving.send("GET /ereignisse HTTP/1.1\r\nHost: a\r\n\r\n");
    CHECK(eventually([&] {
        const std::lock_guard lock(mutex);
        return streams.size() == 2;
    }));
    leaving.close();
    CHECK(eventually([&] { return streams[1].closed(); }));
}

TEST_CASE("pages of every size compress to the same bytes again and again") {
    // The encoder's memory is used again: what an earlier page left in it must not show.
    std::string page;
    for (int i = 0; i < 30'000; ++i) page += "Lerneinheit " + std::to_string(i * 7919 % 10'007) + ", ";
    for (const std::size_t size : {std::size_t{1}, std::size_t{2'000}, std::size_t{40'000}, std::size_t{300'000}, std::size_t{3'000}}) {
        const auto first = brotli_fast(std::string_view(page).substr(0, size));
        brotli_fast(page);
        REQUIRE(first.has_value());
        CHECK(first == brotli_fast(std::string_view(page).substr(0, size)));
        CHECK(gunzip(*gzip_fast(std::string_view(page).substr(0, size))) == page.substr(0, size));
    }
}
