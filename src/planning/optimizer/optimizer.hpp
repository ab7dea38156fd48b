// SPDX-License-Identifier: EUPL-1.2
// The public face of the optimiser: the proven best plan for one learner, in plain structs.
// The same question gives the same answer for any number of threads and on any machine, because limits count work, not time.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "planning/optimizer/instance.hpp"
#include "planning/optimizer/prepared_catalogue.hpp"

namespace kc::planning::optimizer {

enum class Status { optimal, feasible, infeasible };

// Why a step stays open or a mandatory unit is not in the plan.
enum class Reason {
    no_offer,              // nobody teaches it
    excluded,              // only units the learner does not want
    no_usable_date,        // no date within the period and outside the blocked days
    place_not_reachable,   // dates would suit, but only at places out of reach
    prerequisite_missing,  // what it needs cannot be learnt, or is not part of the plan
    level_below_open,      // a lower level of the same competence stays open, so this one would not count
    budget_hours,
    budget_price,
    budget_presence,
    clash,  // every date shares a day with a chosen one
    order,  // no date after everything it needs
    weekly_hours,
    not_examined,  // the limit on work was hit before an answer
};
std::string_view name_of(Reason reason);
std::string_view name_of(Status status);

struct UnmetStep {
    Step step;
    Reason reason;
};

struct MandatoryNotTaken {
    int unit;
    Reason reason;
};

struct Plan {
    Status status = Status::optimal;
    std::int64_t closure = 0;
    std::int64_t half_hours = 0;
    std::int64_t price_cents = 0;
    std::int64_t presence_days = 0;
    std::vector<PlannedUnit> items;  // by unit index
    std::vector<UnmetStep> unmet;
    std::int64_t bound = 0;     // what the closure could at most be; equal to it when optimal
    std::vector<int> conflict;  // units that contradict each other, as few as possible
    std::vector<MandatoryNotTaken> mandatory_not_taken;
    int differences = 0;  // against the former plan, where there is one
    int finish_day = 0;   // last day of the last date, 0 when nothing has a date
    std::int64_t work = 0;
};

struct Limits {
    std::int64_t work = 20'000'000;
    std::function<bool()> cancelled;  // for a limit in time; results then depend on the machine
    std::int64_t hard_after = 4000;   // a question that took more work than this is searched in narrow rounds with a sharper bound
};

// Memory that is used again from learner to learner. One per thread.
class Workspace {
public:
    Workspace();
    ~Workspace();
    Workspace(Workspace&&) noexcept;
    Workspace& operator=(Workspace&&) noexcept;
    struct Inside;
    Inside& inside() { return *inside_; }

private:
    std::unique_ptr<Inside> inside_;
};

Plan solve(const PreparedCatalogue& catalogue, const Learner& learner, const Limits& limits, Workspace& workspace);
Plan solve(const PreparedCatalogue& catalogue, const Learner& learner, const Limits& limits = {});

// A plan that is known, and what a better one is measured by.
struct KnownSums {
    std::int64_t closure = 0;
    std::int64_t half_hours = 0;
    std::int64_t price_cents = 0;
    bool is_former = false;  // it is the former plan itself: among plans with the same sums it stays
};

// The best of those plans that contain the unit and are better than the known one, or as good as it where that may go; nothing when there is
// none. Wishes count as demands here: all of them are in the plan. Feasible: the work did not suffice, and the items say nothing.
std::optional<Plan> solve_with(const PreparedCatalogue& catalogue, const Learner& learner, int unit, const KnownSums& known, const Limits& limits,
                               Workspace& workspace);

// Why steps stay open beside a plan that was found earlier, as in Plan::unmet.
std::vector<UnmetStep> unmet_beside(const PreparedCatalogue& catalogue, const Learner& learner, const Plan& plan, Workspace& workspace);

// After each of these: the steps an offer has to teach to matter to this learner, as catalogue steps in no order. After solve_with() they tell
// of plans with the unit; for the others what was wanted without it stays true.
std::span<const int> wanted_steps(Workspace& workspace);

// The greatest closure that is imaginable: every open step between current and target reached.
std::int64_t full_closure(const Learner& learner);

}  // namespace kc::planning::optimizer
