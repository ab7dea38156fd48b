// SPDX-License-Identifier: EUPL-1.2
// A framework of a dozen competences in memory, and the project's own words, so that the tests say the same on every machine.
#pragma once

#include "extraction/extraction.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

namespace kc::extraction::tests {

inline std::shared_ptr<const search::Analyzer> german() {
    static const auto analyzer = search::Analyzer::load(
        {.synonyms = KC_SOURCE_DIR "/sample/search/synonyms.yaml", .word_parts = KC_SOURCE_DIR "/sample/search/word_parts.txt", .dictionary = {}});
    return analyzer;
}

struct Made {
    std::string slug, name, keywords;
    std::vector<std::string> phrases;
    competence::FrameworkState state = competence::FrameworkState::published;
    std::string level_3;
};

inline std::shared_ptr<const competence::CompetenceFramework> framework_of(const std::vector<Made>& list) {
    competence::CompetenceFramework::Parts parts;
    parts.areas = {{CompetenceAreaId{1}, "all", "Alle", "All", 1}};
    for (const auto& made : list) {
        competence::Competence competence;
        competence.id = {static_cast<std::int64_t>(parts.competences.size()) + 1};
        competence.slug = made.slug;
        competence.name = made.name;
        competence.keywords = made.keywords;
        competence.phrases = made.phrases;
        competence.state = made.state;
        competence.half_life_months = 60;
        competence.descriptors[2] = made.level_3;
        parts.competences.push_back(std::move(competence));
    }
    return std::make_shared<const competence::CompetenceFramework>(std::move(parts));
}

inline const Extractor& extractor() {
    static const Extractor made(
        framework_of({{"spreadsheet", "Tabellenkalkulation", "Excel, Tabelle, Formel, Pivot", {"Listen in Excel führen", "Pivot-Tabellen bauen"}},
                      {"databases", "Datenbanken betreiben", "Datenbank, Access, SQL", {"Access-Datenbank pflegen"}},
                      {"text", "Texte am PC", "Word, Serienbrief, Textverarbeitung", {"Serienbriefe verschicken"}},
                      {"slides", "Folien am PC gestalten", "PowerPoint, Folien", {"Folien bauen"}},
                      {"procurement", "Vergabe", "Vergabe, Ausschreibung, UVgO", {"Angebote einholen", "Leistungen ausschreiben"}},
                      {"budget", "Haushalt", "Haushalt, Kämmerei, Haushaltsplan", {"den Haushalt aufstellen"}},
                      {"data-protection", "Datenschutz", "Datenschutz, DSGVO, Datenpanne", {"Auskunft nach DSGVO geben"}},
                      {"e-file", "E-Akte", "E-Akte, DMS, Elektronische Akte, Ablage", {"Vorgänge elektronisch ablegen"}},
                      {"geodata", "Geodaten", "GIS, Karte, Kataster", {"Karten zeichnen"}},
                      {"teams", "Teams führen", "Teamleitung, Vorgesetzte, Führungskraft", {"ein Team leiten", "Sachgebiet führen"}},
                      {"trainees", "Ausbilden", "Ausbildung, Auszubildende", {"Azubis anleiten", "Anwärter ausbilden"}},
                      {"housing",
                       "Wohngeld",
                       "Wohngeldantrag, Mietzuschuss",
                       {"Wohngeldstelle"},
                       competence::FrameworkState::published,
                       "Ich berechne den Mietzuschuss auch bei wechselndem Einkommen ohne Rückfrage."},
                      {"trade", "Gewerberecht", "Gewerbeanmeldung, Konzession", {"Gewerbeamt"}},
                      {"typewriter", "Maschinenschreiben", "Schreibmaschine", {"Schreibmaschine schreiben"}, competence::FrameworkState::outdated},
                      {"robots", "Roboter steuern", "Roboter", {"Roboter steuern"}, competence::FrameworkState::draft}}),
        german());
    return made;
}

// "has:spreadsheet=3 lacks:databases=0", in the order of the alphabet.
inline std::string said(std::string_view statement, std::size_t limit = 3) {
    std::vector<std::string> parts;
    for (const auto& proposal : extractor().extract(statement, limit)) {
        std::string text = proposal.polarity == Polarity::has ? "has:" : proposal.polarity == Polarity::lacks ? "lacks:" : "wants:";
        text += extractor().framework().competence(proposal.competence).slug;
        if (proposal.level) text += "=" + std::to_string(*proposal.level);
        parts.push_back(std::move(text));
    }
    std::sort(parts.begin(), parts.end());
    std::string all;
    for (const auto& part : parts) all += (all.empty() ? "" : " ") + part;
    return all;
}

}  // namespace kc::extraction::tests
