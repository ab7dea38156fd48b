// SPDX-License-Identifier: EUPL-1.2
// What a search finds and how it ranks; who may see what; hostile lines; many threads.
#include <doctest/doctest.h>

#include <atomic>
#include <thread>

#include "search/tests/naive.hpp"

using namespace kc;
using namespace kc::search;

namespace {

constexpr Day today = 20'500;

Document titled(DocumentKey key, std::string title, std::string description = {}) {
    Document document;
    document.key = key;
    document.order = key;
    document.texts = {std::move(title), "", std::move(description), ""};
    return document;
}

std::shared_ptr<const Index> index_of(const std::vector<Document>& documents) {
    IndexBuilder builder(naive::schema(), naive::plain_analyzer());
    for (const auto& document : documents) builder.add(document);
    return builder.build();
}

Query asking(std::string text) {
    Query query;
    query.text = std::move(text);
    query.today = today;
    return query;
}

std::vector<DocumentKey> keys(const Answer& answer) {
    std::vector<DocumentKey> out;
    for (const auto& hit : answer.hits) out.push_back(hit.key);
    return out;
}

using Keys = std::vector<DocumentKey>;

}  // namespace

TEST_CASE("a word in the title counts more than in the description, and an exact title most") {
    const auto index =
        index_of({titled(1, "Haushalt", "Vergabe und vieles andere mehr"), titled(2, "Vergabe von Leistungen im Bau"), titled(3, "Vergabe")});
    const auto answer = index->search(asking("Vergabe"));
    CHECK(keys(answer) == Keys{3, 2, 1});
    CHECK(answer.hits[0].bonus_points > 0);
    CHECK(answer.hits[2].fields.front().field == 2);
    for (const auto& hit : answer.hits) CHECK(hit.score == hit.text_points + hit.bonus_points + hit.boost_points);
}

TEST_CASE("words that stand together in the title rank before the same words apart") {
    const auto index = index_of({titled(1, "Führung lernen und Konflikt verstehen Team"), titled(2, "Team Führung Konflikt verstehen lernen und")});
    CHECK(keys(index->search(asking("Konflikt Team"))).size() == 2);
    CHECK(keys(index->search(asking("Team Führung"))).front() == 2);
}

TEST_CASE("equal documents come in the caller's order") {
    std::vector<Document> documents;
    for (DocumentKey key = 0; key < 30; ++key) {
        documents.push_back(titled(key, "Datenschutz"));
        documents.back().order = 100 - key / 2;
    }
    const auto answer = index_of(documents)->search(asking("Datenschutz"));
    REQUIRE(answer.hits.size() == 20);
    for (std::size_t i = 1; i < answer.hits.size(); ++i) {
        const auto a = answer.hits[i - 1].key, b = answer.hits[i].key;
        CHECK(std::pair(documents[static_cast<std::size_t>(a)].order, a) < std::pair(documents[static_cast<std::size_t>(b)].order, b));
    }
}

TEST_CASE("with thousands of hits the best ones are exactly those with the highest scores") {
    SeededRandom random(21);
    std::vector<Document> documents;
    for (DocumentKey key = 0; key < 9000; ++key) documents.push_back(naive::document(random, key));
    const auto index = index_of(documents);
    for (const std::string text : {"Vergabe", "Vergabe Recht", "Recht Haushalt Führung", "Feuerwehr", "Vergabe Zivilschutz Rettung"}) {
        auto query = asking(text);
        query.today = 20'020;
        query.explain = false;
        const std::vector<Boost> boosts{{17, 700}, {4400, 2500}};
        query.boosts = boosts;
        query.limit = 100;
        auto best = index->search(query).hits;
        query.limit = 100'000;
        query.sort = Sort::date;  // no ranking takes part in this one
        auto all = index->search(query).hits;
        REQUIRE(all.size() >= best.size());
        std::sort(all.begin(), all.end(), [&](const Hit& a, const Hit& b) {
            if (a.score != b.score) return a.score > b.score;
            const auto x = documents[static_cast<std::size_t>(a.key)].order, y = documents[static_cast<std::size_t>(b.key)].order;
            return x != y ? x < y : a.key < b.key;
        });
        std::set<DocumentKey> expected, found;
        for (std::size_t i = 0; i < best.size(); ++i) {
            expected.insert(all[i].key);
            found.insert(best[i].key);
        }
        CAPTURE(text);
        CHECK(found == expected);
    }
}

