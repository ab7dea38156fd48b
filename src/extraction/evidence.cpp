// SPDX-License-Identifier: EUPL-1.2
#include "extraction/knowledge.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

namespace kc::extraction {
namespace {

constexpr float quality_min = 0.2F;
constexpr float coverage_power = 1.2F;
constexpr float quality_power = 0.75F;
constexpr float part_answered_share = 0.9F;  // of a part of a catalogue's compound: "Bank" for "Datenbank"
constexpr float whole_phrase_value = 0.6F;   // of a phrase of weak words that is there as a whole: "im Team arbeiten"
constexpr float lone_verb_share = 0.5F;      // "verhänge" alone is not "einen Baustopp verhängen"
constexpr std::size_t phrase_reach = 8;      // words within which a phrase stands
constexpr float part_weight_max = 0.55F;
constexpr float parts_value_max = 0.8F;
constexpr float tie_share = 0.92F;       // of the score of another one that the same words name: both are proposed
constexpr float explained_share = 0.9F;  // of a word that the chosen competence explains best
constexpr float shared_share = 0.4F;
constexpr std::size_t level_words_min = 3;
constexpr float level_evidence_min = 1.4F;  // what a level sentence must have in common with the statement to say the level

float strength_of(EntryKind kind) {
    switch (kind) {
        case EntryKind::keyword: return 1.0F;
        case EntryKind::phrase: return 1.0F;
        case EntryKind::name: return 1.08F;
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
    bool part = false;  // a part of a compound
    float quality = 0, value = 0;
};

struct Candidate {
    std::vector<Found::Credit> credits;
    int level = 0;
    float level_evidence = 0;

    void credit(std::size_t word, float value, EntryKind kind, bool part) {
        if (part) {  // "Ratsvorlage" by "Rat" and by "Vorlage": two keywords, each a part
            auto& sum = parts[word];
            if (std::abs(sum.last - value) > 1e-6F) sum.total += value;
            sum.last = value;
            value = std::max(value, std::min(parts_value_max, sum.total));
        }
        for (auto& known : credits) {
            if (known.word != word) continue;
            if (value > known.value) known = {word, value, kind};
            return;
        }
        credits.push_back({word, value, kind});
    }

    struct Parts {
        float total = 0, last = 0;
    };
    std::map<std::size_t, Parts> parts;
};

// The word that says most is the same for both: nobody but the one who speaks can tell which is meant.
bool share_words(const Candidate& a, const Candidate& b) {
    const auto best = [](const Candidate& candidate) {
        return std::max_element(candidate.credits.begin(), candidate.credits.end(), [](const auto& x, const auto& y) { return x.value < y.value; })
            ->word;
    };
    return best(a) == best(b);
}

bool named_alike(const std::vector<Candidate>& candidates, const std::vector<bool>& chosen, const Found::Credit& credit) {
    for (std::size_t i = 0; i < candidates.size(); ++i) {
        if (chosen[i]) continue;
        for (const auto& other : candidates[i].credits)
            if (other.word == credit.word && other.value >= tie_share * credit.value && other.value > evidence_min) return true;
    }
    return false;
}

std::vector<Hit> hits_of(const Vocabulary& vocabulary, std::span<const WordReading> words, std::span<const float> shares, std::size_t first,
                         std::size_t last) {
    std::vector<Hit> hits;
    for (std::size_t word = first; word < last; ++word) {
        if (shares[word] <= 0) continue;
        for (const auto& sense : words[word].senses) {
            const auto* postings = vocabulary.postings(sense.term);
            if (!postings) continue;
            const float rarity = vocabulary.rarity(sense.term);
            for (const auto& posting : *postings) {
                const float answered = posting.quality <= 0.5F ? part_answered_share * posting.quality : std::pow(posting.quality, quality_power);
                const float quality = std::pow(sense.weight, quality_power) * answered * shares[word];
                if (quality < quality_min) continue;
                hits.push_back(
                    {posting.entry, posting.slot, static_cast<std::uint32_t>(word), sense.weight <= part_weight_max, quality, quality * rarity});
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

// Each slot by a word of its own, and all of them near each other.
bool stand_together(std::span<const Hit> hits, std::size_t slots) {
    std::size_t lowest = hits.front().word, highest = hits.front().word, words = 0;
    for (std::size_t i = 0; i < hits.size(); ++i) {
        if (i > 0 && hits[i].slot == hits[i - 1].slot) continue;
        lowest = std::min<std::size_t>(lowest, hits[i].word);
        highest = std::max<std::size_t>(highest, hits[i].word);
        ++words;
    }
    return words == slots && highest - lowest < phrase_reach && highest - lowest + 1 >= slots;
}

void add_entry(const Entry& entry, std::span<const Hit> hits, std::span<const WordReading> words, Candidate& candidate) {
    float covered = 0, common = 0;
    std::set<std::uint32_t> distinct;
    for (std::size_t i = 0; i < hits.size(); ++i) {
        if (i > 0 && hits[i].slot == hits[i - 1].slot) continue;
        covered += std::min(1.0F, hits[i].quality) * entry.slots[hits[i].slot];
        common += hits[i].value;
        distinct.insert(hits[i].word);
    }
    const float coverage = is_sentence(entry.kind) ? 1.0F : std::pow(std::min(1.0F, covered / entry.slot_weight), coverage_power);
    const float strength = strength_of(entry.kind) * coverage;
    float lift = 1;
    if (!is_sentence(entry.kind) && entry.slots.size() > 1 && coverage > 0.97F && common < whole_phrase_value &&
        stand_together(hits, entry.slots.size()))
        lift = whole_phrase_value / std::max(common, 0.05F);
    const bool one_word = std::all_of(hits.begin(), hits.end(), [&](const Hit& hit) { return hit.word == hits.front().word; });
    if (!is_sentence(entry.kind) && entry.slots.size() > 1 && one_word && !words[hits.front().word].noun) lift = lone_verb_share;
    for (const auto& hit : hits)
        candidate.credit(hit.word, strength * lift * hit.value, entry.kind, hit.part && !is_sentence(entry.kind) && entry.slots.size() == 1);
    if (entry.kind == EntryKind::descriptor && distinct.size() >= level_words_min && common > candidate.level_evidence) {
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
        add_entry(entry, std::span(hits).subspan(begin, end - begin), words, candidates[entry.competence]);
        begin = end;
    }
    std::vector<float> most(last - first, 0), left(last - first, 1);
    for (const auto& candidate : candidates)
        for (const auto& credit : candidate.credits) most[credit.word - first] = std::max(most[credit.word - first], credit.value);

    std::vector<bool> chosen(candidates.size(), false);
    const auto score_of = [&](std::size_t candidate) {
        float score = 0;
        if (chosen[candidate]) return score;
        for (const auto& credit : candidates[candidate].credits) score += credit.value * left[credit.word - first];
        return score;
    };
    const auto take = [&](std::size_t candidate, float score) {
        chosen[candidate] = true;
        const auto& taken = candidates[candidate];
        Found one{candidate, score, taken.credits, taken.level_evidence >= level_evidence_min ? taken.level : 0};
        for (auto& credit : one.credits) credit.value *= left[credit.word - first];
        std::sort(one.credits.begin(), one.credits.end(), [](const auto& a, const auto& b) { return a.word < b.word; });
        return one;
    };
    std::vector<Found> found, equals;
    while (found.size() < limit) {
        std::size_t best = candidates.size(), next = candidates.size();
        float best_score = evidence_min, next_score = 0;
        for (std::size_t i = 0; i < candidates.size(); ++i) {
            const float score = score_of(i);
            if (score > best_score) {
                next = best, next_score = best_score;
                best = i, best_score = score;
            } else if (score > next_score) {
                next = i, next_score = score;
            }
        }
        if (best == candidates.size()) break;
        auto one = take(best, best_score);
        if (next < candidates.size() && next_score > evidence_min && next_score >= tie_share * best_score &&
            share_words(candidates[best], candidates[next]))
            equals.push_back(take(next, next_score * tie_share * tie_share));
        // "Haushalt und Doppik": where the chosen one has a word to spare, another one that is named as clearly by it stays possible.
        const auto strong = std::count_if(one.credits.begin(), one.credits.end(), [](const auto& credit) { return credit.value > evidence_min; });
        for (const auto& credit : one.credits) {
            const auto word = credit.word - first;
            const float explained = most[word] > 0 ? std::min(1.0F, credit.value / most[word]) : 0;
            const bool shared = strong > 1 && named_alike(candidates, chosen, credit);
            left[word] *= 1 - (shared ? shared_share : explained_share) * explained;
        }
        found.push_back(std::move(one));
    }
    for (auto& equal : equals)
        if (found.size() < limit) found.push_back(std::move(equal));
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
