// SPDX-License-Identifier: EUPL-1.2
// How the catalogue names its competences: keywords, everyday phrases, names and level sentences as an index of terms (EX-30 to EX-36).
#pragma once

#include "competence/framework.hpp"
#include "search/language.hpp"

#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace kc::extraction {

enum class EntryKind { keyword, phrase, name, description, descriptor };

// One keyword, phrase … of one competence. Its slots are the words that carry meaning.
struct Entry {
    std::size_t competence = 0;
    EntryKind kind{};
    int level = 0;          // of a descriptor
    float slot_weight = 0;  // of all slots together
    std::vector<float> slots;
};

struct Posting {
    std::uint32_t entry = 0;
    std::uint16_t slot = 0;
    float quality = 0;  // 1: the word itself, less for its root or its parts
};

class Vocabulary {
public:
    Vocabulary(const competence::CompetenceFramework& framework, const search::Analyzer& analyzer);

    const std::vector<Entry>& entries() const { return entries_; }
    const std::vector<Posting>* postings(const std::string& term) const;
    float rarity(const std::string& term) const;  // 0 … 1: how much a term tells; little for words of every workplace
    bool is_weak(const std::string& term, const std::string& folded) const { return weak_.contains(term) && !not_weak_.contains(folded); }
    // For typing errors: spelling keys of words and stems, with the word that is meant.
    const std::unordered_map<std::string, std::string>& spellings() const { return spellings_; }

private:
    void add(const search::Analyzer& analyzer, std::size_t competence, EntryKind kind, int level, std::string_view text);
    void add_common_parts(std::size_t competences);
    void weigh(std::size_t competences);

    std::vector<Entry> entries_;
    std::unordered_map<std::string, std::vector<Posting>> postings_;
    std::unordered_map<std::string, float> rarity_;
    std::unordered_set<std::string> weak_, not_weak_;
    std::unordered_map<std::string, std::string> spellings_;
};

}  // namespace kc::extraction
