// SPDX-License-Identifier: EUPL-1.2
#include "web/html.hpp"

#include "base/text.hpp"

#include <array>

namespace kc::web {
namespace {

constexpr std::array<bool, 256> make_special() {
    std::array<bool, 256> special{};
    for (const char c : {'&', '<', '>', '"', '\''}) special[static_cast<unsigned char>(c)] = true;
    return special;
}
constexpr auto special = make_special();

bool is_unreserved(unsigned char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_' || c == '~' || c == '@';
}

void append_percent(std::string& out, unsigned char c) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    out += '%';
    out += digits[c >> 4];
    out += digits[c & 15];
}

// Browsers skip white space and control characters in front of and inside a scheme, so they are no protection.
bool is_allowed(std::string_view url, UrlUse use) {
    std::string start;
    for (const char c : url) {
        if (static_cast<unsigned char>(c) <= 0x20 || c == 0x7F) continue;
        start += c == '\\' ? '/' : c;
        if (start.size() > 32) break;
    }
    start = lower_ascii(start);
    const auto end = start.find_first_of(":/?#");
    const bool has_scheme = end != std::string::npos && start[end] == ':';
    const bool has_host = start.starts_with("//");
    if (use == UrlUse::own) return !has_scheme && !has_host;
    if (!has_scheme) return end != std::string::npos || start.size() <= 32;
    const std::string_view scheme = std::string_view(start).substr(0, end);
    return scheme == "http" || scheme == "https" || scheme == "mailto" || scheme == "tel";
}

}  // namespace

void append_escaped(std::string& out, std::string_view text) {
    std::size_t begin = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (!special[static_cast<unsigned char>(text[i])]) continue;
        out.append(text, begin, i - begin);
        begin = i + 1;
        switch (text[i]) {
            case '&': out += "&amp;"; break;
            case '<': out += "&lt;"; break;
            case '>': out += "&gt;"; break;
            case '"': out += "&quot;"; break;
            default: out += "&#39;"; break;
        }
    }
    out.append(text, begin, text.size() - begin);
}

Html escaped(std::string_view text) {
    Html html;
    append_escaped(html.text, text);
    return html;
}

void append_url(std::string& out, std::string_view url, UrlUse use) {
    if (!is_allowed(url, use)) {
        out += "#blocked";
        return;
    }
    for (const char c : url) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte <= 0x20 || byte >= 0x7F || c == '\\' || c == '`' || c == '{' || c == '}' || c == '|' || c == '^') {
            append_percent(out, byte);
        } else {
            append_escaped(out, std::string_view(&c, 1));
        }
    }
}

void append_url_part(std::string& out, std::string_view text) {
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (is_unreserved(byte)) {
            out += c;
        } else {
            append_percent(out, byte);
        }
    }
}

std::string url_part(std::string_view text) {
    std::string out;
    append_url_part(out, text);
    return out;
}

}  // namespace kc::web
