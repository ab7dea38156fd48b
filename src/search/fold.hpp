// SPDX-License-Identifier: EUPL-1.2
// UTF-8 letters as search sees them: lower case, composed, without accents; without any locale of the C library.
// Invalid bytes count as separators, so that no input can break what comes after.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace kc::search {

struct CodePoint {
    char32_t value = 0;
    std::uint8_t bytes = 1;
};

inline constexpr char32_t not_a_letter = 0xFFFD;

CodePoint decode(std::string_view text, std::size_t at);  // at < text.size(); invalid: {not_a_letter, 1}
bool is_letter(char32_t c);
bool is_digit(char32_t c);
bool is_upper(char32_t c);
bool is_invisible(char32_t c);  // combining marks, soft hyphen, zero-width characters: part of a word, without a letter of their own

// Lower case with ä, ö, ü kept, ß → ss, every other accent dropped, combining characters composed; all else left out.
void append_lowered(std::string_view text, std::string& out);
std::string lowered(std::string_view text);
// ä → ae, ö → oe, ü → ue, of lowered text.
std::string without_umlauts(std::string_view lowered_text);
// ae → ä and so on where that can be meant: not after a vowel or q (neue, Feuer, Quelle). The text itself when there is nothing to do.
std::string with_umlauts(std::string_view lowered_text);

}  // namespace kc::search
