// SPDX-License-Identifier: EUPL-1.2
#include "http/message_parser.hpp"

#include <algorithm>
#include <optional>

#include <boost/beast/http/basic_parser.hpp>

namespace kc::http {
namespace {

namespace beast_http = boost::beast::http;
using boost::beast::error_code;
using BeastText = boost::beast::string_view;

std::string_view view(BeastText text) { return {text.data(), text.size()}; }

bool is_digits(std::string_view text) {
    return !text.empty() && text.size() <= 19 && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

// host[:port] or [address][:port]; letters, digits and the few signs that occur in names.
bool is_host(std::string_view text) {
    if (text.empty() || text.size() > 255) return false;
    return std::ranges::all_of(text, [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '.' || c == '-' || c == '_' || c == ':' ||
               c == '[' || c == ']';
    });
}

class Parser : public beast_http::basic_parser<true> {
public:
    RequestHead* head = nullptr;
    const HeadLimits* limits = nullptr;
    BodySink* sink = nullptr;
    int refusal = 0;
    bool in_body = false;
    std::size_t hosts = 0, encodings = 0, lengths = 0;

private:
    void refuse(int status, error_code& ec) {
        refusal = status;
        ec = beast_http::error::bad_value;
    }

    void on_request_impl(beast_http::verb, BeastText method, BeastText target, int version, error_code& ec) override {
        head->http_1_1 = version == 11;
        head->target.assign(target.data(), target.size());
        const auto known = kc::http::parse_method(view(method));
        if (!known) return refuse(501, ec);
        head->method = *known;
    }

    void on_response_impl(int, BeastText, int, error_code&) override {}

    void on_field_impl(beast_http::field field, BeastText name, BeastText value, error_code& ec) override {
        if (in_body) return;  // trailers: nothing here uses them
        if (head->headers.all().size() == limits->fields_max) return refuse(431, ec);
        for (const char c : view(value)) {
            const auto byte = static_cast<unsigned char>(c);
            if ((byte < 0x20 && c != '\t') || byte == 0x7f) return refuse(400, ec);
        }
        switch (field) {
            case beast_http::field::host:
                if (++hosts > 1 || !is_host(view(value))) return refuse(400, ec);
                head->host = view(value);
                break;
            case beast_http::field::content_length:
                // "3, 3" and a repeated field are how two servers come to disagree about where a request ends.
                if (++lengths > 1 || !is_digits(view(value))) return refuse(400, ec);
                break;
            case beast_http::field::transfer_encoding:
                // Beast takes "xchunked" for "no body" and the body for the next request.
                if (++encodings > 1 || !same_name(view(value), "chunked")) return refuse(400, ec);
                break;
            case beast_http::field::expect:
                if (!same_name(view(value), "100-continue")) return refuse(417, ec);
                head->expects_continue = true;
                break;
            default: break;
        }
        head->headers.add(view(name), view(value));
    }

    void on_header_impl(error_code& ec) override {
        in_body = true;
        if (head->http_1_1 && hosts == 0) return refuse(400, ec);
        if (!head->http_1_1 && encodings > 0) return refuse(400, ec);
        head->chunked = chunked();
        if (const auto length = content_length()) head->content_length = *length;
        head->keep_alive = keep_alive();
        if (!head->http_1_1) head->expects_continue = false;
    }

    void on_body_init_impl(const boost::optional<std::uint64_t>&, error_code&) override {}

    std::size_t on_body_impl(BeastText body, error_code&) override {
        sink->put(view(body));
        return body.size();
    }

    void on_chunk_header_impl(std::uint64_t, BeastText, error_code&) override {}

    std::size_t on_chunk_body_impl(std::uint64_t, BeastText body, error_code&) override {
        sink->put(view(body));
        return body.size();
    }

    void on_finish_impl(error_code&) override {}
};

}  // namespace

struct MessageParser::Impl {
    std::optional<Parser> parser;
};

MessageParser::MessageParser() : impl_(std::make_unique<Impl>()) {}
MessageParser::~MessageParser() = default;

std::size_t MessageParser::find_head_end(std::string_view buffer, std::size_t& searched) {
    const auto end = buffer.find("\r\n\r\n", searched > 3 ? searched - 3 : 0);
    searched = buffer.size();
    return end == std::string_view::npos ? end : end + 4;
}

int MessageParser::parse_head(std::string_view block, const HeadLimits& limits, RequestHead& head) {
    const auto line = block.substr(0, block.find("\r\n"));
    const auto blank = line.find(' ');
    const auto last_blank = line.rfind(' ');
    if (blank == std::string_view::npos || last_blank == blank) return 400;
    if (last_blank - blank - 1 > limits.target_bytes_max) return 414;
    const auto version = line.substr(last_blank + 1);
    if (version.size() == 8 && version.starts_with("HTTP/") && version[5] >= '0' && version[5] <= '9' && version[6] == '.' && version[7] >= '0' &&
        version[7] <= '9' && version != "HTTP/1.0" && version != "HTTP/1.1") {
        return 505;
    }
    // A folded line is read differently by different servers; nobody has sent one on purpose for decades.
    if (block.find("\r\n ") != std::string_view::npos || block.find("\r\n\t") != std::string_view::npos) return 400;

    auto& parser = impl_->parser.emplace();
    parser.head = &head;
    parser.limits = &limits;
    parser.eager(false);
    parser.body_limit(boost::none);
    parser.header_limit(static_cast<std::uint32_t>(block.size() + 1));
    head.headers.reserve(16);
    error_code ec;
    std::size_t consumed = 0;
    while (consumed < block.size() && !parser.is_header_done()) {
        const auto n = parser.put(boost::asio::const_buffer(block.data() + consumed, block.size() - consumed), ec);
        consumed += n;
        if (ec || n == 0) break;
    }
    if (parser.refusal != 0) return parser.refusal;
    if (ec || !parser.is_header_done() || consumed != block.size()) return 400;
    parser.eager(true);
    return 0;
}

MessageParser::BodyStep MessageParser::parse_body(std::string_view bytes, BodySink& sink) {
    BodyStep step;
    auto& parser = *impl_->parser;
    parser.sink = &sink;
    while (!parser.is_done() && step.consumed < bytes.size()) {
        error_code ec;
        const auto n = parser.put(boost::asio::const_buffer(bytes.data() + step.consumed, bytes.size() - step.consumed), ec);
        step.consumed += n;
        if (ec == beast_http::error::need_more) break;
        if (ec) {
            step.refusal = 400;
            return step;
        }
        if (n == 0) break;
    }
    step.done = parser.is_done();
    return step;
}

}  // namespace kc::http
