// SPDX-License-Identifier: EUPL-1.2
// What the readers have in common: from stated runs to tutorial dates, and from stated effort to the three phases.
#pragma once

#include "exchange/offer_reading.hpp"
#include "exchange/values.hpp"

namespace kc::exchange {

inline constexpr int seats_assumed = 20;         // when a source tells no number; always reported
inline constexpr int deadline_days_before = 14;  // when a source tells no booking deadline
inline constexpr std::size_t dates_max = 200;    // of one offer

// One occurrence as the source tells it. The end may be missing, or lie before the beginning.
struct StatedRun {
    Moment begin;
    std::optional<Moment> end;
    std::optional<int> end_minute;  // stated beside the day
    std::optional<std::size_t> venue;
    std::optional<std::string> source_id;
};

// Adds a date with sound times, at most `days_max` days long; what had to be mended is reported under `field`.
void add_date(ReadOffer& offer, const StatedRun& run, catalogue::Format mode, int seats, std::optional<Date> deadline, Date today,
              std::string_view field);

double hours_of_dates(const std::vector<catalogue::DateContent>& dates);  // of the longest run

// Puts a total of hours into the phases: all into self-study for self-paced offers, the live hours into the tutorial, the rest before it.
void spread_hours(ReadOffer& offer, double total);

void check_length(ReadOffer& offer, std::string catalogue::UnitContent::* member, std::size_t points, std::string_view field);

}  // namespace kc::exchange
