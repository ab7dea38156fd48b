// SPDX-License-Identifier: EUPL-1.2
// Which dates one learner can use (rule 1), asked for very many dates: a bit per day of the period tells what is blocked,
// so that the answer does not depend on how many times are.
#pragma once

#include <cstdint>
#include <vector>

#include "planning/optimizer/prepared_catalogue.hpp"

namespace kc::planning::optimizer {

class UsableDates {
public:
    void start(const Catalogue& catalogue, const Learner& learner);

    bool is_usable(const CompactDate& date) const {
        return (date.place < 0 || is_reachable_[date.place] != 0) && fits_period(date.first_day, date.last_day);
    }
    // Within the period and off the blocked days, wherever it takes place.
    bool fits_period(int first_day, int last_day) const {
        if (first_day < first_day_ || last_day > last_day_ || last_day < first_day) return false;
        const Span span(first_day - first_day_, last_day - first_day_);
        if (span.first_word == span.last_word) return (blocked_[span.first_word] & span.first_bits & span.last_bits) == 0;
        if ((blocked_[span.first_word] & span.first_bits) != 0 || (blocked_[span.last_word] & span.last_bits) != 0) return false;
        for (int word = span.first_word + 1; word < span.last_word; ++word)
            if (blocked_[word] != 0) return false;
        return true;
    }

private:
    // Where days of the period stand among the bits.
    struct Span {
        static constexpr int word_bits = 64;
        Span(int first, int last)
            : first_word(first / word_bits),
              last_word(last / word_bits),
              first_bits(~std::uint64_t{0} << (first % word_bits)),
              last_bits(~std::uint64_t{0} >> (word_bits - 1 - last % word_bits)) {}
        int first_word;
        int last_word;
        std::uint64_t first_bits;
        std::uint64_t last_bits;
    };

    int first_day_ = 0;
    int last_day_ = -1;
    std::vector<std::uint64_t> blocked_;
    std::vector<char> is_reachable_;  // per place
};

}  // namespace kc::planning::optimizer
