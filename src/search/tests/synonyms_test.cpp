// SPDX-License-Identifier: EUPL-1.2
#include "search/synonyms.hpp"
#include "base/text.hpp"
#include "search/tests/language_fixture.hpp"

#include <doctest/doctest.h>
#include <set>

using namespace kc::search;
using namespace kc::search::tests;

namespace {

SynonymProblem first_problem(std::string_view text) {
    const auto parsed = parse_synonyms(text);
    REQUIRE(!parsed.has_value());
    REQUIRE(!parsed.error().empty());
    return parsed.error().front();
}

}  // namespace

TEST_CASE("abbreviations and synonyms find what they stand for") {
    for (const auto& [query, document] : std::vector<std::pair<std::string, std::string>>{{"OZG", "Das Onlinezugangsgesetz verstehen"},
                                                                                          {"Onlinezugangsgesetz", "OZG kurz erklärt"},
                                                                                          {"DSGVO", "Die Datenschutz-Grundverordnung im Alltag"},
                                                                                          {"DSGVO", "Datenschutzgrundverordnung"},
                                                                                          {"FIM", "Föderales Informationsmanagement"},
                                                                                          {"IT-Sicherheit", "Informationssicherheit steuern"},
                                                                                          {"IT Sicherheit", "Informationssicherheit steuern"},
                                                                                          {"Informationssicherheit", "IT-Sicherheit"},
                                                                                          {"ISB", "Runde der Informationssicherheitsbeauftragten"},
                                                                                          {"E-Akte", "elektronische Akte"},
                                                                                          {"eAkte", "Die elektronische Akte"},
                                                                                          {"elektronische Akte", "Ordnung in der E-Akte"},
                                                                                          {"DMS", "Dokumentenmanagement administrieren"},
                                                                                          {"KI", "Künstliche Intelligenz im Büro"},
                                                                                          {"künstliche Intelligenz", "KI im Büro"},
                                                                                          {"ChatGPT", "Künstliche Intelligenz im Büro"},
                                                                                          {"Homeoffice", "mobiles Arbeiten"},
                                                                                          {"mobiles Arbeiten", "Regeln für Telearbeit"},
                                                                                          {"mobil arbeiten", "Homeoffice"},
                                                                                          {"Telearbeit", "Führen im Homeoffice"},
                                                                                          {"XRechnung", "E-Rechnungen empfangen"},
                                                                                          {"BEM", "Betriebliches Eingliederungsmanagement"},
                                                                                          {"Chef", "Neu als Führungskraft"},
                                                                                          {"Chefin", "Neu als Führungskraft"},
                                                                                          {"Computer", "Arbeiten am PC"},
                                                                                          {"Azubi", "Für Auszubildende"},
                                                                                          {"Azubis", "Für Auszubildende"},
                                                                                          {"Ärger mit Bürgern", "Deeskalation am Schalter"},
                                                                                          {"aggressive Kunden", "Deeskalation am Schalter"},
                                                                                          {"NKF", "Den kommunalen Haushalt verstehen"},
                                                                                          {"UVgO", "Vergabe Schritt für Schritt"},
                                                                                          {"QM", "Qualitätsmanagement"},
                                                                                          {"AGG", "Allgemeines Gleichbehandlungsgesetz"},
                                                                                          {"SGB VIII", "Kinder- und Jugendhilfe"},
                                                                                          {"Excel", "Rechnen mit Tabellen: Tabellenkalkulation"},
                                                                                          {"Feedback", "Rückmeldung geben"},
                                                                                          {"Stress", "Umgang mit Belastung"},
                                                                                          {"PR", "Öffentlichkeitsarbeit"},
                                                                                          {"Kita", "Kindertagesstätten"}}) {
        CAPTURE(query);
        CAPTURE(document);
        CHECK(finds(query, document));
    }
}

TEST_CASE("a synonym counts less than the word itself") {
    const auto words = german().query_words("OZG");
    CHECK(answers(words.front(), terms_of("OZG")) > answers(words.front(), terms_of("Onlinezugangsgesetz")));
}

TEST_CASE("a group with a direction works one way only") {
    const auto parsed = parse_synonyms("groups:\n  - {search: [Boss], also: [Vorgesetzte]}\n");
    REQUIRE(parsed.has_value());
    const auto analyzer = german().with_synonyms(*parsed);
    std::vector<Term> superior, boss;
    analyzer->index_terms("Vorgesetzte", superior);
    analyzer->index_terms("Boss", boss);
    CHECK(answers(analyzer->query_words("Boss").front(), superior) > 0);
    CHECK(answers(analyzer->query_words("Vorgesetzter").front(), boss) == 0);
}

TEST_CASE("another list of synonyms takes effect without reading the dictionary again") {
    const auto parsed = parse_synonyms("groups:\n  - [Murkelamt, Bauhof]\n");
    REQUIRE(parsed.has_value());
    const auto analyzer = german().with_synonyms(*parsed);
    std::vector<Term> document;
    analyzer->index_terms("Bauhof", document);
    CHECK(answers(analyzer->query_words("Murkelamt").front(), document) > 0);
    CHECK(analyzer->parts("Vergaberecht").size() == 2);
    CHECK(analyzer->synonyms().groups.size() == 1);
}

