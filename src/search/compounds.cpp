// SPDX-License-Identifier: EUPL-1.2
#include "search/compounds.hpp"

#include "search/fold.hpp"

#include <algorithm>
#include <iterator>
#include <limits>

namespace kc::search {
namespace {

constexpr std::size_t compound_bytes_max = 60;
constexpr std::size_t part_bytes_min = 3;
constexpr std::size_t part_bytes_max = 30;
constexpr int depth_max = 2;
constexpr int no_way = std::numeric_limits<int>::max() / 2;

// Costs, lower is better. Few long parts beat many short ones; the project's own words beat the dictionary's; short ones need to be own.
constexpr int part_cost = 20;
constexpr int foreign_cost = 3;
constexpr int joint_cost = 1;
constexpr int ending_cost = 1;
constexpr int too_short = no_way;

int length_cost(std::size_t bytes, bool own) {
    if (bytes <= 3) return own ? 10 : too_short;
    if (bytes == 4) return own ? 4 : 14;
    if (bytes == 5) return own ? 0 : 5;
    return 0;
}

struct Step {
    int cost = no_way;
    std::size_t from = 0;
    const ListedWord* word = nullptr;
    std::size_t joint = 0;   // bytes at the end that only join
    std::size_t ending = 0;  // bytes of inflection at the end of the last part
};

int word_cost(const ListedWord& word, std::size_t bytes) { return part_cost + length_cost(bytes, word.own) + (word.own ? 0 : foreign_cost); }

void offer(Step& best, const Step& candidate) {
    if (candidate.cost < best.cost) best = candidate;
}

class Splitter {
public:
    Splitter(const WordList& list, std::string_view text) : list_(list), text_(text), best_(text.size() + 1) { best_[0].cost = 0; }

    std::vector<CompoundPart> run() {
        for (std::size_t from = 0; from + part_bytes_min <= text_.size(); ++from) {
            if (best_[from].cost >= no_way) continue;
            const std::size_t longest = std::min(part_bytes_max, text_.size() - from);
            for (std::size_t bytes = part_bytes_min; bytes <= longest; ++bytes) try_part(from, bytes);
        }
        return collect();
    }

private:
    void try_part(std::size_t from, std::size_t bytes) {
        const bool is_whole = from == 0 && bytes == text_.size();
        const std::size_t end = from + bytes;
        const auto part = text_.substr(from, bytes);
        if (is_whole) return;
        if (end == text_.size()) {
            try_last(from, part);
            return;
        }
        const auto* word = list_.find(part);
        if (!word || word->name || !word->first) return;
        const int cost = best_[from].cost + word_cost(*word, bytes);
        if (cost >= no_way) return;
        offer(best_[end], {cost, from, word, word->link_bytes, 0});
        for (const auto& link : word->links) {
            if (text_.substr(end).starts_with(link) && end + link.size() < text_.size())
                offer(best_[end + link.size()], {cost + joint_cost, from, word, link.size(), 0});
        }
        // Mitarbeiterinnengespräch: the feminine plural joins as well.
        if (word->own && part.ends_with("er") && text_.substr(end).starts_with("innen") && end + 5 < text_.size())
            offer(best_[end + 5], {cost + joint_cost, from, word, 5, 0});
    }

    void try_last(std::size_t from, std::string_view part) {
        std::string_view ending;
        const auto* word = list_.find_last(part, ending);
        if (!word) return;
        const int cost = best_[from].cost + word_cost(*word, part.size() - ending.size()) + (ending.empty() ? 0 : ending_cost);
        if (cost >= no_way) return;
        offer(best_[text_.size()], {cost, from, word, 0, ending.size()});
    }

    std::vector<CompoundPart> collect() const {
        std::vector<CompoundPart> parts;
        if (best_.back().cost >= no_way) return parts;
        for (std::size_t at = text_.size(); at > 0; at = best_[at].from) {
            const Step& step = best_[at];
            CompoundPart part{step.word->spelling, step.word->spelling};
            if (step.word->link_bytes)
                part.word.resize(part.word.size() - step.word->link_bytes);
            else
                part.surface += text_.substr(at - step.joint, step.joint);
            part.surface += text_.substr(at - step.ending, step.ending);
            parts.push_back(std::move(part));
        }
        std::reverse(parts.begin(), parts.end());
        return parts;
    }

    const WordList& list_;
    std::string_view text_;
    std::vector<Step> best_;
};

// A listed part may be a compound itself (Bebauungsplan|verfahren): its parts count as well.
std::vector<CompoundPart> split_whole(const WordList& list, std::string_view folded_word, int depth) {
    if (folded_word.size() < 2 * part_bytes_min || folded_word.size() > compound_bytes_max) return {};
    if (list.is_atomic(folded_word)) return {};
    const auto parts = Splitter(list, folded_word).run();
    if (parts.size() < 2) return {};
    std::vector<CompoundPart> result;
    for (const auto& part : parts) {
        auto inner = depth < depth_max ? split_whole(list, without_umlauts(part.word), depth + 1) : std::vector<CompoundPart>{};
        if (inner.empty()) {
            result.push_back(part);
            continue;
        }
        inner.back().surface += part.surface.substr(std::min(part.word.size(), part.surface.size()));
        std::move(inner.begin(), inner.end(), std::back_inserter(result));
    }
    return result;
}

}  // namespace

std::vector<CompoundPart> split_compound(const WordList& list, std::string_view folded_word) { return split_whole(list, folded_word, 0); }

}  // namespace kc::search
