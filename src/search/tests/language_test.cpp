// SPDX-License-Identifier: EUPL-1.2
#include "search/tests/language_fixture.hpp"

#include <doctest/doctest.h>
#include <fstream>
#include <thread>
#include <utility>

using namespace kc::search;
using namespace kc::search::tests;

namespace {

using Pair = std::pair<std::string, std::string>;

std::vector<std::string> required_words(std::string_view query) {
    std::vector<std::string> words;
    for (const auto& word : german().query_words(query))
        if (word.required) words.push_back(word.as_typed);
    return words;
}

}  // namespace

TEST_CASE("inflected forms of a word share one term") {
    for (const auto& [one, other] : std::vector<Pair>{{"Haus", "Häuser"},
                                                      {"Haus", "Hauses"},
                                                      {"Akte", "Akten"},
                                                      {"Bescheid", "Bescheide"},
                                                      {"Bürger", "Bürgern"},
                                                      {"Bürger", "Bürgers"},
                                                      {"Amt", "Ämter"},
                                                      {"Amt", "Amtes"},
                                                      {"Kurs", "Kurse"},
                                                      {"Kurs", "Kursen"},
                                                      {"Gast", "Gäste"},
                                                      {"Dienst", "Dienste"},
                                                      {"Dienst", "Diensten"},
                                                      {"Thema", "Themen"},
                                                      {"Risiko", "Risiken"},
                                                      {"Konto", "Konten"},
                                                      {"schwierig", "schwierigen"},
                                                      {"digital", "digitale"},
                                                      {"Azubi", "Azubis"},
                                                      {"Kita", "Kitas"},
                                                      {"Beauftragte", "Beauftragter"},
                                                      {"Beauftragte", "Beauftragten"},
                                                      {"Vorgesetzte", "Vorgesetzter"},
                                                      {"Gespräch", "Gespräche"},
                                                      {"Führungskraft", "Führungskräfte"},
                                                      {"Führungskraft", "Führungskräften"},
                                                      {"Ausschuss", "Ausschüsse"},
                                                      {"Gremium", "Gremien"},
                                                      {"Vertrag", "Verträge"},
                                                      {"Datenschutz", "Datenschutzes"},
                                                      {"Sitzung", "Sitzungen"},
                                                      {"Kind", "Kinder"}}) {
        CAPTURE(one);
        CAPTURE(other);
        CHECK(german().term(one) == german().term(other));
    }
}

TEST_CASE("every spelling of a word shares one term") {
    for (const auto& [one, other] : std::vector<Pair>{{"Häuser", "haeuser"},
                                                      {"Bürger", "Buerger"},
                                                      {"Bürgerbüro", "buergerbuero"},
                                                      {"Straße", "Strasse"},
                                                      {"STRASSE", "Straße"},
                                                      {"MASSNAHME", "Maßnahme"},
                                                      {"Behörde", "Behoerde"},
                                                      {"Führung", "FUEHRUNG"},
                                                      {"Gespräch",
                                                       "Gespra\xCC\x88"
                                                       "ch"},
                                                      {"Daten\xC2\xADschutz", "Datenschutz"},
                                                      {"IT-Sicherheit", "ITSicherheit"},
                                                      {"E-Akte", "eAkte"},
                                                      {"E-Akte", "EAkte"},
                                                      {"Online-Dienst", "Onlinedienst"},
                                                      {"Online‑Dienst", "Online-Dienst"},
                                                      {"Café", "Cafe"},
                                                      {"E-Mail", "Email"},
                                                      {"Smart-City", "SmartCity"},
                                                      {"Ärger", "aerger"}}) {
        CAPTURE(one);
        CAPTURE(other);
        CHECK(german().term(one) == german().term(other));
    }
}

