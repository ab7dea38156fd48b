// SPDX-License-Identifier: EUPL-1.2
#include "search/synonyms.hpp"

#include "base/text.hpp"

#include <fmt/format.h>
#include <yaml-cpp/yaml.h>
#include <algorithm>

namespace kc::search {
namespace {

constexpr std::size_t problems_max = 20;
constexpr std::size_t word_bytes_most = 120;

std::size_t line_of(const YAML::Node& node) { return node.Mark().is_null() ? 0 : static_cast<std::size_t>(node.Mark().line) + 1; }

std::string shortened(const std::string& text) {
    if (!is_valid_utf8(text)) return "…";  // an escape in quotes can write anything
    if (text.size() <= 40) return text;
    std::size_t end = 37;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;  // never within a letter
    return text.substr(0, end) + "…";
}

class Reader {
public:
    Result<Synonyms, std::vector<SynonymProblem>> run(std::string_view text) {
        if (text.size() > synonym_bytes_max) {
            report(0, "Die Liste ist größer als 1 MB. Bitte kürzen Sie sie.");
        } else if (!is_valid_utf8(text)) {
            report(first_line(text, [](std::string_view line) { return !is_valid_utf8(line); }),
                   "Hier stehen Zeichen, die kein UTF-8 sind. Bitte speichern Sie die Datei als UTF-8.");
        } else if (contains_control_characters(text)) {
            report(first_line(text, contains_control_characters), "Hier stehen unsichtbare Steuerzeichen. Bitte löschen Sie sie.");
        } else {
            read_document(std::string(text));
        }
        if (!problems_.empty()) return refuse(std::move(problems_));
        return std::move(synonyms_);
    }

private:
    void report(std::size_t line, std::string message) {
        if (problems_.size() < problems_max) problems_.push_back({line, line ? fmt::format("Zeile {}: {}", line, message) : std::move(message)});
    }

    template <class Wrong> static std::size_t first_line(std::string_view text, Wrong wrong) {
        std::size_t number = 1;
        for (std::size_t at = 0; at < text.size(); ++number) {
            const std::size_t end = std::min(text.find('\n', at), text.size());
            if (wrong(text.substr(at, end - at))) return number;
            at = end + 1;
        }
        return number;
    }

    void read_document(const std::string& text) {
        YAML::Node document;
        try {
            document = YAML::Load(text);
        } catch (const YAML::Exception& error) {
            const std::size_t line = error.mark.is_null() ? 0 : static_cast<std::size_t>(error.mark.line) + 1;
            report(line,
                   "Hier ist die Schreibweise nicht lesbar. Prüfen Sie Klammern, Kommas, Anführungszeichen und die Einrückung. "
                   "Eine Gruppe sieht so aus: - [OZG, Onlinezugangsgesetz]");
            return;
        }
        if (document.IsNull()) return;
        if (!document.IsMap() || !document["groups"]) {
            report(1, "Die Liste beginnt mit der Zeile „groups:“. Darunter steht je Zeile eine Gruppe: - [OZG, Onlinezugangsgesetz]");
            return;
        }
        for (const auto& entry : document) {
            if (const auto key = entry.first.Scalar(); key != "groups")
                report(line_of(entry.first), fmt::format("„{}“ ist hier nicht bekannt. Es gibt nur „groups“.", shortened(key)));
        }
        const YAML::Node groups = document["groups"];
        if (groups.IsNull()) return;
        if (!groups.IsSequence()) {
            report(line_of(groups), "Unter „groups:“ beginnt jede Gruppe mit einem Strich: - [OZG, Onlinezugangsgesetz]");
            return;
        }
        if (groups.size() > synonym_groups_max) {
            report(line_of(groups),
                   fmt::format("Das sind {} Gruppen, möglich sind {}. Bitte streichen Sie einige.", groups.size(), synonym_groups_max));
            return;
        }
        for (const auto& group : groups) read_group(group);
    }

