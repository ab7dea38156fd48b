// SPDX-License-Identifier: EUPL-1.2
// The list of synonyms, ready for look-up: by the terms of one word or of several in a row.
#pragma once

#include "search/synonyms.hpp"
#include "search/term_rules.hpp"

#include <span>
#include <string>
#include <unordered_map>
#include <vector>

namespace kc::search {

struct Expansion {
    std::vector<std::string> terms;  // all of them
    std::string as_shown;
    float weight = 0;
    bool loose = false;  // the first part of a synonym alone: for widening only
};

// What stands for a word or phrase of the list in queries and targets.
std::vector<std::string> phrase_terms(const TermRules& rules, std::string_view phrase, bool hyphens_apart);

class SynonymTable {
public:
    static constexpr std::size_t phrase_words_max = 6;

    SynonymTable(const Synonyms& synonyms, const TermRules& rules);

    // Null when the list does not hold the phrase. Best first.
    const std::vector<Expansion>* find(std::span<const std::string> terms) const;
    bool begins_phrase(const std::string& term) const;  // of two or more words

private:
    static std::string key(std::span<const std::string> terms);

    std::unordered_map<std::string, std::vector<Expansion>> expansions_;
    std::unordered_map<std::string, bool> phrase_beginnings_;
};

}  // namespace kc::search
