// SPDX-License-Identifier: EUPL-1.2
// Totals, counts, filters and sorts of the index against a plain search over random documents.
#include <doctest/doctest.h>

#include "search/tests/naive.hpp"

using namespace kc;
using namespace kc::search;

namespace {

struct RandomQuery {
    Query query;
    std::vector<std::int64_t> member_of;
    std::vector<Boost> boosts;
    std::vector<std::uint16_t> travel{20, 45, 90, no_value, 10, 60};
    DaySet allowed{19'990, 130, true};

    explicit RandomQuery(SeededRandom& random) {
        query.correct = query.relax = false;
        query.today = static_cast<Day>(random.between(19'995, 20'095));
        query.limit = 10'000;
        if (random.chance(60)) query.text = naive::text(random, 1 + random.below(2));
        if (random.chance(10)) query.text += " Xylophonunterricht";
        for (std::size_t facet = 0; facet < 3; ++facet) {
            if (!random.chance(30)) continue;
            query.selections.push_back({facet, {}});
            for (std::size_t n = 1 + random.below(3); n > 0; --n)
                query.selections.back().values.push_back(static_cast<std::uint16_t>(random.below(22)));
        }
        if (random.chance(25))
            query.numbers.push_back({0, static_cast<std::int32_t>(random.between(0, 10)), static_cast<std::int32_t>(random.between(10, 30))});
        if (random.chance(15)) query.numbers.push_back({1, std::nullopt, 20'000});
        auto& filter = query.occurrences;
        if (random.chance(25)) filter.from = static_cast<Day>(random.between(19'990, 20'060));
        if (random.chance(25)) filter.until = static_cast<Day>(random.between(20'030, 20'095));
        if (random.chance(20)) filter.places = {static_cast<std::uint16_t>(random.below(8)), 2};
        if (random.chance(20)) filter.formats = {static_cast<std::uint16_t>(random.below(4))};
        if (random.chance(20)) filter.weekdays = static_cast<std::uint8_t>(1 + random.below(127));
        if (random.chance(10)) filter.earliest_start = 540;
        if (random.chance(10)) filter.latest_end = 900;
        if (random.chance(10)) filter.seats_least = 2;
        if (random.chance(10)) filter.open_for_booking = true;
        filter.travel_minutes = travel;
        if (random.chance(15)) filter.travel_minutes_most = 50;
        if (random.chance(15)) {
            for (int n = 0; n < 40; ++n) allowed.set(static_cast<Day>(random.between(19'990, 20'100)), false);
            filter.allowed_days = &allowed;
        }
        if (random.chance(40)) member_of = {random.between(1, 3), 77};
        query.member_of = member_of;
        if (random.chance(40)) {
            for (int n = 0; n < 30; ++n) boosts.push_back({random.between(0, 700), static_cast<std::int32_t>(random.between(-50, 900))});
        }
        query.boosts = boosts;
        query.boosted_only = !boosts.empty() && random.chance(30);
    }
};

void compare_counts(const std::vector<std::uint32_t>& counts, const std::map<std::uint16_t, std::uint32_t>& expected) {
    for (std::uint16_t value = 0; value < 30; ++value) {
        const auto at = expected.find(value);
        CHECK((value < counts.size() ? counts[value] : 0) == (at == expected.end() ? 0 : at->second));
    }
}

void compare(const Index& index, const std::vector<Document>& documents, const Query& query) {
    const auto expected = naive::Search(documents, query).run();
    const auto answer = index.search(query);
    CHECK(answer.total == expected.keys.size());
    std::set<DocumentKey> keys;
    for (const auto& hit : answer.hits) {
        keys.insert(hit.key);
        const auto points = expected.text_points.find(hit.key);
        // Factors are whole numbers in the index: each word may round by a few units.
        if (points != expected.text_points.end()) CHECK(std::abs(hit.text_points - points->second) <= 4);
    }
    CHECK(keys == expected.keys);
    CHECK(answer.hits.size() == expected.keys.size());
    for (std::size_t facet = 0; facet < 3; ++facet) {
        CAPTURE(facet);
        compare_counts(answer.facet_counts[facet], expected.facets[facet]);
    }
    compare_counts(answer.place_counts, expected.places);
    compare_counts(answer.format_counts, expected.formats);
    compare_counts({answer.weekday_counts.begin(), answer.weekday_counts.end()}, expected.weekdays);
    CHECK(answer.boosted_count == expected.boosted);
    for (std::size_t column = 0; column < 2; ++column) {
        CHECK(answer.ranges[column].least == expected.ranges[column].least);
        CHECK(answer.ranges[column].most == expected.ranges[column].most);
    }
}

std::shared_ptr<const Index> build(const std::vector<Document>& documents, unsigned threads = 2) {
    IndexBuilder builder(naive::schema(), naive::plain_analyzer(), threads);
    for (const auto& document : documents) builder.add(document);
    return builder.build();
}

}  // namespace

TEST_CASE("totals, counts and ranges equal those of a plain search, with every kind of filter") {
    for (const std::uint64_t seed : {1U, 2U, 3U}) {
        SeededRandom random(seed);
        std::vector<Document> documents;
        for (DocumentKey key = 0; key < 700; ++key) documents.push_back(naive::document(random, key));
        const auto index = build(documents);
        for (int round = 0; round < 60; ++round) {
            CAPTURE(seed);
            CAPTURE(round);
            const RandomQuery random_query(random);
            CAPTURE(random_query.query.text);
            compare(*index, documents, random_query.query);
        }
    }
}

TEST_CASE("changes give the same answers as building anew, and so does compacting") {
    SeededRandom random(11);
    std::map<DocumentKey, Document> documents;
    for (DocumentKey key = 0; key < 400; ++key) documents[key] = naive::document(random, key);
    const auto values = [&] {
        std::vector<Document> list;
        for (const auto& [key, document] : documents) list.push_back(document);
        return list;
    };
    auto index = build(values());
    for (int round = 0; round < 40; ++round) {
        std::vector<Document> changed;
        std::vector<DocumentKey> removed;
        for (std::size_t n = random.below(5); n > 0; --n) {
            changed.push_back(naive::document(random, random.between(0, 600)));
            documents[changed.back().key] = changed.back();
        }
        for (std::size_t n = random.below(3); n > 0; --n) {
            removed.push_back(random.between(0, 600));
            documents.erase(removed.back());
        }
        index = index->with_changes(changed, removed);
        if (round == 25) index = index->compacted(2);
        CHECK(index->documents() == documents.size());
        const RandomQuery random_query(random);
        const auto list = values();
        compare(*index, list, random_query.query);
        const auto anew = build(list)->search(random_query.query);
        const auto answer = index->search(random_query.query);
        REQUIRE(anew.hits.size() == answer.hits.size());
        for (std::size_t i = 0; i < anew.hits.size(); ++i) {
            CHECK(anew.hits[i].key == answer.hits[i].key);
            CHECK(anew.hits[i].score == answer.hits[i].score);
            CHECK(anew.hits[i].occurrence.key == answer.hits[i].occurrence.key);
        }
    }
}

TEST_CASE("every sort is the order it says, and pages of it join without gap or overlap") {
    SeededRandom random(5);
    std::vector<Document> documents;
    std::map<DocumentKey, Document> by_key;
    for (DocumentKey key = 0; key < 900; ++key) {
        documents.push_back(naive::document(random, key));
        by_key[key] = documents.back();
    }
    const auto first = build({documents.begin(), documents.begin() + 800});
    const auto index = first->with_changes({documents.data() + 800, 100}, {});  // two segments
    const auto tie = [&](DocumentKey a, DocumentKey b) { return std::pair(by_key[a].order, a) < std::pair(by_key[b].order, b); };
    std::vector<std::uint16_t> travel{20, 45, 90, no_value, 10, 60};
    std::vector<Boost> boosts{{3, 500}, {44, 900}, {45, 900}, {810, 900}, {7, -20}};
    for (const auto sort : {Sort::best_fit, Sort::date, Sort::number_ascending, Sort::number_descending, Sort::distance, Sort::boost}) {
        for (const std::string text : {"", "Vergabe", "Vergabe Recht"}) {
            for (const bool filtered : {false, true}) {
                CAPTURE(static_cast<int>(sort));
                CAPTURE(text);
                Query query;
                query.text = text;
                query.today = 20'010;
                query.sort = sort;
                query.boosts = boosts;
                query.occurrences.travel_minutes = travel;
                if (filtered) query.occurrences.from = 20'020;
                query.limit = 10'000;
                const auto all = index->search(query).hits;
                for (std::size_t i = 1; i < all.size(); ++i) {
                    const auto &a = all[i - 1], &b = all[i];
                    std::int64_t x = 0, y = 0;  // smaller first
                    if (sort == Sort::best_fit && i < 60) x = -a.score, y = -b.score;
                    if (sort == Sort::best_fit && i >= 60) continue;
                    if (sort == Sort::date) {
                        const auto day = [](const Hit& hit) {
                            return hit.occurrence.kind == OccurrenceKind::dated      ? hit.occurrence.first_day
                                   : hit.occurrence.kind == OccurrenceKind::any_time ? 100'000
                                                                                     : 200'000;
                        };
                        x = day(a), y = day(b);
                        CHECK(x <= y);
                        continue;  // minutes of the day decide as well
                    }
                    const auto number = [&](const Hit& hit) { return by_key[hit.key].numbers[0]; };
                    if (sort == Sort::number_ascending || sort == Sort::number_descending) {
                        const int sign = sort == Sort::number_ascending ? 1 : -1;
                        x = number(a) == no_number ? 1'000'000 : sign * number(a);
                        y = number(b) == no_number ? 1'000'000 : sign * number(b);
                    }
                    if (sort == Sort::distance)
                        x = a.occurrence.travel_minutes.value_or(no_value), y = b.occurrence.travel_minutes.value_or(no_value);
                    if (sort == Sort::boost)
                        x = -a.boost_points * std::int64_t{1'000'000} - a.text_points, y = -b.boost_points * std::int64_t{1'000'000} - b.text_points;
                    CHECK(x <= y);
                    if (x == y) CHECK(tie(a.key, b.key));
                }
                std::vector<DocumentKey> paged;
                query.limit = 7;
                for (query.offset = 0; query.offset < all.size(); query.offset += query.limit) {
                    for (const auto& hit : index->search(query).hits) paged.push_back(hit.key);
                }
                REQUIRE(paged.size() == all.size());
                for (std::size_t i = 0; i < all.size(); ++i) CHECK(paged[i] == all[i].key);
            }
        }
    }
}

TEST_CASE("the count of a value is the total of the page that choosing it alone would show") {
    SeededRandom random(8);
    std::vector<Document> documents;
    for (DocumentKey key = 0; key < 500; ++key) documents.push_back(naive::document(random, key));
    const auto index = build(documents);
    Query query;
    query.text = "Vergabe";
    query.today = 20'020;
    query.selections = {{0, {1, 2, 3}}, {1, {0, 1}}};
    query.occurrences.formats = {0, 1};
    const auto answer = index->search(query);
    for (std::uint16_t value = 0; value < 20; ++value) {
        auto one = query;
        one.selections[0].values = {value};
        CHECK(index->search(one).total == answer.facet_counts[0][value]);
    }
    for (std::uint16_t value = 0; value < 3; ++value) {
        auto one = query;
        one.occurrences.formats = {value};
        CHECK(index->search(one).total == answer.format_counts[value]);
    }
    for (std::uint16_t value = 0; value < answer.place_counts.size(); ++value) {
        auto one = query;
        one.occurrences.places = {value};
        CHECK(index->search(one).total == answer.place_counts[value]);
    }
}
