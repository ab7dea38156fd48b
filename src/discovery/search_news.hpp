// SPDX-License-Identifier: EUPL-1.2
// What a saved search finds now that it did not find before: new offers, new providers, new dates, lower prices (FI-76). What was found
// is remembered as text beside the search.
#pragma once

#include "discovery/finding.hpp"
#include "discovery/offer_condition.hpp"

#include <map>
#include <set>

namespace kc::discovery {

inline constexpr std::int64_t watched_hits_max = 500;  // FI-75: a wider search cannot be watched

struct RememberedHits {
    std::map<std::int64_t, OfferCondition> offers;  // by number of the unit
    std::set<std::int64_t> providers;
    bool operator==(const RememberedHits&) const = default;
};
std::string to_text(const RememberedHits& hits);
RememberedHits parse_remembered_hits(std::string_view text);  // leaves out what it cannot read

struct CurrentHits {
    std::int64_t total = 0;  // may be more than were looked at
    std::vector<const catalogue::LearningUnit*> units;
};
// Offers that fit the search as it was written; those of a widened or corrected search do not count.
CurrentHits run_search(const OfferState& state, std::string_view query, const Searcher& searcher);
RememberedHits remembered(const OfferState& state, const CurrentHits& hits, bool member, Date today);

struct HitNews {
    const catalogue::LearningUnit* unit = nullptr;
    bool new_offer = false, new_provider = false, new_date = false;
    std::optional<Money> price_before;  // when it is lower now
};
std::vector<HitNews> news_of(const OfferState& state, const RememberedHits& before, const CurrentHits& now, bool member, Date today);

}  // namespace kc::discovery
