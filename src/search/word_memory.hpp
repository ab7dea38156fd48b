// SPDX-License-Identifier: EUPL-1.2
// What was found out about words of queries, for the next query with the same word: people ask for the same things, and while they type
// every letter asks again with the words before. Holds a bounded number of words, the lately used ones; never results of a search.
#pragma once

#include <array>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

namespace kc::search {

struct WordReading;  // see query_words.cpp

class WordMemory {
public:
    std::shared_ptr<const WordReading> find(std::string_view key);  // null: not known
    void keep(std::string key, std::shared_ptr<const WordReading> reading);
    void forget();

    static constexpr std::size_t words_max = 1536;  // some 2 KB each

private:
    struct Hash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
    };
    using Words = std::unordered_map<std::string, std::shared_ptr<const WordReading>, Hash, std::equal_to<>>;
    // Threads rarely meet in one of eight parts. Of each, when the young words are too many, the old ones go and the young ones become old.
    struct Part {
        std::mutex mutex;
        Words young, old;
    };
    static constexpr std::size_t parts = 8, generation_max = words_max / parts / 2;
    static void add(Part& part, std::string key, std::shared_ptr<const WordReading> reading);
    Part& part_of(std::string_view key) { return parts_[std::hash<std::string_view>{}(key) % parts]; }

    std::array<Part, parts> parts_;
};

}  // namespace kc::search
