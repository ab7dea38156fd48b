// SPDX-License-Identifier: EUPL-1.2
#include "interview/guide.hpp"
#include "interview/guide_graph.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <charconv>
#include <fstream>
#include <set>
#include <sstream>

#include <fmt/format.h>
#include <yaml-cpp/yaml.h>

namespace kc::interview {

namespace {

int line_of(const YAML::Node& node) { return node.Mark().is_null() ? 0 : node.Mark().line + 1; }

bool is_key(std::string_view text) {
    return !text.empty() && text.size() <= 60 &&
           std::all_of(text.begin(), text.end(), [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; });
}

// One map of the file. Every problem is collected, so that an editor sees them all at once.
class Entry {
public:
    Entry(YAML::Node node, std::vector<GuideProblem>& problems, std::string path)
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

    std::vector<Entry> entries(const std::string& field, bool needed) {
        std::vector<Entry> all;
        if (!has(field)) {
            if (needed) report(node_, field, "fehlt. Ergänzen Sie die Liste.");
            return all;
        }
        if (!node_[field].IsSequence()) {
            report(node_[field], field, "ist keine Liste. Beginnen Sie jeden Eintrag mit einem Strich.");
            return all;
        }
        for (const auto& item : node_[field]) all.push_back(Entry(item, problems_, where(field)));
        return all;
    }

    std::optional<Entry> entry(const std::string& field) {
        if (!has(field)) return std::nullopt;
        return Entry(node_[field], problems_, where(field));
    }

    // {conversation: 3, teamwork: 2}
    std::vector<LevelMapping> levels(const std::string& field) {
        std::vector<LevelMapping> all;
        if (!has(field)) return all;
        const auto map = Entry(node_[field], problems_, where(field));
        for (const auto& pair : map.node_) {
            const auto level = integer(pair.second, fmt::format("{}.{}", field, pair.first.Scalar()), 0, 5);
            if (level) all.push_back({pair.first.Scalar(), static_cast<int>(*level)});
        }
        return all;
    }

