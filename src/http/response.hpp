// SPDX-License-Identifier: EUPL-1.2
// What a handler answers with, and short ways to build it. The server adds Content-Length, security headers,
// compression and, unless the handler said otherwise, Cache-Control: no-store.
#pragma once

#include "http/event_stream.hpp"
#include "http/headers.hpp"

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace kc::http {

// A file from disk: ranges, conditional requests and ready-made .br/.gz siblings are taken care of.
struct FileBody {
    std::filesystem::path path;
    std::string content_type;                // empty: by the file's extension
    std::string etag;                        // with quotes; empty: from size and time of change
    std::string cache_control = "no-cache";  // for names that carry a hash: "public, max-age=31536000, immutable"
    std::string download_name;               // not empty: Content-Disposition: attachment
    bool precompressed = true;               // look for path.br and path.gz
    bool remove_after = false;               // a temporary file made for this answer
};

// Where a big generated body goes; see StreamBody.
class BodyWriter {
public:
    virtual ~BodyWriter() = default;
    virtual void write(std::string_view bytes) = 0;
};

// A big generated body. `produce` runs on a worker each time the client has taken what was written before, so a slow client
// neither holds a worker nor fills memory. Write some 64 KiB per call; return true while there is more to come.
struct StreamBody {
    std::function<bool(BodyWriter&)> produce;
};

struct Cookie {
    std::string name;
    std::string value;                                 // visible ASCII without quotes, comma, semicolon, backslash
    std::optional<std::chrono::seconds> max_age = {};  // absent: until the browser closes; zero: remove
    bool http_only = true;
    enum class SameSite { lax, strict, none } same_site = SameSite::lax;
    std::string path = "/";
    // Secure is added by the server whenever the request came over TLS or ServerOptions::cookies_secure says so.
};

using Body = std::variant<std::string, std::shared_ptr<const std::string>, FileBody, StreamBody, EventStream>;

struct Response {
    int status = 200;
    Headers headers;
    Body body;
    std::vector<Cookie> cookies;
    bool wants_error_page = false;  // set by error(): the router puts the application's page for this status in
    bool compress = true;           // false for bodies that mix secrets with what the client sent

    Response& header(std::string_view name, std::string_view value) & {
        headers.set(name, value);
        return *this;
    }
    Response&& header(std::string_view name, std::string_view value) && {
        headers.set(name, value);
        return std::move(*this);
    }
    Response& cookie(Cookie cookie) & {
        cookies.push_back(std::move(cookie));
        return *this;
    }
    Response&& cookie(Cookie cookie) && {
        cookies.push_back(std::move(cookie));
        return std::move(*this);
    }
    std::string_view text() const;  // the body when it is a string, else empty; for tests and filters
};

Response html(std::string body, int status = 200);
Response html(std::shared_ptr<const std::string> body, int status = 200);
Response json(std::string body, int status = 200);
Response text(std::string body, int status = 200);
Response bytes(std::string body, std::string_view content_type, int status = 200);
Response redirect(std::string_view location, int status = 303);  // what may not stand in a header is percent-encoded
Response file(FileBody file);
Response stream(std::string_view content_type, std::function<bool(BodyWriter&)> produce);
Response events(EventStream stream);
Response no_content();
Response not_modified(std::string_view etag);
Response error(int status);  // the application's error page for this status
Cookie removed_cookie(std::string_view name);
std::string attachment_disposition(std::string_view file_name);  // value for Content-Disposition, any UTF-8 name
// True when If-None-Match of the request names this ETag: answer not_modified(etag) and save the work of making the body.
// A finished 200 answer whose ETag matches becomes a 304 by itself.
bool etag_matches(std::optional<std::string_view> if_none_match, std::string_view etag);
std::string_view reason_phrase(int status);
std::string_view content_type_for(const std::filesystem::path& path);

}  // namespace kc::http
