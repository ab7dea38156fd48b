// SPDX-License-Identifier: EUPL-1.2
// Which units a list shows and in which order (AN-20 …): pure functions over the snapshot, the same for page and JSON.
#pragma once

#include "catalogue/catalogue.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kc::catalogue {

enum class UnitOrder { title, hours, price, next_date };
BOOST_DESCRIBE_ENUM(UnitOrder, title, hours, price, next_date)

struct UnitFilter {
    std::optional<std::size_t> module, provider;
    std::optional<Format> format;
};

struct UnitSorting {
    UnitOrder by = UnitOrder::title;
    bool descending = false;
};

// Ties are ordered by title; units without a bookable date come last in both directions of next_date, apart from self-paced ones,
// which can begin today.
std::vector<std::size_t> list_units(const CatalogueSnapshot& snapshot, const UnitFilter& filter, UnitSorting sorting, bool member, Date today);

// The day on which one can begin: of the next bookable date, or today for self-paced units; absent when there is none.
std::optional<Date> next_start(const LearningUnit& unit, Date today);

// Orders as a German reader expects: "Ämter" beside "Amt", capital letters beside small ones.
std::string sort_key(std::string_view text);

}  // namespace kc::catalogue
