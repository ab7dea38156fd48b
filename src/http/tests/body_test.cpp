// SPDX-License-Identifier: EUPL-1.2
// Bodies on their way in: chunked, announced with 100-continue, spooled to disk, multipart forms with hostile names.
#include "http/multipart.hpp"
#include "http/tests/test_server.hpp"

#include <fstream>
#include <sstream>

#include <doctest/doctest.h>

using namespace kc;
using namespace kc::http;
using namespace kc::http::test;

namespace {

std::string content_of(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    std::ostringstream out;
    out << in.rdbuf();
    return out.str();
}

std::string pattern(std::size_t size) {
    std::string out(size, '\0');
    for (std::size_t i = 0; i < size; ++i) out[i] = static_cast<char>('a' + (i * 7 + i / 251) % 26);
    return out;
}

std::string post(std::string_view target, std::string_view type, std::string_view body) {
    return "POST " + std::string(target) + " HTTP/1.1\r\nHost: a\r\nContent-Type: " + std::string(type) +
           "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + std::string(body);
}

struct Fixture {
    ScratchDirectory uploads;
    TestServer server;
    static ServerOptions with(const ScratchDirectory& directory) {
        ServerOptions options;
        options.upload_directory = directory.path;
        options.body_in_memory_max = 64 * 1024;
        return options;
    }
    Fixture()
        : server(
              [this](Router& router) {
                  router.add(Method::post, "/echo", {.body_bytes_max = 10'000'000},
                             [](Request& request) { return bytes(std::string(request.body()), "application/octet-stream"); });
                  router.add(Method::post, "/hochladen", {.body_bytes_max = 100'000'000, .upload_to_file = true}, [](Request& request) {
                      return text(std::to_string(request.body().size()) + " " +
                                  std::to_string(std::filesystem::file_size(request.body_file().path())));
                  });
                  router.add(Method::post, "/behalten", {.upload_to_file = true}, [this](Request& request) {
                      request.body_file().keep_as(uploads.path / "behalten.bin");
                      return text("ok");
                  });
                  router.add(Method::post, "/formular", {.body_bytes_max = 10'000'000}, [](Request& request) {
                      std::string out;
                      for (const auto& field : request.form_fields()) out += field.name + "=" + field.value + "\n";
                      for (auto& file : request.files())
                          out += file.field + ":" + file.file_name + ":" + file.content_type + ":" + content_of(file.file.path()) + "\n";
                      return text(out);
                  });
              },
              with(uploads)) {}
};

}  // namespace

TEST_CASE("chunked bodies are put together, whatever the cuts") {
    Fixture fixture;
    RawClient client(fixture.server.port);
    const std::string request =
        "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5;name=\"v\"\r\nGuten\r\n1\r\n \r\n3\r\nTag\r\n0\r\nTrailer: x\r\n\r\n";
    client.send(request + request);
    CHECK(client.read_answer().body == "Guten Tag");
    CHECK(client.read_answer().body == "Guten Tag");
    for (const char c : request) client.send(std::string_view(&c, 1));
    CHECK(client.read_answer().body == "Guten Tag");
}

