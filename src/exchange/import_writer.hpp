// SPDX-License-Identifier: EUPL-1.2
// Carries out a planned import inside one transaction.
#pragma once

#include "exchange/import_plan.hpp"

namespace kc::exchange {

struct WritingChoice {
    ImportOutcome outcome{};
    std::optional<PersonId> actor;  // nobody: fetched on schedule
    ImportRunId run;
};

// Fills the states of the plan's reports. Answers how many venues were added.
int write_plan(storage::Transaction& transaction, const PlanParts& parts, const ImportProvider& provider, const std::string& source_system,
               ImportPlan& plan, const WritingChoice& choice);

void retire_imported(storage::Transaction& transaction, LearningUnitId unit, const WritingChoice& choice, Instant now);

}  // namespace kc::exchange
