// SPDX-License-Identifier: EUPL-1.2
#include "extraction/cue_finder.hpp"

#include "base/require.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

namespace kc::extraction {
namespace {

constexpr std::size_t gap_words_max = 3;
constexpr std::size_t fillers_max = 2;

std::vector<std::string_view> split(std::string_view text, char mark) {
    std::vector<std::string_view> parts;
    for (std::size_t at = 0; at <= text.size();) {
        const auto end = std::min(text.find(mark, at), text.size());
        if (end > at) parts.push_back(text.substr(at, end - at));
        at = end + 1;
    }
    return parts;
}

// A clause goes on behind these: no gap of a pattern reaches over them.
bool joins_clauses(const std::string& word) {
    static const std::unordered_set<std::string> words = {"und", "oder", "jedoch", "sondern", "sowie"};
    return words.contains(word);
}

bool is_filler(const std::string& word) {
    static const std::unordered_set<std::string> words = {"ich",        "da",   "auch", "halt",  "eben",  "ja",  "leider",
                                                          "eigentlich", "aber", "hier", "dabei", "damit", "doch"};
    return words.contains(word);
}

std::optional<int> number_of(const std::string& word) {
    static const std::unordered_map<std::string, int> numbers = {
        {"einem", 1},     {"einer", 1},     {"ein", 1},       {"eins", 1},      {"zwei", 2},      {"drei", 3},
        {"vier", 4},      {"fuenf", 5},     {"sechs", 6},     {"sieben", 7},    {"acht", 8},      {"neun", 9},
        {"zehn", 10},     {"elf", 11},      {"zwoelf", 12},   {"dreizehn", 13}, {"vierzehn", 14}, {"fuenfzehn", 15},
        {"sechzehn", 16}, {"siebzehn", 17}, {"achtzehn", 18}, {"neunzehn", 19}, {"zwanzig", 20},  {"fuenfundzwanzig", 25},
        {"dreissig", 30}, {"vierzig", 40},  {"paar", 3},      {"einigen", 4},   {"mehreren", 4},  {"etlichen", 8},
        {"vielen", 10},   {"zig", 20},      {"ueber", -1},    {"fast", -1},     {"gut", -1},      {"knapp", -1},
        {"mehr", -1},     {"als", -1},      {"rund", -1},     {"etwa", -1},     {"schon", -1},    {"ca", -1},
        {"nun", -1},      {"jetzt", -1}};
    if (const auto found = numbers.find(word); found != numbers.end()) return found->second;
    int value = 0;
    const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
    if (error == std::errc() && end == word.data() + word.size() && value > 0) return value;
    return std::nullopt;
}

}  // namespace

WordSet::WordSet(const search::Analyzer& analyzer, std::span<const std::string_view> words) {
    for (const auto word : words) words_.insert(analyzer.folded(word));
}

CueFinder::CueFinder(const search::Analyzer& analyzer, std::span<const CueRule> rules) : rules_(rules) {
    for (std::size_t i = 0; i < rules_.size(); ++i) {
        for (const auto pattern : split(rules_[i].patterns, '|')) add_pattern(analyzer, i, pattern);
    }
}

void CueFinder::add_pattern(const search::Analyzer& analyzer, std::size_t rule, std::string_view text) {
    Pattern pattern{rule, {}};
    for (auto part : split(text, ' ')) {
        Slot slot;
        if (part == "\u2026") {
            slot.gap = true;
            pattern.slots.push_back(std::move(slot));
            continue;
        }
        if (part.ends_with('?')) {
            slot.optional = true;
            part.remove_suffix(1);
        }
        for (auto way : split(part, '/')) {
            Way made;
            if (way.ends_with('*')) {
                made.prefix = true;
                way.remove_suffix(1);
            }
            if (way.ends_with('?')) {  // of the last way: the whole slot
                slot.optional = true;
                way.remove_suffix(1);
            }
            made.text = analyzer.folded(way);
            require(!made.text.empty());
            words_.insert(made.text);
            slot.ways.push_back(std::move(made));
        }
        pattern.slots.push_back(std::move(slot));
    }
    require(!pattern.slots.empty() && !pattern.slots.front().gap && !pattern.slots.back().gap);
    std::unordered_set<char> letters;
    for (const auto& slot : pattern.slots) {
        if (slot.gap) continue;
        for (const auto& way : slot.ways) letters.insert(way.text.front());
        if (!slot.optional) break;
    }
    for (const char letter : letters) by_first_letter_[letter].push_back(patterns_.size());
    patterns_.push_back(std::move(pattern));
}

bool CueFinder::fits(const Slot& slot, const std::string& folded) {
    return std::any_of(slot.ways.begin(), slot.ways.end(),
                       [&](const Way& way) { return way.prefix ? folded.starts_with(way.text) : folded == way.text; });
}

bool CueFinder::match(const Pattern& pattern, std::size_t at, const Statement& statement, std::size_t token, std::vector<std::size_t>& words) const {
    if (at == pattern.slots.size()) return true;
    const auto& slot = pattern.slots[at];
    const auto reachable = [&](std::size_t next) {
        if (next >= statement.tokens.size()) return false;
        return words.empty() || (!statement.tokens[next].stop_before && !statement.tokens[next].comma_before);
    };
    if (slot.gap) {
        for (std::size_t skipped = 0;; ++skipped) {
            if (match(pattern, at + 1, statement, token + skipped, words)) return true;
            if (skipped == gap_words_max || !reachable(token + skipped) || joins_clauses(statement.tokens[token + skipped].folded)) return false;
        }
    }
    if (reachable(token) && fits(slot, statement.tokens[token].folded)) {
        words.push_back(token);
        if (match(pattern, at + 1, statement, token + 1, words)) return true;
        words.pop_back();
    }
    if (slot.optional && match(pattern, at + 1, statement, token, words)) return true;
    // German puts small words anywhere: "tue ich mich da schwer".
    return !words.empty() && token <= words.back() + fillers_max && reachable(token) && is_filler(statement.tokens[token].folded) &&
           match(pattern, at, statement, token + 1, words);
}

// "seit zehn Jahren", "nach zwanzig Jahren", "seit 2009": experience counts (EX-25).
void CueFinder::find_years(const Statement& statement, std::vector<Cue>& found) {
    static const std::unordered_set<std::string> openers = {"seit", "seid", "nach", "schon", "ueber", "fast", "sind", "mit"};
    const auto& tokens = statement.tokens;
    for (std::size_t i = 0; i + 1 < tokens.size(); ++i) {
        if (!openers.contains(tokens[i].folded)) continue;
        int value = 0;
        std::size_t at = i + 1;
        for (; at < tokens.size() && at < i + 5 && !tokens[at].stop_before && !tokens[at].comma_before; ++at) {
            const auto number = number_of(tokens[at].folded);
            if (!number) break;
            if (*number > 0) value = *number;
        }
        if (value == 0) continue;
        const bool since = tokens[i].folded == "seit" || tokens[i].folded == "seid";
        const bool calendar_year = since && value >= 1960 && value <= 2100;
        int level = 0;
        if (calendar_year) {
            level = 3;  // there is no clock here: that somebody names the year means that it is no novelty
            --at;
        } else if (at < tokens.size() && tokens[at].folded.starts_with("jahr")) {
            level = value >= 8 ? 4 : 3;
        } else if (since && at < tokens.size() && tokens[at].folded.starts_with("monat")) {
            level = 2;
        } else if (since && at < tokens.size() && (tokens[at].folded.starts_with("woche") || tokens[at].folded.starts_with("tag"))) {
            level = 1;
        } else {
            continue;
        }
        Cue cue{level <= 2 ? CueKind::limit : CueKind::level, level, "EX-25", i, at, {}};
        for (std::size_t word = i; word <= at; ++word) cue.words.push_back(word);
        found.push_back(std::move(cue));
    }
}

std::vector<Cue> CueFinder::find(const Statement& statement) const {
    std::vector<Cue> found;
    find_years(statement, found);
    for (std::size_t token = 0; token < statement.tokens.size(); ++token) {
        const auto candidates = by_first_letter_.find(statement.tokens[token].folded.front());
        if (candidates == by_first_letter_.end()) continue;
        for (const std::size_t number : candidates->second) {
            std::vector<std::size_t> words;
            if (!match(patterns_[number], 0, statement, token, words) || words.empty() || words.front() != token) continue;
            const auto& rule = rules_[patterns_[number].rule];
            found.push_back({rule.kind, rule.level, rule.number, words.front(), words.back(), words});
        }
    }
    std::stable_sort(found.begin(), found.end(), [](const Cue& a, const Cue& b) { return a.words.size() > b.words.size(); });
    std::vector<bool> taken(statement.tokens.size(), false);
    std::vector<Cue> kept;
    for (auto& cue : found) {
        if (std::any_of(cue.words.begin(), cue.words.end(), [&](std::size_t word) { return taken[word]; })) continue;
        for (const std::size_t word : cue.words) taken[word] = true;
        kept.push_back(std::move(cue));
    }
    std::sort(kept.begin(), kept.end(), [](const Cue& a, const Cue& b) { return a.first < b.first; });
    return kept;
}

}  // namespace kc::extraction