TEST_CASE("gender forms of a word share one term") {
    for (const auto& [one, other] : std::vector<Pair>{{"Bürger:innen", "Bürger"},
                                                      {"Bürger*innen", "Bürger"},
                                                      {"Bürger_innen", "Bürger"},
                                                      {"Bürgerinnen", "Bürger"},
                                                      {"Mitarbeiter*innen", "Mitarbeiter"},
                                                      {"Mitarbeiterinnen", "Mitarbeiter"},
                                                      {"Sachbearbeiter_innen", "Sachbearbeiter"},
                                                      {"SachbearbeiterInnen", "Sachbearbeiter"},
                                                      {"SachbearbeiterIn", "Sachbearbeiter"},
                                                      {"Leiter/in", "Leiter"},
                                                      {"Leiter/-in", "Leiter"},
                                                      {"Leiterin", "Leiter"},
                                                      {"Mitarbeiter(innen)", "Mitarbeiter"},
                                                      {"Beauftragte:r", "Beauftragte"},
                                                      {"Beauftragte/r", "Beauftragter"},
                                                      {"Datenschutzbeauftragte*r", "Datenschutzbeauftragten"},
                                                      {"Kolleg:innen", "Kollegen"},
                                                      {"Kolleginnen", "Kollegen"},
                                                      {"Ärzt:innen", "Ärzte"},
                                                      {"Ärztin", "Arzt"},
                                                      {"Expert:innen", "Experten"},
                                                      {"Bürgermeisterin", "Bürgermeister"},
                                                      {"Beamtin", "Beamte"},
                                                      {"Bürger·innen", "Bürger"}}) {
        CAPTURE(one);
        CAPTURE(other);
        CHECK(german().term(one) == german().term(other));
    }
}

TEST_CASE("words that only look alike keep their own terms") {
    for (const auto& [one, other] : std::vector<Pair>{{"Bürger", "Burg"},
                                                      {"Bürger", "Burgen"},
                                                      {"Dienst", "dienen"},
                                                      {"Termin", "Term"},
                                                      {"Vorstand", "Vorstellung"},
                                                      {"Person", "Personal"},
                                                      {"Steuer", "Steuerung"},
                                                      {"Kurs", "Kur"},
                                                      {"Akte", "Aktie"},
                                                      {"neue", "Nu"},
                                                      {"Berlin", "Berl"},
                                                      {"Magazin", "Magaz"}}) {
        CAPTURE(one);
        CAPTURE(other);
        CHECK(german().term(one) != german().term(other));
    }
}

TEST_CASE("where ue may or may not mean ü, both readings find the word") {
    for (const std::string word : {"neue", "Feuer", "aktuell", "Quelle", "Steuer", "Israel", "Koeffizient", "zuerst"}) {
        CAPTURE(word);
        CHECK(finds(word, word));
    }
    CHECK(finds("Mueller", "Müller"));
    CHECK(finds("Müller", "Mueller"));
}

TEST_CASE("a word of the same family is found with less weight") {
    const auto words = german().query_words("führen");
    const float by_family = answers(words.front(), terms_of("Führung"));
    CHECK(by_family > 0);
    CHECK(by_family < answers(words.front(), terms_of("führen")));
    CHECK(finds("verhandeln", "Verhandlungen"));
    CHECK(finds("Verhandlung", "wir verhandeln"));
    CHECK(finds("organisieren", "Organisation"));
    CHECK(finds("Digitalisierung", "digitalisieren"));
    CHECK(finds("beraten", "Beratung"));
    CHECK(finds("moderieren", "Moderation"));
    CHECK(finds("geprüft", "Rechnungen prüfen"));
    CHECK(finds("geplante", "Projekte planen"));
    CHECK(finds("leiten", "gut geleitet"));
    CHECK(german().query_words("Gericht").front().alternatives.size() == 1);
}

TEST_CASE("a sentence is reduced to the words that matter") {
    CHECK(required_words("Ich möchte lernen, wie man mit schwierigen Bürgern umgeht").size() == 1);  // "schwierige Bürger" is one thing
    CHECK(required_words("Ich suche eine Fortbildung zum Thema Datenschutz für Anfänger") == std::vector<std::string>{"Datenschutz"});
    CHECK(required_words("Wie schreibe ich einen Bescheid?") == std::vector<std::string>{"schreibe", "Bescheid"});
    CHECK(required_words("Kurs Vergaberecht") == std::vector<std::string>{"Vergaberecht"});
}

