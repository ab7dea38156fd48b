// SPDX-License-Identifier: EUPL-1.2
#include "search/query_words.hpp"

#include "search/fold.hpp"
#include "search/stop_words.hpp"

#include <algorithm>
#include <array>
#include <memory>
#include <optional>

namespace kc::search {
namespace {

// Weights of alternatives against the word as typed; found on the tuning part of the evaluation set.
constexpr float root_weight = 0.6F;
constexpr float hyphen_apart_weight = 0.95F;
constexpr float two_parts_weight = 0.85F;  // informationssicherheit + beauftragt
constexpr float all_parts_weight = 0.65F;  // information + sicherheit + beauftragt
constexpr float part_synonym_share = 0.7F;
constexpr float longest_part_weight = 0.5F;  // loose
constexpr float modifier_weight = 0.4F;      // loose
constexpr float head_weight = 0.25F;         // loose
constexpr float offer_word_weight = 0.15F;
constexpr float filler_weight = 0.2F;
constexpr float level_word_weight = 0.5F;
constexpr float staff_word_weight = 0.4F;
constexpr float light_tail_weight = 0.6F;  // Excel for Excelkenntnisse
constexpr std::size_t correctable_bytes_min = 4;
constexpr std::size_t alternatives_max = 48;
constexpr std::size_t part_synonyms_max = 4;

// Tails that say "course" and nothing else: Datenschutzschulung is Datenschutz.
constexpr std::array<std::string_view, 13> course_tails = {"kurs",         "schulung",    "seminar",  "fortbildung", "weiterbildung",
                                                           "lehrgang",     "workshop",    "training", "webinar",     "qualifizierung",
                                                           "unterweisung", "lerneinheit", "tutorial"};

// Tails that add next to nothing: Excelkenntnisse is Excel, Ausschreibungstext is Ausschreibung.
constexpr std::array<std::string_view, 22> light_tails = {
    "kenntnisse", "grundlagen", "wissen",  "wesen",     "arbeit",      "text",       "texte",  "fragen",        "frage",     "themen", "thema",
    "praxis",     "aufgaben",   "bereich", "verfahren", "entwicklung", "management", "alltag", "angelegenheit", "tätigkeit", "amt",    "recht"};

struct Token {
    std::string as_typed;
    std::string word;  // lowered, hyphens gone
    std::vector<std::string> segments;
    std::vector<std::string> also;  // terms of the longer word it was taken from
    TermForms forms;
    bool abbreviation = false;
    bool after_for = false;
    bool filler = false;
    bool offer = false;
};

}  // namespace

// A word as it stands in the query, understood by itself. It depends on nothing but the word and whether "für" stands before it.
struct WordReading {
    bool empty = false;
    bool stop = false;
    bool introduces_people = false;  // a stop word after which people are named
    bool short_word = false;         // a stop word that does not end that
    std::vector<Token> tokens;
    std::vector<QueryWord> words;  // each token as a word of its own
};

namespace {

bool letters_only(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        const auto [c, bytes] = decode(text, at);
        if (!is_letter(c) && !is_invisible(c)) return false;
        at += bytes;
    }
    return true;
}

void add(std::vector<Alternative>& alternatives, Alternative alternative) {
    if (alternative.terms.empty()) return;
    std::sort(alternative.terms.begin(), alternative.terms.end());
    alternative.terms.erase(std::unique(alternative.terms.begin(), alternative.terms.end()), alternative.terms.end());
    for (auto& known : alternatives) {
        if (known.terms != alternative.terms) continue;
        if (alternative.weight > known.weight || (known.loose && !alternative.loose)) {
            if (known.weight > alternative.weight) alternative.weight = known.weight;
            known = std::move(alternative);
        }
        return;
    }
    alternatives.push_back(std::move(alternative));
}

void sort_and_bound(std::vector<Alternative>& alternatives) {
    std::stable_sort(alternatives.begin(), alternatives.end(), [](const Alternative& a, const Alternative& b) {
        if (a.loose != b.loose) return b.loose;
        return a.weight > b.weight;
    });
    if (alternatives.size() > alternatives_max) alternatives.resize(alternatives_max);
}

class QueryReader {
public:
    QueryReader(const TermRules& rules, const SynonymTable& synonyms, WordMemory& memory) : rules_(rules), synonyms_(synonyms), memory_(memory) {}

