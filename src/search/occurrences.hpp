// SPDX-License-Identifier: EUPL-1.2
// Occurrences as the index holds them, 18 bytes each, and the filter that must hold for one and the same occurrence.
// Old dates vanish by the query's today; what is current on one day is worked out once per day (DayView) and kept beside the segment.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <span>
#include <vector>

#include "search/answer.hpp"
#include "search/document.hpp"
#include "search/postings.hpp"
#include "search/query.hpp"

namespace kc::search {

struct PackedOccurrence {
    std::uint16_t first_day, last_day, booking_deadline;  // days since 1970-01-01; any_time: 0, 65535, 65535
    std::uint16_t start_minute, end_minute;               // no_value: not said
    std::uint16_t place, format;
    std::uint16_t seats_left;  // 65535: unlimited
    OccurrenceKind kind;
    std::uint8_t weekdays;  // the days it really takes place on
};

PackedOccurrence pack(const Occurrence& occurrence);
std::uint16_t pack_day(Day day);

// All occurrences of a segment, by document; each document has at least one that is unscheduled, at its end.
struct OccurrenceColumns {
    std::vector<std::uint32_t> begin;  // document → its first occurrence; one more at the end
    std::vector<PackedOccurrence> all;
    std::vector<std::int64_t> keys;
    std::size_t places = 0, formats = 0;  // largest value plus one

    std::size_t memory_bytes() const { return begin.capacity() * 4 + all.capacity() * sizeof(PackedOccurrence) + keys.capacity() * 8; }
};

// What the documents of a segment offer on one day: the current occurrences, or else the unscheduled ones.
struct DayView {
    Day today = no_day;
    struct Entry {
        std::uint16_t first_day, last_day;  // as the period filter compares them: what has no date fits always or never
        std::uint16_t place, format;        // to be counted; what is unscheduled counts for no place
        std::uint8_t weekdays;              // to be counted: the one it takes place on alone, all for any time
    };
    std::vector<std::uint32_t> begin;       // document → its first entry below; one more at the end
    std::vector<std::uint32_t> occurrence;  // entry → number in OccurrenceColumns
    std::vector<Entry> entries;
    struct Dated {
        std::uint32_t document;
        std::uint16_t first_day, last_day;
    };
    std::vector<Dated> dated;              // by first day
    std::vector<BitWord> any_time;         // documents with something that fits every period
    PostingLists lists;                    // places, then formats, then the seven weekdays, without any filter
    std::vector<std::uint32_t> date_keys;  // by document, for Sort::date
    std::size_t format_list = 0, weekday_list = 0;
    // The lists of one document in two small numbers: which of few sets of places and formats, and the weekdays as bits. Empty where the sets
    // are many.
    struct Offered {
        std::uint16_t where;
        std::uint16_t weekdays;
    };
    std::vector<Offered> offered;            // by document
    std::vector<std::uint32_t> where_begin;  // set → its first list below; one more at the end
    std::vector<std::uint32_t> where_lists;

    DayView(const OccurrenceColumns& columns, Day today);
    // The documents with an occurrence that begins on or after `from` and ends on or before `until`.
    void within(std::uint16_t from, std::uint16_t until, Bits& documents) const;
    std::size_t memory_bytes() const;

private:
    void add_offered(std::span<const std::uint32_t> lists_of, std::map<std::vector<std::uint32_t>, std::uint16_t>& sets);
};

struct OccurrenceCounts {
    std::vector<std::uint32_t> places, formats;
    std::array<std::uint32_t, 7> weekdays{};
};

// A filter made ready for one query. Tells for each occurrence which of the three counted filters it fails.
class OccurrenceTest {
public:
    OccurrenceTest(const OccurrenceFilter& filter, Day today);

    static constexpr unsigned fails_place = 1, fails_format = 2, fails_weekday = 4, fails = 8;  // fails: something else

    bool active() const { return active_; }
    // Calls visit(number of the occurrence, fail bits) for what the document offers on the day of the view.
    template <class Visit> void each(const OccurrenceColumns& columns, const DayView& view, std::uint32_t document, Visit&& visit) const {
        for (auto i = view.begin[document]; i < view.begin[document + 1]; ++i) {
            const auto number = view.occurrence[i];
            visit(number, test(columns.all[number]));
        }
    }
    // The occurrence to show for a document that matches: the earliest, or the nearest.
    MatchedOccurrence best(const OccurrenceColumns& columns, const DayView& view, std::uint32_t document, bool by_distance) const;
    // Sort keys, smaller is better.
    std::uint32_t date_key(const OccurrenceColumns& columns, const DayView& view, std::uint32_t document) const;
    std::uint32_t distance_key(const OccurrenceColumns& columns, const DayView& view, std::uint32_t document) const;

    // Puts the documents among candidates that match into `matching`, and counts places, formats and weekdays over those in `counted`.
    void run(const OccurrenceColumns& columns, const DayView& view, const Bits& candidates, const Bits& counted, Bits& matching,
             OccurrenceCounts* counts) const;
    // The same counts without an active filter; uses the view when that is cheaper.
    void count(const OccurrenceColumns& columns, const DayView& view, const Bits& documents, std::uint32_t size, OccurrenceCounts& counts) const;

private:
    static void count_sets(const OccurrenceColumns& columns, const DayView& view, const Bits& documents, OccurrenceCounts& counts);
    unsigned test(const PackedOccurrence& occurrence) const;
    unsigned test_unscheduled(const PackedOccurrence& occurrence) const;
    std::uint16_t travel(const PackedOccurrence& occurrence) const;  // no_value: unknown

    const OccurrenceFilter& filter_;
    std::uint16_t today_;
    std::uint16_t from_ = 0, until_ = 0xFFFF;
    std::vector<bool> places_, formats_;
    bool place_active_ = false, format_active_ = false, weekday_active_ = false, needs_date_ = false, active_ = false;
    bool only_period_ = false;  // DayView's days alone decide
};

}  // namespace kc::search
