// SPDX-License-Identifier: EUPL-1.2
// What an Extractor knows: the catalogue as terms, the cues, the spellings. Private to this room.
#pragma once

#include "extraction/clauses.hpp"
#include "extraction/cue_finder.hpp"
#include "extraction/demand_cues.hpp"
#include "extraction/extraction.hpp"
#include "extraction/spelling.hpp"
#include "extraction/statement.hpp"
#include "extraction/vocabulary.hpp"

#include <memory>
#include <span>
#include <vector>

namespace kc::extraction {

// A word of a statement as terms the catalogue may know.
struct WordReading {
    struct Sense {
        std::string term;
        float weight = 1;
    };
    std::vector<Sense> senses;  // empty: a word without meaning of its own
    bool corrected = false;
    bool noun = true;  // written with a capital, or nobody can tell
};

struct Knowledge {
    Knowledge(std::shared_ptr<const competence::CompetenceFramework> framework, std::shared_ptr<const search::Analyzer> analyzer);

    // One reading per token. Corrects typing errors, in the folded words of the statement as well.
    std::vector<WordReading> read_words(Statement& statement) const;
    // Adds what a word means to the reading; false when no dictionary knows the word.
    bool read_word(std::string_view text, float share, WordReading& reading) const;
    // "bilde … aus" is "ausbilden": the verb of a clause gets back the part that stands at its end.
    void join_verbs(const Statement& statement, const std::vector<Clause>& clauses, std::vector<WordReading>& words) const;

    std::shared_ptr<const competence::CompetenceFramework> framework;
    std::shared_ptr<const search::Analyzer> analyzer;
    CueFinder cues, demand_cues, headings;
    ClauseReader clauses;
    Vocabulary vocabulary;
    Speller spellings, cue_spellings;
};

// A competence found in a stretch of words, with what each word contributes.
struct Found {
    struct Credit {
        std::size_t word = 0;
        float value = 0;
        EntryKind kind{};
    };
    std::size_t competence = 0;
    float score = 0;
    std::vector<Credit> credits;  // by word
    int level = 0;                // of the level sentence that fits best; 0: none fits well
};

// The words [first, last) with their shares (0: do not look at it). The best competence takes its words with it, so that two which share
// a word are not both found by it (EX-33). Best first.
std::vector<Found> find_competences(const Knowledge& knowledge, std::span<const WordReading> words, std::span<const float> shares, std::size_t first,
                                    std::size_t last, std::size_t limit);

// How much a word alone names some competence: 0 … 1.
float naming_strength(const Knowledge& knowledge, const WordReading& word);

inline constexpr float evidence_min = 0.42F;  // EX-31

}  // namespace kc::extraction
