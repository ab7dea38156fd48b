// SPDX-License-Identifier: EUPL-1.2
// "Meinten Sie", what happens when all words together find nothing, and completions for the search line.
#include <doctest/doctest.h>

#include "search/tests/naive.hpp"
#include "search/vocabulary.hpp"

using namespace kc;
using namespace kc::search;

namespace {

std::shared_ptr<const Index> courses() {
    IndexBuilder builder(naive::schema(), naive::plain_analyzer());
    const std::vector<std::string> titles{"Datenschutz in der Praxis",
                                          "Informationssicherheit für alle",
                                          "Vergaberecht",
                                          "Datenschutz und Vergaberecht",
                                          "Haushalt kommunal",
                                          "Wohngeld aktuell",
                                          "Datenschutz Update",
                                          "Gebührenbescheid erstellen"};
    for (std::size_t i = 0; i < titles.size(); ++i) {
        Document document;
        document.key = static_cast<DocumentKey>(i + 1);
        document.order = document.key;
        document.texts = {titles[i], "", "Ein Angebot für Kommunen.", ""};
        document.values = {{0, static_cast<std::uint16_t>(i % 3)}};
        builder.add(document);
    }
    builder.add_label(0, 0, "Datenschutz anwenden");
    builder.add_label(0, 1, "Recht und Vergabe");
    builder.add_label(0, 9, "Datenbanken");  // nothing has it
    return builder.build();
}

Answer ask(const Index& index, const std::string& text) {
    Query query;
    query.text = text;
    query.today = 20'000;
    return index.search(query);
}

}  // namespace

TEST_CASE("edits: transposed, doubled, missing and wrong letters cost what they are worth") {
    CHECK(edit_cost("haushalt", "haushalt", 2) == 0);
    CHECK(edit_cost("hasuhalt", "haushalt", 2) == 7);
    CHECK(edit_cost("hausshalt", "haushalt", 2) == 5);
    CHECK(edit_cost("haushald", "haushalt", 2) == 6);
    CHECK(edit_cost("haushal", "haushalt", 2) == 10);
    CHECK(edit_cost("haushxlp", "haushalt", 2) == 20);
    CHECK(edit_cost("haushxlp", "haushalt", 1) == cost_beyond);
    CHECK(edit_cost("haus", "haushalt", 2) == cost_beyond);
    CHECK(edit_cost("ab", "ba", 1) == 7);
}

TEST_CASE("edits: the number of edits agrees with a full table on random words") {
    SeededRandom random(4);
    for (int round = 0; round < 20'000; ++round) {
        std::string a, b;
        for (std::size_t n = 1 + random.below(9); n > 0; --n) a += static_cast<char>('a' + random.below(3));
        b = a;
        for (std::size_t n = random.below(5); n > 0 && !b.empty(); --n) {
            const auto at = random.below(b.size());
            if (random.chance(33))
                b.erase(at, 1);
            else if (random.chance(50))
                b.insert(at, 1, static_cast<char>('a' + random.below(3)));
            else
                b[at] = static_cast<char>('a' + random.below(3));
        }
        std::vector<std::vector<unsigned>> table(a.size() + 1, std::vector<unsigned>(b.size() + 1));
        for (std::size_t i = 0; i <= a.size(); ++i) {
            for (std::size_t j = 0; j <= b.size(); ++j) {
                if (i == 0 || j == 0) {
                    table[i][j] = static_cast<unsigned>(i + j);
                    continue;
                }
                table[i][j] = std::min({table[i - 1][j] + 1, table[i][j - 1] + 1, table[i - 1][j - 1] + (a[i - 1] != b[j - 1])});
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) table[i][j] = std::min(table[i][j], table[i - 2][j - 2] + 1);
            }
        }
        CAPTURE(a);
        CAPTURE(b);
        CHECK((edit_cost(a, b, 2) < cost_beyond) == (table[a.size()][b.size()] <= 2));
        CHECK((edit_cost(a, b, 1) < cost_beyond) == (table[a.size()][b.size()] <= 1));
    }
}

