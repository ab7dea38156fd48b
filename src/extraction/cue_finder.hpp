// SPDX-License-Identifier: EUPL-1.2
// Finds the cues of cues.cpp in a statement. Each word belongs to one cue at most; the longer way to say it wins.
#pragma once

#include "extraction/cues.hpp"
#include "extraction/statement.hpp"

#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace kc::extraction {

struct Cue {
    CueKind kind{};
    int level = 0;
    std::string_view number;
    std::size_t first = 0, last = 0;  // tokens from the first to the last word, last included
    std::vector<std::size_t> words;   // tokens that belong to it; those in a gap do not
};

// A set of words where "kolleg*" stands for all that begins so.
class WordSet {
public:
    WordSet(const search::Analyzer& analyzer, std::span<const std::string_view> words);
    bool contains(const std::string& folded) const { return words_.contains(folded); }

private:
    std::unordered_set<std::string> words_;
};

class CueFinder {
public:
    CueFinder(const search::Analyzer& analyzer, std::span<const CueRule> rules);  // the rules must outlive it
    // In the order of the text.
    std::vector<Cue> find(const Statement& statement) const;
    bool knows(const std::string& folded) const { return words_.contains(folded); }  // a word of some cue, which is never corrected
    const std::unordered_set<std::string>& words() const { return words_; }

private:
    struct Way {
        std::string text;
        bool prefix = false;
    };
    struct Slot {
        std::vector<Way> ways;
        bool optional = false, gap = false;
    };
    struct Pattern {
        std::size_t rule = 0;
        std::vector<Slot> slots;
    };

    void add_pattern(const search::Analyzer& analyzer, std::size_t rule, std::string_view text);
    bool match(const Pattern& pattern, std::size_t slot, const Statement& statement, std::size_t token, std::vector<std::size_t>& words) const;
    static bool fits(const Slot& slot, const std::string& folded);
    static void find_years(const Statement& statement, std::vector<Cue>& found);

    std::span<const CueRule> rules_;
    std::vector<Pattern> patterns_;
    std::unordered_map<char, std::vector<std::size_t>> by_first_letter_;
    std::unordered_set<std::string> words_;
};

}  // namespace kc::extraction
