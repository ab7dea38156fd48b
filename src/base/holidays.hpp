// SPDX-License-Identifier: EUPL-1.2
// Public holidays of the three Länder of the region.
#pragma once

#include "base/date.hpp"

#include <optional>
#include <vector>

#include <boost/describe.hpp>

namespace kc {

enum class Land { baden_wuerttemberg, hesse, rhineland_palatinate };
BOOST_DESCRIBE_ENUM(Land, baden_wuerttemberg, hesse, rhineland_palatinate)

enum class Holiday {
    new_year,        // Neujahr
    epiphany,        // Heilige Drei Könige, BW
    good_friday,     // Karfreitag
    easter_monday,   // Ostermontag
    labour_day,      // Tag der Arbeit
    ascension,       // Christi Himmelfahrt
    whit_monday,     // Pfingstmontag
    corpus_christi,  // Fronleichnam
    german_unity,    // Tag der Deutschen Einheit
    all_saints,      // Allerheiligen, BW and RP
    christmas_day,
    boxing_day,
};
BOOST_DESCRIBE_ENUM(Holiday, new_year, epiphany, good_friday, easter_monday, labour_day, ascension, whit_monday, corpus_christi, german_unity,
                    all_saints, christmas_day, boxing_day)

Date easter_sunday(int year);  // Gregorian

// The public holiday that at least one of these Länder has on this day.
std::optional<Holiday> holiday_on(Date day, const std::vector<Land>& in);

}  // namespace kc
