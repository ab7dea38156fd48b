// SPDX-License-Identifier: EUPL-1.2
// `kommunalcampus plan everyone`: plans for all whose profile suffices. May run beside the server and on several nodes at once.
#pragma once

#include "storage/database.hpp"

#include <iosfwd>

namespace kc::planning {

struct PlanEveryoneOptions {
    int threads = 2;
    bool again = false;     // also those who have or had a plan
    bool progress = false;  // a line that is written over, for people at a terminal
};

// An exit code: 0 done, 1 when the plans of some were refused by the checker (nothing is stored for these).
int run_plan_everyone(storage::Database& database, const PlanEveryoneOptions& options, std::ostream& out, std::ostream& err);

}  // namespace kc::planning
