// SPDX-License-Identifier: EUPL-1.2
// One request as the handlers see it: already checked for size, encoding and form, with the viewer that a filter put in.
// Tests elsewhere build one with http/request_builder.hpp.
#pragma once

#include "base/ids.hpp"
#include "base/language.hpp"
#include "base/viewer.hpp"
#include "http/headers.hpp"
#include "http/method.hpp"
#include "http/uploaded_file.hpp"

#include <charconv>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kc::http {

// What the session filter remembers for later: which session row this is, and the token that forms must carry.
struct SessionContext {
    std::optional<SessionId> session_id;
    std::string csrf_token;
};

class Request {
public:
    Method method = Method::get;
    std::string path = "/";            // percent-decoded, valid UTF-8, begins with '/'
    std::string target = "/";          // as sent, with the query
    std::string number;                // request number for logs and error pages, unique and short enough to read out
    std::string remote_address;        // without port; the client's when a trusted proxy stands in between
    std::string host;                  // as the client named it, may be empty with HTTP/1.0
    bool secure = false;               // TLS here or, as a trusted proxy says, in front
    Language language = Language::de;  // from Accept-Language; the session filter sets the viewer's
    SessionContext context;

    // The first value of that name; *_all for check boxes and multi-selects; empty when absent.
    std::optional<std::string_view> query(std::string_view name) const;
    std::vector<std::string_view> query_all(std::string_view name) const;
    const std::vector<Field>& query_fields() const { return query_; }
    std::string_view query_string() const;  // raw, without '?'

    std::optional<std::string_view> form(std::string_view name) const;
    std::vector<std::string_view> form_all(std::string_view name) const;
    const std::vector<Field>& form_fields() const { return form_; }

    const UploadedFile* file(std::string_view field) const;  // parts of multipart/form-data
    UploadedFile* file(std::string_view field);
    std::vector<UploadedFile>& files() { return files_; }

    std::optional<std::string_view> header(std::string_view name) const { return headers_.get(name); }
    const Headers& headers() const { return headers_; }
    std::optional<std::string_view> cookie(std::string_view name) const;

    // Values of {name} in the route's pattern, decoded.
    std::optional<std::string_view> path_value(std::string_view name) const;
    // As a typed id. A route that writes {name:id} never gets here with anything but a positive number (the router answers 404).
    template <class IdType> std::optional<IdType> id(std::string_view name) const {
        const auto number = positive_number(path_value(name));
        return number ? std::optional<IdType>(IdType{*number}) : std::nullopt;
    }
    // As id(), but absence is a programming error: for routes that write {name:id}.
    template <class IdType> IdType get_id(std::string_view name) const { return IdType{required_number(name)}; }

    std::string_view body() const { return mapped_body_ ? *mapped_body_ : std::string_view(body_); }  // empty for upload_to_file and multipart
    TempFile& body_file() { return body_file_; }                                                      // routes with upload_to_file
    const TempFile& body_file() const { return body_file_; }

    const Viewer* viewer() const { return viewer_ ? &*viewer_ : nullptr; }
    void set_viewer(Viewer viewer) { viewer_ = std::move(viewer); }
    void clear_viewer() { viewer_.reset(); }

    // The pattern that matched, "" before routing or when none did. For logs, metrics and rate limits.
    std::string_view route() const { return route_; }

    // Filled by the server, the router and RequestBuilder; handlers only read.
    struct Parts;
    Parts parts();

private:
    static std::optional<std::int64_t> positive_number(std::optional<std::string_view> text);
    std::int64_t required_number(std::string_view name) const;

    std::vector<Field> query_;
    std::vector<Field> form_;
    std::vector<Field> path_values_;
    std::vector<UploadedFile> files_;
    Headers headers_;
    std::string body_;
    TempFile body_file_;
    std::shared_ptr<const std::string_view> mapped_body_;  // a body too large for memory is mapped from its file
    std::string route_;
    std::optional<Viewer> viewer_;
};

struct Request::Parts {
    std::vector<Field>& query;
    std::vector<Field>& form;
    std::vector<Field>& path_values;
    std::vector<UploadedFile>& files;
    Headers& headers;
    std::string& body;
    TempFile& body_file;
    std::string& route;
    std::shared_ptr<const std::string_view>& mapped_body;

    void map_body_file();
};

}  // namespace kc::http
