// SPDX-License-Identifier: EUPL-1.2
#include "competence/stated_elsewhere.hpp"

#include "competence/store.hpp"
#include "storage/audit.hpp"
#include "storage/changes.hpp"

#include <algorithm>

namespace kc::competence {

using storage::Transaction;

namespace {

void conclude(Transaction& transaction, ProfileObserver& observer, PersonId person, std::string_view action, Instant now) {
    storage::record_audit(
        transaction,
        {.at = now, .actor = person, .action = std::string(action), .subject_type = "person", .subject_id = person.value, .details = "{}"});
    storage::record_change(transaction, storage::ChangeTopic::profile, person.value);
    observer.profile_changed(transaction, person);
}

}  // namespace

bool record_jobs(Transaction& transaction, ProfileObserver& observer, PersonId person, const Jobs& jobs, Instant now) {
    const auto before = lock_person_facts(transaction, person);
    if (!before || before->jobs == jobs) return false;
    replace_jobs(transaction, person, jobs, now);
    conclude(transaction, observer, person, "profile.jobs_changed", now);
    return true;
}

bool record_preferences(Transaction& transaction, ProfileObserver& observer, PersonId person, LearningPreferences preferences, Instant now) {
    const auto before = lock_person_facts(transaction, person);
    normalise(preferences);
    if (!before || before->preferences == preferences) return false;
    replace_preferences(transaction, person, preferences, now);
    conclude(transaction, observer, person, "profile.preferences_changed", now);
    return true;
}

std::vector<CompetenceId> add_interests(Transaction& transaction, ProfileObserver& observer, PersonId person, std::span<const CompetenceId> interests,
                                        Instant now) {
    std::vector<CompetenceId> added;
    if (interests.empty()) return added;
    auto before = lock_person_facts(transaction, person);
    if (!before) return added;
    auto& all = before->interests;
    for (const auto interest : interests) {
        if (std::find(all.begin(), all.end(), interest) != all.end()) continue;
        all.push_back(interest);
        added.push_back(interest);
    }
    if (added.empty()) return added;
    replace_interests(transaction, person, all);
    conclude(transaction, observer, person, "profile.interests_changed", now);
    return added;
}

std::vector<CompetenceId> remove_interests(Transaction& transaction, ProfileObserver& observer, PersonId person,
                                           std::span<const CompetenceId> interests, Instant now) {
    std::vector<CompetenceId> removed;
    if (interests.empty()) return removed;
    auto before = lock_person_facts(transaction, person);
    if (!before) return removed;
    auto& all = before->interests;
    for (const auto interest : interests) {
        const auto found = std::find(all.begin(), all.end(), interest);
        if (found == all.end()) continue;
        all.erase(found);
        removed.push_back(interest);
    }
    if (removed.empty()) return removed;
    replace_interests(transaction, person, all);
    conclude(transaction, observer, person, "profile.interests_changed", now);
    return removed;
}

bool record_skip(Transaction& transaction, ProfileObserver& observer, PersonId person, CompetenceId competence, Instant now) {
    const auto facts = lock_person_facts(transaction, person);
    if (!facts) return false;
    const bool skipped = std::find(facts->skipped.begin(), facts->skipped.end(), competence) != facts->skipped.end();
    const bool known = std::any_of(facts->evidence.begin(), facts->evidence.end(),
                                   [&](const Evidence& row) { return row.competence_id == competence && !row.withdrawn_at; });
    if (skipped || known) return false;
    insert_skip(transaction, person, competence);
    conclude(transaction, observer, person, "profile.level_skipped", now);
    return true;
}

bool take_back_skip(Transaction& transaction, ProfileObserver& observer, PersonId person, CompetenceId competence, Instant now) {
    const auto facts = lock_person_facts(transaction, person);
    if (!facts) return false;
    if (std::find(facts->skipped.begin(), facts->skipped.end(), competence) == facts->skipped.end()) return false;
    remove_skip(transaction, person, competence);
    conclude(transaction, observer, person, "profile.level_skip_removed", now);
    return true;
}

}  // namespace kc::competence
