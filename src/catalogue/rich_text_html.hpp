// SPDX-License-Identifier: EUPL-1.2
// The HTML half of rich_text.hpp: recognising markup, bounding and reducing it, and reading the reduced form. For rich_text.cpp only.
#pragma once

#include <string>
#include <string_view>

namespace kc::catalogue {

bool looks_like_html(std::string_view text);  // a tag of HTML or a character reference stands in it
bool begins_as_html(std::string_view text);   // with one of the blocks that reduced_html() writes

// The parser's time grows with the square of what is open at once: text beyond these bounds is never given to it.
bool is_bounded_html(std::string_view text);

std::string reduced_html(std::string_view bounded);  // the allowed elements alone; empty when nothing is left
bool is_reduced_html(std::string_view text);         // exactly what reduced_html() writes, well nested
std::string without_tags(std::string_view text);     // crude: everything between < and > is gone
std::string safe_address(std::string_view address);  // https without signs that could leave an attribute; else empty

bool turns_reading(std::string_view character);  // characters that make a text look like another one
std::size_t unwanted_at(std::string_view text);  // bytes of such a character or a control character at the front; 0: none

struct ReadingOptions {
    bool marks = false;  // write **bold**, "- " and so on, as an author would
};
std::string text_of_html(std::string_view reduced, ReadingOptions options);

}  // namespace kc::catalogue
