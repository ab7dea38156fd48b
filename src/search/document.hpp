// SPDX-License-Identifier: EUPL-1.2
// A document as the caller hands it in: texts, facet values, numbers, and the occurrences at which the offer takes place.
// Days are counted from 1970-01-01; the index holds 1970 to 2149 and moves other days to the nearest of these.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

namespace kc::search {

using DocumentKey = std::int64_t;  // the caller's number of the document
using Day = std::int32_t;          // days since 1970-01-01

inline constexpr Day no_day = std::numeric_limits<Day>::min();
inline constexpr std::uint16_t no_value = 0xFFFF;  // no place, no format
inline constexpr std::int32_t no_number = std::numeric_limits<std::int32_t>::min();
inline constexpr std::int32_t unlimited_seats = std::numeric_limits<std::int32_t>::max();

// dated: takes place from first_day to last_day; never counted once first_day lies before the query's today.
// any_time: self-paced, fits every period, weekday and set of allowed days, needs no travel when it has no place.
// unscheduled: no date yet. Counts only while the document has no current other occurrence, and never satisfies a filter on period,
//              weekday, time of day, allowed days, place, travel, seats or booking deadline. It carries its format, so a filter on formats finds it
//              (give no_value for a format that no filter finds). A document whose dates have all passed becomes unscheduled by itself,
//              with the format of its last date.
enum class OccurrenceKind : std::uint8_t { dated, any_time, unscheduled };

struct Occurrence {
    OccurrenceKind kind = OccurrenceKind::dated;
    std::int64_t key = 0;  // the caller's number of it, handed back with the hit
    Day first_day = 0;
    Day last_day = 0;
    Day booking_deadline = no_day;   // the last day on which it can be booked; no_day: until it begins
    std::int16_t start_minute = -1;  // minutes since midnight; -1: not said
    std::int16_t end_minute = -1;
    std::uint8_t weekdays = 0;       // bit 0 Monday … bit 6 Sunday: the days of the week it takes place on; 0: each day from first to last
    std::uint16_t place = no_value;  // small int given by the caller
    std::uint16_t format = no_value;
    std::int32_t seats_left = unlimited_seats;
};

struct FacetValue {
    std::uint16_t facet = 0;  // place in Schema::facets
    std::uint16_t value = 0;  // dense from 0
};

struct Document {
    DocumentKey key = 0;
    std::int64_t order = 0;             // ties in any sort are broken by (order, key)
    std::vector<std::string> texts;     // one per Schema::fields; fewer means empty
    std::vector<FacetValue> values;     // several per facet are fine
    std::vector<std::int32_t> numbers;  // one per Schema::numbers; no_number or fewer means not said
    std::vector<Occurrence> occurrences;
    std::optional<std::int64_t> only_for;  // visible only to queries that carry this id in Query::member_of
};

}  // namespace kc::search
