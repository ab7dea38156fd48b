// SPDX-License-Identifier: EUPL-1.2
#include "interview/guide_entry.hpp"
#include "interview/guide_graph.hpp"

#include <algorithm>
#include <charconv>
#include <fstream>
#include <set>
#include <sstream>

#include <fmt/format.h>
#include <yaml-cpp/yaml.h>

namespace kc::interview {

namespace {

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

PreferenceMapping preferences_of(GuideEntry& entry) {
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

GuideOption option_of(GuideEntry& entry) {
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

void read_options(GuideEntry& entry, Question& question) {
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

Question question_of(GuideEntry& entry) {
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

std::vector<Question> questions_of(GuideEntry& entry, std::vector<GuideProblem>& problems, std::set<std::string>& keys) {
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

void read_guide_entry(GuideEntry& root, GuideReading& reading) {
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
    GuideEntry entry(root, reading.problems, "");
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
