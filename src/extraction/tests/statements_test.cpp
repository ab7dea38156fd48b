// SPDX-License-Identifier: EUPL-1.2
// What statements of clerks say: docs/rules/extraction.md, EX-01 to EX-36.
#include "extraction/demand_cues.hpp"
#include "extraction/knowledge.hpp"
#include "extraction/tests/small_catalogue.hpp"

#include <random>
#include <sstream>
#include <thread>

using namespace kc;
using namespace kc::extraction;
using namespace kc::extraction::tests;

TEST_CASE("a statement names its competence by keyword, phrase or name, without a level it does not say (EX-01)") {
    CHECK(said("Ich mache die Ausschreibungen.") == "has:procurement");
    CHECK(said("Serienbriefe verschicke ich.") == "has:text");
    CHECK(said("Bei mir geht es um Wohngeld.") == "has:housing");
}

TEST_CASE("a cue belongs to its own clause (EX-02)") {
    CHECK(said("Excel kann ich gut, aber Access gar nicht.") == "has:spreadsheet=3 lacks:databases=0");
    CHECK(said("Access kann ich gar nicht, dafür Excel sehr gut.") == "has:spreadsheet=4 lacks:databases=0");
    CHECK(said("Word täglich, PowerPoint nie.") == "has:text=3 lacks:slides=0");
}

TEST_CASE("in a list all members share what is said of the list (EX-03)") {
    CHECK(said("Word, PowerPoint und Excel kann ich gut.") == "has:slides=3 has:spreadsheet=3 has:text=3");
    CHECK(said("Ich beherrsche Word und PowerPoint.") == "has:slides=3 has:text=3");
    CHECK(said("Vergabe? Das mache ich im Schlaf.") == "has:procurement=4");
    CHECK(said("Mit der E-Akte arbeite ich, das klappt gut.") == "has:e-file=3");
    CHECK(said("Statistik mag sein, aber beim Datenschutz, da bin ich unsicher.") == "has:data-protection=1");
}

TEST_CASE("what is said of one competence twice counts together (EX-04)") {
    CHECK(said("Access kann ich nicht, würde ich aber gern lernen.") == "wants:databases");
    CHECK(said("Excel kann ich gut, Pivot aber gar nicht.") == "has:spreadsheet=2");
}

TEST_CASE("typing errors are forgiven, other words are not bent (EX-05)") {
    CHECK(said("Mit Exel arbeite ich teglich.") == "has:spreadsheet=3");
    CHECK(said("Dattenschutz kenne ich.") == "has:data-protection");
    CHECK(said("Ich kann gut mit Wrod umgehen.") == "has:text=3");
    CHECK(said("Gewerbeanmelungen bearbeite ich.") == "has:trade");
    CHECK(said("Von Datenschuz habe ich keine Ahnug.") == "lacks:data-protection=0");
    // "Akte" and "Karte" are one letter apart, and two different things.
    CHECK(said("Ich führe jede Akte.") != "has:geodata");
    CHECK(said("Ich zeichne jede Karte.") == "has:geodata");
    const auto proposals = extractor().extract("Mit Exel arbeite ich.");
    REQUIRE(proposals.size() == 1);
    CHECK(proposals.front().reason_key == "extraction.reason.corrected");
}

TEST_CASE("denials are level 0 (EX-10)") {
    for (const std::string statement :
         {"Excel kann ich gar nicht.", "Von Excel habe ich keine Ahnung.", "Mit Excel habe ich noch nie gearbeitet.", "Excel ist für mich Neuland.",
          "Excell kann ich leider garnicht", "Null Ahnung von Excel.", "excel kann ich überhaupt nicht", "Bei Excel bin ich komplett raus.",
          "Ich weiß nicht, wie man eine Pivot-Tabelle baut."}) {
        CAPTURE(statement);
        CHECK(said(statement) == "lacks:spreadsheet=0");
    }
}

TEST_CASE("not every 'nicht' denies (EX-11)") {
    CHECK(said("Excel ist für mich kein Problem.") == "has:spreadsheet=3");
    CHECK(said("Excel kann ich gar nicht schlecht.") == "has:spreadsheet=3");
    CHECK(said("Nicht nur Excel kann ich gut.") == "has:spreadsheet=3");
    CHECK(said("Excel nicht.") == "lacks:spreadsheet=0");
}

