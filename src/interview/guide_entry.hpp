// SPDX-License-Identifier: EUPL-1.2
// GuideEntry: reads one map of a guide file field by field. Every problem is collected with its line and the remedy, so that an editor
// sees them all at once. Included by guide_reading.cpp alone.
#pragma once

#include "base/text.hpp"
#include "interview/guide.hpp"

#include <algorithm>
#include <charconv>
#include <set>

#include <fmt/format.h>
#include <yaml-cpp/yaml.h>

namespace kc::interview {

inline int line_of(const YAML::Node& node) { return node.Mark().is_null() ? 0 : node.Mark().line + 1; }

inline bool is_key(std::string_view text) {
    return !text.empty() && text.size() <= 60 &&
           std::all_of(text.begin(), text.end(), [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; });
}

// One map of the file. Every problem is collected, so that an editor sees them all at once.
class GuideEntry {
public:
    GuideEntry(YAML::Node node, std::vector<GuideProblem>& problems, std::string path)
        : node_(std::move(node)), problems_(problems), path_(std::move(path)) {
        if (!node_.IsMap()) {
            report(node_, "", "ist kein Eintrag mit Feldern. Schreiben Sie Zeilen der Form „feld: Wert“.");
            node_.reset(YAML::Node(YAML::NodeType::Map));  // an assignment would change the file's own node
            return;
        }
        std::set<std::string> seen;
        for (const auto& pair : node_) {
            const auto name = pair.first.IsScalar() ? pair.first.Scalar() : std::string();
            if (!seen.insert(name).second) report(pair.first, name, "steht zweimal da. Lassen Sie es nur einmal stehen.");
        }
    }

    bool has(const std::string& field) {
        known_.insert(field);
        return node_[field].IsDefined() && !node_[field].IsNull();
    }
    int line() const { return line_of(node_); }

    std::string text(const std::string& field, bool needed = false) {
        if (!has(field)) {
            if (needed) report(node_, field, "fehlt. Ergänzen Sie das Feld.");
            return {};
        }
        return scalar(node_[field], field);
    }

    std::string key(const std::string& field, bool needed = false) {
        const auto value = text(field, needed);
        if (!value.empty() && !is_key(value)) {
            report(node_[field], field, fmt::format("„{}“ ist kein Kürzel. Erlaubt sind a bis z, Ziffern und Bindestrich.", value));
            return {};
        }
        return value;
    }

    std::optional<std::int64_t> integer(const std::string& field, std::int64_t least, std::int64_t most) {
        if (!has(field)) return std::nullopt;
        return integer(node_[field], field, least, most);
    }

    std::optional<bool> boolean(const std::string& field) {
        if (!has(field)) return std::nullopt;
        const auto value = scalar(node_[field], field);
        if (value == "true") return true;
        if (value == "false") return false;
        report(node_[field], field, "ist weder true noch false. Schreiben Sie eines davon.");
        return std::nullopt;
    }

    template <class Enum> std::optional<Enum> choice(const std::string& field, bool needed) {
        const auto name = text(field, needed);
        if (name.empty()) return std::nullopt;
        Enum value{};
        if (boost::describe::enum_from_string(name.c_str(), value)) return value;
        std::string all;
        boost::mp11::mp_for_each<boost::describe::describe_enumerators<Enum>>(
            [&](auto entry) { all += fmt::format("{}{}", all.empty() ? "" : ", ", entry.name); });
        report(node_[field], field, fmt::format("„{}“ gibt es nicht. Möglich sind: {}.", name, all));
        return std::nullopt;
    }

    Wording wording(const std::string& field, bool needed) {
        if (!has(field)) {
            if (needed) report(node_, field, "fehlt. Schreiben Sie {de: \"…\", en: \"…\"}.");
            return {};
        }
        return wording(node_[field], field);
    }

    std::vector<std::string> texts(const std::string& field) {
        std::vector<std::string> all;
        if (!has(field)) return all;
        if (!node_[field].IsSequence()) {
            report(node_[field], field, "ist keine Liste. Schreiben Sie die Werte in eckige Klammern.");
            return all;
        }
        for (const auto& item : node_[field]) {
            auto value = scalar(item, field);
            if (!value.empty()) all.push_back(std::move(value));
        }
        return all;
    }

