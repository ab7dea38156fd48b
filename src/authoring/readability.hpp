// SPDX-License-Identifier: EUPL-1.2
// How easily a German text is read (R81, F38): measures and hints about single sentences and words. Pure; rules RE-30 to RE-41.
#pragma once

#include "authoring/word_list.hpp"
#include "base/problem.hpp"

#include <boost/describe.hpp>

namespace kc::authoring {

struct TextMeasures {
    int sentences = 0, words = 0;
    double words_per_sentence = 0;
    double wiener = 0;  // first Wiener Sachtextformel: school years that a reader needs, 4 (easy) to 15 (very hard)
    double lix = 0;     // Läsbarhetsindex: below 40 easy, above 60 very hard
};
BOOST_DESCRIBE_STRUCT(TextMeasures, (), (sentences, words, words_per_sentence, wiener, lix))

// One thing to make better, at one place of the text.
struct TextHint {
    std::string rule;     // "RE-30"
    std::string field;    // of the description
    std::string passage;  // the sentence or word it is about
    std::string message_key;
    MessageArguments arguments;
};

constexpr int sentence_words_good = 20, sentence_words_max = 25;

std::vector<std::string> sentences_of(std::string_view plain);
int syllables_of(std::string_view word);
TextMeasures measure(std::string_view plain);
std::vector<TextHint> text_hints(std::string_view field, std::string_view plain, const WordList& words);

// What the verb of a learning objective says about it (RE-04).
struct ObjectiveVerb {
    enum class Kind { observable, vague, unknown } kind = Kind::unknown;
    std::string verb;    // as infinitive where it is known, else as written
    std::string better;  // vague: what to write instead
    int level = 0;       // observable: 1 to 6 after Bloom
};
ObjectiveVerb objective_verb(std::string_view objective, const WordList& words);

}  // namespace kc::authoring
