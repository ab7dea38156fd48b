// SPDX-License-Identifier: EUPL-1.2
// Writes ZIP archives by hand, sound or lying, for tests of what reads them: sizes in the directory may differ from what is inside.
#pragma once

#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

#include <zlib.h>

namespace kc::tests {

struct ZipEntryOptions {
    bool deflate = false;
    std::optional<std::uint32_t> stated_size;  // what local header and directory claim about the unpacked size
};

class ZipWriter {
public:
    void add(const std::string& name, std::string_view content, ZipEntryOptions options = {}) {
        const std::string packed = options.deflate ? deflated(content) : std::string(content);
        add_packed(name, packed, checksum(content), options.stated_size.value_or(static_cast<std::uint32_t>(content.size())), options.deflate);
    }

    // `packed` is what deflated() answers, so that one large content need not be packed again for every entry.
    void add_packed(const std::string& name, std::string_view packed, std::uint32_t checksum, std::uint32_t size, bool deflate = true) {
        const auto offset = static_cast<std::uint32_t>(out_.size());
        std::string fields;  // shared by local header and directory
        put(fields, 20, 2);
        put(fields, 0, 2);
        put(fields, deflate ? 8 : 0, 2);
        put(fields, 0, 4);  // time
        put(fields, checksum, 4);
        put(fields, packed.size(), 4);
        put(fields, size, 4);
        put(fields, name.size(), 2);
        put(fields, 0, 2);
        out_.append("PK\x03\x04").append(fields).append(name).append(packed);
        directory_.append("PK\x01\x02");
        put(directory_, 20, 2);
        directory_.append(fields);
        put(directory_, 0, 2);
        put(directory_, 0, 2);
        put(directory_, 0, 2);
        put(directory_, 0, 4);
        put(directory_, offset, 4);
        directory_.append(name);
        ++entries_;
    }

    std::string finish() {
        const auto begin = out_.size();
        out_ += directory_;
        out_.append("PK\x05\x06");
        put(out_, 0, 4);
        put(out_, entries_, 2);
        put(out_, entries_, 2);
        put(out_, directory_.size(), 4);
        put(out_, begin, 4);
        put(out_, 0, 2);
        return std::move(out_);
    }

    static std::uint32_t checksum(std::string_view content) {
        return static_cast<std::uint32_t>(crc32(0, reinterpret_cast<const Bytef*>(content.data()), static_cast<uInt>(content.size())));
    }

    static std::string deflated(std::string_view content) {
        z_stream stream{};
        if (deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, -MAX_WBITS, 9, Z_DEFAULT_STRATEGY) != Z_OK) throw std::bad_alloc();
        std::string packed(deflateBound(&stream, static_cast<uLong>(content.size())), '\0');
        stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(content.data()));
        stream.avail_in = static_cast<uInt>(content.size());
        stream.next_out = reinterpret_cast<Bytef*>(packed.data());
        stream.avail_out = static_cast<uInt>(packed.size());
        const int done = deflate(&stream, Z_FINISH);
        packed.resize(stream.total_out);
        deflateEnd(&stream);
        if (done != Z_STREAM_END) throw std::runtime_error("content was not packed");
        return packed;
    }

private:
    static void put(std::string& to, std::uint64_t value, int bytes) {
        for (int i = 0; i < bytes; ++i) to += static_cast<char>(value >> (8 * i) & 0xff);
    }

    std::string out_, directory_;
    std::uint64_t entries_ = 0;
};

}  // namespace kc::tests
