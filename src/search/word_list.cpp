// SPDX-License-Identifier: EUPL-1.2
#include "search/word_list.hpp"

#include "base/text.hpp"
#include "search/fold.hpp"

#include <fmt/format.h>
#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>

namespace kc::search {
namespace {

constexpr std::array<std::string_view, 8> endings = {"n", "en", "s", "es", "e", "er", "ern", "em"};
constexpr std::array<std::string_view, 6> joints = {"s", "es", "n", "en", "e", "er"};
constexpr std::size_t dictionary_bytes_max = 32U << 20;

// A Hunspell dictionary from before UTF-8 names its letters in the .aff file beside it.
bool is_latin1(const std::filesystem::path& dictionary) {
    auto rules = dictionary;
    rules.replace_extension(".aff");
    std::ifstream file(rules);
    std::string line;
    while (std::getline(file, line)) {
        if (line.starts_with("SET ")) return line.find("UTF-8") == std::string::npos;
    }
    return false;
}

std::string from_latin1(std::string_view text) {
    std::string out;
    out.reserve(text.size() + text.size() / 16);
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte < 0x80) {
            out += c;
        } else {
            out += static_cast<char>(0xC0 | (byte >> 6));
            out += static_cast<char>(0x80 | (byte & 0x3F));
        }
    }
    return out;
}

std::string_view next_line(std::string_view& text) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    auto line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    return line;
}

}  // namespace

ListedWord& WordList::at(std::string_view word) {
    auto spelling = lowered(word);
    auto& entry = words_[without_umlauts(spelling)];
    if (entry.spelling.empty() || spelling.size() < without_umlauts(spelling).size()) entry.spelling = std::move(spelling);
    return entry;
}

const ListedWord* WordList::find(std::string_view folded) const {
    const auto found = words_.find(folded);
    return found == words_.end() ? nullptr : &found->second;
}

template <class Accept> const ListedWord* WordList::find_form(std::string_view folded, std::string_view& ending, Accept accept) const {
    ending = {};
    if (const auto* word = find(folded); word && accept(*word)) return word;
    for (const auto candidate : endings) {
        if (folded.size() < candidate.size() + 3 || !folded.ends_with(candidate)) continue;
        if (const auto* word = find(folded.substr(0, folded.size() - candidate.size())); word && word->whole && accept(*word)) {
            ending = folded.substr(folded.size() - candidate.size());
            return word;
        }
    }
    return nullptr;
}

const ListedWord* WordList::find_inflected(std::string_view folded, std::string_view& ending) const {
    return find_form(folded, ending, [](const ListedWord&) { return true; });
}

const ListedWord* WordList::find_last(std::string_view folded, std::string_view& ending) const {
    return find_form(folded, ending, [](const ListedWord& word) { return word.last && !word.name; });
}

bool WordList::is_atomic(std::string_view folded) const {
    if (const auto* word = find(folded); word && word->atomic) return true;
    return std::any_of(endings.begin(), endings.end(), [&](std::string_view ending) {
        if (folded.size() < ending.size() + 3 || !folded.ends_with(ending)) return false;
        const auto* word = find(folded.substr(0, folded.size() - ending.size()));
        return word && word->atomic;
    });
}

