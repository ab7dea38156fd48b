// SPDX-License-Identifier: EUPL-1.2
#include "http/multipart.hpp"

#include "http/url_coding.hpp"

#include "base/text.hpp"

#include <algorithm>

namespace kc::http {
namespace {

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
    return text;
}

// The value of `name=` among the parameters behind the first ';'. Quoted values may hold anything; browsers escape a quote
// as %22, others with a backslash.
std::optional<std::string> parameter(std::string_view header, std::string_view name) {
    auto at = header.find(';');
    while (at != std::string_view::npos) {
        auto rest = trimmed(header.substr(at + 1));
        const auto equals = rest.find_first_of("=;");
        if (equals == std::string_view::npos) return std::nullopt;
        const auto key = trimmed(rest.substr(0, equals));
        if (rest[equals] == ';') {
            header = rest.substr(equals);
            at = 0;
            continue;
        }
        rest = rest.substr(equals + 1);
        std::string value;
        std::size_t used = 0;
        if (!rest.empty() && rest.front() == '"') {
            used = 1;
            while (used < rest.size() && rest[used] != '"') {
                if (rest[used] == '\\' && used + 1 < rest.size() && (rest[used + 1] == '"' || rest[used + 1] == '\\')) ++used;
                value += rest[used++];
            }
            if (used == rest.size()) return std::nullopt;  // the quote never ends
            ++used;
        } else {
            used = std::min(rest.find(';'), rest.size());
            value = trimmed(rest.substr(0, used));
        }
        if (same_name(key, name)) return value;
        header = rest.substr(used);
        at = header.find(';');
    }
    return std::nullopt;
}

void replace_all(std::string& text, std::string_view from, std::string_view to) {
    for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) text.replace(at, from.size(), to);
}

}  // namespace

std::string clean_file_name(std::string_view name) {
    const auto slash = name.find_last_of("/\\");
    if (slash != std::string_view::npos) name = name.substr(slash + 1);
    std::string clean;
    for (const char c : name) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte >= 0x20 && byte != 0x7f) clean += c;
    }
    while (clean.size() > 200) {
        do {
            clean.pop_back();
        } while (!clean.empty() && (static_cast<unsigned char>(clean.back()) & 0xc0) == 0x80);
    }
    if (!is_valid_utf8(clean) || clean.empty() || clean == "." || clean == "..") return "datei";
    return clean;
}

bool MultipartParser::is_form(std::string_view content_type) {
    return same_name(trimmed(content_type.substr(0, content_type.find(';'))), "multipart/form-data");
}

std::optional<std::string> MultipartParser::boundary_of(std::string_view content_type) {
    auto boundary = parameter(content_type, "boundary");
    if (!boundary || boundary->empty() || boundary->size() > 70) return std::nullopt;
    const bool visible = std::ranges::all_of(*boundary, [](char c) { return c >= 0x20 && c < 0x7f; });
    return visible ? boundary : std::nullopt;
}

MultipartParser::MultipartParser(std::string_view boundary, std::filesystem::path directory, std::vector<Field>& fields,
                                 std::vector<UploadedFile>& files)
    : delimiter_("\r\n--" + std::string(boundary)), directory_(std::move(directory)), fields_(fields), files_(files) {
    buffer_ = "\r\n";  // so that a boundary on the very first line looks like any other
}

bool MultipartParser::put(std::string_view bytes) {
    buffer_ += bytes;
    while (state_ != State::broken && step()) {
    }
    return state_ != State::broken;
}

