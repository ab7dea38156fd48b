// SPDX-License-Identifier: EUPL-1.2
#include "http/compression.hpp"

#include "http/headers.hpp"

#include <brotli/encode.h>
#include <zlib.h>

namespace kc::http {

bool is_compressible(std::string_view content_type) {
    const auto type = content_type.substr(0, content_type.find(';'));
    return (type.starts_with("text/") && type != "text/event-stream") || type == "application/json" || type == "application/xml" ||
           type == "image/svg+xml" || type == "application/manifest+json" || type.ends_with("+json") || type.ends_with("+xml");
}

bool accepts_coding(std::string_view accept_encoding, std::string_view coding) {
    while (!accept_encoding.empty()) {
        const auto end = accept_encoding.find(',');
        auto item = accept_encoding.substr(0, end);
        accept_encoding = end == std::string_view::npos ? std::string_view{} : accept_encoding.substr(end + 1);
        const auto semicolon = item.find(';');
        auto name = item.substr(0, semicolon);
        while (!name.empty() && name.front() == ' ') name.remove_prefix(1);
        while (!name.empty() && name.back() == ' ') name.remove_suffix(1);
        if (!same_name(name, coding)) continue;
        if (semicolon == std::string_view::npos) return true;
        const auto q = item.find("q=", semicolon);
        if (q == std::string_view::npos) return true;
        return item.substr(q + 2).find_first_of("123456789") != std::string_view::npos;
    }
    return false;
}

std::optional<std::string> brotli_fast(std::string_view text) {
    std::string out(BrotliEncoderMaxCompressedSize(text.size()), '\0');
    std::size_t size = out.size();
    const int ok = BrotliEncoderCompress(1, 18, BROTLI_MODE_TEXT, text.size(), reinterpret_cast<const std::uint8_t*>(text.data()), &size,
                                         reinterpret_cast<std::uint8_t*>(out.data()));
    if (!ok) return std::nullopt;
    out.resize(size);
    return out;
}

std::optional<std::string> gzip_fast(std::string_view text) {
    z_stream stream{};
    if (deflateInit2(&stream, 1, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK) return std::nullopt;
    std::string out(deflateBound(&stream, text.size()) + 32, '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
    stream.avail_in = static_cast<uInt>(text.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    const int result = deflate(&stream, Z_FINISH);
    out.resize(stream.total_out);
    deflateEnd(&stream);
    if (result != Z_STREAM_END) return std::nullopt;
    return out;
}

}  // namespace kc::http