TEST_CASE("hedges set the level (EX-12, EX-13)") {
    CHECK(said("Excel kann ich nicht so gut.") == "has:spreadsheet=1");
    CHECK(said("Ein Grundkurs in Excel war es.") == "has:spreadsheet=1");
    CHECK(said("Von Excel habe ich mal gehört.") == "has:spreadsheet=1");
    CHECK(said("Ein bisschen Excel geht schon.") == "has:spreadsheet=2");
    CHECK(said("Excel kann ich halbwegs gut.") == "has:spreadsheet=2");
    CHECK(said("Excel bekomme ich mit etwas Hilfe hin.") == "has:spreadsheet=2");
}

TEST_CASE("strength, teaching and responsibility raise the level (EX-14 to EX-17)") {
    CHECK(said("Excel nutze ich jeden Tag.") == "has:spreadsheet=3");
    CHECK(said("Excel beherrsche ich aus dem Effeff.") == "has:spreadsheet=4");
    CHECK(said("Ich schule die Kollegen in Excel.") == "has:spreadsheet=4");
    CHECK(said("Ich bin Ansprechpartnerin für die E-Akte.") == "has:e-file=4");
    CHECK(said("Ich habe die Dienstanweisung zum Datenschutz geschrieben.") == "has:data-protection=5");
}

TEST_CASE("years count (EX-25)") {
    CHECK(said("Seit drei Jahren mache ich Vergaben.") == "has:procurement=3");
    CHECK(said("Seit 10 Jahren mache ich Vergaben.") == "has:procurement=4");
    CHECK(said("Vergaben mache ich seit drei Monaten.") == "has:procurement=2");
    CHECK(said("Vergaben mache ich seid zwei Wochen.") == "has:procurement=1");
    CHECK(said("Vergaben mache ich seit 2009.") == "has:procurement=3");
}

TEST_CASE("what is past counts one level less (EX-18)") {
    CHECK(said("Früher habe ich Vergaben gemacht.") == "has:procurement=2");
    CHECK(said("Früher konnte ich Excel sehr gut.") == "has:spreadsheet=3");
}

TEST_CASE("without any cue the level sentence that fits may say the level (EX-19)") {
    CHECK(said("Ich berechne den Mietzuschuss bei wechselndem Einkommen.") == "has:housing=3");
    CHECK(said("Ich bearbeite Wohngeldanträge.") == "has:housing");
}

TEST_CASE("wishes are interests without a level (EX-20), and unwillingness proposes nothing (EX-21)") {
    for (const std::string statement :
         {"Ich möchte gern Excel lernen.", "Eine Schulung zu Excel wäre schön.", "Bei Excel habe ich Nachholbedarf.",
          "Ich würde gern lernen, wie man Pivot-Tabellen baut.", "Ich brauche dringend Hilfe bei Excel.", "Mich interessiert Excel."}) {
        CAPTURE(statement);
        CHECK(said(statement) == "wants:spreadsheet");
    }
    CHECK(said("Ich habe keine Lust auf Excel.").empty());
}

TEST_CASE("what others do is not one's own (EX-22)") {
    for (const std::string statement :
         {"Meine Kollegin kann sehr gut Excel.", "Mein Chef macht den Haushalt.", "Um die Vergaben kümmert sich die zentrale Stelle im Kreis.",
          "Die Vergabe macht bei uns jemand anderes.", "Mein Kollege kann Word und Excel.", "Frau Maier ist Fachfrau für Datenschutz."}) {
        CAPTURE(statement);
        CHECK(said(statement).empty());
    }
    CHECK(said("Mein Chef macht den Haushalt, ich die Vergaben.") == "has:procurement");
    CHECK(said("Ich erkläre meiner Kollegin Excel.") == "has:spreadsheet=4");
}

TEST_CASE("questions, dreams and small talk propose nothing (EX-23, EX-24)") {
    for (const std::string statement :
         {"Was ist eigentlich eine E-Akte?", "Muss ich Excel können?", "Man müsste mal den Datenschutz regeln.", "Datenschutz nervt.",
          "Die Excel-Datei ist weg.", "Wenn ich Bürgermeister wäre, würde ich die Vergabe abschaffen.", "Guten Morgen!", "Heute war wieder viel los.",
          "Weiß ich nicht.", "Ja, genau.", "Keine Ahnung.", "Ich habe nächste Woche Urlaub.", "", "   ", "?!", "...", "1234", "🙂🙂"}) {
        CAPTURE(statement);
        CHECK(said(statement).empty());
    }
}

TEST_CASE("verbs that German takes apart are read as one (EX-34)") { CHECK(said("Ich bilde seit drei Jahren Anwärter aus.") == "has:trainees=3"); }

TEST_CASE("compounds answer for their parts, both ways (EX-32)") {
    CHECK(said("Ich bin im Vergaberecht zu Hause.") == "has:procurement");
    CHECK(said("Haushaltsplanung ist mein Alltag.") == "has:budget=3");
}

