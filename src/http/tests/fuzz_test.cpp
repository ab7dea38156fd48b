// SPDX-License-Identifier: EUPL-1.2
// Thousands of damaged inputs against the readers. They may refuse, they may not crash, hang or let through what is forbidden.
#include "http/message_parser.hpp"
#include "http/multipart.hpp"
#include "http/prepared_response.hpp"
#include "http/tests/test_server.hpp"
#include "http/url_coding.hpp"

#include "base/random.hpp"
#include "base/text.hpp"

#include <algorithm>

#include <doctest/doctest.h>

using namespace kc;
using namespace kc::http;
using namespace kc::http::test;

namespace {

constexpr std::uint64_t seed = 20'260'302;

std::string damaged(std::string text, SeededRandom& random) {
    static const std::vector<std::string> splinters{"\r\n",
                                                    "\n",
                                                    "\r",
                                                    " ",
                                                    "\t",
                                                    ":",
                                                    ";",
                                                    ",",
                                                    "%",
                                                    "%00",
                                                    "%ff",
                                                    std::string(1, '\0'),
                                                    "\xff",
                                                    "--",
                                                    "\"",
                                                    "=",
                                                    "&",
                                                    "0",
                                                    "chunked",
                                                    "Content-Length: 3\r\n",
                                                    "Transfer-Encoding: chunked\r\n",
                                                    "Host: b\r\n",
                                                    "HTTP/1.1",
                                                    "9999999999999999999"};
    const auto times = 1 + random.below(4);
    for (std::uint64_t i = 0; i < times && !text.empty(); ++i) {
        const auto at = random.below(text.size());
        switch (random.below(4)) {
            case 0: text.erase(at, 1 + random.below(5)); break;
            case 1: text.insert(at, splinters[random.below(splinters.size())]); break;
            case 2: text[at] = static_cast<char>(random.below(256)); break;
            default: text.insert(at, text.substr(random.below(text.size()), random.below(20))); break;
        }
    }
    return text;
}

struct Collect final : BodySink {
    std::string bytes;
    void put(std::string_view more) override { bytes += more; }
};

}  // namespace

TEST_CASE("damaged request heads and chunked bodies are refused or read, and what is read keeps the rules") {
    SeededRandom random(seed);
    const std::string plain =
        "POST /lehrplan/17?a=1 HTTP/1.1\r\nHost: localhost:8080\r\nContent-Length: 9\r\nAccept: */*\r\nConnection: keep-alive\r\n\r\nGuten Tag";
    const std::string chunked = "POST /a HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5;x=y\r\nGuten\r\n4\r\n Tag\r\n0\r\nX: y\r\n\r\n";
    int accepted = 0;
    for (int round = 0; round < 20'000; ++round) {
        const auto input = damaged(round % 2 == 0 ? plain : chunked, random);
        CAPTURE(input);
        std::size_t searched = 0;
        const auto end = MessageParser::find_head_end(input, searched);
        if (end == std::string::npos) continue;
        MessageParser parser;
        RequestHead head;
        if (parser.parse_head(std::string_view(input).substr(0, end), {8192}, head) != 0) continue;
        ++accepted;
        REQUIRE(!(head.chunked && head.content_length));
        REQUIRE(head.headers.count("host") <= 1);
        REQUIRE((!head.http_1_1 || !head.host.empty()));
        if (!head.has_body()) continue;
        Collect body;
        // In two pieces, as the network might cut it.
        const auto rest = std::string_view(input).substr(end);
        const auto cut = random.below(rest.size() + 1);
        const auto first = parser.parse_body(rest.substr(0, cut), body);
        if (first.refusal != 0 || first.done) continue;
        parser.parse_body(rest.substr(first.consumed), body);
        if (head.content_length) REQUIRE(body.bytes.size() <= *head.content_length);
    }
    CHECK(accepted > 1000);
}

TEST_CASE("damaged multipart bodies are refused or read, whatever the pieces") {
    SeededRandom random(seed);
    ScratchDirectory directory;
    const std::string form =
        "--b\r\nContent-Disposition: form-data; name=\"titel\"\r\n\r\nB\xc3\xbcrger\r\n--b\r\nContent-Disposition: form-data; name=\"d\"; "
        "filename=\"a.txt\"\r\n"
        "Content-Type: text/plain\r\n\r\nInhalt\r\n--b--\r\n";
    for (int round = 0; round < 3'000; ++round) {
        const auto input = damaged(form, random);
        CAPTURE(input);
        std::vector<Field> fields;
        std::vector<UploadedFile> files;
        MultipartParser parser("b", directory.path, fields, files);
        bool good = true;
        for (std::size_t at = 0; at < input.size() && good;) {
            const auto size = 1 + random.below(40);
            good = parser.put(std::string_view(input).substr(at, size));
            at += size;
        }
        if (!good || !parser.finish()) continue;
        for (const auto& field : fields) REQUIRE(is_clean_text(field.value));
        for (const auto& file : files) {
            REQUIRE(file.file_name.find('/') == std::string::npos);
            REQUIRE(is_valid_utf8(file.file_name));
        }
    }
    CHECK(directory.files() == 0);
}

TEST_CASE("damaged paths, forms and ranges never come out dirty") {
    SeededRandom random(seed);
    for (int round = 0; round < 20'000; ++round) {
        const auto path = decode_path(damaged("/lehrplan/m%C3%BCller/../x%2fy", random));
        if (path) {
            REQUIRE(path->starts_with("/"));
            REQUIRE(is_valid_utf8(*path));
            REQUIRE(path->find("/../") == std::string::npos);
            REQUIRE(path->find('\0') == std::string::npos);
        }
        const auto form = decode_form(damaged("name=B%C3%BCrger+Amt&tag=1&tag=2&leer=", random));
        if (form) {
            for (const auto& field : *form) REQUIRE(is_clean_text(field.value));
            REQUIRE(decode_form(encode_query(*form)).has_value());
        }
        ByteRange range{};
        if (choose_range(damaged("bytes=100-200", random), 1000, range) == RangeAnswer::part) {
            REQUIRE(range.first <= range.last);
            REQUIRE(range.last < 1000);
        }
    }
}
