// SPDX-License-Identifier: EUPL-1.2
#include "http/file_answer.hpp"

#include "http/compression.hpp"

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <ctime>

#include <fmt/format.h>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace kc::http {
namespace {

std::optional<std::uint64_t> parse_offset(std::string_view text) {
    std::uint64_t value = 0;
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (text.empty() || failed != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

void set_default(Headers& headers, std::string_view name, std::string_view value) {
    if (!headers.has(name)) headers.set(name, value);
}

struct Opened {
    OpenFile file;
    struct stat about{};
    explicit operator bool() const { return file.get() >= 0; }
};

Opened open_regular(const std::string& path) {
    Opened opened;
    opened.file = OpenFile(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));  // non-blocking: a pipe must not hang a worker
    if (opened.file.get() >= 0 && (::fstat(opened.file.get(), &opened.about) != 0 || !S_ISREG(opened.about.st_mode))) opened.file = OpenFile();
    return opened;
}

}  // namespace

OpenFile::~OpenFile() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

std::string http_date(std::int64_t seconds_utc) {
    static constexpr const char* days[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static constexpr const char* months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const std::time_t time = seconds_utc;
    std::tm parts{};
    ::gmtime_r(&time, &parts);
    return fmt::format("{}, {:02} {} {:04} {:02}:{:02}:{:02} GMT", days[parts.tm_wday], parts.tm_mday, months[parts.tm_mon], parts.tm_year + 1900,
                       parts.tm_hour, parts.tm_min, parts.tm_sec);
}

std::optional<std::int64_t> parse_http_date(std::string_view text) {
    std::tm parts{};
    const std::string copy(text);
    const char* end = ::strptime(copy.c_str(), "%a, %d %b %Y %H:%M:%S GMT", &parts);
    if (!end || *end != '\0') return std::nullopt;
    return static_cast<std::int64_t>(::timegm(&parts));
}

RangeAnswer choose_range(std::string_view header, std::uint64_t size, ByteRange& range) {
    if (header.size() < 6 || !same_name(header.substr(0, 6), "bytes=")) return RangeAnswer::whole;
    header.remove_prefix(6);
    const auto dash = header.find('-');
    if (dash == std::string_view::npos || header.find(',') != std::string_view::npos) return RangeAnswer::whole;
    const auto first_text = header.substr(0, dash), last_text = header.substr(dash + 1);
    if (first_text.empty()) {  // the last N bytes
        const auto suffix = parse_offset(last_text);
        if (!suffix) return RangeAnswer::whole;
        if (*suffix == 0 || size == 0) return RangeAnswer::unsatisfiable;
        range = {*suffix >= size ? 0 : size - *suffix, size - 1};
        return RangeAnswer::part;
    }
    const auto first = parse_offset(first_text);
    const auto last = last_text.empty() ? std::optional<std::uint64_t>(UINT64_MAX) : parse_offset(last_text);
    if (!first || !last || *last < *first) return RangeAnswer::whole;
    if (*first >= size) return RangeAnswer::unsatisfiable;
    range = {*first, std::min(*last, size - 1)};
    return RangeAnswer::part;
}

FileAnswer answer_file(const FileBody& body, const AnswerContext& context, Headers& headers) {
    FileAnswer answer;
    auto opened = open_regular(body.path.string());
    if (!opened) {
        answer.status = 404;
        return answer;
    }
    if (body.remove_after) ::unlink(body.path.c_str());
    const auto type = body.content_type.empty() ? content_type_for(body.path) : std::string_view(body.content_type);
    std::string_view coding;
    if (body.precompressed && !body.remove_after && is_compressible(type)) {
        set_default(headers, "Vary", "Accept-Encoding");
        for (const auto& [name, extension] : {std::pair<std::string_view, const char*>{"br", ".br"}, {"gzip", ".gz"}}) {
            if (!accepts_coding(context.accept_encoding, name)) continue;
            auto ready = open_regular(body.path.string() + extension);
            if (!ready || ready.about.st_mtime < opened.about.st_mtime) continue;  // an older sibling is left from another version
            opened = std::move(ready);
            coding = name;
            break;
        }
    }
    auto etag = body.etag.empty() ? fmt::format("\"{:x}-{:x}-{:x}\"", opened.about.st_size, opened.about.st_mtim.tv_sec, opened.about.st_mtim.tv_nsec)
                                  : body.etag;
    if (!coding.empty()) etag = fmt::format("{}-{}\"", std::string_view(etag).substr(0, etag.size() - 1), coding);
    const auto changed = static_cast<std::int64_t>(opened.about.st_mtime);
    set_default(headers, "ETag", etag);
    set_default(headers, "Last-Modified", http_date(changed));
    if (!body.cache_control.empty()) set_default(headers, "Cache-Control", body.cache_control);

    const bool readable = context.method == Method::get || context.method == Method::head;
    const bool unchanged = !context.if_none_match.empty()
                               ? etag_matches(context.if_none_match, etag)
                               : !context.if_modified_since.empty() && parse_http_date(context.if_modified_since).value_or(INT64_MIN) >= changed;
    if (readable && unchanged) {
        answer.status = 304;
        return answer;
    }
    set_default(headers, "Content-Type", type);
    if (!coding.empty()) headers.set("Content-Encoding", coding);
    if (!body.download_name.empty()) set_default(headers, "Content-Disposition", attachment_disposition(body.download_name));
    headers.set("Accept-Ranges", "bytes");
    const auto size = static_cast<std::uint64_t>(opened.about.st_size);
    answer.part = {std::move(opened.file), 0, size};
    // If-Range: the part only counts if the client's other parts are of this very version (strong comparison).
    const bool same_version = context.if_range.empty() || context.if_range == etag || parse_http_date(context.if_range) == changed;
    if (context.method == Method::get && !context.range.empty() && same_version) {
        ByteRange range{};
        switch (choose_range(context.range, size, range)) {
            case RangeAnswer::whole: break;
            case RangeAnswer::unsatisfiable:
                answer.status = 416;
                headers.remove("Content-Encoding");
                headers.set("Content-Range", fmt::format("bytes */{}", size));
                break;
            case RangeAnswer::part:
                answer.status = 206;
                answer.part.offset = range.first;
                answer.part.length = range.last - range.first + 1;
                headers.set("Content-Range", fmt::format("bytes {}-{}/{}", range.first, range.last, size));
                break;
        }
    }
    return answer;
}

}  // namespace kc::http
