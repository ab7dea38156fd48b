// SPDX-License-Identifier: EUPL-1.2
// Takes German compounds apart: the cheapest way to read a word as a row of listed words and the joints between them.
#pragma once

#include "search/word_list.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace kc::search {

struct CompoundPart {
    std::string word;     // by itself: information
    std::string surface;  // as it stands in the compound, with umlauts: informations
};

// Empty when the word is simple or unknown. `folded_word`: lower case, umlauts written out, no hyphens. At most 60 bytes are looked at.
std::vector<CompoundPart> split_compound(const WordList& list, std::string_view folded_word);

}  // namespace kc::search
