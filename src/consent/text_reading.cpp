// SPDX-License-Identifier: EUPL-1.2
// Reads config/consents/*.yaml. Every problem is collected with its line and the remedy, so that whoever edits a text sees them all at once.
#include "base/text.hpp"
#include "consent/model.hpp"

#include <algorithm>
#include <charconv>
#include <fstream>
#include <optional>
#include <set>
#include <sstream>

#include <fmt/format.h>
#include <yaml-cpp/yaml.h>

namespace kc::consent {

namespace {

// The longest text people will read before they decide.
constexpr std::size_t title_length_max = 80;
constexpr std::size_t text_length_max = 900;

bool is_purpose_key(std::string_view text) {
    return !text.empty() && text.size() <= 40 && std::all_of(text.begin(), text.end(), [](char c) { return (c >= 'a' && c <= 'z') || c == '_'; });
}

struct Problems {
    std::string file;
    std::string all;

    void add(int line, std::string_view field, std::string_view text) {
        if (!all.empty()) all += '\n';
        all += file;
        if (line > 0) all += fmt::format(", Zeile {}", line);
        if (!field.empty()) all += fmt::format(", Feld „{}“", field);
        all += fmt::format(": {}", text);
    }
};

// One map of the file.
class Entry {
public:
    Entry(const YAML::Node& node, Problems& problems, std::string path) : node_(node), problems_(problems), path_(std::move(path)) {
        if (node_.IsMap()) return;
        report("", "ist kein Eintrag mit Feldern. Schreiben Sie Zeilen der Form „feld: Wert“.");
        node_.reset(YAML::Node(YAML::NodeType::Map));
    }

    std::string text(const std::string& field, std::size_t length_max) {
        const auto node = get(field);
        if (!node) return {};
        const auto value = node->IsScalar() ? std::string(trim(node->Scalar())) : std::string();
        if (value.empty()) {
            report(field, "ist leer oder kein Text. Tragen Sie einen Text ein.");
        } else if (!is_valid_utf8(value) || contains_control_characters(value)) {
            report(field, "enthält Zeichen, die kein Text sind. Speichern Sie die Datei als UTF-8.");
        } else if (code_points(value) > length_max) {
            report(field, fmt::format("ist mit {} Zeichen zu lang. Kürzen Sie auf höchstens {}.", code_points(value), length_max));
        }
        return value;
    }

    int number(const std::string& field, int least) {
        const auto node = get(field);
        if (!node) return 0;
        const auto text = node->IsScalar() ? node->Scalar() : std::string();
        int value = 0;
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
        if (error == std::errc() && end == text.data() + text.size() && value >= least && value <= 9999) return value;
        report(field, fmt::format("ist keine ganze Zahl von {} bis 9999. Tragen Sie eine ein.", least));
        return 0;
    }

    bool yes(const std::string& field) {
        const auto node = get(field, false);
        if (!node) return false;
        const auto text = node->IsScalar() ? node->Scalar() : std::string();
        if (text != "true" && text != "false") report(field, "ist weder true noch false. Schreiben Sie eines davon.");
        return text == "true";
    }

    Date day(const std::string& field) {
        const auto node = get(field);
        if (!node) return {};
        if (const auto date = parse_date(node->IsScalar() ? node->Scalar() : std::string())) return *date;
        report(field, "ist kein Tag. Schreiben Sie ihn so: 2026-11-30.");
        return {};
    }

    std::vector<Role> roles(const std::string& field) {
        std::vector<Role> all;
        const auto node = get(field, false);
        if (!node) return all;
        if (!node->IsSequence()) {
            report(field, "ist keine Liste. Schreiben Sie zum Beispiel [learner].");
            return all;
        }
        for (const auto& item : *node) {
            Role role{};
            const auto name = item.IsScalar() ? item.Scalar() : std::string();
            if (boost::describe::enum_from_string(name.c_str(), role))
                all.push_back(role);
            else
                report(field, fmt::format("nennt „{}“, das ist keine Rolle. Möglich sind: {}.", name, role_names()));
        }
        return all;
    }

    std::vector<Entry> entries(const std::string& field) {
        std::vector<Entry> all;
        const auto node = get(field);
        if (!node) return all;
        if (!node->IsSequence() || node->size() == 0) {
            report(field, "ist keine Liste mit Einträgen. Beginnen Sie jeden Eintrag mit einem Strich.");
            return all;
        }
        int number = 0;
        for (const auto& item : *node) all.emplace_back(item, problems_, fmt::format("{}[{}]", where(field), ++number));
        return all;
    }

    Text wording(const std::string& field) {
        const auto node = get(field);
        if (!node) return {};
        Entry entry(*node, problems_, where(field));
        Text text{entry.text("title", title_length_max), entry.text("text", text_length_max), entry.text("withdrawal", text_length_max)};
        entry.finish();
        return text;
    }

    void report(const std::string& field, std::string_view text) {
        const auto node = field.empty() || !node_.IsMap() || !node_[field].IsDefined() ? node_ : node_[field];
        problems_.add(node.Mark().is_null() ? 0 : node.Mark().line + 1, where(field), text);
    }

