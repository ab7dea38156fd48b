// SPDX-License-Identifier: EUPL-1.2
// What a person states elsewhere than on the pages of the profile, in a dialogue for example: jobs, interests and learning time, written
// in the transaction of whoever asked. Levels found elsewhere: competence.hpp.
#pragma once

#include "competence/competence.hpp"

#include <optional>
#include <span>
#include <vector>

namespace kc::competence {

// Each answers whether something changed; nothing is written for people who are no longer active. Audit entry, change record and
// observer included. What is handed in was checked before (known role profiles, check_preferences).
bool record_jobs(storage::Transaction& transaction, ProfileObserver& observer, PersonId person, const Jobs& jobs, Instant now);
bool record_preferences(storage::Transaction& transaction, ProfileObserver& observer, PersonId person, LearningPreferences preferences, Instant now);
// Those that were not there before, or those that were: what really was added or removed.
std::vector<CompetenceId> add_interests(storage::Transaction& transaction, ProfileObserver& observer, PersonId person,
                                        std::span<const CompetenceId> interests, Instant now);
std::vector<CompetenceId> remove_interests(storage::Transaction& transaction, ProfileObserver& observer, PersonId person,
                                           std::span<const CompetenceId> interests, Instant now);

// "Weiß ich nicht" to a level (KO-12): counts as answered as long as nothing is known, and never takes away what was said before.
bool record_skip(storage::Transaction& transaction, ProfileObserver& observer, PersonId person, CompetenceId competence, Instant now);
bool take_back_skip(storage::Transaction& transaction, ProfileObserver& observer, PersonId person, CompetenceId competence, Instant now);

}  // namespace kc::competence
