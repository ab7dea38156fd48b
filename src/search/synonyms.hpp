// SPDX-License-Identifier: EUPL-1.2
// The list of synonyms and abbreviations: a YAML text that the operator's office edits, checked with line and remedy.
// The text itself is what is stored; this only reads it.
#pragma once

#include "base/result.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace kc::search {

// Whoever searches for one of `search` also finds `also`. A group of equals has the same words in both.
struct SynonymGroup {
    std::vector<std::string> search;
    std::vector<std::string> also;
    bool equal = true;    // every word stands for every other one
    float weight = 0.8F;  // of the words added, 0.1 to 1
    std::size_t line = 0;
};

struct Synonyms {
    std::vector<SynonymGroup> groups;
};

struct SynonymProblem {
    std::size_t line = 0;  // 1-based; 0: the text as a whole
    std::string message;   // German, with the remedy
};

inline constexpr std::size_t synonym_bytes_max = 1 << 20;
inline constexpr std::size_t synonym_groups_max = 5000;
inline constexpr std::size_t synonym_words_max = 40;  // in one group

// All problems at once (at most 20), so that the office can mend them in one go.
Result<Synonyms, std::vector<SynonymProblem>> parse_synonyms(std::string_view text);

}  // namespace kc::search