    void read_group(const YAML::Node& node) {
        SynonymGroup group;
        group.line = line_of(node);
        if (node.IsSequence()) {
            if (!read_words(node, group.search, 2)) return;
            group.also = group.search;
        } else if (node.IsMap()) {
            if (!read_map(node, group)) return;
        } else {
            report(group.line, "Hier fehlen die eckigen Klammern. Eine Gruppe hat mindestens zwei Wörter: - [OZG, Onlinezugangsgesetz]");
            return;
        }
        synonyms_.groups.push_back(std::move(group));
    }

    bool read_map(const YAML::Node& node, SynonymGroup& group) {
        for (const auto& entry : node) {
            const auto key = entry.first.Scalar();
            if (key != "same" && key != "search" && key != "also" && key != "weight") {
                report(line_of(entry.first),
                       fmt::format("„{}“ ist hier nicht bekannt. Möglich sind: same, oder search und also; dazu weight.", shortened(key)));
                return false;
            }
        }
        if (node["weight"] && !read_weight(node["weight"], group.weight)) return false;
        if (node["same"]) {
            if (node["search"] || node["also"]) {
                report(group.line, "„same“ steht allein. Für eine Richtung schreiben Sie stattdessen search und also.");
                return false;
            }
            if (!read_words(node["same"], group.search, 2)) return false;
            group.also = group.search;
            return true;
        }
        if (!node["search"] || !node["also"]) {
            report(group.line, "Eine Gruppe mit Richtung braucht beides: - {search: [Chef], also: [Führungskraft]}");
            return false;
        }
        group.equal = false;
        return read_words(node["search"], group.search, 1) && read_words(node["also"], group.also, 1);
    }

    bool read_weight(const YAML::Node& node, float& weight) {
        try {
            weight = node.as<float>();
            if (weight >= 0.1F && weight <= 1) return true;
        } catch (const YAML::Exception&) {
        }
        report(line_of(node), "„weight“ ist eine Zahl von 0.1 bis 1, mit Punkt geschrieben. Beispiel: weight: 0.5");
        return false;
    }

    bool read_words(const YAML::Node& node, std::vector<std::string>& words, std::size_t least) {
        if (!node.IsSequence()) {
            report(line_of(node), "Hier fehlen die eckigen Klammern um die Wörter: [OZG, Onlinezugangsgesetz]");
            return false;
        }
        if (node.size() < least || node.size() > synonym_words_max) {
            report(line_of(node), least == 2 && node.size() < 2
                                      ? std::string("Eine Gruppe braucht mindestens zwei Wörter. Ergänzen Sie eines oder streichen Sie die Zeile.")
                                  : node.size() < least ? std::string("Diese Klammer ist leer. Ergänzen Sie ein Wort oder streichen Sie die Zeile.")
                                                        : fmt::format("Diese Gruppe hat {} Wörter, möglich sind {}. Bitte teilen Sie sie.",
                                                                      node.size(), synonym_words_max));
            return false;
        }
        for (const auto& word : node) {
            const auto text = word.IsScalar() ? std::string(trim(word.Scalar())) : std::string();
            // Escapes such as "\xFF" or "\0" can write into a text what the file itself must not hold.
            if (!is_valid_utf8(text) || contains_control_characters(text)) {
                report(line_of(word), "In diesem Wort steht ein Zeichen, das es nicht gibt oder das unsichtbar ist. Schreiben Sie es neu.");
                return false;
            }
            if (text.empty() || text.size() > word_bytes_most) {
                report(line_of(word), text.empty()
                                          ? "Hier steht kein Wort. Wörter mit Doppelpunkt, Komma oder Klammer setzen Sie in Anführungszeichen."
                                          : "Dieses Wort ist länger als 120 Zeichen. Fehlt ein Komma?");
                return false;
            }
            if (std::find(words.begin(), words.end(), text) != words.end()) {
                report(line_of(word), fmt::format("„{}“ steht zweimal in dieser Gruppe. Streichen Sie eines davon.", shortened(text)));
                return false;
            }
            words.push_back(text);
        }
        return true;
    }

    Synonyms synonyms_;
    std::vector<SynonymProblem> problems_;
};

}  // namespace

Result<Synonyms, std::vector<SynonymProblem>> parse_synonyms(std::string_view text) { return Reader().run(text); }

}  // namespace kc::search
