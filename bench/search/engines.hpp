// SPDX-License-Identifier: EUPL-1.2
// The searches that are compared: the project's index, PostgreSQL full text search, Xapian. All get the same texts and field weights.
#pragma once

#include "search/collection.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace kc::bench {

class Engine {
public:
    virtual ~Engine() = default;
    virtual std::string name() const = 0;
    // Places in Collection::ids, best first, at most `limit`.
    virtual std::vector<std::size_t> search(const std::string& query, std::size_t limit) = 0;
};

struct OwnFiles {
    std::string synonyms, word_parts, dictionary;
    std::uint32_t enough = 0;  // search::Query::enough; 0: its default
};

std::unique_ptr<Engine> own_engine(const Collection& collection, const OwnFiles& files);
// `any`: documents with any of the words ("OR"), otherwise websearch_to_tsquery (all of them). Address as KC_TEST_POSTGRES has it.
std::unique_ptr<Engine> postgres_engine(const Collection& collection, const std::string& address, bool any);
std::unique_ptr<Engine> xapian_engine(const Collection& collection);

}  // namespace kc::bench
