// SPDX-License-Identifier: EUPL-1.2
#include "authoring/readability.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <array>

namespace kc::authoring {

namespace {

constexpr std::size_t word_letters_max = 24;
constexpr int nouns_in_a_row_max = 2;

bool is_vowel(std::string_view text, std::size_t at, std::size_t& length) {
    const char c = text[at];
    length = 1;
    if (std::string_view("aeiouy").find(c) != std::string_view::npos) return true;
    if (c == '\xC3' && at + 1 < text.size()) {
        length = 2;
        const auto second = text[at + 1];
        return second == '\xA4' || second == '\xB6' || second == '\xBC' || second == '\xA9' || second == '\xA0';  // ä ö ü é à
    }
    return false;
}

bool ends_with_one(std::string_view word, std::initializer_list<std::string_view> endings) {
    return std::any_of(endings.begin(), endings.end(),
                       [&](std::string_view ending) { return word.size() > ending.size() + 2 && word.ends_with(ending); });
}

bool is_upper(std::string_view word) {
    if (word.empty()) return false;
    if (word[0] >= 'A' && word[0] <= 'Z') return true;
    return word.size() > 1 && word[0] == '\xC3' && (word[1] == '\x84' || word[1] == '\x96' || word[1] == '\x9C');
}

// A full stop behind these does not end a sentence.
bool is_shortened(std::string_view before) {
    const auto space = before.find_last_of(" \n(");
    const auto word = lower_german(before.substr(space == std::string_view::npos ? 0 : space + 1));
    if (word.empty()) return false;
    if (word.size() == 1) return true;                                                                                // "z. B."
    if (std::all_of(word.begin(), word.end(), [](char c) { return c >= '0' && c <= '9'; })) return word.size() <= 2;  // "3. Mai"
    for (const std::string_view one : {"bzw",  "ca",  "vgl",  "evtl",   "ggf", "inkl", "std", "min", "max", "nr",  "dr",    "prof", "abs", "art",
                                       "bspw", "sog", "mind", "höchst", "tel", "str",  "z.b", "u.a", "d.h", "o.ä", "i.d.r", "usw",  "etc", "zzgl"}) {
        if (word == one) return true;
    }
    return false;
}

bool is_passive(const std::vector<std::string>& words) {
    bool auxiliary = false;
    for (const auto& word : words) {
        if (word == "wird" || word == "werden" || word == "wurde" || word == "wurden" || word == "worden") auxiliary = true;
    }
    if (!auxiliary) return false;
    return std::any_of(words.begin(), words.end(), [](const std::string& word) {
        const bool participle = word.ends_with("t") || word.ends_with("en");
        const bool prefixed = word.starts_with("ge") || word.starts_with("ver") || word.starts_with("be") || word.starts_with("er") ||
                              word.find("ge", 2) != std::string::npos;
        const bool of_ieren = word.ends_with("iert");
        return word.size() > 5 && word != "werden" && word != "worden" && word != "wurden" && ((participle && prefixed) || of_ieren);
    });
}

// "OZG", "KI": two to six capitals; not a word in capitals for emphasis.
bool is_abbreviation(std::string_view word) {
    if (word.size() < 2 || word.size() > 6) return false;
    int capitals = 0;
    for (const char c : word) {
        if (c >= 'A' && c <= 'Z')
            ++capitals;
        else if (!(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9'))
            return false;
    }
    return capitals >= 2 && word[0] >= 'A' && word[0] <= 'Z';
}

// "Onlinezugangsgesetz (OZG)" or "OZG (Onlinezugangsgesetz)" explains it.
bool is_explained(std::string_view text, std::string_view abbreviation) {
    return text.find("(" + std::string(abbreviation) + ")") != std::string_view::npos ||
           text.find(std::string(abbreviation) + " (") != std::string_view::npos;
}

std::string shortened(std::string_view passage) {
    constexpr std::size_t most = 160;
    if (passage.size() <= most) return std::string(passage);
    auto end = passage.find_last_of(' ', most);
    if (end == std::string_view::npos) end = 0;
    return std::string(passage.substr(0, end)) + " …";
}

// The infinitives that a word form in present tense plural may belong to: "wenden … an" is "anwenden".
std::vector<std::string> infinitives(const std::string& form, const std::vector<std::string>& sentence) {
    std::vector<std::string> found{form};
    for (const std::string_view prefix :
         {"ab",  "an",     "auf",    "aus", "bei",    "durch",    "ein", "fest", "her",       "hin",    "mit",  "nach",  "um",
          "vor", "weiter", "wieder", "zu",  "zurück", "zusammen", "dar", "teil", "gegenüber", "bereit", "frei", "sicher"}) {
        if (std::find(sentence.begin(), sentence.end(), prefix) != sentence.end()) found.push_back(std::string(prefix) + form);
    }
    return found;
}

// "anzuwenden" → "anwenden"
std::string without_zu(const std::string& word) {
    const auto zu = word.find("zu", 1);
    if (zu == std::string::npos || zu > 9) return word;
    return word.substr(0, zu) + word.substr(zu + 2);
}

}  // namespace

std::vector<std::string> sentences_of(std::string_view plain) {
    std::vector<std::string> sentences;
    std::size_t begin = 0;
    const auto finish = [&](std::size_t end) {
        const auto sentence = trim(plain.substr(begin, end - begin));
        if (!words_of(sentence).empty()) sentences.emplace_back(sentence);
        begin = end;
    };
    for (std::size_t i = 0; i < plain.size(); ++i) {
        const char c = plain[i];
        if (c == '\n') {
            finish(i + 1);
        } else if (c == '!' || c == '?' || c == '.') {
            const bool last = i + 1 == plain.size() || plain[i + 1] == ' ' || plain[i + 1] == '\n';
            if (!last || (c == '.' && is_shortened(plain.substr(begin, i - begin)))) continue;
            finish(i + 1);
        }
    }
    finish(plain.size());
    return sentences;
}

int syllables_of(std::string_view word) {
    const auto lower = lower_german(word);
    int count = 0;
    for (std::size_t i = 0; i < lower.size();) {
        std::size_t length = 1;
        if (!is_vowel(lower, i, length)) {
            i += length;
            continue;
        }
        ++count;
        const std::string_view rest = std::string_view(lower).substr(i);
        std::size_t step = length;
        for (const std::string_view one : {"äu", "au", "ei", "eu", "ie", "ai", "oi", "aa", "ee", "oo", "ey", "ay", "ou"}) {
            if (rest.starts_with(one)) step = one.size();
        }
        i += step;
    }
    return std::max(count, 1);
}

TextMeasures measure(std::string_view plain) {
    TextMeasures result;
    int of_three = 0, of_one = 0, longer = 0;
    for (const auto& sentence : sentences_of(plain)) {
        ++result.sentences;
        for (const auto& word : words_of(sentence)) {
            ++result.words;
            const int syllables = syllables_of(word);
            of_three += syllables >= 3;
            of_one += syllables == 1;
            longer += code_points(word) > 6;
        }
    }
    if (result.words == 0) return result;
    const double words = result.words;
    result.words_per_sentence = words / result.sentences;
    result.lix = result.words_per_sentence + 100.0 * longer / words;
    result.wiener = 0.1935 * (100.0 * of_three / words) + 0.1672 * result.words_per_sentence + 0.1297 * (100.0 * longer / words) -
                    0.0327 * (100.0 * of_one / words) - 0.875;
    result.wiener = std::clamp(result.wiener, 1.0, 20.0);
    return result;
}

std::vector<TextHint> text_hints(std::string_view field, std::string_view plain, const WordList& list) {
    std::vector<TextHint> hints;
    std::unordered_set<std::string> told;  // each word once per field
    const auto hint = [&](const char* rule, std::string_view passage, const char* key, MessageArguments arguments = {}) {
        hints.push_back({rule, std::string(field), shortened(passage), std::string("authoring.hint.") + key, std::move(arguments)});
    };
    for (const auto& sentence : sentences_of(plain)) {
        const auto words = words_of(sentence);
        const auto lower_sentence = lower_german(sentence);
        std::vector<std::string> lower;
        for (const auto& word : words) lower.push_back(lower_german(word));
        const auto count = std::to_string(words.size());
        // "Bürgerinnen und Bürger"
        const bool names_women = std::any_of(lower.begin(), lower.end(), [](const std::string& word) {
            return word.size() > 7 && (word.ends_with("erin") || word.ends_with("innen"));
        });

        if (words.size() > static_cast<std::size_t>(sentence_words_max)) hint("RE-30", sentence, "long_sentence", {{"words", count}});
        if (is_passive(lower)) hint("RE-32", sentence, "passive");
        const auto abstract = std::count_if(lower.begin(), lower.end(), [](const std::string& word) {
            return ends_with_one(word, {"ung", "ungen", "keit", "keiten", "heit", "heiten", "ierung", "ismus", "tion", "tionen"});
        });
        if (abstract > nouns_in_a_row_max) hint("RE-33", sentence, "noun_style", {{"nouns", std::to_string(abstract)}});
        for (const auto& phrase : list.phrases()) {
            if (lower_sentence.find(phrase.word) != std::string::npos && told.insert(phrase.word).second)
                hint("RE-34", phrase.word, "jargon", {{"word", phrase.word}, {"better", phrase.better}});
        }
        for (std::size_t i = 0; i < words.size(); ++i) {
            const auto& word = words[i];
            if (code_points(word) > word_letters_max && word.find('-') == std::string::npos && told.insert(lower[i]).second)
                hint("RE-31", word, "long_word", {{"word", word}});
            if (const auto* jargon = list.find_jargon(lower[i]); jargon != nullptr && told.insert(lower_german(jargon->word)).second)
                hint("RE-34", word, "jargon", {{"word", word}, {"better", jargon->better}});
            const auto* person = is_upper(word) && !names_women ? list.find_person(lower[i]) : nullptr;
            if (person != nullptr && told.insert(lower[i]).second) hint("RE-36", word, "people", {{"word", word}, {"better", person->better}});
            if (is_abbreviation(word) && !list.is_known_abbreviation(word) && !is_explained(plain, word) && told.insert(word).second)
                hint("RE-35", word, "abbreviation", {{"word", word}});
        }
    }
    return hints;
}

ObjectiveVerb objective_verb(std::string_view objective, const WordList& list) {
    const auto sentences = sentences_of(objective);
    if (sentences.empty()) return {};
    std::vector<std::string> words;
    for (const auto& word : words_of(sentences.front())) words.push_back(lower_german(word));
    if (words.empty()) return {};

    const auto judged = [&](const std::vector<std::string>& candidates) -> std::optional<ObjectiveVerb> {
        for (auto it = candidates.rbegin(); it != candidates.rend(); ++it) {  // the longer form with its prefix first
            if (const auto* vague = list.find_vague_verb(*it)) return ObjectiveVerb{ObjectiveVerb::Kind::vague, *it, vague->better, 0};
            if (const auto level = list.level_of_verb(*it)) return ObjectiveVerb{ObjectiveVerb::Kind::observable, *it, {}, *level};
        }
        return std::nullopt;
    };

    // The verb stands behind the person ("Sie nennen …", "Die Teilnehmenden prüfen …"), before it ("Danach nennen Sie …") or first.
    std::vector<std::size_t> places;
    for (std::size_t i = 0; i < words.size() && i < 8; ++i) {
        const bool person = words[i] == "sie" || words[i] == "teilnehmende" || words[i] == "teilnehmenden" || words[i] == "beschäftigte" ||
                            words[i] == "beschäftigten" || words[i] == "führungskräfte";
        if (!person) continue;
        if (i <= 1 && i + 1 < words.size()) places.push_back(i + 1);
        if (i > 0) places.push_back(i - 1);
        break;
    }
    places.push_back(0);
    const auto first = words[places.front()];
    static constexpr std::array modal{"können", "sind", "haben", "werden", "sollen", "lernen", "wissen"};
    const bool is_modal = std::any_of(modal.begin(), modal.end(), [&](const char* one) { return first == one; });
    if (is_modal) {
        // "Sie können … anwenden", "Sie sind in der Lage, … anzuwenden", "Sie lernen, … anzuwenden"
        std::optional<ObjectiveVerb> vague;
        for (std::size_t i = places.front() + 1; i < words.size(); ++i) {
            for (const auto& form : {words[i], without_zu(words[i])}) {
                const auto found = judged({form});
                if (found && found->kind == ObjectiveVerb::Kind::observable) return *found;
                if (found && !vague) vague = found;
            }
        }
        if (vague) return *vague;
        if (const auto found = judged({first})) return *found;
        return {ObjectiveVerb::Kind::unknown, words.back(), {}, 0};
    }
    for (const auto place : places) {
        if (const auto found = judged(infinitives(words[place], words))) return *found;
    }
    return {ObjectiveVerb::Kind::unknown, first, {}, 0};
}

}  // namespace kc::authoring
