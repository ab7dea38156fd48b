// SPDX-License-Identifier: EUPL-1.2
#include "search/correction.hpp"

#include <algorithm>

namespace kc::search {

namespace {

constexpr std::size_t corrected_words_max = 6;   // each costs a walk through the vocabulary
constexpr std::uint32_t rare_documents = 2;      // a word in so few documents may be a slip itself …
constexpr std::uint32_t far_more_frequent = 50;  // … when a neighbour is so many times as frequent

struct Candidate {
    std::string display;
    std::string folded;
    std::uint32_t cost = 0;
    std::uint32_t frequency = 0;
};

bool finds_something(const IndexState& state, const std::vector<Bits>& visible, const std::string& text) {
    auto words = state.analyzer->query_words(text);
    if (words.empty()) return false;
    for (auto& word : words) {
        if (match_word(state, visible, std::move(word)).documents == 0) return false;
    }
    return true;
}

std::uint32_t frequency_of(const IndexState& state, std::string_view folded) {
    std::uint32_t sum = 0;
    for (const auto& view : state.segments) {
        const auto& vocabulary = view.segment->vocabulary;
        const auto [from, to] = vocabulary.with_prefix(folded);
        if (from < to && vocabulary.folded(from) == folded) sum += vocabulary.frequency(from);
    }
    return sum;
}

std::vector<Candidate> neighbours(const IndexState& state, const std::string& folded) {
    std::vector<Candidate> found;
    for (const auto& view : state.segments) {
        const auto& segment = *view.segment;
        for (const auto& neighbour : segment.vocabulary.neighbours(folded, 8)) {
            const auto text = segment.vocabulary.folded(neighbour.entry);
            const auto same = std::find_if(found.begin(), found.end(), [&](const Candidate& c) { return c.folded == text; });
            const auto frequency = segment.vocabulary.frequency(neighbour.entry);
            if (same != found.end())
                same->frequency += frequency;
            else
                found.push_back(
                    {std::string(segment.table.words[segment.vocabulary.word(neighbour.entry)]), std::string(text), neighbour.cost, frequency});
        }
    }
    // An edit against a tenfold frequency: see Vocabulary::neighbours.
    const auto rank = [](const Candidate& c) { return static_cast<int>(c.cost) * 10 - 12 * static_cast<int>(std::bit_width(c.frequency)); };
    std::stable_sort(found.begin(), found.end(), [&](const Candidate& a, const Candidate& b) { return rank(a) < rank(b); });
    return found;
}

// "infoveranstaltungdatenschutz" → "infoveranstaltung datenschutz": both halves are words of the documents.
std::optional<std::string> split(const IndexState& state, const std::string& folded) {
    std::optional<std::string> best;
    std::uint32_t best_frequency = 0;
    for (std::size_t at = 3; at + 3 <= folded.size(); ++at) {
        const auto left = folded.substr(0, at), right = folded.substr(at);
        const auto first = frequency_of(state, left);
        if (first <= best_frequency) continue;
        const auto frequency = std::min(first, frequency_of(state, right));
        if (frequency <= best_frequency) continue;
        best_frequency = frequency;
        best = left + ' ' + right;
    }
    return best;
}

std::optional<std::string> better_word(const IndexState& state, const std::vector<Bits>& visible, const MatchedWord& word) {
    const bool unknown = word.documents == 0;
    const auto frequency = unknown ? 0 : frequency_of(state, word.word.folded);
    const auto candidates = neighbours(state, word.word.folded);
    std::optional<std::string> halves;
    if (unknown && (candidates.empty() || candidates.front().cost > 8)) halves = split(state, word.word.folded);
    if (halves && finds_something(state, visible, *halves)) return halves;
    std::size_t tried = 0;
    for (const auto& candidate : candidates) {
        if (!unknown && (candidate.cost > 10 || candidate.frequency < far_more_frequent * std::max(frequency, 1U))) continue;
        if (++tried > 4) break;
        if (finds_something(state, visible, candidate.display)) return candidate.display;
    }
    return std::nullopt;
}

}  // namespace

std::optional<Correction> correct_line(const IndexState& state, const std::vector<Bits>& visible, const std::string& line,
                                       const std::vector<MatchedWord>& words) {
    Correction correction;
    std::size_t from = 0, corrected = 0;
    for (std::size_t i = 0; i < words.size(); ++i) {
        const auto& word = words[i];
        const auto& typed = word.word.as_typed;
        const auto at = line.find(typed, from);
        if (at == std::string::npos) continue;
        const auto keep = [&](std::size_t until) {
            correction.line.append(line, from, until - from);
            from = until;
        };
        if (!word.word.correctable || word.word.known || word.documents > rare_documents || corrected >= corrected_words_max) {
            keep(at + typed.size());
            continue;
        }
        const bool unknown = word.documents == 0;
        ++corrected;
        std::size_t end = at + typed.size();
        std::optional<std::string> better;
        std::string replaced = typed;
        // "Daten schutz": the word and the next one belong together.
        if (unknown && i + 1 < words.size()) {
            const auto& next = words[i + 1].word;
            const auto next_at = line.find(next.as_typed, end);
            if (next_at != std::string::npos && frequency_of(state, word.word.folded + next.folded) > 0 &&
                finds_something(state, visible, word.word.folded + next.folded)) {
                better = word.word.folded + next.folded;
                replaced = typed + ' ' + next.as_typed;
                end = next_at + next.as_typed.size();
                ++i;
            }
        }
        if (!better) better = better_word(state, visible, word);
        if (!better) {
            keep(at + typed.size());
            continue;
        }
        keep(at);
        correction.line += *better;
        from = end;
        correction.needed = correction.needed || unknown;
        correction.replaced.push_back({std::move(replaced), std::move(*better)});
    }
    if (correction.replaced.empty()) return std::nullopt;
    correction.line.append(line, from);
    return correction;
}

}  // namespace kc::search
