// SPDX-License-Identifier: EUPL-1.2
#include "http/request.hpp"

#include "base/require.hpp"

#include <cerrno>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

namespace kc::http {
namespace {

std::optional<std::string_view> first(const std::vector<Field>& fields, std::string_view name) {
    for (const auto& field : fields) {
        if (field.name == name) return field.value;
    }
    return std::nullopt;
}

std::vector<std::string_view> all(const std::vector<Field>& fields, std::string_view name) {
    std::vector<std::string_view> values;
    for (const auto& field : fields) {
        if (field.name == name) values.push_back(field.value);
    }
    return values;
}

}  // namespace

std::optional<std::string_view> Request::query(std::string_view name) const { return first(query_, name); }
std::vector<std::string_view> Request::query_all(std::string_view name) const { return all(query_, name); }
std::optional<std::string_view> Request::form(std::string_view name) const { return first(form_, name); }
std::vector<std::string_view> Request::form_all(std::string_view name) const { return all(form_, name); }
std::optional<std::string_view> Request::path_value(std::string_view name) const { return first(path_values_, name); }

std::string_view Request::query_string() const {
    const auto mark = target.find('?');
    return mark == std::string::npos ? std::string_view{} : std::string_view(target).substr(mark + 1);
}

const UploadedFile* Request::file(std::string_view field) const {
    for (const auto& file : files_) {
        if (file.field == field) return &file;
    }
    return nullptr;
}

UploadedFile* Request::file(std::string_view field) { return const_cast<UploadedFile*>(std::as_const(*this).file(field)); }

std::optional<std::string_view> Request::cookie(std::string_view name) const {
    for (const auto& field : headers_.all()) {
        if (!same_name(field.name, "cookie")) continue;
        std::string_view rest = field.value;
        while (!rest.empty()) {
            const auto end = rest.find(';');
            auto pair = rest.substr(0, end);
            rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end + 1);
            while (!pair.empty() && pair.front() == ' ') pair.remove_prefix(1);
            while (!pair.empty() && pair.back() == ' ') pair.remove_suffix(1);
            const auto equals = pair.find('=');
            if (equals == std::string_view::npos || pair.substr(0, equals) != name) continue;
            auto value = pair.substr(equals + 1);
            if (value.size() >= 2 && value.front() == '"' && value.back() == '"') value = value.substr(1, value.size() - 2);
            return value;
        }
    }
    return std::nullopt;
}

std::optional<std::int64_t> Request::positive_number(std::optional<std::string_view> text) {
    if (!text || text->empty() || text->front() < '1' || text->front() > '9') return std::nullopt;
    std::int64_t value = 0;
    const auto [end, failed] = std::from_chars(text->data(), text->data() + text->size(), value);
    if (failed != std::errc{} || end != text->data() + text->size()) return std::nullopt;
    return value;
}

std::int64_t Request::required_number(std::string_view name) const {
    const auto number = positive_number(path_value(name));
    require(number.has_value());
    return *number;
}

Request::Parts Request::parts() { return {query_, form_, path_values_, files_, headers_, body_, body_file_, route_, mapped_body_}; }

void Request::Parts::map_body_file() {
    const auto size = static_cast<std::size_t>(body_file.size());
    const int descriptor = ::open(body_file.path().c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) throw std::system_error(errno, std::generic_category(), "cannot read back an upload");
    void* start = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, descriptor, 0);
    ::close(descriptor);
    if (start == MAP_FAILED) throw std::system_error(errno, std::generic_category(), "cannot read back an upload");
    mapped_body.reset(new std::string_view(static_cast<const char*>(start), size), [start, size](const std::string_view* view) {
        ::munmap(start, size);
        delete view;
    });
}

}  // namespace kc::http
