// SPDX-License-Identifier: EUPL-1.2
// A set of days inside a window, such as somebody's working days minus absences. Days outside the window do not belong to it.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "search/document.hpp"

namespace kc::search {

class DaySet {
public:
    DaySet() = default;
    DaySet(Day first, std::size_t days, bool allowed = false) : first_(first), bits_(days, allowed) {}

    void set(Day day, bool allowed) {
        if (inside(day)) bits_[static_cast<std::size_t>(day - first_)] = allowed;
    }
    bool contains(Day day) const { return inside(day) && bits_[static_cast<std::size_t>(day - first_)]; }

    // Every day from first to last whose weekday is in the mask (bit 0 Monday; 0: each day).
    bool contains_all(Day first, Day last, std::uint8_t weekdays) const {
        if (weekdays == 0 || (weekdays & 0x7F) == 0x7F) {
            if (!inside(first) || !inside(last)) return false;
            for (Day day = first; day <= last; ++day) {
                if (!bits_[static_cast<std::size_t>(day - first_)]) return false;
            }
            return true;
        }
        // Beyond the window nothing is allowed: one week past its end decides.
        last = std::min<Day>(last, first_ + static_cast<Day>(bits_.size()) + 7);
        if (first < first_ - 7) first = first_ - 7;
        for (Day day = first; day <= last; ++day) {
            if ((weekdays >> weekday(day) & 1) != 0 && !contains(day)) return false;
        }
        return true;
    }

    static unsigned weekday(Day day) {  // 0 Monday; 1970-01-01 was a Thursday
        const auto shifted = (day + 3) % 7;
        return static_cast<unsigned>(shifted < 0 ? shifted + 7 : shifted);
    }

private:
    bool inside(Day day) const { return day >= first_ && day - first_ < static_cast<Day>(bits_.size()); }

    Day first_ = 0;
    std::vector<bool> bits_;
};

}  // namespace kc::search
