// SPDX-License-Identifier: EUPL-1.2
// The question of one learner put to a MIP solver stage by stage, as planning/FORMAT.md orders them: closure, hours, price, finish.
// Fewest differences from a former plan is not among them: neither the generated learners nor the samples have one.
#pragma once

#include <array>
#include <string>

#include "plans/solver_process.hpp"

namespace kc::bench {

using Sums = std::array<std::int64_t, 3>;  // closure, half hours, cents

struct StagedAnswer {
    bool sums_proven = false;
    Sums sums{};
    double seconds_for_sums = 0;
    std::vector<planning::optimizer::PlannedUnit> plan;  // with these sums
    bool finish_proven = false;
    int finish = 0;      // the last day of the last date, 0 when nothing has one
    double seconds = 0;  // for all stages
    std::vector<planning::optimizer::PlannedUnit> earliest_plan;
};

StagedAnswer solve_in_stages(SolverKind kind, BinaryProgram program, const planning::optimizer::Catalogue& catalogue,
                             const planning::optimizer::Learner& learner, int limit_seconds, const std::string& folder);

}  // namespace kc::bench
