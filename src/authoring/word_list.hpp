// SPDX-License-Identifier: EUPL-1.2
// Words that make descriptions hard to read, with plainer ones, and the verbs of learning objectives. A file that the office can edit;
// the project brings sample/readability.yaml.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace kc::authoring {

// Names the file, the place in it and what to do.
struct WordListError : std::runtime_error {
    using std::runtime_error::runtime_error;
};

std::string lower_german(std::string_view text);                   // ASCII and the German umlauts
std::vector<std::string> words_of(std::string_view text);          // letters, digits and hyphens within a word
bool is_inflection(std::string_view word, std::string_view base);  // both in lower case: "prozesses" of "prozess"

class WordList {
public:
    static std::shared_ptr<const WordList> load(const std::filesystem::path& file);
    static std::shared_ptr<const WordList> parse(const std::string& yaml, const std::string& file_name);

    struct Entry {
        std::string word;  // as it is listed
        std::string better;
    };
    // A listed word or one of its inflected forms, in lower case.
    const Entry* find_jargon(std::string_view word) const { return find(jargon_, word); }
    const Entry* find_person(std::string_view word) const { return find(people_, word); }  // "Teilnehmer" → "Teilnehmende"
    const std::vector<Entry>& phrases() const { return phrases_; }                         // entries of several words, in lower case
    bool is_known_abbreviation(std::string_view abbreviation) const { return abbreviations_.contains(std::string(abbreviation)); }

    // The verb of an objective as infinitive, in lower case. Levels 1 to 6 after Bloom.
    std::optional<int> level_of_verb(std::string_view infinitive) const;
    const std::unordered_map<std::string, int>& verbs() const { return verbs_; }
    const Entry* find_vague_verb(std::string_view infinitive) const;

    std::size_t jargon_count() const { return jargon_.size() + phrases_.size(); }
    std::size_t verb_count() const { return verbs_.size(); }
    std::size_t vague_verb_count() const { return vague_.size(); }

private:
    using Entries = std::map<std::string, Entry, std::less<>>;
    static const Entry* find(const Entries& entries, std::string_view word);

    Entries jargon_, people_, vague_;
    std::vector<Entry> phrases_;
    std::unordered_set<std::string> abbreviations_;
    std::unordered_map<std::string, int> verbs_;
};

}  // namespace kc::authoring
