// SPDX-License-Identifier: EUPL-1.2
// The one place that writes single competences, areas and what follows from an outdated competence. Rules, drafts and versions belong
// to curation; here is only the SQL of the tables this room owns, each function inside the caller's transaction with change record.
#pragma once

#include "competence/competence.hpp"
#include "competence/framework_content.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <boost/describe.hpp>

namespace kc::competence {

// As it stands in the tables now, not in a snapshot: for editing. FOR UPDATE, so that two editors wait for each other.
struct StoredCompetence {
    CompetenceId id;
    FrameworkState state{};
    int version = 1;
};
BOOST_DESCRIBE_STRUCT(StoredCompetence, (), (id, state, version))
std::optional<StoredCompetence> lock_competence(storage::Transaction& transaction, std::string_view slug);

CompetenceContent content_of(const CompetenceFramework& framework, const Competence& competence);
bool slug_is_taken(storage::Session& session, std::string_view slug);

// A new one at the end of its area, as a draft. The area must exist.
CompetenceId insert_draft(storage::Transaction& transaction, const CompetenceContent& content);
// Replaces texts, levels and alignments; the slug stays. A change of area puts it at the end there.
void write_competence(storage::Transaction& transaction, const StoredCompetence& competence, const CompetenceContent& content);
void remove_draft(storage::Transaction& transaction, CompetenceId draft);  // of a competence that was never published

// Areas: names and order; their competences keep theirs.
void write_areas(storage::Transaction& transaction, std::span<const AreaContent> in_order);

// Outdated competences and who follows them.

struct SuccessorContent {
    CompetenceId successor;
    int level_shift = 0;
};
void write_outdated(storage::Transaction& transaction, CompetenceId outdated, std::span<const SuccessorContent> successors);
void write_published_again(storage::Transaction& transaction, CompetenceId competence);

struct OutdatingImpact {
    std::int64_t people = 0, evidence = 0;  // values that count, not withdrawn ones
    std::int64_t interests = 0;
    std::int64_t demands = 0, role_profiles = 0;
};
BOOST_DESCRIBE_STRUCT(OutdatingImpact, (), (people, evidence, interests, demands, role_profiles))
OutdatingImpact impact_of_outdating(storage::Session& session, CompetenceId competence);

// A row of role_demands, to be put back as it was.
struct DemandRecord {
    std::int64_t id = 0;
    DemandLayer layer{};
    std::optional<RoleProfileId> role_profile_id;
    std::optional<OrganisationId> organisation_id;
    CompetenceId competence_id;
    int level = 0, weight = 0;
    std::string reason;
    Date stated_on{};
    std::optional<Date> deadline_on;
    std::optional<int> deadline_weight;
    std::string deadline_law;
};
BOOST_DESCRIBE_STRUCT(DemandRecord, (),
                      (id, layer, role_profile_id, organisation_id, competence_id, level, weight, reason, stated_on, deadline_on, deadline_weight,
                       deadline_law))

struct RewrittenDemands {
    std::vector<DemandRecord> before;
    std::vector<std::int64_t> after;  // numbers of the new rows
};
BOOST_DESCRIBE_STRUCT(RewrittenDemands, (), (before, after))

// Each demand for the outdated competence becomes one per successor, its level shifted and kept within 1 to 5.
RewrittenDemands rewrite_demands(storage::Transaction& transaction, CompetenceId outdated);
// Puts the old rows back and removes those of the new ones that still stand; where a role profile is edited meanwhile, its edits stay.
void restore_demands(storage::Transaction& transaction, const RewrittenDemands& rewritten);

// "succession:<slug>": the origin of evidence that came from an outdated competence.
std::string succession_origin(std::string_view slug);

// Carries what counts of these people to the successors (source, date and confidence kept, level shifted within 0 to 5), tells the
// observer and leaves an audit entry each. A second run adds nothing. How many rows were added.
std::int64_t carry_evidence(storage::Transaction& transaction, ProfileObserver& observer, const StoredCompetence& outdated, std::string_view slug,
                            std::span<const PersonId> people, std::optional<PersonId> actor, Instant now);
// Removes what was carried since that moment, of these people.
std::int64_t remove_carried_evidence(storage::Transaction& transaction, ProfileObserver& observer, std::string_view slug, Instant since,
                                     std::span<const PersonId> people, std::optional<PersonId> actor, Instant now);
// By number, after `after`.
std::vector<PersonId> list_people_with_evidence(storage::Session& session, CompetenceId competence, PersonId after, int limit);
std::vector<PersonId> list_people_with_carried(storage::Session& session, std::string_view slug, Instant since, PersonId after, int limit);

}  // namespace kc::competence
