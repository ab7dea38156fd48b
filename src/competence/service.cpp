// SPDX-License-Identifier: EUPL-1.2
#include "competence/service.hpp"

#include "identity/identity.hpp"
#include "storage/audit.hpp"
#include "storage/changes.hpp"

#include <algorithm>
#include <set>

namespace kc::competence {

using storage::Session;
using storage::Transaction;

namespace {

OwnProfile derive(std::shared_ptr<const CompetenceFramework> framework, PersonFacts facts, Date today) {
    OwnProfile own;
    own.framework = std::move(framework);
    own.facts = std::move(facts);
    own.today = today;
    own.standings = standings(*own.framework, own.facts.facts(), today);
    own.complete = completeness(own.standings, own.facts.jobs, own.facts.preferences.has_value());
    return own;
}

void record_profile_change(Transaction& transaction, ProfileObserver& observer, PersonId person, std::optional<PersonId> actor,
                           std::string_view action, std::string details, Instant now) {
    storage::record_audit(transaction, {.at = now,
                                        .actor = actor,
                                        .action = std::string(action),
                                        .subject_type = "person",
                                        .subject_id = person.value,
                                        .details = std::move(details)});
    storage::record_change(transaction, storage::ChangeTopic::profile, person.value);
    observer.profile_changed(transaction, person);
}

// The newest own statement about a competence that still counts as said.
const Evidence* last_own_statement(const PersonFacts& facts, CompetenceId competence) {
    const Evidence* last = nullptr;
    for (const auto& row : facts.evidence) {  // oldest first
        if (row.competence_id == competence && row.source == EvidenceSource::self_assessment && !row.withdrawn_at) last = &row;
    }
    return last;
}

bool has_evidence(const PersonFacts& facts, CompetenceId competence) {
    return std::any_of(facts.evidence.begin(), facts.evidence.end(),
                       [&](const Evidence& row) { return row.competence_id == competence && !row.withdrawn_at; });
}

}  // namespace

std::optional<OwnProfile> ProfileService::find_own(const Viewer& viewer) const {
    if (!viewer.may(Permission::keep_own_profile)) return std::nullopt;
    auto facts = database_.read([&](Session& session) { return find_person_facts(session, viewer.person); });
    if (!facts) return std::nullopt;
    return derive(frameworks_.current(), std::move(*facts), clock_.today());
}

Result<void, ProfileError> ProfileService::set_jobs(const Viewer& viewer, const Jobs& jobs, std::optional<DepartmentId> department) {
    if (!viewer.may(Permission::keep_own_profile)) return refuse(ProfileError::not_permitted);
    if (!jobs.present) return refuse(ProfileError::present_job_missing);
    const auto framework = frameworks_.current();
    for (const auto& job : {jobs.present, jobs.future}) {
        const auto* role = job ? framework->role_profile(*job) : nullptr;
        if (job && (role == nullptr || role->state == FrameworkState::draft)) return refuse(ProfileError::unknown_role_profile);
    }
    if (jobs.present == jobs.future) return refuse(ProfileError::same_job);
    return database_.in_transaction([&](Transaction& transaction) -> Result<void, ProfileError> {
        const auto before = lock_person_facts(transaction, viewer.person);
        if (!before) return refuse(ProfileError::not_permitted);
        for (const auto& job : {jobs.present, jobs.future}) {
            // An outdated one can be kept, but nobody begins it.
            const bool kept = job == before->jobs.present || job == before->jobs.future;
            if (job && !kept && !framework->role_profile(*job)->published()) return refuse(ProfileError::unknown_role_profile);
        }
        const bool moves = department && before->department != department;
        if (moves && !identity::set_own_department(transaction, viewer, *department, clock_.today())) {
            return refuse(ProfileError::unknown_department);
        }
        if (before->jobs == jobs && !moves) return {};
        if (before->jobs != jobs) replace_jobs(transaction, viewer.person, jobs, clock_.now());
        conclude(transaction, viewer, "profile.jobs_changed");
        if (before->jobs.present && before->jobs.present != jobs.present) observer_.job_changed(transaction, viewer.person, *jobs.present);
        return {};
    });
}

Result<int, ProfileError> ProfileService::self_assess(const Viewer& viewer, std::span<const Answer> answers) {
    if (!viewer.may(Permission::keep_own_profile)) return refuse(ProfileError::not_permitted);
    const auto framework = frameworks_.current();
    std::set<CompetenceId> answered;
    for (const auto& answer : answers) {
        const auto index = framework->index_of(answer.competence);
        if (!index || !framework->competence(*index).published()) return refuse(ProfileError::unknown_competence);
        if (answer.level && (*answer.level < 0 || *answer.level > level_max)) return refuse(ProfileError::level_out_of_range);
        if (!answered.insert(answer.competence).second) return refuse(ProfileError::too_many_answers);
    }
    return database_.in_transaction([&](Transaction& transaction) -> Result<int, ProfileError> {
        const auto before = lock_person_facts(transaction, viewer.person);
        if (!before) return refuse(ProfileError::not_permitted);
        const auto skipped = [&](CompetenceId id) { return std::find(before->skipped.begin(), before->skipped.end(), id) != before->skipped.end(); };
        int added = 0, skips = 0;
        for (const auto& answer : answers) {
            if (!answer.level) {
                // "Weiß ich nicht" never takes away what was said before.
                if (skipped(answer.competence) || has_evidence(*before, answer.competence)) continue;
                insert_skip(transaction, viewer.person, answer.competence);
                ++skips;
                continue;
            }
            if (skipped(answer.competence)) remove_skip(transaction, viewer.person, answer.competence);
            const auto* last = last_own_statement(*before, answer.competence);
            if (last != nullptr && last->level == *answer.level && last->assessed_on == clock_.today()) continue;  // sent twice
            insert_evidence(transaction, viewer.person, {answer.competence, *answer.level, EvidenceSource::self_assessment, clock_.today()},
                            clock_.now());
            ++added;
        }
        if (added + skips > 0) {
            conclude(transaction, viewer, "profile.self_assessed", fmt::format(R"({{"answers":{},"skipped":{}}})", added, skips));
        }
        return added;
    });
}

Result<void, ProfileError> ProfileService::withdraw(const Viewer& viewer, EvidenceId evidence) { return set_withdrawn(viewer, evidence, true); }

Result<void, ProfileError> ProfileService::restore(const Viewer& viewer, EvidenceId evidence) { return set_withdrawn(viewer, evidence, false); }

Result<void, ProfileError> ProfileService::set_withdrawn(const Viewer& viewer, EvidenceId evidence, bool withdrawn) {
    if (!viewer.may(Permission::keep_own_profile)) return refuse(ProfileError::not_permitted);
    return database_.in_transaction([&](Transaction& transaction) -> Result<void, ProfileError> {
        if (!lock_person(transaction, viewer.person)) return refuse(ProfileError::not_permitted);
        const auto row = find_evidence(transaction, viewer.person, evidence);
        if (!row) return refuse(ProfileError::evidence_not_found);
        if (row->withdrawn_at.has_value() == withdrawn) return {};
        update_withdrawn(transaction, viewer.person, evidence, withdrawn ? std::optional(clock_.now()) : std::nullopt);
        conclude(transaction, viewer, withdrawn ? "profile.evidence_withdrawn" : "profile.evidence_restored",
                 fmt::format(R"({{"evidence":{}}})", evidence.value));
        return {};
    });
}

Result<void, ProfileError> ProfileService::set_interests(const Viewer& viewer, std::vector<CompetenceId> interests) {
    if (!viewer.may(Permission::keep_own_profile)) return refuse(ProfileError::not_permitted);
    const auto framework = frameworks_.current();
    for (const auto interest : interests) {
        const auto index = framework->index_of(interest);
        if (!index || framework->competence(*index).state == FrameworkState::draft) return refuse(ProfileError::unknown_competence);
    }
    std::sort(interests.begin(), interests.end());
    interests.erase(std::unique(interests.begin(), interests.end()), interests.end());
    return database_.in_transaction([&](Transaction& transaction) -> Result<void, ProfileError> {
        const auto before = lock_person_facts(transaction, viewer.person);
        if (!before) return refuse(ProfileError::not_permitted);
        if (before->interests == interests) return {};
        for (const auto interest : interests) {
            const bool kept = std::binary_search(before->interests.begin(), before->interests.end(), interest);
            if (!kept && !framework->competence(*framework->index_of(interest)).published()) return refuse(ProfileError::unknown_competence);
        }
        replace_interests(transaction, viewer.person, interests);
        conclude(transaction, viewer, "profile.interests_changed");
        return {};
    });
}

Result<void, ProfileRefusal> ProfileService::set_preferences(const Viewer& viewer, LearningPreferences preferences) {
    if (!viewer.may(Permission::keep_own_profile)) return refuse(ProfileRefusal{ProfileError::not_permitted, {}});
    auto problems = check_preferences(preferences, *frameworks_.current(), clock_.today());
    if (!problems.empty()) return refuse(ProfileRefusal{ProfileError::invalid_preferences, std::move(problems)});
    normalise(preferences);
    return database_.in_transaction([&](Transaction& transaction) -> Result<void, ProfileRefusal> {
        const auto before = lock_person_facts(transaction, viewer.person);
        if (!before) return refuse(ProfileRefusal{ProfileError::not_permitted, {}});
        if (before->preferences == preferences) return {};
        replace_preferences(transaction, viewer.person, preferences, clock_.now());
        conclude(transaction, viewer, "profile.preferences_changed");
        return {};
    });
}

void ProfileService::conclude(Transaction& transaction, const Viewer& viewer, std::string_view action, std::string details) {
    record_profile_change(transaction, observer_, viewer.person, viewer.person, action, std::move(details), clock_.now());
}

std::vector<EvidenceId> record_found_levels(Transaction& transaction, ProfileObserver& observer, PersonId person, std::span<const FoundLevel> levels,
                                            std::optional<PersonId> actor, Instant now) {
    std::vector<EvidenceId> ids;
    if (levels.empty() || !lock_person(transaction, person)) return ids;
    for (const auto& found : levels) {
        require(found.level >= 0 && found.level <= level_max);
        remove_skip(transaction, person, found.competence);
        ids.push_back(insert_evidence(transaction, person,
                                      {found.competence, found.level, found.source, found.assessed_on, found.origin, found.confidence_percent}, now));
    }
    record_profile_change(transaction, observer, person, actor, "profile.levels_found", fmt::format(R"({{"levels":{}}})", levels.size()), now);
    return ids;
}

std::int64_t remove_found_levels(Transaction& transaction, ProfileObserver& observer, PersonId person, std::span<const EvidenceId> evidence,
                                 std::optional<PersonId> actor, Instant now) {
    if (evidence.empty() || !lock_person(transaction, person)) return 0;
    const auto removed = remove_evidence(transaction, person, evidence);
    if (removed == 0) return 0;
    record_profile_change(transaction, observer, person, actor, "profile.levels_removed", fmt::format(R"({{"levels":{}}})", removed), now);
    return removed;
}

bool withdraw_found_levels(Transaction& transaction, ProfileObserver& observer, PersonId person, EvidenceSource source, Instant found_at,
                           std::optional<PersonId> actor, Instant now) {
    if (!lock_person(transaction, person)) return false;
    const auto withdrawn = withdraw_evidence(transaction, person, source, found_at, now);
    if (withdrawn == 0) return false;
    record_profile_change(transaction, observer, person, actor, "profile.levels_withdrawn", fmt::format(R"({{"levels":{}}})", withdrawn), now);
    return true;
}

}  // namespace kc::competence
