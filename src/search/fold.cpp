// SPDX-License-Identifier: EUPL-1.2
#include "search/fold.hpp"

#include <algorithm>
#include <array>

namespace kc::search {
namespace {

// Base letters of U+00E0–U+00FF; a dot stays as it is (umlauts).
constexpr std::string_view latin1_base = "aaaa.a.ceeeeiiiidnoooo..ouuu.y.y";
static_assert(latin1_base.size() == 32);

// Base letters of U+0100–U+017F, both cases.
constexpr std::string_view latin_a_base =
    "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiiiijjkkkllllllllll"
    "nnnnnnnnnoooooooorrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";
static_assert(latin_a_base.size() == 128);

bool is_vowel_or_q(char c) { return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u' || c == 'y' || c == 'q'; }

void append_utf8(char32_t c, std::string& out) {
    if (c < 0x80) {
        out += static_cast<char>(c);
    } else if (c < 0x800) {
        out += static_cast<char>(0xC0 | (c >> 6));
        out += static_cast<char>(0x80 | (c & 0x3F));
    } else if (c < 0x10000) {
        out += static_cast<char>(0xE0 | (c >> 12));
        out += static_cast<char>(0x80 | ((c >> 6) & 0x3F));
        out += static_cast<char>(0x80 | (c & 0x3F));
    } else {
        out += static_cast<char>(0xF0 | (c >> 18));
        out += static_cast<char>(0x80 | ((c >> 12) & 0x3F));
        out += static_cast<char>(0x80 | ((c >> 6) & 0x3F));
        out += static_cast<char>(0x80 | (c & 0x3F));
    }
}

char32_t lower(char32_t c) {
    if (c >= 'A' && c <= 'Z') return c + 32;
    if (c >= 0xC0 && c <= 0xDE && c != 0xD7) return c + 32;
    if (c >= 0x391 && c <= 0x3A9) return c + 32;
    if (c >= 0x410 && c <= 0x42F) return c + 32;
    if (c >= 0x400 && c <= 0x40F) return c + 80;
    return c;
}

void append_letter(char32_t upper_or_lower, std::string& out) {
    const char32_t c = lower(upper_or_lower);
    if (c < 0x80) {
        out += static_cast<char>(c);
    } else if (c == 0xDF || c == 0x1E9E) {
        out += "ss";
    } else if (c == 0xE6) {
        out += "ä";  // æ: the German spelling of the same sound
    } else if (c == 0x153 || c == 0x152) {
        out += "ö";
    } else if (c == 0xFE) {
        out += "th";
    } else if (c >= 0xE0 && c <= 0xFF) {
        if (const char base = latin1_base[c - 0xE0]; base != '.')
            out += base;
        else
            append_utf8(c, out);
    } else if (c >= 0x100 && c <= 0x17F) {
        out += latin_a_base[c - 0x100];
    } else {
        append_utf8(c, out);
    }
}

// a + U+0308 is ä written in two characters, as macOS files have it.
void add_umlaut(std::string& out) {
    if (out.empty()) return;
    const char last = out.back();
    if (last != 'a' && last != 'o' && last != 'u') return;
    out.pop_back();
    out += last == 'a' ? "ä" : last == 'o' ? "ö" : "ü";
}

}  // namespace

CodePoint decode(std::string_view text, std::size_t at) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned char first = byte(at);
    if (first < 0x80) return {first, 1};
    const int length = first >= 0xF0 && first <= 0xF4 ? 4 : first >= 0xE0 ? 3 : first >= 0xC2 ? 2 : 0;
    if (length == 0 || first > 0xF4 || at + static_cast<std::size_t>(length) > text.size()) return {not_a_letter, 1};
    char32_t value = first & (0x7F >> length);
    for (int i = 1; i < length; ++i) {
        if ((byte(at + static_cast<std::size_t>(i)) & 0xC0) != 0x80) return {not_a_letter, 1};
        value = (value << 6) | (byte(at + static_cast<std::size_t>(i)) & 0x3F);
    }
    const bool overlong = (length == 3 && value < 0x800) || (length == 4 && value < 0x10000);
    if (overlong || value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF)) return {not_a_letter, 1};
    return {value, static_cast<std::uint8_t>(length)};
}

bool is_digit(char32_t c) { return c >= '0' && c <= '9'; }

bool is_letter(char32_t c) {
    if (c < 0x80) return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    if (c < 0xC0) return c == 0xAA || c == 0xB5 || c == 0xBA;
    if (c == 0xD7 || c == 0xF7 || is_invisible(c)) return false;
    if (c < 0x2000) return true;
    return c >= 0x2C00 && c < 0xE000 && !(c >= 0x2E00 && c < 0x3040);
}

bool is_upper(char32_t c) { return (c >= 'A' && c <= 'Z') || (c >= 0xC0 && c <= 0xDE && c != 0xD7); }

bool is_invisible(char32_t c) { return (c >= 0x300 && c <= 0x36F) || c == 0xAD || (c >= 0x200B && c <= 0x200D) || c == 0x2060 || c == 0xFEFF; }

void append_lowered(std::string_view text, std::string& out) {
    for (std::size_t at = 0; at < text.size();) {
        const auto [c, bytes] = decode(text, at);
        at += bytes;
        if (is_letter(c))
            append_letter(c, out);
        else if (is_digit(c))
            out += static_cast<char>(c);
        else if (c == 0x308)
            add_umlaut(out);
    }
}

std::string lowered(std::string_view text) {
    std::string out;
    out.reserve(text.size() + 2);
    append_lowered(text, out);
    return out;
}

std::string without_umlauts(std::string_view text) {
    std::string out;
    out.reserve(text.size() + 2);
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (static_cast<unsigned char>(text[i]) == 0xC3 && i + 1 < text.size()) {
            const auto second = static_cast<unsigned char>(text[i + 1]);
            const char base = second == 0xA4 ? 'a' : second == 0xB6 ? 'o' : second == 0xBC ? 'u' : '\0';
            if (base) {
                out += base;
                out += 'e';
                ++i;
                continue;
            }
        }
        out += text[i];
    }
    return out;
}

std::string with_umlauts(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        const bool spelled_out = (c == 'a' || c == 'o' || c == 'u') && i + 1 < text.size() && text[i + 1] == 'e';
        if (spelled_out && (i == 0 || !is_vowel_or_q(text[i - 1]))) {
            out += c == 'a' ? "ä" : c == 'o' ? "ö" : "ü";
            ++i;
        } else {
            out += c;
        }
    }
    return out;
}

}  // namespace kc::search
