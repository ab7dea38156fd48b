// SPDX-License-Identifier: EUPL-1.2
#include "search/language.hpp"

#include "search/fold.hpp"
#include "search/query_words.hpp"
#include "search/synonym_table.hpp"
#include "search/term_rules.hpp"
#include "search/word_list.hpp"
#include "search/words.hpp"

#include <fmt/format.h>
#include <algorithm>
#include <fstream>
#include <iterator>

namespace kc::search {
namespace {

std::string read_file(const std::filesystem::path& path, std::string_view what) {
    std::ifstream file(path, std::ios::binary);
    std::string text{std::istreambuf_iterator<char>(file), {}};
    if (!file && !file.eof()) throw AnalyzerError(fmt::format("{}: Die {} ist nicht lesbar. Prüfen Sie Pfad und Rechte.", path.string(), what));
    return text;
}

}  // namespace

struct Analyzer::Dictionary {
    WordList words;
    TermRules rules{words};
};

struct Analyzer::State {
    Synonyms synonyms;
    SynonymTable table;
    WordMemory memory;  // of words understood with these synonyms

    State(Synonyms list, SynonymTable made) : synonyms(std::move(list)), table(std::move(made)) {}
};

Analyzer::Analyzer(std::shared_ptr<const Dictionary> dictionary, Synonyms synonyms) : dictionary_(std::move(dictionary)) {
    SynonymTable table(synonyms, dictionary_->rules);
    state_ = std::make_unique<State>(std::move(synonyms), std::move(table));
}

Analyzer::~Analyzer() = default;

std::shared_ptr<const Analyzer> Analyzer::load(const Files& files) {
    auto dictionary = std::make_shared<Dictionary>();
    if (!files.word_parts.empty()) {
        const auto problems = dictionary->words.add_parts(read_file(files.word_parts, "Liste der Wortteile"));
        if (!problems.empty()) throw AnalyzerError(fmt::format("{}: {}", files.word_parts.string(), problems.front().message));
    }
    if (!files.dictionary.empty()) dictionary->words.add_hunspell(files.dictionary);
    dictionary->words.finish();
    Synonyms synonyms;
    if (!files.synonyms.empty()) {
        auto parsed = parse_synonyms(read_file(files.synonyms, "Liste der Synonyme"));
        if (!parsed) throw AnalyzerError(fmt::format("{}: {}", files.synonyms.string(), parsed.error().front().message));
        synonyms = std::move(*parsed);
    }
    return std::shared_ptr<const Analyzer>(new Analyzer(std::move(dictionary), std::move(synonyms)));
}

std::shared_ptr<const Analyzer> Analyzer::with_synonyms(Synonyms synonyms) const {
    return std::shared_ptr<const Analyzer>(new Analyzer(dictionary_, std::move(synonyms)));
}

void Analyzer::index_terms(std::string_view text, std::vector<Term>& out) const {
    std::vector<Word> found;
    words(text, found);
    for (const auto& word : found) {
        const std::size_t begin = out.size();
        word_terms(word.text, out);
        for (std::size_t i = begin; i < out.size(); ++i) out[i].position = word.position;
    }
}

void Analyzer::words(std::string_view text, std::vector<Word>& out) const { find_words(text, document_words_max, out); }

void Analyzer::word_terms(std::string_view word, std::vector<Term>& out) const { dictionary_->rules.document_terms(word, out); }

std::vector<QueryWord> Analyzer::query_words(std::string_view text) const {
    return read_query(dictionary_->rules, state_->table, state_->memory, text);
}

void Analyzer::forget_words() const { state_->memory.forget(); }

std::string Analyzer::folded(std::string_view word) const {
    const auto written = take_apart(word);
    std::string joined;
    for (const auto& segment : written.segments) joined += segment;
    return without_umlauts(joined);
}

std::string Analyzer::term(std::string_view word) const {
    const auto written = take_apart(word);
    if (written.segments.empty()) return {};
    std::string joined;
    for (const auto& segment : written.segments) joined += segment;
    return dictionary_->rules.forms(joined).terms.front();
}

std::vector<std::string> Analyzer::parts(std::string_view word) const {
    const auto written = take_apart(word);
    std::vector<std::string> result;
    for (const auto& segment : written.segments) {
        const auto forms = dictionary_->rules.forms(segment);
        if (forms.parts.empty()) result.push_back(forms.spelling);
        for (const auto& part : forms.parts) result.push_back(part.word);
    }
    return result;
}

const Synonyms& Analyzer::synonyms() const { return state_->synonyms; }

}  // namespace kc::search
