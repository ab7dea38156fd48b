// SPDX-License-Identifier: EUPL-1.2
// Demands in job descriptions: docs/rules/extraction.md, EX-50 to EX-55.
#include "extraction/tests/small_catalogue.hpp"

#include <map>

using namespace kc;
using namespace kc::extraction;
using namespace kc::extraction::tests;

namespace {

struct Line {
    int level = 0, weight = 0;
    std::vector<std::string> sentences;
};

std::map<std::string, Line> demands(std::string_view text) {
    std::map<std::string, Line> lines;
    for (const auto& demand : demands_in(extractor(), text)) {
        auto& line = lines[extractor().framework().competence(demand.competence).slug];
        line.level = demand.level;
        line.weight = demand.weight;
        for (const auto& sentence : demand.sentences) line.sentences.emplace_back(text.substr(sentence.begin, sentence.end - sentence.begin));
    }
    return lines;
}

constexpr std::string_view description = R"(Sachbearbeitung Vergabe (m/w/d)

Ihre Aufgaben:
- Selbstständige Durchführung von Ausschreibungen nach UVgO
- Mitwirkung bei der Aufstellung des Haushaltsplans
- Leitung eines kleinen Teams

Ihr Profil:
- Fundierte Kenntnisse im Vergaberecht sind zwingend erforderlich
- Grundkenntnisse im Datenschutz
- Sehr gute Kenntnisse in Word

Von Vorteil:
- Kenntnisse in Access

Wir bieten:
- eine Stelle in Entgeltgruppe 9b, mobiles Arbeiten und Schulungen in Excel
- Ansprechperson ist unsere Expertin für Geodaten und GIS

Bewerbungsfrist: 1. März. Ihre Bewerbung legen wir in der E-Akte ab.
)";

}  // namespace

TEST_CASE("a job description becomes demand lines, each with its sentences (EX-50)") {
    const auto lines = demands(description);
    REQUIRE(lines.contains("procurement"));
    CHECK(lines.at("procurement").sentences.size() == 3);
    CHECK(lines.at("procurement").sentences.back() == "Fundierte Kenntnisse im Vergaberecht sind zwingend erforderlich");
    CHECK(lines.contains("budget"));
    CHECK(lines.contains("data-protection"));
    CHECK(lines.contains("text"));
    CHECK(lines.contains("databases"));
}

TEST_CASE("the title of an advertisement is no demand, the same word among the tasks is one (EX-51)") {
    CHECK(demands("Ihre Aufgaben:\n- Texte für Stellenausschreibungen entwerfen").contains("procurement"));
    const auto lines = demands("Stellenausschreibung\n\nGrundkenntnisse im Datenschutz");
    CHECK_FALSE(lines.contains("procurement"));
    CHECK(lines.contains("data-protection"));
}

TEST_CASE("verbs and adjectives say the level (EX-53)") {
    const auto lines = demands(description);
    CHECK(lines.at("procurement").level == 3);
    CHECK(lines.at("budget").level == 2);
    CHECK(lines.at("data-protection").level == 2);
    CHECK(lines.at("text").level == 4);
    CHECK(demands("Bereitschaft, sich in Excel einzuarbeiten").at("spreadsheet").level == 1);
    CHECK(demands("Gesamtverantwortung für den Haushalt").at("budget").level == 5);
    CHECK(demands("Mitwirkung bei der Vergabe und selbstständige Pflege der Datenbank").at("procurement").level == 2);
    CHECK(demands("Mitwirkung bei der Vergabe und selbstständige Pflege der Datenbank").at("databases").level == 3);
}

TEST_CASE("sections and words say how much it matters (EX-51, EX-54)") {
    const auto lines = demands(description);
    CHECK(lines.at("procurement").weight == 10);  // indispensable, and named more than once
    CHECK(lines.at("budget").weight == 7);
    CHECK(lines.at("data-protection").weight == 6);
    CHECK(lines.at("databases").weight == 3);
    CHECK(demands("Kenntnisse in Excel sind wünschenswert.").at("spreadsheet").weight == 3);
}

TEST_CASE("what the employer offers and how to apply is no demand (EX-52)") {
    const auto lines = demands(description);
    CHECK_FALSE(lines.contains("spreadsheet"));
    CHECK_FALSE(lines.contains("geodata"));
    CHECK_FALSE(lines.contains("e-file"));
}

TEST_CASE("lines that a page break has wrapped are one sentence (EX-55)") {
    const auto lines = demands("Aufgaben:\nMitwirkung bei der\nvollständigen Aufstellung vom Haushaltsplan\n");
    REQUIRE(lines.contains("budget"));
    CHECK(lines.at("budget").level == 2);
    CHECK(lines.at("budget").sentences.front() == "Mitwirkung bei der\nvollständigen Aufstellung vom Haushaltsplan");
}

TEST_CASE("a text that asks for nothing gives no demand, and a long one is read in bounds") {
    CHECK(demands("").empty());
    CHECK(demands("Die Stadt am See hat 12.000 Einwohner und ein Freibad.").empty());
    std::string text;
    while (text.size() < 200000) text += "Selbstständige Durchführung von Ausschreibungen\n";
    CHECK(demands(text).size() == 1);
}