    std::vector<QueryWord> run(std::string_view text) {
        read_tokens(text);
        std::vector<QueryWord> words;
        for (std::size_t at = 0; at < tokens_.size() && words.size() < query_words_max;) {
            const std::size_t length = phrase_length(at);
            auto word = length > 1 ? phrase(at, length) : *words_[at];
            at += length;
            const bool repeated = std::any_of(words.begin(), words.end(), [&](const QueryWord& known) {
                return known.alternatives.front().terms == word.alternatives.front().terms;
            });
            if (!repeated) words.push_back(std::move(word));
        }
        const bool any_required = std::any_of(words.begin(), words.end(), [](const QueryWord& word) { return word.required; });
        if (!any_required) {
            for (auto& word : words) {
                word.required = true;
                word.weight = 1;
            }
        }
        return words;
    }

private:
    void read_tokens(std::string_view text) {
        std::vector<Word> words;
        find_words(text, query_bytes_max, words);
        bool after_for = false;
        for (const auto& word : words) {
            auto reading = read(word.text, after_for);
            if (reading->empty) continue;
            if (reading->stop) {
                after_for = reading->introduces_people || (after_for && reading->short_word);
                continue;
            }
            for (std::size_t i = 0; i < reading->tokens.size(); ++i) {
                tokens_.push_back(&reading->tokens[i]);
                words_.push_back(&reading->words[i]);
            }
            readings_.push_back(std::move(reading));
            after_for = false;
            if (tokens_.size() >= 2 * query_words_max) break;
        }
    }

    std::shared_ptr<const WordReading> read(std::string_view text, bool after_for) {
        std::string key(text);
        key += after_for ? '+' : '-';
        if (auto known = memory_.find(key)) return known;
        auto reading = std::make_shared<WordReading>();
        auto written = take_apart(text);
        reading->empty = written.segments.empty();
        if (!reading->empty) {
            std::string joined;
            for (const auto& segment : written.segments) joined += segment;
            if (is_stop_word(joined) && !is_listed_abbreviation(joined, written)) {
                reading->stop = true;
                reading->introduces_people = joined == "für" || joined == "fuer" || joined == "als";
                reading->short_word = joined.size() <= 5;
            } else {
                if (written.elliptic && written.segments.size() == 1) joined = rules_.without_joint(joined);
                add_written(*reading, std::string(text), written, joined, after_for);
                for (const auto& token : reading->tokens) reading->words.push_back(single(token));
            }
        }
        memory_.keep(std::move(key), reading);
        return reading;
    }

    // OB, IM: stop words in small letters, but offices in capitals.
    bool is_listed_abbreviation(const std::string& word, const WrittenWord& written) const {
        return written.abbreviation && synonyms_.find(std::array{rules_.forms(word).terms.front()});
    }

    void add_written(WordReading& reading, std::string as_typed, const WrittenWord& written, const std::string& joined, bool after_for) {
        Token token = make_token(std::move(as_typed), joined, after_for);
        token.abbreviation = written.abbreviation;
        token.segments = written.segments;
        const bool listed = synonyms_.find(std::array{token.forms.terms.front()}) != nullptr;
        const bool short_segment = std::any_of(written.segments.begin(), written.segments.end(), [](const auto& s) { return s.size() < 2; });
        if (!listed && !short_segment && written.segments.size() > 1) {
            for (const auto& segment : written.segments) {
                if (is_stop_word(segment) && segment != "it") continue;
                Token part = make_token(segment, segment, after_for);
                part.also = token.forms.terms;
                reading.tokens.push_back(std::move(part));
            }
            return;
        }
        if (!listed && !token.offer && add_without_tail(reading, token)) return;
        reading.tokens.push_back(std::move(token));
    }

