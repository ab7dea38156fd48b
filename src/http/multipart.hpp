// SPDX-License-Identifier: EUPL-1.2
// multipart/form-data as it arrives: small fields into memory, files to disk. Hostile names and shapes are refused or cleaned.
#pragma once

#include "http/headers.hpp"
#include "http/uploaded_file.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kc::http {

class MultipartParser {
public:
    static bool is_form(std::string_view content_type);
    static std::optional<std::string> boundary_of(std::string_view content_type);

    MultipartParser(std::string_view boundary, std::filesystem::path directory, std::vector<Field>& fields, std::vector<UploadedFile>& files);

    bool put(std::string_view bytes);  // false: malformed or over a limit; throws when the disk refuses
    bool finish();                     // false: the closing boundary never came, or a field is not UTF-8

    static constexpr std::size_t parts_max = 1000;
    static constexpr std::size_t part_head_bytes_max = 8 * 1024;
    static constexpr std::size_t fields_bytes_max = 2 * 1024 * 1024;

private:
    enum class State { preamble, after_boundary, head, content, end, broken };
    bool step();  // false: needs more bytes
    bool begin_part(std::string_view head);
    void take_content(std::string_view bytes);

    std::string delimiter_;  // CRLF "--" boundary
    std::filesystem::path directory_;
    std::vector<Field>& fields_;
    std::vector<UploadedFile>& files_;
    std::string buffer_;
    State state_ = State::preamble;
    bool at_content_start_ = false;
    bool in_file_ = false;
    bool skip_part_ = false;  // an empty file input: no name, no content
    std::size_t parts_ = 0;
    std::size_t field_bytes_ = 0;
};

// The last part of a client's file name without control characters; "datei" when nothing is left.
std::string clean_file_name(std::string_view name);

}  // namespace kc::http