    // A slip of the pen in the name of a field does not silently do nothing.
    void finish() {
        std::set<std::string> seen;
        for (const auto& pair : node_) {
            const auto name = pair.first.IsScalar() ? pair.first.Scalar() : std::string();
            if (!seen.insert(name).second) report(name, "steht zweimal da. Lassen Sie es nur einmal stehen.");
            if (known_.contains(name)) continue;
            report(name, fmt::format("ist hier nicht vorgesehen. Möglich sind: {}.", fmt::join(known_, ", ")));
        }
    }

private:
    static std::string role_names() {
        std::vector<std::string> names;
        boost::mp11::mp_for_each<boost::describe::describe_enumerators<Role>>([&](auto role) { names.emplace_back(role.name); });
        return fmt::format("{}", fmt::join(names, ", "));
    }

    std::string where(const std::string& field) const { return path_.empty() ? field : field.empty() ? path_ : path_ + "." + field; }

    std::optional<YAML::Node> get(const std::string& field, bool needed = true) {
        known_.insert(field);
        const auto node = node_[field];
        if (node.IsDefined() && !node.IsNull()) return node;
        if (needed) report(field, "fehlt. Ergänzen Sie das Feld.");
        return std::nullopt;
    }

    YAML::Node node_;
    Problems& problems_;
    std::string path_;
    std::set<std::string> known_;
};

Purpose read_purpose(const std::string& text, Problems& problems) {
    Purpose purpose;
    YAML::Node root;
    try {
        root = YAML::Load(text);
    } catch (const YAML::Exception& problem) {
        problems.add(problem.mark.line + 1, "", "Die Zeile ist kein YAML. Prüfen Sie Einrückung und Anführungszeichen.");
        return purpose;
    }
    Entry entry(root, problems, "");
    purpose.key = entry.text("purpose", title_length_max);
    if (!purpose.key.empty() && !is_purpose_key(purpose.key)) {
        entry.report("purpose", "ist kein Kürzel. Schreiben Sie kleine Buchstaben und Unterstriche, zum Beispiel plan_mails.");
    }
    purpose.position = entry.number("position", 1);
    purpose.roles = entry.roles("roles");
    for (auto& item : entry.entries("versions")) {
        const auto* before = purpose.versions.empty() ? nullptr : &purpose.versions.back();
        TextVersion version;
        version.version = item.number("version", 1);
        version.since = item.day("since");
        version.asks_again = item.yes("asks_again");
        version.de = item.wording("de");
        version.en = item.wording("en");
        item.finish();
        const int expected = before != nullptr ? before->version + 1 : 1;
        if (version.version > 0 && version.version != expected) {
            item.report("version",
                        fmt::format("ist {}, erwartet wird {}. Zählen Sie die Fassungen lückenlos, die älteste zuerst.", version.version, expected));
        }
        if (before != nullptr && version.since <= before->since) {
            item.report("since", "liegt nicht nach dem Beginn der Fassung davor. Nennen Sie einen späteren Tag.");
        }
        purpose.versions.push_back(std::move(version));
    }
    entry.finish();
    return purpose;
}

std::string file_text(const std::filesystem::path& file, Problems& problems) {
    std::ifstream in(file, std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    if (!in) problems.add(0, "", "Die Datei lässt sich nicht lesen. Prüfen Sie Pfad und Rechte.");
    return text.str();
}

}  // namespace

Purpose ConsentTexts::read(const std::string& text, const std::string& name) {
    Problems problems{name, {}};
    auto purpose = read_purpose(text, problems);
    if (!problems.all.empty()) throw ConsentTextError(problems.all);
    return purpose;
}

ConsentTexts ConsentTexts::load(const std::filesystem::path& directory) {
    Problems problems;
    std::vector<std::filesystem::path> files;
    if (std::filesystem::is_directory(directory)) {
        for (const auto& entry : std::filesystem::directory_iterator(directory)) {
            if (entry.path().extension() == ".yaml") files.push_back(entry.path());
        }
    }
    std::sort(files.begin(), files.end());
    std::vector<Purpose> purposes;
    for (const auto& file : files) {
        problems.file = file.string();
        const auto text = file_text(file, problems);
        auto purpose = read_purpose(text, problems);
        if (std::any_of(purposes.begin(), purposes.end(), [&](const Purpose& other) { return other.key == purpose.key; })) {
            problems.add(0, "purpose", fmt::format("nennt „{}“, das gibt es schon in einer anderen Datei. Lassen Sie eine davon weg.", purpose.key));
        }
        purposes.push_back(std::move(purpose));
    }
    problems.file = directory.string();
    for (const auto needed : {learning_history_import, reflection_card, language_model, language_model_outside, development_mails, plan_mails}) {
        if (std::any_of(purposes.begin(), purposes.end(), [&](const Purpose& purpose) { return purpose.key == needed; })) continue;
        problems.add(0, "", fmt::format("Der Text zum Zweck „{}“ fehlt. Legen Sie die mitgelieferte Datei {}.yaml wieder hinein.", needed, needed));
    }
    if (!problems.all.empty()) throw ConsentTextError(problems.all);
    return ConsentTexts(std::move(purposes));
}

}  // namespace kc::consent