    std::vector<GuideEntry> entries(const std::string& field, bool needed) {
        std::vector<GuideEntry> all;
        if (!has(field)) {
            if (needed) report(node_, field, "fehlt. Ergänzen Sie die Liste.");
            return all;
        }
        if (!node_[field].IsSequence()) {
            report(node_[field], field, "ist keine Liste. Beginnen Sie jeden Eintrag mit einem Strich.");
            return all;
        }
        for (const auto& item : node_[field]) all.push_back(GuideEntry(item, problems_, where(field)));
        return all;
    }

    std::optional<GuideEntry> entry(const std::string& field) {
        if (!has(field)) return std::nullopt;
        return GuideEntry(node_[field], problems_, where(field));
    }

    // {conversation: 3, teamwork: 2}
    std::vector<LevelMapping> levels(const std::string& field) {
        std::vector<LevelMapping> all;
        if (!has(field)) return all;
        const auto map = GuideEntry(node_[field], problems_, where(field));
        for (const auto& pair : map.node_) {
            const auto level = integer(pair.second, fmt::format("{}.{}", field, pair.first.Scalar()), 0, 5);
            if (level) all.push_back({pair.first.Scalar(), static_cast<int>(*level)});
        }
        return all;
    }

    std::vector<std::pair<std::string, Wording>> wordings(const std::string& field) {
        std::vector<std::pair<std::string, Wording>> all;
        if (!has(field)) return all;
        const auto map = GuideEntry(node_[field], problems_, where(field));
        for (const auto& pair : map.node_)
            all.emplace_back(pair.first.Scalar(), wording(pair.second, fmt::format("{}.{}", field, pair.first.Scalar())));
        return all;
    }

    void report(const std::string& field, std::string text) { report(node_[field].IsDefined() ? node_[field] : node_, field, std::move(text)); }

    // After everything was read: a slip of the pen in the name of a field does not silently do nothing.
    void finish() {
        for (const auto& pair : node_) {
            const auto name = pair.first.IsScalar() ? pair.first.Scalar() : std::string();
            if (known_.contains(name)) continue;
            std::string all;
            for (const auto& field : known_) all += fmt::format("{}{}", all.empty() ? "" : ", ", field);
            report(pair.first, name, fmt::format("ist hier nicht vorgesehen. Möglich sind: {}.", all));
        }
    }

private:
    std::string where(const std::string& field) const { return path_.empty() ? field : field.empty() ? path_ : fmt::format("{}.{}", path_, field); }

    void report(const YAML::Node& at, const std::string& field, std::string text) {
        problems_.push_back({line_of(at), where(field), std::move(text)});
    }

    std::string scalar(const YAML::Node& node, const std::string& field) {
        if (!node.IsScalar() || trim(node.Scalar()).empty()) {
            report(node, field, "ist leer oder kein Text. Tragen Sie einen Text ein.");
            return {};
        }
        if (!is_valid_utf8(node.Scalar()) || contains_control_characters(node.Scalar())) {
            report(node, field, "enthält Zeichen, die kein Text sind. Speichern Sie die Datei als UTF-8.");
            return {};
        }
        return std::string(trim(node.Scalar()));
    }

    std::optional<std::int64_t> integer(const YAML::Node& node, const std::string& field, std::int64_t least, std::int64_t most) {
        const auto text = scalar(node, field);
        if (text.empty()) return std::nullopt;
        std::int64_t value = 0;
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
        if (error == std::errc() && end == text.data() + text.size() && value >= least && value <= most) return value;
        report(node, field, fmt::format("ist keine ganze Zahl von {} bis {}.", least, most));
        return std::nullopt;
    }

    Wording wording(const YAML::Node& node, const std::string& field) {
        if (!node.IsMap()) {
            report(node, field, "braucht beide Sprachen. Schreiben Sie {de: \"…\", en: \"…\"}.");
            return {};
        }
        Wording wording;
        GuideEntry both(node, problems_, where(field));
        for (const auto& [language, target] : {std::pair{"de", &wording.de}, std::pair{"en", &wording.en}}) {
            if (both.has(language))
                *target = both.text(language);
            else
                both.report(language, "fehlt. Ergänzen Sie die Übersetzung.");
        }
        both.finish();
        return wording;
    }

    YAML::Node node_;
    std::vector<GuideProblem>& problems_;
    std::string path_;
    std::set<std::string> known_;
};

}  // namespace kc::interview
