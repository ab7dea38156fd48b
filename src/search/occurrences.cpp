// SPDX-License-Identifier: EUPL-1.2
#if defined(__GNUC__) && !defined(__clang__) && defined(__OPTIMIZE__)
#pragma GCC optimize("O3")  // see KC_SEARCH_CLONES
#endif
#include "search/occurrences.hpp"

#include <algorithm>
#include <bit>
#include <cstring>

namespace kc::search {

namespace {

constexpr std::size_t sets_max = 4096;                                        // of places and formats: counters of 16 KB
constexpr std::uint32_t any_time_key = 1U << 28, unscheduled_key = 1U << 29;  // behind every day and minute

std::uint32_t key_of(const PackedOccurrence& occurrence) {
    switch (occurrence.kind) {
        case OccurrenceKind::dated:
            return std::uint32_t{occurrence.first_day} * 2048 + (occurrence.start_minute == no_value ? 2047U : occurrence.start_minute);
        case OccurrenceKind::any_time: return any_time_key;
        case OccurrenceKind::unscheduled: break;
    }
    return unscheduled_key;
}

bool alone_on(const PackedOccurrence& occurrence, unsigned weekday) {
    return occurrence.kind == OccurrenceKind::any_time || occurrence.weekdays == 1U << weekday;
}

}  // namespace

std::uint16_t pack_day(Day day) { return static_cast<std::uint16_t>(std::clamp<Day>(day, 0, 65'534)); }

PackedOccurrence pack(const Occurrence& occurrence) {
    PackedOccurrence packed{};
    packed.kind = occurrence.kind;
    packed.place = occurrence.place;
    packed.format = occurrence.format;
    packed.seats_left =
        static_cast<std::uint16_t>(occurrence.seats_left == unlimited_seats ? 65'535 : std::clamp<std::int32_t>(occurrence.seats_left, 0, 65'534));
    const auto minute = [](std::int16_t value) { return value < 0 ? no_value : static_cast<std::uint16_t>(std::min<std::int16_t>(value, 2046)); };
    packed.start_minute = minute(occurrence.start_minute);
    packed.end_minute = minute(occurrence.end_minute);
    if (occurrence.kind != OccurrenceKind::dated) {
        packed.last_day = packed.booking_deadline = 65'535;
        packed.start_minute = packed.end_minute = no_value;
        return packed;
    }
    packed.first_day = pack_day(occurrence.first_day);
    packed.last_day = std::max(packed.first_day, pack_day(occurrence.last_day));
    packed.booking_deadline = occurrence.booking_deadline == no_day ? packed.first_day : pack_day(occurrence.booking_deadline);
    unsigned days = 0;  // weekdays between first and last
    for (Day day = packed.first_day; day <= packed.last_day && day < packed.first_day + 7; ++day) days |= 1U << DaySet::weekday(day);
    const unsigned wanted = occurrence.weekdays & 0x7FU;
    packed.weekdays = static_cast<std::uint8_t>((wanted & days) != 0 ? wanted & days : days);
    return packed;
}

DayView::DayView(const OccurrenceColumns& columns, Day day)
    : today(day), format_list(columns.places), weekday_list(columns.places + columns.formats) {
    const auto packed_today = pack_day(day);
    const auto documents = static_cast<std::uint32_t>(columns.begin.size() - 1);
    std::vector<Posting> postings;
    postings.reserve(columns.all.size() * 3);
    any_time.assign(bit_words(documents), 0);
    date_keys.resize(documents);
    begin.reserve(documents + 1);
    begin.push_back(0);
    std::vector<std::uint32_t> lists_of;
    std::map<std::vector<std::uint32_t>, std::uint16_t> sets;
    where_begin.push_back(0);
    offered.reserve(documents);
    for (std::uint32_t number = 0; number < documents; ++number) {
        bool current = false;
        for (auto i = columns.begin[number]; i < columns.begin[number + 1]; ++i) {
            const auto& one = columns.all[i];
            if (one.kind == OccurrenceKind::unscheduled ? current : one.kind == OccurrenceKind::dated && one.first_day < packed_today) continue;
            current = current || one.kind != OccurrenceKind::unscheduled;
            occurrence.push_back(i);
            // Any time: within every period. Unscheduled: within none that has an end or a beginning.
            const bool any = one.kind == OccurrenceKind::any_time;
            const bool alone = one.kind == OccurrenceKind::dated && std::has_single_bit(one.weekdays);
            entries.push_back({any ? std::uint16_t{0xFFFF} : one.first_day, any ? std::uint16_t{0} : one.last_day,
                               one.kind == OccurrenceKind::unscheduled ? no_value : one.place, one.format,
                               any     ? std::uint8_t{0x7F}
                               : alone ? one.weekdays
                                       : std::uint8_t{0}});
            if (any) any_time[number >> 6] |= BitWord{1} << (number & 63);
            if (one.kind == OccurrenceKind::dated) dated.push_back({number, one.first_day, one.last_day});
        }
        begin.push_back(static_cast<std::uint32_t>(occurrence.size()));
        lists_of.clear();
        std::uint32_t key = unscheduled_key;
        for (auto i = begin[number]; i < begin[number + 1]; ++i) {
            const auto& one = columns.all[occurrence[i]];
            key = std::min(key, key_of(one));
            if (one.format != no_value) lists_of.push_back(static_cast<std::uint32_t>(format_list + one.format));
            if (one.kind == OccurrenceKind::unscheduled) continue;
            if (one.place != no_value) lists_of.push_back(one.place);
            for (unsigned weekday = 0; weekday < 7; ++weekday) {
                if (alone_on(one, weekday)) lists_of.push_back(static_cast<std::uint32_t>(weekday_list + weekday));
            }
        }
        date_keys[number] = key;
        std::sort(lists_of.begin(), lists_of.end());
        lists_of.erase(std::unique(lists_of.begin(), lists_of.end()), lists_of.end());
        for (const auto list : lists_of) postings.push_back({list, number});
        add_offered(lists_of, sets);
    }
    std::stable_sort(dated.begin(), dated.end(), [](const Dated& a, const Dated& b) { return a.first_day < b.first_day; });
    occurrence.shrink_to_fit();
    entries.shrink_to_fit();
    dated.shrink_to_fit();
    lists = PostingLists(weekday_list + 7, documents, postings, {});
}

void DayView::add_offered(std::span<const std::uint32_t> lists_of, std::map<std::vector<std::uint32_t>, std::uint16_t>& sets) {
    if (sets.size() > sets_max) return;
    Offered one{0, 0};
    std::vector<std::uint32_t> where;
    for (const auto list : lists_of) {
        if (list >= weekday_list)
            one.weekdays = static_cast<std::uint16_t>(one.weekdays | 1U << (list - weekday_list));
        else
            where.push_back(list);
    }
    const auto [at, fresh] = sets.try_emplace(std::move(where), static_cast<std::uint16_t>(sets.size()));
    if (fresh) {
        where_lists.insert(where_lists.end(), at->first.begin(), at->first.end());
        where_begin.push_back(static_cast<std::uint32_t>(where_lists.size()));
    }
    one.where = at->second;
    offered.push_back(one);
    if (sets.size() > sets_max) offered = {};
}

void DayView::within(std::uint16_t from, std::uint16_t until, Bits& documents) const {
    or_words(documents.data(), any_time.data(), any_time.size());
    auto one = std::lower_bound(dated.begin(), dated.end(), from, [](const Dated& a, std::uint16_t day) { return a.first_day < day; });
    for (; one != dated.end() && one->first_day <= until; ++one) {
        if (one->last_day <= until) documents.set(one->document);
    }
}

std::size_t DayView::memory_bytes() const {
    return 4 * (begin.capacity() + occurrence.capacity() + date_keys.capacity()) + entries.capacity() * sizeof(Entry) +
           dated.capacity() * sizeof(Dated) + any_time.capacity() * 8 + lists.memory_bytes() + offered.capacity() * sizeof(Offered) +
           4 * (where_begin.capacity() + where_lists.capacity());
}

OccurrenceTest::OccurrenceTest(const OccurrenceFilter& filter, Day today) : filter_(filter), today_(pack_day(today)) {
    const auto table = [](const std::vector<std::uint16_t>& values, std::vector<bool>& into) {
        for (const auto value : values) {
            if (value >= into.size()) into.resize(std::size_t{value} + 1);
            into[value] = true;
        }
        return !values.empty();
    };
    place_active_ = table(filter.places, places_);
    format_active_ = table(filter.formats, formats_);
    weekday_active_ = (filter.weekdays & 0x7F) != 0 && (filter.weekdays & 0x7F) != 0x7F;
    if (filter.from) from_ = pack_day(*filter.from);
    if (filter.until) until_ = *filter.until < 0 ? 0 : pack_day(*filter.until);
    needs_date_ = filter.from || filter.until || filter.earliest_start || filter.latest_end || filter.allowed_days != nullptr ||
                  filter.seats_least > 0 || filter.open_for_booking || filter.travel_minutes_most;
    only_period_ = (from_ > 0 || until_ < 0xFFFF) && !filter.earliest_start && !filter.latest_end && filter.allowed_days == nullptr &&
                   filter.seats_least <= 0 && !filter.open_for_booking && !filter.travel_minutes_most && !place_active_ && !format_active_ &&
                   (filter.weekdays & 0x7F) == 0;
    // All seven weekdays are a filter too: they leave out what has no date.
    if ((filter.weekdays & 0x7F) == 0x7F) needs_date_ = true;
    active_ = needs_date_ || place_active_ || format_active_ || weekday_active_;
}

std::uint16_t OccurrenceTest::travel(const PackedOccurrence& occurrence) const {
    if (occurrence.place == no_value) return occurrence.kind == OccurrenceKind::unscheduled ? no_value : 0;
    return occurrence.place < filter_.travel_minutes.size() ? filter_.travel_minutes[occurrence.place] : no_value;
}

unsigned OccurrenceTest::test(const PackedOccurrence& occurrence) const {
    if (occurrence.kind == OccurrenceKind::unscheduled) return test_unscheduled(occurrence);
    unsigned failing = 0;
    const bool dated = occurrence.kind == OccurrenceKind::dated;
    if (dated) {
        if (occurrence.first_day < from_ || occurrence.last_day > until_) return fails;
        if (filter_.open_for_booking && occurrence.booking_deadline < today_) return fails;
        if (weekday_active_ && (occurrence.weekdays & ~filter_.weekdays) != 0) failing |= fails_weekday;
        if (filter_.earliest_start && occurrence.start_minute != no_value && occurrence.start_minute < *filter_.earliest_start) return fails;
        if (filter_.latest_end && occurrence.end_minute != no_value && occurrence.end_minute > *filter_.latest_end) return fails;
    }
    if (filter_.seats_least > 0 && occurrence.seats_left != 65'535 && occurrence.seats_left < filter_.seats_least) return fails;
    if (place_active_ && (occurrence.place >= places_.size() || !places_[occurrence.place])) failing |= fails_place;
    if (format_active_ && (occurrence.format >= formats_.size() || !formats_[occurrence.format])) failing |= fails_format;
    if (filter_.travel_minutes_most) {
        const auto minutes = travel(occurrence);
        if (minutes == no_value || minutes > *filter_.travel_minutes_most) return fails;
    }
    if (dated && filter_.allowed_days != nullptr &&
        !filter_.allowed_days->contains_all(occurrence.first_day, occurrence.last_day, occurrence.weekdays)) {
        return fails;
    }
    return failing;
}

unsigned OccurrenceTest::test_unscheduled(const PackedOccurrence& occurrence) const {
    if (needs_date_) return fails;
    unsigned failing = 0;
    if (place_active_) failing |= fails_place;
    if (weekday_active_) failing |= fails_weekday;
    if (format_active_ && (occurrence.format >= formats_.size() || !formats_[occurrence.format])) failing |= fails_format;
    return failing;
}

MatchedOccurrence OccurrenceTest::best(const OccurrenceColumns& columns, const DayView& view, std::uint32_t document, bool by_distance) const {
    MatchedOccurrence found;
    std::uint64_t best_key = ~std::uint64_t{0};
    each(columns, view, document, [&](std::uint32_t i, unsigned failing) {
        if (failing != 0) return;
        const auto& occurrence = columns.all[i];
        const auto minutes = travel(occurrence);
        const auto key = std::uint64_t{by_distance ? minutes : std::uint16_t{0}} << 32 | key_of(occurrence);
        if (key >= best_key) return;
        best_key = key;
        found.kind = occurrence.kind;
        found.key = columns.keys[i];
        found.first_day = occurrence.kind == OccurrenceKind::dated ? Day{occurrence.first_day} : no_day;
        found.travel_minutes.reset();
        if (!filter_.travel_minutes.empty() && minutes != no_value) found.travel_minutes = minutes;
    });
    return found;
}

std::uint32_t OccurrenceTest::date_key(const OccurrenceColumns& columns, const DayView& view, std::uint32_t document) const {
    std::uint32_t key = unscheduled_key;
    each(columns, view, document, [&](std::uint32_t i, unsigned failing) {
        if (failing == 0) key = std::min(key, key_of(columns.all[i]));
    });
    return key;
}

std::uint32_t OccurrenceTest::distance_key(const OccurrenceColumns& columns, const DayView& view, std::uint32_t document) const {
    std::uint32_t key = no_value;
    each(columns, view, document, [&](std::uint32_t i, unsigned failing) {
        if (failing == 0) key = std::min<std::uint32_t>(key, travel(columns.all[i]));
    });
    return key;
}

namespace {

// A document counts once per value: values that came already are few, so they are simply remembered.
class Once {
public:
    bool first(std::uint16_t value) {
        for (std::size_t i = 0; i < size_; ++i) {
            if (seen_[i] == value) return false;
        }
        if (size_ < seen_.size()) {
            seen_[size_++] = value;
            return true;
        }
        if (std::find(more_.begin(), more_.end(), value) != more_.end()) return false;
        more_.push_back(value);
        return true;
    }

    void clear() {
        size_ = 0;
        more_.clear();
    }

private:
    std::array<std::uint16_t, 16> seen_;
    std::size_t size_ = 0;
    std::vector<std::uint16_t> more_;
};

}  // namespace

namespace {

// What one document offers, put together from its occurrences: each value counts once. Almost all values are below 64 and stand as bits; mostly
// a document has one of each kind, and that way is without a branch.
class Offered {
public:
    explicit Offered(OccurrenceCounts& counts) : counts_(counts) {}
    ~Offered() {
        for (std::size_t i = 0; i < std::min<std::size_t>(64, counts_.places.size()); ++i) counts_.places[i] += by_place_[i];
        for (std::size_t i = 0; i < std::min<std::size_t>(64, counts_.formats.size()); ++i) counts_.formats[i] += by_format_[i];
        for (std::size_t days = 1; days < by_weekdays_.size(); ++days) {
            if (by_weekdays_[days] == 0) continue;
            for (std::size_t i = 0; i < 7; ++i) counts_.weekdays[i] += (days >> i & 1) != 0 ? by_weekdays_[days] : 0;
        }
    }
    Offered(const Offered&) = delete;
    Offered& operator=(const Offered&) = delete;

    void add(const DayView::Entry& occurrence, unsigned failing) {
        add_where(occurrence, (failing & ~OccurrenceTest::fails_place) == 0, (failing & ~OccurrenceTest::fails_format) == 0,
                  (failing & ~OccurrenceTest::fails_weekday) == 0);
    }
    void add_where(const DayView::Entry& occurrence, bool place, bool format, bool weekday) {
        place_bits_ |= std::uint64_t{place && occurrence.place < 64} << (occurrence.place & 63);
        format_bits_ |= std::uint64_t{format && occurrence.format < 64} << (occurrence.format & 63);
        weekdays_ |= weekday ? occurrence.weekdays : 0U;
        if (occurrence.place >= 64 && occurrence.place != no_value && place && places_.first(occurrence.place)) ++counts_.places[occurrence.place];
        if (occurrence.format >= 64 && occurrence.format != no_value && format && formats_.first(occurrence.format))
            ++counts_.formats[occurrence.format];
    }
    void end_document() {
        add_bits(place_bits_, by_place_);
        add_bits(format_bits_, by_format_);
        ++by_weekdays_[weekdays_];
        place_bits_ = format_bits_ = 0;
        weekdays_ = 0;
        places_.clear();
        formats_.clear();
    }

private:
    using Counters = std::array<std::uint32_t, 65>;  // the last one stands for none
    static void add_bits(std::uint64_t bits, Counters& counters) {
        ++counters[static_cast<std::size_t>(std::countr_zero(bits))];
        for (bits &= bits - 1; bits != 0; bits &= bits - 1) ++counters[static_cast<std::size_t>(std::countr_zero(bits))];
    }

    OccurrenceCounts& counts_;
    Once places_, formats_;  // values from 64 on
    Counters by_place_{}, by_format_{};
    std::array<std::uint32_t, 128> by_weekdays_{};
    std::uint64_t place_bits_ = 0, format_bits_ = 0;
    unsigned weekdays_ = 0;
};

}  // namespace

void OccurrenceTest::run(const OccurrenceColumns& columns, const DayView& view, const Bits& candidates, const Bits& counted, Bits& matching,
                         OccurrenceCounts* counts) const {
    Bits wanted = candidates;
    // Many candidates: first the period for all dates at once, then only those within it.
    if ((from_ > 0 || until_ < 0xFFFF) && std::uint64_t{candidates.count()} * 16 > view.date_keys.size()) {
        Bits fitting(view.date_keys.size());
        view.within(from_, until_, fitting);
        wanted &= fitting;
        if (only_period_) {
            matching |= wanted;
            if (counts == nullptr) return;
            wanted &= counted;
        }
    }
    OccurrenceCounts unused;
    Offered offered(counts != nullptr ? *counts : unused);
    if (only_period_) {
        const auto fetch = [&](std::uint32_t document) { fetch_ahead(view.entries.data() + view.begin[document]); };
        for_each_bit_fetched(wanted.span(), fetch, [&](std::uint32_t document) {
            bool fits = false;
            const bool count = counts != nullptr && counted.test(document);
            for (auto i = view.begin[document]; i < view.begin[document + 1]; ++i) {
                const auto& entry = view.entries[i];
                const bool within = (entry.first_day >= from_) & (entry.last_day <= until_);
                fits |= within;
                const bool add = within & count;
                offered.add_where(entry, add, add, add);
            }
            if (fits) matching.set(document);
            offered.end_document();
        });
        return;
    }
    for_each_bit(wanted.span(), [&](std::uint32_t document) {
        const bool count = counts != nullptr && counted.test(document);
        for (auto i = view.begin[document]; i < view.begin[document + 1]; ++i) {
            const auto& entry = view.entries[i];
            if (entry.first_day < from_ || entry.last_day > until_) continue;
            const auto failing = only_period_ ? 0U : test(columns.all[view.occurrence[i]]);
            if (failing == fails) continue;
            if (failing == 0) matching.set(document);
            if (count) offered.add(entry, failing);
        }
        if (count) offered.end_document();
    });
}

void OccurrenceTest::count(const OccurrenceColumns& columns, const DayView& view, const Bits& documents, std::uint32_t size,
                           OccurrenceCounts& counts) const {
    std::uint64_t by_lists = 0;
    for (std::size_t list = 0; list < view.lists.lists(); ++list) by_lists += view.lists.and_cost(list);
    if (!view.offered.empty() && 2 * std::uint64_t{size} + view.where_begin.size() < by_lists) {
        count_sets(columns, view, documents, counts);
        return;
    }
    if (std::uint64_t{size} * 12 < by_lists) {
        Offered offered(counts);
        const auto fetch = [&](std::uint32_t document) { fetch_ahead(view.entries.data() + view.begin[document]); };
        for_each_bit_fetched(documents.span(), fetch, [&](std::uint32_t document) {
            for (auto i = view.begin[document]; i < view.begin[document + 1]; ++i) offered.add(view.entries[i], 0);
            offered.end_document();
        });
        return;
    }
    for (std::size_t i = 0; i < columns.places; ++i) counts.places[i] += view.lists.and_count(i, documents);
    for (std::size_t i = 0; i < columns.formats; ++i) counts.formats[i] += view.lists.and_count(view.format_list + i, documents);
    for (std::size_t i = 0; i < 7; ++i) counts.weekdays[i] += view.lists.and_count(view.weekday_list + i, documents);
}

}  // namespace kc::search
