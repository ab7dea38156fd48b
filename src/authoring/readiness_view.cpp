// SPDX-License-Identifier: EUPL-1.2
#include "authoring/readiness_view.hpp"

#include <array>
#include <cmath>

namespace kc::authoring {

namespace {

constexpr std::array<std::string_view, 7> slugs{"titel", "beschreibung", "kompetenzen", "ablauf", "bedingungen", "qualitaet", "anschluss"};
constexpr std::size_t hints_shown = 6;

double rounded(double value) { return std::round(value * 10) / 10; }

}  // namespace

std::string_view section_slug(Section section) { return slugs[static_cast<std::size_t>(section)]; }

std::optional<Section> section_of_slug(std::string_view slug) {
    for (std::size_t i = 0; i < slugs.size(); ++i) {
        if (slugs[i] == slug) return static_cast<Section>(i);
    }
    return std::nullopt;
}

ReadinessView readiness_view(const Readiness& readiness, const web::Messages& messages, Language language, const std::string& editor_path) {
    ReadinessView view;
    view.score = readiness.score;
    view.ready = readiness.ready();
    const auto text = [&](const std::string& key, const MessageArguments& arguments = {}) {
        return messages.text(language, FieldProblem{{}, key, arguments});
    };
    const auto href = [&](const std::string& field) {
        const auto* standard = find_standard_field(field);
        if (editor_path.empty() || standard == nullptr) return std::string();
        return fmt::format("{}/{}#feld-{}", editor_path, section_slug(standard->section), field);
    };
    for (const auto& item : readiness.items) {
        if (item.met) continue;
        TodoLine line{item.rule, text(item.todo_key(), item.arguments), href(item.field)};
        (item.strength == Strength::must ? view.must : view.should).push_back(std::move(line));
    }
    for (const auto& hint : readiness.hints) {
        HintLine line{hint.rule, messages.text(language, "authoring.field." + hint.field), hint.passage, text(hint.message_key, hint.arguments),
                      href(hint.field)};
        (view.hints.size() < hints_shown ? view.hints : view.more_hints).push_back(std::move(line));
    }
    const auto missing = readiness.musts_missing();
    view.low_score = missing == 0 && !view.ready;
    if (missing > 0)
        view.state = messages.text(language, "authoring.readiness.missing", {{"count", missing}, {"score", readiness.score}});
    else if (view.low_score)
        view.state = messages.text(language, "authoring.readiness.low", {{"score", readiness.score}, {"least", readiness_score_min}});
    else
        view.state = messages.text(language, "authoring.readiness.ready", {{"score", readiness.score}});
    view.measured = readiness.general.words > 0;
    view.wiener = rounded(readiness.general.wiener);
    view.lix = std::round(readiness.general.lix);
    view.words_per_sentence = rounded(readiness.general.words_per_sentence);
    const char* ease = readiness.general.wiener <= 7    ? "easy"
                       : readiness.general.wiener <= 10 ? "medium"
                       : readiness.general.wiener <= 13 ? "hard"
                                                        : "very_hard";
    view.ease = messages.text(language, std::string("authoring.readiness.ease_") + ease);
    return view;
}

}  // namespace kc::authoring