void WordList::add_part_line(std::string_view line, std::size_t number, std::vector<WordPartProblem>& problems) {
    const std::size_t gap = std::min(line.find(' '), line.size());
    std::string_view word = line.substr(0, gap);
    const bool no_part = word.starts_with('!');
    const bool last_only = word.starts_with('-');
    if (no_part || last_only) word.remove_prefix(1);
    const bool atomic = word.ends_with('!');
    const bool first_only = word.ends_with('-');
    if (atomic || first_only) word.remove_suffix(1);
    if (lowered(word).size() < 2) {
        problems.push_back(
            {number, fmt::format("Zeile {}: „{}“ ist kein Wort. Schreiben Sie ein Wort pro Zeile, dahinter seine Fugen (s, es, n, en, e, er).",
                                 number, line)});
        return;
    }
    auto& entry = at(word);
    if (no_part) {
        entry.name = true;
        return;
    }
    entry.own = true;
    entry.atomic = entry.atomic || atomic;
    entry.first = entry.first || !last_only;
    entry.last = entry.last || !first_only;
    entry.whole = entry.whole || !first_only;
    for (std::string_view rest = trim(line.substr(gap)); !rest.empty();) {
        const std::size_t end = std::min(rest.find(' '), rest.size());
        const std::string_view joint = rest.substr(0, end);
        if (std::find(joints.begin(), joints.end(), joint) == joints.end()) {
            problems.push_back({number, fmt::format("Zeile {}: „{}“ ist keine Fuge. Möglich sind s, es, n, en, e und er.", number, joint)});
            return;
        }
        entry.links.emplace_back(joint);
        rest = trim(rest.substr(end));
    }
}

std::vector<WordPartProblem> WordList::add_parts(std::string_view text) {
    std::vector<WordPartProblem> problems;
    for (std::size_t number = 1; !text.empty(); ++number) {
        auto line = next_line(text);
        line = trim(line.substr(0, std::min(line.find('#'), line.size())));
        if (!line.empty()) add_part_line(line, number, problems);
    }
    return problems;
}

bool WordList::add_hunspell(const std::filesystem::path& dictionary) {
    std::ifstream file(dictionary, std::ios::binary);
    std::string bytes{std::istreambuf_iterator<char>(file), {}};
    if (!file || bytes.empty() || bytes.size() > dictionary_bytes_max) return false;
    if (is_latin1(dictionary)) bytes = from_latin1(bytes);
    std::string_view text = bytes;
    words_.reserve(words_.size() + 70'000);
    while (!text.empty()) {
        auto line = next_line(text);
        if (line.empty() || line.front() == '\t' || line.front() == '#') continue;
        line = trim(line);
        const std::size_t slash = std::min(line.find('/'), line.size());
        const auto word = line.substr(0, slash);
        const auto flags = slash < line.size() ? line.substr(slash + 1) : std::string_view{};
        if (word.size() < 3 || word.find_first_of(".-0123456789 ") != std::string_view::npos) continue;
        const auto has = [&](char flag) { return flags.find(flag) != std::string_view::npos; };
        const bool capital = is_upper(decode(word, 0).value);
        auto& entry = at(word);
        // Flags of igerman98: o only inside compounds, z may end one, j k e may begin one or stand inside, h no word by itself, d forbidden.
        if (has('d')) continue;
        entry.first = entry.first || has('j') || has('k') || has('e');
        entry.last = entry.last || has('z');
        entry.whole = entry.whole || (!has('o') && !has('h')) || (capital && !has('h'));
    }
    return true;
}

void WordList::finish() {
    // The dictionary derives Verordnung from its verb and lists only "verordnungs": the noun ends compounds as well.
    constexpr std::array<std::string_view, 8> noun_endings = {"ungs", "heits", "keits", "schafts", "tions", "taets", "tums", "lings"};
    std::vector<std::string> nouns;
    for (const auto& [folded, word] : words_) {
        const bool noun = std::any_of(noun_endings.begin(), noun_endings.end(),
                                      [&](std::string_view e) { return folded.ends_with(e) && folded.size() > e.size() + 1; });
        if (word.first && !word.last && noun) nouns.push_back(word.spelling.substr(0, word.spelling.size() - 1));
    }
    for (const auto& noun : nouns) {
        auto& entry = at(noun);
        entry.last = entry.whole = true;
    }
    for (auto& [folded, word] : words_) {
        if (!word.first || word.last) continue;
        for (const std::string_view joint : {"s", "es", "n", "en"}) {
            if (folded.size() < joint.size() + 4 || !folded.ends_with(joint)) continue;
            const auto* base = find(std::string_view(folded).substr(0, folded.size() - joint.size()));
            if (base && base->last) {
                word.link_bytes = static_cast<std::uint8_t>(joint.size());
                break;
            }
        }
    }
}

}  // namespace kc::search
