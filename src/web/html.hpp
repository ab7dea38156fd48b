// SPDX-License-Identifier: EUPL-1.2
// Html: text that is already safe, and the escaping for each position in a page.
// Only templates and a few small builders make Html; everything else is plain text.
#pragma once

#include <string>
#include <string_view>

namespace kc::web {

struct Html {
    std::string text;
};

// & < > " ' become references: right in text and in quoted attribute values alike.
void append_escaped(std::string& out, std::string_view text);
Html escaped(std::string_view text);

// What a whole address in an attribute may lead to.
enum class UrlUse {
    link,  // href: own pages, http, https, mailto, tel
    own,   // action, src, hx-get …: only this server
};

// A whole address as an attribute value; any other scheme becomes "#blocked".
void append_url(std::string& out, std::string_view url, UrlUse use);
// A part of an address (path segment, query value): everything but letters, digits and -._~ is percent-encoded.
void append_url_part(std::string& out, std::string_view text);
std::string url_part(std::string_view text);

}  // namespace kc::web
