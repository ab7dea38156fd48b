// SPDX-License-Identifier: EUPL-1.2
// GLPK and CBC, each in a child process with a limit in time, because both abort now and then.
// Times are CPU seconds inside the child, spent on solving alone.
#pragma once

#include <string>

#include "plans/binary_program.hpp"

namespace kc::bench {

enum class SolverKind { glpk, cbc, cbc_without_preprocessing };

struct SolverAnswer {
    bool optimal = false;  // as the solver claims
    double seconds = 0;
    std::vector<double> values;
};

bool is_there(SolverKind kind);
SolverAnswer solve_with(SolverKind kind, const BinaryProgram& program, const std::vector<std::pair<int, double>>& objective, bool maximise,
                        int limit_seconds, const std::string& folder);

}  // namespace kc::bench
