// SPDX-License-Identifier: EUPL-1.2
#include "discovery/comparison.hpp"

#include <algorithm>

namespace kc::discovery {

namespace {

std::optional<double> hours_per(HalfHours hours, int levels) {
    if (levels == 0) return std::nullopt;
    return static_cast<double>(hours.value) / 2 / levels;
}

// Rounded up to whole cents: a share never seems cheaper than it is.
std::optional<Money> price_per(Money price, int levels) {
    if (levels == 0) return std::nullopt;
    return Money{(price.value + levels - 1) / levels};
}

// FI-65: who may take part at the screen does not have to travel; without a date the form of the offer says it.
int travel_days(const catalogue::LearningUnit& unit, const catalogue::TutorialDate* date) {
    const auto mode = date != nullptr ? date->mode : unit.mode;
    if (mode != catalogue::Format::on_site) return 0;
    return std::max(unit.presence_days, 1);
}

}  // namespace

int closing_levels(const catalogue::LearningUnit& unit, const competence::LearnerProfile& profile) {
    const auto level_of = [](const auto& list, CompetenceId competence) {
        const auto found = std::find_if(list.begin(), list.end(), [&](const auto& entry) { return entry.competence == competence; });
        return found == list.end() ? 0 : found->level;
    };
    return static_cast<int>(std::count_if(unit.teaches.begin(), unit.teaches.end(), [&](const catalogue::CompetenceLevel& taught) {
        return taught.level > level_of(profile.current, taught.competence) && taught.level <= level_of(profile.targets, taught.competence);
    }));
}

Comparison compare(const catalogue::CatalogueSnapshot& snapshot, std::span<const catalogue::LearningUnit* const> units, const Comparer& comparer,
                   const CostRates& rates, Date today) {
    Comparison comparison{.rates = rates, .personal = comparer.profile != nullptr};
    for (const auto* unit : units) {
        ComparedOffer offer{.unit = unit, .provider = &snapshot.provider_of(*unit), .date = unit->next_date(today)};
        if (offer.date != nullptr) offer.venue = snapshot.venue_of(*offer.date);
        const auto price = unit->price(comparer.member);
        offer.levels = static_cast<int>(unit->teaches.size());
        offer.hours_per_level = hours_per(unit->total(), offer.levels);
        offer.price_per_level = price_per(price, offer.levels);
        if (comparer.profile != nullptr) {
            offer.closing_levels = closing_levels(*unit, *comparer.profile);
            offer.hours_per_closing_level = hours_per(unit->total(), *offer.closing_levels);
            offer.price_per_closing_level = price_per(price, *offer.closing_levels);
        }
        offer.travel_days = travel_days(*unit, offer.date);
        CostInput input{.course = price, .learning = unit->total(), .presence_days = offer.travel_days};
        if (offer.travel_days > 0 && offer.venue != nullptr && comparer.travel) input.travel = comparer.travel(*offer.venue);
        offer.cost = true_cost(input, rates);
        comparison.offers.push_back(std::move(offer));
    }
    return comparison;
}

}  // namespace kc::discovery
