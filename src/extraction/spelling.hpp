// SPDX-License-Identifier: EUPL-1.2
// Typing errors: a word that nobody knows, one or two letters away from a word of the catalogue (EX-05). "Akte" never becomes "Karte".
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace kc::extraction {

// Edits between two words: a letter too many, too few, another one, or two exchanged; more than `edits_max`: edits_max + 1.
std::size_t edits_between(std::string_view a, std::string_view b, std::size_t edits_max);

// Folded words without the e of umlauts, so that Bauanträge and Bauantrag lie near each other.
std::string spelling_key(std::string_view folded);

class Speller {
public:
    // From the key to the word that is meant by it.
    explicit Speller(const std::unordered_map<std::string, std::string>& words);
    // The one word that is meant; nothing when none is near, or two are equally near.
    std::optional<std::string> correct(std::string_view folded) const;

private:
    struct Word {
        std::string key, word;
    };
    std::vector<Word> words_;                                     // ordered by first letter, then by length
    std::array<std::pair<std::size_t, std::size_t>, 256> range_;  // of a first letter
};

}  // namespace kc::extraction
