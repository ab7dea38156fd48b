// SPDX-License-Identifier: EUPL-1.2
#include "http/response.hpp"

#include "http/url_coding.hpp"

#include <array>
#include <utility>

namespace kc::http {
namespace {

Response with_type(Body body, std::string_view content_type, int status) {
    Response response;
    response.status = status;
    response.headers.set("Content-Type", content_type);
    response.body = std::move(body);
    return response;
}

constexpr std::string_view html_type = "text/html; charset=utf-8";

}  // namespace

std::string_view Response::text() const {
    if (const auto* own = std::get_if<std::string>(&body)) return *own;
    if (const auto* shared = std::get_if<std::shared_ptr<const std::string>>(&body)) return *shared ? std::string_view(**shared) : "";
    return {};
}

Response html(std::string body, int status) { return with_type(std::move(body), html_type, status); }
Response html(std::shared_ptr<const std::string> body, int status) { return with_type(std::move(body), html_type, status); }
Response json(std::string body, int status) { return with_type(std::move(body), "application/json", status); }
Response text(std::string body, int status) { return with_type(std::move(body), "text/plain; charset=utf-8", status); }
Response bytes(std::string body, std::string_view content_type, int status) { return with_type(std::move(body), content_type, status); }

Response redirect(std::string_view location, int status) {
    std::string clean;
    for (const char c : location) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte <= 0x20 || byte >= 0x7f || c == '"' || c == '<' || c == '>' || c == '\\') {
            clean += encode_component(std::string_view(&c, 1));
        } else {
            clean += c;
        }
    }
    Response response;
    response.status = status;
    response.headers.set("Location", clean);
    return response;
}

Response file(FileBody file) {
    Response response;
    response.body = std::move(file);
    return response;
}

Response stream(std::string_view content_type, std::function<bool(BodyWriter&)> produce) {
    return with_type(StreamBody{std::move(produce)}, content_type, 200);
}

Response events(EventStream stream) { return with_type(std::move(stream), "text/event-stream", 200); }

Response no_content() {
    Response response;
    response.status = 204;
    return response;
}

Response not_modified(std::string_view etag) {
    Response response;
    response.status = 304;
    response.headers.set("ETag", etag);
    return response;
}

Response error(int status) {
    Response response;
    response.status = status;
    response.wants_error_page = true;
    return response;
}

Cookie removed_cookie(std::string_view name) {
    Cookie cookie;
    cookie.name = name;
    cookie.max_age = std::chrono::seconds(0);
    return cookie;
}

std::string attachment_disposition(std::string_view file_name) {
    std::string plain;
    for (const char c : file_name) {
        const auto byte = static_cast<unsigned char>(c);
        const bool safe = byte > 0x1f && byte < 0x7f && c != '"' && c != '\\' && c != '/' && c != '%';
        if (safe || byte < 0x80 || (byte & 0xc0) == 0xc0) plain += safe ? c : '_';  // one stroke per character, not per byte
    }
    return "attachment; filename=\"" + plain + "\"; filename*=UTF-8''" + encode_component(file_name);
}

bool etag_matches(std::optional<std::string_view> if_none_match, std::string_view etag) {
    if (!if_none_match || etag.empty()) return false;
    const auto opaque = [](std::string_view tag) { return tag.starts_with("W/") ? tag.substr(2) : tag; };
    auto rest = *if_none_match;
    while (!rest.empty()) {
        const auto end = rest.find(',');
        auto tag = rest.substr(0, end);
        rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end + 1);
        while (!tag.empty() && (tag.front() == ' ' || tag.front() == '\t')) tag.remove_prefix(1);
        while (!tag.empty() && (tag.back() == ' ' || tag.back() == '\t')) tag.remove_suffix(1);
        if (tag == "*" || opaque(tag) == opaque(etag)) return true;
    }
    return false;
}

std::string_view reason_phrase(int status) {
    switch (status) {
        case 100: return "Continue";
        case 200: return "OK";
        case 201: return "Created";
        case 202: return "Accepted";
        case 204: return "No Content";
        case 206: return "Partial Content";
        case 301: return "Moved Permanently";
        case 302: return "Found";
        case 303: return "See Other";
        case 304: return "Not Modified";
        case 307: return "Temporary Redirect";
        case 308: return "Permanent Redirect";
        case 400: return "Bad Request";
        case 401: return "Unauthorized";
        case 403: return "Forbidden";
        case 404: return "Not Found";
        case 405: return "Method Not Allowed";
        case 406: return "Not Acceptable";
        case 408: return "Request Timeout";
        case 409: return "Conflict";
        case 410: return "Gone";
        case 412: return "Precondition Failed";
        case 413: return "Content Too Large";
        case 414: return "URI Too Long";
        case 415: return "Unsupported Media Type";
        case 416: return "Range Not Satisfiable";
        case 417: return "Expectation Failed";
        case 422: return "Unprocessable Content";
        case 429: return "Too Many Requests";
        case 431: return "Request Header Fields Too Large";
        case 500: return "Internal Server Error";
        case 501: return "Not Implemented";
        case 502: return "Bad Gateway";
        case 503: return "Service Unavailable";
        case 504: return "Gateway Timeout";
        case 505: return "HTTP Version Not Supported";
        default: return "Status";
    }
}

std::string_view content_type_for(const std::filesystem::path& path) {
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 28> types{{
        {".html", "text/html; charset=utf-8"},
        {".css", "text/css; charset=utf-8"},
        {".js", "text/javascript; charset=utf-8"},
        {".mjs", "text/javascript; charset=utf-8"},
        {".json", "application/json"},
        {".map", "application/json"},
        {".svg", "image/svg+xml"},
        {".png", "image/png"},
        {".jpg", "image/jpeg"},
        {".jpeg", "image/jpeg"},
        {".webp", "image/webp"},
        {".gif", "image/gif"},
        {".ico", "image/x-icon"},
        {".woff2", "font/woff2"},
        {".woff", "font/woff"},
        {".txt", "text/plain; charset=utf-8"},
        {".csv", "text/csv; charset=utf-8"},
        {".pdf", "application/pdf"},
        {".ics", "text/calendar; charset=utf-8"},
        {".xml", "application/xml"},
        {".mp4", "video/mp4"},
        {".webm", "video/webm"},
        {".mp3", "audio/mpeg"},
        {".vtt", "text/vtt; charset=utf-8"},
        {".m3u8", "application/vnd.apple.mpegurl"},
        {".webmanifest", "application/manifest+json"},
        {".zip", "application/zip"},
        {".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
    }};
    const auto extension = path.extension().string();
    for (const auto& [known, type] : types) {
        if (same_name(known, extension)) return type;
    }
    return "application/octet-stream";
}

}  // namespace kc::http
