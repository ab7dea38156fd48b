// SPDX-License-Identifier: EUPL-1.2
#include "search/stem.hpp"

#include "search/fold.hpp"

#include <libstemmer.h>
#include <algorithm>
#include <array>
#include <memory>
#include <stdexcept>
#include <unordered_map>
#include <unordered_set>

namespace kc::search {
namespace {

// libstemmer keeps its working memory in the stemmer object, so each thread has its own.
std::string snowball(std::string_view word) {
    struct Delete {
        void operator()(sb_stemmer* stemmer) const { sb_stemmer_delete(stemmer); }
    };
    thread_local const std::unique_ptr<sb_stemmer, Delete> stemmer{sb_stemmer_new("german", "UTF_8")};
    if (!stemmer) throw std::runtime_error("libstemmer has no German stemmer");
    const auto* stemmed = sb_stemmer_stem(stemmer.get(), reinterpret_cast<const sb_symbol*>(word.data()), static_cast<int>(word.size()));
    if (!stemmed) throw std::bad_alloc();
    return {reinterpret_cast<const char*>(stemmed), static_cast<std::size_t>(sb_stemmer_length(stemmer.get()))};
}

// Words whose stem Snowball shares with an unrelated word, or whose forms it fails to bring together.
const std::unordered_map<std::string_view, std::string_view>& exceptions() {
    static const std::unordered_map<std::string_view, std::string_view> table = {
        {"bürger", "burger"},       {"bürgern", "burger"},       {"bürgers", "burger"},
        {"kurs", "kurs"},           {"bonus", "bonus"},          {"preis", "preis"},
        {"kreis", "kreis"},         {"dienst", "dienst"},        {"dienste", "dienst"},
        {"diensten", "dienst"},     {"dienstes", "dienst"},      {"diensts", "dienst"},
        {"gast", "gast"},           {"gäste", "gast"},           {"gästen", "gast"},
        {"themen", "thema"},        {"thema", "thema"},          {"themas", "thema"},
        {"daten", "daten"},         {"datum", "datum"},          {"medien", "medium"},
        {"medium", "medium"},       {"mediums", "medium"},       {"kriterien", "kriterium"},
        {"kriterium", "kriterium"}, {"kriteriums", "kriterium"}, {"ministerien", "ministerium"},
        {"gremien", "gremium"},     {"praktika", "praktikum"},   {"praktiken", "praktik"},
        {"risiken", "risiko"},      {"risikos", "risiko"},       {"konten", "konto"},
        {"kontos", "konto"},        {"museen", "museum"},        {"zentren", "zentrum"},
        {"zentrums", "zentrum"},    {"archive", "archiv"},       {"verben", "verb"},
    };
    return table;
}

constexpr std::array<std::string_view, 13> innen_verbs = {"beginnen", "gewinnen",  "besinnen", "entrinnen", "gerinnen", "spinnen", "sinnen",
                                                          "rinnen",   "verrinnen", "drinnen",  "binnen",    "innen",    "minnen"};

// Endings before which "-in" makes the feminine form of a word for people; other words in -in stay whole (Termin, Medizin).
constexpr std::array<std::string_view, 21> feminine_endings = {"erin",   "orin",   "antin",  "entin",  "istin", "login", "gogin",
                                                               "atin",   "legin",  "wältin", "ärztin", "amtin", "eurin", "ärin",
                                                               "chefin", "wirtin", "rätin",  "ertin",  "undin", "ektin", "ändin"};

constexpr std::size_t root_bytes_min = 4;

struct RootRule {
    std::string_view ending;
    std::string_view instead;
};

// The first that fits. What is left is stemmed no further than its umlauts, so that noun and verb meet: Verhandlung, verhandeln → verhandl.
constexpr std::array<RootRule, 36> root_rules = {{
    {"isierungen", ""}, {"isatorischen", ""}, {"isatorische", ""}, {"isatorisch", ""}, {"isationen", ""}, {"isierung", ""},
    {"isierend", ""},   {"isierten", ""},     {"isation", ""},     {"isieren", ""},    {"isierte", ""},   {"isiert", ""},
    {"ierungen", ""},   {"ationen", ""},      {"ierung", ""},      {"ierten", ""},     {"ierende", ""},   {"ation", ""},
    {"ieren", ""},      {"ierte", ""},        {"iert", ""},        {"ungen", ""},      {"ung", ""},       {"eln", "l"},
    {"ern", "er"},      {"lichen", ""},       {"licher", ""},      {"liches", ""},     {"liche", ""},     {"lich", ""},
    {"ischen", ""},     {"ischer", ""},       {"isches", ""},      {"ische", ""},      {"isch", ""},      {"ik", ""},
}};

bool has_vowel(std::string_view text) { return text.find_first_of("aeiouy\xC3") != std::string_view::npos; }

std::string plain(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (static_cast<unsigned char>(text[i]) == 0xC3 && i + 1 < text.size()) {
            const auto second = static_cast<unsigned char>(text[i + 1]);
            if (second == 0xA4 || second == 0xB6 || second == 0xBC) {
                out += second == 0xA4 ? 'a' : second == 0xB6 ? 'o' : 'u';
                ++i;
                continue;
            }
        }
        out += text[i];
    }
    return out;
}

// geprüft, geplante, geleiteten → prüf, plan, leit; empty for words that only look so (Gericht).
std::string_view participle_root(std::string_view word) {
    constexpr std::array<std::string_view, 6> endings = {"ten", "ter", "tes", "tem", "te", "t"};
    constexpr std::array<std::string_view, 14> nouns = {"gesicht", "gewicht", "gericht", "gehalt",  "gebiet", "gebet",    "geburt",
                                                        "gesamt",  "gestalt", "gewalt",  "gedicht", "gerät",  "geschäft", "gesellschaft"};
    if (!word.starts_with("ge")) return {};
    for (const auto noun : nouns)
        if (word.starts_with(noun)) return {};
    for (const auto ending : endings) {
        if (!word.ends_with(ending) || word.size() < ending.size() + 2 + root_bytes_min) continue;
        auto rest = word.substr(2, word.size() - 2 - ending.size());
        if (rest.ends_with("te") || rest.ends_with("de")) rest.remove_suffix(1);  // ge|leit|et
        return rest;
    }
    return {};
}

}  // namespace

std::string_view masculine(std::string_view word) {
    if (word.size() >= 9 && word.ends_with("innen")) {
        if (std::find(innen_verbs.begin(), innen_verbs.end(), word) != innen_verbs.end()) return word;
        return word.substr(0, word.size() - 5);
    }
    if (word.size() >= 6 && word.ends_with("in")) {
        const bool person = std::any_of(feminine_endings.begin(), feminine_endings.end(), [&](std::string_view e) { return word.ends_with(e); });
        if (person) return word.substr(0, word.size() - 2);
    }
    return word;
}

std::string stem(std::string_view lowered_word) {
    const std::string_view word = masculine(lowered_word);
    if (const auto found = exceptions().find(word); found != exceptions().end()) return std::string(found->second);
    return snowball(word);
}

std::string root(std::string_view lowered_word) {
    const std::string_view word = masculine(lowered_word);
    for (const auto& rule : root_rules) {
        if (!word.ends_with(rule.ending)) continue;
        const std::string_view rest = word.substr(0, word.size() - rule.ending.size());
        if (rest.size() + rule.instead.size() < root_bytes_min || !has_vowel(rest)) continue;
        return plain(rest) + std::string(rule.instead);
    }
    if (const auto participle = participle_root(word); !participle.empty() && has_vowel(participle)) return plain(participle);
    return stem(word);
}

}  // namespace kc::search
