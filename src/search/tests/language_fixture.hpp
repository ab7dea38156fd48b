// SPDX-License-Identifier: EUPL-1.2
// The project's own word parts and synonyms, without any installed dictionary, so that the tests say the same everywhere.
#pragma once

#include "search/language.hpp"

#include <algorithm>
#include <string>
#include <vector>

namespace kc::search::tests {

inline const Analyzer& german() {
    static const auto analyzer = Analyzer::load(
        {.synonyms = KC_SOURCE_DIR "/sample/search/synonyms.yaml", .word_parts = KC_SOURCE_DIR "/sample/search/word_parts.txt", .dictionary = {}});
    return *analyzer;
}

inline std::vector<Term> terms_of(std::string_view text) {
    std::vector<Term> terms;
    german().index_terms(text, terms);
    return terms;
}

// The best weight with which a document of this text answers the query word; 0: not at all.
inline float answers(const QueryWord& word, const std::vector<Term>& document, bool loose = false) {
    float best = 0;
    for (const auto& alternative : word.alternatives) {
        if (alternative.loose && !loose) continue;
        float weakest = 1;
        for (const auto& wanted : alternative.terms) {
            float found = 0;
            for (const auto& term : document)
                if (term.text == wanted) found = std::max(found, term.weight);
            weakest = std::min(weakest, found);
        }
        best = std::max(best, weakest * alternative.weight);
    }
    return best;
}

// The document has all required words of the query.
inline bool finds(std::string_view query, std::string_view document, bool loose = false) {
    const auto terms = terms_of(document);
    const auto words = german().query_words(query);
    return !words.empty() &&
           std::all_of(words.begin(), words.end(), [&](const QueryWord& word) { return !word.required || answers(word, terms, loose) > 0; });
}

}  // namespace kc::search::tests
