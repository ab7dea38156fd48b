// SPDX-License-Identifier: EUPL-1.2
// The index: built once, never changed, read by any number of threads without a lock. A change gives a new index that shares the large part.
// Unit of all scores: a thousandth of the BM25F score, whole numbers, so that equal documents rank equally on every machine.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "search/answer.hpp"
#include "search/document.hpp"
#include "search/query.hpp"
#include "search/schema.hpp"

namespace kc::search {

class Analyzer;
struct IndexState;

struct SuggestQuery {
    std::string text;  // as typed so far; its last word is taken as the beginning of a word
    std::span<const std::int64_t> member_of;
    std::size_t words_max = 4, values_max = 4, titles_max = 4;
};

class Index {
public:
    explicit Index(std::shared_ptr<const IndexState> state);
    ~Index();

    Answer search(const Query& query) const;
    std::vector<Suggestion> suggest(const SuggestQuery& query) const;

    // A new index with these documents added or replaced (by key), and those keys gone. Some milliseconds, whatever the size of the index.
    std::shared_ptr<const Index> with_changes(std::span<const Document> changed, std::span<const DocumentKey> removed) const;

    // The same documents, asked with another list of synonyms (Analyzer::with_synonyms of the one it was built with): synonyms belong to
    // questions alone, so nothing is indexed again.
    std::shared_ptr<const Index> with_language(std::shared_ptr<const Analyzer> analyzer) const;

    // True when many changes have piled up. compacted() then writes everything anew (a second for 100,000 documents): call it in a background thread.
    bool wants_compaction() const;
    std::shared_ptr<const Index> compacted(unsigned threads = 1) const;

    std::size_t documents() const;
    bool contains(DocumentKey key) const;
    std::size_t memory_bytes() const;  // of the parts that grow with the documents
    const Schema& schema() const;

private:
    std::shared_ptr<const IndexState> state_;
};

class IndexBuilder {
public:
    IndexBuilder(Schema schema, std::shared_ptr<const Analyzer> analyzer, unsigned threads = 2);
    ~IndexBuilder();
    IndexBuilder(const IndexBuilder&) = delete;
    IndexBuilder& operator=(const IndexBuilder&) = delete;

    void add(Document document);                                               // a key twice: the later document replaces the earlier one
    void add_label(std::size_t facet, std::uint16_t value, std::string text);  // what suggest() may offer, e.g. the names of competences
    std::shared_ptr<const Index> build();                                      // once

private:
    struct Work;
    std::unique_ptr<Work> work_;
};

}  // namespace kc::search