TEST_CASE("a slip is corrected, shown, and its hits are those of the corrected line") {
    const auto index = courses();
    for (const std::string typed : {"Datenschuz", "Datnschutz", "Datenshcutz", "Tatenschutz", "DATENSCHUUTZ"}) {
        CAPTURE(typed);
        const auto answer = ask(*index, typed);
        CHECK(answer.total == 3);
        CHECK(answer.did_you_mean == "Datenschutz");
        CHECK(answer.did_you_mean_applied);
        REQUIRE(answer.words.size() == 1);
        CHECK(answer.words[0].fate == WordFate::corrected);
        CHECK(answer.words[0].typed == typed);
    }
    const auto line = ask(*index, "Vergaberecht und Datenschuz");
    CHECK(line.total == 1);
    CHECK(line.did_you_mean == "Vergaberecht und Datenschutz");
}

TEST_CASE("words wrongly split or joined are put right") {
    const auto index = courses();
    const auto joined = ask(*index, "Wohn geld");
    CHECK(joined.total == 1);
    CHECK(joined.did_you_mean_applied);
    const auto split = ask(*index, "Haushaltkommunal");
    CHECK(split.total == 1);
}

TEST_CASE("an unknown word is named and left out; one alone finds nothing") {
    const auto index = courses();
    const auto answer = ask(*index, "Datenschutz Xylophonorchester");
    CHECK(answer.total == 3);
    REQUIRE(answer.words.size() == 2);
    CHECK(answer.words[1].fate == WordFate::unknown);
    CHECK(ask(*index, "Xylophonorchester").total == 0);
    CHECK(ask(*index, "Xylophonorchester").words[0].documents == 0);
}

TEST_CASE("when all words together find nothing, words are left out, and the answer says so") {
    const auto index = courses();
    const auto any = ask(*index, "Wohngeld Haushalt");
    CHECK(any.relaxation == Relaxation::any_word);
    CHECK(any.total == 2);
    const auto fewer = ask(*index, "Datenschutz Vergaberecht Wohngeld");
    CHECK(fewer.relaxation != Relaxation::none);
    CHECK(fewer.total > 0);
    Query strict;
    strict.text = "Wohngeld Haushalt";
    strict.relax = false;
    CHECK(index->search(strict).total == 0);
    // Those with more of the words come first.
    const auto ranked = ask(*index, "Datenschutz Vergaberecht Wohngeld Haushalt");
    REQUIRE(!ranked.hits.empty());
    for (std::size_t i = 1; i < ranked.hits.size(); ++i) CHECK(ranked.hits[i - 1].words_matched >= ranked.hits[i].words_matched);
}

TEST_CASE("the search line is completed with words, competences and titles that exist") {
    const auto index = courses();
    const auto offered = index->suggest({"datens", {}});
    const auto has = [&](Suggestion::Kind kind, const std::string& text) {
        return std::any_of(offered.begin(), offered.end(), [&](const Suggestion& s) { return s.kind == kind && (text.empty() || s.text == text); });
    };
    CHECK(has(Suggestion::Kind::word, "Datenschutz"));
    CHECK(has(Suggestion::Kind::value, "Datenschutz anwenden"));
    CHECK(!has(Suggestion::Kind::value, "Datenbanken"));
    CHECK(has(Suggestion::Kind::title, ""));
    for (const auto& suggestion : offered) {
        CHECK(suggestion.documents > 0);
        if (suggestion.kind == Suggestion::Kind::word) CHECK(ask(*index, suggestion.text).total == suggestion.documents);
    }
    const auto second = index->suggest({"Datenschutz Verg", {}});
    REQUIRE(!second.empty());
    CHECK(second[0].text == "Datenschutz Vergaberecht");
    CHECK(second[0].documents == 1);
    CHECK(index->suggest({"", {}}).empty());
    CHECK(index->suggest({"   ", {}}).empty());
}
