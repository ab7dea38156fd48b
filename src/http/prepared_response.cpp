// SPDX-License-Identifier: EUPL-1.2
#include "http/prepared_response.hpp"

#include "http/compression.hpp"
#include "http/file_answer.hpp"

#include "base/require.hpp"

#include <algorithm>
#include <array>
#include <ctime>

#include <fmt/format.h>

namespace kc::http {
namespace {

// Nothing from elsewhere, nothing inline: whatever slips into a page cannot load, run or send anything.
constexpr std::array<std::pair<std::string_view, std::string_view>, 6> security_headers{{
    {"Content-Security-Policy",
     "default-src 'self'; img-src 'self' data:; style-src 'self'; script-src 'self'; object-src 'none'; frame-ancestors 'none'; "
     "base-uri 'self'; form-action 'self'"},
    {"X-Content-Type-Options", "nosniff"},
    {"X-Frame-Options", "DENY"},
    {"Referrer-Policy", "same-origin"},
    {"Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=(), usb=()"},
    {"Cross-Origin-Opener-Policy", "same-origin"},
}};

void append(std::string& head, std::string_view name, std::string_view value) {
    head += name;
    head += ": ";
    head += value;
    head += "\r\n";
}

const std::string& date_now() {
    thread_local std::int64_t of = 0;
    thread_local std::string text;
    const auto now = static_cast<std::int64_t>(std::time(nullptr));
    if (now != of) {
        of = now;
        text = http_date(now);
    }
    return text;
}

std::string cookie_line(const Cookie& cookie, bool secure) {
    const auto clean = [](std::string_view text) {
        return std::ranges::all_of(text, [](char c) { return c > 0x20 && c < 0x7f && std::string_view("\",;\\").find(c) == std::string_view::npos; });
    };
    require(!cookie.name.empty() && clean(cookie.name) && clean(cookie.value) && clean(cookie.path));
    std::string line = cookie.name + '=' + cookie.value + "; Path=" + cookie.path;
    if (cookie.max_age) line += fmt::format("; Max-Age={}", cookie.max_age->count());
    if (cookie.http_only) line += "; HttpOnly";
    if (secure) line += "; Secure";
    line += cookie.same_site == Cookie::SameSite::strict ? "; SameSite=Strict"
            : cookie.same_site == Cookie::SameSite::lax  ? "; SameSite=Lax"
            : secure                                     ? "; SameSite=None"
                                                         : "; SameSite=Lax";  // browsers refuse None without Secure
    return line;
}

void compress_text(Response& response, const AnswerContext& context) {
    if (response.status == 304 || !context.compress || !response.compress || response.headers.has("Content-Encoding")) return;
    const auto body = response.text();
    if (body.size() < context.compress_bytes_min || !is_compressible(response.headers.get("Content-Type").value_or(""))) return;
    response.headers.add("Vary", "Accept-Encoding");
    std::optional<std::string> smaller;
    std::string_view coding;
    if (accepts_coding(context.accept_encoding, "br")) {
        smaller = brotli_fast(body);
        coding = "br";
    } else if (accepts_coding(context.accept_encoding, "gzip")) {
        smaller = gzip_fast(body);
        coding = "gzip";
    }
    if (!smaller || smaller->size() >= body.size()) return;
    response.body = std::move(*smaller);
    response.headers.set("Content-Encoding", coding);
    if (const auto etag = response.headers.get("ETag"); etag && !etag->starts_with("W/")) {
        response.headers.set("ETag", "W/" + std::string(*etag));  // same meaning, other bytes
    }
}

struct Framing {
    std::uint64_t length = 0;
    bool has_length = false;
    bool chunked = false;
    bool keep_alive = false;
};

std::string make_head(const Response& response, const AnswerContext& context, const Framing& framing) {
    std::string head;
    head.reserve(1024);
    head += context.http_1_1 ? "HTTP/1.1 " : "HTTP/1.0 ";
    head += fmt::format_int(response.status).c_str();
    head += ' ';
    head += reason_phrase(response.status);
    head += "\r\n";
    append(head, "Date", date_now());
    for (const auto& field : response.headers.all()) {
        // The framing is the server's: a handler that sets these could make two servers read two different answers.
        if (same_name(field.name, "Content-Length") || same_name(field.name, "Transfer-Encoding") || same_name(field.name, "Connection")) continue;
        append(head, field.name, field.value);
    }
    for (const auto& cookie : response.cookies) append(head, "Set-Cookie", cookie_line(cookie, context.secure || context.cookies_secure));
    for (const auto& [name, value] : security_headers) {
        if (!response.headers.has(name)) append(head, name, value);
    }
    if (context.secure && !response.headers.has("Strict-Transport-Security")) {
        append(head, "Strict-Transport-Security", "max-age=31536000; includeSubDomains");
    }
    // Pages show personal data: no cache on the way, nor the browser's after signing out, keeps them unless a handler says so.
    if (!response.headers.has("Cache-Control")) append(head, "Cache-Control", "no-store");
    if (framing.has_length) append(head, "Content-Length", std::to_string(framing.length));
    if (framing.chunked) append(head, "Transfer-Encoding", "chunked");
    if (!framing.keep_alive)
        append(head, "Connection", "close");
    else if (!context.http_1_1)
        append(head, "Connection", "keep-alive");
    head += "\r\n";
    return head;
}

}  // namespace

AnswerContext answer_context(const Request& request) {
    AnswerContext context;
    context.method = request.method;
    context.secure = request.secure;
    context.accept_encoding = request.header("Accept-Encoding").value_or("");
    context.if_none_match = request.header("If-None-Match").value_or("");
    context.if_modified_since = request.header("If-Modified-Since").value_or("");
    context.range = request.header("Range").value_or("");
    context.if_range = request.header("If-Range").value_or("");
    return context;
}

std::string_view PreparedResponse::bytes() const {
    if (const auto* own = std::get_if<std::string>(&body)) return *own;
    if (const auto* shared = std::get_if<std::shared_ptr<const std::string>>(&body); shared && *shared) return **shared;
    return {};
}

PreparedResponse prepare(Response response, const AnswerContext& context, const std::function<Response()>& missing_file) {
    PreparedResponse prepared;
    Framing framing;
    framing.keep_alive = context.keep_alive;
    bool is_file = false;
    if (const auto* body = std::get_if<FileBody>(&response.body)) {
        auto answer = answer_file(*body, context, response.headers);
        if (answer.status == 404) {
            response = missing_file();
            if (std::holds_alternative<FileBody>(response.body)) response = text("404\n", 404);
        } else {
            is_file = true;
            if (answer.status != 200) response.status = answer.status;
            framing.length = answer.status == 416 ? 0 : answer.part.length;
            framing.has_length = true;
            prepared.body = std::move(answer.part);
        }
    }
    bool without_body = response.status == 204 || response.status == 304;
    if (std::holds_alternative<StreamBody>(response.body) || std::holds_alternative<EventStream>(response.body)) {
        framing.chunked = context.http_1_1 && !without_body;
        framing.keep_alive = framing.keep_alive && framing.chunked;
        if (std::holds_alternative<EventStream>(response.body)) {
            response.headers.set("X-Accel-Buffering", "no");  // proxies in front must not collect events
            prepared.body = std::get<EventStream>(std::move(response.body));
        } else {
            prepared.body = std::get<StreamBody>(std::move(response.body));
        }
    } else if (!is_file) {
        const bool readable = context.method == Method::get || context.method == Method::head;
        if (readable && response.status == 200 && etag_matches(context.if_none_match, response.headers.get("ETag").value_or(""))) {
            response.status = 304;
            without_body = true;
        }
        compress_text(response, context);
        framing.length = response.text().size();
        framing.has_length = true;
    }
    if (without_body) framing.has_length = false;
    prepared.status = response.status;
    prepared.chunked = framing.chunked;
    prepared.keep_alive = framing.keep_alive;
    prepared.has_body = context.method != Method::head && !without_body && response.status != 416;
    prepared.head = make_head(response, context, framing);
    if (auto* own = std::get_if<std::string>(&response.body))
        prepared.body = std::move(*own);
    else if (auto* shared = std::get_if<std::shared_ptr<const std::string>>(&response.body))
        prepared.body = std::move(*shared);
    return prepared;
}

}  // namespace kc::http
