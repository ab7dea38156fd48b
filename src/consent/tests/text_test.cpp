// SPDX-License-Identifier: EUPL-1.2
#include "consent/model.hpp"

#include "tests/support/test_database.hpp"

#include <fstream>

#include <doctest/doctest.h>

using namespace kc;
using namespace kc::consent;

namespace {

const std::filesystem::path delivered = std::filesystem::path(KC_SOURCE_DIR) / "config/consents";

constexpr std::string_view sound = R"(purpose: card
position: 3
roles: [learner]
versions:
  - version: 1
    since: 2026-01-01
    de: {title: Karte, text: Was., withdrawal: Weg.}
    en: {title: Card, text: What., withdrawal: Gone.}
)";

std::string with(std::string_view from, std::string_view to) {
    std::string text(sound);
    const auto place = text.find(from);
    REQUIRE(place != std::string::npos);
    return text.replace(place, from.size(), to);
}

std::string problem_of(const std::string& text) {
    try {
        ConsentTexts::read(text, "card.yaml");
    } catch (const ConsentTextError& problem) {
        return problem.what();
    }
    return "none";
}

bool contains(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

}  // namespace

TEST_CASE("the delivered texts are complete in both languages") {
    const auto texts = ConsentTexts::load(delivered);
    for (const auto key : {learning_history_import, reflection_card, language_model, language_model_outside, development_mails, plan_mails}) {
        CAPTURE(std::string(key));
        REQUIRE(texts.find(key) != nullptr);
        CHECK(texts.find(key)->in_force(std::chrono::year{2026} / std::chrono::November / 30) != nullptr);
    }
    CHECK(texts.purposes().front().position <= texts.purposes().back().position);
    CHECK(texts.find("everything") == nullptr);
}

TEST_CASE("which version is in force, and which older ones still count") {
    const auto day = [](unsigned month) { return std::chrono::year{2026} / std::chrono::month(month) / std::chrono::day(1); };
    Purpose purpose;
    purpose.versions = {{1, day(2), true, {}, {}}, {2, day(3), false, {}, {}}, {3, day(4), true, {}, {}}, {4, day(5), false, {}, {}}};
    CHECK(purpose.in_force(day(1)) == nullptr);
    CHECK(purpose.oldest_that_counts(day(1)) == 0);
    CHECK(purpose.in_force(day(3))->version == 2);
    CHECK(purpose.oldest_that_counts(day(3)) == 1);
    CHECK(purpose.oldest_that_counts(day(4)) == 3);
    CHECK(purpose.in_force(day(12))->version == 4);
    CHECK(purpose.oldest_that_counts(day(12)) == 3);
}

TEST_CASE("a defect in a text is said with file, line, field and remedy") {
    CHECK(problem_of(std::string(sound)) == "none");
    CHECK(ConsentTexts::read(std::string(sound), "card.yaml").roles == std::vector{Role::learner});
    CHECK(problem_of(with(", withdrawal: Gone.", "")) == "card.yaml, Zeile 8, Feld „versions[1].en.withdrawal“: fehlt. Ergänzen Sie das Feld.");
    CHECK(contains(problem_of(with("title: Karte", "title: ''")), "Zeile 7, Feld „versions[1].de.title“: ist leer"));
    CHECK(contains(problem_of(with("[learner]", "[everybody]")), "„everybody“, das ist keine Rolle. Möglich sind: learner,"));
    CHECK(contains(problem_of(with("[learner]", "learner")), "ist keine Liste"));
    CHECK(contains(problem_of(with("2026-01-01", "morgen")), "ist kein Tag"));
    CHECK(contains(problem_of(with("version: 1", "version: 2")), "erwartet wird 1"));
    CHECK(contains(problem_of(with("version: 1", "version: eins")), "ist keine ganze Zahl"));
    CHECK(contains(problem_of(with("position: 3", "positon: 3")), "Feld „positon“: ist hier nicht vorgesehen. Möglich sind: position, purpose"));
    CHECK(contains(problem_of(with("purpose: card", "purpose: Karte 1")), "ist kein Kürzel"));
    CHECK(contains(problem_of(with("Was.", std::string(901, 'x'))), "zu lang"));
    CHECK(contains(problem_of(with("position: 3", "position: 3\nposition: 4")), "steht zweimal da"));
    CHECK(contains(problem_of("a: [b"), "kein YAML"));
    CHECK(contains(problem_of("- a"), "ist kein Eintrag mit Feldern"));
    CHECK(contains(problem_of(with("    en:", "    asks_again: vielleicht\n    en:")), "weder true noch false"));
    CHECK(contains(problem_of(std::string(sound) + "  - version: 2\n    since: 2025-01-01\n    de: {title: a, text: b, withdrawal: c}\n"
                                                   "    en: {title: a, text: b, withdrawal: c}\n"),
                   "versions[2].since“: liegt nicht nach"));
}

TEST_CASE("a directory lacks a purpose of the program, or names one twice") {
    kc::test::TemporaryDirectory directory;
    for (const auto& entry : std::filesystem::directory_iterator(delivered)) {
        if (entry.path().stem() != "plan_mails") std::filesystem::copy(entry.path(), directory.path() / entry.path().filename());
    }
    std::filesystem::copy(delivered / "reflection_card.yaml", directory.path() / "second.yaml");
    CHECK_THROWS_WITH_AS(ConsentTexts::load(directory.path()), doctest::Contains("plan_mails.yaml wieder hinein"), ConsentTextError);
    CHECK_THROWS_WITH_AS(ConsentTexts::load(directory.path()), doctest::Contains("„reflection_card“, das gibt es schon"), ConsentTextError);
    CHECK_THROWS_AS(ConsentTexts::load(directory.path() / "nowhere"), ConsentTextError);
}
