// SPDX-License-Identifier: EUPL-1.2
#include "extraction/vocabulary.hpp"

#include "extraction/cues.hpp"
#include "extraction/spelling.hpp"
#include "extraction/weak_words.hpp"

#include <algorithm>
#include <cmath>
#include <set>

namespace kc::extraction {
namespace {

constexpr float weak_share = 0.25F;
constexpr std::uint16_t common_uses_min = 3;
constexpr std::size_t entry_words_max = 40;
constexpr std::size_t spelling_bytes_min = 4;

}  // namespace

Vocabulary::Vocabulary(const competence::CompetenceFramework& framework, const search::Analyzer& analyzer) {
    for (const auto& list : {weak_words(), verbs_of_doing()})
        for (const auto word : list) weak_.insert(analyzer.term(word));
    for (const auto word : never_weak_words()) not_weak_.insert(analyzer.folded(word));
    const auto& competences = framework.competences();
    for (std::size_t i = 0; i < competences.size(); ++i) {
        const auto& competence = competences[i];
        if (!competence.published()) continue;
        add(analyzer, i, EntryKind::name, 0, competence.name);
        std::string_view keywords = competence.keywords;
        while (!keywords.empty()) {
            const auto end = std::min(keywords.find(','), keywords.size());
            add(analyzer, i, EntryKind::keyword, 0, keywords.substr(0, end));
            keywords.remove_prefix(std::min(end + 1, keywords.size()));
        }
        for (const auto& phrase : competence.phrases) add(analyzer, i, EntryKind::phrase, 0, phrase);
        add(analyzer, i, EntryKind::description, 0, competence.description);
        for (int level = 1; level <= competence::level_max; ++level)
            add(analyzer, i, EntryKind::descriptor, level, competence.descriptors[static_cast<std::size_t>(level - 1)]);
    }
    add_common_parts(competences.size());
    weigh(competences.size());
}

void Vocabulary::add(const search::Analyzer& analyzer, std::size_t competence, EntryKind kind, int level, std::string_view text) {
    std::vector<search::Word> words;
    analyzer.words(text, words);
    Entry entry{competence, kind, level, 0, {}};
    const auto number = static_cast<std::uint32_t>(entries_.size());
    const bool named = kind == EntryKind::keyword || kind == EntryKind::phrase || kind == EntryKind::name;
    for (const auto& word : words) {
        if (entry.slots.size() == entry_words_max) break;
        std::vector<search::Term> terms;
        analyzer.word_terms(word.text, terms);
        if (terms.empty()) continue;
        for (const auto& term : terms) {
            auto& list = postings_[term.text];
            if (!list.empty() && list.back().entry == number && list.back().slot == entry.slots.size()) continue;
            list.push_back({number, static_cast<std::uint16_t>(entry.slots.size()), term.weight});
        }
        entry.slots.push_back(0);
        if (named && word.text.size() >= spelling_bytes_min) {
            spellings_.emplace(spelling_key(analyzer.folded(word.text)), word.text);
            spellings_.emplace(spelling_key(terms.front().text), word.text);
        }
    }
    if (!entry.slots.empty()) entries_.push_back(std::move(entry));
}

// "Bußgeld" of Bußgeldbescheid, Bußgeldstelle and Bußgeldverfahren: a part that comes back and back names the competence by itself.
void Vocabulary::add_common_parts(std::size_t competences) {
    std::vector<std::pair<std::string, Posting>> made;
    for (const auto& [term, list] : postings_) {
        if (weak_.contains(term)) continue;
        std::vector<std::uint16_t> uses(competences, 0);
        std::uint32_t last = ~0U;
        for (const auto& posting : list) {
            const auto& entry = entries_[posting.entry];
            const bool named = entry.kind == EntryKind::keyword || entry.kind == EntryKind::phrase || entry.kind == EntryKind::name;
            // Of a compound only what stands in front: the "Bank" of "Datenbank" names no database.
            if (!named || posting.quality < 0.48F || posting.entry == last) continue;
            last = posting.entry;
            ++uses[entry.competence];
        }
        for (std::size_t i = 0; i < competences; ++i) {
            if (uses[i] < common_uses_min) continue;
            made.emplace_back(term, Posting{static_cast<std::uint32_t>(i), 0, std::min(0.95F, 0.5F + 0.1F * static_cast<float>(uses[i]))});
        }
    }
    std::sort(made.begin(), made.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    for (auto& [term, posting] : made) {
        const std::size_t competence = posting.entry;
        posting.entry = static_cast<std::uint32_t>(entries_.size());
        entries_.push_back({competence, EntryKind::keyword, 0, 0, {0}});
        postings_[term].push_back(posting);
    }
}

// A term tells the more the fewer competences use it. Names, keywords and phrases count whole, sentences of levels a third.
void Vocabulary::weigh(std::size_t competences) {
    const auto all = static_cast<double>(std::max<std::size_t>(competences, 20));
    for (const auto& [term, list] : postings_) {
        std::unordered_map<std::size_t, double> uses;
        for (const auto& posting : list) {
            const auto& entry = entries_[posting.entry];
            const bool named = entry.kind == EntryKind::keyword || entry.kind == EntryKind::phrase || entry.kind == EntryKind::name;
            auto& use = uses[entry.competence];
            use = std::max(use, static_cast<double>(posting.quality) * (named ? 1.0 : 0.3));
        }
        double used = 0;
        for (const auto& [competence, use] : uses) used += use;
        auto rarity = static_cast<float>(std::log1p(all / (1 + used)) / std::log1p(all / 2));
        if (weak_.contains(term)) rarity *= weak_share;
        rarity_[term] = std::min(rarity, 1.0F);
    }
    for (const auto& [term, list] : postings_) {
        const float value = rarity_[term];
        for (const auto& posting : list) {
            if (posting.quality < 0.99F) continue;
            auto& slot = entries_[posting.entry].slots[posting.slot];
            slot = std::max(slot, value);
        }
    }
    for (auto& entry : entries_) {
        for (auto& slot : entry.slots) {
            if (slot == 0) slot = 0.5F;  // a word known by its parts alone
            entry.slot_weight += slot;
        }
    }
}

const std::vector<Posting>* Vocabulary::postings(const std::string& term) const {
    const auto found = postings_.find(term);
    return found == postings_.end() ? nullptr : &found->second;
}

float Vocabulary::rarity(const std::string& term) const {
    const auto found = rarity_.find(term);
    return found == rarity_.end() ? 0 : found->second;
}

}  // namespace kc::extraction
