// SPDX-License-Identifier: EUPL-1.2
// A response ready for the wire: headers as text, the body as bytes or an open file. Made on a worker, so that the
// io threads only copy bytes.
#pragma once

#include "http/request.hpp"
#include "http/response.hpp"

#include <optional>
#include <string>
#include <utility>
#include <variant>

namespace kc::http {

// What of the request matters for the shape of its answer; also for requests that were never understood.
struct AnswerContext {
    Method method = Method::get;
    bool http_1_1 = true;
    bool keep_alive = false;
    bool secure = false;
    bool cookies_secure = false;
    bool compress = true;
    std::size_t compress_bytes_min = 1024;
    std::string_view accept_encoding, if_none_match, if_modified_since, range, if_range;
};
AnswerContext answer_context(const Request& request);

class OpenFile {
public:
    OpenFile() = default;
    explicit OpenFile(int descriptor) : descriptor_(descriptor) {}
    OpenFile(OpenFile&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
    OpenFile& operator=(OpenFile&& other) noexcept {
        std::swap(descriptor_, other.descriptor_);
        return *this;
    }
    ~OpenFile();
    int get() const { return descriptor_; }

private:
    int descriptor_ = -1;
};

struct FilePart {
    OpenFile file;
    std::uint64_t offset = 0;
    std::uint64_t length = 0;
};

struct PreparedResponse {
    int status = 200;
    std::string head;
    std::variant<std::string, std::shared_ptr<const std::string>, FilePart, StreamBody, EventStream> body;
    bool has_body = true;  // false for HEAD, 204, 304
    bool chunked = false;  // streams on HTTP/1.1
    bool keep_alive = false;
    std::string_view bytes() const;
};

// `missing_file` is the page to show when a file body is not there.
PreparedResponse prepare(Response response, const AnswerContext& context, const std::function<Response()>& missing_file);

std::string http_date(std::int64_t seconds_utc);
std::optional<std::int64_t> parse_http_date(std::string_view text);

struct ByteRange {
    std::uint64_t first, last;  // both inclusive
};
enum class RangeAnswer { whole, part, unsatisfiable };
// One range only; several ranges, or a header that makes no sense, are answered with the whole file, as the standard allows.
RangeAnswer choose_range(std::string_view header, std::uint64_t size, ByteRange& range);

}  // namespace kc::http
