// SPDX-License-Identifier: EUPL-1.2
// A statement as words, sentences and clauses, so that "nicht", "gut" and "möchte" bind to what they are said about (EX-02, EX-03).
#pragma once

#include "search/language.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace kc::extraction {

struct Token {
    std::string_view text;  // as it stands there
    std::size_t begin = 0, end = 0;
    std::string folded;         // lower case, ä → ae, ß → ss
    bool stop_before = false;   // a full stop, question mark, line break … between the last word and this one
    bool comma_before = false;  // a comma, colon or dash
    std::size_t sentence = 0;
};

struct Sentence {
    std::size_t first = 0, last = 0;  // tokens, last excluded
    std::size_t begin = 0, end = 0;   // bytes
    bool question = false;
};

struct Statement {
    std::string_view text;
    std::vector<Token> tokens;
    std::vector<Sentence> sentences;
};

// At most `bytes_max` bytes are read, cut before a letter. The views point into `text`.
Statement read_statement(const search::Analyzer& analyzer, std::string_view text, std::size_t bytes_max);

}  // namespace kc::extraction