    bool add_without_tail(WordReading& reading, const Token& token) const {
        const auto& parts = token.forms.parts;
        if (parts.size() < 2) return false;
        if (std::find(course_tails.begin(), course_tails.end(), parts.back().word) == course_tails.end()) return false;
        std::string rest;
        for (std::size_t i = 0; i + 1 < parts.size(); ++i) rest += i + 2 < parts.size() ? parts[i].surface : parts[i].word;
        Token subject = make_token(token.as_typed, rest, token.after_for);
        subject.also = token.forms.terms;
        subject.filler = subject.offer = false;
        reading.tokens.push_back(std::move(subject));
        reading.tokens.push_back(make_token(parts.back().word, parts.back().word, false));
        return true;
    }

    Token make_token(std::string as_typed, const std::string& word, bool after_for) const {
        Token token;
        token.as_typed = std::move(as_typed);
        token.word = word;
        token.forms = rules_.forms(word);
        token.after_for = after_for;
        token.filler = is_filler(word);
        token.offer = is_offer_word(token.forms.terms.front());
        return token;
    }

    std::size_t phrase_length(std::size_t at) const {
        if (!synonyms_.begins_phrase(tokens_[at]->forms.terms.front())) return 1;
        std::vector<std::string> terms;
        for (std::size_t i = at; i < tokens_.size() && i < at + SynonymTable::phrase_words_max; ++i) terms.push_back(tokens_[i]->forms.terms.front());
        for (; terms.size() > 1; terms.pop_back())
            if (synonyms_.find(terms)) return terms.size();
        return 1;
    }

    QueryWord phrase(std::size_t at, std::size_t length) const {
        QueryWord word;
        std::vector<std::string> terms;
        for (std::size_t i = at; i < at + length; ++i) {
            if (!word.as_typed.empty()) word.as_typed += ' ';
            word.as_typed += tokens_[i]->as_typed;
            terms.push_back(tokens_[i]->forms.terms.front());
            word.audience = word.audience || tokens_[i]->after_for;
        }
        word.folded = without_umlauts(lowered(word.as_typed));
        word.known = true;
        add(word.alternatives.edit(), {terms, 1, Origin::word, false, {}});
        for (std::size_t i = at; i < at + length; ++i)
            for (const auto& term : tokens_[i]->also) add(word.alternatives.edit(), {{term}, 1, Origin::word, false, {}});
        add_expansions(word, terms);
        for (std::size_t i = at; i < at + length; ++i)
            if (!tokens_[i]->filler && !tokens_[i]->offer) add(word.alternatives.edit(), {{terms[i - at]}, modifier_weight, Origin::part, true, {}});
        sort_and_bound(word.alternatives.edit());
        return word;
    }

    void add_expansions(QueryWord& word, std::span<const std::string> terms) const {
        if (const auto* found = synonyms_.find(terms)) {
            word.known = true;
            for (const auto& expansion : *found)
                add(word.alternatives.edit(), {expansion.terms, expansion.weight, Origin::synonym, expansion.loose, expansion.as_shown});
        }
    }

    QueryWord single(const Token& token) const {
        QueryWord word;
        word.as_typed = token.as_typed;
        word.folded = without_umlauts(token.word);
        word.known = rules_.knows(token.word);
        word.correctable =
            letters_only(token.word) && word.folded.size() >= correctable_bytes_min && !token.abbreviation && token.segments.size() < 2;
        word.audience = token.after_for || is_audience_word(token.forms.terms.front());
        const auto& term = token.forms.terms.front();
        const bool level = is_level_word(term);
        const bool staff = is_staff_word(term);
        word.required = !token.offer && !token.filler && !level && !staff;
        word.weight = token.offer ? offer_word_weight : token.filler ? filler_weight : level ? level_word_weight : staff ? staff_word_weight : 1;
        for (const auto& form : token.forms.terms) add(word.alternatives.edit(), {{form}, 1, Origin::word, false, {}});
        for (const auto& longer : token.also) add(word.alternatives.edit(), {{longer}, 1, Origin::word, false, {}});
        if (!token.forms.root.empty()) add(word.alternatives.edit(), {{token.forms.root}, root_weight, Origin::root, false, {}});
        if (token.segments.size() > 1) add_segments(word, token);
        add_expansions(word, std::array{token.forms.terms.front()});
        add_parts(word, token.forms.parts);
        sort_and_bound(word.alternatives.edit());
        return word;
    }

