// SPDX-License-Identifier: EUPL-1.2
// The words that compounds are made of: the project's own list of word parts, and a Hunspell dictionary where one is installed.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace kc::search {

struct ListedWord {
    std::string spelling;            // lower case with umlauts: häuser
    bool first = false;              // may stand before another part as it is: daten|schutz, informations|sicherheit
    bool last = false;               // may end a compound, with its inflection
    bool whole = false;              // is a word of its own
    bool atomic = false;             // never taken apart
    bool own = false;                // from the project's list: preferred
    bool name = false;               // a proper name or another word that must not be a part
    std::uint8_t link_bytes = 0;     // of a first part: how much of its end is only a joint (the s of informations)
    std::vector<std::string> links;  // of a first part from the project's list: s, es, n, en, e, er
};

struct WordPartProblem {
    std::size_t line = 0;
    std::string message;
};

class WordList {
public:
    // The project's list, one word per line: `Sicherheit s` (joints), `lern-` (first part only), `-tum` (last part only),
    // `Rathaus!` (never taken apart), `!Heit` (never a part); `#` begins a comment.
    std::vector<WordPartProblem> add_parts(std::string_view text);
    // False when the file cannot be read or is no such dictionary.
    bool add_hunspell(const std::filesystem::path& dictionary);
    void finish();  // after the last list: finds the joints inside the first parts of the dictionary

    const ListedWord* find(std::string_view folded) const;
    // The word of which this is a form; `ending` is what was taken off (n, en, s …), in folded spelling.
    const ListedWord* find_inflected(std::string_view folded, std::string_view& ending) const;
    // The same among the words that may end a compound.
    const ListedWord* find_last(std::string_view folded, std::string_view& ending) const;
    bool is_atomic(std::string_view folded) const;  // in any inflection
    std::size_t size() const { return words_.size(); }

private:
    struct Hash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
    };
    template <class Accept> const ListedWord* find_form(std::string_view folded, std::string_view& ending, Accept accept) const;
    ListedWord& at(std::string_view word);
    void add_part_line(std::string_view line, std::size_t number, std::vector<WordPartProblem>& problems);

    std::unordered_map<std::string, ListedWord, Hash, std::equal_to<>> words_;
};

}  // namespace kc::search
