// SPDX-License-Identifier: EUPL-1.2
#include "print/pdf.hpp"

#include "tests/support/pdf_text.hpp"

#include <doctest/doctest.h>

using namespace kc;
using namespace kc::print;
using kc::test::asked_of_pdf;

namespace {

bool contains(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

std::size_t count(std::string_view text, std::string_view part) {
    std::size_t found = 0;
    for (auto at = text.find(part); at != std::string_view::npos; at = text.find(part, at + part.size())) ++found;
    return found;
}

Document letter(int rows = 2) {
    Document document{.title = "Überblick für Jörg Großmann",
                      .subject = "Prüfung",
                      .language = "de-DE",
                      .foot = "KommunalCampus",
                      .page_of = [](int page, int of) { return "Seite " + std::to_string(page) + " von " + std::to_string(of); },
                      .made_at = Instant{std::chrono::seconds{1'770'000'000}},
                      .blocks = {}};
    document.blocks.push_back(Heading{1, document.title});
    document.blocks.push_back(Paragraph{"Ämter öffnen früh. Straße, Maß, „Zitat“ – fünf Euro: 5,00 €. Auflage, Affinität, Pflicht."});
    document.blocks.push_back(Facts{{{"Summe", "1.234,50 €"}}});
    document.blocks.push_back(Heading{2, "Liste"});
    document.blocks.push_back(List{{"Erstens", "Zweitens"}});
    document.blocks.push_back(Heading{2, "Tabelle"});
    Table table{.columns = {{.title = "Lerneinheit", .share = 3}, {.title = "Betrag", .share = 1, .numbers = true}}, .rows = {}};
    for (int i = 1; i <= rows; ++i) table.rows.push_back({{"Zeile " + std::to_string(i), "10,00 €"}});
    table.rows.push_back({{"Alles zusammen", "99,00 €"}, true});
    document.blocks.push_back(table);
    return document;
}

#define NEEDS_POPPLER(answer)                      \
    if (!(answer)) {                               \
        MESSAGE("poppler-utils is not installed"); \
        return;                                    \
    }

}  // namespace

TEST_CASE("a document becomes a PDF whose text can be read, umlauts and ligatures included") {
    const auto text = asked_of_pdf(to_pdf(letter()), "pdftotext -layout {} -");
    NEEDS_POPPLER(text);
    for (const char* words : {"Überblick für Jörg Großmann", "Ämter öffnen früh. Straße, Maß, „Zitat“ – fünf Euro: 5,00 €.",
                              "Auflage, Affinität, Pflicht", "1.234,50 €", "Alles zusammen", "99,00 €", "Seite 1 von 1", "KommunalCampus"}) {
        CAPTURE(words);
        CHECK(contains(*text, words));
    }
}

TEST_CASE("title, language, structure and embedded fonts stand in the file") {
    const auto pdf = to_pdf(letter());
    CHECK(pdf.starts_with("%PDF-"));
    CHECK(contains(pdf, "/Lang (de-DE)"));
    CHECK(contains(pdf, "/DisplayDocTitle true"));
    const auto facts = asked_of_pdf(pdf, "pdfinfo {}");
    NEEDS_POPPLER(facts);
    CHECK(contains(*facts, "Überblick für Jörg Großmann"));
    CHECK(contains(*facts, "A4"));
    CAPTURE(*facts);
    CHECK(contains(*facts, "Tagged:          yes"));
    const auto structure = asked_of_pdf(pdf, "pdfinfo -struct {}");
    for (const char* element : {"H1", "H2", "P", "Table", "TR", "TH", "TD"}) {
        CAPTURE(element);
        CHECK(contains(*structure, element));
    }
    CHECK_FALSE(contains(*structure, "rror"));
    const auto fonts = asked_of_pdf(pdf, "pdffonts {}");
    CHECK(contains(*fonts, "yes"));
    CHECK_FALSE(contains(*fonts, " no "));
}

TEST_CASE("a long table goes on over pages: its head repeats, every page has its number, no row is lost") {
    const auto pdf = to_pdf(letter(120));
    const auto text = asked_of_pdf(pdf, "pdftotext -layout {} -");
    NEEDS_POPPLER(text);
    const auto pages = count(*text, "Seite ");
    CHECK(pages > 2);
    CHECK(contains(*text, "Seite 1 von " + std::to_string(pages)));
    CHECK(contains(*text, "Seite " + std::to_string(pages) + " von " + std::to_string(pages)));
    CHECK(count(*text, "Lerneinheit") == pages);
    for (int i = 1; i <= 120; ++i) CHECK(count(*text, "Zeile " + std::to_string(i) + " ") == 1);
    CHECK_FALSE(contains(*asked_of_pdf(pdf, "pdfinfo -struct {}"), "rror"));
}

TEST_CASE("a long paragraph goes on over pages, and very long words and hostile text do no harm") {
    auto document = letter();
    std::string words;
    for (int i = 0; i < 3000; ++i) words += "Wort" + std::to_string(i) + " ";
    document.blocks.push_back(Paragraph{words});
    document.blocks.push_back(Paragraph{std::string(500, 'W')});
    document.blocks.push_back(Paragraph{"<b>kein Markup</b> & \x01 \xFF\xFE"});
    document.blocks.push_back(Paragraph{""});
    Table table{.columns = {{.title = "Schmal"}, {.title = "Breit", .share = 9}}, .rows = {}};
    table.rows.push_back({{words, std::string(20'000, 'x')}});
    document.blocks.push_back(table);
    const auto text = asked_of_pdf(to_pdf(document), "pdftotext -layout {} -");
    NEEDS_POPPLER(text);
    CHECK(contains(*text, "Wort2999"));
    CHECK(contains(*text, "<b>kein Markup</b> &"));
}

TEST_CASE("the same document gives the same bytes, an empty one a page") {
    CHECK(to_pdf(letter()) == to_pdf(letter()));
    CHECK(to_pdf({.title = "Leer", .subject = "", .foot = "", .page_of = {}, .blocks = {}}).size() > 200);
}
