// SPDX-License-Identifier: EUPL-1.2
// Small questions about UTF-8 text.
#pragma once

#include <string>
#include <string_view>

namespace kc {

bool is_valid_utf8(std::string_view text);  // no overlong forms, no surrogates, nothing above U+10FFFF
std::size_t code_points(std::string_view valid_utf8);
bool contains_control_characters(std::string_view text);  // apart from tab and line breaks
std::string_view trim(std::string_view text);             // ASCII white space and U+00A0 at both ends
std::string lower_ascii(std::string_view text);

}  // namespace kc
