// SPDX-License-Identifier: EUPL-1.2
// Files: ranges, conditional requests, ready-made compression, what happens when they are missing.
#include "http/prepared_response.hpp"
#include "http/tests/test_server.hpp"

#include <fstream>

#include <doctest/doctest.h>

using namespace kc;
using namespace kc::http;
using namespace kc::http::test;

namespace {

void write(const std::filesystem::path& path, std::string_view content) { std::ofstream(path, std::ios::binary) << content; }

struct Fixture {
    ScratchDirectory directory;
    TestServer server;
    Fixture()
        : server([this](Router& router) {
              router.get("/datei/{name}", [this](Request& request) {
                  FileBody body;
                  body.path = directory.path / std::string(*request.path_value("name"));
                  return file(body);
              });
              router.get("/laden", [this](Request&) {
                  FileBody body;
                  body.path = directory.path / "zehn.txt";
                  body.download_name = "Übersicht.txt";
                  body.etag = "\"v1\"";
                  body.cache_control = "public, max-age=31536000, immutable";
                  return file(body);
              });
              router.get("/einmal", [this](Request&) {
                  write(directory.path / "einmal.csv", "a;b");
                  FileBody body;
                  body.path = directory.path / "einmal.csv";
                  body.remove_after = true;
                  return file(body);
              });
          }) {
        write(directory.path / "zehn.txt", "0123456789");
        write(directory.path / "leer.txt", "");
    }
};

}  // namespace

TEST_CASE("a file is served with type, length, version and date") {
    Fixture fixture;
    const auto answer = get(fixture.server.port, "/datei/zehn.txt");
    CHECK(answer.status == 200);
    CHECK(answer.body == "0123456789");
    CHECK(answer.header("content-type") == "text/plain; charset=utf-8");
    CHECK(answer.header("accept-ranges") == "bytes");
    CHECK(answer.header("cache-control") == "no-cache");
    CHECK(answer.header("etag").starts_with("\""));
    CHECK(answer.header("last-modified").ends_with("GMT"));
    CHECK(get(fixture.server.port, "/datei/leer.txt").status == 200);
    CHECK(get(fixture.server.port, "/datei/fehlt.txt").status == 404);
    const auto download = get(fixture.server.port, "/laden");
    CHECK(download.header("content-disposition") == "attachment; filename=\"_bersicht.txt\"; filename*=UTF-8''%C3%9Cbersicht.txt");
    CHECK(download.header("etag") == "\"v1\"");
    CHECK(download.header("cache-control") == "public, max-age=31536000, immutable");
    CHECK(get(fixture.server.port, "/einmal").body == "a;b");
    CHECK(!std::filesystem::exists(fixture.directory.path / "einmal.csv"));
    CHECK(ask(fixture.server.port, "HEAD /datei/zehn.txt HTTP/1.1\r\nHost: a\r\n\r\n").header("content-length") == "10");
}

TEST_CASE("a directory or a pipe is not a file") {
    Fixture fixture;
    std::filesystem::create_directory(fixture.directory.path / "ordner");
    CHECK(get(fixture.server.port, "/datei/ordner").status == 404);
    CHECK(std::system(("mkfifo " + (fixture.directory.path / "rohr").string()).c_str()) == 0);
    CHECK(get(fixture.server.port, "/datei/rohr").status == 404);
}

TEST_CASE("ranges: first, middle, open, suffix, beyond the end, nonsense") {
    Fixture fixture;
    const auto part = [&](const std::string& range) { return get(fixture.server.port, "/datei/zehn.txt", "Range: " + range + "\r\n"); };
    const auto middle = part("bytes=2-4");
    CHECK(middle.status == 206);
    CHECK(middle.body == "234");
    CHECK(middle.header("content-range") == "bytes 2-4/10");
    CHECK(middle.header("content-length") == "3");
    CHECK(part("bytes=0-0").body == "0");
    CHECK(part("bytes=7-").body == "789");
    CHECK(part("bytes=-3").body == "789");
    CHECK(part("bytes=-99").body == "0123456789");
    CHECK(part("bytes=5-99").body == "56789");
    CHECK(part("bytes=5-99").header("content-range") == "bytes 5-9/10");
    const auto beyond = part("bytes=10-");
    CHECK(beyond.status == 416);
    CHECK(beyond.header("content-range") == "bytes */10");
    CHECK(part("bytes=-0").status == 416);
    CHECK(part("bytes=99-100").status == 416);
    for (const std::string nonsense : {"bytes=4-2", "bytes=a-b", "bytes=", "bytes=-", "bytes=1", "lines=1-2", "bytes=0-1,3-4", "bytes=1-2x",
                                       "bytes= 1-2", "bytes=99999999999999999999-"}) {
        CAPTURE(nonsense);
        CHECK(part(nonsense).status == 200);
        CHECK(part(nonsense).body == "0123456789");
    }
    CHECK(get(fixture.server.port, "/datei/leer.txt", "Range: bytes=0-\r\n").status == 416);
    RawClient client(fixture.server.port);  // the connection goes on behind a 416 and a part
    client.send(
        "GET /datei/zehn.txt HTTP/1.1\r\nHost: a\r\nRange: bytes=20-\r\n\r\nGET /datei/zehn.txt HTTP/1.1\r\nHost: a\r\nRange: bytes=9-\r\n\r\n");
    CHECK(client.read_answer().status == 416);
    CHECK(client.read_answer().body == "9");
}