TEST_CASE("a phrase of the list is one word of the query") {
    const auto words = german().query_words("Regeln für mobiles Arbeiten");
    REQUIRE(words.size() == 2);
    CHECK(words[1].as_typed == "mobiles Arbeiten");
    CHECK(words[1].known);
}

TEST_CASE("the project's own list is sound and large enough") {
    CHECK(german().synonyms().groups.size() >= 250);
    for (const auto& group : german().synonyms().groups) {
        CAPTURE(group.line);
        CHECK(!group.search.empty());
        CHECK(!group.also.empty());
    }
}

TEST_CASE("an empty list is fine") {
    CHECK(parse_synonyms("")->groups.empty());
    CHECK(parse_synonyms("groups:\n")->groups.empty());
    CHECK(parse_synonyms("# nur ein Kommentar\n")->groups.empty());
}

TEST_CASE("every mistake in the list names its line and what to do") {
    CHECK(first_problem("groups:\n  - [OZG, Onlinezugangsgesetz]\n  - [allein]\n").line == 3);
    CHECK(first_problem("groups:\n  - OZG\n").line == 2);
    CHECK(first_problem("groups:\n  - [OZG, OZG]\n").message.find("zweimal") != std::string::npos);
    CHECK(first_problem("groups:\n  - [OZG, [a, b]]\n").line == 2);
    CHECK(first_problem("groups:\n  - {search: [Chef]}\n").message.find("also") != std::string::npos);
    CHECK(first_problem("groups:\n  - {search: [Chef], also: []}\n").message.find("leer") != std::string::npos);
    CHECK(first_problem("groups:\n  - {suche: [Chef], also: [Leitung]}\n").message.find("suche") != std::string::npos);
    CHECK(first_problem("groups:\n  - {same: [a, b], also: [c]}\n").message.find("same") != std::string::npos);
    CHECK(first_problem("groups:\n  - {same: [a, b], weight: 7}\n").message.find("0.1 bis 1") != std::string::npos);
    CHECK(first_problem("groups:\n  - {same: [a, b], weight: viel}\n").line == 2);
    CHECK(first_problem("gruppen:\n  - [a, b]\n").message.find("groups:") != std::string::npos);
    CHECK(first_problem("groups:\n  - [a, b]\nmehr: 1\n").line == 3);
    CHECK(first_problem("groups: ja\n").line == 1);
    CHECK(first_problem("- [a, b]\n").line == 1);
    CHECK(first_problem("groups:\n  - [a, b\n").message.find("Klammern") != std::string::npos);
    CHECK(first_problem("groups:\n  - [a, \xFF]\n").line == 2);
    CHECK(first_problem("groups:\n  - [a, " + std::string(500, 'x') + "]\n").message.find("120") != std::string::npos);
    for (const auto* text : {"groups:\n  - [a]\n", "groups:\n  - OZG\n"}) {
        const auto problem = first_problem(text);
        CHECK(problem.message.find("Zeile 2") == 0);
    }
}

TEST_CASE("all mistakes are told at once, within bounds") {
    std::string text = "groups:\n";
    for (int i = 0; i < 100; ++i) text += "  - [allein]\n";
    const auto parsed = parse_synonyms(text);
    REQUIRE(!parsed.has_value());
    CHECK(parsed.error().size() == 20);
    CHECK(parsed.error()[1].line == 3);
}

TEST_CASE("hostile lists are refused, not suffered") {
    CHECK(!parse_synonyms(std::string(synonym_bytes_max + 1, 'a')).has_value());
    CHECK(!parse_synonyms("groups: " + std::string(200'000, '[')).has_value());
    CHECK(!parse_synonyms(std::string(100'000, '{')).has_value());
    CHECK(!parse_synonyms("groups: &a [*a, *a]").has_value());
    CHECK(!parse_synonyms("a: &a [x, x]\nb: &b [*a, *a]\ngroups: [*b, *b]").has_value());
    std::string many = "groups:\n";
    for (std::size_t i = 0; i <= synonym_groups_max; ++i) many += "- [a, b]\n";
    CHECK(!parse_synonyms(many).has_value());
    CHECK(!parse_synonyms("groups:\n  - [" + std::string(300'000, ',') + "]").has_value());
    CHECK(!parse_synonyms(std::string("groups:\n\0\x01", 10)).has_value());
}

TEST_CASE("the problem of a long word is told without a broken letter") {
    const auto parsed = parse_synonyms("groups: []\nä" + [] {
        std::string word;
        for (int i = 0; i < 30; ++i) word += "ä";
        return word;
    }() + ": 1\n");
    REQUIRE_FALSE(parsed.has_value());
    CHECK(kc::is_valid_utf8(parsed.error().front().message));
    CHECK(parsed.error().front().message.find("…") != std::string::npos);
}

TEST_CASE("a word with an invisible character is refused") {
    CHECK(!parse_synonyms("groups:\n  - [\"a\\0b\", c]\n").has_value());
    CHECK(!parse_synonyms("groups:\n  - [\"a\\x07b\", c]\n").has_value());
    CHECK(parse_synonyms("groups:\n  - [\"a\\u00e4b\", c]\n").has_value());
    const auto parsed = parse_synonyms(std::string_view("groups:\n  - [a, b]\n  - [c\0, d]\n", 30));
    REQUIRE_FALSE(parsed.has_value());
    CHECK(parsed.error().front().line == 3);
}
