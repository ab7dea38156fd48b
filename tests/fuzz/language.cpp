// SPDX-License-Identifier: EUPL-1.2
#include "search/language.hpp"
#include "base/text.hpp"
#include "tests/fuzz/targets.hpp"

#include <cmath>

namespace kc::fuzz {

using search::Analyzer;

namespace {

const Analyzer& german() {
    static const auto analyzer = Analyzer::load(
        {.synonyms = KC_SOURCE_DIR "/sample/search/synonyms.yaml", .word_parts = KC_SOURCE_DIR "/sample/search/word_parts.txt", .dictionary = {}});
    return *analyzer;
}

bool is_weight(float weight) { return std::isfinite(weight) && weight > 0 && weight <= 1; }

void expect_query(const Analyzer& analyzer, std::string_view text, bool readable) {
    const auto words = analyzer.query_words(text);
    expect(words.size() <= search::query_words_max, "too many words of a query");
    for (const auto& word : words) {
        expect(!word.as_typed.empty() && !word.alternatives.empty(), "a word without anything to look for");
        expect(is_weight(word.weight), "the weight of a word");
        expect(!readable || (is_valid_utf8(word.as_typed) && is_valid_utf8(word.folded)), "a word of a query that is not UTF-8");
        for (const auto& alternative : word.alternatives) {
            expect(!alternative.terms.empty() && is_weight(alternative.weight), "an alternative without terms or weight");
            expect(!readable || is_valid_utf8(alternative.as_shown), "a synonym that is not UTF-8");
            for (const auto& term : alternative.terms) expect(!term.empty() && term.size() <= search::term_bytes_max, "the size of a term");
        }
    }
}

}  // namespace

void query(std::string_view bytes) {
    const auto& analyzer = german();
    const bool readable = is_valid_utf8(bytes);
    std::vector<search::Word> words;
    analyzer.words(bytes, words);
    expect(words.size() <= search::document_words_max, "too many words");
    std::vector<search::Term> one_by_one, terms;
    const char* before = bytes.data();
    for (const auto& word : words) {
        expect(word.text.data() >= before && word.text.data() + word.text.size() <= bytes.data() + bytes.size(), "a word outside its text");
        expect(!readable || is_valid_utf8(word.text), "a word that is not UTF-8");
        before = word.text.data() + word.text.size();
        const std::size_t from = one_by_one.size();
        analyzer.word_terms(word.text, one_by_one);
        for (std::size_t i = from; i < one_by_one.size(); ++i) one_by_one[i].position = word.position;
    }
    analyzer.index_terms(bytes, terms);
    expect(terms.size() == one_by_one.size(), "terms of a text and of its words");
    for (std::size_t i = 0; i < terms.size(); ++i) {
        expect(terms[i].text == one_by_one[i].text && terms[i].position == one_by_one[i].position, "terms of a text and of its words");
        expect(!terms[i].text.empty() && terms[i].text.size() <= search::term_bytes_max, "the size of a term");
        expect(is_weight(terms[i].weight), "the weight of a term");
        expect(!readable || is_valid_utf8(terms[i].text), "a term that is not UTF-8");
    }
    expect_query(analyzer, bytes, readable);
    const auto start = bytes.substr(0, 200);
    const std::string folded = analyzer.folded(start);
    expect(!readable || !is_valid_utf8(start) || is_valid_utf8(folded), "a folded word that is not UTF-8");
    for (const auto& part : analyzer.parts(start)) expect(!part.empty(), "an empty part of a compound");
    analyzer.term(start);
}

void synonyms(std::string_view bytes) {
    auto parsed = search::parse_synonyms(bytes);
    if (!parsed) {
        expect(!parsed.error().empty() && parsed.error().size() <= 20, "a refusal without a problem");
        for (const auto& problem : parsed.error()) expect(!problem.message.empty() && is_valid_utf8(problem.message), "the message of a problem");
        return;
    }
    expect(parsed->groups.size() <= search::synonym_groups_max, "too many groups");
    std::string words;
    for (const auto& group : parsed->groups) {
        expect(!group.search.empty() && !group.also.empty(), "an empty group");
        expect(group.search.size() <= search::synonym_words_max && group.also.size() <= search::synonym_words_max, "too many words in a group");
        expect(is_weight(group.weight), "the weight of a group");
        for (const auto& word : group.search) {
            expect(!word.empty() && is_valid_utf8(word) && !contains_control_characters(word), "a word of a group that is not UTF-8");
            if (words.size() < 400) words.append(word).append(" ");
        }
    }
    expect_query(*german().with_synonyms(std::move(*parsed)), words, is_valid_utf8(words));
}

}  // namespace kc::fuzz