TEST_CASE("a range counts only while the file is the same version") {
    Fixture fixture;
    const auto whole = get(fixture.server.port, "/datei/zehn.txt");
    const auto part = [&](const std::string& if_range) {
        return get(fixture.server.port, "/datei/zehn.txt", "Range: bytes=1-2\r\nIf-Range: " + if_range + "\r\n").status;
    };
    CHECK(part(whole.header("etag")) == 206);
    CHECK(part(whole.header("last-modified")) == 206);
    CHECK(part("\"other\"") == 200);
    CHECK(part("W/" + whole.header("etag")) == 200);
    CHECK(part("Sun, 06 Nov 1994 08:49:37 GMT") == 200);
}

TEST_CASE("an unchanged file is not sent again") {
    Fixture fixture;
    const auto whole = get(fixture.server.port, "/datei/zehn.txt");
    const auto again = get(fixture.server.port, "/datei/zehn.txt", "If-None-Match: \"x\", W/" + whole.header("etag") + "\r\n");
    CHECK(again.status == 304);
    CHECK(again.header("etag") == whole.header("etag"));
    CHECK(again.header("content-length") == "");
    CHECK(get(fixture.server.port, "/datei/zehn.txt", "If-None-Match: *\r\n").status == 304);
    CHECK(get(fixture.server.port, "/datei/zehn.txt", "If-None-Match: \"x\"\r\n").status == 200);
    CHECK(get(fixture.server.port, "/datei/zehn.txt", "If-Modified-Since: " + whole.header("last-modified") + "\r\n").status == 304);
    CHECK(get(fixture.server.port, "/datei/zehn.txt", "If-Modified-Since: Sun, 06 Nov 1994 08:49:37 GMT\r\n").status == 200);
    CHECK(get(fixture.server.port, "/datei/zehn.txt", "If-Modified-Since: irgendwann\r\n").status == 200);
    // The ETag decides when both are sent.
    CHECK(
        get(fixture.server.port, "/datei/zehn.txt", "If-None-Match: \"x\"\r\nIf-Modified-Since: " + whole.header("last-modified") + "\r\n").status ==
        200);
    CHECK(parse_http_date(http_date(1'772'409'600)) == 1'772'409'600);
    CHECK(!parse_http_date("Sun, 06 Nov 1994"));
}

TEST_CASE("ready-made compressed siblings are chosen by what the client accepts") {
    Fixture fixture;
    const auto css = fixture.directory.path / "stil.css";
    write(css, "body { margin: 0 }");
    write(css.string() + ".br", "BR");
    write(css.string() + ".gz", "GZIP");
    const auto with = [&](const std::string& coding) { return get(fixture.server.port, "/datei/stil.css", "Accept-Encoding: " + coding + "\r\n"); };
    const auto brotli = with("gzip, deflate, br");
    CHECK(brotli.body == "BR");
    CHECK(brotli.header("content-encoding") == "br");
    CHECK(brotli.header("content-type") == "text/css; charset=utf-8");
    CHECK(brotli.header("vary") == "Accept-Encoding");
    CHECK(with("gzip").body == "GZIP");
    const auto plain = with("identity");
    CHECK(plain.body == "body { margin: 0 }");
    CHECK(plain.header("vary") == "Accept-Encoding");
    CHECK(plain.header("etag") != brotli.header("etag"));
    // A sibling older than the file is left from another version.
    std::filesystem::last_write_time(css.string() + ".br", std::filesystem::last_write_time(css) - std::chrono::hours(1));
    CHECK(with("br").body == "body { margin: 0 }");
}

TEST_CASE("a big file arrives whole, also on a connection that is reused") {
    Fixture fixture;
    std::string big(5'000'000, '\0');
    for (std::size_t i = 0; i < big.size(); ++i) big[i] = static_cast<char>(i * 31 + i / 997);
    write(fixture.directory.path / "gross.bin", big);
    RawClient client(fixture.server.port);
    for (int i = 0; i < 3; ++i) {
        client.send("GET /datei/gross.bin HTTP/1.1\r\nHost: a\r\n\r\n");
        CHECK(client.read_answer().body == big);
    }
    client.send("GET /datei/gross.bin HTTP/1.1\r\nHost: a\r\nRange: bytes=4000000-4999998\r\n\r\n");
    CHECK(client.read_answer().body == big.substr(4'000'000, 999'999));
}

TEST_CASE("a client that leaves in the middle of a file does not take the server along") {
    Fixture fixture;
    write(fixture.directory.path / "gross.bin", std::string(20'000'000, 'x'));
    for (int i = 0; i < 5; ++i) {
        RawClient leaving(fixture.server.port);
        leaving.send("GET /datei/gross.bin HTTP/1.1\r\nHost: a\r\n\r\n");
        CHECK(leaving.read_until("\r\n\r\n").find("200 OK") != std::string::npos);
        leaving.close();
    }
    CHECK(eventually([&] { return fixture.server.server->numbers().connections == 0; }));
    CHECK(get(fixture.server.port, "/datei/zehn.txt").status == 200);
}