TEST_CASE("words of every workplace are no evidence alone (EX-31)") {
    CHECK(said("Ich arbeite in der Verwaltung und bearbeite Vorgänge.").empty());
    CHECK(said("Ich schreibe und führe und leite und plane.").empty());
}

TEST_CASE("only published competences are proposed (EX-30)") {
    CHECK(said("Schreibmaschine schreibe ich gut.").empty());
    CHECK(said("Roboter steuern kann ich.").empty());
}

TEST_CASE("a proposal shows where it comes from and how sure it is") {
    const std::string statement = "Für München mache ich die Ausschreibungen täglich.";
    const auto proposals = extractor().extract(statement);
    REQUIRE(proposals.size() == 1);
    REQUIRE(proposals.front().mentions.size() == 1);
    const auto mention = proposals.front().mentions.front();
    CHECK(statement.substr(mention.begin, mention.end - mention.begin) == "Ausschreibungen");
    CHECK(proposals.front().confidence_percent >= 30);
    CHECK(proposals.front().confidence_percent <= 95);
    CHECK(proposals.front().reason_key == "extraction.reason.keyword");
}

TEST_CASE("no more proposals than asked for, the best first") {
    CHECK(extractor().extract("Word, PowerPoint, Excel und Datenschutz kann ich gut.", 2).size() == 2);
    CHECK(extractor().extract("Word kann ich gut.", 0).empty());
    CHECK(extractor().extract("Word, PowerPoint, Excel und Datenschutz kann ich gut.", 9).size() == 4);
}

TEST_CASE("the same statement gives the same answer, in any number of threads") {
    const std::string statement = "Excel kann ich gut, aber Access gar nicht, und Vergaben mache ich seit Jahren.";
    const auto expected = said(statement);
    std::vector<std::string> answers(4);
    std::vector<std::thread> threads;
    for (auto& answer : answers)
        threads.emplace_back([&answer, &statement] {
            for (int i = 0; i < 20; ++i) answer = said(statement);
        });
    for (auto& thread : threads) thread.join();
    for (const auto& answer : answers) CHECK(answer == expected);
}

TEST_CASE("any bytes are read without breaking, and mentions stay inside the text") {
    std::mt19937 random(20261);
    const std::vector<std::string> pieces = {"Excel", " ",      "nicht", "ü",   "\xC3", "\xFF",         ",",   "?",  ".", "und", "aber", "\n", "seit",
                                             " 10 ",  "Jahren", "kann",  "ich", "-",    "\xE2\x80\xA6", "\0x", "gut"};
    for (int round = 0; round < 300; ++round) {
        std::string statement;
        for (int i = 0; i < 30; ++i) statement += pieces[random() % pieces.size()];
        for (const auto& proposal : extractor().extract(statement, 5)) {
            for (const auto& mention : proposal.mentions) {
                CHECK(mention.begin < mention.end);
                CHECK(mention.end <= statement.size());
            }
        }
    }
    CHECK(extractor().extract(std::string(100000, 'a')).empty());
    std::string many;
    while (many.size() < 10000) many += "Excel, ";
    CHECK(extractor().extract(many).size() == 1);
}

TEST_CASE("every way to say something that the tables hold is found") {
    const CueFinder statements(*german(), cue_rules()), demands(*german(), demand_cue_rules()), headings(*german(), heading_rules());
    const auto check = [](const CueFinder& finder, std::span<const CueRule> rules) {
        for (const auto& rule : rules) {
            std::istringstream ways{std::string(rule.patterns)};
            for (std::string way; std::getline(ways, way, '|');) {
                std::istringstream slots(way);
                std::string text;
                for (std::string slot; slots >> slot;) {
                    if (slot == "\u2026") continue;
                    slot = slot.substr(0, slot.find('/'));
                    while (slot.ends_with('?') || slot.ends_with('*')) slot.pop_back();
                    text += (text.empty() ? "" : " ") + slot;
                }
                CAPTURE(way);
                const auto statement = read_statement(*german(), text, statement_bytes_max);
                CHECK_FALSE(finder.find(statement).empty());
            }
        }
    };
    check(statements, cue_rules());
    check(demands, demand_cue_rules());
    check(headings, heading_rules());
}

TEST_CASE("a catalogue without competences proposes nothing") {
    const Extractor empty(framework_of({}), german());
    CHECK(empty.extract("Excel kann ich gut.").empty());
    CHECK(demands_in(empty, "Selbstständige Durchführung von Ausschreibungen").empty());
}
