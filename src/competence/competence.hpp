// SPDX-License-Identifier: EUPL-1.2
// The public face of the room: what planning, the dashboard and the wiring need to know about people's competences.
// Catalogue and role profiles come from framework.hpp, stated learning limits from preferences.hpp.
#pragma once

#include "base/viewer.hpp"
#include "competence/framework.hpp"
#include "competence/model.hpp"
#include "competence/preferences.hpp"
#include "storage/database.hpp"

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace kc::competence {

// Told inside the transaction in which a profile changes (jobs, evidence, interests, learning preferences); app/ connects planning.
class ProfileObserver {
public:
    virtual ~ProfileObserver() = default;
    virtual void profile_changed(storage::Transaction& transaction, PersonId person) = 0;
    // In addition, when a person who had a present job before has another one now.
    virtual void job_changed(storage::Transaction&, PersonId, RoleProfileId) {}
};

struct LevelOf {
    CompetenceId competence;
    int level = 0;
};

struct TargetOf {
    CompetenceId competence;
    int level = 0;
    int weight = 0;
};

// Everything a curriculum is computed from, on the person's side.
struct LearnerProfile {
    PersonId person;
    OrganisationId organisation;
    Jobs jobs;
    std::vector<LevelOf> current;     // levels above 0 that count today
    std::vector<TargetOf> targets;    // layers, both jobs and interests merged
    LearningPreferences preferences;  // the defaults where nothing was stated
    bool preferences_stated = false;
    bool enough_for_curriculum = false;  // KO-13
};

// Five statements each, for many people five per thousand. Unknown and erased people are left out; the list is ordered by person.
std::optional<LearnerProfile> find_learner_profile(storage::Session& session, const CompetenceFramework& framework, PersonId person, Date today);
std::vector<LearnerProfile> list_learner_profiles(storage::Session& session, const CompetenceFramework& framework, std::span<const PersonId> people,
                                                  Date today);

// find_learner_profile in two steps, for whoever asks the database for more: nothing is waited for before the second one.
class AskedLearner {
public:
    AskedLearner(storage::Session& session, PersonId person);
    ~AskedLearner();
    std::optional<LearnerProfile> profile(const CompetenceFramework& framework, Date today);  // once

private:
    std::unique_ptr<class AskedFacts> facts_;
};

// For the dashboard: what to do next and the most important gaps.
struct GapSummary {
    CompetenceId competence;
    std::string slug, name;
    int current = 0, target = 0, weight = 0;
    bool assessed = false;
};
BOOST_DESCRIBE_STRUCT(GapSummary, (), (competence, slug, name, current, target, weight, assessed))

struct NeedsSummary {
    ProfileStep next_step = ProfileStep::job;
    std::string next_path;  // where that step is done
    int percent = 0;        // of the profile
    int assessed = 0, needed = 0;
    int gap_count = 0;
    std::vector<GapSummary> top_gaps;  // at most three
    bool enough_for_curriculum = false;
};
BOOST_DESCRIBE_STRUCT(NeedsSummary, (), (next_step, next_path, percent, assessed, needed, gap_count, top_gaps, enough_for_curriculum))

// Of the viewer herself, in five statements.
NeedsSummary needs_summary(storage::Session& session, const CompetenceFramework& framework, const Viewer& viewer, Date today);

std::string_view path_of(ProfileStep step);  // "/profil/koennen"

// What other rooms found out about a level: an interview, a finished unit, a test, a confirmation (R108). Audit entry and change
// included; tells the observer. One number per level, in their order; nothing is written and nothing comes back when the person is no
// longer active. `origin` says where exactly it was found (F25): "interview:2026-1:office-software", "test:data-protection:2".
struct FoundLevel {
    CompetenceId competence;
    int level = 0;
    EvidenceSource source = EvidenceSource::completed_unit;
    Date assessed_on{};
    std::string origin{};
    std::optional<int> confidence_percent{};  // absent: as usual for the source (KO-06)
};
std::vector<EvidenceId> record_found_levels(storage::Transaction& transaction, ProfileObserver& observer, PersonId person,
                                            std::span<const FoundLevel> levels, std::optional<PersonId> actor, Instant now);

// Deletes such rows for good, because what they came from is deleted (a line of an interview, F30). How many there were.
std::int64_t remove_found_levels(storage::Transaction& transaction, ProfileObserver& observer, PersonId person, std::span<const EvidenceId> evidence,
                                 std::optional<PersonId> actor, Instant now);

// Takes back what record_found_levels wrote at that moment: reported by mistake. False when nothing of it is there any more.
bool withdraw_found_levels(storage::Transaction& transaction, ProfileObserver& observer, PersonId person, EvidenceSource source, Instant found_at,
                           std::optional<PersonId> actor, Instant now);

}  // namespace kc::competence