    std::vector<std::pair<std::string, Wording>> wordings(const std::string& field) {
        std::vector<std::pair<std::string, Wording>> all;
        if (!has(field)) return all;
        const auto map = Entry(node_[field], problems_, where(field));
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
        Entry both(node, problems_, where(field));
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

// "2", "7,5", "7.5"
std::optional<std::int64_t> half_hours_of(std::string_view text) {
    const auto mark = text.find_first_of(".,");
    const auto half = mark == std::string_view::npos ? std::string_view() : text.substr(mark + 1);
    if (mark != std::string_view::npos && half != "5" && half != "0") return std::nullopt;
    std::int64_t hours = 0;
    const auto whole = text.substr(0, mark);
    const auto [end, error] = std::from_chars(whole.data(), whole.data() + whole.size(), hours);
    if (error != std::errc() || end != whole.data() + whole.size() || hours < 0 || hours > 100'000) return std::nullopt;
    return hours * 2 + (half == "5" ? 1 : 0);
}

PreferenceMapping preferences_of(Entry& entry) {
    PreferenceMapping mapping;
    const auto hours = [&](const std::string& field, std::int64_t most) -> std::optional<HalfHours> {
        const auto text = entry.text(field);
        if (text.empty()) return std::nullopt;
        const auto value = half_hours_of(text);
        if (value && *value >= 1 && *value <= most) return HalfHours{*value};
        entry.report(field, "ist keine Dauer in Stunden, zum Beispiel 2 oder 7,5.");
        return std::nullopt;
    };
    mapping.hours = hours("hours", 2000);
    mapping.weekly_hours = hours("weekly_hours", 80);
    mapping.weekly_unlimited = entry.boolean("weekly_unlimited").value_or(false);
    if (const auto euros = entry.integer("budget", 0, 100'000)) mapping.budget = Money{*euros * 100};
    if (const auto days = entry.integer("presence_days", 0, 200)) mapping.presence_days = static_cast<int>(*days);
    mapping.online = entry.boolean("online");
    mapping.on_site = entry.boolean("on_site");
    entry.finish();
    return mapping;
}

GuideOption option_of(Entry& entry) {
    GuideOption option;
    option.line = entry.line();
    option.key = entry.key("key", true);
    option.text = entry.wording("text", true);
    option.next = entry.key("next");
    option.effect.levels = entry.levels("levels");
    option.effect.interests = entry.texts("interests");
    option.effect.role = entry.text("role");
    if (auto preferences = entry.entry("preferences")) option.effect.preferences = preferences_of(*preferences);
    entry.finish();
    return option;
}

void read_options(Entry& entry, Question& question) {
    std::set<std::string> keys;
    for (auto& item : entry.entries("options", true)) {
        auto option = option_of(item);
        if (!option.key.empty() && !keys.insert(option.key).second) {
            item.report("key", fmt::format("„{}“ gibt es in dieser Frage schon. Wählen Sie ein anderes Kürzel.", option.key));
        }
        question.options.push_back(std::move(option));
    }
    if (question.kind == QuestionKind::yes_no) {
        if (keys != std::set<std::string>{"yes", "no"}) entry.report("options", "braucht genau zwei Antworten mit den Kürzeln yes und no.");
    } else if (question.options.size() < 2) {
        entry.report("options", "braucht mindestens zwei Antworten.");
    }
    if (question.kind == QuestionKind::multiple_choice) {
        for (const auto& option : question.options) {
            if (!option.next.empty())
                entry.report("options", "kann bei mehreren Antworten nicht verzweigen. Nehmen Sie next aus den Antworten heraus.");
        }
    }
}

Question question_of(Entry& entry) {
    Question question;
    question.line = entry.line();
    question.key = entry.key("key", true);
    const auto kind = entry.choice<QuestionKind>("kind", true);
    question.kind = kind.value_or(QuestionKind::free_text);
    question.text = entry.wording("text", true);
    question.help = entry.wording("help", true);
    question.since = entry.text("since", true);
    question.importance = static_cast<int>(entry.integer("importance", 1, 10).value_or(5));
    question.next = entry.key("next");
    if (const auto seconds = entry.integer("seconds", 1, 600)) question.seconds = static_cast<int>(*seconds);
    if (!kind) return question;  // which other fields belong to it, nobody knows
    switch (question.kind) {
        case QuestionKind::job_choice: question.job = entry.choice<JobSlot>("job", true).value_or(JobSlot::present); break;
        case QuestionKind::free_text: question.wishes = entry.boolean("wishes").value_or(false); break;
        case QuestionKind::level_choice: question.competence = entry.text("competence", true); break;
        case QuestionKind::levels:
            question.areas = entry.texts("areas");
            question.limit = static_cast<int>(entry.integer("limit", 1, 200).value_or(0));
            question.prompts = entry.wordings("prompts");
            if (question.text.de.find("{competence}") == std::string::npos || question.text.en.find("{competence}") == std::string::npos) {
                entry.report("text", "nennt die Kompetenz nicht. Schreiben Sie {competence} dorthin, wo ihr Name stehen soll.");
            }
            break;
        case QuestionKind::single_choice:
        case QuestionKind::multiple_choice:
        case QuestionKind::yes_no: read_options(entry, question); break;
        case QuestionKind::number:
            question.target = entry.choice<NumberTarget>("target", true);
            question.minimum = static_cast<int>(entry.integer("minimum", 0, 100'000).value_or(0));
            question.maximum = static_cast<int>(entry.integer("maximum", 0, 100'000).value_or(1000));
            if (question.minimum > question.maximum) entry.report("maximum", "ist kleiner als minimum. Tauschen Sie die Werte.");
            break;
    }
    entry.finish();
    return question;
}

std::vector<Question> questions_of(Entry& entry, std::vector<GuideProblem>& problems, std::set<std::string>& keys) {
    std::vector<Question> questions;
    for (auto& item : entry.entries("questions", true)) {
        auto question = question_of(item);
        if (!question.key.empty() && !keys.insert(question.key).second) {
            item.report("key", fmt::format("„{}“ gibt es schon. Jede Frage braucht ein eigenes Kürzel.", question.key));
        } else if (question.key == end_of_guide) {
            item.report("key", "„end“ steht für das Ende des Gesprächs. Wählen Sie ein anderes Kürzel.");
        }
        questions.push_back(std::move(question));
    }
    if (questions.empty())
        entry.report("questions", "enthält keine Frage. Ergänzen Sie mindestens eine.");
    else
        check_graph(questions, problems);
    return questions;
}

void read_guide_entry(Entry& root, GuideReading& reading) {
    auto& guide = reading.guide;
    guide.version = root.text("guide", true);
    const bool version_ok = !guide.version.empty() && std::isdigit(static_cast<unsigned char>(guide.version.front())) && is_key(guide.version);
    if (!guide.version.empty() && !version_ok) root.report("guide", "ist keine Version. Schreiben Sie Jahr und Nummer, zum Beispiel \"2026-1\".");
    guide.title = root.wording("title", true);
    if (auto minutes = root.entry("minutes")) {
        guide.first_minutes = static_cast<int>(minutes->integer("first", 1, 60).value_or(guide.first_minutes));
        guide.whole_minutes = static_cast<int>(minutes->integer("whole", 1, 120).value_or(guide.whole_minutes));
        if (guide.first_minutes > guide.whole_minutes) minutes->report("first", "ist länger als whole. Tauschen Sie die Werte.");
        minutes->finish();
    }
    guide.threshold = static_cast<int>(root.integer("threshold", 0, 50).value_or(guide.threshold));
    guide.soft_areas = root.texts("soft_areas");
    std::set<std::string> keys;
    guide.questions = questions_of(root, reading.problems, keys);
    for (auto& item : root.entries("checkins", false)) {
        Checkin checkin;
        checkin.line = item.line();
        const auto cause = item.choice<CheckinCause>("cause", true);
        checkin.cause = cause.value_or(CheckinCause::unit_completed);
        checkin.questions = questions_of(item, reading.problems, keys);
        if (checkin.questions.size() > 2) item.report("questions", "hat mehr als zwei Fragen. Eine Nachfrage bleibt kurz.");
        if (cause && guide.questions_of(*cause) != nullptr) item.report("cause", "gibt es schon. Zu jedem Anlass gehört eine Nachfrage.");
        item.finish();
        guide.checkins.push_back(std::move(checkin));
    }
    root.finish();
}

}  // namespace

GuideReading read_guide_text(const std::string& text, const std::filesystem::path& name) {
    GuideReading reading;
    reading.guide.file = name;
    YAML::Node root;
    try {
        root = YAML::Load(text);
    } catch (const YAML::Exception& problem) {
        reading.problems.push_back({problem.mark.line + 1, "", "Die Zeile ist kein YAML. Prüfen Sie Einrückung und Anführungszeichen."});
        return reading;
    }
    Entry entry(root, reading.problems, "");
    if (root.IsMap()) read_guide_entry(entry, reading);
    std::stable_sort(reading.problems.begin(), reading.problems.end(), [](const auto& a, const auto& b) { return a.line < b.line; });
    return reading;
}

GuideReading read_guide(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    if (!in) {
        GuideReading reading;
        reading.guide.file = file;
        reading.problems.push_back({0, "", "Die Datei lässt sich nicht lesen. Prüfen Sie den Pfad und die Rechte."});
        return reading;
    }
    return read_guide_text(text.str(), file);
}

}  // namespace kc::interview
