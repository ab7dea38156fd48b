// SPDX-License-Identifier: EUPL-1.2
#include "curation/unpack.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include <zlib.h>

namespace kc::curation {

namespace {

using Unpacked = std::variant<std::string, UnpackProblem>;

constexpr std::size_t entries_max = 500;

class Inflater {
public:
    // zlib's numbers: 31 reads gzip, -15 a bare stream as ZIP holds it.
    explicit Inflater(int window_bits) { ready_ = inflateInit2(&stream_, window_bits) == Z_OK; }
    ~Inflater() {
        if (ready_) inflateEnd(&stream_);
    }
    Inflater(const Inflater&) = delete;

    Unpacked run(std::string_view packed) {
        std::string out;
        std::array<char, 64 * 1024> chunk{};
        stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
        stream_.avail_in = static_cast<uInt>(packed.size());
        for (int state = ready_ ? Z_OK : Z_MEM_ERROR; state != Z_STREAM_END;) {
            if (state != Z_OK) return UnpackProblem{"curation.file.broken_archive"};
            stream_.next_out = reinterpret_cast<Bytef*>(chunk.data());
            stream_.avail_out = chunk.size();
            state = inflate(&stream_, Z_NO_FLUSH);
            out.append(chunk.data(), chunk.size() - stream_.avail_out);
            if (out.size() > unpacked_bytes_max) return UnpackProblem{"curation.file.unpacks_too_large", {{"max", "256"}}};
        }
        return out;
    }

private:
    z_stream stream_{};
    bool ready_ = false;
};

struct Entry {
    std::string name;
    std::uint16_t method = 0, flags = 0;
    std::uint32_t packed = 0, unpacked = 0, offset = 0;
};

std::uint32_t number(std::string_view bytes, std::size_t at, std::size_t size) {
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < size; ++i) value |= static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[at + i])) << (8 * i);
    return value;
}

// The directory at the end of the archive; nothing when it makes no sense.
std::optional<std::vector<Entry>> entries_of(std::string_view zip) {
    constexpr std::size_t end_size = 22, entry_size = 46;
    if (zip.size() < end_size) return std::nullopt;
    const std::size_t earliest = zip.size() > 70'000 ? zip.size() - 70'000 : 0;  // behind it a comment of up to 64 KiB
    const auto end = zip.rfind(std::string_view("PK\x05\x06", 4));
    if (end == std::string_view::npos || end < earliest || end + end_size > zip.size()) return std::nullopt;
    const auto count = number(zip, end + 10, 2);
    std::size_t at = number(zip, end + 16, 4);
    if (count > entries_max) return std::nullopt;
    std::vector<Entry> entries;
    for (std::uint32_t i = 0; i < count; ++i) {
        if (at + entry_size > zip.size() || zip.substr(at, 4) != std::string_view("PK\x01\x02", 4)) return std::nullopt;
        const auto name_size = number(zip, at + 28, 2), extra_size = number(zip, at + 30, 2), comment_size = number(zip, at + 32, 2);
        if (at + entry_size + name_size > zip.size()) return std::nullopt;
        entries.push_back({std::string(zip.substr(at + entry_size, name_size)), static_cast<std::uint16_t>(number(zip, at + 10, 2)),
                           static_cast<std::uint16_t>(number(zip, at + 8, 2)), number(zip, at + 20, 4), number(zip, at + 24, 4),
                           number(zip, at + 42, 4)});
        at += entry_size + name_size + extra_size + comment_size;
    }
    return entries;
}

const Entry* table_among(const std::vector<Entry>& entries) {
    std::vector<const Entry*> tables;
    for (const auto& entry : entries) {
        const auto name = lower_ascii(entry.name);
        if (name.starts_with("__macosx/")) continue;
        if (name.ends_with(".csv") || name.ends_with(".jsonl") || name.ends_with(".json")) tables.push_back(&entry);
    }
    if (tables.size() == 1) return tables.front();
    // ESCO's download holds many tables; "skills_de.csv" or "skills.csv" is the list of skills.
    const auto is_skills = [](const Entry* entry) {
        const auto name = lower_ascii(entry->name);
        const auto file = name.substr(name.find_last_of('/') == std::string::npos ? 0 : name.find_last_of('/') + 1);
        return file == "skills.csv" || (file.starts_with("skills_") && file.size() == std::string_view("skills_de.csv").size());
    };
    const auto found = std::find_if(tables.begin(), tables.end(), is_skills);
    return found == tables.end() ? nullptr : *found;
}

Unpacked unzip(std::string_view zip) {
    constexpr std::size_t head_size = 30;
    const auto entries = entries_of(zip);
    if (!entries) return UnpackProblem{"curation.file.broken_archive"};
    const auto* entry = table_among(*entries);
    if (entry == nullptr) return UnpackProblem{"curation.file.no_table"};
    if ((entry->flags & 1) != 0) return UnpackProblem{"curation.file.encrypted"};
    if (entry->unpacked > unpacked_bytes_max) return UnpackProblem{"curation.file.unpacks_too_large", {{"max", "256"}}};
    const std::size_t at = entry->offset;
    if (at + head_size > zip.size() || zip.substr(at, 4) != std::string_view("PK\x03\x04", 4)) return UnpackProblem{"curation.file.broken_archive"};
    const std::size_t content = at + head_size + number(zip, at + 26, 2) + number(zip, at + 28, 2);
    if (content > zip.size() || entry->packed > zip.size() - content) return UnpackProblem{"curation.file.broken_archive"};
    const auto packed = zip.substr(content, entry->packed);
    if (entry->method == 0) return std::string(packed);
    if (entry->method != 8) return UnpackProblem{"curation.file.broken_archive"};
    return Inflater(-MAX_WBITS).run(packed);
}

}  // namespace

std::variant<std::string, UnpackProblem> unpack(std::string_view bytes) {
    if (bytes.size() > upload_bytes_max) return UnpackProblem{"curation.file.too_large", {{"max", "64"}}};
    if (bytes.empty()) return UnpackProblem{"curation.file.empty"};
    if (bytes.starts_with("\x1f\x8b")) return Inflater(MAX_WBITS + 16).run(bytes);
    if (bytes.starts_with(std::string_view("PK\x03\x04", 4))) return unzip(bytes);
    return std::string(bytes);
}

}  // namespace kc::curation
