// SPDX-License-Identifier: EUPL-1.2
#include "curation/words.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <array>
#include <unordered_set>

namespace kc::curation {

namespace {

// Letters of two bytes that begin with 0xC3: the accents of western Europe.
std::string_view without_accent(unsigned char second) {
    if (second == 0x9f) return "ss";
    const unsigned char lower = second < 0xa0 ? static_cast<unsigned char>(second + 0x20) : second;
    switch (lower) {
        case 0xa4: return "ae";
        case 0xb6: return "oe";
        case 0xbc: return "ue";
        case 0xa0:
        case 0xa1:
        case 0xa2:
        case 0xa3:
        case 0xa5: return "a";
        case 0xa6: return "ae";
        case 0xa7: return "c";
        case 0xa8:
        case 0xa9:
        case 0xaa:
        case 0xab: return "e";
        case 0xac:
        case 0xad:
        case 0xae:
        case 0xaf: return "i";
        case 0xb1: return "n";
        case 0xb2:
        case 0xb3:
        case 0xb4:
        case 0xb5:
        case 0xb8: return "o";
        case 0xb9:
        case 0xba:
        case 0xbb: return "u";
        case 0xbd:
        case 0xbf: return "y";
        default: return {};
    }
}

const std::unordered_set<std::string_view>& stop_words() {
    static const std::unordered_set<std::string_view> words{
        "der",     "die",   "das",  "den", "dem",  "des",  "ein",   "eine", "einen", "einer", "eines", "einem", "und",   "oder",   "mit",
        "von",     "vom",   "zu",   "zum", "zur",  "fuer", "auf",   "aus",  "bei",   "beim",  "bis",   "durch", "gegen", "ueber",  "unter",
        "nach",    "vor",   "ohne", "um",  "am",   "an",   "im",    "in",   "ins",   "ist",   "sind",  "sein",  "sich",  "wie",    "als",
        "auch",    "nicht", "ich",  "mir", "mich", "mein", "meine", "wir",  "es",    "man",   "dass",  "so",    "etwas", "andere", "anderer",
        "anderen", "the",   "of",   "and", "to",   "for",  "in",    "on",   "with",  "a",     "an"};
    return words;
}

std::string without_ending(std::string word) {
    static constexpr std::array<std::string_view, 14> endings{"ungen", "innen", "ieren", "ung", "end", "ern", "est",
                                                              "em",    "en",    "er",    "es",  "e",   "n",   "s"};
    for (const auto ending : endings) {
        if (word.size() >= ending.size() + 4 && word.ends_with(ending)) {
            word.resize(word.size() - ending.size());
            break;
        }
    }
    return word;
}

}  // namespace

std::string folded(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    const auto separate = [&] {
        if (!out.empty() && out.back() != ' ') out += ' ';
    };
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto c = static_cast<unsigned char>(text[i]);
        if (c >= 'A' && c <= 'Z') {
            out += static_cast<char>(c + 32);
        } else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
            out += static_cast<char>(c);
        } else if (c == 0xc3 && i + 1 < text.size()) {
            const auto letter = without_accent(static_cast<unsigned char>(text[++i]));
            letter.empty() ? separate() : void(out += letter);
        } else if (c == 0xc2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) == 0xad) {
            ++i;  // a soft hyphen is part of the word
        } else if (c < 0x80 || c >= 0xc0) {
            separate();  // the rest of a longer sequence follows and adds nothing
        }
    }
    if (!out.empty() && out.back() == ' ') out.pop_back();
    return out;
}

std::vector<std::string> query_words(std::string_view query) {
    std::vector<std::string> words;
    const auto text = folded(query);
    for (std::size_t at = 0; at < text.size() && words.size() < 20;) {
        const auto end = std::min(text.find(' ', at), text.size());
        words.push_back(text.substr(at, end - at));
        at = end + 1;
    }
    return words;
}

std::vector<std::string> key_words(std::string_view text) {
    std::vector<std::string> words;
    const auto plain = folded(text);
    for (std::size_t at = 0; at < plain.size();) {
        const auto end = std::min(plain.find(' ', at), plain.size());
        auto word = plain.substr(at, end - at);
        at = end + 1;
        if (word.size() >= 2 && !stop_words().contains(word)) words.push_back(without_ending(std::move(word)));
    }
    std::sort(words.begin(), words.end());
    words.erase(std::unique(words.begin(), words.end()), words.end());
    return words;
}

std::vector<std::string> split_keywords(std::string_view keywords) {
    std::vector<std::string> words;
    while (!keywords.empty()) {
        const auto end = std::min(keywords.find_first_of(",;\n"), keywords.size());
        if (auto word = std::string(trim(keywords.substr(0, end))); !word.empty()) words.push_back(std::move(word));
        keywords.remove_prefix(std::min(keywords.size(), end + 1));
    }
    return words;
}

bool text_fits(std::string_view folded_text, const std::vector<std::string>& folded_query_words) {
    return std::all_of(folded_query_words.begin(), folded_query_words.end(), [&](const std::string& word) {
        return folded_text.starts_with(word) || folded_text.find(" " + word) != std::string_view::npos;
    });
}

}  // namespace kc::curation
