// SPDX-License-Identifier: EUPL-1.2
#include "storage/durable_file.hpp"

#include <cerrno>
#include <system_error>

#include <fcntl.h>
#include <unistd.h>

namespace kc::storage {
namespace {

void flush(const std::filesystem::path& path, int flags) {
    const int handle = open(path.c_str(), flags | O_CLOEXEC);
    if (handle < 0) throw std::system_error(errno, std::generic_category(), path.string());
    const int result = fsync(handle);
    const int problem = errno;
    close(handle);
    if (result != 0) throw std::system_error(problem, std::generic_category(), path.string());
}

}  // namespace

void put_in_place(const std::filesystem::path& written, const std::filesystem::path& file) {
    flush(written, O_RDONLY);
    std::filesystem::rename(written, file);
    flush(file.has_parent_path() ? file.parent_path() : ".", O_RDONLY | O_DIRECTORY);
}

void create_private(const std::filesystem::path& file) {
    const int handle = open(file.c_str(), O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600);
    if (handle >= 0) close(handle);
}

}  // namespace kc::storage
