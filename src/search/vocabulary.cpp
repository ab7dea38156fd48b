// SPDX-License-Identifier: EUPL-1.2
#include "search/vocabulary.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <numeric>

#include "search/bits.hpp"
#include "search/draft.hpp"
#include "search/language.hpp"

namespace kc::search {

namespace {

constexpr std::size_t length_max = 48;  // longer words are not corrected

// Which letters occur, and which of them twice. An edit adds or takes one letter or both, and so changes at most two bits.
std::uint64_t letter_bits(std::string_view word) {
    std::uint64_t once = 0, twice = 0;
    for (const char c : word) {
        const auto bit = std::uint64_t{1} << (static_cast<unsigned char>(c) & 31);
        twice |= once & bit;
        once |= bit;
    }
    return once | twice << 32;
}

// Neighbours on a German keyboard, and letters that sound alike.
constexpr bool near_keys(char a, char b) {
    constexpr std::array<std::string_view, 3> keyboard{"qwertzuiop", "asdfghjkl", "yxcvbnm"};
    for (const auto row : keyboard) {
        const auto x = row.find(a), y = row.find(b);
        if (x != row.npos && y != row.npos) return x + 1 == y || y + 1 == x;
    }
    return false;
}

constexpr bool sound_alike(char a, char b) {
    constexpr std::array<std::string_view, 9> pairs{"dt", "bp", "gk", "vf", "vw", "ck", "sz", "iy", "zy"};
    return std::any_of(pairs.begin(), pairs.end(),
                       [&](std::string_view pair) { return (pair[0] == a && pair[1] == b) || (pair[0] == b && pair[1] == a); });
}

constexpr auto replace_costs = [] {
    std::array<std::array<std::uint8_t, 26>, 26> costs{};
    for (char a = 'a'; a <= 'z'; ++a) {
        for (char b = 'a'; b <= 'z'; ++b) {
            costs[static_cast<std::size_t>(a - 'a')][static_cast<std::size_t>(b - 'a')] = sound_alike(a, b) ? 6 : near_keys(a, b) ? 8 : 10;
        }
    }
    return costs;
}();

std::uint32_t replace_cost(char typed, char meant) {
    const auto a = static_cast<unsigned>(typed - 'a'), b = static_cast<unsigned>(meant - 'a');
    return a < 26 && b < 26 ? replace_costs[a][b] : 10;
}

// A letter too many or too few: cheap when it doubles its neighbour, or is a silent h or e.
std::uint32_t gap_cost(std::string_view word, std::size_t at) {
    if ((at > 0 && word[at - 1] == word[at]) || (at + 1 < word.size() && word[at + 1] == word[at])) return 5;
    if (at > 0 && (word[at] == 'h' || (word[at] == 'e' && word[at - 1] == 'i'))) return 7;
    return 10;
}

}  // namespace

std::uint32_t edit_cost(std::string_view typed, std::string_view meant, unsigned edits_max) {
    if (typed.size() > length_max || meant.size() > length_max) return typed == meant ? 0 : cost_beyond;
    const auto difference = typed.size() > meant.size() ? typed.size() - meant.size() : meant.size() - typed.size();
    if (difference > edits_max) return cost_beyond;
    // Each cell holds edits and cost together, edits first; only a band of the table around its diagonal can stay within the limit.
    using Row = std::array<std::uint32_t, length_max + 2>;
    Row rows[3];
    const auto width = static_cast<std::size_t>(edits_max);
    constexpr std::uint32_t edit = 1U << 16;
    rows[0].fill(edit * 100);
    rows[0][0] = 0;
    for (std::size_t j = 1; j <= std::min(meant.size(), width); ++j) rows[0][j] = rows[0][j - 1] + edit + gap_cost(meant, j - 1);
    std::uint32_t left_edge = 0;
    for (std::size_t i = 1; i <= typed.size(); ++i) {
        Row& row = rows[i % 3];
        const Row& above = rows[(i + 2) % 3];
        const Row& above2 = rows[(i + 1) % 3];
        const auto from = i > width ? i - width : 0, to = std::min(meant.size(), i + width);
        left_edge += edit + gap_cost(typed, i - 1);
        std::uint32_t best = edit * 100;
        if (from == 0)
            best = row[0] = left_edge;
        else
            row[from - 1] = edit * 100;
        for (std::size_t j = std::max<std::size_t>(from, 1); j <= to; ++j) {
            std::uint32_t cell = above[j - 1];
            if (typed[i - 1] != meant[j - 1]) {
                cell += edit + replace_cost(typed[i - 1], meant[j - 1]);
                if (j < i + width) cell = std::min(cell, above[j] + edit + gap_cost(typed, i - 1));
                if (j > from || from == 0) cell = std::min(cell, row[j - 1] + edit + gap_cost(meant, j - 1));
                if (i > 1 && j > 1 && typed[i - 1] == meant[j - 2] && typed[i - 2] == meant[j - 1]) cell = std::min(cell, above2[j - 2] + edit + 7);
            }
            row[j] = cell;
            best = std::min(best, cell);
        }
        if (to < meant.size()) row[to + 1] = edit * 100;
        if (best / edit > edits_max) return cost_beyond;
    }
    const auto cell = rows[typed.size() % 3][meant.size()];
    return cell / edit > edits_max ? cost_beyond : cell % edit;
}

Vocabulary::Vocabulary(const WordTable& table, const std::vector<std::uint32_t>& frequencies, const Analyzer& analyzer) {
    struct Entry {
        std::string folded;
        std::uint32_t word, frequency;
    };
    std::vector<Entry> entries;
    for (std::uint32_t word = 0; word < frequencies.size(); ++word) {
        if (frequencies[word] == 0) continue;
        auto folded = analyzer.folded(table.words[word]);
        if (!folded.empty()) entries.push_back({std::move(folded), word, frequencies[word]});
    }
    std::sort(entries.begin(), entries.end(), [&](const Entry& a, const Entry& b) {
        if (a.folded != b.folded) return a.folded < b.folded;
        if (a.frequency != b.frequency) return a.frequency > b.frequency;
        return table.words[a.word] < table.words[b.word];
    });
    begin_.push_back(0);
    for (std::size_t i = 0; i < entries.size();) {
        std::uint32_t sum = 0;
        const auto first = i;
        for (; i < entries.size() && entries[i].folded == entries[first].folded; ++i) sum += entries[i].frequency;
        bytes_ += entries[first].folded;
        begin_.push_back(static_cast<std::uint32_t>(bytes_.size()));
        words_.push_back(entries[first].word);
        frequencies_.push_back(sum);
    }
    bytes_.shrink_to_fit();
    by_length_.resize(size());
    std::iota(by_length_.begin(), by_length_.end(), 0U);
    std::stable_sort(by_length_.begin(), by_length_.end(), [&](std::uint32_t a, std::uint32_t b) { return folded(a).size() < folded(b).size(); });
    length_begin_.assign(length_max + 2, 0);
    for (std::uint32_t entry = 0; entry < size(); ++entry) {
        const auto length = folded(entry).size();
        if (length <= length_max) ++length_begin_[length + 1];
    }
    for (std::size_t i = 1; i < length_begin_.size(); ++i) length_begin_[i] += length_begin_[i - 1];
    for (const auto entry : by_length_) letters_.push_back(letter_bits(folded(entry)));
}

bool Vocabulary::contains(std::string_view wanted) const {
    const auto [from, to] = with_prefix(wanted);
    return from < to && folded(from) == wanted;
}

std::pair<std::uint32_t, std::uint32_t> Vocabulary::with_prefix(std::string_view prefix) const {
    const auto search = [&](bool after) {
        std::uint32_t low = 0, high = static_cast<std::uint32_t>(size());
        while (low < high) {
            const auto middle = low + (high - low) / 2;
            const auto head = folded(middle).substr(0, prefix.size());
            if (head < prefix || (after && head == prefix))
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    };
    return {search(false), search(true)};
}

// Words that may be near by their letters.
KC_SEARCH_CLONES static void near_letters(const std::uint64_t* letters, std::uint32_t from, std::uint32_t to, std::uint64_t wanted, int bits_max,
                                          std::vector<std::uint32_t>& out) {
    for (auto i = from; i < to; ++i) {
        if (std::popcount(letters[i] ^ wanted) <= bits_max) out.push_back(i);
    }
}

std::vector<Neighbour> Vocabulary::neighbours(std::string_view wanted, std::size_t limit) const {
    std::vector<Neighbour> found;
    if (wanted.size() < 4 || wanted.size() > length_max || size() == 0) return found;
    const unsigned edits_max = wanted.size() < 6 ? 1 : 2;
    std::vector<std::uint32_t> candidates;
    const auto shortest = wanted.size() - edits_max, longest = std::min(wanted.size() + edits_max, length_max);
    near_letters(letters_.data(), length_begin_[shortest], length_begin_[longest + 1], letter_bits(wanted), static_cast<int>(2 * edits_max),
                 candidates);
    for (const auto place : candidates) {
        const auto entry = by_length_[place];
        const auto cost = edit_cost(wanted, folded(entry), edits_max);
        if (cost < cost_beyond && cost > 0) found.push_back({entry, cost});
    }
    // A word ten times as frequent may cost four tenths of an edit more.
    const auto rank = [&](const Neighbour& n) {
        return static_cast<int>(n.cost) * 10 - 12 * static_cast<int>(std::bit_width(frequencies_[n.entry]));
    };
    std::sort(found.begin(), found.end(), [&](const Neighbour& a, const Neighbour& b) {
        const auto x = rank(a), y = rank(b);
        return x != y ? x < y : a.entry < b.entry;
    });
    if (found.size() > limit) found.resize(limit);
    return found;
}

std::size_t Vocabulary::memory_bytes() const {
    return bytes_.capacity() + 8 * letters_.capacity() +
           4 * (begin_.capacity() + words_.capacity() + frequencies_.capacity() + by_length_.capacity() + length_begin_.capacity());
}

}  // namespace kc::search
