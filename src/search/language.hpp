// SPDX-License-Identifier: EUPL-1.2
// German text into search terms, for documents and for queries: folding, gender forms, stems, compounds, synonyms.
// Everything is deterministic, bounded and safe to call from any number of threads on one shared Analyzer.
#pragma once

#include "search/synonyms.hpp"

#include <cstdint>
#include <filesystem>
#include <initializer_list>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace kc::search {

// One word of a text as it stands there: a slice of the text that was passed in ("IT-Sicherheit", "Bürger:innen" are one word each).
struct Word {
    std::string_view text;
    std::uint32_t position = 0;
};

// What a document is found by. Several terms share a position: the word, its parts, the root it belongs to.
struct Term {
    std::string text;            // a key, not for display: lower-case stem without umlauts, at most term_bytes_max bytes
    std::uint32_t position = 0;  // of the word in the text
    float weight = 1;            // 1 the word itself, less for compound parts and roots
};

enum class Origin : std::uint8_t {
    word,      // the word as typed, whatever its inflection or spelling
    root,      // another word of its family: führen for Führung
    compound,  // its parts, all of them, written apart: Recht der Vergabe for Vergaberecht
    part,      // a part alone: Vergabe for Vergaberecht
    synonym,   // from the list of synonyms
};

// One way in which a document may satisfy a word of the query: it holds every one of these terms.
struct Alternative {
    std::vector<std::string> terms;
    float weight = 1;  // against the other alternatives of the same word; a document counts its best one
    Origin origin{};
    bool loose = false;    // too wide to count as a hit of its own: for widening when the strict alternatives find next to nothing
    std::string as_shown;  // for "auch gesucht: …": a synonym as the list spells it, otherwise empty

    // As good as the word itself: the word in any form, and synonyms that the list gives the weight 1.
    bool strong() const { return !loose && weight >= 1; }
};

// A word whose strong alternatives find so many documents that everybody may see is searched by them alone; weaker ones (other synonyms, the
// family of the word, its parts) then wait with the loose ones. A page shows twenty: they would not be seen, but counted and paid for.
inline constexpr std::uint32_t plenty_of_documents = 250;

// Shared until it is changed: the words of queries are remembered and handed out again and again.
class Alternatives {
public:
    Alternatives() = default;
    Alternatives(std::initializer_list<Alternative> list) : list_(std::make_shared<std::vector<Alternative>>(list)) {}

    auto begin() const { return read().begin(); }
    auto end() const { return read().end(); }
    std::size_t size() const { return read().size(); }
    bool empty() const { return read().empty(); }
    const Alternative& front() const { return read().front(); }
    const Alternative& operator[](std::size_t i) const { return read()[i]; }
    // For changing; a list that others hold as well is copied first.
    std::vector<Alternative>& edit() {
        if (!list_ || list_.use_count() > 1) list_ = std::make_shared<std::vector<Alternative>>(read());
        return *list_;
    }

private:
    const std::vector<Alternative>& read() const {
        static const std::vector<Alternative> none;
        return list_ ? *list_ : none;
    }
    std::shared_ptr<std::vector<Alternative>> list_;
};

// A word of the query, or several that the list of synonyms knows as one ("mobiles Arbeiten").
struct QueryWord {
    std::string as_typed;
    std::string folded;         // for spelling and prefix search: Analyzer::folded(as_typed)
    Alternatives alternatives;  // best first, never empty, no duplicates
    float weight = 1;           // against the other words: 1, or less for "Kurs", "Schulung", "lernen"
    // False: raises the rank, is no condition. An index does well to widen when fewer than five documents have all required words
    // (measured on the tuning queries of bench/search: nDCG@10 0.81 instead of 0.77 when it widens only on none).
    bool required = true;
    bool audience = false;     // names people ("Azubis", "Führungskräfte"): look at the target group first
    bool known = false;        // in dictionary or synonym list: no spelling correction needed when the index lacks it
    bool correctable = false;  // a plain word of letters, long enough for spelling correction
};

struct AnalyzerError : std::runtime_error {
    using std::runtime_error::runtime_error;
};

inline constexpr std::size_t word_bytes_max = 128;  // longer words are cut
inline constexpr std::size_t term_bytes_max = 64;
inline constexpr std::size_t query_bytes_max = 1000;  // of a query; the rest is ignored
inline constexpr std::size_t query_words_max = 24;
inline constexpr std::size_t document_words_max = 50'000;

class Analyzer {
public:
    struct Files {
        std::filesystem::path synonyms;    // YAML of project and operator; empty: none
        std::filesystem::path word_parts;  // the project's own list of word parts; empty: none
        std::filesystem::path dictionary;  // Hunspell .dic for compounds; empty or absent: without
    };
    static constexpr const char* system_dictionary = "/usr/share/hunspell/de_DE.dic";

    // Throws AnalyzerError naming file, line and remedy. A missing dictionary is no error.
    static std::shared_ptr<const Analyzer> load(const Files& files);
    // The same language with another list of synonyms; shares the dictionary, so it is cheap (after an edit by the office).
    std::shared_ptr<const Analyzer> with_synonyms(Synonyms synonyms) const;

    // Documents. Either all at once …
    void index_terms(std::string_view text, std::vector<Term>& out) const;
    // … or in two steps, which lets an index remember the terms of each distinct word. `index_terms` is their composition:
    // for each word, its terms at the word's position. Stop words yield no terms but take a position.
    void words(std::string_view text, std::vector<Word>& out) const;
    void word_terms(std::string_view word, std::vector<Term>& out) const;  // position 0; appends

    // Queries: AND over the required words, OR over the alternatives of each.
    std::vector<QueryWord> query_words(std::string_view text) const;
    // Words of queries are remembered (word_memory.hpp). This is for measuring without.
    void forget_words() const;

    // Lower case, ß → ss, ä → ae, accents dropped, gender mark and inner hyphens removed: for spelling and prefixes.
    std::string folded(std::string_view word) const;
    // The one key under which a word is indexed with weight 1.
    std::string term(std::string_view word) const;
    // Parts of a compound in dictionary spelling, lower case: Vergaberecht → vergabe, recht; a simple word → itself.
    std::vector<std::string> parts(std::string_view word) const;

    const Synonyms& synonyms() const;
    ~Analyzer();

private:
    struct Dictionary;
    struct State;
    Analyzer(std::shared_ptr<const Dictionary> dictionary, Synonyms synonyms);
    std::shared_ptr<const Dictionary> dictionary_;
    std::unique_ptr<State> state_;
};

}  // namespace kc::search
