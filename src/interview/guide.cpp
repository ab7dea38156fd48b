// SPDX-License-Identifier: EUPL-1.2
#include "interview/guide.hpp"

#include "competence/framework.hpp"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

namespace kc::interview {

namespace {

// Calls visit(number) for the numbers between the hyphens; what is no number counts as 0.
std::vector<long> numbers_of(std::string_view version) {
    std::vector<long> numbers;
    while (!version.empty()) {
        const auto hyphen = version.find('-');
        const auto part = version.substr(0, hyphen);
        long number = 0;
        std::from_chars(part.data(), part.data() + part.size(), number);
        numbers.push_back(number);
        version = hyphen == std::string_view::npos ? std::string_view() : version.substr(hyphen + 1);
    }
    return numbers;
}

class FrameworkCheck {
public:
    FrameworkCheck(const competence::CompetenceFramework& framework, std::vector<GuideProblem>& problems)
        : framework_(framework), problems_(problems) {}

    void question(const Question& question, bool in_checkin) {
        const bool of_subject = in_checkin && question.competence == subject_competence;
        if (question.kind == QuestionKind::level_choice && !of_subject) competence(question.competence, question.line, "competence");
        for (const auto& area : question.areas) this->area(area, question.line, "areas");
        for (const auto& [slug, wording] : question.prompts) competence(slug, question.line, "prompts");
        for (const auto& option : question.options) {
            for (const auto& mapping : option.effect.levels) competence(mapping.competence, option.line, "levels");
            for (const auto& slug : option.effect.interests) competence(slug, option.line, "interests");
            if (!option.effect.role.empty() && framework_.role_profile_by_slug(option.effect.role) == nullptr) {
                problems_.push_back({option.line, "role", fmt::format("„{}“ ist kein Tätigkeitsprofil. Prüfen Sie das Kürzel.", option.effect.role)});
            }
        }
    }

    void area(const std::string& slug, int line, std::string_view field) {
        const auto& areas = framework_.areas();
        if (std::any_of(areas.begin(), areas.end(), [&](const auto& area) { return area.slug == slug; })) return;
        problems_.push_back({line, std::string(field), fmt::format("„{}“ ist kein Kompetenzfeld. Prüfen Sie das Kürzel.", slug)});
    }

private:
    void competence(const std::string& slug, int line, std::string_view field) {
        const auto index = framework_.competence_by_slug(slug);
        if (!index)
            problems_.push_back(
                {line, std::string(field), fmt::format("„{}“ ist keine Kompetenz der Themenlandkarte. Prüfen Sie das Kürzel.", slug)});
        else if (!framework_.competence(*index).published())
            problems_.push_back(
                {line, std::string(field), fmt::format("„{}“ ist nicht veröffentlicht und wird nicht gefragt. Nennen Sie eine andere.", slug)});
    }

    const competence::CompetenceFramework& framework_;
    std::vector<GuideProblem>& problems_;
};

}  // namespace

const Wording& Question::text_for(std::string_view competence_slug) const {
    const auto found = std::find_if(prompts.begin(), prompts.end(), [&](const auto& prompt) { return prompt.first == competence_slug; });
    return found == prompts.end() ? text : found->second;
}

const std::vector<Question>* Guide::questions_of(CheckinCause cause) const {
    for (const auto& checkin : checkins) {
        if (checkin.cause == cause) return &checkin.questions;
    }
    return nullptr;
}

bool older_version(std::string_view a, std::string_view b) { return numbers_of(a) < numbers_of(b); }

std::string describe(const std::filesystem::path& file, const GuideProblem& problem) {
    std::string text = file.filename().string();
    if (problem.line > 0) text += fmt::format(", Zeile {}", problem.line);
    if (!problem.field.empty()) text += fmt::format(", Feld „{}“", problem.field);
    return text + ": " + problem.text;
}

std::vector<GuideProblem> check_against(const Guide& guide, const competence::CompetenceFramework& framework) {
    std::vector<GuideProblem> problems;
    FrameworkCheck check(framework, problems);
    for (const auto& area : guide.soft_areas) check.area(area, 1, "soft_areas");
    for (const auto& question : guide.questions) check.question(question, false);
    for (const auto& checkin : guide.checkins) {
        for (const auto& question : checkin.questions) check.question(question, true);
    }
    return problems;
}

std::vector<std::string> contradictions(const Guide& guide, const competence::CompetenceFramework& framework) {
    std::vector<std::string> texts;
    for (const auto& problem : check_against(guide, framework)) texts.push_back(describe(guide.file, problem));
    return texts;
}

GuideLibrary::GuideLibrary(std::vector<Guide> guides) {
    if (guides.empty()) throw GuideError("Es gibt keinen Gesprächsleitfaden. Legen Sie eine Datei guide-<Version>.yaml an.");
    std::sort(guides.begin(), guides.end(), [](const Guide& a, const Guide& b) { return older_version(a.version, b.version); });
    for (auto& guide : guides) {
        if (find(guide.version))
            throw GuideError(fmt::format("{}: Die Version „{}“ gibt es zweimal. Ändern Sie eine.", guide.file.filename().string(), guide.version));
        guides_.push_back(std::make_unique<const Guide>(std::move(guide)));
    }
}

GuideLibrary GuideLibrary::load(const std::filesystem::path& directory) {
    std::vector<std::filesystem::path> files;
    std::error_code missing;
    for (const auto& entry : std::filesystem::directory_iterator(directory, missing)) {
        const auto name = entry.path().filename().string();
        if (name.starts_with("guide-") && name.ends_with(".yaml")) files.push_back(entry.path());
    }
    if (files.empty()) throw GuideError(fmt::format("{}: Hier liegt kein Gesprächsleitfaden (guide-<Version>.yaml).", directory.string()));
    std::sort(files.begin(), files.end());
    std::vector<Guide> guides;
    std::string problems;
    for (const auto& file : files) {
        auto reading = read_guide(file);
        for (const auto& problem : reading.problems) problems += describe(file, problem) + "\n";
        guides.push_back(std::move(reading.guide));
    }
    if (!problems.empty()) throw GuideError(problems);
    return GuideLibrary(std::move(guides));
}

const Guide* GuideLibrary::find(std::string_view version) const {
    for (const auto& guide : guides_) {
        if (guide->version == version) return guide.get();
    }
    return nullptr;
}

}  // namespace kc::interview
