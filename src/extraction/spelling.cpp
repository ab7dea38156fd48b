// SPDX-License-Identifier: EUPL-1.2
#include "extraction/spelling.hpp"

#include <algorithm>

namespace kc::extraction {
namespace {

constexpr std::size_t bytes_min = 4;
constexpr std::size_t bytes_max = 40;

std::size_t edits_allowed(std::size_t bytes) { return bytes < 8 ? 1 : 2; }

bool doubled_or_swapped(std::string_view a, std::string_view b) {
    std::string x(a), y(b);
    x.erase(std::unique(x.begin(), x.end()), x.end());
    y.erase(std::unique(y.begin(), y.end()), y.end());
    if (x == y) return true;
    std::sort(x.begin(), x.end());
    std::sort(y.begin(), y.end());
    return x == y && a.size() == b.size();
}

}  // namespace

std::size_t edits_between(std::string_view a, std::string_view b, std::size_t edits_max) {
    if (a.size() > b.size()) std::swap(a, b);
    if (b.size() - a.size() > edits_max || b.size() > bytes_max) return edits_max + 1;
    std::array<std::size_t, bytes_max + 1> before{}, last{}, row{};
    for (std::size_t j = 0; j <= b.size(); ++j) last[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        row[0] = i;
        std::size_t best = row[0];
        for (std::size_t j = 1; j <= b.size(); ++j) {
            row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) row[j] = std::min(row[j], before[j - 2] + 1);
            best = std::min(best, row[j]);
        }
        if (best > edits_max) return edits_max + 1;
        before = last;
        last = row;
    }
    return std::min(last[b.size()], edits_max + 1);
}

std::string spelling_key(std::string_view folded) {
    std::string key;
    for (std::size_t i = 0; i < folded.size(); ++i) {
        if (folded[i] == 'e' && i > 0 && (folded[i - 1] == 'a' || folded[i - 1] == 'o' || folded[i - 1] == 'u')) continue;
        key += folded[i];
    }
    return key;
}

Speller::Speller(const std::unordered_map<std::string, std::string>& words) {
    for (const auto& [key, word] : words)
        if (!key.empty()) words_.push_back({key, word});
    std::sort(words_.begin(), words_.end(), [](const Word& a, const Word& b) {
        if (a.key.front() != b.key.front()) return static_cast<unsigned char>(a.key.front()) < static_cast<unsigned char>(b.key.front());
        return a.key.size() != b.key.size() ? a.key.size() < b.key.size() : a.key < b.key;
    });
    range_.fill({0, 0});
    for (std::size_t i = 0; i < words_.size(); ++i) {
        auto& range = range_[static_cast<unsigned char>(words_[i].key.front())];
        if (range.second == 0) range.first = i;
        range.second = i + 1;
    }
}

std::optional<std::string> Speller::correct(std::string_view folded) const {
    const auto key = spelling_key(folded);
    if (key.size() < bytes_min || key.size() > bytes_max) return std::nullopt;
    const std::size_t allowed = edits_allowed(key.size());
    // The first letter is nearly always right, and asking for it is what keeps "Akte" apart from "Karte".
    const auto [first, last] = range_[static_cast<unsigned char>(key.front())];
    std::size_t nearest = allowed + 1;
    const Word* found = nullptr;
    bool unclear = false;
    for (std::size_t i = first; i < last; ++i) {
        const auto& word = words_[i];
        if (word.key.size() + allowed < key.size()) continue;
        if (word.key.size() > key.size() + allowed) break;
        const std::size_t edits = edits_between(key, word.key, allowed);
        if (edits > allowed) continue;
        if (edits == 0) return word.word;
        // Of short words only what a slip of the finger gives: "Wrod", "Exel", "Ackte".
        const bool letter_missing = word.key.size() == key.size() + 1 && word.key.size() >= 5;
        if (std::min(key.size(), word.key.size()) < 6 && !doubled_or_swapped(key, word.key) && !letter_missing) continue;
        if (edits < nearest) {
            nearest = edits;
            found = &word;
            unclear = false;
        } else if (edits == nearest && found && !found->key.starts_with(word.key) && !word.key.starts_with(found->key)) {
            unclear = true;
        }
    }
    if (!found || unclear) return std::nullopt;
    return found->word;
}

}  // namespace kc::extraction
