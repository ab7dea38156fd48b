// SPDX-License-Identifier: EUPL-1.2
// When a published offer needs a look (F40; RE-75 …). Pure: one offer, a day, and what is known about its source.
#pragma once

#include "catalogue/model.hpp"

#include <optional>
#include <string>
#include <vector>

namespace kc::authoring {

enum class FreshnessReason {
    no_upcoming_date,
    deadlines_over,  // there are dates, but nobody can book any of them
    text_old,        // the description has not been published anew for a year
    seal_expired,
    seal_expiring,  // within sixty days
    source_broken,  // where it was taken over from is no address or does not answer
};
BOOST_DESCRIBE_ENUM(FreshnessReason, no_upcoming_date, deadlines_over, text_old, seal_expired, seal_expiring, source_broken)

inline constexpr int text_old_months = 12;
inline constexpr int seal_expiring_days = 60;
inline constexpr int remind_again_days = 30;

struct FreshnessFinding {
    FreshnessReason reason{};
    std::optional<Date> day;  // since when, or until when
    std::string detail;       // name of the seal, address of the source
};

// `published_on`: the day of the newest version. `source_answers`: what the last import knows; absent: nothing is known.
std::vector<FreshnessFinding> check_freshness(const catalogue::LearningUnit& unit, Date published_on, std::optional<bool> source_answers, Date today);

// RE-77: again only after thirty days.
bool may_remind(std::optional<Date> last_sent, Date today);

}  // namespace kc::authoring
