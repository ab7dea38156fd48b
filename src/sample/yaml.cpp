// SPDX-License-Identifier: EUPL-1.2
#include "sample/yaml.hpp"

#include "base/text.hpp"

#include <algorithm>

namespace kc::sample {

YamlEntry YamlEntry::load(const std::filesystem::path& file) {
    const auto name = std::make_shared<const std::string>((file.parent_path().filename() / file.filename()).string());
    if (!std::filesystem::exists(file)) {
        throw SampleFileError(
            fmt::format("{} fehlt. Die Datei gehört zur Installation: Stellen Sie sie wieder her, oder setzen Sie KC_HOME "
                        "auf den Ordner der Installation.",
                        file.string()));
    }
    try {
        YamlEntry entry(YAML::LoadFile(file.string()), name);
        if (!entry.node_.IsMap()) entry.fail("", "ist keine Liste von Feldern", "Schreiben Sie die Datei wie die mitgelieferte.");
        return entry;
    } catch (const YAML::Exception& problem) {
        throw SampleFileError(fmt::format("{}, Zeile {}: kein gültiges YAML ({}). Prüfen Sie Einrückung, Anführungszeichen und Klammern.", *name,
                                          problem.mark.line + 1, problem.msg));
    }
}

std::string YamlEntry::text(const std::string& field) const { return as_text(need(field), field); }

std::string YamlEntry::text_or(const std::string& field, std::string_view otherwise) const {
    return has(field) ? text(field) : std::string(otherwise);
}

std::int64_t YamlEntry::integer(const std::string& field, std::int64_t least, std::int64_t most) const {
    return as_integer(need(field), field, least, most);
}

std::int64_t YamlEntry::integer_or(const std::string& field, std::int64_t otherwise, std::int64_t least, std::int64_t most) const {
    return has(field) ? integer(field, least, most) : otherwise;
}

double YamlEntry::decimal(const std::string& field, double least, double most) const {
    const YAML::Node node = need(field);
    double value = 0;
    if (!node.IsScalar() || !YAML::convert<double>::decode(node, value) || !(value >= least && value <= most)) {
        fail_at(node.Mark(), field, "ist keine Zahl im erlaubten Bereich", fmt::format("Erlaubt ist {} bis {}, zum Beispiel 49.48.", least, most));
    }
    return value;
}

bool YamlEntry::boolean(const std::string& field) const {
    const YAML::Node node = need(field);
    bool value = false;
    if (!node.IsScalar() || !YAML::convert<bool>::decode(node, value)) {
        fail_at(node.Mark(), field, "ist weder wahr noch falsch", "Schreiben Sie true oder false.");
    }
    return value;
}

Date YamlEntry::date(const std::string& field) const {
    const auto day = parse_date(text(field));
    if (!day) fail(field, "ist kein Tag", "Schreiben Sie Jahr-Monat-Tag, zum Beispiel \"2024-01-01\".");
    return *day;
}

int YamlEntry::minute_of_day(const std::string& field) const {
    const std::string time = text(field);
    const auto digit = [&](std::size_t at) { return at < time.size() && time[at] >= '0' && time[at] <= '9' ? time[at] - '0' : -100; };
    const int hour = digit(0) * 10 + digit(1);
    const int minute = digit(3) * 10 + digit(4);
    if (time.size() != 5 || time[2] != ':' || hour < 0 || hour > 23 || minute < 0 || minute > 59) {
        fail(field, "ist keine Uhrzeit", "Schreiben Sie Stunde und Minute, zum Beispiel \"09:30\".");
    }
    return hour * 60 + minute;
}

std::vector<std::string> YamlEntry::texts(const std::string& field) const {
    std::vector<std::string> result;
    for (const auto& node : need_list(field)) result.push_back(as_text(node, field));
    return result;
}

std::vector<std::string> YamlEntry::texts_or_none(const std::string& field) const { return has(field) ? texts(field) : std::vector<std::string>{}; }

std::vector<YamlEntry> YamlEntry::entries(const std::string& field) const {
    std::vector<YamlEntry> result;
    for (const auto& node : need_list(field)) {
        if (!node.IsMap()) fail_at(node.Mark(), field, "enthält etwas anderes als Einträge mit Feldern", "Schreiben Sie {id: …, name: …}.");
        result.push_back(YamlEntry(node, file_));
    }
    return result;
}

std::vector<YamlEntry> YamlEntry::entries_or_none(const std::string& field) const { return has(field) ? entries(field) : std::vector<YamlEntry>{}; }

std::vector<std::pair<std::string, std::int64_t>> YamlEntry::weights(const std::string& field) const {
    const YAML::Node node = need(field);
    if (!node.IsMap()) fail_at(node.Mark(), field, "ist keine Liste mit Anteilen", "Schreiben Sie {citizen-service: 3, trainee: 1}.");
    std::vector<std::pair<std::string, std::int64_t>> result;
    for (const auto& part : node) result.emplace_back(as_text(part.first, field), as_integer(part.second, field, 1, 1000));
    return result;
}

YamlEntry YamlEntry::entry(const std::string& field) const {
    const YAML::Node node = need(field);
    if (!node.IsMap()) fail_at(node.Mark(), field, "ist kein Eintrag mit Feldern", "Schreiben Sie {id: …, name: …}.");
    return YamlEntry(node, file_);
}

bool YamlEntry::has(const std::string& field) const { return static_cast<bool>(std::as_const(node_)[field]); }

void YamlEntry::fail(const std::string& field, std::string_view problem, std::string_view remedy) const {
    const YAML::Node node = field.empty() ? node_ : std::as_const(node_)[field];
    fail_at(node ? node.Mark() : node_.Mark(), field, problem, remedy);
}

YAML::Node YamlEntry::need(const std::string& field) const {
    YAML::Node node = std::as_const(node_)[field];
    if (!node || node.IsNull()) fail_at(node_.Mark(), field, "fehlt", "Ergänzen Sie das Feld.");
    return node;
}

YAML::Node YamlEntry::need_list(const std::string& field) const {
    YAML::Node node = need(field);
    if (!node.IsSequence()) fail_at(node.Mark(), field, "ist keine Liste", "Schreiben Sie die Werte in eckige Klammern oder mit Strichen.");
    return node;
}

void YamlEntry::fail_at(const YAML::Mark& mark, const std::string& field, std::string_view problem, std::string_view remedy) const {
    const std::string place = field.empty() ? "Datei" : "Feld „" + field + "“";
    throw SampleFileError(fmt::format("{}, Zeile {}, {}: {}. {}", *file_, mark.line + 1, place, problem, remedy));
}

std::int64_t YamlEntry::as_integer(const YAML::Node& node, const std::string& field, std::int64_t least, std::int64_t most) const {
    std::int64_t value = 0;
    if (!node.IsScalar() || !YAML::convert<std::int64_t>::decode(node, value) || value < least || value > most) {
        fail_at(node.Mark(), field, "ist keine ganze Zahl im erlaubten Bereich", fmt::format("Erlaubt ist {} bis {}.", least, most));
    }
    return value;
}

std::string YamlEntry::as_text(const YAML::Node& node, const std::string& field) const {
    if (!node.IsScalar()) fail_at(node.Mark(), field, "ist kein Text", "Schreiben Sie den Text in Anführungszeichen.");
    const std::string text(trim(node.Scalar()));
    if (text.empty()) fail_at(node.Mark(), field, "ist leer", "Tragen Sie einen Text ein.");
    if (!is_valid_utf8(text) || contains_control_characters(text)) {
        fail_at(node.Mark(), field, "enthält Zeichen, die kein Text sind", "Speichern Sie die Datei als UTF-8.");
    }
    return text;
}

void KnownIds::add(const YamlEntry& entry, const std::string& id) {
    const auto at = std::lower_bound(ids_.begin(), ids_.end(), id);
    if (at != ids_.end() && *at == id) entry.fail("id", what_ + " „" + id + "“ gibt es schon", "Geben Sie einem der beiden einen anderen Namen.");
    ids_.insert(at, id);
}

void KnownIds::check(const YamlEntry& entry, const std::string& field, const std::string& id) const {
    if (!contains(id)) entry.fail(field, what_ + " „" + id + "“ gibt es nicht", "Berichtigen Sie den Namen oder legen Sie ihn an.");
}

bool KnownIds::contains(const std::string& id) const { return std::binary_search(ids_.begin(), ids_.end(), id); }

std::vector<YamlEntry> load_numbered_files(const std::filesystem::path& directory, std::string_view stem) {
    std::vector<std::filesystem::path> paths;
    for (const auto& entry : std::filesystem::directory_iterator(directory)) {
        const auto name = entry.path().filename().string();
        if (name.starts_with(stem) && name.ends_with(".yaml")) paths.push_back(entry.path());
    }
    std::sort(paths.begin(), paths.end());
    std::vector<YamlEntry> files;
    for (const auto& path : paths) files.push_back(YamlEntry::load(path));
    return files;
}

}  // namespace kc::sample
