// SPDX-License-Identifier: EUPL-1.2
// The dates of a unit as one person sees them: which fit her limits, why the others do not, what else of her plan lies on the same days,
// and what choosing one would cost.
#pragma once

#include "planning/date_warnings.hpp"
#include "planning/difference.hpp"
#include "planning/planning_instance.hpp"

#include <optional>
#include <vector>

namespace kc::planning {

enum class DateFit { usable, past_deadline, outside_period, blocked_day, place_not_reachable, online_not_wanted };
BOOST_DESCRIBE_ENUM(DateFit, usable, past_deadline, outside_period, blocked_day, place_not_reachable, online_not_wanted)

// Another unit of the plan on the same days (LP-41).
struct Overlap {
    LearningUnitId unit;
    bool locked = false;  // both cannot be kept
    bool operator==(const Overlap&) const = default;
};

struct DateChoice {
    TutorialDateId date;
    DateFit fit{};
    std::vector<Overlap> overlaps = {};
    std::optional<Difference> cost = {};     // against the best plan without a wish for this unit; only when asked for
    std::vector<DateWarning> warnings = {};  // of dates that fit (LP-60)
    bool impossible = false;                 // together with the other wishes; only when asked for
};

// Knows the limits of one person; made once for all units of a page.
class DateExaminer {
public:
    DateExaminer(const PlanningCatalogue& catalogue, const competence::LearnerProfile& profile);
    DateFit fit_of(const catalogue::TutorialDate& date) const;
    // With what else of this plan lies on these days.
    std::vector<DateChoice> dates_of(const catalogue::LearningUnit& unit, const Plan* plan, const PersonChoices& choices) const;

private:
    const PlanningCatalogue& catalogue_;
    const competence::LearnerProfile& profile_;
    Instance instance_;
};

}  // namespace kc::planning
