// SPDX-License-Identifier: EUPL-1.2
// Up to four offers side by side (F35): what each costs and takes, all in all and per competence level. Pure functions over the
// snapshots; the rules are FI-60 … of docs/rules/discovery.md. Texts are made in comparison_view.
#pragma once

#include "catalogue/catalogue.hpp"
#include "competence/competence.hpp"
#include "discovery/true_cost.hpp"

#include <functional>
#include <span>

namespace kc::discovery {

inline constexpr std::size_t compared_min = 2, compared_max = 4;  // FI-60

// What is known about who compares.
struct Comparer {
    bool member = false;                                  // of an organisation that pays the member price
    const competence::LearnerProfile* profile = nullptr;  // absent: a visitor, or nobody with a profile
    // From her office to a venue; absent: not known.
    std::function<std::optional<catalogue::Travel>(const catalogue::Venue& venue)> travel;
};

struct ComparedOffer {
    const catalogue::LearningUnit* unit = nullptr;
    const catalogue::Provider* provider = nullptr;
    const catalogue::TutorialDate* date = nullptr;  // the next bookable one
    const catalogue::Venue* venue = nullptr;        // of that date
    int levels = 0;                                 // taught
    std::optional<int> closing_levels;              // of these, those that close a gap of the viewer (FI-62)
    std::optional<double> hours_per_level;          // absent: no such level
    std::optional<Money> price_per_level;
    std::optional<double> hours_per_closing_level;
    std::optional<Money> price_per_closing_level;
    int travel_days = 0;  // days on which one has to be there (FI-65)
    TrueCost cost;
};

struct Comparison {
    std::vector<ComparedOffer> offers;  // in the order in which they were chosen
    CostRates rates;
    bool personal = false;  // with gaps
};

Comparison compare(const catalogue::CatalogueSnapshot& snapshot, std::span<const catalogue::LearningUnit* const> units, const Comparer& comparer,
                   const CostRates& rates, Date today);

// Levels of the unit that the person needs and does not have yet: above what she can, not above what is asked for.
int closing_levels(const catalogue::LearningUnit& unit, const competence::LearnerProfile& profile);

}  // namespace kc::discovery
