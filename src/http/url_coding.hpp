// SPDX-License-Identifier: EUPL-1.2
// Percent-encoding and forms: decoding refuses what is malformed or not UTF-8, so that nothing behind it needs to ask again.
#pragma once

#include "http/headers.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kc::http {

inline constexpr std::size_t form_fields_max = 2000;

// Absent: malformed escape, not UTF-8, or a control character. A decoded slash in a path would blur its segments: refused too.
std::optional<std::string> decode_path(std::string_view raw);
// a=1&b=2 with '+' for blanks. Line breaks and tabs are allowed in values (text areas), other control characters are not.
std::optional<std::vector<Field>> decode_form(std::string_view raw);

std::string encode_component(std::string_view text);         // for one query value or path segment
std::string encode_query(const std::vector<Field>& fields);  // a=1&b=2
bool is_clean_text(std::string_view text);                   // UTF-8 without control characters except \t \n \r

}  // namespace kc::http
