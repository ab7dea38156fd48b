// SPDX-License-Identifier: EUPL-1.2
// `kommunalcampus plan solve | bench | check | explain`: files in, files and figures out.
// Every function returns the exit code: 0 done, 1 refused or failed, 2 wrong usage.
#pragma once

#include <cstdint>
#include <iosfwd>
#include <string>

#include "planning/optimizer/optimizer.hpp"

namespace kc::planning::optimizer {

struct PlanSolveOptions {
    std::string catalogue;
    std::string learners;
    std::string out;
    int threads = 1;
    int time_limit_ms = 0;  // 0: no limit in time; with one, answers may depend on the machine
};
int run_plan_solve(const PlanSolveOptions& options, std::ostream& out, std::ostream& err);

struct PlanBenchOptions {
    std::string catalogue;  // empty: an instance is generated
    std::string learners;
    int units = 2000;
    int people = 200;
    std::uint64_t seed = 1;
    std::string write_to;               // folder for the generated instance, empty: it is not kept
    std::int64_t work = Limits{}.work;  // per learner
};
int run_plan_bench(const PlanBenchOptions& options, std::ostream& out, std::ostream& err);

struct PlanCheckOptions {
    std::string catalogue;
    std::string learners;
    std::string answers;
};
int run_plan_check(const PlanCheckOptions& options, std::ostream& out, std::ostream& err);

struct PlanExplainOptions {
    std::string catalogue;
    std::string learners;
    std::string learner;  // id of the only person asked for; empty: everybody
    std::string out;      // empty: the lines go to the output
};
int run_plan_explain(const PlanExplainOptions& options, std::ostream& out, std::ostream& err);

}  // namespace kc::planning::optimizer
