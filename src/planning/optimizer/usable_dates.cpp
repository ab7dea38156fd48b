// SPDX-License-Identifier: EUPL-1.2
// Marks the days of the period that are blocked.
#include "planning/optimizer/usable_dates.hpp"

#include <algorithm>

namespace kc::planning::optimizer {

void UsableDates::start(const Catalogue& catalogue, const Learner& learner) {
    is_reachable_.assign(catalogue.places.size(), 0);
    for (const int place : learner.reachable_places)
        if (place >= 0) is_reachable_[place] = 1;
    first_day_ = learner.first_day;
    last_day_ = learner.last_day;
    blocked_.clear();
    if (last_day_ < first_day_) return;
    blocked_.resize((last_day_ - first_day_) / Span::word_bits + 1, 0);
    for (const auto& range : learner.blocked) {
        const int first = std::max(range.first_day, first_day_);
        const int last = std::min(range.last_day, last_day_);
        if (last < first) continue;
        const Span span(first - first_day_, last - first_day_);
        if (span.first_word == span.last_word) {
            blocked_[span.first_word] |= span.first_bits & span.last_bits;
            continue;
        }
        blocked_[span.first_word] |= span.first_bits;
        blocked_[span.last_word] |= span.last_bits;
        for (int word = span.first_word + 1; word < span.last_word; ++word) blocked_[word] = ~std::uint64_t{0};
    }
}

}  // namespace kc::planning::optimizer
