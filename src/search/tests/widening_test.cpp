// SPDX-License-Identifier: EUPL-1.2
// When a word is searched by more than itself: only while it finds few offers, whatever is filtered and whoever asks.
#include <doctest/doctest.h>

#include "search/tests/naive.hpp"

using namespace kc;
using namespace kc::search;

namespace {

constexpr Day today = 20'500;

std::shared_ptr<const Analyzer> with_synonyms(std::string_view list) {
    auto synonyms = parse_synonyms(list);
    REQUIRE(synonyms);
    return naive::plain_analyzer()->with_synonyms(std::move(*synonyms));
}

struct Offers {
    std::shared_ptr<const Analyzer> analyzer;
    std::vector<Document> documents;

    void add(std::size_t number, const std::string& title, std::uint16_t provider, std::optional<std::int64_t> only_for = std::nullopt) {
        for (std::size_t i = 0; i < number; ++i) {
            Document document;
            document.key = document.order = static_cast<DocumentKey>(documents.size());
            document.texts = {title};
            document.values = {{1, provider}};
            document.only_for = only_for;
            documents.push_back(std::move(document));
        }
    }
    std::shared_ptr<const Index> index() const {
        IndexBuilder builder(naive::schema(), analyzer);
        for (const auto& document : documents) builder.add(document);
        return builder.build();
    }
};

Query asking(std::string text) {
    Query query;
    query.text = std::move(text);
    query.today = today;
    return query;
}

const auto dog_list = "groups:\n  - [Hund, Dackel]\n  - {same: [Hund, Vierbeiner], weight: 1}\n";

}  // namespace

TEST_CASE("a word with few offers of its own is searched by its synonyms too, one with plenty only by the strong ones") {
    for (const std::size_t own : {plenty_of_documents - 1, plenty_of_documents}) {
        Offers offers{with_synonyms(dog_list), {}};
        offers.add(own - 10, "Hund", 0);
        offers.add(10, "Vierbeiner", 1);  // weight 1: counts as the word itself
        offers.add(5, "Dackel", 2);
        const auto answer = offers.index()->search(asking("Hund"));
        const bool plenty = own >= plenty_of_documents;
        CHECK(answer.total == own + (plenty ? 0 : 5));
        CHECK(answer.facet_counts[1] == std::vector<std::uint32_t>{static_cast<std::uint32_t>(own - 10), 10, plenty ? 0U : 5U});
        const auto& also = answer.words.front().also;
        CHECK((std::find(also.begin(), also.end(), "Dackel") != also.end()) == !plenty);
        CHECK(answer.relaxation == Relaxation::none);
    }
}

TEST_CASE("a filter or another word does not change by what a word is searched") {
    Offers offers{with_synonyms(dog_list), {}};
    offers.add(plenty_of_documents, "Hund", 0);
    offers.add(3, "Hund im Museum", 1);
    offers.add(4, "Dackel im Museum", 1);
    const auto index = offers.index();
    auto query = asking("Hund");
    CHECK(index->search(query).total == plenty_of_documents + 3);
    query.selections = {{1, {1}}};
    CHECK(index->search(query).total == 3);
    query.selections.clear();
    query.text = "Hund Museum";
    query.relax = false;
    CHECK(index->search(query).total == 3);
    // Too few for a page: then the weaker alternatives come in, and the answer says so.
    query.relax = true;
    query.enough = 5;
    const auto wider = index->search(query);
    CHECK(wider.total == 7);
    CHECK(wider.relaxation == Relaxation::wider);
}

TEST_CASE("offers that not everybody sees do not decide by what a word is searched, not even for those who see them") {
    Offers offers{with_synonyms(dog_list), {}};
    offers.add(plenty_of_documents - 1, "Hund", 0);
    offers.add(50, "Hund", 0, 7);
    offers.add(4, "Dackel", 1);
    const std::vector<std::int64_t> member{7};
    auto query = asking("Hund");
    CHECK(offers.index()->search(query).total == plenty_of_documents + 3);
    query.member_of = member;
    CHECK(offers.index()->search(query).total == plenty_of_documents + 53);
}

TEST_CASE("offers that were changed or removed since count as in an index made anew") {
    Offers offers{with_synonyms(dog_list), {}};
    offers.add(plenty_of_documents, "Hund", 0);
    offers.add(4, "Dackel", 1);
    const auto before = offers.index();
    CHECK(before->search(asking("Hund")).total == plenty_of_documents);
    const std::vector<DocumentKey> removed{0};
    const auto after = before->with_changes({}, removed);
    CHECK(after->search(asking("Hund")).total == plenty_of_documents + 3);
    auto changed = offers.documents.back();
    changed.texts = {"Hund"};
    const auto again = after->with_changes(std::vector<Document>{changed}, {});
    CHECK(again->search(asking("Hund")).total == plenty_of_documents);
    CHECK(again->compacted()->search(asking("Hund")).total == plenty_of_documents);
}

TEST_CASE("random offers and questions, some words with plenty of offers and some with few, agree with the plain search") {
    const auto german = Analyzer::load(
        {.synonyms = KC_SOURCE_DIR "/sample/search/synonyms.yaml", .word_parts = KC_SOURCE_DIR "/sample/search/word_parts.txt", .dictionary = {}});
    SeededRandom random(71);
    std::vector<Document> documents;
    IndexBuilder builder(naive::schema(), german);
    for (DocumentKey key = 0; key < 2500; ++key) {
        documents.push_back(naive::document(random, key));
        if (random.chance(5)) documents.back().texts[0] += " Vergaberecht";
        builder.add(documents.back());
    }
    const auto index = builder.build();
    const std::vector<std::int64_t> member{2};
    for (const std::string text : {"Vergabe", "Vergaberecht", "Führung", "Leitung Recht", "Datenschutz Prozesse", "Zivilschutz"}) {
        for (const bool filtered : {false, true}) {
            CAPTURE(text);
            auto query = asking(text);
            query.correct = query.relax = false;
            query.today = 20'010;
            if (filtered) {
                query.selections = {{1, {0, 3}}};
                query.occurrences.from = 20'020;
                query.occurrences.until = 20'060;
                query.member_of = member;
            }
            const auto expected = naive::Search(documents, query, german).run();
            const auto answer = index->search(query);
            CHECK(answer.total == expected.keys.size());
            for (std::size_t facet = 0; facet < 3; ++facet) {
                for (const auto& [value, count] : expected.facets[facet]) CHECK(answer.facet_counts[facet][value] == count);
            }
            for (const auto& [value, count] : expected.places) CHECK((value < answer.place_counts.size() ? answer.place_counts[value] : 0) == count);
            for (const auto& [value, count] : expected.weekdays) CHECK(answer.weekday_counts[value] == count);
        }
    }
}
