// SPDX-License-Identifier: EUPL-1.2
#include "search/compounds.hpp"
#include "search/fold.hpp"
#include "search/tests/language_fixture.hpp"

#include <doctest/doctest.h>
#include <fstream>

using namespace kc::search;
using namespace kc::search::tests;

namespace {

std::string parts_of(std::string_view word) {
    std::string text;
    for (const auto& part : german().parts(word)) text += (text.empty() ? "" : "|") + part;
    return text;
}

struct Split {
    std::string word;
    std::string parts;
};

}  // namespace

TEST_CASE("compounds fall into the words they are made of") {
    for (const auto& [word, parts] : std::vector<Split>{{"Vergaberecht", "vergabe|recht"},
                                                        {"Informationssicherheit", "information|sicherheit"},
                                                        {"Informationssicherheitsbeauftragte", "information|sicherheit|beauftragte"},
                                                        {"Datenschutz", "daten|schutz"},
                                                        {"Datenschutzgrundverordnung", "daten|schutz|grund|verordnung"},
                                                        {"Bürgerbüro", "bürger|büro"},
                                                        {"buergerbuero", "bürger|büro"},
                                                        {"Führungskräfteentwicklung", "führung|kräfte|entwicklung"},
                                                        {"Haushaltsplanung", "haushalt|planung"},
                                                        {"Bebauungsplanverfahren", "bebauung|plan|verfahren"},
                                                        {"Personalratswahl", "personal|rat|wahl"},
                                                        {"Straßenverkehrsrecht", "strasse|verkehr|recht"},
                                                        {"Mitarbeitergespräch", "mitarbeiter|gespräch"},
                                                        {"Mitarbeiterinnengespräch", "mitarbeiter|gespräch"},
                                                        {"Kindertagesstätte", "kinder|tages|stätte"},
                                                        {"Brandschutzhelfer", "brand|schutz|helfer"},
                                                        {"Notfallmanagement", "notfall|management"},
                                                        {"Jahresabschluss", "jahr|abschluss"},
                                                        {"Wissensmanagement", "wissen|management"},
                                                        {"Arbeitsschutz", "arbeit|schutz"},
                                                        {"Gesprächsführung", "gespräch|führung"},
                                                        {"Urheberrecht", "urheber|recht"}}) {
        CAPTURE(word);
        CHECK(parts_of(word) == parts);
    }
}

TEST_CASE("simple words stay whole") {
    for (const std::string word :
         {"Verwaltung", "Verordnung", "Beratung",       "Kolleginnen",    "Teilnehmende",  "Mitarbeiter", "Organisation",    "Information",
          "Unterricht", "Bereich",    "Haushalt",       "Urkunde",        "Umgang",        "Zeugnis",     "Resilienz",       "Bürgermeister",
          "Sicherheit", "Gesundheit", "Wirtschaft",     "Genossenschaft", "Kommunikation", "Standesamt",  "Digitalisierung", "Vertrag",
          "Antrag",     "Passwort",   "Nachhaltigkeit", "Elternzeit",     "Erfahrung"}) {
        CAPTURE(word);
        CHECK(parts_of(word).find('|') == std::string::npos);
    }
}

TEST_CASE("a compound finds its parts written apart, and the other way round") {
    for (const auto& [compound, apart] :
         std::vector<std::pair<std::string, std::string>>{{"Informationssicherheitsbeauftragte", "Beauftragte für die Sicherheit von Informationen"},
                                                          {"Informationssicherheit", "Sicherheit von Informationen"},
                                                          {"Vergaberecht", "Recht der Vergabe"},
                                                          {"Haushaltsplanung", "Planung des Haushalts"},
                                                          {"Mitarbeitergespräche", "Gespräche mit Mitarbeiterinnen"},
                                                          {"Bürgerbeteiligung", "Beteiligung von Bürger:innen"},
                                                          {"Prozessverbesserung", "Verbesserung von Prozessen"},
                                                          {"Datenschutzverstöße", "Verstöße gegen den Datenschutz"},
                                                          {"Bürgerservice", "Service für Bürger"}}) {
        CAPTURE(compound);
        CHECK(finds(apart, compound));
        if (parts_of(compound).find('|') != std::string::npos) CHECK(finds(compound, apart));
    }
}

TEST_CASE("a part finds the compound with less weight than the word itself") {
    const auto words = german().query_words("Schutz");
    const float by_part = answers(words.front(), terms_of("Datenschutz"));
    CHECK(by_part > 0);
    CHECK(by_part < answers(words.front(), terms_of("Schutz")));
    CHECK(finds("Grundverordnung", "Datenschutzgrundverordnung"));
    CHECK(finds("Datenschutz", "Datenschutzgrundverordnung"));
    CHECK(finds("Sicherheit", "IT-Sicherheit"));
}

TEST_CASE("one part alone answers a compound only when searched widely") {
    CHECK(!finds("Haushaltssatzung", "Haushalt"));
    CHECK(finds("Haushaltssatzung", "Haushalt", true));
}

TEST_CASE("the longest word that is looked at is bounded") {
    WordList list;
    CHECK(list.add_parts("Daten\nSchutz\n").empty());
    list.finish();
    std::string word;
    for (int i = 0; i < 100; ++i) word += "datenschutz";
    CHECK(split_compound(list, word).empty());
    CHECK(split_compound(list, "datenschutz").size() == 2);
}

TEST_CASE("mistakes in the list of word parts are told with their line") {
    WordList list;
    const auto problems = list.add_parts("# Kopf\nSicherheit s\nRecht x\n!\n");
    REQUIRE(problems.size() == 2);
    CHECK(problems[0].line == 3);
    CHECK(problems[0].message.find("Fuge") != std::string::npos);
    CHECK(problems[1].line == 4);
}

TEST_CASE("a Hunspell dictionary adds words, in UTF-8 or Latin-1") {
    const auto folder = std::filesystem::temp_directory_path();
    const auto dictionary = folder / "kc_search_test.dic";
    const auto rules = folder / "kc_search_test.aff";
    for (const bool latin1 : {false, true}) {
        std::ofstream(rules) << "SET " << (latin1 ? "ISO8859-1" : "UTF-8") << "\n";
        std::ofstream(dictionary) << "3\nf" << (latin1 ? "\xF6" : "ö") << "rster/Sozm\nwald/Sozm\nwald/hke\n";
        WordList list;
        CHECK(list.add_hunspell(dictionary));
        list.finish();
        const auto parts = split_compound(list, "waldfoerster");
        REQUIRE(parts.size() == 2);
        CHECK(parts[1].word == "förster");
    }
    WordList list;
    CHECK(!list.add_hunspell(folder / "kc_search_no_such.dic"));
    std::filesystem::remove(dictionary);
    std::filesystem::remove(rules);
}
