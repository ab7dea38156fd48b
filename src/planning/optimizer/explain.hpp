// SPDX-License-Identifier: EUPL-1.2
// Why a plan looks the way it does, found by solving again under one changed condition at a time, never guessed.
// Further solves have limits on work, each and together; an answer that hit one is left out rather than shown as certain.
#pragma once

#include <optional>
#include <vector>

#include "planning/optimizer/optimizer.hpp"

namespace kc::planning::optimizer {

// What changes against the plan; negative closure and positive amounts are a loss.
struct Change {
    std::int64_t closure = 0;
    std::int64_t half_hours = 0;
    std::int64_t price_cents = 0;
    std::int64_t presence_days = 0;
    int differences = 0;
    int finish_day = 0;
};

// The best plan in which the unit is held on another date.
struct OtherDate {
    int date = -1;  // index into Unit::dates
    Change change;
};

struct UnitExplanation {
    PlannedUnit item;
    std::vector<Step> closes;       // reached open steps it teaches, each from level - 1 to level
    std::vector<int> needed_by;     // units of the plan that build on it
    bool demanded = false;          // mandatory or already booked
    bool course_companion = false;  // only in the plan because its closed course is taken whole
    // The best plan without it (and without its closed course); absent for demanded units and when the limit was hit.
    std::optional<Change> without;
    std::vector<PlannedUnit> instead;  // units or dates that plan has and this one has not: the next best
    int usable_dates = 0;              // within the period, outside the blocked days, at a place in reach
    std::optional<OtherDate> other_date;
    bool other_dates_impossible = false;  // proven: with each other usable date there is no plan at all
};

enum class RelaxedLimit { half_hours, price_cents, presence_days, last_day, place };
std::string_view name_of(RelaxedLimit limit);

// One limit widened by just so much that a step closes and nothing that was reached is lost. A solve has confirmed it.
struct Remedy {
    RelaxedLimit limit;
    int amount = 0;     // half hours, cents (full euros), days, or the index of the place
    bool least = true;  // false: less might do as well, the limit on work ended the search
    Change change;
};

struct StepRemedy {
    Step step;
    Reason reason;
    std::optional<Remedy> cheapest;
    std::vector<Remedy> others;  // by other limits
    bool examined = true;        // false: the work allowed was used up before every limit was tried
};

// Asking for one level less of one competence: the best plan then, everything else that is reached staying reached.
struct Saving {
    Step step;
    Change change;
};

struct Explanation {
    std::vector<UnitExplanation> units;
    std::vector<StepRemedy> remedies;  // one per open step of the plan
    std::vector<Saving> savings;       // only those that save something, the least loss first
};

struct ExplainOptions {
    Limits limits{.work = 200'000, .cancelled = {}};  // per further solve
    std::int64_t work_together = 4'000'000;
    int places_max = 6;
    int dates_max = 4;
    bool units = true;
    bool remedies = true;
    bool savings = true;
};

Explanation explain(const PreparedCatalogue& catalogue, const Learner& learner, const Plan& plan, const ExplainOptions& options,
                    Workspace& workspace);

}  // namespace kc::planning::optimizer
