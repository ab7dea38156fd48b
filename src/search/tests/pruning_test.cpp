// SPDX-License-Identifier: EUPL-1.2
// What is left out for speed never shows: the first page is the beginning of the whole list, counts are those of the hits, and a word that
// was met before means what it meant the first time.
#include <doctest/doctest.h>

#include <map>
#include <set>

#include "search/tests/language_fixture.hpp"
#include "search/tests/naive.hpp"

using namespace kc;
using namespace kc::search;

namespace {

constexpr Day today = 20'010;
constexpr std::size_t documents_made = 9000;  // enough for scoring by blocks and for counts of frequent terms

struct Offers {
    std::vector<Document> documents;
    std::shared_ptr<const Index> index;

    explicit Offers(std::uint64_t seed) {
        SeededRandom random(seed);
        // Synonyms, families of words and compounds give each word several alternatives, which may be passed over while ranking.
        static const auto german = Analyzer::load({.synonyms = KC_SOURCE_DIR "/sample/search/synonyms.yaml",
                                                   .word_parts = KC_SOURCE_DIR "/sample/search/word_parts.txt",
                                                   .dictionary = {}});
        IndexBuilder builder(naive::schema(), german);
        for (DocumentKey key = 0; key < static_cast<DocumentKey>(documents_made); ++key) {
            documents.push_back(naive::document(random, key));
            if (random.chance(5)) documents.back().texts[0] += random.chance(50) ? " Vergaberecht" : " Datenschutz-Grundverordnung";
            builder.add(documents.back());
        }
        index = builder.build();
    }
};

Query asking(std::string text) {
    Query query;
    query.text = std::move(text);
    query.today = today;
    return query;
}

std::vector<Query> questions() {
    std::vector<Query> queries;
    for (const std::string text : {"Vergabe", "Vergaberecht", "Vergabe Recht", "Führung Leitung", "Haushalt Planung Vergabe", "DSGVO",
                                   "Bürger für Azubis", "Datenschutz Sicherheit Führung Recht", ""}) {
        auto query = asking(text);
        queries.push_back(query);
        query.selections = {{1, {0, 1, 4}}};
        queries.push_back(query);
        query.occurrences.from = today + 5;
        query.occurrences.until = today + 40;
        queries.push_back(query);
        query.selections.clear();
        queries.push_back(query);
        query.occurrences.formats = {1};
        queries.push_back(query);
    }
    return queries;
}

}  // namespace

TEST_CASE("a page is a part of the whole list, whatever was passed over to find it quickly") {
    const Offers offers(31);
    for (auto query : questions()) {
        CAPTURE(query.text);
        query.limit = documents_made;
        const auto all = offers.index->search(query);
        CHECK(all.total == all.hits.size());
        for (const std::size_t offset : {0, 20, 40, 55}) {
            query.offset = offset;
            query.limit = 20;
            const auto page = offers.index->search(query);
            CHECK(page.total == all.total);
            REQUIRE(page.hits.size() == std::min<std::size_t>(20, all.hits.size() - std::min(all.hits.size(), offset)));
            for (std::size_t i = 0; i < page.hits.size(); ++i) {
                CHECK(page.hits[i].key == all.hits[offset + i].key);
                CHECK(page.hits[i].score == all.hits[offset + i].score);
            }
        }
    }
}

