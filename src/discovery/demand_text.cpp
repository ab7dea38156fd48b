// SPDX-License-Identifier: EUPL-1.2
#include "discovery/demand_text.hpp"

#include "base/text.hpp"

namespace kc::discovery {

namespace {

constexpr int digits_in_a_row_max = 5;   // ISO 27001 may stay
constexpr int telephone_digits_min = 6;  // with blanks and strokes between them, behind 0 or +

bool digit(char c) { return c >= '0' && c <= '9'; }

// Capital letters of ASCII and of the Latin letters of German and its neighbours (U+00C0 … U+00DE).
std::string lowered_line(std::string_view text) {
    std::string out;
    bool blank = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto c = static_cast<unsigned char>(text[i]);
        if (c <= ' ' || (c == 0xC2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) == 0xA0)) {
            if (c == 0xC2) ++i;
            blank = !out.empty();
            continue;
        }
        if (blank) out += ' ';
        blank = false;
        if (c >= 'A' && c <= 'Z') {
            out += static_cast<char>(c + ('a' - 'A'));
        } else if (c == 0xC3 && i + 1 < text.size()) {
            auto next = static_cast<unsigned char>(text[++i]);
            if (next >= 0x80 && next <= 0x9E && next != 0x97) next += 0x20;
            out += static_cast<char>(c);
            out += static_cast<char>(next);
        } else {
            out += text[i];
        }
    }
    return out;
}

bool has_long_number(std::string_view text) {
    int row = 0;
    for (const char c : text) {
        row = digit(c) ? row + 1 : 0;
        if (row > digits_in_a_row_max) return true;
    }
    return false;
}

// "0621 / 123-456", "+49 (621) 12 34"
bool has_telephone_number(std::string_view text) {
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool begins = text[i] == '+' || (text[i] == '0' && (i == 0 || !digit(text[i - 1])));
        if (!begins) continue;
        int digits = 0;
        for (std::size_t at = i; at < text.size(); ++at) {
            if (digit(text[at]))
                ++digits;
            else if (std::string_view("+ /-().").find(text[at]) == std::string_view::npos)
                break;
        }
        if (digits >= telephone_digits_min) return true;
    }
    return false;
}

// "12.3.1975", "1975-03-12"
bool has_day(std::string_view text) {
    int groups = 0, digits = 0;
    for (const char c : text) {
        if (digit(c)) {
            if (digits == 0) ++groups;
            ++digits;
        } else if ((c == '.' || c == '-' || c == '/') && digits > 0) {
            digits = 0;
        } else {
            groups = digits = 0;
        }
        if (groups == 3 && digits >= 2) return true;
    }
    return false;
}

}  // namespace

std::optional<std::string> demand_text(std::string_view typed) {
    if (!is_valid_utf8(typed) || contains_control_characters(typed)) return std::nullopt;
    auto text = lowered_line(typed);
    if (code_points(text) > demand_letters_max) return std::nullopt;
    if (text.find('@') != std::string::npos || text.find("(at)") != std::string::npos) return std::nullopt;
    if (has_long_number(text) || has_telephone_number(text) || has_day(text)) return std::nullopt;
    return text;
}

}  // namespace kc::discovery
