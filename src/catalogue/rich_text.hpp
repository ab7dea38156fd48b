// SPDX-License-Identifier: EUPL-1.2
// Descriptions of offers: plain text with a few signs for lists, bold, italic and links, or HTML reduced to an allow-list.
// Whatever was stored, rendered() answers only p, ul, ol, li, strong, em, br and links to https (AN-50).
#pragma once

#include "web/html.hpp"

#include <string>
#include <string_view>

namespace kc::catalogue {

inline constexpr std::size_t rich_text_bytes_max = 64 * 1024;

// What may be stored. Text stays as it is, without control characters; HTML becomes "<p>…</p>", "<ul>…</ul>" with the allowed
// elements alone. Longer than rich_text_bytes_max is cut, and markup nested beyond reason loses its tags.
std::string sanitised(std::string_view html_or_text);

// For pages. Text: an empty line begins a paragraph, "- " or "1. " a list, **bold**, *italic*, [words](https://…).
web::Html rendered(std::string_view stored);

// Without markup, one line per paragraph or list entry: for search, cards, readability and exports.
std::string plain_text(std::string_view stored);

// For editing in a text area: HTML as the same text with signs.
std::string editable(std::string_view stored);

}  // namespace kc::catalogue
