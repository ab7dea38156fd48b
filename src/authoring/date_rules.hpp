// SPDX-License-Identifier: EUPL-1.2
// What makes a tutorial date sound (RE-50 …), told field by field with the remedy, and what its author should know all the same.
#pragma once

#include "authoring/date_series.hpp"
#include "base/problem.hpp"
#include "catalogue/publication.hpp"

namespace kc::authoring {

inline constexpr int deadline_days_default = 14;
inline constexpr int deadline_days_max = 180;
inline constexpr int date_years_ahead = 3;
inline constexpr int date_seats_max = 1000;

struct DateVenue {
    VenueId id;
    std::string name, place;
    int seats = 0;
    bool retired = false;
    OrganisationId organisation_id;
};
BOOST_DESCRIBE_STRUCT(DateVenue, (), (id, name, place, seats, retired, organisation_id))

// What the form and the JSON interface send; the names are those of the fields.
struct DateInput {
    catalogue::Format mode{};
    Date first_day{}, last_day{};
    int start_minute = 0, end_minute = 0;
    std::optional<VenueId> venue;
    int seats = 0, online_seats = 0;
    std::optional<Date> booking_deadline;  // absent: default_deadline
};

// Fourteen days before; today when that has passed already (RE-52).
Date default_deadline(Date first_day, Date today, int days_before = deadline_days_default);

// What does not belong to the mode is left out: no venue online, no places at the screen but in a hybrid date.
catalogue::StoredDate stored_date(const DateInput& input, LearningUnitId unit, Date today);
DateInput input_of(const catalogue::StoredDate& date);

// `venue`: the one that the date names, when there is such a one. `kept_venue`: the date stood there before, so that a venue that takes no
// new dates is no obstacle.
std::vector<FieldProblem> check_date(const catalogue::StoredDate& date, const DateVenue* venue, bool kept_venue, Date today);

struct SeriesInput {
    SeriesRule rule;
    DateInput pattern;  // its days and deadline are not looked at
    int deadline_days = deadline_days_default;
};
std::vector<FieldProblem> check_series(const SeriesInput& input, Date today);
DateInput date_of_series(const SeriesInput& input, const SeriesDay& day, Date today);

// Another date at the same venue on the same day, of whichever provider.
struct VenueClash {
    Date first_day{}, last_day{};
    int start_minute = 0, end_minute = 0;
    std::string title;  // empty when the other offer is not public
};
BOOST_DESCRIBE_STRUCT(VenueClash, (), (first_day, last_day, start_minute, end_minute, title))

// Nothing here forbids the date.
struct DateWarnings {
    std::vector<VenueClash> clashes;
    std::optional<Date> weekend;
    std::optional<Date> holiday_day;
    std::optional<Holiday> holiday;
    bool deadline_over = false;
    std::optional<int> participants_max;  // of the description, when there are more seats than that

    bool any() const { return !clashes.empty() || weekend || holiday || deadline_over || participants_max; }
};
DateWarnings warnings_of(const catalogue::StoredDate& date, std::optional<int> participants_max, Date today);  // without clashes

}  // namespace kc::authoring