TEST_CASE("counts are those of the hits, counted one by one") {
    const Offers offers(32);
    for (auto query : questions()) {
        CAPTURE(query.text);
        query.limit = documents_made;
        const auto answer = offers.index->search(query);
        std::vector<std::map<std::uint16_t, std::uint32_t>> counts(3);
        std::map<std::uint16_t, std::uint32_t> formats;
        for (const auto& hit : answer.hits) {
            std::set<std::pair<std::uint16_t, std::uint16_t>> values;
            for (const auto& value : offers.documents[static_cast<std::size_t>(hit.key)].values) values.emplace(value.facet, value.value);
            for (const auto& [facet, value] : values) ++counts[facet][value];
        }
        for (std::size_t facet = 0; facet < 3; ++facet) {
            if (facet == 1 && !query.selections.empty()) continue;  // counted under the other filters alone
            for (std::uint16_t value = 0; value < answer.facet_counts[facet].size(); ++value) {
                CHECK(answer.facet_counts[facet][value] == counts[facet][value]);
            }
        }
        if (query.selections.empty()) continue;
        for (std::uint16_t value = 0; value < answer.facet_counts[1].size(); ++value) {
            auto alone = query;
            alone.selections = {{1, {value}}};
            alone.limit = 0;
            CHECK(answer.facet_counts[1][value] == offers.index->search(alone).total);
        }
    }
}

TEST_CASE("a facet of many values per offer and one without any value are counted as well") {
    IndexBuilder builder(naive::schema(), naive::plain_analyzer());
    constexpr std::uint32_t made = 2000;
    for (DocumentKey key = 0; key < made; ++key) {
        Document document;
        document.key = key;
        document.texts = {"Vergabe"};
        for (std::uint16_t value = 0; value < key % 12; ++value) document.values.push_back({0, value});
        document.values.push_back({1, static_cast<std::uint16_t>(key % 7)});
        document.values.push_back({1, static_cast<std::uint16_t>(key % 7)});  // twice counts once
        builder.add(document);
    }
    auto query = asking("Vergabe");
    query.selections = {{1, {2, 3}}};
    const auto answer = builder.build()->search(query);
    std::vector<std::uint32_t> expected(11, 0);
    for (std::uint32_t key = 0; key < made; ++key) {
        for (std::uint32_t value = 0; value < key % 12 && (key % 7 == 2 || key % 7 == 3); ++value) ++expected[value];
    }
    CHECK(answer.facet_counts[0] == expected);
    CHECK(answer.facet_counts[1][0] == (made + 6) / 7);
    CHECK(answer.facet_counts[2].empty());
}

TEST_CASE("a word met before is understood as at first, and with another list of synonyms anew") {
    const auto analyzer = Analyzer::load(
        {.synonyms = KC_SOURCE_DIR "/sample/search/synonyms.yaml", .word_parts = KC_SOURCE_DIR "/sample/search/word_parts.txt", .dictionary = {}});
    const auto same = [](const std::vector<QueryWord>& a, const std::vector<QueryWord>& b) {
        REQUIRE(a.size() == b.size());
        for (std::size_t i = 0; i < a.size(); ++i) {
            CHECK(a[i].as_typed == b[i].as_typed);
            CHECK(a[i].required == b[i].required);
            CHECK(a[i].audience == b[i].audience);
            REQUIRE(a[i].alternatives.size() == b[i].alternatives.size());
            for (std::size_t k = 0; k < a[i].alternatives.size(); ++k) CHECK(a[i].alternatives[k].terms == b[i].alternatives[k].terms);
        }
    };
    const std::string lines[] = {"Vergaberecht für Azubis", "Azubis",  "Kurs", "Datenschutzschulung", "IT-Sicherheit",
                                 "elektronische Akte",      "im OB IM"};
    for (const auto& line : lines) {
        analyzer->forget_words();
        const auto first = analyzer->query_words(line);
        for (const auto& other : lines) analyzer->query_words(other);
        same(first, analyzer->query_words(line));
    }
    // More words than are kept: the bound holds, and what was dropped is simply understood again.
    const auto first = analyzer->query_words("Vergaberecht");
    for (int i = 0; i < 5000; ++i) analyzer->query_words("wort" + std::to_string(i));
    same(first, analyzer->query_words("Vergaberecht"));
    CHECK(analyzer->query_words("OZG").front().alternatives.size() > 1);
    CHECK(analyzer->with_synonyms({})->query_words("OZG").front().alternatives.size() == 1);
}
