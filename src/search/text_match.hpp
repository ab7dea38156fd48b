// SPDX-License-Identifier: EUPL-1.2
// From the words of a query to the documents that contain them: alternatives, corrections, and the controlled retreat when nothing fits.
// Decided on the text and the visible documents alone, before any filter: choosing a facet never changes how a line is understood.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "search/language.hpp"
#include "search/state.hpp"

namespace kc::search {

struct TermGroup {  // a document satisfies it by holding all of the terms
    std::vector<std::uint32_t> terms;
    float weight;
};

struct WordInSegment {
    std::vector<TermGroup> groups;  // those in use whose terms the segment knows
    Bits documents;                 // visible ones that satisfy one of the groups in use
};

struct MatchedWord {
    QueryWord word;
    std::vector<WordInSegment> segments;
    std::uint32_t documents = 0;
    double points = 0;  // the most this word can add to a score: its inverse frequency and weight, in units of the score
    WordFate fate = WordFate::found;
    bool plenty = false;  // its weaker alternatives are held back
    bool wide = false;    // what is loose or held back counts too
};

struct TextMatch {
    std::vector<MatchedWord> words;
    std::vector<Bits> documents;  // by segment
    Relaxation relaxation = Relaxation::none;
    std::vector<WordReport> reports;
    std::optional<std::string> did_you_mean;
    bool did_you_mean_applied = false;

    std::vector<std::uint32_t> terms(std::size_t segment) const;  // that alone satisfy a word
};

TextMatch match_text(const IndexState& state, const std::vector<Bits>& visible, const Query& query);

// The documents of one word. Of a word that finds plenty by itself the weaker alternatives are held back (see plenty_of_documents): decided
// on the documents everybody may see, so that it tells nothing of others and holds for every person and every filter.
MatchedWord match_word(const IndexState& state, const std::vector<Bits>& visible, QueryWord word);

}  // namespace kc::search