TEST_CASE("words for courses count little, unless there is nothing else") {
    const auto with_topic = german().query_words("Seminar Brandschutz");
    REQUIRE(with_topic.size() == 2);
    CHECK(!with_topic[0].required);
    CHECK(with_topic[0].weight < with_topic[1].weight);
    const auto alone = german().query_words("Seminar");
    REQUIRE(alone.size() == 1);
    CHECK(alone[0].required);
    CHECK(alone[0].weight == 1);
}

TEST_CASE("a course tail is taken off its topic") {
    CHECK(required_words("Datenschutzschulung").size() == 1);
    CHECK(finds("Datenschutzschulung", "Datenschutz im Amt"));
    CHECK(finds("Excel-Kurs", "Excel für den Alltag"));
    CHECK(finds("Führungskräftetraining", "Training für Führungskräfte"));
}

TEST_CASE("words for people are known as such") {
    CHECK(german().query_words("Azubis").front().audience);
    CHECK(german().query_words("Excel für Rentner").back().audience);
    CHECK(!german().query_words("Excel").front().audience);
    CHECK(finds("Kurse für Azubis", "Für Auszubildende"));
    CHECK(finds("Neulinge", "Für Einsteigerinnen und Einsteiger"));
}

TEST_CASE("the same person named twice is one word") {
    CHECK(german().query_words("Mitarbeiterinnen und Mitarbeiter").size() == 1);
    CHECK(german().query_words("Bürgerinnen und Bürger").size() == 1);
}

TEST_CASE("an abbreviation in capitals is no stop word") {
    CHECK(german().query_words("OB").size() == 1);
    CHECK(german().query_words("ob").empty());
}

TEST_CASE("a word left to its hyphen stands for the whole word") {
    CHECK(finds("Sicherheit", "Sicherheits- und Notfallkonzept"));
    CHECK(finds("Kommune", "Kommunen- und Landkreise") == finds("Kommunen", "Kommunen"));
}

TEST_CASE("numbers keep their points and paragraphs find their number") {
    const auto terms = terms_of("Version 4.0 nach § 27001");
    CHECK(std::any_of(terms.begin(), terms.end(), [](const Term& term) { return term.text == "40" || term.text == "4.0"; }));
    CHECK(finds("27001", "ISO 27001"));
    CHECK(finds("4.0", "Verwaltung 4.0"));
}

TEST_CASE("stop words take a position but give no terms") {
    const auto terms = terms_of("Recht und Ordnung");
    REQUIRE(terms.size() >= 2);
    CHECK(terms.front().position == 0);
    CHECK(terms.back().position == 2);
    CHECK(terms_of("der die das und für").empty());
    CHECK(german().query_words("wie und was").empty());
}

TEST_CASE("indexing at once and word by word give the same terms") {
    const std::string text = "Informationssicherheitsbeauftragte und Bürger:innen im IT-Amt";
    std::vector<Word> words;
    german().words(text, words);
    std::vector<Term> by_word;
    for (const auto& word : words) german().word_terms(word.text, by_word);
    const auto at_once = terms_of(text);
    REQUIRE(by_word.size() == at_once.size());
    for (std::size_t i = 0; i < by_word.size(); ++i) {
        CHECK(by_word[i].text == at_once[i].text);
        CHECK(by_word[i].weight == at_once[i].weight);
    }
}

