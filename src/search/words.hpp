// SPDX-License-Identifier: EUPL-1.2
// Where words begin and end in German text, and what a written word consists of: hyphenated segments without gender marks.
#pragma once

#include "search/language.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace kc::search {

// Appends the words of the text. "IT-Sicherheit", "Bürger:innen", "Leiter/in", "4.0" and "Sicherheits-" (und …) are one word each.
void find_words(std::string_view text, std::size_t words_max, std::vector<Word>& out);

struct WrittenWord {
    std::vector<std::string> segments;  // lowered, between hyphens, gender marks removed; never empty strings
    bool elliptic = false;              // ends in a hyphen: "Sicherheits- und Datenschutz"
    bool abbreviation = false;          // two to six capitals or digits: KI, IT, DSGVO
};

WrittenWord take_apart(std::string_view word);

}  // namespace kc::search
