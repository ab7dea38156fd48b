// SPDX-License-Identifier: EUPL-1.2
// All SQL about what a person can, wants and needs. Every question carries the person's number, so a page can only ever reach
// the rows of the viewer it was asked for.
#pragma once

#include "competence/model.hpp"
#include "competence/preferences.hpp"
#include "storage/database.hpp"

#include <memory>
#include <optional>
#include <span>
#include <vector>

namespace kc::competence {

// All that is stored about one person here.
struct PersonFacts {
    PersonId person;
    OrganisationId organisation;
    std::optional<DepartmentId> department;
    Jobs jobs;
    std::vector<Evidence> evidence;       // oldest first, withdrawn ones too
    std::vector<CompetenceId> interests;  // sorted
    std::vector<CompetenceId> skipped;
    std::optional<LearningPreferences> preferences;  // absent: never stated
    std::vector<AgreedDemand> agreed{};              // by origin

    Facts facts() const { return {organisation, jobs, evidence, interests, skipped, agreed}; }
};

// Five statements, for one person and for each thousand. Unknown and erased people are left out.
std::optional<PersonFacts> find_person_facts(storage::Session& session, PersonId person);
// The same in two steps, for whoever asks the database for more: nothing is waited for before the second one (Session::ask).
class AskedFacts {
public:
    AskedFacts(storage::Session& session, PersonId person);
    ~AskedFacts();
    std::optional<PersonFacts> facts();  // once

private:
    struct Answers;
    std::unique_ptr<Answers> answers_;
};
// Of many people, by person. Of their evidence only what was not withdrawn, in no order and without its origin: it is read for levels.
std::vector<PersonFacts> list_person_facts(storage::Session& session, std::span<const PersonId> people);

// Makes the writes of one person wait for each other; false when there is no such active person.
bool lock_person(storage::Transaction& transaction, PersonId person);
// The same, and what is stored about her once nobody else writes it: waited for once.
std::optional<PersonFacts> lock_person_facts(storage::Transaction& transaction, PersonId person);

void replace_jobs(storage::Transaction& transaction, PersonId person, const Jobs& jobs, Instant now);
void replace_interests(storage::Transaction& transaction, PersonId person, std::span<const CompetenceId> interests);
void replace_preferences(storage::Transaction& transaction, PersonId person, const LearningPreferences& preferences, Instant now);

struct NewEvidence {
    CompetenceId competence;
    int level = 0;
    EvidenceSource source{};
    Date assessed_on{};
    std::string origin{};
    std::optional<int> confidence_percent{};  // absent: as usual for the source
};
EvidenceId insert_evidence(storage::Transaction& transaction, PersonId person, const NewEvidence& evidence, Instant now);
std::int64_t withdraw_evidence(storage::Transaction& transaction, PersonId person, EvidenceSource source, Instant created_at,
                               Instant now);                                                                        // how many
std::int64_t remove_evidence(storage::Transaction& transaction, PersonId person, std::span<const EvidenceId> ids);  // how many
void insert_skip(storage::Transaction& transaction, PersonId person, CompetenceId competence);
void remove_skip(storage::Transaction& transaction, PersonId person, CompetenceId competence);
// Of this person only; nothing when she has no such evidence.
std::optional<Evidence> find_evidence(storage::Session& session, PersonId person, EvidenceId id);
void update_withdrawn(storage::Transaction& transaction, PersonId person, EvidenceId id, std::optional<Instant> withdrawn_at);

std::vector<AgreedDemand> list_agreed_demands(storage::Session& session, PersonId person);  // by origin
void store_agreed_demands(storage::Transaction& transaction, PersonId person, std::span<const AgreedDemand> demands);

// For erasure: every row of this room about the person.
void remove_person(storage::Transaction& transaction, PersonId person);

}  // namespace kc::competence
