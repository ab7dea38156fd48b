// SPDX-License-Identifier: EUPL-1.2
#include "http/url_coding.hpp"

#include "base/text.hpp"

namespace kc::http {
namespace {

int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

std::optional<std::string> unescape(std::string_view raw, bool plus_is_blank) {
    std::string out;
    out.reserve(raw.size());
    for (std::size_t i = 0; i < raw.size(); ++i) {
        if (raw[i] == '+' && plus_is_blank) {
            out += ' ';
        } else if (raw[i] != '%') {
            out += raw[i];
        } else {
            if (i + 2 >= raw.size()) return std::nullopt;
            const int high = hex_digit(raw[i + 1]), low = hex_digit(raw[i + 2]);
            if (high < 0 || low < 0) return std::nullopt;
            out += static_cast<char>(high * 16 + low);
            i += 2;
        }
    }
    return out;
}

bool has_control(std::string_view text, bool allow_lines) {
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte == 0x7f) return true;
        if (byte < 0x20 && !(allow_lines && (c == '\n' || c == '\r' || c == '\t'))) return true;
    }
    return false;
}

}  // namespace

bool is_clean_text(std::string_view text) { return is_valid_utf8(text) && !has_control(text, true); }

std::optional<std::string> decode_path(std::string_view raw) {
    for (std::size_t i = 0; i + 2 < raw.size(); ++i) {
        if (raw[i] == '%' && raw[i + 1] == '2' && (raw[i + 2] == 'f' || raw[i + 2] == 'F')) return std::nullopt;
    }
    auto path = unescape(raw, false);
    if (!path || path->empty() || path->front() != '/' || !is_valid_utf8(*path) || has_control(*path, false)) return std::nullopt;
    // Browsers resolve dot segments themselves; whoever sends them looks for a way out of a directory.
    for (std::size_t at = 0; at != std::string::npos;) {
        const auto end = path->find('/', at + 1);
        const auto segment = std::string_view(*path).substr(at + 1, end == std::string::npos ? end : end - at - 1);
        if (segment == "." || segment == "..") return std::nullopt;
        at = end;
    }
    return path;
}

std::optional<std::vector<Field>> decode_form(std::string_view raw) {
    std::vector<Field> fields;
    while (!raw.empty()) {
        const auto end = raw.find('&');
        const auto pair = raw.substr(0, end);
        raw = end == std::string_view::npos ? std::string_view{} : raw.substr(end + 1);
        if (pair.empty()) continue;
        if (fields.size() == form_fields_max) return std::nullopt;
        const auto equals = pair.find('=');
        auto name = unescape(pair.substr(0, equals), true);
        auto value = unescape(equals == std::string_view::npos ? std::string_view{} : pair.substr(equals + 1), true);
        if (!name || !value || !is_clean_text(*name) || !is_clean_text(*value)) return std::nullopt;
        fields.push_back({std::move(*name), std::move(*value)});
    }
    return fields;
}

std::string encode_component(std::string_view text) {
    static constexpr char digits[] = "0123456789ABCDEF";
    std::string out;
    out.reserve(text.size());
    for (const char c : text) {
        const bool plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '.' || c == '_' || c == '~';
        if (plain) {
            out += c;
        } else {
            const auto byte = static_cast<unsigned char>(c);
            out += '%';
            out += digits[byte >> 4];
            out += digits[byte & 15];
        }
    }
    return out;
}

std::string encode_query(const std::vector<Field>& fields) {
    std::string out;
    for (const auto& field : fields) {
        if (!out.empty()) out += '&';
        out += encode_component(field.name) + '=' + encode_component(field.value);
    }
    return out;
}

}  // namespace kc::http
