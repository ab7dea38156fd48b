// SPDX-License-Identifier: EUPL-1.2
// ProfileService: what people do with their own profile. Each change is one transaction with audit entry, change record and a word to
// the observer; sending the same thing twice changes nothing the second time.
#pragma once

#include "base/clock.hpp"
#include "base/result.hpp"
#include "competence/competence.hpp"
#include "competence/store.hpp"

#include <memory>
#include <span>
#include <vector>

namespace kc::competence {

enum class ProfileError {
    not_permitted,        // no learner, or the account is no longer active
    present_job_missing,  // a future one alone says nothing about today
    unknown_role_profile,
    same_job,            // future and present are the same
    unknown_department,  // not of the own organisation
    unknown_competence,
    level_out_of_range,
    too_many_answers,     // the same competence twice, or more answers than competences
    evidence_not_found,   // no such row of this person
    invalid_preferences,  // see the problems
};
BOOST_DESCRIBE_ENUM(ProfileError, not_permitted, present_job_missing, unknown_role_profile, same_job, unknown_department, unknown_competence,
                    level_out_of_range, too_many_answers, evidence_not_found, invalid_preferences)

struct ProfileRefusal {
    ProfileError error{};
    std::vector<FieldProblem> problems;  // only with invalid_preferences
};

// One answer of the self-assessment; no level: "Weiß ich nicht".
struct Answer {
    CompetenceId competence;
    std::optional<int> level;
};

// The viewer's own profile with everything derived from it, over one snapshot of the framework.
struct OwnProfile {
    std::shared_ptr<const CompetenceFramework> framework;
    PersonFacts facts;
    Date today{};
    std::vector<Standing> standings;  // points into facts and framework
    Completeness complete;

    OwnProfile() = default;
    OwnProfile(OwnProfile&&) = default;  // moving keeps what the standings point to in place
    OwnProfile& operator=(OwnProfile&&) = default;
    OwnProfile(const OwnProfile&) = delete;
};

class ProfileService {
public:
    ProfileService(storage::Database& database, const Clock& clock, const FrameworkSource& frameworks, ProfileObserver& observer)
        : database_(database), clock_(clock), frameworks_(frameworks), observer_(observer) {}

    // Only ever the viewer's own rows (KO-20); nothing for people without the right to a profile.
    std::optional<OwnProfile> find_own(const Viewer& viewer) const;

    // The department is set together with the jobs, because the page asks for both; absent: stays as it is.
    Result<void, ProfileError> set_jobs(const Viewer& viewer, const Jobs& jobs, std::optional<DepartmentId> department = std::nullopt);
    Result<int, ProfileError> self_assess(const Viewer& viewer, std::span<const Answer> answers);  // how many levels were added
    Result<void, ProfileError> withdraw(const Viewer& viewer, EvidenceId evidence);
    Result<void, ProfileError> restore(const Viewer& viewer, EvidenceId evidence);  // undoes withdraw
    Result<void, ProfileError> set_interests(const Viewer& viewer, std::vector<CompetenceId> interests);
    Result<void, ProfileRefusal> set_preferences(const Viewer& viewer, LearningPreferences preferences);

    Date today() const { return clock_.today(); }
    std::shared_ptr<const CompetenceFramework> framework() const { return frameworks_.current(); }

private:
    Result<void, ProfileError> set_withdrawn(const Viewer& viewer, EvidenceId evidence, bool withdrawn);
    // Audit entry, change record, observer: the end of every change.
    void conclude(storage::Transaction& transaction, const Viewer& viewer, std::string_view action, std::string details = "{}");

    storage::Database& database_;
    const Clock& clock_;
    const FrameworkSource& frameworks_;
    ProfileObserver& observer_;
};

}  // namespace kc::competence