TEST_CASE("broken and endless text is bounded and harmless") {
    std::vector<Term> terms;
    std::vector<Word> words;
    const std::string long_word(1 << 20, 'x');
    german().index_terms(long_word, terms);
    for (const auto& term : terms) CHECK(term.text.size() <= term_bytes_max);
    CHECK(german().query_words(long_word).size() == 1);
    CHECK(german().query_words(long_word).front().as_typed.size() <= word_bytes_max);

    std::string many;
    for (int i = 0; i < 10'000; ++i) many += "wort" + std::to_string(i) + " ";
    CHECK(german().query_words(many).size() <= query_words_max);
    std::string endless;
    for (std::size_t i = 0; i < document_words_max + 1000; ++i) endless += "a1 ";
    german().words(endless, words);
    CHECK(words.size() == document_words_max);

    for (const std::string text : {"\xFF\xFE\x80",
                                   "Daten\xC3",
                                   "\xC3\x28schutz",
                                   "\xED\xA0\x80",
                                   "\xF4\x90\x80\x80",
                                   "---",
                                   ":::***",
                                   "*innen",
                                   "/in",
                                   "(innen)",
                                   "-",
                                   "a-",
                                   "-a",
                                   "\xCC\x88",
                                   "\xE2\x80\x8B",
                                   "''",
                                   "1.2.3.4.5",
                                   "(in",
                                   "x(in",
                                   "Leiter(",
                                   "Leiter/",
                                   "Leiter:"}) {
        CAPTURE(text);
        german().query_words(text);
        terms.clear();
        german().index_terms(text, terms);
        german().folded(text);
        german().term(text);
        german().parts(text);
    }
    CHECK(finds("Datenschutz", "\xFF\xFE Datenschutz \x80"));
    const std::string zero = std::string("Daten") + '\0' + "schutz";
    CHECK(german().query_words(zero).size() == 2);
}

TEST_CASE("random bytes neither crash nor leave their bounds") {
    std::uint32_t state = 20261121;
    for (int round = 0; round < 3000; ++round) {
        std::string text;
        for (int i = 0; i < 60; ++i) {
            state = state * 1664525 + 1013904223;
            constexpr std::string_view pieces = "aeiouäöüßinnst-:*_/()IE.'0\xCC\x88\xFF";
            text += (state >> 28) < 12 ? pieces[(state >> 8) % pieces.size()] : static_cast<char>(state >> 16);
        }
        for (const auto& word : german().query_words(text)) {
            REQUIRE(!word.alternatives.empty());
            for (const auto& alternative : word.alternatives) {
                REQUIRE(!alternative.terms.empty());
                for (const auto& term : alternative.terms) REQUIRE(term.size() <= term_bytes_max);
            }
        }
        for (const auto& term : terms_of(text)) REQUIRE(term.text.size() <= term_bytes_max);
    }
}

TEST_CASE("threads share one analyzer and get the same answers") {
    const std::string text = "Bürger:innen, Vergaberecht, Informationssicherheitsbeauftragte und mobiles Arbeiten im Standesamt";
    const auto expected = terms_of(text);
    const auto expected_words = german().query_words(text);
    std::vector<std::thread> threads;
    std::vector<int> wrong(4, 0);
    for (std::size_t number = 0; number < wrong.size(); ++number) {
        threads.emplace_back([&, number] {
            for (int round = 0; round < 200; ++round) {
                const auto terms = terms_of(text);
                const auto words = german().query_words(text);
                bool same = terms.size() == expected.size() && words.size() == expected_words.size();
                for (std::size_t i = 0; same && i < terms.size(); ++i) same = terms[i].text == expected[i].text;
                if (!same) ++wrong[number];
            }
        });
    }
    for (auto& thread : threads) thread.join();
    for (const int count : wrong) CHECK(count == 0);
}

TEST_CASE("a missing or broken file is told with its name") {
    CHECK_THROWS_AS(Analyzer::load({.synonyms = "/does/not/exist.yaml", .word_parts = {}, .dictionary = {}}), AnalyzerError);
    CHECK_THROWS_AS(Analyzer::load({.synonyms = {}, .word_parts = "/does/not/exist.txt", .dictionary = {}}), AnalyzerError);
    CHECK_NOTHROW(Analyzer::load({.synonyms = {}, .word_parts = {}, .dictionary = "/does/not/exist.dic"}));
    const auto file = std::filesystem::temp_directory_path() / "kc_search_broken_synonyms.yaml";
    std::ofstream(file) << "groups:\n  - [OZG, Onlinezugangsgesetz]\n  - [allein]\n";
    try {
        Analyzer::load({.synonyms = file, .word_parts = {}, .dictionary = {}});
        FAIL("a group of one word was accepted");
    } catch (const AnalyzerError& error) {
        const std::string message = error.what();
        CHECK(message.find(file.filename().string()) != std::string::npos);
        CHECK(message.find("Zeile 3") != std::string::npos);
    }
    std::filesystem::remove(file);
}
