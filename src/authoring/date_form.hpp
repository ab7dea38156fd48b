// SPDX-License-Identifier: EUPL-1.2
// The form of a tutorial date and of a series: its fields, how they are read, and how warnings sound. Shared by the date pages.
#pragma once

#include "authoring/date_service.hpp"
#include "web/page.hpp"

namespace kc::authoring {

std::optional<int> parse_clock(std::string_view text);  // "9:00", "09.00", "09:00:00" → 540; "24:00" is the end of a day

// Members have the names that the partial authoring/date_fields asks for.
struct DateFields {
    web::ChoiceField mode;
    web::TextField start, end;
    web::ChoiceField venue;
    web::TextField seats, online_seats;
};
BOOST_DESCRIBE_STRUCT(DateFields, (), (mode, start, end, venue, seats, online_seats))

DateFields date_fields(const web::Site& site, const http::Request& request, const web::Fields& fields, const UnitDates& unit,
                       const DateInput& values);

// Reads what is common to both forms; problems are noted in `form`.
DateInput read_date_fields(web::FormReader& form);
DateInput read_date(web::FormReader& form);  // with first_day, last_day, booking_deadline
SeriesInput read_series(web::FormReader& form);

// "Am 3. Oktober 2026 ist Feiertag: Tag der Deutschen Einheit."
std::vector<std::string> warning_texts(const web::Site& site, const http::Request& request, const DateWarnings& warnings);
// What the hidden field of a second sending carries: these warnings were read.
std::string fingerprint_of(const std::vector<std::string>& warnings);

// What the form of a new date begins with.
DateInput first_values(const UnitFacts& unit);

}  // namespace kc::authoring
