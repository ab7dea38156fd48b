// SPDX-License-Identifier: EUPL-1.2
// Files that came with a request. They live in the upload directory until the request ends;
// whoever wants to keep one moves it away with TempFile::keep_as.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

namespace kc::http {

// Owns a file on disk and removes it at the end. Movable, not copyable.
class TempFile {
public:
    TempFile() = default;
    static TempFile create(const std::filesystem::path& directory);  // opened for writing, mode 0600; throws when the disk refuses
    TempFile(TempFile&& other) noexcept;
    TempFile& operator=(TempFile&& other) noexcept;
    ~TempFile();

    void write(std::string_view bytes);  // throws std::system_error (disk full)
    void close();
    void keep_as(const std::filesystem::path& target);  // moves (or copies across file systems) and lets go
    explicit operator bool() const { return !path_.empty(); }
    const std::filesystem::path& path() const { return path_; }
    std::uint64_t size() const { return size_; }

private:
    void remove() noexcept;
    std::filesystem::path path_;
    int descriptor_ = -1;
    std::uint64_t size_ = 0;
};

struct UploadedFile {
    std::string field;         // name of the form field
    std::string file_name;     // last part of what the client called it, without control characters; never use it as a path
    std::string content_type;  // as claimed by the client
    TempFile file;
};

}  // namespace kc::http
