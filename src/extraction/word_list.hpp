// SPDX-License-Identifier: EUPL-1.2
// A list of words as it is written for people: one text, words between blanks.
#pragma once

#include <ranges>
#include <string_view>
#include <vector>

namespace kc::extraction {

using WordList = std::vector<std::string_view>;

inline WordList words_of(std::string_view text) {
    WordList words;
    for (const auto word : text | std::views::split(' ')) words.emplace_back(word.begin(), word.end());
    return words;
}

}  // namespace kc::extraction
