// SPDX-License-Identifier: EUPL-1.2
// Files that hold the data: private from the start, and put in their place so that a power failure leaves either the old or the
// whole new one.
#pragma once

#include <filesystem>

namespace kc::storage {

// Flushes `written` to the disk, renames it to `file` and flushes the directory. Throws std::system_error.
void put_in_place(const std::filesystem::path& written, const std::filesystem::path& file);

// Makes an empty file that only the program's own user may read, because personal data will be in it. A file that exists already, or a
// directory that does not, is left to whoever opens it next.
void create_private(const std::filesystem::path& file);

// Removes a file at the end of its life unless it was put in place.
class UnfinishedFile {
public:
    explicit UnfinishedFile(std::filesystem::path path) : path_(std::move(path)) { remove(); }
    ~UnfinishedFile() { remove(); }
    UnfinishedFile(const UnfinishedFile&) = delete;
    const std::filesystem::path& path() const { return path_; }

private:
    void remove() noexcept {
        std::error_code ignored;
        std::filesystem::remove(path_, ignored);
    }
    std::filesystem::path path_;
};

}  // namespace kc::storage
