// SPDX-License-Identifier: EUPL-1.2
#include "search/words.hpp"

#include "search/fold.hpp"

#include <algorithm>
#include <array>

namespace kc::search {
namespace {

bool is_hyphen(char32_t c) { return c == '-' || c == 0x2010 || c == 0x2011; }
bool is_gender_mark(char32_t c) { return c == ':' || c == '*' || c == '_' || c == 0xB7 || c == 0x2022; }
bool is_apostrophe(char32_t c) { return c == '\'' || c == 0x2019; }

std::size_t next(std::string_view text, std::size_t at) { return at + decode(text, at).bytes; }
char32_t at_or_none(std::string_view text, std::size_t at) { return at < text.size() ? decode(text, at).value : U' '; }

char ascii_lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

bool begins_with(std::string_view text, std::size_t at, std::string_view ending) {
    if (text.size() - std::min(at, text.size()) < ending.size()) return false;
    return std::equal(ending.begin(), ending.end(), text.begin() + static_cast<std::ptrdiff_t>(at),
                      [](char expected, char c) { return expected == ascii_lower(c); });
}

// The endings that stand behind a gender mark: Bürger:innen, Leiter/in, Beauftragte*r, eine_n. Longest first.
constexpr std::array<std::string_view, 6> gender_endings = {"innen", "in", "r", "n", "s", "m"};

struct GenderMark {
    std::size_t end = 0;  // behind mark and ending; 0: there is none
    bool more = false;    // letters follow: Bürger*innenbüro
};

GenderMark gender_mark(std::string_view text, std::size_t at) {
    const char32_t mark = at_or_none(text, at);
    const bool round = mark == '(';
    if (!is_gender_mark(mark) && mark != '/' && !round) return {};
    std::size_t from = next(text, at);
    if ((mark == '/' || round) && from < text.size() && is_hyphen(decode(text, from).value)) from = next(text, from);
    for (const auto ending : gender_endings) {
        if (!begins_with(text, from, ending)) continue;
        const std::size_t end = from + ending.size();
        const char32_t after = at_or_none(text, end);
        if (round) {
            if (after == ')') return {end + 1, false};
            continue;
        }
        if (!is_letter(after) && !is_digit(after)) return {end, false};
        if (ending == "innen" && is_gender_mark(mark)) return {end, true};
    }
    return {};
}

// The end of the word that begins at `at`.
std::size_t word_end(std::string_view text, std::size_t at) {
    bool last_is_letter = false;
    bool last_is_digit = false;
    while (at < text.size()) {
        const auto [c, bytes] = decode(text, at);
        if (is_letter(c) || is_digit(c)) {
            last_is_letter = is_letter(c);
            last_is_digit = !last_is_letter;
            at += bytes;
        } else if (is_invisible(c)) {
            at += bytes;
        } else {
            const char32_t following = at_or_none(text, at + bytes);
            const bool joined = is_letter(following) || is_digit(following);
            if (last_is_letter && !is_hyphen(c)) {
                if (const auto mark = gender_mark(text, at); mark.end) {
                    at = mark.end;
                    continue;
                }
            }
            if (is_hyphen(c)) {
                at += bytes;
                if (!joined) return at;
                last_is_letter = last_is_digit = false;
            } else if ((last_is_digit && (c == '.' || c == ',') && is_digit(following)) ||
                       (last_is_letter && is_apostrophe(c) && is_letter(following))) {
                at += bytes;
            } else {
                return at;
            }
        }
    }
    return at;
}

std::string_view cut(std::string_view word) {
    if (word.size() <= word_bytes_max) return word;
    std::size_t end = word_bytes_max;
    while (end > 0 && (static_cast<unsigned char>(word[end]) & 0xC0) == 0x80) --end;
    return word.substr(0, end);
}

// SachbearbeiterInnen: the capital I marks the gender only after the endings that words for people have.
bool ends_like_a_person(std::string_view text) {
    constexpr std::array<std::string_view, 8> endings = {"er", "st", "nt", "or", "eur", "log", "kt", "rt"};
    return std::any_of(endings.begin(), endings.end(), [&](std::string_view ending) { return text.ends_with(ending); });
}

struct Cleaner {
    std::string_view word;
    std::string cleaned;  // without gender marks; hyphens stay

    void run() {
        for (std::size_t at = 0; at < word.size();) {
            const auto [c, bytes] = decode(word, at);
            if (!cleaned.empty() && !is_letter(c) && !is_hyphen(c)) {
                if (const auto mark = gender_mark(word, at); mark.end) {
                    at = mark.end;
                    continue;
                }
            }
            if (c == 'I' && ends_like_a_person(cleaned)) {
                const std::size_t ending = begins_with(word, at, "innen") ? 5 : begins_with(word, at, "in") ? 2 : 0;
                const char32_t after = at_or_none(word, at + ending);
                if (ending == 5 || (ending == 2 && !is_letter(after))) {
                    at += ending;
                    continue;
                }
            }
            cleaned.append(is_hyphen(c) ? std::string_view("-") : word.substr(at, bytes));
            at += bytes;
        }
    }
};

bool is_abbreviation(std::string_view word) {
    std::size_t capitals = 0, others = 0;
    for (std::size_t at = 0; at < word.size(); at = next(word, at)) {
        const char32_t c = decode(word, at).value;
        (is_upper(c) || is_digit(c) ? capitals : others) += 1;
    }
    return others == 0 && capitals >= 2 && capitals <= 6;
}

}  // namespace

void find_words(std::string_view text, std::size_t words_max, std::vector<Word>& out) {
    std::uint32_t position = 0;
    for (std::size_t at = 0; at < text.size() && position < words_max;) {
        const auto [c, bytes] = decode(text, at);
        if (!is_letter(c) && !is_digit(c)) {
            at += bytes;
            continue;
        }
        const std::size_t end = word_end(text, at);
        out.push_back({cut(text.substr(at, end - at)), position++});
        at = end;
    }
}

WrittenWord take_apart(std::string_view word) {
    WrittenWord result;
    Cleaner cleaner{cut(word), {}};
    cleaner.run();
    const std::string_view cleaned = cleaner.cleaned;
    result.abbreviation = is_abbreviation(cleaned);
    result.elliptic = cleaned.ends_with('-');
    for (std::size_t at = 0; at <= cleaned.size();) {
        const std::size_t hyphen = std::min(cleaned.find('-', at), cleaned.size());
        if (auto segment = lowered(cleaned.substr(at, hyphen - at)); !segment.empty()) result.segments.push_back(std::move(segment));
        at = hyphen + 1;
    }
    return result;
}

}  // namespace kc::search
