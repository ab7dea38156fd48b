// SPDX-License-Identifier: EUPL-1.2
#include "extraction/knowledge.hpp"

#include <algorithm>

namespace kc::extraction {
namespace {

constexpr float synonym_share = 0.9F;
constexpr float joined_verb_share = 0.75F;
constexpr float corrected_share = 0.9F;
constexpr std::size_t correctable_bytes_min = 4;
constexpr std::size_t cue_correctable_bytes_min = 6;

std::unordered_map<std::string, std::string> long_cue_words(const CueFinder& cues) {
    std::unordered_map<std::string, std::string> words;
    for (const auto& word : cues.words())
        if (word.size() >= cue_correctable_bytes_min) words.emplace(spelling_key(word), word);
    return words;
}

std::unordered_map<std::string, std::string> all_spellings(const Vocabulary& vocabulary, const search::Analyzer& analyzer) {
    auto words = vocabulary.spellings();
    for (const auto& group : analyzer.synonyms().groups) {
        for (const auto& word : group.search)
            if (word.find(' ') == std::string::npos) words.emplace(spelling_key(analyzer.folded(word)), word);
    }
    return words;
}

bool begins_with_capital(std::string_view text) {
    if (text.front() >= 'A' && text.front() <= 'Z') return true;
    return text.starts_with("\u00C4") || text.starts_with("\u00D6") || text.starts_with("\u00DC");
}

void add_sense(WordReading& reading, const std::string& term, float weight) {
    for (auto& sense : reading.senses) {
        if (sense.term == term) {
            sense.weight = std::max(sense.weight, weight);
            return;
        }
    }
    reading.senses.push_back({term, weight});
}

}  // namespace

Knowledge::Knowledge(std::shared_ptr<const competence::CompetenceFramework> framework_taken, std::shared_ptr<const search::Analyzer> analyzer_taken)
    : framework(std::move(framework_taken)),
      analyzer(std::move(analyzer_taken)),
      cues(*analyzer, cue_rules()),
      demand_cues(*analyzer, demand_cue_rules()),
      headings(*analyzer, heading_rules()),
      clauses(*analyzer),
      vocabulary(*framework, *analyzer),
      spellings(all_spellings(vocabulary, *analyzer)),
      cue_spellings(long_cue_words(cues)) {}

bool Knowledge::read_word(std::string_view text, float share, WordReading& reading) const {
    std::vector<search::Term> terms;
    analyzer->word_terms(text, terms);
    if (terms.empty()) return true;
    for (const auto& term : terms) add_sense(reading, term.text, term.weight * share);
    const auto folded = analyzer->folded(text);
    // A synonym would make more of "alle" than it says; and a "Teamleitung" is not done with "Teams", which stems alike.
    const bool weak = vocabulary.is_weak(terms.front().text, folded) || (folded.starts_with("team") && folded != "teams");
    bool known = true;
    for (const auto& word : analyzer->query_words(text)) {
        known = known && (word.known || !word.correctable);
        if (weak) continue;
        for (const auto& alternative : word.alternatives) {
            if (alternative.loose || alternative.origin != search::Origin::synonym) continue;
            for (const auto& term : alternative.terms) add_sense(reading, term, alternative.weight * synonym_share * share);
        }
    }
    return known;
}

void Knowledge::join_verbs(const Statement& statement, const std::vector<Clause>& clauses, std::vector<WordReading>& words) const {
    static const std::unordered_set<std::string_view> particles = {"aus", "ab",   "an",  "auf",    "ein",   "vor",      "zu",
                                                                   "mit", "nach", "um",  "weiter", "durch", "entgegen", "fest",
                                                                   "bei", "her",  "hin", "los",    "weg",   "zurueck",  "zusammen"};
    for (const auto& clause : clauses) {
        if (clause.last - clause.first < 2 || !particles.contains(statement.tokens[clause.last - 1].folded)) continue;
        for (std::size_t i = clause.first; i + 1 < clause.last; ++i) {
            const auto& token = statement.tokens[i];
            const bool verb =
                !words[i].senses.empty() && (token.folded.ends_with('e') || token.folded.ends_with('t') || token.folded.ends_with("en"));
            const bool noun = i > clause.first && begins_with_capital(token.text);
            if (!verb || noun) continue;
            read_word(std::string(statement.tokens[clause.last - 1].text) + token.folded, joined_verb_share, words[i]);
            break;
        }
    }
}

std::vector<WordReading> Knowledge::read_words(Statement& statement) const {
    std::vector<WordReading> readings(statement.tokens.size());
    const auto named = [&](const WordReading& reading) {
        return std::any_of(reading.senses.begin(), reading.senses.end(),
                           [&](const auto& sense) { return sense.weight >= 0.75F && vocabulary.postings(sense.term); });
    };
    // Who writes everything small leaves no nouns to be told from verbs.
    bool capitals = false;
    for (const auto& token : statement.tokens)
        capitals = capitals || (begins_with_capital(token.text) && token.begin != statement.sentences[token.sentence].begin);
    for (std::size_t i = 0; i < statement.tokens.size(); ++i) {
        auto& token = statement.tokens[i];
        auto& reading = readings[i];
        reading.noun = !capitals || begins_with_capital(token.text);
        const bool known = read_word(token.text, 1, reading);
        // "E Akte": a single letter belongs to the word behind it.
        if (token.text.size() == 1 && i + 1 < statement.tokens.size() && statement.tokens[i + 1].begin == token.end + 1 &&
            token.text.front() >= 'A' && token.text.front() <= 'Z') {
            std::string joined = std::string(token.text) + "-" + std::string(statement.tokens[i + 1].text);
            read_word(joined, 1, reading);
        }
        if (reading.senses.empty() || known || named(reading) || cues.knows(token.folded) || token.folded.size() < correctable_bytes_min) continue;
        if (token.folded.size() >= cue_correctable_bytes_min) {
            if (const auto cue = cue_spellings.correct(token.folded); cue && edits_between(spelling_key(token.folded), spelling_key(*cue), 1) <= 1) {
                token.folded = *cue;
                reading.senses.clear();
                reading.corrected = true;
                continue;
            }
        }
        auto word = spellings.correct(token.folded);
        if (!word) word = spellings.correct(analyzer->term(token.text));
        if (word) {
            reading.corrected = true;
            read_word(*word, corrected_share, reading);
        } else if (const auto hyphen = token.text.find('-'); hyphen != std::string_view::npos && hyphen >= correctable_bytes_min) {
            if (const auto first = spellings.correct(analyzer->folded(token.text.substr(0, hyphen)))) {
                reading.corrected = true;
                read_word(*first, corrected_share, reading);
            }
        }
    }
    return readings;
}

}  // namespace kc::extraction
