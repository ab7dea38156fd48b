// SPDX-License-Identifier: EUPL-1.2
// Reads requests from bytes. Beast's parser does the work; what it lets through and must not (request smuggling) is refused
// here. Beast is included in the .cpp alone, since it costs seconds in every file that sees it.
#pragma once

#include "http/headers.hpp"
#include "http/method.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace kc::http {

struct RequestHead {
    Method method = Method::get;
    std::string target;
    bool http_1_1 = true;
    bool keep_alive = true;
    bool chunked = false;
    bool expects_continue = false;
    std::optional<std::uint64_t> content_length;
    std::string host;
    Headers headers;

    bool has_body() const { return chunked || (content_length && *content_length > 0); }
};

struct HeadLimits {
    std::size_t target_bytes_max;
    std::size_t fields_max = 100;
};

class BodySink {
public:
    virtual ~BodySink() = default;
    virtual void put(std::string_view bytes) = 0;
};

class MessageParser {
public:
    MessageParser();
    ~MessageParser();

    // Where the head in `buffer` ends (behind the empty line), or npos. `searched` remembers how far it looked before.
    static std::size_t find_head_end(std::string_view buffer, std::size_t& searched);
    // `block` is a complete head. Returns 0 or the status to refuse with; `head` is filled as far as it was understood.
    int parse_head(std::string_view block, const HeadLimits& limits, RequestHead& head);

    struct BodyStep {
        std::size_t consumed = 0;  // the rest must be offered again, with more behind it
        bool done = false;
        int refusal = 0;
    };
    BodyStep parse_body(std::string_view bytes, BodySink& sink);

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace kc::http
