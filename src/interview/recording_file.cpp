// SPDX-License-Identifier: EUPL-1.2
// Reads recorded answers for the replay; what is wrong is told with its line.
#include "interview/replay.hpp"

#include <charconv>
#include <fstream>
#include <set>
#include <sstream>

#include <fmt/format.h>
#include <yaml-cpp/yaml.h>

namespace kc::interview {

namespace {

int line_of(const YAML::Node& node) { return node.Mark().is_null() ? 0 : node.Mark().line + 1; }

class RecordingReader {
public:
    RecordingReading read(const YAML::Node& root) {
        if (!root.IsMap()) {
            report(root, "", "enthält keine Felder. Beginnen Sie mit „answers:“.");
            return std::move(reading_);
        }
        only(root, {"answers", "expect"});
        const auto answers = root["answers"];
        if (!answers || !answers.IsSequence())
            report(root, "answers", "fehlt oder ist keine Liste. Schreiben Sie je Frage einen Eintrag mit question und answer.");
        else
            for (const auto& item : answers) answer(item);
        if (root["expect"]) expect(root["expect"]);
        return std::move(reading_);
    }

private:
    void report(const YAML::Node& at, std::string field, std::string text) {
        reading_.problems.push_back({line_of(at), std::move(field), std::move(text)});
    }

    void only(const YAML::Node& map, const std::set<std::string>& known) {
        for (const auto& pair : map) {
            const auto name = pair.first.IsScalar() ? pair.first.Scalar() : std::string();
            if (!known.contains(name)) report(pair.first, name, "ist hier nicht vorgesehen. Prüfen Sie die Schreibweise.");
        }
    }

    void answer(const YAML::Node& item) {
        if (!item.IsMap()) return report(item, "answers", "ist kein Eintrag mit Feldern. Schreiben Sie question und answer.");
        only(item, {"question", "answer", "outcome", "decide"});
        RecordedAnswer recorded;
        recorded.line = line_of(item);
        if (!item["question"] || !item["question"].IsScalar()) return report(item, "question", "fehlt. Nennen Sie das Kürzel der Frage.");
        recorded.question = item["question"].Scalar();
        if (!seen_.insert(recorded.question).second) return report(item, "question", fmt::format("„{}“ ist schon beantwortet.", recorded.question));
        if (item["outcome"] && item["outcome"].IsScalar()) {
            const auto name = item["outcome"].Scalar();
            if (!boost::describe::enum_from_string(name.c_str(), recorded.outcome)) {
                report(item["outcome"], "outcome", "ist unbekannt. Möglich sind answered, skipped und dont_know.");
            }
        }
        if (const auto value = item["answer"]; value && value.IsSequence()) {
            for (const auto& one : value) recorded.values.push_back(one.IsScalar() ? one.Scalar() : "");
        } else if (value && value.IsScalar()) {
            recorded.values.push_back(value.Scalar());
        }
        if (recorded.outcome == Outcome::answered && recorded.values.empty()) report(item, "answer", "fehlt. Tragen Sie die Antwort ein.");
        if (const auto decide = item["decide"]; decide && decide.IsMap()) {
            for (const auto& pair : decide) recorded.decisions.emplace_back(pair.first.Scalar(), pair.second.IsScalar() ? pair.second.Scalar() : "");
        }
        reading_.recording.answers.push_back(std::move(recorded));
    }

    void expect(const YAML::Node& expected) {
        if (!expected.IsMap()) return report(expected, "expect", "enthält keine Felder. Möglich sind path und levels.");
        only(expected, {"path", "levels"});
        if (const auto path = expected["path"]; path && path.IsSequence()) {
            reading_.recording.path_line = line_of(path);
            for (const auto& key : path) reading_.recording.path.push_back(key.IsScalar() ? key.Scalar() : "");
        }
        if (const auto levels = expected["levels"]; levels && levels.IsMap()) {
            for (const auto& pair : levels) {
                const auto text = pair.second.IsScalar() ? pair.second.Scalar() : std::string();
                const bool one_digit = text.size() == 1 && text[0] >= '0' && text[0] <= '5';
                if (one_digit)
                    reading_.recording.levels.push_back({pair.first.Scalar(), text[0] - '0', line_of(pair.first)});
                else
                    report(pair.second, "levels", "ist keine Stufe von 0 bis 5.");
            }
        }
    }

    RecordingReading reading_;
    std::set<std::string> seen_;
};

}  // namespace

RecordingReading read_recording_text(const std::string& text) {
    try {
        return RecordingReader().read(YAML::Load(text));
    } catch (const YAML::Exception& problem) {
        RecordingReading reading;
        reading.problems.push_back({problem.mark.line + 1, "", "Die Zeile ist kein YAML. Prüfen Sie Einrückung und Anführungszeichen."});
        return reading;
    }
}

RecordingReading read_recording(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    if (in) return read_recording_text(text.str());
    RecordingReading reading;
    reading.problems.push_back({0, "", "Die Datei lässt sich nicht lesen. Prüfen Sie den Pfad und die Rechte."});
    return reading;
}

}  // namespace kc::interview