bool MultipartParser::step() {
    switch (state_) {
        case State::preamble: {
            const auto at = buffer_.find(delimiter_);
            if (at == std::string::npos) {
                if (buffer_.size() > part_head_bytes_max) state_ = State::broken;
                return false;
            }
            buffer_.erase(0, at + delimiter_.size());
            state_ = State::after_boundary;
            return true;
        }
        case State::after_boundary: {
            if (buffer_.size() < 2) return false;
            if (buffer_.starts_with("--")) {
                state_ = State::end;
                buffer_.clear();
                return false;
            }
            const auto line_end = buffer_.find("\r\n");
            if (line_end == std::string::npos) {
                if (buffer_.size() > 100) state_ = State::broken;
                return false;
            }
            if (!trimmed(std::string_view(buffer_).substr(0, line_end)).empty()) {
                state_ = State::broken;
                return false;
            }
            buffer_.erase(0, line_end);  // the line break stays: a part may have no head at all
            state_ = State::head;
            return true;
        }
        case State::head: {
            const auto end = buffer_.find("\r\n\r\n");
            if (end == std::string::npos || end > part_head_bytes_max) {
                if (buffer_.size() > part_head_bytes_max) state_ = State::broken;
                return false;
            }
            const auto head = buffer_.substr(0, end + 2);
            buffer_.erase(0, end + 2);  // the empty line's break stays: an empty part is followed by its boundary at once
            if (++parts_ > parts_max || !begin_part(head)) {
                state_ = State::broken;
                return false;
            }
            at_content_start_ = true;
            state_ = State::content;
            return true;
        }
        case State::content: {
            if (at_content_start_) {
                // The two bytes in front are the head's own line break, not content, unless they begin the boundary.
                if (buffer_.size() < delimiter_.size()) return false;
                if (!buffer_.starts_with(delimiter_)) buffer_.erase(0, 2);
                at_content_start_ = false;
            }
            const auto at = buffer_.find(delimiter_);
            if (at != std::string::npos) {
                take_content(std::string_view(buffer_).substr(0, at));
                if (in_file_) files_.back().file.close();
                buffer_.erase(0, at + delimiter_.size());
                if (state_ != State::broken) state_ = State::after_boundary;
                return true;
            }
            if (buffer_.size() < delimiter_.size()) return false;
            const auto sure = buffer_.size() - delimiter_.size() + 1;  // the rest may be the beginning of a boundary
            take_content(std::string_view(buffer_).substr(0, sure));
            buffer_.erase(0, sure);
            return false;
        }
        case State::end: buffer_.clear(); return false;
        case State::broken: return false;
    }
    return false;
}

bool MultipartParser::begin_part(std::string_view head) {
    std::optional<std::string> name, file_name;
    std::string type = "text/plain";
    while (head.size() > 2) {
        head.remove_prefix(2);
        const auto line = head.substr(0, head.find("\r\n"));
        head.remove_prefix(line.size());
        const auto colon = line.find(':');
        if (colon == std::string_view::npos) return false;
        const auto value = trimmed(line.substr(colon + 1));
        if (same_name(line.substr(0, colon), "content-disposition")) {
            if (!same_name(trimmed(value.substr(0, value.find(';'))), "form-data")) return false;
            name = parameter(value, "name");
            file_name = parameter(value, "filename");
        } else if (same_name(line.substr(0, colon), "content-type")) {
            type = value.substr(0, 200);
        }
    }
    if (!name) return false;
    for (auto* text : {&*name, file_name ? &*file_name : nullptr}) {
        if (!text) continue;
        replace_all(*text, "%22", "\"");
        replace_all(*text, "%0D", "");
        replace_all(*text, "%0A", "");
    }
    if (!is_clean_text(*name) || !is_clean_text(type) || (file_name && !is_valid_utf8(*file_name))) return false;
    in_file_ = file_name.has_value() && !file_name->empty();
    skip_part_ = file_name.has_value() && file_name->empty();
    if (in_file_) {
        files_.push_back({std::move(*name), clean_file_name(*file_name), std::move(type), TempFile::create(directory_)});
    } else if (!skip_part_) {
        field_bytes_ += name->size();
        fields_.push_back({std::move(*name), {}});
    }
    return true;
}

void MultipartParser::take_content(std::string_view bytes) {
    if (in_file_) {
        files_.back().file.write(bytes);
    } else if (!skip_part_) {
        field_bytes_ += bytes.size();
        if (field_bytes_ > fields_bytes_max) {
            state_ = State::broken;
        } else {
            fields_.back().value += bytes;
        }
    }
}

bool MultipartParser::finish() {
    if (state_ != State::end) return false;
    return std::ranges::all_of(fields_, [](const Field& field) { return is_clean_text(field.value); });
}

}  // namespace kc::http
