// SPDX-License-Identifier: EUPL-1.2
#include "http/uploaded_file.hpp"

#include <cerrno>
#include <cstdlib>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <unistd.h>

namespace kc::http {
namespace fs = std::filesystem;

TempFile TempFile::create(const fs::path& directory) {
    auto name = ((directory.empty() ? fs::temp_directory_path() : directory) / "kommunalcampus-upload-XXXXXX").string();
    TempFile file;
    file.descriptor_ = ::mkostemp(name.data(), O_CLOEXEC);  // creates with mode 0600
    if (file.descriptor_ < 0) throw std::system_error(errno, std::generic_category(), "cannot create a file for an upload in " + directory.string());
    file.path_ = name;
    return file;
}

TempFile::TempFile(TempFile&& other) noexcept
    : path_(std::exchange(other.path_, {})), descriptor_(std::exchange(other.descriptor_, -1)), size_(std::exchange(other.size_, 0)) {}

TempFile& TempFile::operator=(TempFile&& other) noexcept {
    if (this != &other) {
        remove();
        path_ = std::exchange(other.path_, {});
        descriptor_ = std::exchange(other.descriptor_, -1);
        size_ = std::exchange(other.size_, 0);
    }
    return *this;
}

TempFile::~TempFile() { remove(); }

void TempFile::remove() noexcept {
    close();
    if (path_.empty()) return;
    std::error_code ignored;  // somebody else may have moved it
    fs::remove(path_, ignored);
    path_.clear();
}

void TempFile::write(std::string_view bytes) {
    while (!bytes.empty()) {
        const auto written = ::write(descriptor_, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) throw std::system_error(errno, std::generic_category(), "cannot store an upload");
        size_ += static_cast<std::uint64_t>(written);
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
}

void TempFile::close() {
    if (descriptor_ >= 0) ::close(std::exchange(descriptor_, -1));
}

void TempFile::keep_as(const fs::path& target) {
    close();
    std::error_code failed;
    fs::rename(path_, target, failed);
    if (failed == std::errc::cross_device_link) {
        fs::copy_file(path_, target, fs::copy_options::overwrite_existing);
        fs::remove(path_);
    } else if (failed) {
        throw fs::filesystem_error("cannot keep an uploaded file", path_, target, failed);
    }
    path_.clear();
}

}  // namespace kc::http
