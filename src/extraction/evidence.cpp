// SPDX-License-Identifier: EUPL-1.2
#include "extraction/knowledge.hpp"

#include <algorithm>
#include <cmath>

namespace kc::extraction {
namespace {

constexpr float quality_min = 0.2F;
constexpr float coverage_power = 1.2F;
constexpr float explained_share = 0.9F;   // of a word that the chosen competence explains best
constexpr float level_evidence_min = 1.1F;  // what a level sentence must have in common with the statement to say the level

float strength_of(EntryKind kind) {
    switch (kind) {
        case EntryKind::keyword: return 1.0F;
        case EntryKind::phrase: return 1.0F;
        case EntryKind::name: return 0.95F;
        case EntryKind::description: return 0.3F;
        case EntryKind::descriptor: return 0.22F;
    }
    return 0;
}

bool is_sentence(EntryKind kind) { return kind == EntryKind::description || kind == EntryKind::descriptor; }

struct Hit {
    std::uint32_t entry = 0;
    std::uint16_t slot = 0;
    std::uint32_t word = 0;
    float quality = 0, value = 0;
};

struct Candidate {
    std::vector<Found::Credit> credits;
    int level = 0;
    float level_evidence = 0;

    void credit(std::size_t word, float value, EntryKind kind) {
        for (auto& known : credits) {
            if (known.word != word) continue;
            if (value > known.value) known = {word, value, kind};
            return;
        }
        credits.push_back({word, value, kind});
    }
};

std::vector<Hit> hits_of(const Vocabulary& vocabulary, std::span<const WordReading> words, std::span<const float> shares, std::size_t first, std::size_t last) {
    std::vector<Hit> hits;
    for (std::size_t word = first; word < last; ++word) {
        if (shares[word] <= 0) continue;
        for (const auto& sense : words[word].senses) {
            const auto* postings = vocabulary.postings(sense.term);
            if (!postings) continue;
            const float rarity = vocabulary.rarity(sense.term);
            for (const auto& posting : *postings) {
                const float quality = sense.weight * posting.quality * shares[word];
                if (quality < quality_min) continue;
                hits.push_back({posting.entry, posting.slot, static_cast<std::uint32_t>(word), quality, quality * rarity});
            }
        }
    }
    std::sort(hits.begin(), hits.end(), [](const Hit& a, const Hit& b) {
        if (a.entry != b.entry) return a.entry < b.entry;
        if (a.slot != b.slot) return a.slot < b.slot;
        return a.value != b.value ? a.value > b.value : a.word < b.word;
    });
    return hits;
}

void add_entry(const Entry& entry, std::span<const Hit> hits, Candidate& candidate) {
    float covered = 0, common = 0;
    for (std::size_t i = 0; i < hits.size(); ++i) {
        if (i > 0 && hits[i].slot == hits[i - 1].slot) continue;
        covered += std::min(1.0F, hits[i].quality) * entry.slots[hits[i].slot];
        common += hits[i].value;
    }
    const float coverage = is_sentence(entry.kind) ? 1.0F : std::pow(std::min(1.0F, covered / entry.slot_weight), coverage_power);
    for (const auto& hit : hits) candidate.credit(hit.word, strength_of(entry.kind) * coverage * hit.value, entry.kind);
    if (entry.kind == EntryKind::descriptor && common > candidate.level_evidence) {
        candidate.level_evidence = common;
        candidate.level = entry.level;
    }
}

}  // namespace

std::vector<Found> find_competences(const Knowledge& knowledge, std::span<const WordReading> words, std::span<const float> shares, std::size_t first,
                                    std::size_t last, std::size_t limit) {
    const auto& vocabulary = knowledge.vocabulary;
    const auto hits = hits_of(vocabulary, words, shares, first, last);
    std::vector<Candidate> candidates(knowledge.framework->competences().size());
    for (std::size_t begin = 0; begin < hits.size();) {
        std::size_t end = begin;
        while (end < hits.size() && hits[end].entry == hits[begin].entry) ++end;
        const auto& entry = vocabulary.entries()[hits[begin].entry];
        add_entry(entry, std::span(hits).subspan(begin, end - begin), candidates[entry.competence]);
        begin = end;
    }
    std::vector<float> most(last - first, 0), left(last - first, 1);
    for (const auto& candidate : candidates)
        for (const auto& credit : candidate.credits) most[credit.word - first] = std::max(most[credit.word - first], credit.value);

    std::vector<Found> found;
    std::vector<bool> chosen(candidates.size(), false);
    while (found.size() < limit) {
        std::size_t best = candidates.size();
        float best_score = evidence_min;
        for (std::size_t i = 0; i < candidates.size(); ++i) {
            if (chosen[i]) continue;
            float score = 0;
            for (const auto& credit : candidates[i].credits) score += credit.value * left[credit.word - first];
            if (score > best_score) best = i, best_score = score;
        }
        if (best == candidates.size()) break;
        chosen[best] = true;
        auto& candidate = candidates[best];
        Found one{best, best_score, candidate.credits, candidate.level_evidence >= level_evidence_min ? candidate.level : 0};
        for (auto& credit : one.credits) {
            auto& share = left[credit.word - first];
            credit.value *= share;
            const float explained = most[credit.word - first] > 0 ? credit.value / most[credit.word - first] : 0;
            share *= 1 - explained_share * std::min(1.0F, explained);
        }
        std::sort(one.credits.begin(), one.credits.end(), [](const auto& a, const auto& b) { return a.word < b.word; });
        found.push_back(std::move(one));
    }
    return found;
}

float naming_strength(const Knowledge& knowledge, const WordReading& word) {
    float strength = 0;
    for (const auto& sense : word.senses) {
        const auto* postings = knowledge.vocabulary.postings(sense.term);
        if (!postings) continue;
        const float rarity = knowledge.vocabulary.rarity(sense.term);
        for (const auto& posting : *postings) {
            const auto& entry = knowledge.vocabulary.entries()[posting.entry];
            if (is_sentence(entry.kind)) continue;
            strength = std::max(strength, sense.weight * posting.quality * rarity * entry.slots[posting.slot] / entry.slot_weight);
        }
    }
    return strength;
}

}  // namespace kc::extraction
