// SPDX-License-Identifier: EUPL-1.2
// Pieces that several of the written forms share. For this room's writers only.
#pragma once

#include "exchange/json_attributes.hpp"
#include "exchange/offer_writing.hpp"

namespace kc::exchange {

std::string moment_text(Date day, int minute);        // "2027-03-31T07:00:00Z": German clock time as UTC
std::string local_moment_text(Date day, int minute);  // "2027-03-31T09:00:00+02:00"
std::string iso_hours(HalfHours hours);               // "PT7H30M"
std::string difficulty_name(catalogue::Difficulty difficulty, Language language);

// Upcoming planned dates; of a code-share offer those of its original.
std::vector<const catalogue::TutorialDate*> upcoming_dates(const WritingContext& context, const catalogue::LearningUnit& unit);

// Both descriptions as reduced HTML, the one for everybody first; "" when both are empty.
std::string description_html(const catalogue::LearningUnit& unit);
std::string description_plain(const catalogue::LearningUnit& unit);

json::object organisation(const WritingContext& context, const catalogue::Provider& provider);  // name, url, type
json::array localized(std::string_view german);

}  // namespace kc::exchange