    void add_segments(QueryWord& word, const Token& token) const {
        std::vector<std::string> terms;
        for (const auto& segment : token.segments) {
            if (segment.size() < 2) return;  // the "Akte" of "E-Akte" is too wide
            terms.push_back(rules_.forms(segment).terms.front());
        }
        add(word.alternatives.edit(), {std::move(terms), hyphen_apart_weight, Origin::compound, false, {}});
    }

    void add_parts(QueryWord& word, const std::vector<CompoundPart>& parts) const {
        if (parts.size() < 2) return;
        const auto spans = rules_.spans(parts);
        const auto span = [&](std::size_t first, std::size_t count) -> const std::string* {
            for (const auto& candidate : spans)
                if (candidate.first == first && candidate.count == count) return &candidate.term;
            return nullptr;
        };
        std::vector<std::string> all;
        for (const auto& candidate : spans)
            if (candidate.count == 1) all.push_back(candidate.term);
        add(word.alternatives.edit(), {all, all_parts_weight, Origin::compound, false, {}});
        for (std::size_t cut = 1; cut < parts.size(); ++cut) {
            const auto* left = span(0, cut);
            const auto* right = span(cut, parts.size() - cut);
            if (!left || !right) continue;
            add(word.alternatives.edit(), {{*left, *right}, two_parts_weight, Origin::compound, false, {}});
            add_part_synonyms(word, *left, *right);
            add_part_synonyms(word, *right, *left);
        }
        const std::size_t last = parts.size() - 1;
        if (std::find(light_tails.begin(), light_tails.end(), parts.back().word) != light_tails.end()) {
            if (const auto* left = span(0, last)) {
                add(word.alternatives.edit(), {{*left}, light_tail_weight, Origin::part, false, {}});
                if (const auto* found = synonyms_.find(std::array{*left})) {
                    for (const auto& expansion : *found)
                        add(word.alternatives.edit(),
                            {expansion.terms, expansion.weight * light_tail_weight, Origin::synonym, expansion.loose, expansion.as_shown});
                }
            }
        }
        if (last > 1) {
            if (const auto* left = span(0, last)) add(word.alternatives.edit(), {{*left}, longest_part_weight, Origin::part, true, {}});
            if (const auto* right = span(1, last)) add(word.alternatives.edit(), {{*right}, longest_part_weight, Origin::part, true, {}});
        }
        for (std::size_t i = 0; i <= last; ++i)
            if (const auto* part = span(i, 1))
                add(word.alternatives.edit(), {{*part}, i == last ? head_weight : modifier_weight, Origin::part, true, {}});
    }

    void add_part_synonyms(QueryWord& word, const std::string& part, const std::string& other) const {
        const auto* found = synonyms_.find(std::array{part});
        if (!found) return;
        for (std::size_t i = 0; i < found->size() && i < part_synonyms_max && !(*found)[i].loose; ++i) {
            auto terms = (*found)[i].terms;
            terms.push_back(other);
            add(word.alternatives.edit(), {std::move(terms), (*found)[i].weight * part_synonym_share, Origin::synonym, false, {}});
        }
    }

    const TermRules& rules_;
    const SynonymTable& synonyms_;
    WordMemory& memory_;
    std::vector<std::shared_ptr<const WordReading>> readings_;
    std::vector<const Token*> tokens_;
    std::vector<const QueryWord*> words_;
};

}  // namespace

std::vector<QueryWord> read_query(const TermRules& rules, const SynonymTable& synonyms, WordMemory& memory, std::string_view text) {
    std::size_t end = std::min(text.size(), query_bytes_max);
    while (end < text.size() && end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
    return QueryReader(rules, synonyms, memory).run(text.substr(0, end));
}

}  // namespace kc::search
