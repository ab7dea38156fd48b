// SPDX-License-Identifier: EUPL-1.2
// What the index answers. Totals and counts are exact and cover only what the asking person may see.
// The count of a facet value is the total this page would show if that value alone were chosen in its facet and all other filters stayed.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "search/document.hpp"

namespace kc::search {

struct FieldScore {
    std::size_t field = 0;    // place in Schema::fields
    std::int32_t points = 0;  // the part of Hit::text_points that the words in this field gave (rounded)
};

struct MatchedOccurrence {
    OccurrenceKind kind = OccurrenceKind::unscheduled;
    std::int64_t key = 0;
    Day first_day = no_day;  // no_day unless dated
    std::optional<std::uint16_t> travel_minutes;
};

struct Hit {
    DocumentKey key = 0;
    std::int32_t score = 0;         // text_points + bonus_points + boost_points
    std::int32_t text_points = 0;   // words in fields
    std::int32_t bonus_points = 0;  // words standing together, title equal to the query
    std::int32_t boost_points = 0;  // Query::boosts
    std::uint32_t words_matched = 0;
    std::vector<FieldScore> fields;  // strongest first
    MatchedOccurrence occurrence;    // the earliest that satisfies the filters (by distance when sorted so)
};

enum class WordFate : std::uint8_t {
    found,
    corrected,  // replaced, see used
    unknown,    // nothing visible contains it, and no correction was close enough; left out
    left_out,   // known, but no longer required (Relaxation); still counts for the rank
};

struct WordReport {
    std::string typed;
    std::string used;  // the correction, in the spelling the documents prefer
    WordFate fate = WordFate::found;
    std::vector<std::string> also;  // synonyms that were searched as well and occur, as the list spells them
    std::uint32_t documents = 0;    // visible documents with this word, before any filter
};

enum class Relaxation : std::uint8_t {
    none,      // every hit contains every word that is known
    wider,     // the same with the wide alternatives (one part of a compound alone)
    fewer,     // the least telling words were left out, see WordFate::left_out
    any_word,  // hits contain at least one of the words; those with more come first
};

struct NumberRange {
    std::int32_t least = no_number;  // no_number: no document has a number
    std::int32_t most = no_number;
};

struct Answer {
    std::uint32_t total = 0;
    std::vector<Hit> hits;

    std::vector<std::vector<std::uint32_t>> facet_counts;  // [facet][value], each as long as the largest value known plus one
    std::vector<std::uint32_t> place_counts;
    std::vector<std::uint32_t> format_counts;
    std::array<std::uint32_t, 7> weekday_counts{};  // Monday first: takes place on that weekday only
    std::uint32_t boosted_count = 0;                // with a boost above 0, under all other filters
    std::vector<NumberRange> ranges;                // by column, under all filters but its own

    std::vector<WordReport> words;
    Relaxation relaxation = Relaxation::none;
    std::optional<std::string> did_you_mean;  // the whole line, corrected; also for words that exist but are probably slips
    bool did_you_mean_applied = false;        // true: these are the hits of the corrected line
};

struct Suggestion {
    enum class Kind : std::uint8_t { word, value, title };
    Kind kind = Kind::word;
    std::string text;       // the completed line (word), the label (value), empty for title: the caller knows the titles
    DocumentKey key = 0;    // title
    std::size_t facet = 0;  // value
    std::uint16_t value = 0;
    std::uint32_t documents = 0;  // visible documents behind it
};

}  // namespace kc::search
