// SPDX-License-Identifier: EUPL-1.2
// A question to the index. Filters of one kind are joined by "or", filters of different kinds by "and".
// What is handed over as pointer or span must live until the call returns; nothing is kept.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "search/day_set.hpp"
#include "search/document.hpp"

namespace kc::search {

struct Selection {
    std::size_t facet = 0;
    std::vector<std::uint16_t> values;  // any of them; empty: no filter
};

struct NumberFilter {
    std::size_t column = 0;
    std::optional<std::int32_t> least;  // both ends belong to the range; documents without a number do not match
    std::optional<std::int32_t> most;
};

// All of this must hold for one and the same occurrence of a document.
struct OccurrenceFilter {
    std::optional<Day> from;   // the occurrence begins on or after this day …
    std::optional<Day> until;  // … and ends on or before this one
    std::vector<std::uint16_t> places;
    std::vector<std::uint16_t> formats;
    std::uint8_t weekdays = 0;                   // takes place on these days of the week only (bits as in Occurrence); 0: no filter
    std::optional<std::int16_t> earliest_start;  // minutes since midnight; occurrences without a time match
    std::optional<std::int16_t> latest_end;
    const DaySet* allowed_days = nullptr;              // every day on which it takes place lies in this set
    std::int32_t seats_least = 0;                      // at least so many seats left
    bool open_for_booking = false;                     // the booking deadline has not passed by today
    std::span<const std::uint16_t> travel_minutes;     // by place; no_value or beyond the end: unknown. Without a place nobody travels: 0
    std::optional<std::uint16_t> travel_minutes_most;  // unknown does not match
};

struct Boost {
    DocumentKey key = 0;
    std::int32_t points = 0;  // added to the score, in its unit: a word that names one document in a hundred in its title gives about 4,000
};

enum class Sort : std::uint8_t {
    best_fit,          // score; without a text the boost, then the caller's order
    date,              // the earliest matching occurrence; then any_time, then unscheduled
    number_ascending,  // Query::sort_column; documents without a number last
    number_descending,
    distance,  // the shortest travel of a matching occurrence; unknown last
    boost,     // points, then the score
};

struct Query {
    std::string text;  // of an over-long text only the beginning is used (see language.hpp)
    std::vector<Selection> selections;
    std::vector<NumberFilter> numbers;
    OccurrenceFilter occurrences;
    std::span<const std::int64_t> member_of;  // ids that open documents with only_for
    std::span<const Boost> boosts;            // a key twice: the last one counts
    bool boosted_only = false;                // only documents with a boost above 0 ("schließt meine Lücken")
    Day today = 0;

    Sort sort = Sort::best_fit;
    std::size_t sort_column = 0;  // for Sort::number_…
    std::size_t offset = 0;
    std::size_t limit = 20;

    bool correct = true;       // words that nothing contains are replaced by their correction; Answer::words tells
    bool relax = true;         // when all words together find too little: leave words out, then any word; Answer::relaxation tells
    std::uint32_t enough = 1;  // relax only below this many documents
    bool count = true;         // facet counts and ranges; the total is always exact
    bool explain = true;       // FieldScore of the hits
};

}  // namespace kc::search
