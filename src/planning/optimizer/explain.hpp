// SPDX-License-Identifier: EUPL-1.2
// Why a plan looks the way it does, found by solving again under one changed condition at a time, never guessed.
// Every further solve has its own limit on work; an answer that hit it is left out rather than shown as certain.
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
};

enum class RelaxedLimit { half_hours, price_cents, presence_days, last_day, place };

struct Relaxation {
    RelaxedLimit limit;
    int amount = 0;  // how much more, or the index of the place
    std::int64_t closure_gain = 0;
    std::vector<Step> closes;  // steps open in the plan and reached with the relaxation
};

struct StepRemedy {
    Step step;
    std::optional<std::size_t> relaxation;  // into Explanation::relaxations, the cheapest single change that closes it
};

struct Explanation {
    std::vector<UnitExplanation> units;
    std::vector<Relaxation> relaxations;  // only those that help, in the order in which they were tried
    std::vector<StepRemedy> remedies;     // one per open step of the plan
};

struct ExplainOptions {
    Limits limits{.work = 200'000, .cancelled = {}};  // per further solve
    int half_hours = 8;
    int price_cents = 10'000;
    int presence_days = 1;
    int days = 90;  // longer horizon
    int places_max = 6;
    bool units = true;
    bool relaxations = true;
};

Explanation explain(const PreparedCatalogue& catalogue, const Learner& learner, const Plan& plan, const ExplainOptions& options,
                    Workspace& workspace);

}  // namespace kc::planning::optimizer
