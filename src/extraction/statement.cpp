// SPDX-License-Identifier: EUPL-1.2
#include "extraction/statement.hpp"

#include <algorithm>
#include <array>

namespace kc::extraction {
namespace {

constexpr std::size_t tokens_max = 12000;

// A full stop behind these ends no sentence.
constexpr std::array<std::string_view, 27> abbreviations = {"z",   "b",    "d",    "h",    "u",   "a",   "ca",  "nr",  "bzw",
                                                            "usw", "ggf",  "inkl", "evtl", "vgl", "abs", "art", "str", "max",
                                                            "min", "mind", "insb", "etc",  "dr",  "fr",  "hr",  "tel", "bspw"};

std::string_view cut(std::string_view text, std::size_t bytes_max) {
    if (text.size() <= bytes_max) return text;
    std::size_t end = bytes_max;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
    return text.substr(0, end);
}

bool is_number(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

struct Gap {
    bool stop = false, comma = false, question = false;
};

Gap read_gap(std::string_view between, const Token* before) {
    Gap gap;
    for (std::size_t i = 0; i < between.size(); ++i) {
        const char c = between[i];
        if (c == '.') {
            // "z. B.", "am 3. Mai": no end of a sentence; an ellipsis is one.
            const bool part_of_word =
                before && (std::find(abbreviations.begin(), abbreviations.end(), before->folded) != abbreviations.end() || is_number(before->folded));
            if (!part_of_word || (i + 1 < between.size() && between[i + 1] == '.')) gap.stop = true;
        }
        if (c == '!' || c == ';' || c == '\n' || c == '\r') gap.stop = true;
        if (c == '?') gap.stop = gap.question = true;
        if (c == ',' || c == ':' || c == '(' || c == ')') gap.comma = true;
        if (c == '-' && i > 0 && between[i - 1] == ' ') gap.comma = true;
        const auto rest = between.substr(i);
        if (rest.starts_with("\u2013") || rest.starts_with("\u2014")) gap.comma = true;
        if (rest.starts_with("\u2026") || rest.starts_with("\u2022") || rest.starts_with("\u00B7")) gap.stop = true;
    }
    return gap;
}

}  // namespace

Statement read_statement(const search::Analyzer& analyzer, std::string_view text, std::size_t bytes_max) {
    Statement statement;
    statement.text = cut(text, bytes_max);
    std::vector<search::Word> words;
    analyzer.words(statement.text, words);
    if (words.size() > tokens_max) words.resize(tokens_max);
    for (const auto& word : words) {
        Token token;
        token.text = word.text;
        token.begin = static_cast<std::size_t>(word.text.data() - statement.text.data());
        token.end = token.begin + word.text.size();
        token.folded = analyzer.folded(word.text);
        if (token.folded.empty()) continue;
        const Token* before = statement.tokens.empty() ? nullptr : &statement.tokens.back();
        const std::size_t from = before ? before->end : 0;
        const Gap gap = read_gap(statement.text.substr(from, token.begin - from), before);
        token.stop_before = gap.stop;
        token.comma_before = gap.comma;
        if (!before || gap.stop) {
            if (before) {
                statement.sentences.back().last = statement.tokens.size();
                statement.sentences.back().end = before->end;
                statement.sentences.back().question = gap.question;
            }
            statement.sentences.push_back({statement.tokens.size(), 0, token.begin, 0, false});
        }
        token.sentence = statement.sentences.size() - 1;
        statement.tokens.push_back(std::move(token));
    }
    if (!statement.tokens.empty()) {
        auto& last = statement.sentences.back();
        last.last = statement.tokens.size();
        last.end = statement.tokens.back().end;
        last.question = read_gap(statement.text.substr(last.end), &statement.tokens.back()).question;
    }
    return statement;
}

}  // namespace kc::extraction
