// SPDX-License-Identifier: EUPL-1.2
// New, changed and removed documents: findable at once, counted once, and never a large rewrite.
#include <doctest/doctest.h>

#include "search/tests/naive.hpp"

using namespace kc;
using namespace kc::search;

namespace {

Document titled(DocumentKey key, std::string title) {
    Document document;
    document.key = key;
    document.order = key;
    document.texts = {std::move(title)};
    document.values = {{0, 1}};
    return document;
}

Query asking(std::string text) {
    Query query;
    query.text = std::move(text);
    query.today = 20'000;
    return query;
}

}  // namespace

TEST_CASE("a changed document is found by its new words only, and the old index stays as it was") {
    IndexBuilder builder(naive::schema(), naive::plain_analyzer());
    builder.add(titled(1, "Vergabe"));
    builder.add(titled(2, "Haushalt"));
    const auto before = builder.build();
    const std::vector<Document> changed{titled(1, "Wohngeld"), titled(3, "Wohngeld und Haushalt")};
    const auto after = before->with_changes(changed, {});
    CHECK(before->documents() == 2);
    CHECK(before->search(asking("Vergabe")).total == 1);
    CHECK(after->documents() == 3);
    CHECK(after->search(asking("Wohngeld")).total == 2);
    CHECK(after->search(asking("")).facet_counts[0][1] == 3);
    auto strict = asking("Vergabe");
    strict.relax = strict.correct = false;
    CHECK(after->search(strict).total == 0);
    const std::vector<DocumentKey> removed{3, 2, 77};
    const auto less = after->with_changes({}, removed);
    CHECK(less->documents() == 1);
    CHECK(!less->contains(3));
    CHECK(less->contains(1));
    CHECK(less->search(asking("")).total == 1);
}

TEST_CASE("a key given twice counts once, the later document wins; removed wins over changed") {
    IndexBuilder builder(naive::schema(), naive::plain_analyzer());
    builder.add(titled(1, "Vergabe"));
    builder.add(titled(1, "Haushalt"));
    const auto index = builder.build();
    CHECK(index->documents() == 1);
    CHECK(index->search(asking("Haushalt")).total == 1);
    const std::vector<Document> changed{titled(5, "Archiv"), titled(5, "Museum"), titled(6, "Kultur")};
    const std::vector<DocumentKey> removed{6};
    const auto after = index->with_changes(changed, removed);
    CHECK(after->documents() == 2);
    CHECK(after->search(asking("Museum")).total == 1);
    CHECK(!after->contains(6));
}

TEST_CASE("an index that begins empty grows by changes, and thousands of changes stay exact") {
    SeededRandom random(6);
    auto index = IndexBuilder(naive::schema(), naive::plain_analyzer()).build();
    std::map<DocumentKey, Document> documents;
    bool compacted = false;
    for (int round = 0; round < 120; ++round) {
        std::vector<Document> changed;
        for (int i = 0; i < 20; ++i) {
            changed.push_back(naive::document(random, random.between(0, 1500)));
            documents[changed.back().key] = changed.back();
        }
        index = index->with_changes(changed, {});
        if (index->wants_compaction()) {
            index = index->compacted();
            compacted = true;
            CHECK(!index->wants_compaction());
        }
        CHECK(index->documents() == documents.size());
    }
    CHECK(compacted);
    std::vector<Document> list;
    for (const auto& [key, document] : documents) list.push_back(document);
    for (const std::string text : {"", "Vergabe", "Recht Haushalt"}) {
        auto query = asking(text);
        query.relax = query.correct = false;
        CHECK(index->search(query).total == naive::Search(list, query).run().keys.size());
    }
}