TEST_CASE("a body too large for memory waits on disk, is read as one text, and is gone afterwards") {
    Fixture fixture;
    const auto big = pattern(3'000'000);
    CHECK(ask(fixture.server.port, post("/echo", "application/octet-stream", big)).body == big);
    std::ostringstream chunked;
    chunked << "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
    for (std::size_t at = 0; at < big.size(); at += 50'000) chunked << std::hex << 50'000 << "\r\n" << big.substr(at, 50'000) << "\r\n";
    chunked << "0\r\n\r\n";
    CHECK(ask(fixture.server.port, chunked.str()).body == big);
    CHECK(eventually([&] { return fixture.uploads.files() == 0; }));
}

TEST_CASE("an upload goes to a file, which is removed unless the handler keeps it") {
    Fixture fixture;
    const auto big = pattern(20'000'000);
    CHECK(ask(fixture.server.port, post("/hochladen", "video/mp4", big)).body == "0 20000000");
    CHECK(eventually([&] { return fixture.uploads.files() == 0; }));
    CHECK(ask(fixture.server.port, post("/behalten", "video/mp4", "kurz")).body == "ok");
    CHECK(content_of(fixture.uploads.path / "behalten.bin") == "kurz");
}

TEST_CASE("an upload that breaks off leaves no file behind") {
    Fixture fixture;
    RawClient client(fixture.server.port);
    client.send("POST /hochladen HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\n" + std::string(100'000, 'a'));
    CHECK(eventually([&] { return fixture.uploads.files() == 1; }));
    client.close();
    CHECK(eventually([&] { return fixture.uploads.files() == 0; }));
}

TEST_CASE("an upload directory that cannot be written gives 500 and the server lives on") {
    ServerOptions options;
    options.upload_directory = "/nonexistent/uploads";
    TestServer server(
        [](Router& router) {
            router.add(Method::post, "/hochladen", {.upload_to_file = true}, [](Request&) { return text("ok"); });
            router.get("/", [](Request&) { return text("ok"); });
        },
        options);
    CHECK(ask(server.port, post("/hochladen", "video/mp4", "abc")).status == 500);
    CHECK(get(server.port, "/").status == 200);
}

TEST_CASE("a client that asks first is told to go on") {
    Fixture fixture;
    RawClient client(fixture.server.port);
    client.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n");
    CHECK(client.read_answer().status == 100);
    client.send("Guten");
    const auto answer = client.read_answer();
    CHECK(answer.status == 200);
    CHECK(answer.body == "Guten");
    client.send("POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nExpect: 100-continue\r\n\r\n");
    CHECK(client.read_answer().status == 100);
    client.send("3\r\nTag\r\n0\r\n\r\n");
    CHECK(client.read_answer().body == "Tag");
}

TEST_CASE("HTTP/1.0 is answered and closed, or kept when the client asks") {
    Fixture fixture;
    RawClient client(fixture.server.port);
    client.send("POST /echo HTTP/1.0\r\nConnection: keep-alive\r\nContent-Length: 3\r\n\r\nabc");
    const auto first = client.read_answer();
    CHECK(first.body == "abc");
    CHECK(first.header("connection") == "keep-alive");
    client.send("POST /echo HTTP/1.0\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\ndef");
    CHECK(client.read_answer().body == "def");
    CHECK(client.ended());
}

TEST_CASE("a multipart form gives fields and files") {
    Fixture fixture;
    const std::string body =
        "--XyZ\r\nContent-Disposition: form-data; name=\"titel\"\r\n\r\nBürgeramt\r\n"
        "--XyZ\r\nContent-Disposition: form-data; name=\"leer\"\r\n\r\n\r\n"
        "--XyZ\r\nContent-Disposition: form-data; name=\"datei\"; filename=\"plan.csv\"\r\nContent-Type: text/csv\r\n\r\na;b\r\n--Xy\r\n\r\n"
        "--XyZ\r\nContent-Disposition: form-data; name=\"bild\"; filename=\"\"\r\nContent-Type: application/octet-stream\r\n\r\n\r\n"
        "--XyZ--\r\n";
    const std::string expected = "titel=Bürgeramt\nleer=\ndatei:plan.csv:text/csv:a;b\r\n--Xy\r\n\n";
    CHECK(ask(fixture.server.port, post("/formular", "multipart/form-data; boundary=XyZ", body)).body == expected);
    // The same in every possible pair of pieces: boundaries may be cut anywhere.
    for (std::size_t cut = 0; cut <= body.size(); ++cut) {
        std::vector<Field> fields;
        std::vector<UploadedFile> files;
        MultipartParser parser("XyZ", fixture.uploads.path, fields, files);
        REQUIRE(parser.put(std::string_view(body).substr(0, cut)));
        REQUIRE(parser.put(std::string_view(body).substr(cut)));
        REQUIRE(parser.finish());
        REQUIRE(fields.size() == 2);
        REQUIRE(fields[0].value == "Bürgeramt");
        REQUIRE(files.size() == 1);
        REQUIRE(content_of(files[0].file.path()) == "a;b\r\n--Xy\r\n");
    }
    CHECK(eventually([&] { return fixture.uploads.files() == 0; }));
}

TEST_CASE("hostile file names are cut down to a name") {
    CHECK(clean_file_name("../../etc/passwd") == "passwd");
    CHECK(clean_file_name("C:\\Users\\x\\Vertrag.pdf") == "Vertrag.pdf");
    CHECK(clean_file_name("a\r\nSet-Cookie: x.pdf") == "aSet-Cookie: x.pdf");
    CHECK(clean_file_name("..") == "datei");
    CHECK(clean_file_name("") == "datei");
    CHECK(clean_file_name(std::string("a\0b", 3)) == "ab");
    CHECK(clean_file_name("\xff\xfe") == "datei");
    CHECK(clean_file_name(std::string(150, 'x') + "äöüäöüäöüäöüäöüäöüäöüäöüäöüäöü").size() <= 200);
    CHECK(clean_file_name("Übersicht „neu“.pdf") == "Übersicht „neu“.pdf");
    Fixture fixture;
    const auto upload = [&](const std::string& disposition) {
        return ask(fixture.server.port, post("/formular", "multipart/form-data; boundary=\"b b\"",
                                             "--b b\r\nContent-Disposition: " + disposition + "\r\n\r\nx\r\n--b b--\r\n"));
    };
    CHECK(upload("form-data; name=\"d\"; filename=\"../../x;y\\\"z.txt\"").body == "d:x;y\"z.txt:text/plain:x\n");
    CHECK(upload("form-data; name=d; filename=x.txt").body == "d:x.txt:text/plain:x\n");
    CHECK(upload("form-data; name=\"a%22b\"").body == "a\"b=x\n");
    CHECK(upload("form-data; filename=\"x\"").status == 400);
    CHECK(upload("attachment; name=\"x\"").status == 400);
    CHECK(upload("form-data; name=\"x").status == 400);
    CHECK(upload("form-data; name=\"\xff\"").status == 400);
}

TEST_CASE("malformed multipart bodies are refused") {
    Fixture fixture;
    const auto status = [&](std::string_view type, std::string_view body) { return ask(fixture.server.port, post("/formular", type, body)).status; };
    const std::string_view type = "multipart/form-data; boundary=b";
    CHECK(status("multipart/form-data", "--b--\r\n") == 400);
    CHECK(status("multipart/form-data; boundary=", "--b--\r\n") == 400);
    CHECK(status("multipart/form-data; boundary=" + std::string(100, 'b'), "--b--\r\n") == 400);
    CHECK(status(type, "no boundary at all") == 400);
    CHECK(status(type, "--b\r\nContent-Disposition: form-data; name=\"x\"\r\n\r\nnever ends") == 400);
    CHECK(status(type, "--b\r\nno colon\r\n\r\nx\r\n--b--\r\n") == 400);
    CHECK(status(type, "--bX\r\nContent-Disposition: form-data; name=\"x\"\r\n\r\nx\r\n--b--\r\n") == 400);
    CHECK(status(type, "--b\r\nContent-Disposition: form-data; name=\"x\"\r\n\r\n\xff\xfe\r\n--b--\r\n") == 400);
    CHECK(status(type, "--b\r\n" + std::string(20'000, 'x') + "\r\n\r\nx\r\n--b--\r\n") == 400);
    CHECK(status(type, "--b\r\nContent-Disposition: form-data; name=\"x\"\r\n\r\n" + std::string(3'000'000, 'x') + "\r\n--b--\r\n") == 400);
    std::string many;
    for (int i = 0; i < 1100; ++i) many += "--b\r\nContent-Disposition: form-data; name=\"x\"\r\n\r\nx\r\n";
    CHECK(status(type, many + "--b--\r\n") == 400);
    CHECK(status(type, "--b--\r\n") == 200);
    CHECK(eventually([&] { return fixture.uploads.files() == 0; }));
}
