// SPDX-License-Identifier: EUPL-1.2
// How an offer stands at a moment, as far as it is news when that changes: price, dates, seats, whether it is still offered (FI-70).
// Pure; stored as a short text beside watched offers and saved searches.
#pragma once

#include "catalogue/catalogue.hpp"

#include <string>
#include <string_view>
#include <vector>

#include <boost/describe.hpp>

namespace kc::discovery {

struct OfferCondition {
    bool offered = false;
    Money price;                   // what the person pays
    std::optional<Date> next_day;  // of the next bookable date
    int seats = 0;                 // of that date
    std::int64_t newest_date = 0;  // the highest number of a bookable date: a higher one later is a new date
    bool operator==(const OfferCondition&) const = default;
};

// nullptr: not offered any more.
OfferCondition offer_condition(const catalogue::LearningUnit* unit, bool member, Date today);

std::string to_text(const OfferCondition& condition);
std::optional<OfferCondition> parse_offer_condition(std::string_view text);

enum class OfferChange { retired, offered_again, new_date, no_date_left, price_lower, price_higher, more_seats, fewer_seats };
BOOST_DESCRIBE_ENUM(OfferChange, retired, offered_again, new_date, no_date_left, price_lower, price_higher, more_seats, fewer_seats)

// In the order of their importance; a date that has merely passed is no news.
std::vector<OfferChange> changes_between(const OfferCondition& before, const OfferCondition& now);

}  // namespace kc::discovery
