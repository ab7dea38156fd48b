// SPDX-License-Identifier: EUPL-1.2
#include "search/synonym_table.hpp"

#include "search/stop_words.hpp"

#include <algorithm>

namespace kc::search {
namespace {

constexpr float apart_share = 0.75F;      // of a synonym whose parts may stand apart
constexpr float first_part_share = 0.5F;  // of the first part of a synonym alone: Datenschutz of Datenschutz-Folgenabschätzung
constexpr std::size_t first_part_bytes_min = 5;
constexpr std::size_t expansions_max = 24;  // of one phrase, the best; as many again for widening

std::string joined(const WrittenWord& word) {
    std::string text;
    for (const auto& segment : word.segments) text += segment;
    return text;
}

bool all_longer_than_one(const WrittenWord& word) {
    return std::all_of(word.segments.begin(), word.segments.end(), [](const std::string& s) { return s.size() > 1; });
}

void add(std::vector<Expansion>& expansions, Expansion expansion) {
    for (auto& known : expansions) {
        if (known.terms == expansion.terms) {
            if (known.loose == expansion.loose ? expansion.weight > known.weight : known.loose) known = std::move(expansion);
            return;
        }
    }
    expansions.push_back(std::move(expansion));
}

// The ways in which a document may hold the phrase.
std::vector<Expansion> written_ways(const TermRules& rules, const std::string& phrase, float weight) {
    std::vector<Expansion> ways;
    const auto together = phrase_terms(rules, phrase, false);
    if (together.empty()) return ways;
    add(ways, {together, phrase, weight});
    if (const auto apart = phrase_terms(rules, phrase, true); !apart.empty()) add(ways, {apart, phrase, weight * apart_share});
    std::vector<Word> words;
    find_words(phrase, 2, words);
    if (words.size() == 1) {
        const auto written = take_apart(words.front().text);
        if (written.segments.size() == 1) {
            const auto forms = rules.forms(written.segments.front());
            std::vector<std::string> parts;
            for (const auto& span : rules.spans(forms.parts))
                if (span.count == 1) parts.push_back(span.term);
            if (parts.size() == 2) add(ways, {parts, phrase, weight * apart_share});
            for (const auto& span : rules.spans(forms.parts)) {
                const bool longest = span.first == 0 && span.count + 1 == forms.parts.size();
                if (longest && span.term.size() >= first_part_bytes_min) add(ways, {{span.term}, phrase, weight * first_part_share, true});
            }
        } else if (written.segments.front().size() >= first_part_bytes_min) {
            add(ways, {{rules.forms(written.segments.front()).terms.front()}, phrase, weight * first_part_share, true});
        }
    }
    return ways;
}

}  // namespace

std::vector<std::string> phrase_terms(const TermRules& rules, std::string_view phrase, bool hyphens_apart) {
    std::vector<Word> words;
    find_words(phrase, SynonymTable::phrase_words_max * 2, words);
    std::vector<std::string> terms;
    std::vector<std::string> stop_terms;
    for (const auto& word : words) {
        const auto written = take_apart(word.text);
        if (written.segments.empty()) continue;
        const bool apart = hyphens_apart && written.segments.size() > 1 && all_longer_than_one(written);
        const std::vector<std::string> pieces = apart ? written.segments : std::vector<std::string>{joined(written)};
        for (const auto& piece : pieces) {
            auto& list = is_stop_word(piece) && !written.abbreviation ? stop_terms : terms;
            list.push_back(rules.forms(piece).terms.front());
        }
    }
    return terms.empty() ? stop_terms : terms;
}

SynonymTable::SynonymTable(const Synonyms& synonyms, const TermRules& rules) {
    std::unordered_map<std::string, std::vector<Expansion>> ways_of;  // of each phrase, weight 1
    const auto ways = [&](const std::string& phrase) -> const std::vector<Expansion>& {
        const auto [place, added] = ways_of.try_emplace(phrase);
        if (added) place->second = written_ways(rules, phrase, 1);
        return place->second;
    };
    for (const auto& group : synonyms.groups) {
        for (const auto& from : group.search) {
            for (const bool apart : {false, true}) {
                const auto terms = phrase_terms(rules, from, apart);
                if (terms.empty() || terms.size() > phrase_words_max || (apart && terms == phrase_terms(rules, from, false))) continue;
                auto& expansions = expansions_[key(terms)];
                if (terms.size() > 1) phrase_beginnings_[terms.front()] = true;
                for (const auto& way : ways(from))  // IT Sicherheit, IT-Sicherheit: the same phrase
                    if (way.terms != terms) add(expansions, way);
                for (const auto& to : group.also) {
                    if (to == from) continue;
                    for (auto way : ways(to)) {
                        if (way.terms == terms) continue;
                        way.weight *= group.weight;
                        add(expansions, std::move(way));
                    }
                }
            }
        }
    }
    for (auto& [phrase, expansions] : expansions_) {
        std::stable_sort(expansions.begin(), expansions.end(), [](const Expansion& a, const Expansion& b) {
            if (a.loose != b.loose) return b.loose;
            return a.weight > b.weight;
        });
        const auto first_loose = std::find_if(expansions.begin(), expansions.end(), [](const Expansion& e) { return e.loose; });
        const auto strict = static_cast<std::size_t>(first_loose - expansions.begin());
        if (strict > expansions_max) expansions.erase(expansions.begin() + expansions_max, first_loose);
        const std::size_t most = std::min(strict, expansions_max) + expansions_max;
        if (expansions.size() > most) expansions.resize(most);
    }
}

std::string SynonymTable::key(std::span<const std::string> terms) {
    std::string text;
    for (const auto& term : terms) {
        text += term;
        text += ' ';
    }
    return text;
}

const std::vector<Expansion>* SynonymTable::find(std::span<const std::string> terms) const {
    if (terms.size() > 1 && !begins_phrase(terms.front())) return nullptr;
    const auto found = expansions_.find(key(terms));
    return found == expansions_.end() ? nullptr : &found->second;
}

bool SynonymTable::begins_phrase(const std::string& term) const { return phrase_beginnings_.contains(term); }

}  // namespace kc::search