TEST_CASE("internal offers are found by members only, and nobody else learns of them") {
    auto secret = titled(2, "Geheimprojekt Wolkenkuckucksheim");
    secret.only_for = 7;
    secret.values = {{0, 5}};
    const auto index = index_of({titled(1, "Vergabe"), secret});
    const std::vector<std::int64_t> members{3, 7};
    for (const bool member : {false, true}) {
        auto query = asking("");
        if (member) query.member_of = members;
        CHECK(index->search(query).total == (member ? 2 : 1));
        CHECK(index->search(query).facet_counts[0][5] == (member ? 1 : 0));
        query.text = "Geheimprojekt";
        CHECK(index->search(query).total == (member ? 1 : 0));
        query.text = "Geheimprojeckt";
        CHECK(index->search(query).did_you_mean.has_value() == member);
        SuggestQuery beginning{"Geheim", query.member_of};
        CHECK(index->suggest(beginning).empty() == !member);
    }
}

TEST_CASE("period, place, format and weekday must hold for the same date") {
    auto document = titled(1, "Vergabe");
    Occurrence monday_in_kiel, friday_in_bonn;
    monday_in_kiel.first_day = monday_in_kiel.last_day = 20'507;  // a Monday
    monday_in_kiel.place = 1;
    monday_in_kiel.format = 0;
    monday_in_kiel.key = 11;
    friday_in_bonn.first_day = friday_in_bonn.last_day = 20'511;
    friday_in_bonn.place = 2;
    friday_in_bonn.format = 1;
    friday_in_bonn.key = 12;
    REQUIRE(DaySet::weekday(20'507) == 0);
    document.occurrences = {monday_in_kiel, friday_in_bonn};
    const auto index = index_of({document});
    auto query = asking("");
    query.occurrences.places = {1};
    query.occurrences.weekdays = 1;
    CHECK(index->search(query).total == 1);
    CHECK(index->search(query).hits[0].occurrence.key == 11);
    query.occurrences.weekdays = 1 << 4;
    auto answer = index->search(query);
    CHECK(answer.total == 0);
    CHECK(answer.place_counts[2] == 1);    // on Fridays there is one in Bonn
    CHECK(answer.weekday_counts[0] == 1);  // and in Kiel on Mondays
    CHECK(answer.format_counts[1] == 0);
    query.occurrences.weekdays = 0;
    query.today = 20'509;  // Kiel lies in the past
    CHECK(index->search(query).total == 0);
    query.occurrences.places = {};
    CHECK(index->search(query).hits[0].occurrence.key == 12);
}

TEST_CASE("past dates vanish without rebuilding, self-paced offers fit every period, offers without date only where no date is asked for") {
    auto dated = titled(1, "Eins"), self_paced = titled(2, "Zwei"), unscheduled = titled(3, "Drei");
    Occurrence date, any_time, none;
    date.first_day = date.last_day = today + 5;
    date.format = 1;
    any_time.kind = OccurrenceKind::any_time;
    none.kind = OccurrenceKind::unscheduled;
    none.format = 2;
    dated.occurrences = {date};
    self_paced.occurrences = {any_time};
    unscheduled.occurrences = {none};
    const auto index = index_of({dated, self_paced, unscheduled});
    auto query = asking("");
    query.sort = Sort::date;
    CHECK(keys(index->search(query)) == Keys{1, 2, 3});
    query.occurrences.from = today + 1;
    query.occurrences.until = today + 10;
    CHECK(keys(index->search(query)) == Keys{1, 2});
    query.today = today + 6;
    CHECK(keys(index->search(query)) == Keys{2});
    query.occurrences = {};
    CHECK(keys(index->search(query)) == Keys{2, 1, 3});  // the first one has become unscheduled
    query.occurrences.formats = {2};
    CHECK(keys(index->search(query)) == Keys{3});
    query.occurrences.formats = {1};
    CHECK(keys(index->search(query)) == Keys{1});
}

TEST_CASE("only gaps: boosted documents are counted, filtered and ranked") {
    const auto index = index_of({titled(1, "Vergabe"), titled(2, "Vergabe"), titled(3, "Vergabe")});
    const std::vector<Boost> boosts{{3, 500}, {99, 400}, {2, -5}};
    auto query = asking("Vergabe");
    query.boosts = boosts;
    auto answer = index->search(query);
    CHECK(keys(answer) == Keys{3, 1, 2});
    CHECK(answer.boosted_count == 1);
    CHECK(answer.hits[0].boost_points == 500);
    query.boosted_only = true;
    CHECK(index->search(query).total == 1);
}

TEST_CASE("hostile lines and empty indexes are answered") {
    SeededRandom random(3);
    std::vector<Document> documents;
    for (DocumentKey key = 0; key < 300; ++key) documents.push_back(naive::document(random, key));
    for (const auto& index : {index_of(documents), index_of({}), index_of({titled(1, "")})}) {
        for (int round = 0; round < 300; ++round) {
            std::string text;
            for (std::size_t n = random.below(200); n > 0; --n) text += static_cast<char>(random.below(256));
            auto query = asking(text);
            query.limit = random.below(50);
            query.offset = random.below(400);
            const auto answer = index->search(query);
            CHECK(answer.hits.size() <= query.limit);
            index->suggest({text, {}});
        }
        for (const std::string part : {"Vergabe ", "x", "\xC3\xA4", "aaaaaaaab ", "*()\"' OR NOT ", std::string(1, '\0').c_str()}) {
            std::string text;
            while (text.size() < 100'000) text += part.empty() ? std::string(1, '\0') : part;
            index->search(asking(text));
            index->suggest({text, {}});
        }
        auto query = asking("Vergabe");
        query.limit = query.offset = std::numeric_limits<std::size_t>::max();
        CHECK(index->search(query).hits.empty());
        query.offset = 0;
        CHECK(index->search(query).hits.size() == index->search(query).total);
        query.selections = {{99, {1}}, {0, {65'000}}};
        CHECK(index->search(query).total == 0);
        query.selections.clear();
        query.sort = Sort::number_ascending;
        query.sort_column = 55;
        index->search(query);
    }
}

TEST_CASE("many threads read one index while new ones are made from it") {
    SeededRandom random(13);
    std::vector<Document> documents;
    for (DocumentKey key = 0; key < 500; ++key) documents.push_back(naive::document(random, key));
    const auto index = index_of(documents);
    auto query = asking("Vergabe Recht");
    query.today = 20'020;
    const auto expected = index->search(query);
    std::atomic<int> wrong = 0;
    std::vector<std::thread> threads;
    for (int thread = 0; thread < 4; ++thread) {
        threads.emplace_back([&, thread] {
            for (int round = 0; round < 50; ++round) {
                auto mine = query;
                if (thread == 3) mine.today += round % 3;  // the view of the day changes hands
                const auto answer = index->search(mine);
                if (thread != 3 && (answer.total != expected.total || keys(answer) != keys(expected))) ++wrong;
                if (thread == 2) index->with_changes({documents.data() + round, 1}, {});
            }
        });
    }
    for (auto& thread : threads) thread.join();
    CHECK(wrong == 0);
}
