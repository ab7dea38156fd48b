// SPDX-License-Identifier: EUPL-1.2
// SQL for many plans at once: a handful of statements however many people, for jobs and for planning everybody.
#pragma once

#include "planning/store.hpp"

namespace kc::planning {

// The new rows' numbers, in the same order. No two of one person.
std::vector<CurriculumId> insert_proposals(Transaction& transaction, std::span<const Curriculum> proposals);

// Active people, in order of their numbers; without `again` only those for whom there has never been a plan.
std::vector<PersonId> list_people_to_plan(Session& session, bool again);

}  // namespace kc::planning
